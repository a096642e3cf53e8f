"""Signing in: what the tokens hold, the PIN, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from signing.errors import AttemptsLeft, PinIncorrect, PinLocked
from sync.cancel import Cancelled
from sync.wire import Me
from ui.rows import CertificateRow
from ui.sign_in_dialog import SignInDialog


class SigningIn(QObject):
    """Shows the dialog and does what it wishes in the token's lane."""

    signed_in = Signal(object)

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: SignInDialog | None = None

    def begin(self) -> None:
        """Open the dialog, unless it is open."""
        if self.dialog is not None:
            self.dialog.raise_()
            return
        dialog = SignInDialog(self._station.window)
        dialog.sign_in_requested.connect(self._sign_in)
        dialog.refresh_requested.connect(self._look)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.open()
        self._look()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _look(self) -> None:
        def work(_tell: Tell) -> tuple[CertificateRow, ...]:
            offer = self._station.application.offer()
            if not offer.tokens and offer.problems:
                raise offer.problems[0].error
            return rows.certificate_rows(offer.tokens)

        self._station.lanes.start(
            Lane.TOKEN, work, self._show_certificates, self._failed, topic="tokens"
        )

    def _show_certificates(self, found: tuple[CertificateRow, ...]) -> None:
        if self.dialog is not None:
            self.dialog.show_certificates(found)

    def _sign_in(self, serial: str, _certificate: str, pin: bytearray) -> None:
        def work(_tell: Tell) -> Me:
            return self._station.application.sign_in(serial, pin)

        self._station.lanes.start(Lane.TOKEN, work, self._done, self._failed)

    def _done(self, person: Me) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.signed_in.emit(person)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled) or self.dialog is None:
            return
        trouble = rows.trouble(error, self._station.messages)
        self.dialog.show_trouble(trouble, attempts_after(error))


def attempts_after(error: BaseException) -> AttemptsLeft | None:
    """Return what an error says about the PIN attempts left; None if it says nothing."""
    if isinstance(error, PinIncorrect):
        return error.attempts
    return AttemptsLeft.LOCKED if isinstance(error, PinLocked) else None
