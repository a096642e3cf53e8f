"""The window is started and closed again and again, as in a year of mornings: nothing is left."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import ctypes
import gc
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import ClassVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QListView, QMainWindow, QSystemTrayIcon, QTextEdit

from eqaror_desktop.desktop.main import main
from tests.application.conftest import Station
from tests.application.test_window_job import Desk, desk
from tests.ui.conftest import OFFSCREEN

__all__ = ["desk"]

pytestmark = [
    pytest.mark.settled,
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore(*OFFSCREEN),
]


_PATIENCE = 30.0
"""Seconds; generous, because the machine may be busy."""
OURS = ("PySide6.", "eqaror_desktop.", "resources.", "signing.", "sync.", "ui.")


class _Morning(QObject):
    """Opens the first draft of the list and closes the window once it is read."""

    opened_window: ClassVar[Callable[[QObject], object]] = id
    """What is done with the window beside that."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ""
        self._look = QTimer(self, interval=10)
        self._look.timeout.connect(self._go_on)
        self._look.start()

    def _go_on(self) -> None:
        for window in QApplication.topLevelWidgets():
            # Of a program that is started anew the window is the only one of its kind.
            if isinstance(window, QMainWindow) and window.isVisible():
                drafts, document = window.drafts, window.middle  # type: ignore[attr-defined] # it is ours
                if drafts.model.rowCount() and not self.opened:
                    self.opened = drafts.model.id_at(0)
                    drafts.view.setCurrentIndex(drafts.model.index(0))
                elif document.has_document and document.document.page_count:
                    self._look.stop()
                    type(self).opened_window(window)
                    window.close()


def _start_and_close(profile: Path) -> None:
    # What is loaded for it, it is loaded once; so are the classes of all widgets, which PySide
    # makes where it looks for one that Qt has made, as this is.
    assert not QSystemTrayIcon.isSystemTrayAvailable()
    assert QListView().viewport() is not None
    assert QTextEdit().document() is not None
    morning = _Morning()
    assert main(profile) == 0
    assert morning.opened
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


def _objects() -> Counter[str]:
    gc.collect()
    return Counter(
        f"{kind.__module__}.{kind.__qualname__}" for kind in map(type, gc.get_objects())
    )


class _Heap(ctypes.Structure):
    """What malloc tells of itself (mallinfo2(3))."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def _memory() -> int:
    """Return how much of the memory is in use outside of Python's own, in KiB.

    What the process holds besides is no measure: each thread gets an arena of glibc's, where free
    memory stays, half a MiB for a start; with MALLOC_ARENA_MAX=1 there is next to none of that.
    """
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _Heap
    told = ask()
    return int(told.uordblks + told.hblkhd) // 1024


@pytest.fixture
def as_it_was(qapp: QApplication) -> Iterator[None]:
    font, style, icon = QFont(qapp.font()), qapp.styleSheet(), qapp.windowIcon()
    yield
    qapp.setFont(font)
    qapp.setStyleSheet(style)
    qapp.setWindowIcon(icon)


@dataclass(frozen=True)
class Left:
    """What some starts left. What is made once for all is left by one of several, not by each."""

    objects: Counter[str]
    memory: int
    """KiB."""

    def __and__(self, other: Left) -> Left:
        return Left(self.objects & other.objects, min(self.memory, other.memory))


def _wait(done: Callable[[], bool]) -> None:
    until = monotonic() + _PATIENCE
    while not done() and monotonic() < until:
        sleep(0.01)


def _start_often(station: Station, times: int) -> Left:
    threads, before, memory = threading.active_count(), _objects(), _memory()
    for _ in range(times):
        _start_and_close(station.profile)
    # A window waits for no driver that answers slowly: its thread ends a moment later.
    _wait(lambda: threading.active_count() <= threads)
    assert [thread.name for thread in threading.enumerate()][threads:] == []
    return Left(_objects() - before, _memory() - memory)


def _of_ours(left: Left) -> dict[str, int]:
    return {name: count for name, count in left.objects.items() if name.startswith(OURS)}


@pytest.mark.usefixtures("as_it_was")
def test_a_start_leaves_nothing(station: Station, capfd: pytest.CaptureFixture[str]) -> None:
    _start_and_close(station.profile)
    left = _start_often(station, 1) & _start_often(station, 1)
    assert _of_ours(left) == {}
    # Nor a word: of a window that is half gone Qt would ask what Python has written.
    assert capfd.readouterr() == ("", "")


def test_a_watch_of_tokens_that_has_just_begun_ends_with_the_window(desk: Desk) -> None:
    def watching() -> list[str]:
        return [name for thread in threading.enumerate() if (name := thread.name) == "token-watch"]

    desk.controller.watching.begin()
    # No turn of the loop: nobody has told the window yet.
    _wait(lambda: bool(watching()))
    desk.window.close()
    desk.controller.station.lanes.close()
    _wait(lambda: not watching())
    assert watching() == []


class _Kept:
    """What a start would leave if it kept its windows."""

    windows: ClassVar[list[QObject]] = []


@pytest.mark.usefixtures("as_it_was")
def test_a_window_that_is_kept_would_be_found(station: Station) -> None:
    watching = _Morning.opened_window
    _Morning.opened_window = _Kept.windows.append
    try:
        left = _start_often(station, 1) & _start_often(station, 1)
    finally:
        _Morning.opened_window = watching
        _Kept.windows.clear()
    assert _of_ours(left)["ui.main_window.MainWindow"] == 1
    assert left.memory > 256


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("as_it_was")
def test_fifty_starts_leave_nothing(station: Station, capfd: pytest.CaptureFixture[str]) -> None:
    _start_and_close(station.profile)
    left = _start_often(station, 24) & _start_often(station, 25)
    # The tests' own recorders keep what was logged.
    other = {n: c for n, c in left.objects.items() if not n.startswith(("pytestqt.", "logging."))}
    assert {name: count for name, count in other.items() if count >= 12} == {}
    assert _of_ours(left) == {}
    # Five KiB a start were measured; a window takes 14 MiB of these.
    assert left.memory < 2 * 1024, f"{left.memory} KiB"
    assert capfd.readouterr() == ("", "")
