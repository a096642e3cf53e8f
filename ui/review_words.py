"""Words of reviewing: remarks, terms, and what changed; in the context ``words`` as well."""

from __future__ import annotations

from datetime import datetime, timedelta

from signing.days import TASHKENT
from sync.wire import DraftState
from ui import clock, words
from ui.remark_rows import OfferRow, PlaceFate, RemarkState
from ui.rows import DraftRow
from ui.words import translate

_SOON = timedelta(hours=48)
_HOUR = timedelta(hours=1)
_BEGINNING, _END = 160, 60
"""Letters of a long quote that are shown."""


def remark_state(value: RemarkState) -> str:
    """Name where a remark stands."""
    return {
        RemarkState.DRAFT: translate("words", "Draft, not handed in"),
        RemarkState.QUEUED: translate("words", "Waiting to be sent"),
        RemarkState.UNCONFIRMED: translate("words", "Answer not known"),
        RemarkState.SENT: translate("words", "Sent", "a remark"),
        RemarkState.REFUSED: translate("words", "Refused"),
    }[value]


def place_fate(offer: OfferRow) -> str:
    """Say what became of a remark's place."""
    return {
        PlaceFate.UNCHANGED: translate("words", "Its place is unchanged, page {0}."),
        PlaceFate.MOVED: translate("words", "Its place moved to page {0}."),
        PlaceFate.GONE: translate("words", "The words it was about are gone."),
        PlaceFate.UNKNOWN: translate("words", "Its place could not be looked for yet."),
    }[offer.fate].format(offer.page)


def moment(value: datetime) -> str:
    """Write a moment as it is counted in Tashkent, e.g. 21.11.2028 18:00."""
    return words.forms().moment(value.astimezone(TASHKENT))


def left(due: datetime, now: datetime | None = None) -> str:
    """Say how much of a term is left; days while there are many, then hours."""
    rest = due - (now or clock.now())
    if rest <= timedelta():
        return translate("words", "the term has passed")
    if rest > _SOON:
        return translate("words", "%n day(s) left", "", rest.days)
    if rest >= _HOUR:
        return translate("words", "%n hour(s) left", "", rest // _HOUR)
    return translate("words", "%n minute(s) left", "", max(1, rest // timedelta(minutes=1)))


def term(row: DraftRow) -> str:
    """Say in few words how a draft's term stands; empty if it has none."""
    if row.due is None:
        return ""
    if row.state is not DraftState.IN_AGREEMENT:
        return words.deadline(row.due)
    over = row.due <= clock.now()
    return translate("words", "silence has agreed") if over else left(row.due)


def asked(row: DraftRow) -> str:
    """Say of a draft in agreement when silence will count, or that it has; empty otherwise."""
    awaited = row.state is DraftState.IN_AGREEMENT and row.due is not None
    return silence(row.due) if awaited and row.due else ""


def silence(due: datetime, now: datetime | None = None) -> str:
    """Say when silence counts as agreement, or that it has."""
    if due <= (now or clock.now()):
        return translate("words", "The term passed on {0}: deemed agreed.").format(moment(due))
    text = translate("words", "Silence counts as agreement on {0}").format(moment(due))
    return f"{text} · {left(due, now)}"


def pages(before: int, after: int) -> str:
    """Name the page of a passage in the older and in the newer version."""
    if not after:
        return translate("words", "page {0} before").format(before)
    if not before or before == after:
        return translate("words", "page {0}").format(after)
    return translate("words", "page {0}, before {1}").format(after, before)


def excerpt(quote: str) -> str:
    """Shorten quoted words that go over many lines to how they begin and end."""
    if len(quote) <= _BEGINNING + _END:
        return quote
    return f"{quote[:_BEGINNING].rstrip()} … {quote[-_END:].lstrip()}"
