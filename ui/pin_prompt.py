"""One PIN in the middle of the work, for a key that wants it for every signature."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui.base import Dialog, Text, button, row
from ui.pin_field import PinField


class PinPrompt(Dialog):
    """Asks once; closing it in any other way is "no"."""

    answered = Signal(object)
    """The PIN as a bytearray to be wiped, or None."""

    def __init__(self, number: int, attempts: AttemptsLeft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._told = False
        self.heading = Text("title")
        self.pin = PinField()
        self.pin.show_attempts(attempts)
        self.pin.changed.connect(self._enable)
        self.pin.entered.connect(self._give)
        self.cancel = button()
        self.cancel.clicked.connect(self.reject)
        self.give = button("main")
        self.give.clicked.connect(self._give)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(22, 20, 22, 16)
        whole.setSpacing(12)
        whole.addWidget(self.heading)
        whole.addWidget(self.pin)
        whole.addLayout(row(None, self.cancel, self.give))
        self.setMinimumWidth(420)
        self.finished.connect(self._closed)
        self.retranslate()
        self._enable()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("PIN for the signature"))
        text = self.tr("This key wants the PIN for every signature. Now for number %1.")
        self.heading.setText(text.replace("%1", str(self._number)))
        self.cancel.setText(self.tr("Cancel"))
        self.give.setText(self.tr("Sign"))

    def _enable(self) -> None:
        self.give.setEnabled(self.pin.filled)

    def _give(self) -> None:
        if self.pin.filled and not self._told:
            self._told = True
            self.answered.emit(self.pin.take())
            self.accept()

    def _closed(self) -> None:
        self.pin.forget()
        if not self._told:
            self._told = True
            self.answered.emit(None)
