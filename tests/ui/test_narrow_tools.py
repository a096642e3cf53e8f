"""The tool bar of a narrow window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar, QToolButton
from pytestqt.qtbot import QtBot

from ui.icons import icon
from ui.narrow_tools import NarrowTools

ICON = Qt.ToolButtonStyle.ToolButtonIconOnly


def test_words_give_way_in_their_order_and_come_back(qtbot: QtBot) -> None:
    tools = QToolBar()
    qtbot.addWidget(tools)
    tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    first, second, last = (QAction(icon("sync"), f"a long name {place}") for place in range(3))
    tools.addActions([first, second, last])
    NarrowTools(tools, (last, first))

    def icons() -> list[bool]:
        found = [tools.widgetForAction(action) for action in (first, second, last)]
        return [isinstance(item, QToolButton) and item.toolButtonStyle() == ICON for item in found]

    whole = tools.sizeHint().width()
    tools.resize(whole + 10, 40)
    tools.show()
    tools.resize(whole - 20, 40)
    qtbot.waitUntil(lambda: icons() == [False, False, True])
    second.setText("a much, much longer name than before")
    last.setText("changed")
    tools.resize(120, 40)
    qtbot.waitUntil(lambda: icons() == [True, False, True])
    tools.resize(2 * whole, 40)
    qtbot.waitUntil(lambda: icons() == [False, False, False])
