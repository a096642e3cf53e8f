"""What opens the list of all shortcuts; the list itself is made when it is asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.icons import icon


class KeysAction(QAction):
    """Opens the list of shortcuts."""

    opening = Signal()
    """What has keys and was not needed yet is made now."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(icon("keys"), "", window)
        self._window = window
        self.setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        self.triggered.connect(self._open)

    def _open(self) -> None:
        from ui.shortcuts import ShortcutsDialog

        self.opening.emit()
        ShortcutsDialog(self._window).open()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setText(self.tr("Keyboard shortcuts"))
        self.setToolTip(f"{self.tr('Keyboard shortcuts')} (F1)")
