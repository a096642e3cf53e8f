"""``log``: what keys were used for on this station; ``verify FILE`` needs no profile at all."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eqaror_desktop.commands import DONE, FAILED, USAGE, Context, add_json, print_json, put

if TYPE_CHECKING:
    from eqaror_desktop.messages import Messages
    from sync.attempts import Attempt
    from sync.chain import Head, Record, Verdict
    from sync.entries import OutboxEntry

_WORDED = ("login", "pin_answered", "answered", "ended")
"""Events that have a result beside what they are."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``log``: what to do with it, and with which file."""
    parser.add_argument(
        "action", nargs="?", choices=("show", "drafts", "export", "verify"), default="show"
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--draft", metavar="ID")
    parser.add_argument("--head", metavar="HEAD")
    parser.add_argument("--force", action="store_true")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Show, export or verify the log, or tell where each draft stands."""
    match arguments.action:
        case "verify":
            return _verify(arguments, context)
        case "export":
            return _export(arguments, context)
        case "drafts":
            return _drafts(arguments, context)
    return _show(arguments, context)


def _show(arguments: argparse.Namespace, context: Context) -> int:
    with context.open(to_read=True) as application:
        found = (json.loads(record.text) for record in application.store.log.records())
        chosen = [tree for tree in found if arguments.draft in (None, tree.get("draft"))]
    if arguments.json:
        print_json(chosen)
        return DONE
    for tree in chosen:
        put("  ".join(_line(tree, context.messages)))
    if not chosen:
        context.say("nothing")
    return DONE


def _line(tree: dict[str, Any], messages: Messages) -> Iterator[str]:
    from datetime import datetime

    yield f"{tree['number']:>5}"
    yield messages.forms.exact(datetime.fromisoformat(tree["time"]).astimezone())
    yield messages.text("log", tree["event"])
    if tree["event"] == "ended":
        yield messages.text("journal", tree["state"]).split(":")[0]
    what = tree.get("purpose") or tree.get("kind")
    if what:
        yield messages.text("log", what)
    reason = tree.get("result") or tree.get("reason")
    if tree["event"] in _WORDED and reason:
        yield messages.log_result(reason)
    if tree.get("draft"):
        yield tree["draft"]
    if tree["event"] == "asked":
        yield f"{tree['certificate']['serial']} {tree['digest'][:16]}…"


def _drafts(arguments: argparse.Namespace, context: Context) -> int:
    with context.open(to_read=True) as application:
        application.desk.settle_interrupted()
        attempts = [
            item
            for item in application.store.journal.latest()
            if arguments.draft in (None, item.draft)
        ]
        entries = {entry.key: entry for entry in application.outbox()}
    if arguments.json:
        print_json(
            [
                {
                    "draft": item.draft,
                    "version_digest": item.version_digest,
                    "kind": item.kind,
                    "state": item.state,
                    "reason": item.reason,
                    "batch": item.batch,
                    "changed": item.changed,
                    "outbox": item.entry,
                    "outbox_state": entries[item.entry].state if item.entry in entries else None,
                }
                for item in attempts
            ]
        )
        return DONE
    for item in attempts:
        put(f"{item.draft}  {_stands(item, entries, context.messages)}  {item.title}")
    if not attempts:
        context.say("nothing")
    return DONE


def _stands(attempt: Attempt, entries: Mapping[str, OutboxEntry], messages: Messages) -> str:
    """Say where an attempt stands; of what was signed the outbox knows more than the journal."""
    from eqaror_desktop.outbox_words import state_of
    from sync.attempts import JournalState

    if attempt.state is JournalState.ASKED:
        # No other program runs on this profile: nobody waits for that token any more.
        return messages.text("journal", str(JournalState.UNKNOWN))
    if attempt.state is not JournalState.KEPT:
        return messages.text("journal", str(attempt.state))
    entry = entries.get(attempt.entry or "")
    if entry is None:
        return messages.text("words", "signed_put_away")
    if entry.awaits_time_stamp:
        return state_of(entry, messages)
    number = f", № {entry.registration.number}" if entry.registration else ""
    return messages.text("words", "signed_state", state=state_of(entry, messages)) + number


def _export(arguments: argparse.Namespace, context: Context) -> int:
    """Write JSON Lines: every record as it was hashed, then the head they lead to."""
    from eqaror_desktop.new_file import require_new, write_new
    from sync.chain import end_line

    target: Path = arguments.file or Path("eqaror-log.jsonl")
    require_new(target, force=arguments.force)
    with context.open(to_read=True) as application:
        log = application.store.log
        head = log.head()

        def content() -> Iterator[bytes]:
            for record in log.records():
                if record.number <= head.number:
                    yield record.text.encode() + b"\n"
            yield end_line(head).encode() + b"\n"

        # It names people by their PINFL.
        write_new(target.resolve(), content(), 0o600)
    if arguments.json:
        print_json({"file": str(target), "head": str(head)})
    else:
        put(context.messages.text("log", "written", path=target))
        put(context.messages.text("log", "head", head=head))
    return DONE


def _verify(arguments: argparse.Namespace, context: Context) -> int:
    from sync.chain import Head

    known: Head | None = None
    if arguments.head is not None:
        try:
            known = Head.parse(arguments.head)
        except ValueError:
            told = context.messages.text("cli", "log_head", head=arguments.head)
            print(told, file=sys.stderr)
            return USAGE
    if arguments.file is not None:
        verdict = verify_export(arguments.file, known)
    else:
        with context.open(to_read=True) as application:
            verdict = application.store.log.verify(known)
    whole: bool | None = verdict.fault is None
    if whole and arguments.file is not None and not verdict.head.number:
        # Anybody can write such a file; the station's own log has its kept head to agree with.
        whole = None
    if arguments.json:
        print_json(
            {
                "whole": whole,
                "records": verdict.head.number,
                "head": str(verdict.head),
                "fault": verdict.fault,
            }
        )
    elif whole:
        put(context.messages.text("log", "whole", count=verdict.head.number))
        put(context.messages.text("log", "head", head=verdict.head))
    elif whole is None:
        put(context.messages.text("log", "empty"))
    else:
        fault = context.messages.text("log", f"fault_{verdict.fault}")
        put(context.messages.text("log", "broken", count=verdict.head.number, fault=fault))
    return DONE if whole else FAILED


def verify_export(path: Path, known: Head | None = None) -> Verdict:
    """Compute the chain of an exported log again; it must end with its own head.

    Args:
        path: JSON Lines as ``log export`` writes them.
        known: a head that was written down elsewhere.

    Raises:
        OSError: the file cannot be read.
    """
    from sync.chain import LONGEST, Fault, Verdict, end_of, follow, lines

    ends: list[Head] = []

    def records(source: Iterator[Record]) -> Iterator[Record]:
        for record in source:
            if not ends and (end := end_of(record)) is not None:
                ends.append(end)
            else:
                yield record

    with path.open("rb") as file:
        verdict = follow(records(lines(iter(lambda: file.readline(LONGEST + 2), b""))), known)
    if verdict.fault is None and (not ends or ends[0].number > verdict.head.number):
        return Verdict(verdict.head, Fault.CUT)
    if verdict.fault is None and ends[0] != verdict.head:
        return Verdict(verdict.head, Fault.HEAD)
    return verdict
