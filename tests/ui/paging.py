"""A document view to be read, and files made for it."""

from __future__ import annotations

import hashlib
from time import perf_counter, thread_time

import pytest
from PySide6.QtCore import (
    QEventLoop,
    QPoint,
    QTimer,
)
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.document_view import DocumentView
from ui.languages import Speech

A4, LYING, A0 = (595.0, 842.0), (842.0, 595.0), (2384.0, 3370.0)


HEAVY = "0.3 w " + "".join(
    f"{n % 500} {n % 700} m {n * 7 % 590} {n * 3 % 800} {n * 5 % 590} 9 {n % 580} 800 c S "
    for n in range(1_200)
)
"""Curves that take a good while to draw."""


@pytest.fixture
def view(speech: Speech, qtbot: QtBot) -> DocumentView:  # noqa: ARG001 - English words
    made = DocumentView()
    qtbot.addWidget(made)
    made.resize(640, 560)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def show(view: DocumentView, data: bytes) -> str:
    sha = hashlib.sha256(data).hexdigest()
    ask(view, sha, data)
    end = perf_counter() + 20
    while not view.page_count and "Fetching" in view.message.text() and perf_counter() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    return sha


def ask(view: DocumentView, sha: str, data: bytes) -> None:
    """Show a file now, or when a page of the one before is drawn."""
    view.await_file(sha)
    view.show_pdf(sha, data)


def settled(view: DocumentView, qtbot: QtBot) -> None:
    """Wait until everything in sight is drawn."""
    qtbot.waitUntil(lambda: view.pages.complete and not view.source.renderer.busy)


def ink(view: DocumentView, page: int = 0) -> QPoint:
    """Return the middle of what is printed on the part of a page that is in sight."""
    picture = view.pages.viewport().grab().toImage()
    area = view.pages.places.page(page).intersected(picture.rect()).adjusted(4, 4, -4, -4)
    grey = picture.copy(area).convertToFormat(QImage.Format.Format_Grayscale8)
    data, line = bytes(grey.constBits()), grey.bytesPerLine()
    found = [
        (at % line, at // line)
        for at, value in enumerate(data)
        if value < 200 and at % line < grey.width()
    ]
    assert found
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return area.topLeft() + QPoint((min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2)


class Longest:
    """The most time of the processor between two beats of a timer, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        self._last = thread_time()
        self._timer.start()

    def _beat(self) -> None:
        now = thread_time()
        self.seconds = max(self.seconds, now - self._last)
        self._last = now
