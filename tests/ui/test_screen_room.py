"""No window is larger than its screen; the offscreen one has 800 by 800 pixels."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.languages import Speech
from ui.main_window import MainWindow
from ui.screen_room import StaysOnScreen, fit_to_screen
from ui.session_state import Panels


def test_the_first_window_has_room_on_its_screen(
    speech: Speech,  # noqa: ARG001 - English words
    qtbot: QtBot,
) -> None:
    window = MainWindow("en")
    qtbot.addWidget(window)
    screen = window.screen().availableGeometry()
    assert window.height() > screen.height()
    fit_to_screen(window)
    assert window.height() < screen.height()
    window.show()
    assert window.height() < screen.height()
    bar = window.statusBar()
    assert QRect(bar.mapToGlobal(bar.rect().topLeft()), bar.size()).bottom() <= screen.bottom()


def test_a_kept_place_of_a_larger_screen_heals(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    screen = window.screen().availableGeometry()
    window.setGeometry(screen.left() + 300, screen.top() + 300, 5000, 3000)
    fit_to_screen(window)
    assert screen.contains(window.frameGeometry())
    # As large as wanted where there is room.
    window.setGeometry(screen.left() + 100, screen.top() + 90, 400, 300)
    fit_to_screen(window)
    assert window.geometry() == QRect(screen.left() + 100, screen.top() + 90, 400, 300)


def test_a_window_over_the_whole_screen_stays_so(
    speech: Speech,  # noqa: ARG001 - English words
    qtbot: QtBot,
) -> None:
    before = MainWindow("en")
    qtbot.addWidget(before)
    before.showMaximized()
    again = MainWindow("en")
    qtbot.addWidget(again)
    again.arrange(Panels(frame=bytes(before.saveGeometry().data())))
    fit_to_screen(again)
    assert again.isMaximized()


def test_a_window_of_qts_that_is_higher_than_the_screen_scrolls(qtbot: QtBot) -> None:
    """As the properties of a printer, which open above the dialog that prints."""
    top, inner = QDialog(), QDialog()
    inner.setParent(top, inner.windowFlags())
    qtbot.addWidget(top)
    StaysOnScreen(top)
    tabs, done = QTabWidget(), QPushButton("OK")
    for name in ("Page", "More"):
        page = QLabel(name)
        page.setMinimumSize(300, 900)
        tabs.addTab(page, name)
    layout = QVBoxLayout(inner)
    layout.addWidget(tabs)
    layout.addWidget(done)
    with qtbot.waitExposed(top):
        top.show()
    inner.open()
    screen = inner.screen().availableGeometry()
    qtbot.waitUntil(lambda: screen.contains(inner.frameGeometry()))
    bottom = done.mapToGlobal(done.rect().bottomLeft())
    assert screen.contains(bottom)
    assert [tabs.tabText(place) for place in range(tabs.count())] == ["Page", "More"]
