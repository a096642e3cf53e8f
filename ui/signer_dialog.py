"""What every dialog has in which a person signs: the certificate, its checks, the PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui import words
from ui.base import Text, button
from ui.cards import CheckList
from ui.certificate_chooser import CertificateChooser
from ui.close_question import StoppableDialog
from ui.pin_field import Countdown, PinField
from ui.rows import CertificateRow, CheckState, TokenView, Trouble
from ui.screen_room import low, room
from ui.trouble_panel import TroublePanel
from ui.voice import voice

_LETTERS = 100
"""In the width of a window with large letters, where the screen has it."""


class SignerDialog(StoppableDialog):
    """Forgets a PIN as soon as another certificate is meant than the one it was typed for."""

    cancel_requested = Signal()
    """While the token is at work and it can still be stopped."""
    certificate_chosen = Signal(str, str)
    """Another certificate is meant: its token's serial number and its identifier."""
    refresh_requested = Signal()
    """Look for tokens again."""

    def __init__(self, parent: QWidget | None = None, *, ahead: bool, all_checks: bool) -> None:
        """Make the parts; the dialog lays them out.

        Args:
            parent: as Qt's.
            ahead: whether a PIN can be typed before it is known who signs.
            all_checks: whether checks are shown that went well; what a person must know of is
                shown in any case.
        """
        super().__init__(parent)
        self._ahead, self._all_checks = ahead, all_checks
        self._token = TokenView()
        self._pin_left = False
        """Whether the focus was on the PIN when there was nothing to sign with any more."""
        self.signer_caption = Text("heading")
        self.chooser = CertificateChooser()
        self.chooser.current_changed.connect(self._choose)
        self.chooser.refresh_requested.connect(self.refresh_requested)
        self.checks = CheckList()
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.chooser.lack.cure_wanted.connect(self.trouble.cure_wanted)
        self.countdown = Countdown()
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.chooser.settled.connect(self.pin.come)
        self.pin.entered.connect(self._wish)
        self.cancel = button()
        self.sign = button("main")
        self.sign.clicked.connect(self._wish)

    # -- laying out -----------------------------------------------------------------------

    def _review_page(self, *above: QWidget, inner: QLayout, below: tuple[QWidget, ...]) -> QWidget:
        """Make the page on which a person decides.

        Args:
            above: what stays in sight above what scrolls. A title cut to its width would be
                another one with and without a scroll bar.
            inner: what scrolls where the screen is low.
            below: the same, between what went wrong and the PIN.
        """
        page = QWidget(self)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        inner.setContentsMargins(0, 0, 8, 0)
        self.area = self.scrolling(inner)
        for widget in above:
            whole.addWidget(widget)
        whole.addWidget(self.area, 1)
        # The PIN stands outside what scrolls: it is never typed into a field out of sight.
        for widget in (self.trouble, *below, self.pin):
            whole.addWidget(widget)
        return page

    def _finish(
        self, content: QWidget | QLayout, buttons: QLayout, width: int, height: int
    ) -> None:
        """Put content and buttons into the window, and give it its first size in pixels."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(14)
        if isinstance(content, QWidget):
            whole.addWidget(content, 1)
        else:
            whole.addLayout(content, 1)
        whole.addLayout(buttons)
        wished = max(width, _LETTERS * self.fontMetrics().averageCharWidth())
        self.resize(min(wished, room(self).width()), height)

    # -- slots ----------------------------------------------------------------------------

    def show_token(self, token: TokenView) -> None:
        """Show what the tokens hold and which certificate will sign.

        A PIN that was typed, and what went wrong, belong to the certificate they were of.
        """
        before, now = self._token.chosen, token.chosen
        other = _key(before) != _key(now)
        if token.lack is not None or (other and before is not None):
            self.pin.forget()
        if other:
            self.trouble.hide()
        self._token = token
        self._show_token()
        self.fit_soon()

    def _show_token(self) -> None:
        """Show what was read of the tokens; a change of language forgets nothing said since."""
        token, chosen = self._token, self._token.chosen
        self.chooser.show_view(token)
        self.checks.show_checks(
            tuple(c for c in token.checks if self._all_checks or c.state is not CheckState.GOOD)
        )
        if chosen is not None:
            self.pin.show_attempts(chosen.attempts, chosen.tries)
            self.pin.show_reader(on_reader=bool(chosen.reader_seconds))
        self._enable()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Go back to what was asked with what happened; nothing was signed.

        Args:
            trouble: what happened and what to do.
            attempts: what the token says now about tries left, when it said so.
        """
        self._stand_back()
        self.end_question()
        self.countdown.stop()
        self._forget()
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        self.trouble.fold(folds=low(self))
        self.trouble.show()
        self._enable()
        self.pin.setFocus()
        self._pin_left = self.pin.isHidden()
        self.fit_soon()

    def retranslate(self) -> None:
        self.signer_caption.setText(self.tr("Who signs"))
        self.cancel.setText(self.tr("Cancel"))

    # -- for the dialogs of this kind -----------------------------------------------------

    @property
    def _ready(self) -> bool:
        """Whether all is well with the certificate of the line that is marked."""
        # The checks are of one certificate; another line of the list has others.
        return self._token.allowed and _key(self._token.chosen) == _key(self.chooser.current)

    @property
    def _wants_pin(self) -> bool:
        """Whether a PIN would be of use, as far as is known of the line that is marked."""
        token, current = self._token, self.chooser.current
        if token.lack is not None or (current is not None and not current.usable):
            return False
        if current is None or _key(current) == _key(token.chosen):
            return token.hopeful or (token.chosen is None and self._ahead)
        return True

    def _enable(self) -> None:
        """Let be pressed and typed what is of use now."""
        shown = self._wants_pin
        self._pin_left |= not shown and self.focusWidget() is self.pin.edit
        self.pin.setVisible(shown)
        if shown and self._pin_left:
            self._pin_left = False
            if self.focusWidget() is self.cancel:
                # Where Qt has put it meanwhile; a PIN typed there would go nowhere.
                self.pin.setFocus()

    def _forget(self) -> None:
        """Forget every PIN that was typed."""
        self.pin.forget()

    def _stand_back(self) -> None:
        """Show again what a person decides on: nothing is under way any more."""

    def _commit(self, pin: bytearray) -> None:
        """Begin with a PIN; whoever gets it wipes it."""

    def _wish(self) -> None:
        if self.sign.isEnabled():
            self.trouble.hide()
            self._commit(self.pin.take())
            return
        state = CheckState.RUNNING
        running = ", ".join(item.name for item in self._token.checks if item.state is state)
        if running:
            # A button that is not to be pressed yet says nothing to who has pressed Return.
            voice().say(f"{running}: {words.check_state(state)}", self)

    def _choose(self) -> None:
        self.pin.forget()
        self._enable()
        current = self.chooser.current
        if current is not None and current.usable:
            self.certificate_chosen.emit(current.token, current.identifier)


def columns(left: QLayout, right: QLayout) -> QHBoxLayout:
    """Lay what is signed beside who signs, each as wide as the other."""
    both = QHBoxLayout()
    both.setSpacing(24)
    for side in (left, right):
        both.addLayout(side, 1)
    return both


def _key(certificate: CertificateRow | None) -> tuple[str, str] | None:
    return None if certificate is None else (certificate.token, certificate.identifier)
