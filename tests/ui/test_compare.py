"""Two versions compared, to be read: symbols, places, and a text that does not hold the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.compare_dialog import CompareDialog
from ui.compare_rows import CompareView, PassageRow, PieceKind, PieceRow, SectionRow
from ui.main_window import MainWindow


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
MANY = tuple(passage(f"Gap {n}.") for n in range(400))
TEXT = (*MANY, CHANGED, *MANY, passage("Koʻchgan.", PieceKind.MOVED_HERE, 9))


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Iterator[CompareDialog]:
    made = CompareDialog(window)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def view(**changes: object) -> CompareView:
    facts = ("Annex 2. Plan: another file",)
    made = {"title": "Qaror", "before": 1, "after": 3, "answered": True, "facts": facts}
    sections = (SectionRow("Text", TEXT),)
    return CompareView(**{**made, "sections": sections, **changes})  # type: ignore[arg-type]


def test_changes_have_symbols_lines_and_neighbours(dialog: CompareDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.text.written):
        dialog.show_comparison(view())
    text = dialog.text.toPlainText()
    assert text.splitlines() == [
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
    assert "version 3" in dialog.sides.text()
    assert "which you answered" in dialog.sides.text()
    assert "another file" in dialog.facts.text()


def test_from_change_to_change_and_the_whole_text(dialog: CompareDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.text.written):
        dialog.show_comparison(view())
    assert dialog.count.text() == "Change 1 of 2"
    assert not dialog.previous.isEnabled()
    dialog.next.click()
    assert dialog.count.text() == "Change 2 of 2"
    assert not dialog.next.isEnabled()
    (marked,) = dialog.text.extraSelections()
    assert marked.cursor.selectedText() == "↶Koʻchgan."
    with qtbot.waitSignal(dialog.text.written):
        dialog.whole.click()
    assert dialog.text.toPlainText().count("Gap ") == 800
    assert dialog.count.text() == "Change 1 of 2"


def test_nothing_changed_and_nothing_known_are_not_the_same(
    dialog: CompareDialog, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.text.written):
        dialog.show_comparison(view(facts=(), sections=(SectionRow("Text", MANY),)))
    assert dialog.facts.text() == "Nothing changed."
    unread = SectionRow("Text", (), "The words could not be compared.")
    with qtbot.waitSignal(dialog.text.written):
        dialog.show_comparison(view(facts=(), sections=(unread,), warnings=("Not proven.",)))
    assert dialog.facts.text() != "Nothing changed."
    assert "could not be compared" in dialog.text.toPlainText()
    assert dialog.warning.text() == "Not proven."


def test_the_dialog_stays_within_a_low_screen(dialog: CompareDialog, qtbot: QtBot) -> None:
    screen = dialog.screen().availableGeometry()
    dialog.resize(screen.width() + 300, screen.height() + 300)
    dialog.fit()
    assert dialog.width() <= screen.width()
    assert dialog.height() < screen.height()
    qtbot.wait(1)
