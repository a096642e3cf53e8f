"""Keeps every button of the tool bar in sight: with little room, words give way to icons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar, QToolButton

_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON = Qt.ToolButtonStyle.ToolButtonIconOnly


class NarrowTools(QObject):
    """Shows some actions as icons alone, in the order given, until all of them fit.

    Their words stay in the tool tip and for screen readers.
    """

    def __init__(self, tools: QToolBar, giving_way: tuple[QAction, ...]) -> None:
        super().__init__(tools)
        self._tools = tools
        self._giving_way = giving_way
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        tools.installEventFilter(self)
        for action in giving_way:
            # Another language, another name, another number in it.
            action.changed.connect(self._soon.start)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._soon.start()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Give every action its words, then take as many away as there is need."""
        buttons = [self._tools.widgetForAction(action) for action in self._giving_way]
        shown = [item for item in buttons if isinstance(item, QToolButton)]
        for item in shown:
            item.setToolButtonStyle(_WORDS)
        for item in shown:
            if self._wanted() <= self._tools.width():
                return
            item.setToolButtonStyle(_ICON)

    def _wanted(self) -> int:
        layout = self._tools.layout()
        if layout is not None:
            layout.invalidate()
        return self._tools.sizeHint().width()
