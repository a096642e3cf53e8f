"""What is done with the open draft and this station beside the one thing to do now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolButton

from ui.icons import icon

READY_KEYS = "F8"


class MoreMenu(QToolButton):
    """A button of the tool bar with a menu; its shortcuts work while the menu is closed."""

    ready_requested = Signal()
    print_requested = Signal()
    pages_requested = Signal()
    package_requested = Signal()
    sheet_requested = Signal()
    sheet_print_requested = Signal()
    setup_requested = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__()
        self.setIcon(icon("more"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        self._menu = menu
        self.ready = self._action("check", READY_KEYS, self.ready_requested)
        menu.addSeparator()
        self.print = self._action("document", "Ctrl+P", self.print_requested)
        self.sheet_print = self._action("", "", self.sheet_print_requested)
        self.pages = self._action("copy", "Ctrl+S", self.pages_requested)
        self.sheet = self._action("trail", "Ctrl+Shift+P", self.sheet_requested)
        self.package = self._action("registered", "", self.package_requested)
        menu.addSeparator()
        self.setup = self._action("", "", self.setup_requested)
        # A shortcut of a menu that is closed belongs to the window.
        window.addActions([self.ready, self.print, self.pages, self.sheet])
        self.setMenu(menu)
        self.retranslate()

    def _action(self, name: str, keys: str, wish: SignalInstance) -> QAction:
        action = self._menu.addAction("")
        if name:
            action.setIcon(icon(name))
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(wish)
        return action

    def show_possible(self, *, draft: bool, pages: bool, registered: bool) -> None:
        """Say what there is to print and to save: a draft, its pages, its signed package."""
        self.print.setEnabled(pages)
        self.pages.setEnabled(pages)
        self.sheet.setEnabled(draft)
        self.sheet_print.setEnabled(draft)
        self.package.setEnabled(registered)

    def retranslate(self) -> None:
        """Set every text again."""
        self.setToolTip(self.tr("More"))
        self.setAccessibleName(self.tr("More"))
        self.ready.setText(self.tr("Can I sign now?"))
        self.print.setText(self.tr("Print…"))
        self.sheet_print.setText(self.tr("Print the agreement sheet…"))
        self.pages.setText(self.tr("Save this file…"))
        self.sheet.setText(self.tr("Save the agreement sheet…"))
        self.package.setText(self.tr("Save the signed package…"))
        self.setup.setText(self.tr("Set up this station…"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
