"""No test waits for ever."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from tests.stuck import Watch


@pytest.mark.usefixtures("app")
def test_loops_that_nobody_ends_are_left() -> None:
    watch = Watch(0.02)
    dialog, menu = QDialog(), QMenu()
    menu.addAction("x")
    QTimer.singleShot(0, menu.exec)
    dialog.exec()
    watch.end()
    assert watch.left == ["QMenu", "QDialog"]
    assert QApplication.activeModalWidget() is None
