"""``outbox`` and ``export``, and what every command does after it wrote something down."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.commands import (
    DONE,
    FAILED,
    OPEN,
    USAGE,
    Context,
    add_json,
    print_json,
    put,
)
from eqaror_desktop.errors import ApplicationError, SeveralEntries
from eqaror_desktop.new_file import require_new, write_new
from eqaror_desktop.taking_back import put_away, take_back
from eqaror_desktop.whose import Whose
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.errors import NotFound, RegistryError

if TYPE_CHECKING:
    from eqaror_desktop.application import Application


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``outbox``: what to do, and with which entry or file."""
    actions = ("list", "retry", "cancel", "forget", "export", "import")
    parser.add_argument("action", nargs="?", choices=actions, default="list")
    # Of an entry its key, how that begins, or the id of a draft with one entry.
    parser.add_argument("what", nargs="?", metavar="ENTRY|FILE")
    parser.add_argument("--output", type=Path, metavar="FILE")
    parser.add_argument("--force", action="store_true")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List what was done on this station, or do something about one entry of it."""
    if arguments.action == "list":
        return _list(arguments, context)
    if arguments.what is None and arguments.action != "retry":
        print(context.messages.text("cli", "which_entry"), file=sys.stderr)
        return USAGE
    with context.open(to_read=arguments.action == "export") as application:
        match arguments.action:
            case "import":
                return _bring_in(application, arguments, context)
            case "export":
                return _write(application, arguments, context)
            case "retry":
                return _retry(application, arguments, context)
            case "cancel":
                key = _meant(application, arguments.what).key
                entry = take_back(application.store, application.connection, key)
                if arguments.json:
                    print_json([public(entry, application)])
                else:
                    put("  ".join(_line(entry, application, context)))
            case "forget":
                key = _meant(application, arguments.what).key
                put_away(application.store, application.connection, key)
    return DONE


def _list(arguments: argparse.Namespace, context: Context) -> int:
    with context.open(to_read=True) as application:
        application.desk.settle_interrupted()
        what = arguments.what
        entries = application.outbox() if what is None else (_meant(application, what),)
        if arguments.json:
            print_json([public(entry, application) for entry in entries])
            return DONE
        doubtful = application.desk.in_doubt() if what is None else ()
        for item in doubtful:
            put(f"{item.draft}  {context.messages.text('journal', str(item.state))}  {item.title}")
        for entry in entries:
            put("  ".join(_line(entry, application, context)))
    if not entries and not doubtful:
        context.say("nothing")
    return DONE


def _line(entry: OutboxEntry, application: Application, context: Context) -> Iterator[str]:
    """Yield what is told of an entry: from where it is to why it waits and when it is tried."""
    from eqaror_desktop.outbox_words import kind_of, state_of, told

    whose = Whose(application.store, application.person())
    yield entry.key[:8]
    yield entry.draft
    yield kind_of(entry, context.messages)
    yield state_of(entry, context.messages)
    if entry.registration:
        yield f"№ {entry.registration.number}"
    yield from told(entry, context.messages, whose)
    if whose.may_see(entry):
        yield entry.title


def _meant(application: Application, what: str) -> OutboxEntry:
    """Return the one entry that a key, its beginning or a draft's id names; an open one first.

    Raises:
        NotFound: none.
        SeveralEntries: more than one.
    """
    entries = application.outbox()
    found = [entry for entry in entries if entry.key.startswith(what)]
    of_draft = [entry for entry in entries if entry.draft == what]
    found = found or [entry for entry in of_draft if entry.open] or of_draft
    if not found:
        raise NotFound("entry", what)
    if len(found) > 1:
        raise SeveralEntries(
            tuple(f"{entry.key[:8]} {entry.decision or entry.kind}" for entry in found)
        )
    return found[0]


def _retry(application: Application, arguments: argparse.Namespace, context: Context) -> int:
    if arguments.what is not None:
        entry = _meant(application, arguments.what)
        if not entry.open:
            return _again(application, entry, context, as_json=arguments.json)
        meant: tuple[OutboxEntry, ...] = (entry,)
    else:
        meant = application.outbox()
    waiting = [entry for entry in meant if entry.open]
    for entry in waiting:
        application.hurry(entry.key)
    return send_and_tell(application, waiting, context, as_json=arguments.json)


def _again(
    application: Application, entry: OutboxEntry, context: Context, *, as_json: bool
) -> int:
    """Hand an accepted package in again if the registry has lost it; only one that is named.

    It may get another number than stands on papers that are out already, and then says so.
    """
    from eqaror_desktop.lost_registrations import hand_in_again
    from eqaror_desktop.outbox_words import state_of

    new = hand_in_again(application, entry)
    if new is None:
        if as_json:
            print_json([public(entry, application)])
        else:
            state = state_of(entry, context.messages)
            context.say("nothing_to_send", draft=entry.draft, state=state)
        return DONE
    code = send_and_tell(application, [new], context, as_json=as_json)
    before, now = entry.registration, application.store.outbox.entry(new.key).registration
    if before is not None and now is not None and before.number != now.number:
        words = {"draft": entry.draft, "before": before.number, "now": now.number}
        print(context.messages.text("words", "number_changed", **words), file=sys.stderr)
    return code


def _write(application: Application, arguments: argparse.Namespace, context: Context) -> int:
    from sync.carried import SUFFIX

    entry = _meant(application, arguments.what)
    target: Path = arguments.output or Path(f"{entry.draft}-{entry.key[:8]}{SUFFIX}")
    require_new(target, force=arguments.force)
    application.carrier.write_entry(entry.key, target.resolve())
    if arguments.json:
        print_json({"file": str(target)})
    else:
        context.say("entry_written", path=target)
    return DONE


def _bring_in(application: Application, arguments: argparse.Namespace, context: Context) -> int:
    found = application.carrier.bring_in(Path(arguments.what))
    if not found.new:
        known = context.messages.text("words", "entry_known", draft=found.entry.draft)
        if arguments.json:
            print(known, file=sys.stderr)
        else:
            put(known)
    return send_and_tell(application, [found.entry], context, as_json=arguments.json)


def arguments_export(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``export``."""
    parser.add_argument("id")
    parser.add_argument("--output", type=Path, metavar="FILE")
    parser.add_argument("--force", action="store_true")


def run_export(arguments: argparse.Namespace, context: Context) -> int:
    """Write the accepted package of a draft to a plain file; an older one stays, unless forced.

    What is restricted may be read by nobody else on this computer either.
    """
    with context.open(to_read=True) as application:
        package = application.carrier.registered_package(arguments.id)
        # Nothing is written, and nothing is said of a file, before there is a package.
        first = next(package)
        signed = application.carrier.registered_version(arguments.id)
        target: Path = arguments.output or Path(f"{arguments.id}-v{signed.version}.asice")
        require_new(target, force=arguments.force)
        mode = 0o600 if signed.restricted else 0o644
        write_new(target.resolve(), chain((first,), package), mode)
    context.say("package_written", path=target)
    return DONE


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
            _tell(entry, application, context)
    refused = [entry for entry in settled if entry.state is OutboxState.REFUSED]
    if not all(entry.done_elsewhere for entry in refused):
        return FAILED
    unknown = any(entry.state is OutboxState.UNCONFIRMED for entry in settled)
    return OPEN if unknown else DONE


def public(entry: OutboxEntry, application: Application) -> dict[str, object]:
    """Return what other tools see of an entry; the names are stable."""
    whose = Whose(application.store, application.person())
    return {
        "key": entry.key,
        "kind": entry.kind,
        "decision": entry.decision,
        "draft": entry.draft,
        "title": entry.title if whose.may_see(entry) else None,
        "mine": whose.mine(entry),
        "version_digest": entry.version_digest,
        "state": entry.state,
        "created": entry.created,
        "attempts": entry.attempts,
        "next_try": entry.next_try if entry.open else None,
        "awaits_time_stamp": entry.awaits_time_stamp,
        "code": entry.code,
        "held": entry.held,
        "exported": entry.exported,
        "carrier": entry.carrier,
        "conflict": entry.conflict,
        "registration": entry.registration,
        "receipt": entry.receipt,
        "receipt_state": application.receipt_state(entry) if entry.receipt else None,
        "size": entry.size,
    }


def _tell(entry: OutboxEntry, application: Application, context: Context) -> None:
    from eqaror_desktop.outbox_words import awaits

    whose = Whose(application.store, application.person())
    if awaited := awaits(entry, context.messages, whose):
        put(f"{entry.draft}: {awaited}")
    elif entry.state is OutboxState.ACCEPTED and entry.registration is not None:
        date = context.messages.day(entry.registration.date)
        context.say("registered", draft=entry.draft, number=entry.registration.number, date=date)
    elif entry.state is OutboxState.REFUSED:
        reason = context.messages.refusal(entry.code or "", entry.kind)
        print(f"{entry.draft}: {reason}", file=sys.stderr)
    elif entry.state is OutboxState.QUEUED and entry.kind is OutboxKind.PACKAGE:
        context.say("not_sent_yet", draft=entry.draft)
    elif entry.state is OutboxState.ACCEPTED:
        state = context.messages.text("outbox", str(entry.state))
        put(f"{entry.draft}: {state}")
    else:
        context.say("queued", draft=entry.draft)
