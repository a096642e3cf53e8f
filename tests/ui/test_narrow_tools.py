"""The tool bar of a narrow window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QToolBar, QToolButton
from pytestqt.qtbot import QtBot

from ui.icons import icon
from ui.main_window import MainWindow
from ui.more_menu import MoreMenu
from ui.narrow_tools import NarrowTools
from ui.rows import PersonRow
from ui.theme import use_text_size

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


def test_every_button_is_in_sight_on_a_small_screen_in_the_largest_letters(
    app: QApplication, qtbot: QtBot
) -> None:
    window = MainWindow("en")
    qtbot.addWidget(window)
    more = MoreMenu(window)
    window.tools.addWidget(more)
    NarrowTools(window.tools, window.giving_way)
    window.show_person(PersonRow("Toʻlqinov Davron Alisher oʻgʻli", "boshliq", "Boshqarma"))
    use_text_size(app, 250)
    try:
        window.show()
        window.resize(1024, window.height())
        shown = [*map(window.tools.widgetForAction, window.giving_way), more]
        qtbot.waitUntil(
            lambda: all(
                item.isVisible() and item.geometry().right() < window.tools.width()
                for item in shown
            )
        )
    finally:
        use_text_size(app, 100)
    assert window.sign_in_action.toolTip().startswith("Toʻlqinov")
