"""``eqaror``: the command line, and without a command the window.

One parser, one module for each command below :mod:`eqaror_desktop.commands`. Exit codes: 0 done
or valid, 1 failed or invalid, 2 indeterminate or outcome unknown, 64 wrong usage, 130 interrupted.

What this module needs is imported inside :func:`main`, so that Ctrl-C during it is caught too;
before that only the interpreter's own start is not.
"""

from __future__ import annotations

import sys

# As in typing, which need not be loaded for it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from eqaror_desktop.messages import Messages

_INTERRUPTED = 130
"""128 and the number of SIGINT, as shells count."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never shows a traceback for a known error."""
    try:
        _show_every_letter()
        _have_a_time_zone()
        if arguments is None:
            # Not where somebody else's process runs a command: this is for its whole life.
            from signing.dumps import keep_private

            keep_private()
        return _main(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _main(given: Sequence[str]) -> int:
    from eqaror_desktop.commands import FAILED, Printed, discard_output

    Printed.something = False
    profile, other = _profile(given)
    # The window, as on most days: it has no use for the commands and their words.
    messages = None if other == [] else _messages(profile)
    code, as_json = FAILED, False
    _quieten()
    try:
        try:
            if messages is not None:
                parsed = _parser(messages, given).parse_args(given)
                as_json = getattr(parsed, "json", False)
                code = _run(parsed, messages)
            else:
                code = _open_window(profile)
        except SystemExit as left:
            # E.g. after --help, which the parser prints by itself.
            code = left.code if isinstance(left.code, int) else FAILED
            _flush()
            raise
        _flush()
    except BrokenPipeError:
        # The reader went away, e.g. "eqaror drafts | head"; that changes no answer.
        discard_output()
    except Exception as error:  # noqa: BLE001 - the outermost frame: every error becomes a message
        told_in = _messages(profile) if messages is None else messages
        code = _tell(error, told_in, as_json=as_json)
    return code


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _run(parsed: argparse.Namespace, messages: Messages) -> int:
    from eqaror_desktop.commands import COMMANDS, DONE, Context, put

    if parsed.version:
        from resources.version import program_version

        put(f"eqaror {program_version()}")
        return DONE
    if parsed.command is None:
        return _open_window(parsed.profile)
    return COMMANDS[parsed.command].run(parsed, Context(parsed.profile, messages))


def _open_window(profile: Path | None) -> int:
    from eqaror_desktop.display import require_display

    require_display()
    import gc
    import signal

    thrown = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if thrown:
        # Thrown into what PySide is loading, an interrupt breaks the process or is lost there.
        # Ended by the system nothing is lost either; the window has a way of its own.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    collecting = gc.isenabled()
    # Nothing of what is loaded now goes again; from the window on cycles are collected there.
    gc.disable()
    try:
        from eqaror_desktop.desktop.main import main as open_window

        return open_window(profile)
    finally:
        if thrown:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if collecting:
            gc.enable()


def _tell(error: Exception, messages: Messages, *, as_json: bool) -> int:
    from eqaror_desktop.commands import FAILED, OPEN, USAGE, discard_output, print_error
    from eqaror_desktop.errors import ApplicationError, TrustFileInvalid
    from signing.errors import SigningError
    from sync.errors import OutcomeUnknown, SyncError

    known = isinstance(error, (ApplicationError, SigningError, SyncError, OSError))
    if not known:
        # A mistake of ours: the place is worth more than politeness, and holds no secret.
        import traceback
        from pathlib import Path

        for frame in traceback.extract_tb(error.__traceback__):
            print(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}", file=sys.stderr)
    told = messages.error(error)
    print(told, file=sys.stderr)
    try:
        if as_json:
            print_error(told)
        _flush()
    except OSError:
        # The interpreter would try once more at its end and leave with a code of its own.
        discard_output()
    if isinstance(error, TrustFileInvalid):
        # Nothing was looked at, and "failed" is what "invalid" is called.
        return USAGE
    return OPEN if isinstance(error, OutcomeUnknown) else FAILED


def _show_every_letter() -> None:
    """A terminal without a letter gets an escape for it instead of nothing at all."""
    import io

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _have_a_time_zone() -> None:
    """Where TZ names an offset that no place has and Python takes for none, Tashkent's counts."""
    import os
    import time

    if sys.platform == "win32":
        # Only the C library believes TZ there, and Python does not ask it.
        return
    if max(abs(time.timezone), abs(time.altzone)) >= 24 * 60 * 60:
        os.environ["TZ"] = "<+05>-5"
        time.tzset()


def _quieten() -> None:
    """What pypdf logs of a stranger's PDF is told as reasons; on standard error it is noise."""
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def _profile(given: Sequence[str]) -> tuple[Path | None, list[str] | None]:
    """Return the profile that is named and what stands beside it; None: not to be told so."""
    from pathlib import Path

    # By hand: on most days it is all there is, and a parser of its own takes as long as the rest.
    profile: Path | None = None
    other = []
    words = iter(given)
    for word in words:
        name, told, value = word.partition("=")
        if name != "--profile":
            other.append(word)
            continue
        value = value if told else next(words, "")
        if not value or (not told and value.startswith("-")):
            return None, None
        profile = Path(value)
    return profile, other


def _messages(profile: Path | None) -> Messages:
    """Return the texts in the profile's language; settings nobody can read stop nothing here."""
    from eqaror_desktop.messages import Messages
    from eqaror_desktop.settings import language_at

    return Messages.load(language_at(profile))


def _directory(text: str) -> Path:
    from pathlib import Path

    if not text:
        # A variable that was not set, in somebody's script: not the directory it happens to be in.
        raise ValueError
    return Path(text)


def _parser(messages: Messages, given: Sequence[str]) -> argparse.ArgumentParser:
    from eqaror_desktop.commands import COMMANDS
    from eqaror_desktop.usage import Parser, speak

    speak(messages)
    parser = Parser(words=messages, prog="eqaror", description=messages.text("cli", "program"))
    parser.add_argument(
        "--profile", type=_directory, metavar="DIR", help=messages.text("cli", "profile")
    )
    parser.add_argument("--version", action="store_true", help=messages.text("cli", "version"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        told = messages.text("cli", name)
        added = commands.add_parser(name, help=told, description=told)
        # A command that is not named cannot be meant; its module, and all it needs, stays away.
        if name in given:
            command.arguments(added)
    return parser


if __name__ == "__main__":
    sys.exit(main())
