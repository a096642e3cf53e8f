"""A line above everything that says what happened and stays until it is closed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.base import Panel, Text, button


class Notice(Panel):
    """Takes no key and blocks nothing; the last thing told is the one that is shown."""

    outbox_requested = Signal()
    compare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.text = Text("warn", selectable=True)
        self.outbox = button("quiet")
        self.outbox.clicked.connect(self.outbox_requested)
        self.compare = button("quiet")
        self.compare.clicked.connect(self.compare_requested)
        self.close_button = button("quiet")
        self.close_button.clicked.connect(self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.addWidget(self.text, 1)
        line.addWidget(self.compare)
        line.addWidget(self.outbox)
        line.addWidget(self.close_button)
        self.retranslate()
        self.hide()

    def tell(self, sentence: str, *, outbox: bool = False, compare: bool = False) -> None:
        """Show a sentence, with the way to the outbox or to what changed, where to look."""
        self.text.setText(f"! {sentence}")
        self.setAccessibleName(sentence)
        self.outbox.setVisible(outbox)
        self.compare.setVisible(compare)
        self.show()

    def retranslate(self) -> None:
        self.outbox.setText(self.tr("Outbox"))
        self.compare.setText(self.tr("What changed…"))
        self.close_button.setText(self.tr("Close"))
