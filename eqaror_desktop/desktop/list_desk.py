"""The list of drafts in the window: read anew when something changed, rows when looked at."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop.doubts import Doubts
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.listing import read_list, read_summaries, refused
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.whose import own_entries
from sync.errors import StoreError
from sync.values import Plain
from ui.draft_rows import DraftRows, Since
from ui.rows import DraftRow

if TYPE_CHECKING:
    from eqaror_desktop.application import Application

_PATIENCE = 0.2
"""Seconds a start waits for a list before the window is shown without one."""


class Found(Plain, frozen=True):
    """What the store has.

    ``unsent`` counts entries of the outbox, whoever's they are, ``refused`` this person's own.
    """

    rows: DraftRows
    since: Since | None
    unsent: int
    refused: int


class FirstList:
    """Reads the list of a start while the window is being made, so that it is painted once."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._found: Found | None = None
        self._thread = threading.Thread(target=self._read, name="first list", daemon=True)
        self._thread.start()

    def take(self) -> Found | None:
        """Return it; None if it takes long or cannot be read, which the next to read it tells."""
        self._thread.join(_PATIENCE)
        return self._found

    def _read(self) -> None:
        with suppress(StoreError):
            self._found = _found(self._application, {}, None)


def _found(application: Application, doubts: Mapping[str, str], before: DraftRows | None) -> Found:
    store, me = application.store, application.person()
    entries = store.outbox.entries()
    rows = read_list(store, doubts, me)
    # The first time there is nothing to compare with, and somebody waits.
    since = Since.between(before, rows) if before else None
    lost = sum(map(refused, own_entries(entries, me)))
    return Found(rows, since, sum(entry.open for entry in entries), lost)


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
        application, doubts = self._station.application, self._doubts.versions
        before = self._station.window.drafts.model.rows

        def work(_tell: Tell) -> Found:
            return _found(application, doubts, before)

        lanes = self._station.lanes
        lanes.start(Lane.READING, work, self.show, self._failed, topic="drafts")

    def show(self, found: Found) -> None:
        """Show what was read."""
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
