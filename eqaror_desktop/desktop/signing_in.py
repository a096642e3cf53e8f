"""Signing in: what the tokens hold, the PIN, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from eqaror_desktop.desktop import rows, token_rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from signing.errors import AttemptsLeft, PinIncorrect, PinLocked, TokenRemoved
from sync.cancel import Cancelled
from sync.wire import Me
from ui.base import Dialog
from ui.rows import PersonRow, TokenView
from ui.sign_in_dialog import SignInDialog

if TYPE_CHECKING:
    from signing.token.watch import TokenEvent


@dataclass(frozen=True)
class _Found:
    token: TokenView
    before: PersonRow | None


class SigningIn(QObject):
    """Shows the dialog and does what it wishes in the token's lane."""

    signed_in = Signal(object)

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._serial = ""
        self._cancelled = False
        self.dialog: SignInDialog | None = None
        station.pin_cured.connect(self._look_again)

    def begin(self) -> None:
        """Open the dialog, unless it is open."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        # Above what it was wished in: with the window below, the keys would go on behind that.
        above = QApplication.activeWindow()
        within = isinstance(above, Dialog) and above.isVisible() and not above.isModal()
        dialog = SignInDialog(above if within else self._station.window)
        if within and isinstance(above, Dialog):
            above.finished.connect(self._above_closed)
        dialog.sign_in_requested.connect(self._sign_in)
        dialog.refresh_requested.connect(self._look)
        dialog.cancel_requested.connect(self._stop)
        dialog.finished.connect(self._closed)
        dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        self.dialog = dialog
        dialog.open()
        self._look()

    def _closed(self) -> None:
        if self.dialog is not None:
            above = self.dialog.parentWidget()
            if isinstance(above, Dialog) and above.isVisible():
                above.activateWindow()
            self.dialog.deleteLater()
            self.dialog = None

    def _above_closed(self) -> None:
        if self.dialog is not None and self.dialog.parentWidget() is self.sender():
            self.dialog.reject()

    def _look(self) -> None:
        application, messages = self._station.application, self._station.messages

        def work(_tell: Tell) -> _Found:
            person = application.person()
            remembered = application.remembered(person.person.pinfl) if person else None
            view = token_rows.sign_in_view(application.offer(), messages, remembered)
            return _Found(view, PersonRow.of(person) if person else None)

        self._station.lanes.start(
            Lane.TOKEN, work, self._show_token, self._not_looked, topic="tokens"
        )

    def _look_again(self) -> None:
        """The token takes a PIN again, perhaps."""
        if self.dialog is not None and not self.dialog.busy:
            self.dialog.trouble.hide()
            self._look()

    def _show_token(self, found: _Found) -> None:
        if self.dialog is not None:
            self.dialog.show_token(found.token, found.before)

    def _not_looked(self, error: BaseException) -> None:
        """Say why nothing is known of the tokens: it is not being looked for any more."""
        if self.dialog is not None and not isinstance(error, Cancelled):
            lack = rows.trouble(error, self._station.messages)
            self.dialog.show_token(TokenView(lack=lack))

    def tokens_changed(self, event: TokenEvent) -> None:
        """Follow what is put in and pulled out while the dialog is open."""
        from signing.token.watch import EventKind

        dialog = self.dialog
        if dialog is None or dialog.busy or event.kind is EventKind.PRESENT:
            return
        chosen, token = dialog.chosen, event.token
        removed = event.kind is EventKind.REMOVED and token is not None
        if removed and chosen is not None and token is not None and token.serial == chosen.token:
            lack = rows.trouble(TokenRemoved(), self._station.messages)
            dialog.show_token(TokenView(lack=lack))
        self._look()

    def _stop(self) -> None:
        self._cancelled = True
        tokens, serial = self._station.application.tokens, self._serial

        def work(_tell: Tell) -> None:
            tokens.interrupt(serial)

        # Not in the token's lane: that one waits for the reader, and this is what ends it.
        self._station.lanes.start(Lane.READING, work, self._stopped, self._station.show_error)

    def _stopped(self, _nothing: None) -> None:
        """The lane that waited tells the end itself."""

    def _sign_in(self, serial: str, certificate: str, pin: bytearray) -> None:
        self._serial, self._cancelled = serial, False

        def work(_tell: Tell) -> Me:
            return self._station.application.sign_in(serial, pin, certificate=certificate)

        self._station.lanes.start(Lane.TOKEN, work, self._done, self._failed)

    def _done(self, person: Me) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.signed_in.emit(person)

    def _failed(self, error: BaseException) -> None:
        if self.dialog is None or ends_quietly(error, cancelled=self._cancelled):
            return
        trouble = rows.trouble(error, self._station.messages, beside_pin=True)
        self.dialog.show_trouble(trouble, attempts_after(error))


def attempts_after(error: BaseException) -> AttemptsLeft | None:
    """Return what an error says about the PIN attempts left; None if it says nothing."""
    if isinstance(error, PinIncorrect):
        return error.attempts
    return AttemptsLeft.LOCKED if isinstance(error, PinLocked) else None


def ends_quietly(error: BaseException, *, cancelled: bool) -> bool:
    """Return whether an error needs no words: it is what cancelling brings about.

    A PIN that was refused is told all the same: it was on its way, and has cost a try.
    """
    if isinstance(error, (PinIncorrect, PinLocked)):
        return False
    return cancelled or isinstance(error, Cancelled)
