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
