"""The list of drafts in the window: read anew when something changed, rows when looked at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop.doubts import Doubts
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.listing import read_list, read_summaries, refused
from eqaror_desktop.desktop.station import Station
from ui.draft_rows import DraftRows, Since
from ui.rows import DraftRow


@dataclass(frozen=True)
class _Found:
    rows: DraftRows
    since: Since | None
    unsent: int
    refused: int


class ListDesk(QObject):
    """Shows what the store has."""

    shown = Signal()
    """The list and the counts of the outbox are those of the store, or it could not be read."""

    def __init__(self, station: Station, doubts: Doubts) -> None:
        super().__init__(station)
        self._station = station
        self._doubts = doubts
        self.refused = 0
        """Entries of the outbox that were refused."""
        doubts.changed.connect(self.load)
        station.window.drafts.model.rows_wanted.connect(self._read)

    def load(self) -> None:
        """Read the list and the outbox from the store and show them."""
        store, doubts = self._station.application.store, self._doubts.versions
        before = self._station.window.drafts.model.rows

        def work(_tell: Tell) -> _Found:
            entries = store.outbox.entries()
            unsent = sum(entry.open for entry in entries)
            rows = read_list(store, doubts)
            # The first time there is nothing to compare with, and somebody waits.
            since = Since.between(before, rows) if before else None
            return _Found(rows, since, unsent, sum(map(refused, entries)))

        lanes = self._station.lanes
        lanes.start(Lane.READING, work, self._show, self._failed, topic="drafts")

    def _show(self, found: _Found) -> None:
        window = self._station.window
        window.show_drafts(found.rows, found.since)
        self.refused = found.refused
        window.show_outbox_count(found.unsent, found.refused)
        self.shown.emit()

    def _failed(self, error: BaseException) -> None:
        self._station.show_error(error)
        self.shown.emit()

    def _read(self, drafts: tuple[str, ...]) -> None:
        """Bring rows that somebody has come to; in a lane apart, as a big file takes long."""
        store, model = self._station.application.store, self._station.window.drafts.model

        def work(_tell: Tell) -> tuple[DraftRow, ...]:
            return tuple(DraftRow.of(item) for item in read_summaries(store, drafts))

        def done(rows: tuple[DraftRow, ...]) -> None:
            model.add_rows(drafts, rows)

        self._station.lanes.start(Lane.LISTING, work, done, self._station.show_error)
