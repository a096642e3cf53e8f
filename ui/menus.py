"""The menus for the language and for light or dark."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ui.languages import LANGUAGES
from ui.theme import Scheme


class LanguageMenu(QMenu):
    """A language is always named in itself: that is how a lost person finds home."""

    chosen = Signal(str)

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        for code, name in LANGUAGES.items():
            action = self.addAction(name)
            action.setCheckable(True)
            action.setChecked(code == language)
            action.setData(code)
            group.addAction(action)
        group.triggered.connect(self._told)

    def _told(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class SchemeMenu(QMenu):
    """Light, dark, or as the desktop."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        self._actions: dict[Scheme, QAction] = {}
        for scheme in Scheme:
            action = self.addAction("")
            action.setCheckable(True)
            action.setChecked(scheme is Scheme.SYSTEM)
            action.setData(scheme.value)
            group.addAction(action)
            self._actions[scheme] = action
        group.triggered.connect(self._told)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._actions[Scheme.SYSTEM].setText(self.tr("As the desktop"))
        self._actions[Scheme.LIGHT].setText(self.tr("Light"))
        self._actions[Scheme.DARK].setText(self.tr("Dark"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _told(self, action: QAction) -> None:
        self.chosen.emit(action.data())
