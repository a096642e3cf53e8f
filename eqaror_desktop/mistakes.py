"""What is wrong in a file of settings: where it stands, and what is allowed there."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterable
from pathlib import Path
from time import monotonic
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from eqaror_desktop.errors import SettingsInvalid
from eqaror_desktop.policies import Unfit
from sync.values import Value

Keys = tuple[str | int, ...]
"""How a value is found in a file: names, and numbers from 0 in a list."""


_MOST = 1 << 20
"""Bytes of a file of settings."""
_MOST_DOTS = 100
_SEEK_SECONDS = 2.0
"""What finding a line may take: a mistake without its line is worth more than none."""
_NO_WAIT: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONG_NUMBER = re.compile(r"[\d_]{1000}")
_STRINGS = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#.*")


class Source(Value, frozen=True):
    """A file of settings as it was read."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a file; one that is not there says nothing.

        Raises:
            SettingsInvalid: it cannot be read, is no plain file, too large, or not UTF-8.
        """
        try:
            # Windows' editor begins with a byte order mark, which TOML does not know.
            return cls(path, _content(path).decode("utf-8-sig"))
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not leads_away(path):
                return cls(path, "")
            from signing.detail import Detail, why_failed

            detail = Detail(str(path), *why_failed(error).parts)
            raise SettingsInvalid(detail, "unreadable") from error
        except UnicodeDecodeError as error:
            raise SettingsInvalid(str(path), "encoding") from error

    def tree(self) -> dict[str, Any]:
        """Return what it says.

        Raises:
            SettingsInvalid: it is not TOML.
        """
        deep = _too_deep(self.text)
        if deep:
            # The parser takes for ever over it.
            raise SettingsInvalid(f"{self.path}:{deep}", "deep")
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            # Of the parser's English only the place is kept, and which mistake it is.
            place = re.search(r"line (\d+), column (\d+)", str(error))
            at = ":".join(place.groups()) if place else str(len(self.text.splitlines()))
            raise SettingsInvalid(f"{self.path}:{at}", _kind(str(error))) from error
        except RecursionError as error:
            raise SettingsInvalid(str(self.path), "deep") from error
        except ValueError as error:
            # The interpreter reads no number of so many digits.
            found = _LONG_NUMBER.search(self.text)
            line = self.text.count("\n", 0, found.start()) + 1 if found else 1
            raise SettingsInvalid(f"{self.path}:{line}", "digits") from error

    def checked(self, tree: dict[str, Any], kind: Any) -> None:  # noqa: ANN401 - a type
        """Refuse what nobody reads, and what is not allowed.

        Raises:
            SettingsInvalid: see there.
        """
        self._require_known(tree, kind, ())
        self._require_plain(tree, ())
        try:
            msgspec.convert(tree, kind)
        except msgspec.ValidationError as error:
            found = self._mistake(tree, kind, ())
            raise found or SettingsInvalid(str(self.path), "value", "text") from error

    def unfit(self, keys: Keys, value: object, allowed: str) -> SettingsInvalid:
        """Return the error of a value: its place, its name, itself, and what is allowed."""
        return SettingsInvalid(f"{self._at(keys)}{_shown(value)}", "value", allowed)

    def misplaced(self, name: str) -> SettingsInvalid:
        """Return the error of a name that is read in the settings of a profile alone."""
        return SettingsInvalid(self._at((name,)), "profile")

    def _at(self, keys: Keys, *, missing: bool = False) -> str:
        line = self._line(keys[:-1] if missing else keys)
        return (
            f"{self.path}:{line}: {_written(keys)}" if line else f"{self.path}: {_written(keys)}"
        )

    def _line(self, keys: Keys) -> int:
        """Return the line where a value ends, from 1: what is above it is TOML and has it.

        The parser tells no lines, and a second one of our own could read a file otherwise.
        """
        lines = self.text.split("\n")
        until = monotonic() + _SEEK_SECONDS

        def ends(count: int) -> tuple[int, bool]:
            """From so many lines on: the first that end a value, and whether ours is there."""
            while count < len(lines):
                try:
                    inner: Any = tomllib.loads("\n".join(lines[:count]))
                except tomllib.TOMLDecodeError:
                    if monotonic() > until:
                        break
                    count += 1
                    continue
                return count, _has(inner, keys)
            return len(lines), True

        # Nothing that is there goes again further down.
        above, below = 0, len(lines)
        while keys and below - above > 1 and monotonic() <= until:
            middle = (above + below) // 2
            _, there = ends(middle)
            above, below = (above, middle) if there else (middle, below)
        found, there = ends(below) if keys else (0, False)
        return found if there and monotonic() <= until else 0

    def _require_known(self, tree: object, kind: Any, keys: Keys) -> None:  # noqa: ANN401
        """Refuse names nobody reads: a misspelt policy must not be taken for a decision.

        What is no table where one belongs is mistyped, and found later.
        """
        if get_origin(kind) is tuple and isinstance(tree, list):
            for place, item in enumerate(tree):
                self._require_known(item, get_args(kind)[0], (*keys, place))
        if not (_is_table(kind) and isinstance(tree, dict)):
            return
        own = get_type_hints(kind)
        for key, value in tree.items():
            if key not in own:
                raise SettingsInvalid(self._at((*keys, key)), "unknown", ", ".join(own))
            self._require_known(value, own[key], (*keys, key))

    def _require_plain(self, value: object, keys: Keys) -> None:
        """Refuse control characters in names and texts: no path, address or name has any."""
        if isinstance(value, str) and _CONTROL.search(value):
            raise SettingsInvalid(self._at(keys), "value", "plain")
        items: Iterable[tuple[str | int, object]] = ()
        if isinstance(value, dict):
            items = value.items()
        elif isinstance(value, list):
            items = enumerate(value)
        for key, item in items:
            if isinstance(key, str) and _CONTROL.search(key):
                raise SettingsInvalid(self._at(keys), "value", "plain")
            self._require_plain(item, (*keys, key))

    def _mistake(self, value: object, kind: Any, keys: Keys) -> SettingsInvalid | None:  # noqa: ANN401
        """Return the innermost value that is not read, and what is allowed there."""
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            unfit = error.__cause__
        else:
            return None
        if get_origin(kind) is tuple and isinstance(value, list):
            inner = get_args(kind)[0]
            found = (self._mistake(item, inner, (*keys, at)) for at, item in enumerate(value))
            return next((item for item in found if item), None)
        if get_origin(kind) is dict and isinstance(value, dict):
            inner = get_args(kind)[1]
            found = (self._mistake(item, inner, (*keys, key)) for key, item in value.items())
            return next((item for item in found if item), None)
        if _is_table(kind) and isinstance(value, dict):
            own = get_type_hints(kind)
            for key, item in value.items():
                deeper = self._mistake(item, own[key], (*keys, key))
                if deeper is not None:
                    return deeper
            if isinstance(unfit, Unfit):
                return self.unfit((*keys, unfit.name), value[unfit.name], unfit.allowed)
            missing = next((key for key in own if key not in value), "")
            return SettingsInvalid(self._at((*keys, missing), missing=True), "missing")
        return self.unfit(keys, value, _allowed(kind))


def leads_away(path: Path) -> bool:
    """Whether a file, or its directory, is a link to what is away: a share that is not mounted.

    What an office decided is elsewhere then, and must not count for nothing.
    """
    return any(item.is_symlink() and not item.exists() for item in (path, path.parent))


def _content(path: Path) -> bytes:
    """Return what is in a plain file of a size that somebody may have written.

    Raises:
        SettingsInvalid: it is something else, or larger.
        OSError: it cannot be read.
    """
    # A pipe that nobody writes to must not be waited for.
    number = os.open(path, os.O_RDONLY | _NO_WAIT)
    try:
        mode = os.fstat(number).st_mode
        if not stat.S_ISREG(mode):
            raise _unreadable(path, "DIRECTORY" if stat.S_ISDIR(mode) else "SPECIAL")
        with os.fdopen(number, "rb", closefd=False) as stream:
            content = stream.read(_MOST + 1)
    finally:
        os.close(number)
    if len(content) > _MOST:
        raise _unreadable(path, "MORE_MIB", _MOST >> 20)
    return content


def _unreadable(path: Path, flaw: str, *facts: int) -> SettingsInvalid:
    # No part of a start, as long as all is well.
    from signing.detail import about
    from signing.flaws import Flaw

    return SettingsInvalid(about(str(path), Flaw[flaw], *facts), "unreadable")


def _too_deep(text: str) -> int:
    """Return the line, from 1, that has a name of too many parts; 0 if none has."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS and _STRINGS.sub("", line).count(".") > _MOST_DOTS:
            return number
    return 0


def _kind(told: str) -> str:
    """Return which mistake the parser means, as a code of the message table."""
    if re.search(r"overwrite|twice|immutable|[Dd]uplicate", told):
        return "doubled"
    return "backslash" if re.search(r"\\|[Uu]nescaped|hex value", told) else "syntax"


def _has(tree: Any, keys: Keys) -> bool:  # noqa: ANN401
    try:
        for key in keys:
            tree = tree[key]
    except LookupError:
        return False
    return True


def _written(keys: Keys) -> str:
    """Write where a value stands as the file has it: ``network.pac``, ``[[modules]] 2, path``."""
    text = ""
    for place, key in enumerate(keys):
        if isinstance(key, int):
            counted = f"[[{text}]] {key + 1}" if place + 1 < len(keys) else f"{text}, {key + 1}"
            text = counted
        else:
            joint = ", " if place and isinstance(keys[place - 1], int) else "."
            text = f"{text}{joint}{key}" if text else key
    return text


def _is_table(kind: Any) -> bool:  # noqa: ANN401
    return isinstance(kind, type) and issubclass(kind, Value)


def _shown(value: object) -> str:
    """Write a value as the file has it; never what may be somebody's password in an address."""
    if isinstance(value, bool):
        return f" = {str(value).lower()}"
    if isinstance(value, str):
        return f' = "{value.rpartition("@")[2]}"'
    return f" = {value}" if isinstance(value, int | float) else ""


def _allowed(kind: Any) -> str:  # noqa: ANN401
    """Return what a field of this type takes, as a code of the message table or as written."""
    choices = _choices(kind)
    if choices:
        return ", ".join(f'"{item}"' for item in choices)
    if _is_table(kind) or get_origin(kind) is dict:
        return "table"
    return {bool: "truth", int: "number", str: "text"}.get(kind, "list")


def _choices(kind: Any) -> list[str]:  # noqa: ANN401
    """Return the words of a Literal, or of a union of some."""
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    union = get_origin(kind) in (Union, UnionType)
    return [word for part in get_args(kind) for word in _choices(part)] if union else []
