"""What the office has decided for the whole computer cannot be chosen, and says why."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from resources.translations import compiled
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.menus import ChoiceMenu, LookMenu

WHY = "Set by your administrator"


def named(menu: ChoiceMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def test_a_look_that_is_decided_is_not_offered(window: MainWindow, speech: Speech) -> None:
    menu = window.looks
    menu.show_decided(frozenset({"look.scheme"}))
    for text in ("As the desktop", "Light", "Dark"):
        action = named(menu, text)
        assert (action.isEnabled(), action.toolTip(), action.whatsThis()) == (False, WHY, WHY)
    assert menu.toolTipsVisible()
    for free in (menu.motion, menu.notices, menu.larger, menu.smaller):
        assert free.isEnabled()
        assert not free.whatsThis()
    assert speech.speak("ru", compiled("ru"))
    QCoreApplication.processEvents()
    first = menu.actions()[0]
    assert first.toolTip() == "Задано администратором"
    # Decided no more: it can be chosen again.
    menu.show_decided(frozenset())
    assert first.isEnabled()
    assert first.toolTip() == first.text()
    assert not menu.toolTipsVisible()


def test_neither_is_a_size_of_text_by_its_keys(window: MainWindow) -> None:
    menu = window.looks
    chosen: list[int] = []
    menu.text_chosen.connect(chosen.append)
    menu.show_decided(frozenset({"look.text_percent", "registry"}))
    # Also where it is shown anew what is chosen.
    menu.show_look("light", 125, less_motion=False)
    ctrl_alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    for key in (Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0):
        QTest.keyClick(window, key, ctrl_alt)
    assert not menu.sizes.menuAction().isEnabled()
    assert chosen == []
    menu.show_decided(frozenset())
    QTest.keyClick(window, Qt.Key.Key_Minus, ctrl_alt)
    assert len(chosen) == 1


@pytest.mark.parametrize("name", ["language", "look.scheme"])
def test_each_menu_knows_its_own(window: MainWindow, name: str) -> None:
    for menu in (window.languages, window.looks):
        menu.show_decided(frozenset({name}))
        mine = (name == "language") != isinstance(menu, LookMenu)
        assert any(action.toolTip() == WHY for action in menu.actions()) == mine
