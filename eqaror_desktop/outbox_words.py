"""What is told of an outbox entry, in the window and on the command line alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from eqaror_desktop.clock import utc_clock
from eqaror_desktop.messages import Messages
from eqaror_desktop.whose import Whose
from resources.visible import shown
from signing.days import TASHKENT
from sync.entries import Held, OutboxEntry, OutboxKind, OutboxState
from sync.wire import DraftState, DraftSummary


def state_of(entry: OutboxEntry, messages: Messages) -> str:
    """Name where an entry stands."""
    if entry.awaits_time_stamp:
        return messages.text("words", "awaits_time_stamp")
    if entry.done_elsewhere:
        return messages.text("words", "done_elsewhere")
    if entry.taken_back:
        return messages.text("words", "taken_back")
    return messages.text("outbox", str(entry.state))


def kind_of(entry: OutboxEntry, messages: Messages) -> str:
    """Name what an entry carries; of an answer, which one."""
    kind = messages.text("outbox_kinds", str(entry.kind))
    if entry.decision is None:
        return kind
    return f"{kind}: {messages.text('answers', str(entry.decision))}"


def silence(summary: DraftSummary, messages: Messages, now: datetime) -> str:
    """Say when silence counts as agreement, or that it has; empty where nobody is asked."""
    due = summary.deadline
    if due is None or summary.state is not DraftState.IN_AGREEMENT:
        return ""
    at = messages.forms.moment(due.astimezone(TASHKENT))
    return messages.text("words", "silence_passed" if due <= now else "silence_counts", at=at)


def waiting(entries: Iterable[OutboxEntry]) -> dict[str, OutboxEntry]:
    """Return what lies over the registry's word: of each draft the last thing done, if it waits.

    A remark is no answer: whatever becomes of it, what is asked stays asked.
    """
    last = {
        entry.draft: entry
        for entry in sorted(entries, key=lambda item: item.created)
        if entry.kind is not OutboxKind.REMARK
    }
    return {draft: entry for draft, entry in last.items() if entry.open}


def told(entry: OutboxEntry, messages: Messages, whose: Whose) -> Iterator[str]:
    """Yield sentences: why it waits or ended, how often and when it is tried, where else it is."""
    if awaited := awaits(entry, messages, whose):
        yield awaited
    if entry.code and (whose.mine(entry) or not entry.taken_back):
        # Whom "you took it back" is told, that is who did.
        yield messages.refusal(entry.code, entry.kind)
    if entry.open and entry.attempts:
        yield messages.text("words", "attempts", count=entry.attempts)
    due = awaited or entry.state is OutboxState.SENDING or entry.next_try <= utc_clock()
    if entry.open and not due:
        # What is due has no time any more: it goes with the next connection.
        at = messages.moment(entry.next_try)
        yield messages.text("words", "next_try", at=at)
    if entry.exported is not None:
        at = messages.moment(entry.exported)
        yield messages.text("words", "exported", at=at)
    if entry.carrier is not None:
        yield messages.text("words", "brought_in")
    if entry.registered_elsewhere:
        yield messages.text("words", "registered_elsewhere")


def awaits(entry: OutboxEntry, messages: Messages, whose: Whose) -> str:
    """Say for whose sign-in an entry waits; empty where whoever is signed in sends it."""
    if not whose.sent_by_another(entry):
        return ""
    return messages.text("words", "awaits_person", person=_name(entry, messages, whose))


def why_held(entry: OutboxEntry, messages: Messages, whose: Whose) -> str:
    """Say why an entry cannot be taken back; empty while it can, and when that is past."""
    if not whose.mine(entry) and (entry.open or entry.state is OutboxState.REFUSED):
        person = _name(entry, messages, whose)
        return messages.text("words", "only_its_person", person=person)
    if entry.held is None or entry.held is Held.SETTLED:
        return ""
    return messages.text("words", "held", why=messages.field("AlreadySent", entry.held))


def _name(entry: OutboxEntry, messages: Messages, whose: Whose) -> str:
    return shown(whose.name(entry)) or messages.text("words", "another_person")
