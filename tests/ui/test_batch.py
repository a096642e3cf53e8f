"""Signing several: a tick for each, what is said of each, and a PIN that does not stay."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from itertools import combinations_with_replacement

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from signing.errors import AttemptsLeft
from tests.ui import examples
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchRow, BatchState, Mode
from ui.batch_words import Told
from ui.draft_rows import DraftRows
from ui.main_window import MainWindow
from ui.rows import CheckRow, CheckState, Group, Step, TokenView, Trouble
from ui.search_rows import SearchResult

S = BatchState
PIN = "sirli-7391"
GOOD = (CheckRow("Matn oʻzgarmagan", CheckState.GOOD),)
BAD = (CheckRow("Matn oʻzgarmagan", CheckState.BAD, "farq bor"),)
ROWS = (
    BatchRow("d-1", "Birinchi", examples.digest("1"), GOOD, opened=True, pages_seen=2, pages=3),
    BatchRow("d-2", "Ikkinchi", examples.digest("2"), GOOD),
    BatchRow("d-3", "Uchinchi", examples.digest("3"), BAD),
    BatchRow("d-4", "Toʻrtinchi", problem="Qaytarib olingan."),
)
TITLES = examples.TITLES
pytestmark = pytest.mark.usefixtures("speech")


@pytest.fixture
def dialog(qtbot: QtBot) -> BatchDialog:
    made = BatchDialog()
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    made.show_token(examples.token_view())
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
    assert (dialog.sign.text(), dialog.title.text()) == (
        "Sign",
        "Sign several documents with one PIN",
    )
    dialog.pin.edit.setText(PIN)
    assert not dialog.sign.isEnabled()
    tick(dialog, 0, 1, 2, 3)
    assert list(dialog.tree.chosen) == ["d-1", "d-2"]
    assert dialog.sign.isEnabled()
    assert dialog.sign.text() == "Sign 2 documents"
    assert dialog.title.text() == "Sign 2 documents with one PIN"
    tick(dialog, 0)
    assert list(dialog.tree.chosen) == ["d-2"]
    assert dialog.sign.text() == "Sign 1 document"
    assert texts(dialog, 1)[:2] == ["Opened, pages 2 of 3", "Not opened"]
    assert texts(dialog, 2) == ["Ready", "Ready", "Cannot be signed", "Cannot be signed"]


def test_what_became_of_each_is_counted_once() -> None:
    ready = BatchRow("d", "D", checks=GOOD)
    ticked = replace(ready, opened=True)
    kinds = (
        *(ready, ticked, replace(ready, checks=BAD), BatchRow("d", "D")),
        *(replace(ready, state=state) for state in BatchState if state is not BatchState.WAITING),
        *(replace(ready, state=state, number="7") for state in (S.SIGNED, S.DONE)),
    )
    for rows in combinations_with_replacement(kinds, 3):
        chosen = sum(shown is ticked for shown in rows)
        told = Told(rows, Mode.ENDED, chosen, 0, None, leaving=False).result()
        assert sum(map(int, re.findall(r"\d+", told))) == len(rows), (rows, told)


@pytest.mark.parametrize("size", [10, 15])
def test_titles_keep_their_room(dialog: BatchDialog, size: int) -> None:
    font = dialog.tree.font()
    font.setPointSize(size)
    dialog.tree.setFont(font)
    dialog.resize(900, 600)
    dialog.tree.resizeEvent(QResizeEvent(dialog.tree.size(), dialog.tree.size()))
    tree = dialog.tree
    assert tree.columnWidth(0) >= tree.viewport().width() * 2 // 5 - 3
    assert sum(tree.columnWidth(column) for column in range(3)) == tree.viewport().width()


def test_long_titles_have_what_room_is_free(dialog: BatchDialog) -> None:
    tree = dialog.tree
    dialog.resize(800, 560)
    tree.show_rows(tuple(replace(row, title=TITLES[at]) for at, row in enumerate(ROWS)))
    tree.resizeEvent(QResizeEvent(tree.size(), tree.size()))
    assert tree.columnWidth(0) > tree.viewport().width() * 11 // 20
    # What beside them wraps has room for its longest word.
    metrics = tree.fontMetrics()
    assert tree.columnWidth(1) > 16 + metrics.horizontalAdvance("Opened,")
    assert tree.columnWidth(2) > 16 + metrics.horizontalAdvance("Verifying")
    item = tree.topLevelItem(0)
    assert item is not None
    assert item.toolTip(0) == TITLES[0]
    # What is left by short ones is not kept from the others.
    tree.show_rows(ROWS)
    tree.resizeEvent(QResizeEvent(tree.size(), tree.size()))
    assert tree.columnWidth(1) >= metrics.horizontalAdvance("Opened, pages 2 of 3")


def test_only_what_was_opened_is_ticked_together(dialog: BatchDialog) -> None:
    dialog.tick_opened.click()
    assert list(dialog.tree.chosen) == ["d-1"]


def test_a_screen_reader_is_told_what_is_painted(dialog: BatchDialog) -> None:
    item = dialog.tree.topLevelItem(3)
    assert item is not None
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [item.data(column, role) for column in range(3)]
    assert spoken == ["Toʻrtinchi", "Not opened", "Qaytarib olingan."]
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
    dialog.show_row(replace(ROWS[0], state=BatchState.WORKING))
    assert dialog.note.text().startswith("Pausing after")
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED))
    assert dialog.note.text().startswith("Paused.")
    with qtbot.waitSignal(dialog.resume_requested):
        dialog.pause.click()
    with qtbot.waitSignal(dialog.stop_requested):
        dialog.stop.click()
    assert dialog.isVisible()
    assert not dialog.stop.isEnabled()
    dialog.show_stopped()
    assert dialog.mode is Mode.REVIEW
    dialog.close()
    assert not dialog.isVisible()


def test_closing_in_the_middle_says_what_it_costs_and_waits(
    dialog: BatchDialog, qtbot: QtBot
) -> None:
    begin(dialog)
    dialog.show_row(replace(ROWS[0], state=BatchState.WORKING))
    with qtbot.assertNotEmitted(dialog.stop_requested):
        dialog.close()
    question = dialog.question
    assert question is not None
    assert "0 signed and kept." in question.text.text()
    assert "1 more stays unsigned." in question.text.text()
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED))
    dialog.show_row(replace(ROWS[1], state=BatchState.WORKING))
    assert "1 signed and kept." in question.text.text()
    assert "stay" not in question.text.text()
    question.go_on.click()
    assert (dialog.question, dialog.mode) == (None, Mode.RUNNING)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.question is not None
    with qtbot.waitSignal(dialog.stop_requested):
        dialog.question.close_now.click()
    assert dialog.isVisible()
    assert "Closing" in dialog.note.text()
    dialog.show_row(replace(ROWS[1], state=BatchState.SIGNED))
    dialog.show_stopped()
    assert not dialog.isVisible()


@pytest.mark.parametrize("outcome", ["unknown", "trouble", "over"])
def test_what_its_person_must_see_keeps_the_dialog(dialog: BatchDialog, outcome: str) -> None:
    begin(dialog)
    dialog.close()
    question = dialog.question
    assert question is not None
    if outcome == "over":
        # The run ended before anybody answered: there is nothing to ask about any more.
        dialog.show_stopped()
        assert dialog.question is None
    else:
        question.close_now.click()
    if outcome == "unknown":
        dialog.show_row(replace(ROWS[0], state=BatchState.UNKNOWN))
        dialog.show_stopped()
    elif outcome == "trouble":
        dialog.show_trouble(Trouble("Token pulled out.", "Put it in.", "TOKEN-REMOVED"))
    assert dialog.isVisible()
    assert not question.isVisible()


def test_the_certificate_is_chosen_for_all_of_them(dialog: BatchDialog, qtbot: QtBot) -> None:
    first = examples.certificate()
    second = replace(first, identifier=examples.digest("second"), name="NAMUNALIYEV 2")
    dialog.show_token(TokenView((first, second)))
    tick(dialog, 0, 1)
    assert not dialog.pin.isVisible()
    assert not dialog.sign.isEnabled()
    assert dialog.note.text() == "Choose the certificate that signs all of them."
    dialog.show_token(TokenView(lack=Trouble("No token was found.", "", "E-102")))
    assert dialog.note.text() == "The documents are checked once there is a certificate."
    dialog.show_token(TokenView((first, second)))
    with qtbot.waitSignal(dialog.certificate_chosen) as told:
        dialog.chooser.list.setCurrentRow(1)
    assert told.args == [second.token, second.identifier]
    assert not dialog.pin.isVisible()
    dialog.show_token(TokenView((first, second), second))
    assert dialog.pin.isVisible()
    QTest.keyClicks(dialog.pin.edit, PIN)
    assert dialog.sign.isEnabled()
    # A PIN is for the certificate it was typed for, and the plans are of that one.
    dialog.chooser.list.setCurrentRow(0)
    assert dialog.pin.edit.text() == ""
    assert not dialog.sign.isEnabled()


def test_a_look_never_puts_a_run_back_into_the_review(dialog: BatchDialog) -> None:
    begin(dialog)
    dialog.show_looking()
    dialog.show_checked()
    assert dialog.mode is Mode.RUNNING


def test_nothing_is_said_of_wrong_pins_once_one_was_right(dialog: BatchDialog) -> None:
    begin(dialog)
    dialog.show_trouble(Trouble("The PIN is wrong.", "", "PIN-INCORRECT"), AttemptsLeft.FEW)
    assert "few" in dialog.pin.attempts.text()
    QTest.keyClicks(dialog.pin.edit, PIN)
    dialog.sign.click()
    dialog.show_row(replace(ROWS[0], state=BatchState.WORKING))
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED))
    dialog.show_stopped()
    assert dialog.mode is Mode.REVIEW
    assert not dialog.trouble.isVisible()
    assert dialog.pin.attempts.text() == ""


def test_the_end_tells_each_and_an_unknown_outcome_apart(dialog: BatchDialog) -> None:
    begin(dialog)
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED, number="94-9-4-Q/26"))
    dialog.show_row(replace(ROWS[1], state=BatchState.UNKNOWN, problem="Javob kelmadi."))
    dialog.show_stopped()
    assert dialog.mode is Mode.ENDED
    assert texts(dialog, 2)[:2] == ["No. 94-9-4-Q/26", "Outcome unknown"]
    assert "1 with unknown outcome" in dialog.note.text()
    assert "1 registered." in dialog.note.text()
    assert "outbox" not in dialog.note.text()
    dialog.show_row(replace(ROWS[1], state=BatchState.SIGNED))
    assert dialog.note.text().startswith("1 registered. 1 signed and in the outbox.")
    assert not dialog.sign.isVisible()


def test_an_unknown_outcome_says_what_to_do_without_a_click(dialog: BatchDialog) -> None:
    begin(dialog)
    told = "Open it and sign it by itself."
    unknown = replace(ROWS[1], state=BatchState.UNKNOWN, problem="Javob kelmadi.")
    dialog.show_row(replace(ROWS[0], state=BatchState.FAILED, problem="Token rad etdi."))
    dialog.show_row(unknown)
    for place, expected in ((0, ["Token rad etdi."]), (1, ["Javob kelmadi.", told])):
        item = dialog.tree.topLevelItem(place)
        assert item is not None
        assert item.isExpanded()
        lines = [item.child(number) for number in range(item.childCount())]
        below = [line.text(0) for line in lines if line is not None]
        assert all(text.endswith(end) for text, end in zip(below, expected, strict=False)), below
    item = dialog.tree.topLevelItem(1)
    assert item is not None
    assert told in item.toolTip(2)
    assert told in item.data(2, Qt.ItemDataRole.AccessibleTextRole)
    # Whoever shuts it has read it.
    item.setExpanded(False)
    dialog.show_row(replace(unknown, pages=4))
    assert not item.isExpanded()


LONG = "Tuman hududida kuz-qish mavsumiga tayyorgarlik koʻrish chora-tadbirlari toʻgʻrisida. " * 3


def test_a_long_title_has_three_lines_and_the_rest_in_its_tip(dialog: BatchDialog) -> None:
    dialog.resize(900, 600)
    item, other = dialog.tree.topLevelItem(0), dialog.tree.topLevelItem(1)
    assert item is not None
    assert other is not None
    dialog.show_row(replace(ROWS[0], title=LONG))
    line = dialog.tree.fontMetrics().lineSpacing()
    high, low = (dialog.tree.visualItemRect(each).height() for each in (item, other))
    assert line * 1.5 < high - low <= line * 2
    assert item.toolTip(0) == LONG
    dialog.show_row(replace(ROWS[0], title=LONG[:60]))
    dialog.resize(1800, 600)
    assert dialog.tree.visualItemRect(item).height() == low


def test_what_was_signed_elsewhere_meanwhile_is_signed(dialog: BatchDialog) -> None:
    done = replace(ROWS[1], checks=(), state=BatchState.DONE, problem="Imzolangan.", number="7-b")
    dialog.show_row(done)
    assert texts(dialog, 2)[1] == "No. 7-b"
    assert dialog.note.text() == "Tick each document you want to sign. Ticked: 0 of 1."
    for place in (0, 2, 3):
        dialog.show_row(replace(ROWS[place], state=BatchState.DONE))
    assert texts(dialog, 2)[0] == "Signed already"
    assert dialog.note.text() == "4 had been signed already."


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
    drafts, ctrl = window.drafts, Qt.KeyboardModifier.ControlModifier
    drafts.show_group(Group.TO_SIGN)
    group = drafts.to_sign
    assert len(group) > 3
    assert drafts.several.isVisible()
    with qtbot.waitSignal(window.batch_requested) as told:
        QTest.keyClick(window, Qt.Key.Key_B, ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert told.args == [group]
    assert "(Ctrl+Shift+B)" in drafts.several.toolTip()

    def click(place: int, keys: Qt.KeyboardModifier) -> None:
        index = drafts.model.index(place)
        point = drafts.view.visualRect(index).center()
        QTest.mouseClick(drafts.view.viewport(), Qt.MouseButton.LeftButton, keys, point)

    click(0, Qt.KeyboardModifier.NoModifier)
    click(2, ctrl)
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


def test_what_is_picked_stays_when_one_is_left_out_and_the_list_comes_anew(
    window: MainWindow,
) -> None:
    drafts, ctrl = window.drafts, Qt.KeyboardModifier.ControlModifier
    drafts.show_group(Group.TO_SIGN)
    group = drafts.to_sign
    drafts.view.setFocus()
    QTest.keyClick(drafts.view, Qt.Key.Key_Home)
    QTest.keyClick(drafts.view, Qt.Key.Key_A, ctrl)
    assert drafts.to_sign == group
    QTest.keyClick(drafts.view, Qt.Key.Key_Space, ctrl)
    assert drafts.to_sign == group[1:]
    drafts.show_drafts(examples.drafts(59))
    left = [draft for draft in group[1:] if drafts.model.group_of(draft)]
    assert drafts.to_sign == tuple(left)
    # A search shows another list; what is picked of it stays.
    drafts.search.setText("yer")
    window.show_found(SearchResult((left[2], group[0], "absent", left[0])))
    assert drafts.to_sign == (left[2], left[0])
    # Another draft that is opened from elsewhere is the one that is chosen.
    drafts.choose(left[2])
    assert not drafts.to_sign


def test_a_hundred_thousand_are_picked_at_once(window: MainWindow) -> None:
    drafts, ctrl = window.drafts, Qt.KeyboardModifier.ControlModifier
    ids = tuple(f"d-{number:06d}" for number in range(100_000))
    groups = tuple(Group.REGISTERED if n % 9 else Group.TO_SIGN for n in range(len(ids)))
    window.show_drafts(DraftRows(ids, groups, ids, {}))
    drafts.show_group(Group.ALL)
    drafts.view.setCurrentIndex(drafts.model.index(0))
    for key, expected in ((Qt.Key.Key_A, 11_112), (Qt.Key.Key_Space, 11_111)):
        # Time of this thread alone, whatever else the computer does.
        begun = time.thread_time()
        QTest.keyClick(drafts.view, key, ctrl)
        assert time.thread_time() - begun < 0.2
        assert len(drafts.to_sign) == expected
