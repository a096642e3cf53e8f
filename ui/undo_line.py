"""What was just taken away, and the way to have it back; nobody is asked beforehand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.base import Panel, Text, button
from ui.voice import Spoken


class UndoLine(Panel):
    """Stays until it is used or something else is told; it takes no key from a field of text."""

    undo_wished = Signal()

    def __init__(self, over: QWidget, parent: QWidget | None = None) -> None:
        """Make one.

        Args:
            over: where the usual keys undo, unless somebody writes there.
            parent: as ever.
        """
        super().__init__(parent)
        self.said = Text("soft")
        self._spoken = Spoken(self)
        self.undo = button()
        self.undo.clicked.connect(self._wish)
        self._keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), over)
        self._keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._keys.activated.connect(self._wish)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 10, 0)
        line.addWidget(self.said, 1)
        line.addWidget(self.undo)
        self.retranslate()
        self.tell("")

    def tell(self, sentence: str) -> None:
        """Say what was taken away; nothing hides the line."""
        focused = self.undo.hasFocus()
        self.said.setText(sentence)
        self._label()
        self.setVisible(bool(sentence))
        self._keys.setEnabled(bool(sentence))
        self._spoken.tell(sentence)
        parent = self.parentWidget()
        if focused and not sentence and parent is not None:
            parent.setFocus()

    def retranslate(self) -> None:
        self.undo.setText(self.tr("Undo"))
        self._keys.setWhatsThis(self.undo.text())
        self._label()

    def _label(self) -> None:
        # Whoever hears the button knows what it would undo.
        self.undo.setAccessibleName(f"{self.undo.text()}: {self.said.text()}")
        keys = self._keys.key().toString(QKeySequence.SequenceFormat.NativeText)
        self.undo.setToolTip(f"{self.undo.text()} ({keys})")

    def _wish(self) -> None:
        if self.said.text():
            self.tell("")
            self.undo_wished.emit()
