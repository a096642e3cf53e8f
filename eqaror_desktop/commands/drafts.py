"""``drafts`` and ``show``."""

from __future__ import annotations

import argparse

from eqaror_desktop.commands import DONE, Context, add_json, print_json, put
from sync.wire import DraftState, DraftSummary


def arguments_list(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``drafts``."""
    parser.add_argument("--state", type=DraftState, choices=list(DraftState), metavar="STATE")
    parser.add_argument("--search", metavar="TEXT")
    parser.add_argument("--asked", action="store_true")
    add_json(parser)


def run_list(arguments: argparse.Namespace, context: Context) -> int:
    """List the drafts of this station."""
    with context.open() as application:
        found = application.drafts(arguments.state, arguments.search, asked=arguments.asked)
    if arguments.json:
        print_json(found)
    elif not found:
        context.say("nothing")
    else:
        for item in found:
            put(_line(item, context))
    return DONE


def arguments_show(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``show``."""
    parser.add_argument("id")
    add_json(parser)


def run_show(arguments: argparse.Namespace, context: Context) -> int:
    """Show one draft with its trail, each signature checked."""
    with context.open() as application:
        draft = application.draft(arguments.id)
        checks = application.trail_checks(draft)
    if arguments.json:
        print_json({"draft": draft, "trail_checks": checks})
        return DONE
    words = context.messages
    summary = draft.summary
    put(summary.title)
    put(f"{summary.authority.name} · {words.text('states', str(summary.state))}")
    put(
        f"{words.text('words', 'version')} {summary.version}"
        f" · {words.text('words', 'round')} {summary.round}"
    )
    digest = " ".join(summary.version_digest[at : at + 8] for at in range(0, 64, 8))
    put(f"{words.text('words', 'digest')}: {digest}")
    if summary.registration:
        put(f"{words.text('words', 'number')}: {summary.registration.number}")
    if draft.annexes:
        put(f"\n{words.text('words', 'annexes')}")
        for annex in draft.annexes:
            put(f"  {annex.number}. {annex.title} ({annex.file.size} B)")
    put(f"\n{words.text('words', 'trail')}")
    for entry, check in zip(draft.trail, checks, strict=True):
        state = words.text("trail", str(check.state))
        decision = words.text("answers", str(entry.decision))
        put(f"  {entry.round}.{entry.order:02d} {entry.organisation.name}: {decision} [{state}]")
        if entry.remark:
            put(f"        “{entry.remark}”")
        if check.reason:
            put(f"        {words.reason(check.reason, '')}")
    return DONE


def _line(item: DraftSummary, context: Context) -> str:
    number = f" № {item.registration.number}" if item.registration else ""
    state = context.messages.text("states", str(item.state))
    asked = "!" if any(action != "remark" for action in item.actions) else " "
    return f"{asked} {item.id}  {state}{number}  {item.title}"
