"""Where somebody writes stays in sight, and keys go on beside what has gone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.remarks import remark
from ui.main_window import MainWindow
from ui.narrow_panels import NarrowPanels
from ui.remark_rows import RemarkState


def write(window: MainWindow) -> None:
    window.activateWindow()
    rows = (remark(1, RemarkState.DRAFT, mine=True, text="Nega?"),)
    window.side.show_remarks(rows, allowed=True, chosen="r-1")
    assert window.side.remarks.editor.text.hasFocus()


def test_a_window_that_becomes_narrow_takes_no_remark_away(
    app: QApplication, window: MainWindow, qtbot: QtBot
) -> None:
    panels = NarrowPanels(window)
    write(window)
    window.resize(1360, 600)
    app.processEvents()
    assert not panels.narrow
    # As when the words of what is open have become longer.
    window.drafts.setMinimumWidth(700)
    qtbot.waitUntil(lambda: panels.narrow)
    assert window.side.remarks.editor.text.hasFocus()
    assert (window.side.isVisible(), window.drafts.isVisible()) == (True, False)


def test_keys_go_on_in_the_panel_when_a_remark_has_gone(window: MainWindow) -> None:
    panel = window.side.remarks
    write(window)
    QTest.keyClick(panel.editor.text, Qt.Key.Key_Tab)
    assert panel.editor.delete.hasFocus()
    QTest.keyClick(panel.editor.delete, Qt.Key.Key_Space)
    assert panel.list.hasFocus()
    window.side.show_remarks((), allowed=True)
    assert panel.write.hasFocus()
    write(window)
    panel.editor.hand_in.setFocus()
    QTest.keyClick(panel.editor.hand_in, Qt.Key.Key_Space)
    assert panel.list.hasFocus()
