"""The history of the draft on the screen, and what its annexes were before, read in a lane."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.listing import refused
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.messages import Messages
from eqaror_desktop.whose import own_entries
from sync.attempts import TAKEN_BACK, Attempt, JournalKind
from sync.entries import OutboxEntry
from sync.errors import NotFound, StoreDamaged
from sync.station import Store
from sync.wire import Draft, Me
from ui import words
from ui.history import AnnexChange, Event, HistoryRow
from ui.outbox_rows import OutboxKind, OutboxState


@dataclass(frozen=True)
class _Found:
    version: str
    rows: tuple[HistoryRow, ...]
    changes: dict[str, AnnexChange]


class History(QObject):
    """Follows the right side."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station

    def look(self) -> None:
        """Find out what became of the draft that is shown now."""
        view = self._station.window.side.view
        if view is None:
            return
        draft, version = view.row.id, view.version_digest
        application, messages = self._station.application, self._station.messages
        store = application.store

        def work(_tell: Tell) -> _Found | None:
            try:
                now = store.drafts.draft(draft)
            except NotFound:
                return None
            if now.summary.version_digest != version:
                # A newer one came in between; it will be asked about itself.
                return None
            older = []
            for kept in store.versions.kept(draft):
                if kept.number < now.summary.version:
                    try:
                        older.append(store.versions.get(draft, kept.number))
                    except (NotFound, StoreDamaged):
                        # A comparison is fetched; what is said beside an annex only helps.
                        continue
            rows = own_history(now, store, application.person(), messages)
            return _Found(version, rows, changes(now, older))

        self._station.lanes.start(
            Lane.READING, work, self._show, self._station.show_error, topic="history"
        )

    def _show(self, found: _Found | None) -> None:
        if found is not None:
            side = self._station.window.side
            side.show_history(found.version, found.rows, found.changes)


def own_history(
    draft: Draft, store: Store, me: Me | None, messages: Messages
) -> tuple[HistoryRow, ...]:
    """Return what became of a draft, for one person; what a colleague did is in its trail."""
    every = store.outbox.entries(draft=draft.summary.id)
    mine = own_entries(every, me)
    others = {entry.key for entry in every} - {entry.key for entry in mine}
    tried = store.journal.attempts(draft=draft.summary.id)
    attempts = [attempt for attempt in tried if attempt.entry not in others]
    return history_rows(draft, mine, messages, attempts)


def history_rows(
    draft: Draft,
    entries: Collection[OutboxEntry],
    messages: Messages,
    attempts: Iterable[Attempt] = (),
) -> tuple[HistoryRow, ...]:
    """Return what became of a draft, oldest first: its rounds, what was done here, its number.

    Args:
        draft: as this station has it.
        entries: of the outbox, about this draft.
        messages: of the language.
        attempts: of the journal, about this draft; told where no entry tells of them.
    """
    told = {entry.key for entry in entries}
    tried = _tried((item for item in attempts if item.entry not in told), messages)
    return tuple(sorted((*_events(draft, entries, messages), *tried), key=lambda item: item.at))


def _tried(attempts: Iterable[Attempt], messages: Messages) -> Iterator[HistoryRow]:
    doing = {
        JournalKind.PACKAGE: OutboxKind.PACKAGE,
        JournalKind.AGREEMENT: OutboxKind.AGREEMENT,
    }
    for item in attempts:
        # What was taken back, its entry of the outbox tells.
        if item.kind in doing and item.reason != TAKEN_BACK:
            said = messages.text("journal", str(item.state))
            if item.reason:
                said = f"{said}. {messages.cause(item.reason)}"
            yield HistoryRow(item.begun, Event.TRIED, doing=doing[item.kind], said=said)


def _events(
    draft: Draft, entries: Iterable[OutboxEntry], messages: Messages
) -> Iterator[HistoryRow]:
    for number in sorted({item.round for item in draft.trail}):
        asked = [item for item in draft.trail if item.round == number]
        began = min(item.received for item in asked)
        version = max(item.version for item in asked)
        yield HistoryRow(began, Event.ASKED, number, version, len(asked))
        answered = [item.decided for item in asked if item.decided is not None]
        if answered:
            last, count = max(answered), len(answered)
            yield HistoryRow(last, Event.ANSWERED, number, version, count)
    for entry in entries:
        said = words.outbox_state(OutboxState(entry.state.value))
        if entry.taken_back:
            said = words.taken_back()
        elif refused(entry):
            said = f"{said}. {messages.refusal(entry.code or '', entry.kind)}"
        yield HistoryRow(
            entry.created, Event.DONE_HERE, doing=OutboxKind(entry.kind.value), said=said
        )
    registration = draft.summary.registration
    if registration is not None:
        yield HistoryRow(registration.date, Event.REGISTERED, said=registration.number)


def changes(now: Draft, older: Iterable[Draft]) -> dict[str, AnnexChange]:
    """Return since when each annex is another file, by its digest.

    Compared with the last earlier version that is on this station; of others nothing is said.

    Args:
        now: the present version.
        older: earlier ones, in any order.
    """
    before = max(older, key=lambda item: item.summary.version, default=None)
    if before is None:
        return {}
    known = {item.file.sha256 for item in before.annexes}
    places = {item.number for item in before.annexes}
    version = before.summary.version
    # An older version that was fetched has the present one's round; the trail knows its own.
    rounds = [item.round for item in now.trail if item.version == version]
    since = max(rounds, default=before.summary.round)
    return {
        item.file.sha256: AnnexChange(since, version, item.number not in places)
        for item in now.annexes
        if item.file.sha256 not in known
    }
