"""Remarks on the pages: words are selected by mouse and keys, places are marked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eqaror_desktop.comparison.places import Fate, anchor_of, find, locate
from sync.question import Question
from tests.ui.remarks import remark, sha
from ui import page_marks
from ui.main_window import MainWindow
from ui.remark_rows import RemarkState, Selected

__all__ = ["sha"]


def first_ink(window: MainWindow, paper: QRect) -> QPoint:
    """Return the top and the left of what is printed on the visible part of a page."""
    picture = window.document.pages.viewport().grab().toImage()
    area = paper.intersected(picture.rect()).adjusted(4, 4, -4, -4)
    grey = picture.copy(area).convertToFormat(QImage.Format.Format_Grayscale8)
    data, line = bytes(grey.constBits()), grey.bytesPerLine()
    lines = [data[at * line : at * line + grey.width()] for at in range(grey.height())]
    top = next(y for y, pixels in enumerate(lines) if min(pixels) < 110)
    left = min(
        x for pixels in lines[top : top + 60] for x, value in enumerate(pixels) if value < 110
    )
    return area.topLeft() + QPoint(left, top)


def test_pages_are_where_they_are_painted(window: MainWindow, sha: str, qtbot: QtBot) -> None:
    document, marks = window.document, window.document.marks
    assert sha
    for zoom in (document.fit, document.larger, document.smaller):
        zoom.click()
        QTest.qWait(200)
        words = document._document.getSelectionAtIndex(0, 0, 5).boundingRectangle()
        inside = marks.places.rectangle(0, words)
        found = first_ink(window, marks.places.page(0))
        # The box of a line is a little larger than its letters.
        assert abs(found.x() - inside.left()) <= 3
        assert -3 <= found.y() - inside.top() <= inside.height() / 3
    qtbot.waitUntil(lambda: marks.size() == document.pages.viewport().size())


def test_words_are_selected_with_the_mouse_and_remarked_on(
    window: MainWindow, sha: str, qtbot: QtBot
) -> None:
    document, viewport = window.document, window.document.pages.viewport()
    text = document._document.getAllText(0).text()
    area = document._document.getSelectionAtIndex(0, 0, 13).boundingRectangle()
    shown = document.marks.places.rectangle(0, area).toRect()
    start = QPoint(shown.left() + 1, shown.center().y())
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in (10, 30, shown.width() - 2):
        QTest.mouseMove(viewport, start + QPoint(step, 0))
    QTest.mouseRelease(
        viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(shown.width() - 2, 0)
    )
    with qtbot.waitSignal(document.remark_wished) as wished:
        document.remark.click()
    (chosen,) = wished.args or []
    assert isinstance(chosen, Selected)
    assert (chosen.file, chosen.page, chosen.quote) == (sha, 1, "QAROR QILAMAN")
    assert text[chosen.start : chosen.end] == "QAROR QILAMAN"


def test_words_are_selected_with_the_keyboard_alone(
    window: MainWindow, sha: str, qtbot: QtBot
) -> None:
    document = window.document
    document.as_text.click()
    qtbot.waitUntil(lambda: "QILAMAN 3" in document.text.toPlainText())
    start = document.text.toPlainText().index("QAROR QILAMAN 2")
    cursor = document.text.textCursor()
    cursor.setPosition(start)
    document.text.setTextCursor(cursor)
    document.text.setFocus()
    for _ in range(5):
        QTest.keyClick(document.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(document.remark_wished) as wished:
        QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    (chosen,) = wished.args or []
    assert (chosen.file, chosen.page, chosen.quote) == (sha, 2, "QAROR")
    # Behind the ends of lines too, which are two letters in the page's own text.
    last = document.text.toPlainText().rindex(
        "QILAMAN", 0, document.text.toPlainText().index("QILAMAN 3")
    )
    cursor.setPosition(last)
    cursor.setPosition(last + 7, QTextCursor.MoveMode.KeepAnchor)
    document.text.setTextCursor(cursor)
    assert document.selected is not None
    assert (document.selected.page, document.selected.quote) == (2, "QILAMAN")
    cursor.setPosition(start)
    # Over a line end too the letters are the page's own.
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    document.text.setTextCursor(cursor)
    selected = document.selected
    assert selected is not None
    assert selected.page == 2
    # And over a page's end it goes on.
    both = [document._document.getAllText(page).text() for page in (1, 2)]
    assert selected.quote == " ".join(" ".join(both).split())
    anchor = anchor_of(sha, 2, selected.text, selected.start, selected.end)
    assert locate(anchor, both[0]) == (0, len(both[0].rstrip()))
    whole = ["Bosh sahifa", " ".join(both).replace("\r\n", " ")]
    found = find(anchor, whole, "x")
    assert found.place is not None
    assert (found.fate, found.place.page) == (Fate.UNCHANGED, 2)
    over = find(anchor, ["", both[0][:400], both[0][400:] + both[1]], "x")
    assert over.place is not None
    assert (over.place.page, over.place.start, over.place.size) == (2, 0, 400)


def test_words_on_the_pages_are_selected_by_keys(
    window: MainWindow, sha: str, qtbot: QtBot
) -> None:
    document, pages = window.document, window.document.pages
    window.activateWindow()
    text = document._document.getAllText(0).text()
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert pages.hasFocus()
    assert document.caret.place == (0, 0)
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    idle = document.source.texts
    qtbot.waitUntil(lambda: idle.free)
    QTest.keyClick(pages, Qt.Key.Key_Down)
    start = text.index("\r\n") + 2
    assert document.caret.place == (0, start)
    QTest.keyClick(pages, Qt.Key.Key_Right, ctrl)
    QTest.keyClick(pages, Qt.Key.Key_Left, ctrl)
    for _ in range(2):
        QTest.keyClick(pages, Qt.Key.Key_Right, ctrl | shift)
    # The caret stands where the selection ends, before a blank that is nowhere on the paper.
    page, caret = document.marks.caret or (9, QRectF())
    end = document._document.getSelectionAtIndex(0, document.caret.place[1] - 1, 1)
    assert page == 0
    assert abs(caret.left() - end.boundingRectangle().right()) < 1
    assert end.boundingRectangle().center().y() == caret.center().y()
    with qtbot.waitSignal(document.remark_wished) as wished:
        QTest.keyClick(window, Qt.Key.Key_M, ctrl)
    (chosen,) = wished.args or []
    words = " ".join(text[start:].split()[:2])
    assert (chosen.file, chosen.page, chosen.quote) == (sha, 1, words)
    # What is selected on the page is so in the text, and the other way round.
    document.as_text.click()
    cursor = document.text.textCursor
    qtbot.waitUntil(lambda: cursor().selectedText().split() == words.split())
    qtbot.waitUntil(lambda: "QILAMAN 2" in document.text.toPlainText())
    at = document.text.toPlainText().index("QILAMAN 2")
    moved = cursor()
    moved.setPosition(at)
    moved.setPosition(at + 9, QTextCursor.MoveMode.KeepAnchor)
    document.text.setTextCursor(moved)
    document.as_pages.click()
    assert document.pages.current == 1
    assert document.selected is not None
    assert (document.selected.page, document.selected.quote) == (2, "QILAMAN 2")
    # The caret goes on from there, over the page's end, and Escape takes it away.
    QTest.keyClick(window, Qt.Key.Key_F7)
    QTest.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: idle.free)
    QTest.keyClick(pages, Qt.Key.Key_End, ctrl)
    QTest.keyClick(pages, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: document.caret.place[0] == 2)
    QTest.keyClick(pages, Qt.Key.Key_Escape)
    assert not document.caret.on


@pytest.mark.usefixtures("sha")
def test_what_is_asked_is_marked_in_the_text_for_reading(window: MainWindow, qtbot: QtBot) -> None:
    document = window.document
    document.show_asked(Question("қилам"))
    document.as_text.click()
    shown = document.text.extraSelections
    qtbot.waitUntil(lambda: len(shown()) > 30)
    assert {mark.cursor.selectedText() for mark in shown()} == {"QILAM"}
    assert all(mark.format.fontUnderline() for mark in shown())
    # Only what is in sight is marked, and anew when something else is.
    before = {mark.cursor.position() for mark in shown()}
    bar = document.text.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: bool({mark.cursor.position() for mark in shown()} - before))
    document.show_asked(Question())
    qtbot.waitUntil(lambda: shown() == [])


def test_places_are_shown_over_the_page_and_lead_to_the_panel(
    window: MainWindow, sha: str, qtbot: QtBot
) -> None:
    rows = (
        remark(1, file=sha, page=1, size=5, quote="QAROR"),
        remark(2, RemarkState.DRAFT, file=sha, page=1, size=5, mine=True, quote="QAROR"),
        remark(3, file=sha, page=3),
        remark(4, file="0" * 64, page=1, size=5),
    )
    before = window.document.pages.viewport().grab().toImage()
    window.side.show_remarks(rows, allowed=True)
    window.document.show_marks(rows, "r-2")
    after = window.document.pages.viewport().grab().toImage()
    assert before != after
    marks = window.document.marks
    first, second = marks._badge(0, 1), marks._badge(0, 2)
    assert not first.intersects(second)
    with qtbot.waitSignal(marks.mark_clicked) as clicked:
        QTest.mouseClick(
            window.document.pages.viewport(),
            Qt.MouseButton.LeftButton,
            pos=second.center().toPoint(),
        )
    assert clicked.args == ["r-2"]
    window.side.remarks.choose("r-2")
    assert window.side.remarks.editor.isVisibleTo(window.side.remarks)
    window.document.show_remark(rows[2])
    qtbot.waitUntil(lambda: window.document.page.value() == 3)


def test_no_line_of_a_refused_remark_goes_through_the_words_of_the_decision(
    window: MainWindow, sha: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One ink, so that only lines differ; a struck-out word would read as taken out of the text.
    for state in RemarkState:
        monkeypatch.setitem(page_marks._INK, state, QColor("#000000"))
    pages, marks = window.document.pages, window.document.marks
    qtbot.waitUntil(lambda: pages.complete)
    where = remark(1, file=sha, page=1, start=0, size=5)
    qtbot.waitUntil(lambda: bool(marks._on_screen(where)))
    area = marks._on_screen(where)[0].toRect()
    shown = []
    for state in (RemarkState.SENT, RemarkState.REFUSED):
        marks.show_marks((remark(1, state, file=sha, page=1, start=0, size=5),))
        shown.append(pages.viewport().grab().toImage())
    assert shown[0].copy(area.adjusted(0, 0, 0, -3)) == shown[1].copy(area.adjusted(0, 0, 0, -3))
    assert shown[0] != shown[1]
