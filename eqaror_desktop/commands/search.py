"""``search``, and the filters it shares with ``drafts``."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

from eqaror_desktop.clock import utc_clock
from eqaror_desktop.commands import DONE, USAGE, Context, add_json, positive, print_json, put
from sync.question import Filters, Question
from sync.wire import DraftState, DraftSummary, DraftType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from eqaror_desktop.application import Application
    from eqaror_desktop.messages import Messages
    from sync.store.contents import Passage

    Names = Callable[[], tuple[tuple[str, str], ...]]

_SHOWN = 50


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add what the window offers as filters; states and kinds may be given more than once."""
    parser.add_argument(
        "--state", type=DraftState, choices=list(DraftState), metavar="STATE", action="append"
    )
    parser.add_argument(
        "--type", type=DraftType, choices=list(DraftType), metavar="Q|F|K", action="append"
    )
    parser.add_argument("--authority", metavar="NAME|STIR", default="")
    parser.add_argument("--organisation", metavar="NAME|STIR", default="")
    parser.add_argument("--since", type=_day, metavar="DATE")
    parser.add_argument("--until", type=_day, metavar="DATE")
    parser.add_argument("--number", metavar="NUMBER", default="")
    parser.add_argument("--asked", action="store_true")


def question(
    arguments: argparse.Namespace, text: str, application: Application, context: Context
) -> Question:
    """Return what the arguments ask.

    Raises:
        SystemExit: with the code of wrong usage: a name fits none, or several.
    """
    search = application.store.search
    filters = Filters(
        states=tuple(arguments.state or ()),
        types=tuple(arguments.type or ()),
        authority=_stir(arguments.authority, search.authorities, context),
        organisation=_stir(arguments.organisation, search.organisations, context),
        since=arguments.since,
        until=arguments.until,
        number=arguments.number,
        asked=arguments.asked,
    )
    return Question(text, filters)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``search``."""
    parser.add_argument("text", nargs="*")
    add_filters(parser)
    parser.add_argument("--limit", type=positive, default=_SHOWN, metavar="N")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Search everything this station has of the drafts, and say where it was found."""
    text = " ".join(arguments.text)
    with context.open(to_read=True) as application:
        application.index_texts()
        asked = question(arguments, text, application, context)
        store = application.store
        found = store.search.find(asked, most=arguments.limit)
        summaries = store.drafts.of(found.ids)
        passages = store.search.passages(found.ids, asked)
        done = done_here(application, context)
    if arguments.json:
        hits = [{"draft": item, "passage": passages.get(item.id)} for item in summaries]
        print_json({"hits": hits, "more": found.more, "partial": found.partial})
        return DONE
    if not summaries:
        context.say("nothing")
    for item in summaries:
        put(line(item, context, done))
        _put_passage(passages.get(item.id), context)
    if found.more:
        context.say("more_found", count=arguments.limit)
    return DONE


def line(item: DraftSummary, context: Context, done: Mapping[str, str]) -> str:
    """Return the line of one draft; ``done`` is what :func:`done_here` says of drafts."""
    from eqaror_desktop.outbox_words import silence

    number = f" № {item.registration.number}" if item.registration else ""
    state = context.messages.text("states", str(item.state))
    if item.id in done:
        return f"  {item.id}  {done[item.id]}{number}  {item.title}"
    if item.deadline:
        # The list and the document of the window say the same.
        due = silence(item, context.messages, utc_clock()) or day(item.deadline, context.messages)
        state = f"{state} ({due})"
    asked = "!" if any(action != "remark" for action in item.actions) else " "
    return f"{asked} {item.id}  {state}{number}  {item.title}"


def day(moment: datetime, messages: Messages) -> str:
    """Write the day of a term as it is counted in Tashkent."""
    from signing.days import TASHKENT

    return messages.forms.day(moment.astimezone(TASHKENT))


def done_here(application: Application, context: Context) -> dict[str, str]:
    """Say of each draft what was done with it here and the registry has not settled yet."""
    from eqaror_desktop.outbox_words import kind_of, state_of, waiting
    from eqaror_desktop.whose import own_entries

    kinds = context.messages
    mine = own_entries(application.outbox(), application.person())
    return {
        draft: f"{kind_of(entry, kinds)}: {state_of(entry, kinds)}"
        for draft, entry in waiting(mine).items()
    }


def _put_passage(passage: Passage | None, context: Context) -> None:
    if passage is None or passage.part == "title":
        return
    part = context.messages.text("found_in", str(passage.part))
    place = f" {passage.place}" if passage.place else ""
    name = f", {passage.name}" if passage.name else ""
    put(f"      {part}{place}{name}: {passage.text}")


def _stir(typed: str, known: Names, context: Context) -> str:
    from sync.folding import fold

    if not typed or typed.isdigit():
        return typed
    wanted = fold(typed)
    fitting = {stir: name for stir, name in known() if wanted in fold(name)}
    if len(fitting) == 1:
        return next(iter(fitting))
    # Wrong usage: standard output is for what was asked, and with --json for JSON alone.
    told = context.messages.text("words", "name_fits", name=typed, count=len(fitting))
    print(
        told, *(f"  {stir}  {name}" for stir, name in fitting.items()), sep="\n", file=sys.stderr
    )
    raise SystemExit(USAGE)


def _day(text: str) -> date:
    """Read a date as it is written in files or on acts."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"{text}: 2026-03-31 / 31.03.2026")
