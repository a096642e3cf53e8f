"""Letters that are two units of UTF-16: remarks, search, selecting and copying mean the same."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.paging import A4, show, view
from tests.ui.pdf import make_plain_pdf
from ui.document_view import DocumentView
from ui.wide_letters import WideLetters

__all__ = ["view"]


@pytest.mark.parametrize("text", ["", "abc", "𝑥abc", "ab𝑥𝐀c", "abc😀", "𝑥", "𝑥𝑥𝑥"])
def test_every_letter_has_its_units(text: str) -> None:
    wide = WideLetters.of(text)
    for place in range(len(text) + 1):
        units = len(text[:place].encode("utf-16-le")) // 2
        assert (wide.units(place), wide.place(units)) == (units, place)


def test_half_a_letter_is_all_of_it() -> None:
    assert [WideLetters.of("a𝑥b").place(units) for units in range(5)] == [0, 1, 2, 2, 3]


@pytest.mark.parametrize("word", ["~~ Hokim qarori", "Hokim ~ qarori", "Hokim qarori ~"])
def test_places_after_wide_letters_are_the_words_own(
    view: DocumentView, qtbot: QtBot, word: str
) -> None:
    sha = show(view, make_plain_pdf([A4] * 2, word, lines=2, tilde="𝐀"))
    view.as_text.click()
    qtbot.waitUntil(lambda: view.text.toPlainText().count("qarori") == 4)
    text = view.text
    assert text.toPlainText().count("𝐀") == 4 * word.count("~")
    # The last one: everything before it counts.
    text.moveCursor(QTextCursor.MoveOperation.End)
    assert text.find("qarori", text.document().FindFlag.FindBackward)
    chosen = view.selected
    assert chosen is not None
    assert (chosen.file, chosen.page, chosen.quote) == (sha, 2, "qarori")
    # The same on the pages, and back.
    view.as_pages.click()
    again = view.selected
    assert again is not None
    assert (again.page, again.start, again.end) == (2, chosen.start, chosen.end)
    assert again.quote == "qarori"
    on_paper = view.marks._selection
    assert on_paper is not None
    assert on_paper.text() == "qarori"
    view.copy()
    assert QGuiApplication.clipboard().text() == "qarori"
    text.moveCursor(QTextCursor.MoveOperation.Start)
    view.as_text.click()
    assert text.textCursor().selectedText() == "qarori"
    assert text.page == 1


def test_search_marks_the_words_and_not_their_neighbours(view: DocumentView, qtbot: QtBot) -> None:
    show(view, make_plain_pdf([A4], "~~~~~~ Hokim", lines=1, tilde="😀"))
    plain = show_area(view, 7, 12)
    view.find_bar.field.setText("ҳоким")
    view.find_bar.open_bar()
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.find_bar.told.text() == "1 of 1")
    assert [area.left() for area in view.found.areas(0)] == [plain]
    view.as_text.click()
    qtbot.waitUntil(lambda: "Hokim" in view.text.toPlainText())
    qtbot.waitUntil(lambda: bool(view.text.extraSelections()))
    marked = view.text.extraSelections()[0]
    assert marked.cursor.selectedText() == "Hokim"


def show_area(view: DocumentView, start: int, end: int) -> float:
    """Return where letters of the first page begin, by a selection that is made with the mouse."""
    view.marks.select(0, start, end - start)
    chosen = view.marks._selection
    assert chosen is not None
    assert chosen.text() == "Hokim"
    return chosen.boundingRectangle().left()


def test_the_caret_goes_over_a_wide_letter_in_one_step(view: DocumentView, qtbot: QtBot) -> None:
    show(view, make_plain_pdf([A4], "~~ Hokim", lines=1, tilde="𝑥"))
    qtbot.waitUntil(lambda: view.pages.complete)
    view.select_by_keys()
    assert view.caret.place == (0, 0)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view.pages, Qt.Key.Key_Right)
    QTest.keyClick(view.pages, Qt.Key.Key_Right)
    QTest.keyClick(view.pages, Qt.Key.Key_Right)
    for _ in "Hokim":
        QTest.keyClick(view.pages, Qt.Key.Key_Right, shift)
    qtbot.waitUntil(lambda: view.caret.place == (0, 8))
    chosen = view.selected
    assert chosen is not None
    assert chosen.quote == "Hokim"
