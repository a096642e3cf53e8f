"""The words of an answer or a return: kept as they are typed, there again in the next dialog."""

from __future__ import annotations

from PySide6.QtCore import QObject

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.wire import Draft
from ui.agree_dialog import AgreeDialog
from ui.reason_dialog import ReasonDialog


class KeptWords(QObject):
    """Follows one dialog at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._draft: Draft | None = None
        self._dialog: AgreeDialog | ReasonDialog | None = None

    def follow(self, draft: Draft, dialog: AgreeDialog | ReasonDialog) -> None:
        """Fill a dialog with what was begun earlier, and keep what is typed in it."""
        self._draft, self._dialog = draft, dialog
        dialog.words_typed.connect(self._keep)
        station = self._station

        def work(_tell: Tell) -> str:
            return station.application.review.answer_words(draft.summary.id)

        def done(words: str) -> None:
            # It may have been closed meanwhile, and another opened.
            if self._dialog is dialog:
                dialog.fill_words(words)

        station.lanes.start(Lane.READING, work, done, station.show_error)

    def leave(self) -> None:
        """The dialog is closed."""
        self._dialog = None

    def _keep(self, words: str) -> None:
        draft, station = self._draft, self._station
        if draft is None:
            return

        def work(_tell: Tell) -> None:
            station.application.review.keep_answer_words(draft, words)

        station.lanes.start(Lane.KEEPING, work, self._kept, station.show_error)

    def _kept(self, _nothing: None) -> None:
        """What was typed is on disk; the dialog shows it already."""
