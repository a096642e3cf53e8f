"""``outbox`` and ``export``, and what every command does after it wrote something down."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.commands import DONE, FAILED, OPEN, Context, add_json, print_json, put
from eqaror_desktop.errors import ApplicationError
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.errors import RegistryError

if TYPE_CHECKING:
    from eqaror_desktop.application import Application


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``outbox``."""
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List what was done on this station and what became of it."""
    with context.open() as application:
        application.desk.settle_interrupted()
        entries = application.outbox()
        if arguments.json:
            print_json([public(entry, application) for entry in entries])
            return DONE
        doubtful = application.desk.in_doubt()
    for item in doubtful:
        put(f"{item.draft}  {context.messages.text('journal', str(item.state))}  {item.title}")
    if not entries and not doubtful:
        context.say("nothing")
    else:
        for entry in entries:
            state = _state(entry, context)
            reason = context.messages.refusal(entry.code) if entry.code else ""
            number = f"№ {entry.registration.number}" if entry.registration else ""
            put("  ".join(filter(None, (entry.draft, state, number, reason, entry.title))))
    return DONE


def _state(entry: OutboxEntry, context: Context) -> str:
    if not entry.awaits_time_stamp:
        return context.messages.text("outbox", str(entry.state))
    state = context.messages.text("words", "awaits_time_stamp")
    next_try = entry.next_try.astimezone().strftime("%d.%m.%Y %H:%M")
    return f"{state} ({context.messages.text('words', 'next_try', at=next_try)})"


def arguments_export(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``export``."""
    parser.add_argument("id")
    parser.add_argument("--output", type=Path, metavar="FILE")
    parser.add_argument("--force", action="store_true")


def run_export(arguments: argparse.Namespace, context: Context) -> int:
    """Write the accepted package of a draft to a plain file; an older one stays, unless forced.

    What is restricted may be read by nobody else on this computer either.
    """
    with context.open() as application:
        package = application.registered_package(arguments.id)
        # Nothing is written, and nothing is said of a file, before there is a package.
        first = next(package)
        summary = application.draft(arguments.id).summary
        target: Path = arguments.output or Path(f"{arguments.id}-v{summary.version}.asice")
        if target.exists() and not (arguments.force and target.is_file()):
            key = "not_plain" if arguments.force else "file_exists"
            print(context.messages.text("cli", key, path=target), file=sys.stderr)
            return FAILED
        mode = 0o600 if summary.restricted else 0o644
        write_new(target.resolve(), chain((first,), package), mode)
    context.say("package_written", path=target)
    return DONE


def write_new(target: Path, content: Iterable[bytes], mode: int) -> None:
    """Write a file so that under its name there is the whole of it or nothing new."""
    part = target.with_name(f".{target.name}.{os.getpid()}")
    # The process's umask takes away from the mode; a stranger's file or link is not followed.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with open(os.open(part, flags, mode), "wb") as stream:  # noqa: PTH123 - a descriptor
            stream.writelines(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def send_and_tell(
    application: Application,
    entries: Sequence[OutboxEntry],
    context: Context,
    *,
    as_json: bool,
) -> int:
    """Try to send what was just written down, and tell what became of each entry.

    Without a line this is no failure: the entries are safe, and that is what is told.
    """
    try:
        report = application.sync()
        problem: Exception | None = report.failure
    except (RegistryError, ApplicationError) as error:
        problem = error
    if problem is not None:
        print(context.messages.error(problem), file=sys.stderr)
    now = {entry.key: entry for entry in application.outbox()}
    settled = [now[entry.key] for entry in entries]
    if as_json:
        print_json([public(entry, application) for entry in settled])
    else:
        for entry in settled:
            _tell(entry, context)
    if any(entry.state is OutboxState.REFUSED for entry in settled):
        return FAILED
    unknown = any(entry.state is OutboxState.UNCONFIRMED for entry in settled)
    return OPEN if unknown else DONE


def public(entry: OutboxEntry, application: Application) -> dict[str, object]:
    """Return what other tools see of an entry; the names are stable."""
    return {
        "key": entry.key,
        "kind": entry.kind,
        "draft": entry.draft,
        "title": entry.title,
        "version_digest": entry.version_digest,
        "state": entry.state,
        "created": entry.created,
        "attempts": entry.attempts,
        "next_try": entry.next_try if entry.open else None,
        "awaits_time_stamp": entry.awaits_time_stamp,
        "code": entry.code,
        "registration": entry.registration,
        "receipt": entry.receipt,
        "receipt_state": application.receipt_state(entry) if entry.receipt else None,
        "size": entry.size,
    }


def _tell(entry: OutboxEntry, context: Context) -> None:
    if entry.state is OutboxState.ACCEPTED and entry.registration is not None:
        date = entry.registration.date.astimezone().strftime("%d.%m.%Y")
        context.say("registered", draft=entry.draft, number=entry.registration.number, date=date)
    elif entry.state is OutboxState.REFUSED:
        reason = context.messages.refusal(entry.code or "")
        print(f"{entry.draft}: {reason}", file=sys.stderr)
    elif entry.state is OutboxState.QUEUED and entry.kind is OutboxKind.PACKAGE:
        context.say("not_sent_yet", draft=entry.draft)
    elif entry.state is OutboxState.ACCEPTED:
        state = context.messages.text("outbox", str(entry.state))
        put(f"{entry.draft}: {state}")
    else:
        context.say("queued", draft=entry.draft)
