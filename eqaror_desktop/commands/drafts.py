"""``drafts`` and ``show``."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from eqaror_desktop.clock import utc_clock
from eqaror_desktop.commands import DONE, Context, add_json, print_json, put
from eqaror_desktop.commands.search import add_filters, day, done_here, line, question

_NEVER = datetime.max.replace(tzinfo=UTC)


def arguments_list(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``drafts``."""
    parser.add_argument("--search", metavar="TEXT", default="")
    add_filters(parser)
    add_json(parser)


def run_list(arguments: argparse.Namespace, context: Context) -> int:
    """List the drafts of this station."""
    with context.open(to_read=True) as application:
        asked = question(arguments, arguments.search, application, context)
        drafts = application.store.drafts
        # Without a question the order is that of the window's list.
        found = (
            drafts.summaries()
            if asked.empty
            else drafts.of(application.store.search.find(asked, most=None).ids)
        )
        if arguments.asked and not arguments.search:
            # As in the window: what ends first is asked for first.
            found = sorted(found, key=lambda item: item.deadline or _NEVER)
        done = done_here(application, context)
    if arguments.json:
        print_json(found)
    elif not found:
        context.say("nothing")
    else:
        for item in found:
            put(line(item, context, done))
    return DONE


def arguments_show(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``show``."""
    parser.add_argument("id")
    add_json(parser)


def run_show(arguments: argparse.Namespace, context: Context) -> int:
    """Show one draft with its trail, each signature checked."""
    with context.open(to_read=True) as application:
        draft = application.draft(arguments.id)
        checks = application.trail_checks(draft)
    if arguments.json:
        print_json({"draft": draft, "trail_checks": checks})
        return DONE
    from eqaror_desktop.outbox_words import silence

    words = context.messages
    summary = draft.summary
    put(summary.title)
    put(f"{summary.authority.name} · {words.text('states', str(summary.state))}")
    put(
        f"{words.text('words', 'version')} {summary.version}"
        f" · {words.text('words', 'round')} {summary.round}"
    )
    term = silence(summary, words, utc_clock())
    if term:
        put(f"{term}.")
    elif summary.deadline:
        put(f"{words.text('words', 'deadline')}: {day(summary.deadline, words)}")
    digest = " ".join(summary.version_digest[at : at + 8] for at in range(0, 64, 8))
    put(f"{words.text('words', 'digest')}: {digest}")
    if summary.registration:
        put(f"{words.text('words', 'number')}: {summary.registration.number}")
    if draft.annexes:
        put(f"\n{words.text('words', 'annexes')}")
        for annex in draft.annexes:
            put(f"  {annex.number}. {annex.title} ({words.forms.size(annex.file.size)})")
    put(f"\n{words.text('words', 'trail')}")
    for entry, check in zip(draft.trail, checks, strict=True):
        state = words.text("trail", str(check.state))
        decision = words.text("answers", str(entry.decision))
        put(f"  {entry.round}.{entry.order:02d} {entry.organisation.name}: {decision} [{state}]")
        if entry.remark:
            put(f"        “{entry.remark}”")
        if check.reason:
            put(f"        {words.reason(check.reason)}")
    return DONE
