"""``eqaror``: the command line, and without a command the window.

One parser, one module for each command below :mod:`eqaror_desktop.commands`. Exit codes: 0 done
or valid, 1 failed or invalid, 2 indeterminate or outcome unknown, 64 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eqaror_desktop.commands import COMMANDS, FAILED, USAGE, Context
from eqaror_desktop.display import require_display
from eqaror_desktop.errors import ApplicationError
from eqaror_desktop.messages import Messages
from eqaror_desktop.profile import Profile
from eqaror_desktop.settings import Settings, chosen_language, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never shows a traceback for a known error."""
    messages = Messages.load(chosen_language(Settings()))
    given = sys.argv[1:] if arguments is None else arguments
    parsed = _parser(messages, given).parse_args(given)
    directory: Path | None = parsed.profile
    try:
        if directory is not None and directory.exists():
            settings = read_settings(Profile(directory.absolute()).settings)
            messages = Messages.load(chosen_language(settings))
        if parsed.command is None:
            require_display()
            from eqaror_desktop.desktop.main import main as open_window

            return open_window(directory)
        return COMMANDS[parsed.command].run(parsed, Context(directory, messages))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away, e.g. "eqaror drafts | head".
        sys.stderr.close()
        return FAILED
    except Exception as error:  # noqa: BLE001 - the outermost frame: every error becomes a message
        return _tell(error, messages)


def _tell(error: Exception, messages: Messages) -> int:
    from signing.errors import SigningError
    from sync.errors import OutcomeUnknown, SyncError

    known = isinstance(error, (ApplicationError, SigningError, SyncError, OSError))
    if not known:
        # A mistake of ours: the place is worth more than politeness, and holds no secret.
        import traceback

        for frame in traceback.extract_tb(error.__traceback__):
            print(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}", file=sys.stderr)
    print(messages.error(error), file=sys.stderr)
    return 2 if isinstance(error, OutcomeUnknown) else FAILED


def _parser(messages: Messages, given: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(prog="eqaror", description=messages.text("cli", "program"))
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help=messages.text("cli", "profile")
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        told = messages.text("cli", name)
        added = commands.add_parser(name, help=told, description=told)
        # A command that is not named cannot be meant; its module, and all it needs, stays away.
        if name in given:
            command.arguments(added)
    return parser


class _Parser(argparse.ArgumentParser):
    """Leaves with 64 (EX_USAGE), because 2 means "indeterminate" here."""

    def error(self, message: str) -> None:  # type: ignore[override]  # it never returns
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


if __name__ == "__main__":
    sys.exit(main())
