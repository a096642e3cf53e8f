"""What is wrong in a file of settings: where it stands, and what is allowed there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from eqaror_desktop.errors import SettingsInvalid
from eqaror_desktop.policies import Unfit
from sync.values import Value

Keys = tuple[str | int, ...]
"""How a value is found in a file: names, and numbers from 0 in a list."""


class Source(Value, frozen=True):
    """A file of settings as it was read."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a file; one that is not there says nothing.

        Raises:
            SettingsInvalid: it is not UTF-8.
        """
        try:
            # Windows' editor begins with a byte order mark, which TOML does not know.
            return cls(path, path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            return cls(path, "")
        except UnicodeDecodeError as error:
            raise SettingsInvalid(str(path), "encoding") from error

    def tree(self) -> dict[str, Any]:
        """Return what it says.

        Raises:
            SettingsInvalid: it is not TOML.
        """
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            # Of the parser's English only the place is kept.
            place = re.search(r"line (\d+), column (\d+)", str(error))
            at = ":".join(place.groups()) if place else str(len(self.text.splitlines()))
            raise SettingsInvalid(f"{self.path}:{at}", "syntax") from error

    def checked(self, tree: dict[str, Any], kind: Any) -> None:  # noqa: ANN401 - a type
        """Refuse what nobody reads, and what is not allowed.

        Raises:
            SettingsInvalid: see there.
        """
        self._require_known(tree, kind, ())
        try:
            msgspec.convert(tree, kind)
        except msgspec.ValidationError as error:
            found = self._mistake(tree, kind, ())
            raise found or SettingsInvalid(str(self.path), "value", "text") from error

    def unfit(self, keys: Keys, value: object, allowed: str) -> SettingsInvalid:
        """Return the error of a value: its place, its name, itself, and what is allowed."""
        return SettingsInvalid(f"{self._at(keys)}{_shown(value)}", "value", allowed)

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
        for count in range(1, len(lines) + 1):
            try:
                inner: Any = tomllib.loads("\n".join(lines[:count]))
                for key in keys:
                    inner = inner[key]
            except (tomllib.TOMLDecodeError, LookupError):
                continue
            return count if keys else 0
        return 0

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
