"""A remark thrown away or put aside by mistake comes back, with its words and its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.comparison.offers import Offered
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.errors import NotFound
from sync.store.notes import Note
from sync.wire import Draft


class Undoing(QObject):
    """Remembers the last one only, and only while its draft is on the screen."""

    restored = Signal(str)
    """The note that is there again; empty for an offer."""
    removed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._undo: Callable[[], str] | None = None
        self.line = station.window.side.remarks.undo
        self.line.undo_wished.connect(self._restore)

    def forget(self) -> None:
        """Another draft is on the screen."""
        self._undo = None
        self.line.tell("")

    def drop(self, note: str) -> None:
        """Throw a note away; one that says something can be had back."""
        store = self._station.application.store

        def work(_tell: Tell) -> Note | None:
            try:
                found = store.notes.note(note)
            except NotFound:
                return None
            store.notes.drop(note)
            return found if found.text.strip() else None

        self._station.lanes.start(Lane.KEEPING, work, self._dropped, self._station.show_error)

    def _dropped(self, note: Note | None) -> None:
        if note is not None:
            self._offer(lambda: self._begin_again(note))
        self.removed.emit()

    def put_aside(self, draft: Draft, offer: Offered) -> None:
        """Offer a remark on an older version no more; it can be had back."""
        review = self._station.application.review

        def work(_tell: Tell) -> Note | None:
            return review.put_aside(draft.summary.id, offer)

        def done(note: Note | None) -> None:
            if note is None:
                self._offer(lambda: review.offer_again(draft.summary.id, offer))
                self.removed.emit()
            else:
                self._dropped(note)

        self._station.lanes.start(Lane.KEEPING, work, done, self._station.show_error)

    def _begin_again(self, note: Note) -> str:
        again = self._station.application.store.notes.begin(
            note.person, note.draft, note.version, note.version_digest, note.anchor, note.text
        )
        return again.id

    def _offer(self, undo: Callable[[], str]) -> None:
        self._undo = undo
        self.line.tell(self._station.messages.text("words", "remark_removed"))

    def _restore(self) -> None:
        undo, self._undo = self._undo, None
        if undo is None:
            return

        def work(_tell: Tell) -> str:
            return undo()

        lanes = self._station.lanes
        lanes.start(Lane.KEEPING, work, self.restored.emit, self._station.show_error)
