"""A question that is answered elsewhere than where the press was that asked it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.base import Panel, Text, button


class QuestionLine(Panel):
    """Asks before something is lost; "no" has the keys, so a second Enter loses nothing."""

    confirmed = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Text("warn")
        self.yes = button()
        self.yes.clicked.connect(self._confirm)
        self.no = button()
        self.no.clicked.connect(self._decline)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.said, 1)
        line.addWidget(self.yes)
        line.addWidget(self.no)
        self.hide()
        self.retranslate()

    def ask(self, sentence: str, yes: str) -> None:
        """Ask, until it is answered or withdrawn.

        Args:
            sentence: what is lost.
            yes: the word on the button that loses it.
        """
        self.said.setText(sentence)
        self.yes.setText(yes)
        self.no.setAccessibleDescription(sentence)
        self.show()
        self.no.setFocus()

    def withdraw(self) -> None:
        """Ask no more."""
        self.hide()

    def retranslate(self) -> None:
        self.no.setText(self.tr("No, keep it"))

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit()

    def _decline(self) -> None:
        self.hide()
        self.declined.emit()
