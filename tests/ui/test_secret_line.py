"""What is typed into a line for secrets is in none of its texts, at no moment."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.secret_line import SecretLine

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def line(qtbot: QtBot) -> SecretLine:
    made = SecretLine()
    qtbot.addWidget(made)
    made.show()
    made.texts = []  # type: ignore[attr-defined]  # what assistive programs are told of
    made.textChanged.connect(lambda text: made.texts.append(text))  # type: ignore[attr-defined]
    return made


def held(line: SecretLine) -> str:
    """Take what a line has, and require that its texts were dots."""
    told = "".join(line.texts)  # type: ignore[attr-defined]
    assert told.strip("●") == ""
    return line.take().decode()


def test_letters_are_dots_and_leave_as_they_were_typed(line: SecretLine) -> None:
    QTest.keyClicks(line, "12 O")
    for letter in "ʻ€":
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(line, press)
    QTest.keyClicks(line, "z")
    assert line.text() == "●" * 7
    assert line.displayText().strip("●•") == ""
    assert held(line) == "12 Oʻ€z"
    assert line.text() == ""
    assert held(line) == ""


def test_letters_are_put_where_the_cursor_stands(line: SecretLine) -> None:
    QTest.keyClicks(line, "1456")
    QTest.keyClick(line, Key.Key_Home)
    QTest.keyClick(line, Key.Key_Right)
    QTest.keyClicks(line, "23")
    assert held(line) == "123456"


def test_letters_are_rubbed_out_on_either_side(line: SecretLine) -> None:
    QTest.keyClick(line, Key.Key_Backspace)
    QTest.keyClick(line, Key.Key_Delete)
    QTest.keyClicks(line, "12x3y4z")
    QTest.keyClick(line, Key.Key_Backspace)
    line.setCursorPosition(3)
    QTest.keyClick(line, Key.Key_Backspace)
    QTest.keyClick(line, Key.Key_Right)
    QTest.keyClick(line, Key.Key_Delete)
    assert held(line) == "1234"


def test_what_is_marked_is_replaced(line: SecretLine) -> None:
    QTest.keyClicks(line, "1xyz5")
    line.setSelection(1, 3)
    QTest.keyClicks(line, "234")
    assert line.text() == "●" * 5
    line.setSelection(0, 1)
    QTest.keyClick(line, Key.Key_Delete)
    assert held(line) == "2345"
    QTest.keyClicks(line, "12")
    QTest.keyClick(line, Key.Key_A, CONTROL)
    QTest.keyClicks(line, "9")
    assert held(line) == "9"


@pytest.mark.parametrize("key", [Key.Key_Backspace, Key.Key_Delete])
def test_a_command_that_takes_a_part_takes_all(line: SecretLine, key: Key) -> None:
    QTest.keyClicks(line, "12 34")
    line.setCursorPosition(2)
    QTest.keyClick(line, key, CONTROL)
    assert line.text() == ""
    assert held(line) == ""


def test_what_is_pasted_or_chosen_is_dots_too(line: SecretLine) -> None:
    QGuiApplication.clipboard().setText("34\n")
    QTest.keyClicks(line, "12")
    QTest.keyClick(line, Key.Key_V, CONTROL)
    event = QInputMethodEvent()
    event.setCommitString("ў")
    QApplication.sendEvent(line, event)
    QApplication.sendEvent(line, QInputMethodEvent("56", []))
    line.setSelection(0, 2)
    QTest.keyClick(line, Key.Key_C, CONTROL)
    QTest.keyClick(line, Key.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "34\n"
    assert held(line) == "1234ў"


@pytest.mark.parametrize(
    "pasted", ["12\n34", "12\r\n34\r\n", "\t1234\0", "12\u200b34", "\ufeff1234", "12\u202834"]
)
def test_what_no_key_types_is_no_letter_of_a_pin(line: SecretLine, pasted: str) -> None:
    QGuiApplication.clipboard().setText(pasted)
    QTest.keyClick(line, Key.Key_V, CONTROL)
    assert line.text() == "●" * 4
    assert held(line) == "1234"
    event = QInputMethodEvent()
    event.setCommitString(pasted)
    QApplication.sendEvent(line, event)
    assert held(line) == "1234"
    line.texts = []  # type: ignore[attr-defined]  # another program's own
    line.setText(pasted)
    assert line.take() == bytearray(b"1234")


def test_nothing_comes_from_the_middle_button_or_by_dragging(line: SecretLine) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("77", clipboard.Mode.Selection)
    QTest.mouseClick(line, Qt.MouseButton.MiddleButton)
    assert not line.acceptDrops()
    assert held(line) == ""


def test_it_takes_as_many_letters_as_a_token_may(line: SecretLine) -> None:
    QTest.keyClicks(line, "1" * 70)
    line.setSelection(0, 64)
    QTest.keyClicks(line, "2")
    QTest.keyClicks(line, "3" * 70)
    assert held(line) == "2" + "3" * 63


def test_what_is_set_by_another_way_is_held_and_what_is_cleared_is_not(line: SecretLine) -> None:
    line.setText("1234")
    assert line.text() == "●●●●"
    assert line.take() == bytearray(b"1234")
    QTest.keyClicks(line, "1")
    line.insert("5")
    assert line.text() == ""
    assert line.take() == bytearray()
    line.texts = []  # type: ignore[attr-defined]  # these came from such a program itself
    QTest.keyClicks(line, "123")
    # As Control and U on some desktops: what was taken out is not known.
    line.backspace()
    assert line.text() == held(line) == ""
    line.undo()
    assert line.text() == held(line) == ""


def test_two_lines_are_compared_without_a_copy(line: SecretLine, qtbot: QtBot) -> None:
    other = SecretLine()
    qtbot.addWidget(other)
    QTest.keyClicks(line, "1234")
    assert line.begins_as(other)
    QTest.keyClicks(other, "123")
    assert line.begins_as(other)
    assert not other.begins_as(line)
    assert not line.equals(other)
    QTest.keyClicks(other, "4")
    assert line.equals(other)
    assert line.is_plain
    line.type_in("ў")
    assert not line.is_plain
