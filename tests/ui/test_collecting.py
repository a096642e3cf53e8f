"""A widget in a cycle is destroyed in its own thread, whatever other threads do meanwhile."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.desktop.collecting import Collecting


class Knot(QObject):
    """Holds itself."""

    def __init__(self, ended: list[int]) -> None:
        super().__init__()
        self.self = self
        # At once, in the thread that destroys it.
        self.destroyed.connect(
            lambda: ended.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
        )


def busy() -> None:
    """Make what Python's own collecting reacts to."""
    for _ in range(200):
        # All alive at once: garbage that needs no collecting is not counted.
        assert len([[number] for number in range(2000)]) == 2000


def test_a_cycle_ends_in_the_gui_thread(app: QApplication, qtbot: QtBot) -> None:
    collecting = Collecting(app)
    ended: list[int] = []
    Knot(ended)
    thread = threading.Thread(target=busy)
    thread.start()
    thread.join()
    assert ended == []
    kept = [[number] for number in range(2000)]
    qtbot.waitUntil(lambda: bool(ended), timeout=10_000)
    assert ended == [threading.get_ident()]
    assert kept
    collecting.stop()
    assert gc.isenabled()
