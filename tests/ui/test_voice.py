"""What became of an act is spoken, once, though the focus is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from resources.translations import compiled
from sync.wire import Answer
from tests.ui import examples
from tests.ui.gallery import DIALOGS, REPORT
from tests.ui.test_batch import ROWS
from ui import words
from ui.agree_dialog import AgreeDialog
from ui.base import Text
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchState
from ui.compare_dialog import CompareDialog
from ui.group_buttons import GroupButton
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.readiness_dialog import Part, ReadinessDialog, ReadinessRow
from ui.report_dialog import ReportDialog
from ui.report_sign_dialog import ReportSignDialog
from ui.roles import Notification
from ui.rows import CheckRow, CheckState, Connection, SignPlan, SignResult, Step, Trouble, Verdict
from ui.setup_dialog import SetupDialog, SetupState, SetupStep
from ui.sign_dialog import SignDialog
from ui.voice import voice

WRONG = Trouble("Wrong PIN.", "Enter it again.", "E-121")


class Heard:
    """What was spoken since the last look."""

    def __init__(self, bot: QtBot) -> None:
        self._bot = bot
        self._said: list[str] = []
        voice().pause.setInterval(20)
        voice().spoken.connect(self._said.append)

    def said(self) -> list[str]:
        self._bot.wait(60)
        found, self._said[:] = list(self._said), []
        return found


@pytest.fixture
def heard(window: MainWindow, qtbot: QtBot) -> Iterator[Heard]:
    window.show()
    made = Heard(qtbot)
    made.said()
    yield made
    voice().spoken.disconnect()


def test_the_number_of_a_signed_decision_is_spoken(window: MainWindow, heard: Heard) -> None:
    dialog = DIALOGS["sign"](window)
    assert isinstance(dialog, SignDialog)
    dialog.show()
    heard.said()
    dialog.show_step(Step.SEND)
    dialog.show_result(SignResult("327-99-0-Q/26", examples.NOW))
    (said,) = heard.said()
    assert said.startswith("Registered: No. 327-99-0-Q/26")
    assert dialog.focusWidget() is dialog.ended_title
    dialog.close()


@pytest.mark.parametrize("answer", [CheckState.GOOD, CheckState.BAD])
def test_a_check_that_was_awaited_brings_the_pin_or_is_heard(
    window: MainWindow, heard: Heard, answer: CheckState, qtbot: QtBot
) -> None:
    plan = examples.plan()
    trail = plan.token.checks[2]

    def with_trail(state: CheckState, reason: str = "") -> SignPlan:
        checks = tuple(
            CheckRow(trail.name, state, reason) if item is trail else item
            for item in plan.token.checks
        )
        return replace(plan, token=replace(plan.token, checks=checks))

    dialog = SignDialog(with_trail(CheckState.RUNNING), window)
    qtbot.addWidget(dialog)
    dialog.show()
    heard.said()
    # Who types ahead loses nothing, and signs nothing.
    QTest.keyClicks(dialog.focusWidget(), "1234")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not dialog.sign.isEnabled()
    assert dialog.reviewing
    assert heard.said() == [f"{trail.name}: being checked"]
    # How far it is can be read, and is not spoken page by page.
    shown = [text for text in dialog.checks.findChildren(Text) if trail.name in text.text()]
    for annex, page, said in ((0, 2, "Page 2 of 3"), (1, 4, "Annex 1, page 4")):
        dialog.show_looked_at(annex, page)
        assert [text.text() for text in shown] == [f"{trail.name}: being checked\n{said}"]
    assert heard.said() == []
    dialog.show_plan(with_trail(answer, "Boshqa matn."))
    bad = answer is CheckState.BAD
    ended = f"{trail.name}: not good. Boshqa matn."
    assert heard.said() == [ended if bad else "Everything has been checked; it can be signed."]
    assert dialog.pin.isVisible() is not bad
    assert dialog.sign.isEnabled() is not bad
    assert bad or dialog.focusWidget() is dialog.pin.edit
    assert bad or dialog.pin.edit.take() == bytearray(b"1234")


def test_where_a_signed_report_is_is_spoken(window: MainWindow, heard: Heard) -> None:
    dialog = DIALOGS["report_sign"](window)
    assert isinstance(dialog, ReportSignDialog)
    dialog.show()
    dialog.show_written("/tmp/report.pdf", "")
    (said,) = heard.said()
    assert "/tmp/report.pdf" in said
    assert dialog.focusWidget() is dialog.ended_title
    dialog.close()


def test_a_wrong_pin_is_spoken_each_time_with_its_code(window: MainWindow, heard: Heard) -> None:
    dialog = DIALOGS["agree"](window)
    assert isinstance(dialog, AgreeDialog)
    dialog.show()
    for _ in range(2):
        dialog.trouble.hide()
        dialog.show_trouble(WRONG)
        assert heard.said() == ["Wrong PIN. Enter it again. E-121"]
    dialog.close()


def test_what_is_ticked_and_what_became_of_it_is_spoken(
    window: MainWindow, heard: Heard, qtbot: QtBot
) -> None:
    dialog = BatchDialog(window)
    qtbot.addWidget(dialog)
    dialog.show_rows(ROWS)
    dialog.show_token(examples.token_view())
    dialog.show_checked()
    dialog.show()
    tree, role = dialog.tree, Qt.ItemDataRole.AccessibleTextRole
    tree.setFocus()
    heard.said()
    item = tree.topLevelItem(0)
    assert item is not None
    assert item.data(0, role).startswith("not ticked, ")
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert item.data(0, role).startswith("ticked, ")
    (said,) = heard.said()
    assert said.startswith("ticked\nTicked: 1 of ")
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert heard.said()[0].startswith("not ticked\nTicked: 0 of ")
    QTest.keyClick(tree, Qt.Key.Key_Space)
    heard.said()
    QTest.keyClicks(dialog.pin.edit, "1234")
    QTest.keyClick(dialog.pin.edit, Qt.Key.Key_Return)
    dialog.show_row(replace(ROWS[0], state=BatchState.SIGNED, number="94-9-4-Q/26"))
    for other in ROWS[1:]:
        dialog.show_row(replace(other, checks=(), problem="Qaytarib olingan."))
    dialog.show_stopped()
    (said,) = heard.said()
    assert "No. 94-9-4-Q/26" in said
    assert "1 registered." in said
    # Heard before it closes: a second Return is pressed without looking.
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_what_nobody_ticked_is_no_failure(window: MainWindow, qtbot: QtBot) -> None:
    dialog = BatchDialog(window)
    qtbot.addWidget(dialog)
    rows = tuple(replace(ROWS[0], draft=f"d-{n}") for n in range(3))
    dialog.show_rows(rows)
    dialog.show_token(examples.token_view())
    dialog.show_checked()
    dialog.show_row(replace(rows[0], state=BatchState.SIGNED))
    assert dialog.note.text() == "1 signed and in the outbox. 2 not ticked."
    assert dialog.note.property("role") == "good"
    dialog.show_row(replace(rows[1], state=BatchState.FAILED, problem="No."))
    assert dialog.note.text().endswith("1 not signed. 1 not ticked.")
    assert dialog.note.property("role") == "warn"


def test_an_answer_being_signed_is_seen_and_asks_before_it_closes(
    window: MainWindow, heard: Heard
) -> None:
    dialog = AgreeDialog(examples.view(), examples.token_view(), Answer.OBJECTED, window)
    dialog.remark.setPlainText("Muddat aniq emas.")
    dialog.show()
    heard.said()
    QTest.keyClicks(dialog.pin.edit, "1234")
    QTest.keyClick(dialog.pin.edit, Qt.Key.Key_Return)
    assert dialog.busy
    assert dialog.running.isVisible()
    assert not dialog.pin.isVisible()
    assert not any(made.isEnabled() for made in (*dialog.choices.values(), dialog.remark))
    assert heard.said() == [dialog.running.text()]
    for answered in ("go_on", "close_now"):
        dialog.close()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        question = dialog.question
        assert question is not None
        getattr(question, answered).click()
        assert dialog.isVisible()
    assert "closes" in dialog.running.text()
    dialog.show_trouble(WRONG)
    assert dialog.pin.edit.hasFocus()
    assert all(made.isEnabled() for made in dialog.choices.values())
    assert not dialog.running.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_line_that_breaks_is_spoken_and_each_synchronising_is_not(
    window: MainWindow, heard: Heard, speech: Speech
) -> None:
    window.show_connection(Connection.CONNECTED)
    window.show_outbox_count(1)
    assert heard.said() == ["1 entry unsent"]
    window.show_connection(Connection.WORKING)
    window.show_connection(Connection.CONNECTED)
    assert speech.speak("ru", compiled("ru"))
    assert heard.said() == []
    assert speech.speak("en", compiled("en"))
    window.show_connection(Connection.OFFLINE)
    window.show_outbox_count(0)
    (said,) = heard.said()
    assert said.splitlines() == [window.connection_label.accessibleName(), "Outbox is empty"]
    assert not {"●", "○"} & set(window.connection_label.accessibleName())


def test_what_the_window_says_below_or_above_is_spoken(window: MainWindow, heard: Heard) -> None:
    window.tell("Printed.")
    window.notice.tell(lambda: "The outcome is unknown.")
    assert heard.said() == ["Printed.\nThe outcome is unknown."]


def test_old_readers_hear_it_as_a_notification(window: MainWindow, heard: Heard) -> None:
    QAccessible.setActive(True)
    try:
        for sentence in ("One.", "Two."):
            window.tell(sentence)
            assert heard.said() == [sentence]
            note = window.findChildren(Notification)[-1]
            shown = QAccessible.queryAccessibleInterface(note)
            assert shown.role() is QAccessible.Role.Notification
            assert shown.text(QAccessible.Text.Name) == sentence
            # As whoever speaks it does.
            assert not shown.text(QAccessible.Text.Description)
            assert not note.isVisible()
        borders = [window.splitter.handle(place) for place in (1, 2)]
        roles = {QAccessible.queryAccessibleInterface(border).role() for border in borders}
        assert roles == {QAccessible.Role.Splitter}
    finally:
        QAccessible.setActive(False)


def test_what_goes_on_without_a_pause_is_spoken_meanwhile(heard: Heard, qtbot: QtBot) -> None:
    pause, latest = voice().pause, voice().latest
    usual = latest.interval()
    pause.setInterval(10_000)
    latest.setInterval(50)
    try:
        for number in range(12):
            voice().say(f"{number}.")
            qtbot.wait(15)
        told = heard.said()
        assert len(told) > 1
        assert "\n".join(told).split("\n") == [f"{number}." for number in range(12)]
        # The next sentence has its own time, not what was left of the last.
        assert not latest.isActive()
        assert not pause.isActive()
    finally:
        latest.setInterval(usual)


def test_what_is_no_longer_so_is_not_spoken(window: MainWindow, heard: Heard) -> None:
    dialog = BatchDialog(window)
    rows = tuple(replace(ROWS[0], draft=f"d-{n}", title=f"Title {n}") for n in range(3))
    dialog.show_rows(rows)
    dialog.show_token(examples.token_view())
    window.show_outbox_count(0)
    dialog.show()
    dialog.show_checked()
    assert heard.said() == ["Tick each document you want to sign."]
    for place, row in enumerate(rows):
        dialog.show_row(replace(row, state=BatchState.SIGNED))
        window.show_outbox_count(place + 1)
    for place, row in enumerate(rows):
        dialog.show_row(replace(row, state=BatchState.SIGNED, number=f"{place}-Q"))
        window.show_outbox_count(len(rows) - place - 1)
    (said,) = heard.said()
    assert said.splitlines() == [
        *(f"Title {n}: No. {n}-Q" for n in range(3)),
        "3 registered.",
        "Outbox is empty",
    ]
    dialog.close()


def test_the_next_change_is_spoken_wherever_the_keys_are(window: MainWindow, heard: Heard) -> None:
    dialog = DIALOGS["compare"](window)
    assert isinstance(dialog, CompareDialog)
    dialog.show()
    dialog.whole.setFocus()
    heard.said()
    QTest.keyClick(dialog, Qt.Key.Key_F7)
    (said,) = heard.said()
    assert said.startswith(dialog.count.text())
    assert len(said) > len(dialog.count.text())
    dialog.close()


def test_an_address_that_was_typed_is_used_by_going_on(
    window: MainWindow, heard: Heard, qtbot: QtBot
) -> None:
    dialog = SetupDialog(SetupState(SetupStep.REGISTRY), "en", "", window)
    qtbot.addWidget(dialog)
    given: list[str] = []
    dialog.address_given.connect(given.append)
    dialog.show()

    def step() -> SetupStep:
        return dialog.state.step

    # With nothing typed there is nothing to use.
    dialog.next.click()
    assert step() is SetupStep.SIGN_IN
    dialog.back.click()
    QTest.keyClicks(dialog.address, "registry.example")
    heard.said()
    dialog.next.click()
    assert (given, step()) == (["registry.example"], SetupStep.REGISTRY)
    dialog.show_kept("https://registry.example")
    assert heard.said() == ["Asking the registry…"]
    dialog.show_address_tried(WRONG)
    assert step() is SetupStep.REGISTRY
    assert heard.said() == ["Wrong PIN. Enter it again. E-121"]
    dialog.use.setFocus()
    dialog.use.click()
    # A button that is disabled loses the keys, and none goes to one that leaves.
    assert dialog.focusWidget() is dialog.address
    dialog.show_address_tried(None)
    assert step() is SetupStep.REGISTRY
    assert heard.said() == ["The registry answered. Its address is kept."]
    dialog.address.setText("other.example")
    dialog.next.click()
    dialog.show_kept("https://other.example")
    dialog.show_address_tried(None)
    assert step() is SetupStep.SIGN_IN
    assert given == ["registry.example", "https://registry.example", "other.example"]


def test_each_verdict_is_spoken_once(window: MainWindow, heard: Heard, qtbot: QtBot) -> None:
    invalid = replace(REPORT, file="b.asice", verdict=Verdict.INVALID, reasons=("CRC-32.",))
    dialog = ReportDialog((REPORT,), window, awaited=(invalid.file,))
    qtbot.addWidget(dialog)
    dialog.show()
    (said,) = heard.said()
    assert said.startswith(f"{REPORT.file}: {words.verdict(REPORT.verdict)}")
    dialog.show_report(invalid)
    assert heard.said() == ["b.asice: Invalid. CRC-32."]
    dialog.retranslate()
    assert heard.said() == []


def test_the_answer_of_another_look_is_spoken(
    window: MainWindow, heard: Heard, qtbot: QtBot
) -> None:
    dialog = ReadinessDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    good = ReadinessRow("Registry", CheckState.GOOD, "Here.")
    for _ in range(2):
        for part in Part:
            dialog.show_part(part, (good,))
        assert heard.said() == [
            "Yes, you can sign now. Everything that signing needs is in order."
        ]
        dialog.show_looking()
        assert heard.said() == []


def test_the_first_start_begins_on_the_language(window: MainWindow, qtbot: QtBot) -> None:
    dialog = SetupDialog(SetupState(), "en", "", window)
    qtbot.addWidget(dialog)
    dialog.show()
    chosen = dialog.languages.checkedButton()
    assert dialog.focusWidget() is chosen
    dialog.steps.setFocus()
    QTest.keyClick(dialog.steps, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is chosen


def test_the_groups_are_radio_buttons_to_who_hears_them(window: MainWindow) -> None:
    window.show()
    QAccessible.setActive(True)
    try:
        buttons = window.drafts.findChildren(GroupButton)
        heard = [QAccessible.queryAccessibleInterface(made) for made in buttons]
        assert {one.role() for one in heard} == {QAccessible.Role.RadioButton}
        for made in buttons:
            made.click()
            assert [bool(one.state().checked) for one in heard] == [
                other is made for other in buttons
            ]
        actions = heard[0].actionInterface()
        actions.doAction(QAccessibleActionInterface.pressAction())
        assert buttons[0].isChecked()
    finally:
        QAccessible.setActive(False)


def test_what_a_reader_has_dropped_is_said_once_more(
    window: MainWindow, heard: Heard, qtbot: QtBot
) -> None:
    """One that is behind throws notifications away without asking what they are about."""
    QAccessible.setActive(True)
    look = voice().look
    usual = look.interval()
    look.setInterval(200)
    try:
        voice().say("Your answer is signed.")
        voice().say("Offline", window)
        assert heard.said() == ["Your answer is signed.\nOffline"]
        # What is no longer so is not repeated.
        voice().say("Connected", window)
        assert heard.said() == ["Connected"]
        newest = window.findChildren(Notification)[-1]
        told = QAccessible.queryAccessibleInterface(newest)
        told.text(QAccessible.Text.Description)
        qtbot.wait(250)
        assert heard.said() == ["Your answer is signed."]
        qtbot.wait(250)
        assert heard.said() == []
    finally:
        look.setInterval(usual)
        QAccessible.setActive(False)
