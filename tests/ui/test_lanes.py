"""Lanes deliver in the GUI thread, drop what is stale, and end in time."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.desktop.lanes import Lane, Lanes, Tell
from eqaror_desktop.desktop.watchdog import LIMIT, Watchdog
from sync.cancel import Cancelled
from sync.errors import StoreFull
from tests.turns import Turns, work


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


def test_what_a_work_holds_is_let_go_in_the_gui_thread(app: QApplication, qtbot: QtBot) -> None:
    """A widget whose last reference goes in a lane would be destroyed there."""
    lanes, ended = Lanes(app), []
    here = threading.get_ident()

    class Held:
        def __del__(self) -> None:
            ended.append(threading.get_ident())

    def begin(*, fails: bool) -> None:
        held = Held()

        def work(_tell: Tell) -> None:
            inner = held  # a frame of the error's traceback holds it as well
            if fails:
                raise StoreFull from ValueError(str(type(inner)))

        def done(_value: object) -> None:
            str(held)

        lanes.start(Lane.READING, work, done, kept.append)

    kept: list[BaseException] = []
    begin(fails=False)
    qtbot.waitUntil(lambda: len(ended) == 1)
    begin(fails=True)
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert ended == [here, here]
    assert lanes.close()


def test_nobody_is_told_of_a_dropped_topic(app: QApplication, qtbot: QtBot) -> None:
    lanes, heard = Lanes(app), Heard()
    go = threading.Event()
    lanes.start(Lane.READING, lambda _tell: go.wait(5), heard.take, heard.fail, topic="look")
    lanes.drop("look")
    go.set()
    lanes.start(Lane.READING, lambda _tell: "after", heard.take, heard.fail)
    qtbot.waitUntil(lambda: bool(heard.values))
    assert heard.values == ["after"]
    assert lanes.close()


def test_what_stalled_the_window_is_let_go_when_it_returns(
    app: QApplication, qtbot: QtBot
) -> None:
    """A sample that held frames would hold their variables: a painter that outlives its paper."""
    watchdog, ended = Watchdog(app), []

    class Held:
        def __del__(self) -> None:
            ended.append(threading.get_ident())

    def stall() -> None:
        held = Held()
        time.sleep(0.3)
        str(held)

    qtbot.wait(60)
    stall()
    assert ended == [threading.get_ident()]
    qtbot.wait(100)
    assert any("in stall" in each.stack for each in watchdog.stalls)
    watchdog.stop()


def test_a_stall_of_the_own_making_counts_and_only_that(app: QApplication, qtbot: QtBot) -> None:
    """Waiting 150 ms for anything but the processor is the window's own fault."""
    watchdog = Watchdog(app)
    qtbot.wait(60)
    watchdog.longest_own = 0.0
    time.sleep(0.15)
    qtbot.wait(60)
    assert watchdog.longest_own > LIMIT
    watchdog.longest_own = 0.0
    # Three times as many as there are processors: each waits for its turn.
    crowd = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(3 * (os.cpu_count() or 1))
    ]
    try:
        qtbot.wait(700)
    finally:
        for one in crowd:
            one.kill()
            one.wait()
    watchdog.stop()
    assert watchdog.longest_own < LIMIT


def test_a_long_turn_is_seen_in_whatever_test_has_it(
    app: QApplication, turns: Turns, qtbot: QtBot
) -> None:
    turns.watch()
    qtbot.wait(20)
    assert turns.longest < LIMIT
    QTimer.singleShot(0, app, _work_long)
    qtbot.wait(20)
    assert turns.longest > LIMIT
    turns.longest = 0.0


def test_a_long_turn_is_seen_before_and_after_a_menu_has_a_loop_of_its_own(
    app: QApplication, turns: Turns, qtbot: QtBot
) -> None:
    def half(before: bool) -> None:
        inner = QEventLoop()
        QTimer.singleShot(20, inner.quit)
        if before:
            _work_long()
        inner.exec()
        if not before:
            _work_long()

    for before in (True, False):
        turns.longest = 0.0
        QTimer.singleShot(0, app, lambda before=before: half(before))
        qtbot.wait(40)
        assert turns.longest > LIMIT, before
    turns.longest = 0.0


def _work_long() -> None:
    """Four times as much as a turn may have: a computer's speed changes while it works."""
    for _ in range(40):
        work()


def test_a_stall_is_nothing_for_somebodys_terminal(
    app: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever started the window there can do nothing about it; without a log nothing is told."""
    watchdog = Watchdog(app)
    with caplog.at_level(logging.INFO):
        qtbot.wait(40)
        time.sleep(0.2)
        qtbot.wait(40)
    watchdog.stop()
    assert {item.levelno for item in caplog.records} == {logging.INFO}
