"""Where there is no room for three panels: what is shut, what gives way, and what never is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui import examples
from ui.main_window import MainWindow
from ui.narrow_panels import NarrowPanels


@pytest.fixture
def narrow(window: MainWindow, pdf: bytes) -> MainWindow:
    """A window as wide as the screen without a screen: 800 pixels."""
    NarrowPanels(window)
    window.show_drafts(examples.drafts(40))
    window.show_draft(examples.view(examples.draft(0), pdf))
    window.resize(798, 560)
    window.show()
    return window


def press(window: MainWindow, border: int, key: Qt.Key) -> None:
    QTest.keyClick(window.splitter.handle(border), key)


def sights(window: MainWindow) -> list[bool]:
    """Whether each panel that is there has any width."""
    panels = (window.drafts, window.middle, window.side)
    return [width > 0 for panel, width in zip(panels, window.splitter.sizes(), strict=True)
            if panel.isVisible()]  # fmt: skip


def test_a_list_that_opens_again_takes_the_room_of_the_right_side(
    narrow: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(narrow.side.isHidden)
    press(narrow, 1, Qt.Key.Key_Return)
    qtbot.waitUntil(narrow.side.isVisible)
    assert sights(narrow) == [False, True, True]
    press(narrow, 1, Qt.Key.Key_Return)
    qtbot.waitUntil(narrow.side.isHidden)
    qtbot.waitUntil(lambda: narrow.width() <= narrow.screen().availableGeometry().width())
    assert sights(narrow) == [True, True]


def test_even_before_the_right_side_has_its_room(narrow: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(narrow.side.isHidden)
    press(narrow, 1, Qt.Key.Key_Return)
    press(narrow, 1, Qt.Key.Key_Return)
    narrow.tools.side.setChecked(True)
    narrow.tools.side.setChecked(False)
    press(narrow, 1, Qt.Key.Key_Return)
    narrow.tools.side.setChecked(True)
    press(narrow, 1, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(sights(narrow)) and len(sights(narrow)) == 2)
    qtbot.waitUntil(lambda: narrow.width() <= narrow.screen().availableGeometry().width())


def test_what_is_shut_has_no_keys_and_search_opens_it(window: MainWindow) -> None:
    window.resize(1300, 700)
    window.show()
    window.activateWindow()
    window.drafts.view.setFocus()
    press(window, 1, Qt.Key.Key_Return)
    assert window.splitter.sizes()[0] == 0
    assert not window.drafts.isAncestorOf(window.focusWidget())
    for _ in range(30):
        focus = window.focusWidget()
        assert focus is not None
        assert not window.drafts.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    window.find_action.trigger()
    assert window.splitter.sizes()[0] > 0
    assert window.focusWidget() is window.drafts.search


def test_the_key_of_a_side_that_is_shut_opens_it(window: MainWindow) -> None:
    window.resize(1300, 700)
    window.show()
    press(window, 2, Qt.Key.Key_Return)
    assert window.splitter.sizes()[2] == 0
    window.tools.side.trigger()
    assert window.side.isVisible()
    assert window.splitter.sizes()[2] > 0
    window.tools.side.trigger()
    assert window.side.isHidden()


def test_a_list_that_is_shut_stays_so_when_the_side_gives_its_place_back(
    narrow: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(narrow.side.isHidden)
    press(narrow, 1, Qt.Key.Key_Return)
    # As with large letters, where even two have no room.
    narrow.drafts.hide()
    narrow.splitter.give_back(narrow.drafts)
    assert narrow.splitter.sizes()[0] == 0
    assert narrow.splitter.is_shut(narrow.drafts)


def test_a_border_shuts_no_panel_that_it_only_pushes(window: MainWindow) -> None:
    window.resize(1000, 560)
    window.show()
    least = window.side.minimumSizeHint().width()
    for _ in range(60):
        press(window, 1, Qt.Key.Key_Right)
    assert window.splitter.sizes()[2] >= least
    assert window.splitter.isCollapsible(2)
    border = window.splitter.handle(1)
    place = border.rect().center()
    QTest.mousePress(border, Qt.MouseButton.LeftButton, pos=place)
    for step in range(1, 12):
        place.setX(place.x() + 90 * step)
        QTest.mouseMove(border, place)
    QTest.mouseRelease(border, Qt.MouseButton.LeftButton, pos=place)
    assert window.splitter.sizes()[2] >= least
