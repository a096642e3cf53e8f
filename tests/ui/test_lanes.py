"""Lanes deliver in the GUI thread, drop what is stale, and end in time."""

from __future__ import annotations

import threading
import time

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.desktop.lanes import Lane, Lanes, Tell
from eqaror_desktop.desktop.watchdog import Watchdog
from sync.cancel import Cancelled
from sync.errors import StoreFull


class Heard:
    """Remembers what arrived, and in which thread."""

    def __init__(self) -> None:
        self.values: list[object] = []
        self.errors: list[BaseException] = []
        self.threads: set[int] = set()

    def take(self, value: object) -> None:
        self.values.append(value)
        self.threads.add(threading.get_ident())

    def fail(self, error: BaseException) -> None:
        self.errors.append(error)
        self.threads.add(threading.get_ident())


def test_results_progress_and_errors_arrive_in_the_gui_thread(
    app: QApplication, qtbot: QtBot
) -> None:
    lanes, heard = Lanes(app), Heard()

    def good(tell: Tell) -> int:
        tell("half")
        return threading.get_ident()

    def bad(_tell: Tell) -> int:
        raise StoreFull

    def cancelled(_tell: Tell) -> int:
        raise Cancelled

    lanes.start(Lane.READING, good, heard.take, heard.fail, told=heard.take)
    lanes.start(Lane.NETWORK, bad, heard.take, heard.fail)
    lanes.start(Lane.TOKEN, cancelled, heard.take, heard.fail)
    qtbot.waitUntil(lambda: len(heard.values) == 2 and len(heard.errors) == 2)
    assert heard.values[0] == "half"
    assert heard.values[1] != threading.get_ident()
    assert {type(error) for error in heard.errors} == {StoreFull, Cancelled}
    assert heard.threads == {threading.get_ident()}
    assert lanes.close()


def test_a_stale_result_is_dropped(app: QApplication, qtbot: QtBot) -> None:
    lanes, heard = Lanes(app), Heard()
    go = threading.Event()

    def slow(_tell: Tell) -> str:
        go.wait(5)
        return "old"

    lanes.start(Lane.READING, slow, heard.take, heard.fail, topic="draft")
    lanes.start(Lane.READING, lambda _tell: "new", heard.take, heard.fail, topic="draft")
    lanes.start(Lane.READING, lambda _tell: "other", heard.take, heard.fail)
    go.set()
    qtbot.waitUntil(lambda: "other" in heard.values)
    assert heard.values == ["new", "other"]
    assert lanes.close()


def test_lanes_do_not_wait_for_each_other(app: QApplication, qtbot: QtBot) -> None:
    lanes, heard = Lanes(app), Heard()
    go = threading.Event()
    lanes.start(Lane.NETWORK, lambda _tell: go.wait(5), heard.take, heard.fail)
    lanes.start(Lane.READING, lambda _tell: "read", heard.take, heard.fail)
    qtbot.waitUntil(lambda: heard.values == ["read"])
    go.set()
    assert lanes.close()


def test_ending_is_bounded_and_nothing_arrives_afterwards(app: QApplication, qtbot: QtBot) -> None:
    lanes, heard = Lanes(app), Heard()
    go = threading.Event()
    lanes.start(Lane.TOKEN, lambda _tell: go.wait(10), heard.take, heard.fail)
    qtbot.wait(20)
    begun = time.monotonic()
    assert not lanes.close(0.2)
    assert time.monotonic() - begun < 2
    lanes.start(Lane.READING, lambda _tell: "late", heard.take, heard.fail)
    go.set()
    qtbot.wait(50)
    assert heard.values == []


def test_watchdog_reports_a_stall_with_its_place(app: QApplication, qtbot: QtBot) -> None:
    watchdog = Watchdog(app)
    qtbot.wait(80)
    until = time.monotonic() + 0.4
    while time.monotonic() < until:
        pass
    qtbot.wait(80)
    watchdog.stop()
    assert watchdog.longest > 0.25
    assert any("test_watchdog_reports" in stall.stack for stall in watchdog.stalls)
