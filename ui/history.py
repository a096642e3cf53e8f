"""What became of a draft so far, and which of its annexes are not those of an earlier round."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sync.values import Value
from ui import words
from ui.outbox_rows import OutboxKind
from ui.words import translate


class Event(StrEnum):
    """What happened; ``DONE_HERE`` is of this station's outbox, ``TRIED`` of its journal."""

    ASKED = "asked"
    ANSWERED = "answered"
    DONE_HERE = "done_here"
    REGISTERED = "registered"
    TRIED = "tried"
    """A signature was wanted here, and nothing of it came into the outbox."""


class HistoryRow(Value, frozen=True):
    """One event."""

    at: datetime
    event: Event
    round: int = 0
    version: int = 0
    count: int = 0
    """Organisations that were asked, or had answered with this answer."""
    doing: OutboxKind | None = None
    said: str = ""
    """What came of it, in the person's language."""


class AnnexChange(Value, frozen=True):
    """An annex is not the one of the last earlier version this station has; both count from 1."""

    round: int
    version: int
    added: bool = False
    """There was none in its place."""


def changed(change: AnnexChange) -> str:
    """Say since when an annex is another one."""
    if change.added:
        text = translate("words", "New since round %1 (version %2)")
    else:
        text = translate("words", "Changed since round %1 (version %2)")
    return text.replace("%1", str(change.round)).replace("%2", str(change.version))


def line(item: HistoryRow) -> str:
    """Write an event in a line."""
    if item.event is Event.ASKED:
        text = translate("words", "Round %1, version %2: %n organisation(s) asked", "", item.count)
    elif item.event is Event.ANSWERED:
        text = translate("words", "Round %1: %n answered, the last one", "", item.count)
    elif item.event is Event.REGISTERED:
        text = translate("words", "Registered")
    elif item.event is Event.TRIED and item.doing is OutboxKind.PACKAGE:
        text = translate("words", "Tried to sign here")
    elif item.event is Event.TRIED:
        text = translate("words", "Tried to answer here")
    else:
        text = words.outbox_kind(item.doing) if item.doing else ""
    text = text.replace("%1", str(item.round)).replace("%2", str(item.version))
    said = f": {item.said}" if item.said else ""
    return f"{words.day_and_time(item.at)}  {text}{said}"
