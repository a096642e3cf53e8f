"""Another PIN for a token: with the present one, or with its unblocking code (PUK)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui.base import Dialog, Text, button, row
from ui.choice import Choice
from ui.pin_field import Countdown, PinField
from ui.rows import Trouble
from ui.trouble_panel import TroublePanel


@dataclass(frozen=True)
class PinToken:
    """A token as this dialog shows it."""

    serial: str
    label: str
    pin: AttemptsLeft
    puk: AttemptsLeft
    on_reader: bool = False
    """All is typed on the reader's own keys."""
    pin_tries: int = 0
    """PINs in a row that were not accepted from this station."""
    puk_tries: int = 0


class PinDialog(Dialog):
    """Asks for the secret that is there and, twice, for the new PIN."""

    change_requested = Signal(str, object, object)
    """Serial number, the present secret and the new PIN as bytearrays to be wiped."""

    def __init__(self, *, unblocking: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unblocking = unblocking
        self._tokens: tuple[PinToken, ...] | None = None
        self._busy = False
        self.heading = Text("big")
        self.explanation = Text("soft")
        self.caption = Text("heading")
        self.tokens = Choice()
        self.caption.setBuddy(self.tokens)
        self.tokens.currentIndexChanged.connect(self._chosen)
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.old, self.new, self.again = PinField(puk=unblocking), PinField(), PinField()
        for field in (self.new, self.again):
            field.attempts.hide()
        for field in (self.old, self.new, self.again):
            field.changed.connect(self._enable)
            field.entered.connect(self._wish)
        self.fault = Text("warn")
        self.fault.hide()
        self.countdown = Countdown()
        self.cancel = button()
        self.cancel.clicked.connect(self.reject)
        self.change = button("main")
        self.change.clicked.connect(self._wish)
        inner = QVBoxLayout()
        inner.setContentsMargins(22, 20, 22, 4)
        inner.setSpacing(12)
        fields = (self.old, self.new, self.again, self.fault, self.countdown)
        choice = row(self.caption, self.tokens)
        choice.setStretch(1, 1)
        inner.addWidget(self.heading)
        inner.addWidget(self.explanation)
        inner.addLayout(choice)
        for widget in (self.trouble, *fields):
            inner.addWidget(widget)
        inner.addStretch(1)
        buttons = row(None, self.cancel, self.change)
        buttons.setContentsMargins(22, 8, 22, 16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        area = self.scrolling(inner)
        # Not of the dialog itself: its buttons may need more in another language or size.
        area.setMinimumWidth(440)
        whole.addWidget(area, 1)
        whole.addLayout(buttons)
        self.resize(480, 260)
        self.retranslate()
        self._chosen()

    def show_tokens(self, tokens: tuple[PinToken, ...], wanted: str = "") -> None:
        """Show which tokens there are; the wanted one is chosen, or the only one.

        Among several nothing is chosen: a PUK must not be spent on another person's token.
        """
        self._tokens = tokens
        self.tokens.blockSignals(True)
        self.tokens.clear()
        for token in tokens:
            self.tokens.addItem(f"{token.label} · {token.serial}", token.serial)
        only = 0 if len(tokens) == 1 else -1
        self.tokens.setCurrentIndex(self.tokens.findData(wanted) if wanted else only)
        self.tokens.blockSignals(False)
        self._chosen()
        self._begin()
        self.fit_soon()

    def _begin(self) -> None:
        """Give the keys to what comes first; never to a field that is out of sight."""
        if self.old.isVisibleTo(self):
            self.old.setFocus()
        elif self._tokens:
            self.tokens.setFocus()
        else:
            self.cancel.setFocus()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Show what happened, and what the token says about tries left; nothing is kept typed."""
        self._busy = False
        self.countdown.stop()
        self._forget()
        if attempts is not None:
            self.old.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        self._enable()
        self._begin()
        self.fit_soon()

    def show_waiting(self, seconds: int) -> None:
        """Show that the reader waits for what is typed on its keys."""
        self.countdown.start(seconds)
        self.fit_soon()

    @property
    def chosen(self) -> PinToken | None:
        """The token that is meant."""
        place = self.tokens.currentIndex()
        return self._tokens[place] if self._tokens and 0 <= place < len(self._tokens) else None

    def retranslate(self) -> None:
        if self.unblocking:
            title = self.tr("Unblock the token")
            text = self.tr("The unblocking code (PUK) came with the token. It has few attempts.")
            old = self.tr("Unblocking code (PUK)")
        else:
            title = self.tr("Change the PIN")
            text = self.tr("The new PIN is for the token, wherever it is used.")
            old = self.tr("Present PIN")
        self.setWindowTitle(title)
        self.heading.setText(title)
        self.explanation.setText(text)
        captions = (old, self.tr("New PIN"), self.tr("New PIN again"))
        for field, caption in zip((self.old, self.new, self.again), captions, strict=True):
            field.name(caption)
        self.caption.setText(self.tr("Token"))
        self.tokens.setAccessibleName(self.tr("Token"))
        self.tokens.setPlaceholderText(self.tr("Choose the token"))
        self.cancel.setText(self.tr("Cancel"))
        self.change.setText(title)
        if self._tokens == ():
            self.explanation.setText(self.tr("No token was found."))
        self.fault.setText(self._fault())

    def _chosen(self, _place: int = -1) -> None:
        # What was typed was meant for another token.
        self._forget()
        token = self.chosen
        on_reader = token is not None and token.on_reader
        for part in (self.caption, self.tokens):
            part.setVisible(bool(self._tokens))
        for field in (self.old, self.new, self.again):
            field.setVisible(token is not None and (field is self.old or not on_reader))
            field.show_reader(on_reader=on_reader)
        if token is not None:
            if self.unblocking:
                self.old.show_attempts(token.puk, token.puk_tries)
            else:
                self.old.show_attempts(token.pin, token.pin_tries)
        self.retranslate()
        self._enable()
        self.fit_soon()

    def _enable(self) -> None:
        token = self.chosen
        fault = self._fault()
        if self.fault.text() != fault:
            self.fault.setText(fault)
            self.fault.setVisible(bool(fault))
            self.fit_soon()
        ready = token is not None and not self._busy and self.old.filled and not fault
        twice = self.new.filled and self.new.edit.equals(self.again.edit)
        self.change.setEnabled(ready and (self.old_on_reader or twice))
        for field in (self.old, self.new, self.again):
            field.setEnabled(not self._busy)
        self.tokens.setEnabled(not self._busy)

    def _fault(self) -> str:
        """Say what stands against the new PIN, while it is typed and before anything is sent."""
        new, again = self.new.edit, self.again.edit
        if not new.is_plain:
            return self.tr(
                "The new PIN has a letter that readers with keys and other programs cannot type."
                " Look which keyboard layout is on."
            )
        if new.text() and not self.unblocking and new.equals(self.old.edit):
            return self.tr("The new PIN is the present one. Choose another.")
        if not new.begins_as(again):
            return self.tr("The new PIN was typed in two different ways.")
        return ""

    @property
    def old_on_reader(self) -> bool:
        """Whether nothing is typed here at all."""
        token = self.chosen
        return token is not None and token.on_reader

    def _wish(self) -> None:
        token = self.chosen
        if token is None or not self.change.isEnabled():
            return
        self.trouble.hide()
        old, new = self.old.take(), self.new.take()
        self.again.forget()
        self._busy = True
        self._enable()
        self.change_requested.emit(token.serial, old, new)

    def _forget(self) -> None:
        for field in (self.old, self.new, self.again):
            field.forget()

    def reject(self) -> None:
        """Close; what was typed is forgotten."""
        self._forget()
        super().reject()
