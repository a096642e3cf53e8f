"""The commands of ``eqaror``; each module adds its arguments and runs.

Rule: a command reads arguments, calls the application, and prints. What it prints for people
comes from the message table; ``--json`` prints one JSON value and nothing else on standard
output. A secret is read from standard input or a prompt, never from an argument.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from eqaror_desktop.messages import Message, Messages
from sync.values import Plain

if TYPE_CHECKING:
    from eqaror_desktop.application import Application

DONE, FAILED, OPEN, USAGE = 0, 1, 2, 64


class Context(Plain, frozen=True):
    """What every command gets."""

    directory: Path | None
    messages: Messages

    def open(self, *, to_read: bool = False) -> Application:
        """Open the profile; use it in a ``with`` statement.

        Args:
            to_read: what the command tells is of use on a full or read-only disk too.

        Raises:
            SettingsInvalid, StoreError: it cannot be opened.
        """
        from eqaror_desktop.application import Application

        opened = Application.open_to_read if to_read else Application.open
        application = opened(self.directory)
        if application.store.unkept is not None:
            what = self.messages.error(application.store.unkept).what
            print(self.messages.text("cli", "only_reading", what=what), file=sys.stderr)
        notices = application.notices()
        for notice in notices:
            print(self.messages.error(notice), file=sys.stderr)
        if notices:
            application.store.notice_told()
        return application

    def say(self, key: str, **facts: object) -> None:
        """Print one sentence of the table."""
        put(self.messages.text("words", key, **facts))

    def read_pin(
        self, *, from_stdin: bool, what: str = "pin", needed: str = "pin_needed"
    ) -> bytearray:
        """Return a secret from standard input's next line, or from a prompt without echo.

        Args:
            from_stdin: read a line that is there.
            what: the word of the table that names it.
            needed: the sentence of the table that names the option, where there is no terminal.

        Raises:
            SystemExit: with the code of wrong usage: there is no such line, or no terminal.
        """
        from eqaror_desktop.terminal import read_hidden, read_line

        if from_stdin:
            try:
                # One that was closed has no lines; its number may be another file's by now.
                return read_line(-1 if sys.stdin is None else sys.stdin.fileno())
            except (EOFError, OSError):
                name = self.messages.text("words", what)
                print(self.messages.text("cli", "line_missing", what=name), file=sys.stderr)
                raise SystemExit(USAGE) from None
        if sys.stdin is None or not sys.stdin.isatty():
            print(self.messages.text("cli", needed), file=sys.stderr)
            raise SystemExit(USAGE)
        return read_hidden(f"{self.messages.text('words', what)}: ")


def put(text: object = "", *, now: bool = False) -> None:
    """Print to standard output; a reader that went away does not stop what is being done.

    Args:
        text: what to print.
        now: whoever reads along gets it at once, through a pipe too.

    Raises:
        OSError: it cannot be written for another reason, e.g. a full disk.
    """
    try:
        print(text, flush=now)
    except BrokenPipeError:
        discard_output()


def discard_output() -> None:
    """Let the rest of standard output go nowhere, what is still in its buffer too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


class Printed:
    """Whether the command that runs has printed a JSON value."""

    something: ClassVar[bool] = False


def print_json(value: object, *, lines: bool = False) -> None:
    """Print one JSON value; dataclasses, times and bytes as the contract writes them.

    Args:
        value: what to print.
        lines: it is one of several and has one line, which is told at once (JSON Lines).
    """
    import json
    import re

    import msgspec

    Printed.something = True
    tree = msgspec.to_builtins(value)
    text = json.dumps(tree, ensure_ascii=False, indent=None if lines else 2)
    # A byte of a file's name that is no UTF-8; strict readers refuse half a pair.
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    # Somebody's name must not turn round what a terminal shows beside it.
    unseen = "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
    put(re.sub(unseen, lambda found: f"\\u{ord(found[0]):04x}", text), now=lines)


def print_error(told: Message) -> None:
    """Print what ended a command as its one JSON value, unless it has printed another already.

    Args:
        told: the error's message, which stands on standard error too.
    """
    if not Printed.something:
        print_json({"error": told})


def positive(text: str) -> int:
    """Read a number of an argument, from 1 on.

    Raises:
        ValueError: it is none.
    """
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true")


def add_token(parser: argparse.ArgumentParser) -> None:
    """Add ``--token``, ``--certificate``, ``--pin-stdin`` and ``--yes``."""
    parser.add_argument("--token", metavar="SERIAL")
    parser.add_argument("--certificate", metavar="FINGERPRINT")
    parser.add_argument("--pin-stdin", action="store_true")
    # An attempt that may be the last is meant; see eqaror_desktop/commands/pins.py.
    parser.add_argument("--yes", action="store_true")


class Command(Protocol):
    """What a module of this package has."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    def run(self, arguments: argparse.Namespace, context: Context) -> int:
        """Run it and return the exit code."""


class _Lazy:
    """Loads a command's module when it is needed; the others cost nothing at start."""

    def __init__(self, module: str, suffix: str = "") -> None:
        self._module = module
        self._suffix = suffix

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        getattr(self._load(), f"arguments{self._suffix}")(parser)

    def run(self, arguments: argparse.Namespace, context: Context) -> int:
        return cast("int", getattr(self._load(), f"run{self._suffix}")(arguments, context))

    def _load(self) -> object:
        return import_module(f"eqaror_desktop.commands.{self._module}")


COMMANDS: dict[str, Command] = {
    "demo": _Lazy("demo"),
    "login": _Lazy("session", "_login"),
    "logout": _Lazy("session", "_logout"),
    "sync": _Lazy("session", "_sync"),
    "drafts": _Lazy("drafts", "_list"),
    "search": _Lazy("search"),
    "show": _Lazy("drafts", "_show"),
    "compare": _Lazy("compare"),
    "agree": _Lazy("answers", "_agree"),
    "object": _Lazy("answers", "_object"),
    "return": _Lazy("answers", "_return"),
    "reject": _Lazy("answers", "_reject"),
    "sign": _Lazy("sign"),
    "outbox": _Lazy("outbox"),
    "export": _Lazy("outbox", "_export"),
    "verify": _Lazy("verify"),
    "examine": _Lazy("examine"),
    "log": _Lazy("log"),
    "trust": _Lazy("trust"),
    "token": _Lazy("token"),
    "store": _Lazy("store"),
    "proxy": _Lazy("proxy"),
    "doctor": _Lazy("station", "_doctor"),
    "explain": _Lazy("explain"),
}
"""In the order in which people meet them."""
