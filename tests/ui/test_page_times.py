"""Large files take neither time nor memory beyond what is in sight."""

from __future__ import annotations

import resource
from pathlib import Path
from time import perf_counter, thread_time

import pytest
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEventLoop,
    QIODevice,
    QPoint,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.paging import A0, A4, HEAVY, LYING, Longest, ask, ink, settled, show, view
from tests.ui.pdf import make_plain_pdf
from ui.document_view import DocumentView
from ui.page_renderer import PAGE_BYTES, Shot

__all__ = ["view"]


def test_ten_thousand_pages_and_any_size_hold_nothing_up(view: DocumentView, qtbot: QtBot) -> None:
    data = make_plain_pdf([A4] * 4000 + [A0, LYING, (14400.0, 14400.0)] + [A4] * 5997)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    bare = QPdfDocument()
    # The processor's time: others use this computer too.
    start = thread_time()
    bare.load(buffer)
    loading = thread_time() - start
    bare.close()
    longest = Longest()
    start = thread_time()
    show(view, data)
    opening = thread_time() - start
    # QPdfView would ask for all sizes first, ten times as long.
    assert opening < 2 * loading + 0.1
    settled(view, qtbot)
    longest.begin()
    view.page.setValue(4003)
    settled(view, qtbot)
    assert view.pages.zoom < 0.1
    QTest.keyClick(view.pages, Qt.Key.Key_End)
    settled(view, qtbot)
    assert view.page.value() == 10_000
    assert ink(view, 9_999) != QPoint()
    assert longest.seconds < max(0.1, 2 * loading)


def test_a_plan_on_a0_is_sharp_at_400_percent_and_takes_little_memory(
    view: DocumentView, qtbot: QtBot
) -> None:
    show(view, make_plain_pdf([A0], "REJA", lines=200))
    view.pages.zoom_to(4.0)
    view.pages.verticalScrollBar().setValue(900)
    view.pages.horizontalScrollBar().setValue(0)
    settled(view, qtbot)
    cache = view.source.renderer.pages
    assert cache.bytes < PAGE_BYTES / 4
    tiles = [shot for shot in cache.keys if shot.tile]
    assert tiles
    sharp = view.pages.viewport().grab().toImage()
    for shot in tiles:
        cache.put(shot, QImage())
    assert view.pages.viewport().grab().toImage() != sharp


def test_another_document_never_waits_for_a_page_that_is_being_drawn(
    view: DocumentView, qtbot: QtBot
) -> None:
    heavy, light = make_plain_pdf([A4], draw=HEAVY), make_plain_pdf([A4] * 2)
    drawing = render_time(heavy, QSize(600, 849))
    show(view, heavy)
    # In the middle of it, when Qt holds its lock.
    QTest.qWait(round(drawing * 125))
    assert view.source.renderer.busy
    start = perf_counter()
    with qtbot.waitSignal(view.shown, timeout=20_000):
        ask(view, "light", light)
        view.tools.larger.click()
        waited = perf_counter() - start
    assert waited < drawing / 4
    assert view.page_count == 2
    settled(view, qtbot)
    assert all(shot.page < 2 for shot in view.source.renderer.pages.keys)
    assert ink(view) != QPoint()


def render_time(data: bytes, size: QSize) -> float:
    """Return the seconds the bare library takes from the bytes to the first page's picture."""
    drawn: list[object] = []
    start = perf_counter()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    renderer = QPdfPageRenderer()
    renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
    renderer.setDocument(document)
    renderer.pageRendered.connect(lambda *_: drawn.append(True))
    renderer.requestPage(0, size)
    while not drawn:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    return perf_counter() - start


def test_a_long_decision_shows_its_first_page_nearly_as_soon_as_the_bare_library(
    view: DocumentView, qtbot: QtBot
) -> None:
    data = make_plain_pdf([A4] * 300, "Hokim qarori", lines=40)
    bare: list[float] = []
    ours: list[float] = []
    shots: list[Shot] = []
    view.source.renderer.drawn.connect(shots.append)
    for _ in range(3):
        bare.append(render_time(data, QSize(600, 849)))
        view.await_file("")
        with qtbot.waitSignal(
            view.source.renderer.drawn, check_params_cb=lambda shot: shot.page == 0
        ):
            start = perf_counter()
            show(view, data)
        ours.append(perf_counter() - start)
    assert {shot.width for shot in shots if shot.page == 0} == {view.pages.places.page(0).width()}
    # The window's own share; on an idle computer it is shown after 30 ms.
    assert min(ours) < 3 * min(bare) + 0.1, (ours, bare)


@pytest.mark.long
def test_three_hundred_pages_take_no_more_memory_than_fifty(
    view: DocumentView, qtbot: QtBot
) -> None:
    show(view, make_plain_pdf([A4] * 300, "Hokim qarori", lines=40))
    view.pages.zoom_to(2.0)
    sizes = []
    for page in range(1, 301):
        view.page.setValue(page)
        settled(view, qtbot)
        assert view.source.renderer.pages.bytes <= PAGE_BYTES
        if page in {50, 300}:
            sizes.append(resident())
    assert sizes[1] - sizes[0] < 24 * 1024 * 1024, sizes


def resident() -> int:
    """Return the bytes of memory this program takes."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()
