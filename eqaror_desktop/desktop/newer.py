"""A newer version of the draft on the screen: told, and shown when the person wants it.

What somebody reads is not taken away in the middle of a sentence. Nothing can be signed or
answered in what is shown then: only the newer version counts.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.wire import Draft
from ui.rows import DraftView


class Newer(QObject):
    """Knows which version is read and which one waits to be."""

    wanted = Signal(str)
    """The newer version of this draft is to be shown."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._wished = ""
        self._held = ""
        window = station.window
        # Before the draft is read again: whoever chooses it wants what is newest.
        window.draft_opened.connect(self.wish)
        window.bar.newer_requested.connect(self._take)

    def wish(self, draft: str) -> None:
        """Hold nothing back of this draft: somebody asks for it."""
        self._wished = draft

    def holds(self, view: DraftView, shown: Draft | None) -> bool:
        """Return whether a view must not be shown yet, because an older version is being read.

        Args:
            view: what is newest.
            shown: what is on the screen; it is kept to be compared.
        """
        window = self._station.window
        wished, self._wished = self._wished == view.row.id, ""
        same = window.open_draft == view.row.id
        if not same or window.open_version == view.version_digest:
            self._held = ""
            return False
        number = view.row.version
        if wished or not window.document.page_count or shown is None:
            self._held = ""
            if not wished:
                self._tell("newer_shown", number)
            return False
        if self._held != view.version_digest:
            self._held = view.version_digest
            self._keep(shown)
            self._tell("newer_waits", number)
        window.bar.show_newer()
        return True

    def _tell(self, sentence: str, number: int) -> None:
        notice = self._station.window.notice
        # Else it says already that there is a newer one, and what did not happen for it.
        if not (notice.isVisible() and notice.compare.isVisible()):
            station = self._station
            notice.tell(
                lambda: station.messages.text("words", sentence, number=number), compare=True
            )

    def _keep(self, shown: Draft) -> None:
        def work(_tell: Tell) -> None:
            self._station.application.store.versions.put(shown)

        lanes = self._station.lanes
        lanes.start(Lane.KEEPING, work, self._kept, self._station.show_error)

    def _kept(self, _nothing: None) -> None:
        """It can be compared without a line."""

    def _take(self) -> None:
        draft = self._station.window.open_draft
        self._station.window.notice.hide()
        if draft:
            self.wish(draft)
            self.wanted.emit(draft)
