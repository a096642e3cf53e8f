"""Remarks on the pages and beside them: real widgets, real PDF."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eqaror_desktop.comparison.places import Fate, anchor_of, find, locate
from sync.question import Question
from tests.ui import examples
from ui.main_window import MainWindow
from ui.remark_rows import OfferRow, PlaceFate, RemarkRow, RemarkState, Selected
from ui.remarks_panel import described


def remark(number: int, state: RemarkState = RemarkState.SENT, **more: object) -> RemarkRow:
    made = RemarkRow(
        id=f"r-{number}",
        state=state,
        text=f"{number}-mulohaza",
        author="A. Namunayev",
        organisation="Tuman moliya boʻlimi",
        when=examples.NOW,
        version=1,
        number=number,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


@pytest.fixture
def sha(window: MainWindow, pdf: bytes) -> str:
    """The digest of a document that is shown."""
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    return hashlib.sha256(pdf).hexdigest()


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


def test_the_list_follows_what_is_typed(window: MainWindow) -> None:
    panel = window.side.remarks
    first, second = (remark(n, RemarkState.DRAFT, mine=True, text="") for n in (1, 2))
    panel.show_remarks((first, second), allowed=True, chosen=second.id)
    panel.editor.text.setPlainText("Nega?")
    panel.editor.text.tell_now()
    assert "Nega?" in panel.list.item(1).text()
    assert "Nega?" not in panel.list.item(0).text()
    assert panel.current is not None
    assert panel.current.text == "Nega?"


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


def test_what_is_typed_is_told_after_a_pause_and_never_lost_by_looking_elsewhere(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.side.remarks
    drafts = (remark(1, RemarkState.DRAFT, mine=True, text=""), remark(2), remark(3))
    window.side.show_remarks(drafts, allowed=True, chosen="r-1")
    told: list[tuple[str, str]] = []
    panel.editor.typed.connect(lambda note, text: told.append((note, text)))
    QTest.keyClicks(panel.editor.text, "Bir")
    assert told == []
    qtbot.waitUntil(lambda: told == [("r-1", "Bir")])
    QTest.keyClicks(panel.editor.text, " ikki")
    panel.choose("r-2")
    assert told[-1] == ("r-1", "Bir ikki")
    assert not panel.editor.isVisibleTo(panel)
    # Rows that were read before the last key was kept do not take it back.
    window.side.show_remarks(drafts, allowed=True)
    panel.choose("r-1")
    assert panel.editor.text.toPlainText() == "Bir ikki"
    with qtbot.waitSignal(panel.editor.hand_in_requested) as wished:
        panel.editor.hand_in.click()
    assert wished.args == ["r-1"]
    with qtbot.assertNotEmitted(panel.editor.hand_in_requested):
        panel.editor.hand_in.click()


def test_what_is_handed_in_takes_no_more_letters(window: MainWindow) -> None:
    panel = window.side.remarks
    rows = (remark(1, RemarkState.DRAFT, mine=True, text="Bir"),)
    window.side.show_remarks(rows, allowed=True, chosen="r-1")
    panel.editor.hand_in.click()
    assert not panel.editor.isVisibleTo(panel)
    # A reading that began before the click shows it as a draft still.
    window.side.show_remarks(rows, allowed=True)
    assert panel.editor.note == ""
    # One begun next, empty or alike, is another one.
    alike = (*rows, remark(2, RemarkState.DRAFT, mine=True, text="Bir"))
    window.side.show_remarks(alike, allowed=True)
    assert panel.current is not None
    assert panel.current.id == "r-1"
    panel.editor.give_back("r-1")
    window.side.show_remarks(alike, allowed=True, chosen="r-1")
    assert panel.editor.text.toPlainText() == "Bir"


def test_a_remark_whose_version_is_no_longer_the_latest_says_so_while_it_is_open(
    window: MainWindow,
) -> None:
    panel = window.side.remarks
    row = remark(1, RemarkState.DRAFT, mine=True, text="Bir")
    window.side.show_remarks((row,), allowed=True, chosen="r-1")
    assert panel.editor.hand_in.isEnabled()
    assert not panel.editor.outdated.isVisibleTo(panel)
    window.side.show_remarks((replace(row, current=False),), allowed=True)
    assert not panel.editor.hand_in.isEnabled()
    assert "version 1" in panel.editor.outdated.text()
    assert panel.editor.outdated.isVisibleTo(panel)


def test_while_an_answer_waits_nothing_can_be_handed_in_and_it_is_said_why(
    window: MainWindow,
) -> None:
    panel = window.side.remarks
    row = remark(1, RemarkState.DRAFT, mine=True, text="Bir")
    window.side.show_remarks((row,), allowed=True, chosen="r-1", closed=True)
    assert not panel.editor.hand_in.isEnabled()
    assert not panel.write.isEnabled()
    assert panel.editor.outdated.isVisibleTo(panel)
    assert "take the answer back" in panel.editor.outdated.text()
    window.side.show_remarks((row,), allowed=True)
    assert panel.editor.hand_in.isEnabled()
    assert not panel.editor.outdated.isVisibleTo(panel)


def test_only_a_draft_of_this_version_can_be_changed_or_handed_in(window: MainWindow) -> None:
    panel = window.side.remarks
    rows = (
        remark(1, RemarkState.QUEUED, mine=True),
        remark(2, RemarkState.REFUSED, mine=True, reason="Loyiha oʻzgargan."),
        remark(3, RemarkState.DRAFT, mine=True, current=False),
    )
    window.side.show_remarks(rows, allowed=True)
    for name in ("r-1", "r-2"):
        panel.choose(name)
        assert not panel.editor.isVisibleTo(panel)
    panel.choose("r-3")
    assert panel.editor.isVisibleTo(panel)
    assert not panel.editor.hand_in.isEnabled()
    assert "Loyiha oʻzgargan." in panel.list.item(1).text()
    assert "Refused" in panel.list.item(1).text()


def test_a_draft_without_a_word_is_thrown_away(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.side.remarks
    empty = (remark(1, RemarkState.DRAFT, mine=True, text=""), remark(2))
    window.side.show_remarks(empty, allowed=True, chosen="r-1")
    with qtbot.waitSignal(panel.editor.delete_requested) as wished:
        panel.choose("r-2")
    assert wished.args == ["r-1"]


def test_remarks_of_older_versions_are_offered_one_after_the_other(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.side.remarks
    offers = (
        OfferRow("o-1", 1, "Nega?", "12 gektar", PlaceFate.MOVED, 4),
        OfferRow("o-2", 1, "Yoʻq", "", PlaceFate.GONE),
    )
    panel.show_offers(offers)
    assert panel.offer.text().splitlines() == [
        "Your remark on version 1:",
        "“Nega?”",
        "Its place moved to page 4.",
        "1 more after this one.",
    ]
    with qtbot.waitSignal(panel.offer_taken) as taken:
        panel.take.click()
    assert taken.args == ["o-1"]
    panel.show_offers(offers[1:])
    with qtbot.waitSignal(panel.offer_left):
        panel.leave.click()
    panel.show_offers(())
    assert not panel.offering.isVisibleTo(panel)


def test_every_line_of_a_remark_is_in_sight_on_a_narrow_side(window: MainWindow) -> None:
    panel = window.side.remarks
    window.side.tabs.setCurrentWidget(panel)
    long = "Maydon kadastr hujjatidagi bilan mos emas va qayta oʻlchanishi kerak. " * 4
    rows = (remark(1, text=long, reason="Loyiha oʻzgargan.", quote="12 gektar"), remark(2))
    window.side.show_remarks(rows, allowed=True)
    for width in (1360, 1024):
        window.resize(width, 600)
        QTest.qWait(100)
        shown = panel.list.visualItemRect(panel.list.item(0))
        lines = panel.list.fontMetrics().boundingRect(
            QRect(0, 0, shown.width() - 8, 10_000),
            int(Qt.TextFlag.TextWordWrap),
            panel.list.item(0).text(),
        )
        assert shown.height() >= lines.height()


def test_a_refusal_of_an_old_version_leads_to_what_changed(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.tell_refused(lambda: (("Qaror", "The draft has changed."),), compare=True)
    assert window.notice.compare.isVisible()
    with qtbot.waitSignal(window.notice.compare_requested):
        window.notice.compare.click()
    window.tell_refused(lambda: (("Qaror", "Expired."),))
    assert not window.notice.compare.isVisible()


def test_a_long_quote_is_shown_by_how_it_begins_and_ends() -> None:
    long = " ".join(f"soʻz{number}" for number in range(200))
    shown = described(remark(1, quote=long)).splitlines()[1]
    assert len(shown) < 240
    assert shown.startswith("“soʻz0 ")
    assert shown.endswith(" soʻz199”")
    assert "soʻz3”" in described(remark(1, quote="soʻz1 soʻz2 soʻz3"))
