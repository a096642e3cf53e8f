"""Signing in: choose the certificate, enter the PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui.base import Dialog, Text, button
from ui.certificate_chooser import CertificateChooser
from ui.flow import ButtonLine
from ui.icons import icon, text_scale
from ui.pin_field import Countdown, PinField
from ui.rows import CertificateRow, PersonRow, TokenView, Trouble
from ui.trouble_panel import TroublePanel


class SignInDialog(Dialog):
    """Lists the certificates of all tokens; those that cannot be used say why."""

    sign_in_requested = Signal(str, str, object)
    """Token serial, certificate identifier, and the PIN as a bytearray to be wiped."""
    refresh_requested = Signal()
    cancel_requested = Signal()
    """While the reader waits for the PIN."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token: TokenView | None = None
        self._before: PersonRow | None = None
        self._busy = False
        self.heading = Text("big")
        self.explanation = Text("soft")
        self.chooser = CertificateChooser(refreshes=False)
        self.chooser.current_changed.connect(self._choose)
        self.another = Text("warn")
        self.countdown = Countdown()
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.chooser.lack.cure_wanted.connect(self.trouble.cure_wanted)
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.chooser.settled.connect(self.pin.come)
        self.pin.entered.connect(self._wish)
        self.refresh = button("quiet")
        self.refresh.setIcon(icon("retry"))
        self.refresh.clicked.connect(self._wish_refresh)
        self.cancel = button()
        self.cancel.clicked.connect(self.reject)
        self.sign_in = button("main")
        self.sign_in.clicked.connect(self._wish)
        inner = QVBoxLayout()
        inner.setContentsMargins(22, 20, 22, 4)
        inner.setSpacing(12)
        for part in (self.heading, self.explanation, self.chooser, self.another):
            inner.addWidget(part)
        inner.addStretch(1)
        # The PIN stands outside what scrolls: it is never typed into a field out of sight.
        below = QVBoxLayout()
        below.setSpacing(8)
        for widget in (self.trouble, self.countdown, self.pin):
            below.addWidget(widget)
        below.addLayout(ButtonLine(self.refresh, None, self.cancel, self.sign_in))
        below.setContentsMargins(22, 4, 22, 16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.scrolling(inner), 1)
        whole.addLayout(below)
        self.setMinimumWidth(440)
        self.resize(round(520 * text_scale()), 260)
        self.retranslate()
        self._choose()

    def show_token(self, token: TokenView, before: PersonRow | None = None) -> None:
        """Show what the tokens hold.

        Args:
            token: its chosen certificate is the one that was used last, or the only one; with
                several and none of them chosen the person chooses.
            before: who is signed in on this station, or was until the session ended.
        """
        had = self.chosen
        self._token, self._before = token, before
        self.chooser.show_view(token)
        now = self.chosen
        if had is not None and (now is None or now.identifier != had.identifier or now.stop):
            self.pin.forget()
        self._show_choice()
        self._explain()
        if self.pin.isVisible() and not self.chooser.list.hasFocus():
            self.pin.setFocus()
        elif token.certificates and self.focusWidget() is self.refresh:
            self.chooser.list.setFocus()
        self.fit_soon()

    def show_busy(self, *, busy: bool) -> None:
        """Show that signing in is under way."""
        self._busy = busy
        self._explain()
        self._enable()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Show what happened, and what the token says about tries left."""
        self._busy = False
        self.countdown.stop()
        self.pin.forget()
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        self._explain()
        self._enable()
        self.pin.setFocus()
        self.fit_soon()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sign in"))
        self.heading.setText(self.tr("Sign in with your token"))
        self.refresh.setText(self.tr("Look for tokens again"))
        self.cancel.setText(self.tr("Cancel"))
        self.sign_in.setText(self.tr("Sign in"))
        self._explain()

    @property
    def busy(self) -> bool:
        """Whether signing in is under way."""
        return self._busy

    @property
    def chosen(self) -> CertificateRow | None:
        """The certificate that is chosen, if it can be used."""
        current = self.chooser.current
        return current if current is not None and current.usable else None

    def _explain(self) -> None:
        if self._busy:
            text = self.tr("Signing in…")
        elif self._token is None:
            text = self.tr("Looking for tokens…")
        elif not self._token.certificates:
            text = self.tr("As soon as a token is put in it is shown here.")
        elif self.chooser.current is None:
            text = self.tr("Choose your certificate.")
        else:
            text = self.tr("The token signs a one-time question of the registry.")
        self.explanation.setText(text)
        self.another.setText(
            self.tr("{0} was signed in here before. You will sign in as somebody else.").format(
                self._before.name if self._before else ""
            )
        )

    def _choose(self) -> None:
        self.pin.forget()
        self._show_choice()
        self._explain()
        self.fit_soon()

    def _show_choice(self) -> None:
        chosen = self.chosen
        self.pin.setVisible(chosen is not None and chosen.stop is None)
        if chosen is not None:
            self.pin.show_attempts(chosen.attempts, chosen.tries)
            self.pin.show_reader(on_reader=bool(chosen.reader_seconds))
        self.another.setVisible(
            chosen is not None and self._before is not None and chosen.pinfl != self._before.pinfl
        )
        self._enable()

    def _enable(self) -> None:
        ready = not self._busy and self.chosen is not None and self.chosen.stop is None
        self.sign_in.setEnabled(ready and self.pin.filled)
        self.refresh.setEnabled(not self._busy)
        self.chooser.setEnabled(not self._busy)

    def _wish(self) -> None:
        chosen = self.chosen
        if chosen is None or not self.sign_in.isEnabled():
            return
        self.trouble.hide()
        pin = self.pin.take()
        self.countdown.start(chosen.reader_seconds)
        self.show_busy(busy=True)
        self.sign_in_requested.emit(chosen.token, chosen.identifier, pin)

    def _wish_refresh(self) -> None:
        self.trouble.hide()
        self._token = None
        self.chooser.show_view(TokenView())
        self._choose()
        self.refresh_requested.emit()

    def reject(self) -> None:
        """Close without signing in; what was typed is forgotten."""
        self.pin.forget()
        if self._busy and self.countdown.left:
            self.cancel_requested.emit()
        self.countdown.stop()
        super().reject()
