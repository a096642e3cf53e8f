"""Words on the pages: found, read in letters of any size, copied, spoken."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QPoint,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.paging import A4, show, view
from tests.ui.pdf import make_plain_pdf
from ui.document_view import DocumentView

__all__ = ["view"]


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


BROKEN = "BT /F 12 Tf 40 300 Td (mintaqa infratuzil-) Tj 0 -16 Td (masini qurish) Tj ET"


def test_a_word_that_a_lines_end_breaks_is_found_whole(view: DocumentView, qtbot: QtBot) -> None:
    show(view, make_plain_pdf([A4] * 2, draw=BROKEN))
    QTest.keySequence(view, QKeySequence("Ctrl+E"))
    view.find_bar.field.setText("инфратузилмасини қуриш")
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(partial(says, view, "1 of 2"))
    # A place in each of the two lines.
    qtbot.waitUntil(lambda: len(view.found.areas(0)) == 2)
    assert "\ufffe" not in view.pages.accessibleDescription()
    view.as_text.click()
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(partial(says, view, "2 of 2"))
    whole = "infratuzil-masini qurish"
    qtbot.waitUntil(lambda: view.text.textCursor().selectedText() == whole)
