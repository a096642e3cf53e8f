"""What can be done with a token beside signing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from ui.icons import icon


class TokenMenu(QToolButton):
    """A button of the tool bar with a menu."""

    change_requested = Signal()
    unblock_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setIcon(icon("token"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        self.change = menu.addAction("")
        self.change.triggered.connect(self.change_requested)
        self.unblock = menu.addAction("")
        self.unblock.triggered.connect(self.unblock_requested)
        self.setMenu(menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setToolTip(self.tr("Token"))
        self.setAccessibleName(self.tr("Token"))
        self.change.setText(self.tr("Change the PIN…"))
        self.unblock.setText(self.tr("Unblock with the PUK…"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
