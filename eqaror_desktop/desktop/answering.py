"""Agreeing and objecting: the officer's certificate, the remark, the PIN."""

from __future__ import annotations

from PySide6.QtCore import QObject

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.signing_in import attempts_after
from eqaror_desktop.desktop.station import Station
from signing.errors import DraftChanged
from sync.cancel import Cancelled
from sync.entries import OutboxEntry
from sync.wire import Answer, Draft
from ui.agree_dialog import AgreeDialog
from ui.rows import CertificateRow


class Answering(QObject):
    """One answer at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: AgreeDialog | None = None
        self._draft: Draft | None = None
        self._serial: str | None = None

    def begin(self, draft: Draft, *, objecting: bool) -> None:
        """Open the dialog and look for the person's certificate."""
        if self.dialog is not None:
            return
        station = self._station
        view = rows.draft_view(draft, None, (), None, station.messages)
        answer = Answer.OBJECTED if objecting else Answer.AGREED
        dialog = AgreeDialog(view, None, answer, station.window)
        dialog.answer_requested.connect(self._answer)
        dialog.finished.connect(self._closed)
        self._draft, self.dialog = draft, dialog
        dialog.open()

        def work(_tell: Tell) -> CertificateRow | None:
            person = station.application.person()
            offer = station.application.offer()
            if not offer.tokens and offer.problems:
                raise offer.problems[0].error
            found = [item for item in rows.certificate_rows(offer.tokens) if item.usable]
            own = [item for item in found if person and item.pinfl == person.person.pinfl]
            return next(iter(own or found), None)

        station.lanes.start(
            Lane.TOKEN, work, self._show_certificate, self._failed, topic="officer"
        )

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _show_certificate(self, certificate: CertificateRow | None) -> None:
        self._serial = certificate.token if certificate else None
        if self.dialog is not None:
            self.dialog.show_certificate(certificate)

    def _answer(self, answer: Answer, remark: str, pin: bytearray) -> None:
        draft, serial = self._draft, self._serial
        if draft is None:
            return

        def work(_tell: Tell) -> OutboxEntry:
            summary = draft.summary
            return self._station.application.answer(
                summary.id, answer, remark, serial, pin, shown=summary.version_digest
            )

        self._station.lanes.start(Lane.TOKEN, work, self._done, self._failed)

    def _done(self, _entry: OutboxEntry) -> None:
        if self.dialog is not None:
            self.dialog.show_done()
        self._station.drafts_changed.emit()
        self._station.sync_wanted.emit()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled) or self.dialog is None:
            return
        if isinstance(error, DraftChanged):
            self.dialog.close_for_newer_version()
            self._station.drafts_changed.emit()
            return
        trouble = rows.trouble(error, self._station.messages)
        self.dialog.show_trouble(trouble, attempts_after(error))

    def newer_version(self, draft: Draft) -> None:
        """Let nothing be answered in the dialog if what it shows is no longer what is there."""
        asked = self._draft
        if self.dialog is None or asked is None or asked.summary.id != draft.summary.id:
            return
        if asked.summary.version_digest != draft.summary.version_digest:
            self.dialog.close_for_newer_version()
