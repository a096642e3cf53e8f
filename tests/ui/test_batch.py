"""Signing several: a tick for each, what is said of each, and a PIN that does not stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from signing.errors import AttemptsLeft
from tests.ui import examples
from ui.batch_dialog import BatchDialog, Mode
from ui.batch_rows import BatchRow, BatchState
from ui.main_window import MainWindow
from ui.rows import CheckRow, CheckState, Group, Step, Trouble

PIN = "sirli-7391"
GOOD = (CheckRow("Matn oʻzgarmagan", CheckState.GOOD),)
BAD = (CheckRow("Matn oʻzgarmagan", CheckState.BAD, "farq bor"),)
ROWS = (
    BatchRow("d-1", "Birinchi", examples.digest("1"), GOOD, opened=True, pages_seen=2, pages=3),
    BatchRow("d-2", "Ikkinchi", examples.digest("2"), GOOD),
    BatchRow("d-3", "Uchinchi", examples.digest("3"), BAD),
    BatchRow("d-4", "Toʻrtinchi", problem="Qaytarib olingan."),
)
pytestmark = pytest.mark.usefixtures("speech")


@pytest.fixture
def dialog(qtbot: QtBot) -> BatchDialog:
    made = BatchDialog()
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    made.show_certificate(examples.certificate())
    made.show()
    made.show_checked()
    return made


def tick(dialog: BatchDialog, *places: int) -> None:
    """Tick with the keyboard, as somebody without a mouse does."""
    for place in places:
        item = dialog.tree.topLevelItem(place)
        assert item is not None
        dialog.tree.setCurrentItem(item)
        QTest.keyClick(dialog.tree, Qt.Key.Key_Space)


def texts(dialog: BatchDialog, column: int) -> list[str]:
    items = [dialog.tree.topLevelItem(place) for place in range(len(ROWS))]
    return [item.text(column) for item in items if item is not None]


def test_each_document_is_ticked_by_itself_and_bad_ones_cannot_be(dialog: BatchDialog) -> None:
    assert not dialog.tree.chosen
    dialog.pin.edit.setText(PIN)
    assert not dialog.sign.isEnabled()
    tick(dialog, 0, 1, 2, 3)
    assert list(dialog.tree.chosen) == ["d-1", "d-2"]
    assert dialog.sign.isEnabled()
    assert dialog.sign.text() == "Sign 2 documents"
    tick(dialog, 0)
    assert list(dialog.tree.chosen) == ["d-2"]
    assert texts(dialog, 1)[:2] == ["Opened, pages 2 of 3", "Not opened"]
    assert texts(dialog, 2) == ["Ready", "Ready", "Cannot be signed", "Cannot be signed"]


def test_only_what_was_opened_is_ticked_together(dialog: BatchDialog) -> None:
    dialog.tick_opened.click()
    assert list(dialog.tree.chosen) == ["d-1"]


def test_a_screen_reader_is_told_what_is_painted(dialog: BatchDialog) -> None:
    item = dialog.tree.topLevelItem(3)
    assert item is not None
    spoken = item.data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Toʻrtinchi, Not opened, Qaytarib olingan."
    assert dialog.tree.accessibleName()


def test_what_will_be_signed_stands_below_each_document(dialog: BatchDialog) -> None:
    item = dialog.tree.topLevelItem(0)
    assert item is not None
    assert item.childCount() == 0
    dialog.tree.setCurrentItem(item)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Right)
    children = [item.child(place) for place in range(item.childCount())]
    lines = [child.text(0) for child in children if child is not None]
    shown = "".join(lines[:2]).removeprefix("Digest: ").replace(" ", "").lower()
    assert shown == ROWS[0].version_digest
    assert lines[2] == "Matn oʻzgarmagan: good"


def test_the_pin_leaves_once_and_the_field_forgets_it(dialog: BatchDialog, qtbot: QtBot) -> None:
    tick(dialog, 0, 1)
    QTest.keyClicks(dialog.pin.edit, PIN)
    with qtbot.waitSignal(dialog.sign_requested) as told:
        dialog.sign.click()
    assert told.args == [("d-1", "d-2"), bytearray(PIN.encode())]
    assert (dialog.pin.edit.text(), dialog.mode) == ("", Mode.RUNNING)
    assert not dialog.pin.isVisible()
    assert (dialog.pause.isVisible(), dialog.stop.isVisible()) == (True, True)


def begin(dialog: BatchDialog) -> None:
    tick(dialog, 0, 1)
    QTest.keyClicks(dialog.pin.edit, PIN)
    dialog.sign.click()


def test_progress_is_told_for_each_and_trouble_keeps_the_ticks(dialog: BatchDialog) -> None:
    begin(dialog)
    dialog.show_row(replace(ROWS[0], state=BatchState.WORKING, step=Step.VERIFY))
    assert texts(dialog, 2)[0] == "Verifying what was signed"
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED))
    dialog.show_row(replace(ROWS[1], state=BatchState.WORKING))
    assert dialog.progress.value() == 3 - 2
    dialog.show_row(ROWS[1])
    trouble = Trouble("Token pulled out.", "Put it in.", "TOKEN-REMOVED")
    dialog.show_trouble(trouble, AttemptsLeft.FEW)
    assert dialog.trouble.isVisible()
    assert list(dialog.tree.chosen) == ["d-2"]
    assert dialog.note.text() == "1 signed and in the outbox. 3 not signed."
    assert "few" in dialog.pin.attempts.text()
    assert dialog.cancel.text() == "Close"


def test_a_newer_version_takes_its_consent_away(dialog: BatchDialog) -> None:
    tick(dialog, 0, 1)
    dialog.show_row(replace(ROWS[0], version_digest=examples.digest("newer")))
    assert list(dialog.tree.chosen) == ["d-2"]


def test_pause_resume_and_stop_are_asked_for(dialog: BatchDialog, qtbot: QtBot) -> None:
    begin(dialog)
    with qtbot.waitSignal(dialog.pause_requested):
        dialog.pause.click()
    assert (dialog.mode, dialog.pause.text()) == (Mode.PAUSED, "Go on")
    with qtbot.waitSignal(dialog.resume_requested):
        dialog.pause.click()
    with qtbot.waitSignal(dialog.stop_requested):
        dialog.close()
    assert dialog.isVisible()
    assert not dialog.stop.isEnabled()
    dialog.show_stopped()
    assert dialog.mode is Mode.REVIEW
    dialog.close()
    assert not dialog.isVisible()


def test_the_end_tells_each_and_an_unknown_outcome_apart(dialog: BatchDialog) -> None:
    begin(dialog)
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED, number="94-9-4-Q/26"))
    dialog.show_row(replace(ROWS[1], state=BatchState.UNKNOWN, problem="Javob kelmadi."))
    dialog.show_stopped()
    assert dialog.mode is Mode.ENDED
    assert texts(dialog, 2)[:2] == ["No. 94-9-4-Q/26", "Outcome unknown"]
    assert "1 with unknown outcome" in dialog.note.text()
    assert not dialog.sign.isVisible()


def test_a_key_that_wants_its_pin_again_asks_in_the_dialog(
    dialog: BatchDialog, qtbot: QtBot
) -> None:
    begin(dialog)
    dialog.ask_pin(2)
    assert dialog.pin.isVisible()
    assert "number 2" in dialog.note.text()
    QTest.keyClicks(dialog.pin.edit, PIN)
    with (
        qtbot.waitSignal(dialog.pin_given) as told,
        qtbot.assertNotEmitted(dialog.sign_requested),
    ):
        dialog.sign.click()
    assert told.args == [bytearray(PIN.encode())]
    assert not dialog.pin.isVisible()


def test_return_opens_the_document(dialog: BatchDialog, qtbot: QtBot) -> None:
    tick(dialog, 1)
    with qtbot.waitSignal(dialog.draft_requested) as told:
        QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    assert told.args == ["d-2"]
    with qtbot.waitSignal(dialog.draft_requested) as told:
        dialog.open_draft.click()
    assert told.args == ["d-2"]


def test_several_are_picked_in_the_list_or_the_whole_group_is_meant(
    window: MainWindow, qtbot: QtBot
) -> None:
    drafts = window.drafts
    drafts.show_group(Group.TO_SIGN)
    group = drafts.to_sign
    assert len(group) > 3
    assert drafts.several.isVisible()
    with qtbot.waitSignal(window.batch_requested) as told:
        drafts.several.click()
    assert told.args == [group]

    def click(place: int, keys: Qt.KeyboardModifier) -> None:
        index = drafts.model.index(place)
        point = drafts.view.visualRect(index).center()
        QTest.mouseClick(drafts.view.viewport(), Qt.MouseButton.LeftButton, keys, point)

    click(0, Qt.KeyboardModifier.NoModifier)
    click(2, Qt.KeyboardModifier.ControlModifier)
    assert drafts.to_sign == (group[0], group[2])
    assert drafts.several.text() == "Sign 2 selected…"
    # The list arrives anew with every synchronising, and the last one picked is opened.
    drafts.show_drafts(examples.drafts(59))
    drafts.choose(group[2])
    assert drafts.to_sign == (group[0], group[2])
    click(1, Qt.KeyboardModifier.NoModifier)
    assert drafts.to_sign == group[: len(drafts.to_sign)]
    assert drafts.view.selectionMode() is QListView.SelectionMode.ExtendedSelection
    drafts.show_group(Group.REGISTERED)
    assert not drafts.several.isVisible()
