"""A line above everything that says what happened and stays until it is closed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.base import Panel, Text, button


class Notice(Panel):
    """Takes no key and blocks nothing; the last thing told is the one that is shown."""

    outbox_requested = Signal()
    compare_requested = Signal()
    newer_requested = Signal()
    """The newer version is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.text = Text("warn", selectable=True)
        self.outbox = button("quiet")
        self.outbox.clicked.connect(self.outbox_requested)
        self.newer = button("quiet")
        self.newer.clicked.connect(self.newer_requested)
        self.compare = button("quiet")
        self.compare.clicked.connect(self.compare_requested)
        self.close_button = button("quiet")
        self.close_button.clicked.connect(self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.addWidget(self.text, 1)
        line.addWidget(self.newer)
        line.addWidget(self.compare)
        line.addWidget(self.outbox)
        line.addWidget(self.close_button)
        self.retranslate()
        self.hide()

    def tell(
        self, sentence: str, *, outbox: bool = False, compare: bool = False, newer: bool = False
    ) -> None:
        """Show a sentence, with the way to where to look: outbox, what changed, newer version."""
        self.text.setText(f"! {sentence}")
        self.setAccessibleName(sentence)
        self.outbox.setVisible(outbox)
        self.compare.setVisible(compare)
        self.newer.setVisible(newer)
        self.show()

    def offer_newer(self, *, possible: bool) -> None:
        """Offer the newer version beside what is said, or no longer."""
        self.newer.setVisible(possible)

    def retranslate(self) -> None:
        self.outbox.setText(self.tr("Outbox"))
        self.newer.setText(self.tr("Show the newer version"))
        self.compare.setText(self.tr("What changed…"))
        self.close_button.setText(self.tr("Close"))
