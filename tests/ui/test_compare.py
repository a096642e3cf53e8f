"""Two versions compared, to be read: symbols, places, and a text that does not hold the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from eqaror_desktop.desktop.watchdog import Watchdog
from ui.compare_dialog import CompareDialog
from ui.compare_rows import CompareView, PassageRow, PieceKind, PieceRow, SectionRow, VersionRow
from ui.languages import Speech
from ui.rows import Trouble


def passage(text: str, kind: PieceKind = PieceKind.SAME, page: int = 1) -> PassageRow:
    return PassageRow((PieceRow(kind, text),), page, page)


CHANGED = PassageRow(
    (
        PieceRow(PieceKind.SAME, "Tumanda"),
        PieceRow(PieceKind.GONE, "12"),
        PieceRow(PieceKind.NEW, "15"),
        PieceRow(PieceKind.SAME, "gektar."),
    ),
    3,
    4,
)
ANNEX = PassageRow(
    (PieceRow(PieceKind.GONE, "2. Plan"), PieceRow(PieceKind.NEW, "3. Plan")), 0, 0, "Annex 3"
)
VERSIONS = (VersionRow(1, answered=True), VersionRow(2, here=False), VersionRow(3, present=True))
MANY = tuple(passage(f"Gap {n}.") for n in range(400))
TEXT = (*MANY, CHANGED, *MANY, passage("Koʻchgan.", PieceKind.MOVED_HERE, 9))


@pytest.fixture
def dialog(speech: Speech, qtbot: QtBot) -> Iterator[CompareDialog]:  # noqa: ARG001 - English
    made = CompareDialog()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    yield made
    made.close()


def view(**changes: object) -> CompareView:
    made = {"title": "Qaror", "before": 1, "after": 3, "notes": (), "versions": VERSIONS}
    sections = (SectionRow("Facts", (ANNEX,)), SectionRow("Text", TEXT))
    return CompareView(**{**made, "sections": sections, **changes})  # type: ignore[arg-type]


def shown(dialog: CompareDialog, qtbot: QtBot, **changes: object) -> None:
    dialog.show_comparison(view(**changes))
    qtbot.waitUntil(lambda: dialog.table.measured)


def test_changes_have_symbols_lines_and_neighbours(dialog: CompareDialog, qtbot: QtBot) -> None:
    dialog.beside.setChecked(False)
    with qtbot.waitSignal(dialog.text.written):
        dialog.show_comparison(view())
    assert dialog.text.toPlainText().splitlines() == [
        "Facts",
        "Annex 3",
        "⊖2. Plan ⊕3. Plan ",
        "Text",
        "Gap 399. ",
        "page 4, before 3",
        "Tumanda ⊖12 ⊕15 gektar. ",
        "Gap 0. ",
        "…",
        "Gap 399. ",
        "page 9",
        "↶Koʻchgan. ",
    ]
    looks = {}
    for word in ("12", "15", "Koʻchgan"):
        found = dialog.text.document().find(word)
        looks[word] = (found.charFormat().fontStrikeOut(), found.charFormat().fontUnderline())
    assert looks == {"12": (True, False), "15": (False, True), "Koʻchgan": (False, True)}


def test_versions_stand_side_by_side_and_say_what_their_signs_show(
    dialog: CompareDialog, qtbot: QtBot
) -> None:
    model, table = dialog.table.compared, dialog.table
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    shown(dialog, qtbot)
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)] == [
        "Version 1, which you answered",
        "Version 3, the present one",
    ]
    rows = range(model.rowCount())
    assert [tuple(model.index(row, at).data() for at in (0, 1)) for row in rows][3:6] == [
        ("Gap 399.", "Gap 399."),
        ("Tumanda ⊖12 gektar.", "Tumanda ⊕15 gektar."),
        ("Gap 0.", "Gap 0."),
    ]
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [model.index(4, at).data(role) for at in (0, 1)]
    assert spoken == [
        "Change 2 of 3; page 3; Tumanda; went out: 12; gektar.",
        "Change 2 of 3; page 4; Tumanda; came in: 15; gektar.",
    ]
    # The place of a change stands above it.
    assert table.rowHeight(4) > table.rowHeight(3)
    table.go_to(1)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == "Tumanda ⊖12 gektar.\tTumanda ⊕15 gektar."


def test_from_change_to_change_by_keyboard_in_either_view(
    dialog: CompareDialog, qtbot: QtBot
) -> None:
    shown(dialog, qtbot)
    assert dialog.side_by_side
    assert dialog.table.hasFocus()
    assert dialog.count.text() == "Change 1 of 3"
    assert not dialog.previous.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_F7)
    assert dialog.table.currentIndex().row() == 4
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    # The row after it is of no change: what is next follows from where one is.
    assert dialog.count.text() == "Change 2 of 3"
    QTest.keyClick(dialog.table, Qt.Key.Key_F7)
    assert dialog.count.text() == "Change 3 of 3"
    assert not dialog.next.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    # Shift adds nothing to what is chosen.
    assert {index.row() for index in dialog.table.selectedIndexes()} == {4}
    QTest.keyClick(dialog.table, Qt.Key.Key_F7)
    with qtbot.waitSignal(dialog.text.written):
        dialog.beside.click()
    (marked,) = dialog.text.extraSelections()
    assert marked.cursor.selectedText() == "↶Koʻchgan."
    QTest.keyClick(dialog, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.count.text() == "Change 2 of 3"
    with qtbot.waitSignal(dialog.text.written):
        dialog.whole.click()
    assert dialog.text.toPlainText().count("Gap ") == 800
    assert dialog.count.text() == "Change 1 of 3"


def test_a_narrow_window_has_one_view(dialog: CompareDialog, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    dialog.resize(1024, 600)
    assert dialog.table.isVisible()
    dialog.resize(dialog.minimumSizeHint())
    dialog.resize(500, 600)
    assert dialog.text.isVisible()
    assert dialog.text.hasFocus()
    dialog.resize(1024, 600)
    assert dialog.table.isVisible()


def test_nothing_is_counted_where_nothing_was_compared(
    dialog: CompareDialog, qtbot: QtBot
) -> None:
    dialog.show_waiting()
    # Either view in turn, as in a window that is made narrow.
    dialog.resize(500, 600)
    dialog.resize(1240, 820)
    assert dialog.count.text() == ""
    shown(dialog, qtbot)
    assert dialog.count.text() == "Change 1 of 3"


def test_any_two_versions_can_be_chosen(dialog: CompareDialog, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    assert dialog.older.currentText() == "Version 1, which you answered"
    assert dialog.older.itemText(1) == "Version 2, not on this station"
    dialog.older.setFocus()
    with qtbot.waitSignal(dialog.versions_chosen) as chosen:
        QTest.keyClick(dialog.older, Qt.Key.Key_Down)
    assert chosen.args == [2, 3]
    dialog.show_trouble(Trouble("No line.", "Try again later.", "N-1"))
    # What is shown is what is named.
    assert dialog.older.currentText() == "Version 1, which you answered"
    # Two versions, not one: nothing is older than the first.
    QTest.keyClick(dialog.newer, Qt.Key.Key_Home)
    assert dialog.newer.currentText() == "Version 3, the present one"
    dialog.show_comparison(view(before=2))
    with qtbot.waitSignal(dialog.versions_chosen) as chosen:
        QTest.keyClick(dialog.newer, Qt.Key.Key_Up)
    assert chosen.args == [1, 2]


def test_a_long_decision_does_not_hold_the_window(dialog: CompareDialog, qtbot: QtBot) -> None:
    long = (
        "Tuman hokimligi tomonidan belgilangan tartibda tasdiqlansin va ijrosi nazorat qilinsin. "
    )
    passages = tuple(
        CHANGED if number % 40 == 0 else passage(long * (1 + number % 3), page=number // 23 + 1)
        for number in range(4000)
    )
    watched = Watchdog()
    dialog.whole.setChecked(True)
    dialog.show_comparison(view(sections=(SectionRow("Text", passages),)))
    # Most of it was not measured yet; what is gone to is in sight all the same, and stays.
    table = dialog.table
    assert not table.measured
    for change in range(0, 100, 9):
        table.go_to(change)
        assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))
        qtbot.wait(10)
        assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))
    watched.stop()
    assert watched.longest_busy < 0.25


def test_nothing_changed_and_nothing_known_are_not_the_same(
    dialog: CompareDialog, qtbot: QtBot
) -> None:
    dialog.beside.setChecked(False)
    with qtbot.waitSignal(dialog.text.written):
        dialog.show_comparison(view(sections=(SectionRow("Text", MANY),)))
    assert dialog.notes.text() == "Nothing changed."
    unread = SectionRow("Text", (), "The words could not be compared.")
    with qtbot.waitSignal(dialog.text.written):
        dialog.show_comparison(view(sections=(unread,), warnings=("Not proven.",)))
    assert dialog.notes.text() != "Nothing changed."
    assert "could not be compared" in dialog.text.toPlainText()
    assert dialog.warning.text() == "Not proven."


def test_the_dialog_stays_within_a_low_screen(dialog: CompareDialog, qtbot: QtBot) -> None:
    screen = dialog.screen().availableGeometry()
    dialog.resize(screen.width() + 300, screen.height() + 300)
    dialog.fit()
    assert dialog.width() <= screen.width()
    assert dialog.height() < screen.height()
    qtbot.wait(1)
