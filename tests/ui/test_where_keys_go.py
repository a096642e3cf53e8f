"""Where the focus is once what had it is gone, disabled or back: where one goes on typing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import examples
from tests.ui.test_batch import ROWS, begin, dialog, tick
from ui.agree_dialog import AgreeDialog
from ui.base import Dialog
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchState, Mode
from ui.compare_text import CompareText
from ui.main_window import MainWindow
from ui.rows import PersonRow, TokenView, Trouble
from ui.shortcuts import shortcuts_of
from ui.sign_in_dialog import SignInDialog

__all__ = ["dialog"]

LACK = TokenView(lack=Trouble("Token yoʻq", "Tokenni ulang", "E-100"))
pytestmark = pytest.mark.usefixtures("speech")


def test_whoever_pressed_sign_is_at_it_again_after_the_dialog(
    window: MainWindow, pdf: bytes
) -> None:
    window.activateWindow()
    window.show_draft(examples.view(examples.draft(0), pdf))
    window.bar.show_readable(readable=True)
    window.bar.sign.setFocus()
    assert window.bar.sign.hasFocus()
    window.bar.show_asking(asking=True)
    assert not window.bar.sign.hasFocus()
    window.bar.show_asking(asking=False)
    assert window.bar.sign.hasFocus()
    # Whoever has gone elsewhere meanwhile stays there.
    window.drafts.view.setFocus()
    window.bar.show_asking(asking=True)
    window.bar.show_asking(asking=False)
    assert window.drafts.view.hasFocus()


def test_a_second_return_after_the_pin_pauses_no_batch(dialog: BatchDialog) -> None:
    tick(dialog, 0, 1)
    dialog.pin.setFocus()
    QTest.keyClicks(dialog.pin.edit, "1234")
    for _ in range(2):
        focused = dialog.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Return)
    assert dialog.mode is Mode.RUNNING
    assert dialog.isVisible()


def test_a_token_that_is_back_waits_for_its_pin(dialog: BatchDialog) -> None:
    tick(dialog, 0, 1)
    dialog.show_looking()
    dialog.show_token(LACK)
    dialog.show_checked()
    dialog.show_looking()
    dialog.show_token(examples.token_view())
    dialog.show_checked()
    assert dialog.pin.edit.hasFocus()


def test_a_batch_that_pauses_speaks_of_nothing_under_way(dialog: BatchDialog) -> None:
    begin(dialog)
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED))
    dialog.pause.click()
    dialog.close()
    assert dialog.question is not None
    told = dialog.question.text.text()
    assert told == "1 signed and kept. 1 more stays unsigned."


def test_the_frame_of_the_documents_tells_the_focus(dialog: BatchDialog) -> None:
    def frame() -> QImage:
        place = dialog.tree.mapTo(dialog, QPoint())
        return dialog.grab(QRect(place.x() + 20, place.y(), 60, 1)).toImage()

    dialog.activateWindow()
    dialog.tree.setFocus()
    there = frame()
    dialog.pin.setFocus()
    assert frame() != there


def test_the_frame_of_a_comparison_in_one_text_tells_the_focus(qtbot: QtBot) -> None:
    above = QWidget()
    qtbot.addWidget(above)
    text, other = CompareText(), QLineEdit()
    whole = QVBoxLayout(above)
    whole.addWidget(text)
    whole.addWidget(other)
    above.show()
    above.activateWindow()
    qtbot.waitUntil(above.isActiveWindow)

    def frame() -> QImage:
        return above.grab(QRect(text.x() + 20, text.y(), 60, 1)).toImage()

    text.setFocus()
    there = frame()
    other.setFocus()
    assert frame() != there


def test_a_registered_number_is_told_whole(dialog: BatchDialog, qtbot: QtBot) -> None:
    dialog.resize(1000, 560)
    dialog.show_rows(tuple(replace(shown, title=shown.title * 20) for shown in ROWS))
    number = "1329-999-0-Q/26"
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED, number=number))
    wide = dialog.fontMetrics().horizontalAdvance(number)
    qtbot.waitUntil(lambda: dialog.tree.columnWidth(2) > wide + 10)


def test_an_answer_goes_on_at_its_pin_when_the_token_is_back(qtbot: QtBot) -> None:
    made = AgreeDialog(examples.view(), examples.token_view())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.pin.setFocus()
    made.show_token(LACK)
    made.cancel.setFocus()
    made.show_token(examples.token_view())
    assert made.focusWidget() is made.pin.edit
    # Not where somebody writes the reason.
    made.show_token(LACK)
    made.remark.show()
    made.remark.setFocus()
    made.show_token(examples.token_view())
    assert made.focusWidget() is made.remark


def test_signing_in_begins_at_the_cards_there_are(qtbot: QtBot) -> None:
    made = SignInDialog()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.refresh.setFocus()
    own = examples.certificate()
    other = replace(own, token="T-2", identifier="x")
    made.show_token(TokenView((own, other)))
    assert made.focusWidget() is made.chooser.list
    # The focus chooses nothing: a PIN is for the token that a person has named.
    assert made.chooser.list.currentRow() == -1
    assert not made.pin.isVisible()
    QTest.keyClick(made.chooser.list, Qt.Key.Key_Down)
    assert made.chooser.list.currentRow() == 0
    made.chooser.list.setCurrentRow(1)
    assert made.pin.isVisible()


def test_keys_are_listed_by_what_they_do_and_not_by_who_is_there(window: MainWindow) -> None:
    name = "Toʻlqinov Davron Alisher oʻgʻli"
    window.show_person(PersonRow(name, "boshliq", "Boshqarma"))
    does = {item.keys: item.does for item in shortcuts_of(window)}
    assert does["Ctrl+L"] == "Sign in"
    assert name not in does.values()


def test_what_gets_the_focus_from_outside_is_scrolled_into_sight(qtbot: QtBot) -> None:
    made = Dialog()
    qtbot.addWidget(made)
    inner, outside = QVBoxLayout(), QLineEdit()
    first, last = QLineEdit(), QLineEdit()
    inner.addWidget(first)
    inner.addSpacing(900)
    inner.addWidget(last)
    whole = QVBoxLayout(made)
    area = made.scrolling(inner)
    whole.addWidget(area)
    whole.addWidget(outside)
    made.resize(300, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    outside.setFocus()
    first.setFocus()
    assert not first.visibleRegion().isEmpty()
