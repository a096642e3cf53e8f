"""The pages as printed: real widgets, files made here."""

from __future__ import annotations

import hashlib
import resource
from functools import partial
from io import BytesIO
from pathlib import Path
from time import perf_counter, thread_time

import pytest
from pypdf import PdfWriter
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEventLoop,
    QIODevice,
    QPoint,
    QPointF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage, QKeySequence, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.pdf import make_plain_pdf
from ui.document_view import DocumentView
from ui.languages import Speech
from ui.page_layout import Fit, Look
from ui.page_renderer import PAGE_BYTES, Shot
from ui.shortcuts import shortcuts_of
from ui.theme import Scheme, apply
from ui.view_state import ReaderState, ViewState

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


def test_turned_and_paired_pages_are_where_marks_are_painted(
    view: DocumentView, qtbot: QtBot
) -> None:
    show(view, make_plain_pdf([A4, A4, LYING], "QAROR"))
    words = view.source.document.getSelectionAtIndex(0, 0, 7).boundingRectangle()
    for turn in range(4):
        view.tools.two_action.trigger()
        settled(view, qtbot)
        middle = view.pages.places.rectangle(0, words).center().toPoint()
        assert (ink(view) - middle).manhattanLength() <= 5, turn
        spot = view.pages.places.spot(middle)
        assert spot is not None
        assert words.contains(spot.point)
        view.tools.right_action.trigger()
    assert view.pages.look.turns == 0


def test_zoom_by_wheel_keeps_what_is_under_the_pointer_and_has_bounds(
    view: DocumentView, qtbot: QtBot
) -> None:
    show(view, make_plain_pdf([A4] * 3))
    at = QPoint(300, 250)
    before = view.pages.places.spot(at)
    assert before is not None
    for turned, end in ((120, 4.0), (-120, 0.25)):
        for _ in range(25):
            wheel(view, at, turned)
            if view.pages.zoom == end:
                break
            if turned > 0:
                now = view.pages.places.spot(at)
                assert now is not None
                assert (now.point - before.point).manhattanLength() < 4
        assert view.pages.zoom == end
        assert view.tools.zoom.text() == f"{round(end * 100)}%"
    for keys, fit in (("Ctrl+2", Fit.PAGE), ("Ctrl+0", Fit.WIDTH), ("Ctrl+1", Fit.ZOOM)):
        QTest.keySequence(view, QKeySequence(keys))
        qtbot.waitUntil(partial(fits, view, fit))
    assert view.pages.zoom == 1.0
    for _ in range(3):
        QTest.keySequence(view, QKeySequence("Ctrl++"))
    # At once, and each press: nothing is waited for.
    assert view.pages.zoom == pytest.approx(1.15**3)
    settled(view, qtbot)


def fits(view: DocumentView, fit: Fit) -> bool:
    return view.pages.look.fit is fit


def wheel(view: DocumentView, at: QPoint, turned: int) -> None:
    viewport = view.pages.viewport()
    event = QWheelEvent(
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_pages_are_read_by_keyboard_alone(view: DocumentView) -> None:
    show(view, make_plain_pdf([A4] * 30))
    pages, down = view.pages, view.pages.verticalScrollBar()
    pages.setFocus()
    plain = pages.viewport().grab().toImage()
    for key, forward in (
        (Qt.Key.Key_PageDown, True),
        (Qt.Key.Key_Space, True),
        (Qt.Key.Key_Down, True),
        (Qt.Key.Key_Up, False),
        (Qt.Key.Key_PageUp, False),
    ):
        before = down.value()
        QTest.keyClick(pages, key)
        assert (down.value() > before) is forward, key
    QTest.keyClick(pages, Qt.Key.Key_End)
    assert view.page.value() == 30
    QTest.keyClick(pages, Qt.Key.Key_Left)
    assert view.page.value() == 29
    QTest.keyClick(pages, Qt.Key.Key_Home)
    assert (view.page.value(), down.value()) == (1, 0)
    QTest.keyClick(pages, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert down.value() == 0
    view.tools.page_action.trigger()
    QTest.keyClick(pages, Qt.Key.Key_PageDown)
    assert view.page.value() == 2
    view.tools.fit.click()
    pages.verticalScrollBar().setValue(0)
    view.page.setFocus()
    assert pages.viewport().grab().toImage() != plain, "the focus is not to be seen"


def test_what_cannot_be_shown_is_told(view: DocumentView) -> None:
    whole = make_plain_pdf([A4])
    locked = BytesIO()
    writer = PdfWriter(clone_from=BytesIO(whole))
    writer.encrypt("parol", algorithm="RC4-128")
    writer.write(locked)
    for data, said in (
        (locked.getvalue(), "password"),
        (make_plain_pdf([]), "no pages"),
        (whole[:150], "not a PDF"),
        (b"", "not a PDF"),
        (whole[:-60] + b" " * 9_000_000, "not a PDF"),
    ):
        show(view, data)
        assert view.message.isVisible()
        assert said in view.message.text()
        assert view.page_count == 0
        assert not view.tools.larger.isEnabled()
    # A file that only lost its end is mended, as every reader does.
    show(view, whole[:-6])
    assert view.page_count == 1


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


def test_only_small_pages_in_sight_are_drawn_and_they_lead_to_their_page(
    view: DocumentView, qtbot: QtBot
) -> None:
    show(view, make_plain_pdf([A4] * 300))
    settled(view, qtbot)
    assert not view.source.renderer.thumbnails.keys
    view.tools.thumbnails.click()
    drawn = view.source.renderer.thumbnails
    qtbot.waitUntil(lambda: len(drawn) > 1 and view.thumbnails.complete)
    assert len(drawn) <= 8
    small = view.thumbnails
    view.page.setValue(200)
    assert small.currentIndex().row() == 199
    small.setFocus()
    QTest.keyClick(small, Qt.Key.Key_Down)
    assert view.pages.current == 200
    spoken = small.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Page 201"
    view.tools.thumbnails.click()
    assert small.isHidden()


def test_words_are_found_counted_and_gone_to_in_either_alphabet(
    view: DocumentView, qtbot: QtBot
) -> None:
    show(view, make_plain_pdf([A4] * 12, "Hokim qarori", lines=2))
    QTest.keySequence(view, QKeySequence("Ctrl+E"))
    bar = view.find_bar
    # At once: what is typed next belongs there.
    assert bar.field.hasFocus()
    bar.field.setText("ҳоким қарор")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.told.text() == "1 of 24")
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bar.told.text() == "24 of 24")
    assert view.page.value() == 12
    QTest.keyClick(view, Qt.Key.Key_F3)
    assert (bar.told.text(), view.page.value()) == ("1 of 24", 1)
    assert view.found.areas(0)
    # In this order only: on the pages a phrase is meant.
    bar.field.setText("qarori hokim")
    qtbot.waitUntil(lambda: bar.told.text() == "Nothing found")
    assert not bar.next.isEnabled()
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert not view.found.areas(0)


def test_words_are_found_in_the_reading_view_too(view: DocumentView, qtbot: QtBot) -> None:
    show(view, make_plain_pdf([A4] * 3, "Hokim qarori", lines=2))
    view.as_text.click()
    view.tools.finding.click()
    view.find_bar.field.setText("қарор")
    for place in range(1, 4):
        QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(says, view, f"{place} of 6"))
    assert view.text.textCursor().selectedText() == "qaror"
    assert view.text.page == 1
    assert view.as_text.isChecked()


def says(view: DocumentView, text: str) -> bool:
    return view.find_bar.told.text() == text


def test_letters_of_the_reading_view_have_a_size_of_their_own(view: DocumentView) -> None:
    show(view, make_plain_pdf([A4]))
    view.as_text.click()
    before, zoom = view.text.font().pointSizeF(), view.pages.zoom
    view.larger.click()
    assert view.tools.zoom.text() == "125%"
    assert view.text.font().pointSizeF() > before
    for _ in range(20):
        view.larger.click()
    assert view.tools.zoom.text() == "250%"
    assert view.pages.zoom == zoom
    assert view.state.text_percent == 250


def test_each_document_is_shown_again_as_it_was_left(view: DocumentView, qtbot: QtBot) -> None:
    first, second = make_plain_pdf([A4] * 9), make_plain_pdf([LYING] * 2)
    sha = show(view, first)
    view.tools.two_action.trigger()
    view.tools.left_action.trigger()
    view.page.setValue(7)
    left = view.pages.verticalScrollBar().value()
    show(view, second)
    assert view.pages.look == Look()
    kept = view.state
    assert kept.documents[0][0] == sha
    assert kept.documents[0][1] == ViewState(Look(two_pages=True, turns=3), 6, 0.0)
    show(view, first)
    assert view.page.value() == 7
    assert abs(view.pages.verticalScrollBar().value() - left) <= 10
    other = DocumentView()
    qtbot.addWidget(other)
    other.resize(640, 560)
    other.restore(ReaderState(True, 9000, ((sha, ViewState(Look(zoom=99.0, turns=5), 400, 3.0)),)))
    other.show()
    show(other, first)
    assert not other.thumbnails.isHidden()
    assert (other.pages.look.turns, other.page.value(), other.state.text_percent) == (1, 9, 250)


def test_selected_words_are_copied(view: DocumentView) -> None:
    show(view, make_plain_pdf([A4], "Hokim qarori"))
    view.marks.select(0, 0, 5)
    QGuiApplication.clipboard().clear()
    view.pages.setFocus()
    QTest.keyClick(view.pages, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Hokim"


def test_a_screen_reader_is_told_the_page_and_its_text(view: DocumentView, qtbot: QtBot) -> None:
    show(view, make_plain_pdf([A4] * 3, "Hokim qarori"))
    view.page.setValue(2)
    assert view.pages.accessibleName() == "Pages of the document, page 2 of 3"
    qtbot.waitUntil(lambda: view.pages.accessibleDescription() == "Hokim qarori 2")
    for tool in (view.tools.thumbnails, view.tools.zoom, view.tools.finding, view.find_bar.field):
        assert tool.accessibleName()


def test_paper_is_white_and_in_the_dark_it_shines_less(
    view: DocumentView, app: QApplication
) -> None:
    show(view, make_plain_pdf([A4]))
    corner = view.pages.places.page(0).center()
    light = view.pages.viewport().grab().toImage().pixelColor(corner)
    apply(app, Scheme.DARK)
    dark = view.pages.viewport().grab().toImage().pixelColor(corner)
    assert light.name() == "#ffffff"
    assert 200 < dark.lightness() < 235
    assert dark.saturation() == 0


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


def test_the_page_number_follows_the_text_and_the_keys_are_listed(
    view: DocumentView, qtbot: QtBot
) -> None:
    show(view, make_plain_pdf([A4] * 9, "Hokim qarori", lines=40))
    view.as_text.click()
    qtbot.waitUntil(lambda: "qarori 9" in view.text.toPlainText())
    view.page.setValue(6)
    assert view.text.page_in_sight == 5
    bar = view.text.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert view.page.value() == 9
    listed = {item.keys: item.does for item in shortcuts_of(view)}
    wanted = {"F3", "Shift+F3", "F4", "Ctrl+C", "Ctrl+E", "Ctrl+R", "Ctrl+0", "Ctrl+1", "Ctrl+2"}
    assert wanted <= set(listed)
    assert all(listed.values())
    assert listed["F3"] == "Next place found"


def test_a_menu_copies_what_is_selected(view: DocumentView) -> None:
    show(view, make_plain_pdf([A4], "Hokim qarori"))
    view.marks.select(0, 6, 6)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(9, 9), QPoint(9, 9))
    QApplication.sendEvent(view.pages, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "qarori"


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
