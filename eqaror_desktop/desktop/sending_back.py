"""Returning and rejecting: the reason, and into the outbox."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.kept_words import KeptWords
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from signing.errors import DraftChanged
from sync.entries import OutboxEntry
from sync.errors import StoreError
from sync.wire import Action, Draft
from ui.reason_dialog import ReasonDialog


class SendingBack(QObject):
    """One return or rejection at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._words = KeptWords(station)
        self.dialog: ReasonDialog | None = None
        self._draft: Draft | None = None
        self._action = Action.RETURN

    def begin(self, draft: Draft, action: Action) -> None:
        """Ask for the reason."""
        if self.dialog is not None:
            return
        view = rows.draft_view(draft, None, (), None, self._station.messages)
        dialog = ReasonDialog(view, action, self._station.window)
        dialog.reason_given.connect(self._write)
        dialog.finished.connect(self._closed)
        dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        self._draft, self._action, self.dialog = draft, action, dialog
        dialog.open()
        self._words.follow(draft, dialog)

    def newer_version(self, draft: Draft) -> None:
        """Let nothing be sent back from the dialog if what it shows is no longer there."""
        asked = self._draft
        if self.dialog is None or asked is None or asked.summary.id != draft.summary.id:
            return
        if asked.summary.version_digest != draft.summary.version_digest:
            self.dialog.close_for_newer_version()

    def _write(self, reason: str) -> None:
        draft, action = self._draft, self._action
        if draft is None:
            return

        def work(_tell: Tell) -> OutboxEntry:
            application, summary = self._station.application, draft.summary
            entry = application.desk.send_back(
                summary.id, action, reason, shown=summary.version_digest
            )
            with suppress(StoreError):
                # It is in the outbox now; at worst the same words are offered once more.
                application.review.keep_answer_words(draft, "")
            return entry

        # Where the words are kept, so that they end after the last letter was.
        self._station.lanes.start(Lane.KEEPING, work, self._done, self._failed)

    def _done(self, _entry: OutboxEntry) -> None:
        if self.dialog is not None:
            self.dialog.show_done()
        self._station.window.tell(self._station.messages.text("words", "sent_back_kept"))
        self._station.drafts_changed.emit()
        self._station.sync_wanted.emit()

    def _failed(self, error: BaseException) -> None:
        if self.dialog is None:
            return
        if isinstance(error, DraftChanged):
            self.dialog.close_for_newer_version()
            self._station.drafts_changed.emit()
            return
        self.dialog.show_trouble(rows.trouble(error, self._station.messages))

    def _closed(self) -> None:
        self._words.leave()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
