"""The pages as printed: real widgets, files made here."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import pytest
from pypdf import PdfWriter
from PySide6.QtCore import (
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.paging import A4, LYING, ink, settled, show, view
from tests.ui.pdf import make_plain_pdf
from ui.document_view import DocumentView
from ui.page_layout import Fit, Look
from ui.shortcuts import shortcuts_of
from ui.theme import Scheme, apply
from ui.view_state import ReaderState, ViewState

__all__ = ["view"]


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
