"""Dialogs: what they ask for, what they send up, and that a PIN does not stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from resources.version import program_version
from signing.errors import AttemptsLeft
from sync.wire import Answer
from tests.ui import examples
from ui import words
from ui.agree_dialog import AgreeDialog
from ui.base import Text
from ui.main_window import MainWindow
from ui.report_dialog import ReportDialog
from ui.rows import (
    CheckRow,
    CheckState,
    Mark,
    Report,
    SignatureRow,
    SignResult,
    Step,
    TokenView,
    Trouble,
    Verdict,
)
from ui.sign_dialog import SignDialog
from ui.sign_in_dialog import SignInDialog
from ui.theme import use_text_size
from ui.trouble_panel import ErrorBox

PIN = "sirli-7391"
pytestmark = pytest.mark.usefixtures("speech")


@pytest.fixture
def dialog(qtbot: QtBot) -> SignDialog:
    made = SignDialog(examples.plan())
    qtbot.addWidget(made)
    made.show()
    return made


def test_pin_leaves_as_a_buffer_and_the_field_forgets_it(dialog: SignDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.pin.edit, PIN)
    with qtbot.waitSignal(dialog.sign_requested) as told:
        dialog.sign.click()
    assert told.args == [bytearray(PIN.encode())]
    assert isinstance(told.args[0], bytearray)
    assert dialog.pin.edit.text() == ""
    dialog.pin.edit.undo()
    assert dialog.pin.edit.text() == ""


def test_pin_is_not_shown_nor_given_to_screen_readers(dialog: SignDialog) -> None:
    QTest.keyClicks(dialog.pin.edit, PIN)
    assert PIN not in dialog.pin.edit.displayText()
    dialog.pin.edit.selectAll()
    dialog.pin.edit.copy()
    assert PIN not in QGuiApplication.clipboard().text()


def test_return_signs_once(dialog: SignDialog) -> None:
    sent: list[object] = []
    dialog.sign_requested.connect(sent.append)
    QTest.keyClicks(dialog.pin.edit, PIN)
    QTest.keyClick(dialog.pin.edit, Qt.Key.Key_Return)
    QTest.keyClick(dialog.pin.edit, Qt.Key.Key_Return)
    assert sent == [bytearray(PIN.encode())]
    assert dialog.isVisible()


def test_nothing_can_be_signed_without_a_pin_or_with_a_bad_check(
    qtbot: QtBot,
) -> None:
    made = SignDialog(examples.plan(trail_state=CheckState.BAD))
    qtbot.addWidget(made)
    made.show()
    assert not made.pin.isVisible()
    made.pin.edit.setText(PIN)
    assert not made.sign.isEnabled()
    made.show_plan(examples.plan())
    assert made.sign.isEnabled()
    made.pin.edit.clear()
    assert not made.sign.isEnabled()


def test_what_stops_a_signature_stands_first(dialog: SignDialog) -> None:
    good = tuple(CheckRow(f"{place}", CheckState.GOOD) for place in range(12))
    bad = CheckRow("Soat", CheckState.BAD, "12")
    dialog.checks.show_checks((*good, bad))
    names = [text.text().partition("\n")[0] for text in dialog.checks.findChildren(Text)]
    assert names[-13:] == ["Soat", *(row.name for row in good)]


def test_attempts_left_are_told_before_the_pin(qtbot: QtBot) -> None:
    made = SignDialog(examples.plan(AttemptsLeft.LAST))
    qtbot.addWidget(made)
    made.show()
    assert "locks the token" in made.pin.attempts.text()
    made.pin.show_attempts(AttemptsLeft.LOCKED)
    assert not made.pin.edit.isEnabled()
    assert not made.sign.isEnabled()


def test_cancel_is_asked_for_until_the_package_is_kept(dialog: SignDialog, qtbot: QtBot) -> None:
    dialog.show_step(Step.SIGN)
    with qtbot.waitSignal(dialog.cancel_requested):
        dialog.cancel.click()
    assert dialog.isVisible()
    dialog.show_step(Step.KEEP)
    with qtbot.assertNotEmitted(dialog.cancel_requested):
        dialog.cancel.click()
    assert not dialog.isVisible()


def test_closing_while_the_token_signs_says_what_it_costs(
    dialog: SignDialog, qtbot: QtBot
) -> None:
    dialog.show_step(Step.SIGN)
    with qtbot.assertNotEmitted(dialog.cancel_requested):
        dialog.close()
    assert dialog.isVisible()
    assert dialog.question is not None
    assert "stays unsigned" in dialog.question.text.text()
    first = dialog.question
    assert first.focusWidget() is first.go_on
    first.go_on.click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.question is not first
    with qtbot.waitSignal(dialog.cancel_requested):
        dialog.question.close_now.click()
    assert dialog.isVisible()
    # It was too late: nothing is asked any more, and the dialog says that it is kept.
    dialog.show_step(Step.KEEP)
    assert "kept" in dialog.steps_note.text()


def test_a_question_that_is_too_late_goes_away(dialog: SignDialog) -> None:
    dialog.show_step(Step.VERIFY)
    dialog.close()
    question = dialog.question
    assert question is not None
    dialog.show_step(Step.KEEP)
    assert dialog.question is None
    assert not question.isVisible()
    dialog.close()
    assert not dialog.isVisible()


def test_after_a_wrong_pin_what_is_signed_and_by_whom_stays_in_sight(
    app: QApplication, window: MainWindow, qtbot: QtBot
) -> None:
    use_text_size(app, 150)
    try:
        plan = examples.plan()
        dialog = SignDialog(replace(plan, title=f"{plan.title} " * 8), window)
        dialog.show()
        cure = "Check the keyboard and enter the PIN again. " * 4
        trouble = Trouble("Wrong PIN.", cure, "PIN-INCORRECT", pin_cure="change")
        dialog.show_trouble(trouble, AttemptsLeft.FEW)
        for kept in (dialog.digest, dialog.chooser.card.name, dialog.pin.edit):
            qtbot.waitUntil(partial(whole, kept))
        panel = dialog.trouble
        assert panel.happened.isVisible()
        assert not panel.cure.isVisible()
        panel.details.click()
        assert panel.cure.isVisible()
        assert panel.do.isVisible()
        assert panel.copy.isVisible()
        dialog.close()
    finally:
        use_text_size(app, 100)


def whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_trouble_brings_back_the_review_with_an_empty_field(
    dialog: SignDialog, qtbot: QtBot
) -> None:
    QTest.keyClicks(dialog.pin.edit, PIN)
    dialog.sign.click()
    dialog.show_trouble(
        Trouble("Wrong PIN.", "Enter it again.", "PIN-INCORRECT"), AttemptsLeft.FEW
    )
    assert dialog.trouble.happened.text() == "Wrong PIN."
    assert dialog.trouble.isVisible()
    assert dialog.pin.edit.text() == ""
    assert "few" in dialog.pin.attempts.text()
    QTest.keyClicks(dialog.pin.edit, PIN)
    with qtbot.waitSignal(dialog.sign_requested):
        dialog.sign.click()


def test_result_shows_number_and_date(dialog: SignDialog) -> None:
    dialog.show_step(Step.REGISTER)
    dialog.show_result(SignResult("94-9-4-Q/26", examples.NOW, "https://example.invalid/94"))
    assert "94-9-4-Q/26" in dialog.ended_title.text()
    assert dialog.close_button.isVisible()
    assert not dialog.sign.isVisible()


def test_newer_version_ends_the_review_but_not_a_kept_signature(
    dialog: SignDialog, qtbot: QtBot
) -> None:
    dialog.show_step(Step.SEND)
    dialog.close_for_newer_version()
    assert dialog.ended_title.text() == ""
    other = SignDialog(examples.plan())
    qtbot.addWidget(other)
    other.show()
    other.pin.edit.setText(PIN)
    other.close_for_newer_version()
    assert "changed" in other.ended_title.text()
    assert other.pin.edit.text() == ""
    with qtbot.assertNotEmitted(other.sign_requested):
        other.sign.click()


def test_titles_are_never_read_as_markup(qtbot: QtBot) -> None:
    made = SignDialog(replace(examples.plan(), title="<b>Qaror</b><img src='x'>"))
    qtbot.addWidget(made)
    made.show()
    assert made.title.textFormat() is Qt.TextFormat.PlainText


def test_sign_in_lists_certificates_and_skips_unusable_ones(qtbot: QtBot) -> None:
    made = SignInDialog()
    qtbot.addWidget(made)
    made.show()
    own = examples.certificate()
    refused = replace(own, usable=False, identifier="x", reason="It has expired.")
    made.show_token(TokenView((refused, own), own))
    assert made.chosen == own
    made.pin.edit.setText(PIN)
    with qtbot.waitSignal(made.sign_in_requested) as told:
        made.sign_in.click()
    assert told.args == [own.token, own.identifier, bytearray(PIN.encode())]
    assert made.pin.edit.text() == ""
    assert not made.sign_in.isEnabled()
    made.show_trouble(Trouble("No answer.", "Try again.", "UNREACHABLE"))
    made.pin.edit.setText(PIN)
    assert made.sign_in.isEnabled()


def test_sign_in_says_that_a_token_takes_no_pin_before_one_is_typed(qtbot: QtBot) -> None:
    made = SignInDialog()
    qtbot.addWidget(made)
    made.show()
    own, locked = examples.certificate(), Trouble("Locked.", "Unblock it.", "E-122", "unblock")
    # It is one whose PIN is typed on the reader, which would be asked at once.
    other = replace(own, token="T-2", identifier="x", stop=locked, reader_seconds=30)
    made.show_token(TokenView((own, other), own))
    made.pin.edit.setText(PIN)
    assert not made.chooser.lack.isVisible()
    made.chooser.list.setCurrentRow(1)
    assert made.chooser.lack.happened.text() == "Locked."
    assert not made.pin.isVisible()
    assert made.pin.edit.text() == ""
    assert not made.sign_in.isEnabled()
    with qtbot.waitSignal(made.trouble.cure_wanted):
        made.chooser.lack.do.click()
    made.chooser.list.setCurrentRow(0)
    assert made.pin.isVisible()
    assert not made.chooser.lack.isVisible()


def test_sign_in_without_a_token_says_what_to_do(qtbot: QtBot) -> None:
    made = SignInDialog()
    qtbot.addWidget(made)
    made.show()
    lack = Trouble("No token was found.", "Insert it.", "TOKEN-ABSENT")
    made.show_token(TokenView(lack=lack))
    assert made.chooser.lack.happened.text() == "No token was found."
    assert "put in" in made.explanation.text()
    assert not made.pin.isVisible()
    with qtbot.waitSignal(made.refresh_requested):
        made.refresh.click()
    assert not made.chooser.refresh.isVisible()


def test_objection_needs_its_reason(qtbot: QtBot) -> None:
    made = AgreeDialog(examples.view(), examples.token_view(), Answer.OBJECTED)
    qtbot.addWidget(made)
    made.show()
    made.pin.edit.setText(PIN)
    assert not made.sign.isEnabled()
    made.remark.setPlainText("  2-bandga eʼtiroz  ")
    with qtbot.waitSignal(made.answer_requested) as told:
        made.sign.click()
    assert told.args == [Answer.OBJECTED, "2-bandga eʼtiroz", bytearray(PIN.encode())]
    assert made.pin.edit.text() == ""


def test_objecting_begins_at_the_objection(qtbot: QtBot) -> None:
    made = AgreeDialog(examples.view(), examples.token_view(), Answer.OBJECTED)
    qtbot.addWidget(made)
    made.show()
    # Space where the focus is must not turn an objection into an agreement.
    assert made.focusWidget() is made.choices[Answer.OBJECTED]


def test_no_pin_is_typed_ahead_of_a_token(qtbot: QtBot) -> None:
    made = AgreeDialog(examples.view(), None)
    qtbot.addWidget(made)
    made.show()
    assert made.pin.isVisible()
    made.pin.edit.setText(PIN)
    made.show_token(TokenView(lack=Trouble("Token yoʻq", "Tokenni ulang", "E-100")))
    assert not made.pin.isVisible()
    made.show_token(examples.token_view())
    assert made.pin.isVisible()
    assert made.pin.edit.text() == ""


def test_the_words_of_an_answer_have_the_room_there_is(qtbot: QtBot) -> None:
    made = AgreeDialog(examples.view(), examples.token_view(), Answer.OBJECTED)
    qtbot.addWidget(made)
    made.show()
    made.resize(900, 800)
    QTest.qWait(50)
    words, signer = (
        part.mapTo(made, part.rect().topLeft()) for part in (made.remark, made.signer_caption)
    )
    # Beside who signs, not above an empty half; down to the PIN.
    assert words.x() + made.remark.width() < signer.x()
    assert made.pin.y() - (words.y() + made.remark.height()) < 60
    assert made.remark.height() > 200
    made.choices[Answer.AGREED].setChecked(True)
    assert not made.remark.isVisible()


def test_what_was_not_handed_in_is_told_before_the_answer(qtbot: QtBot) -> None:
    made = AgreeDialog(examples.view(), examples.token_view())
    qtbot.addWidget(made)
    made.show()
    assert not made.unsent.isVisible()
    made.show_unsent(2)
    assert made.unsent.isVisible()
    assert "2" in made.unsent.text()
    made.show_unsent(0)
    assert not made.unsent.isVisible()


def test_plain_agreement_sends_no_remark(qtbot: QtBot) -> None:
    made = AgreeDialog(examples.view(), examples.token_view(), Answer.OBJECTED)
    qtbot.addWidget(made)
    made.show()
    made.remark.setPlainText("fikr oʻzgardi")
    made.choices[Answer.AGREED].setChecked(True)
    made.pin.edit.setText(PIN)
    with qtbot.waitSignal(made.answer_requested) as told:
        made.sign.click()
    assert told.args[:2] == [Answer.AGREED, ""]


def test_files_that_were_left_out_are_told(qtbot: QtBot) -> None:
    made = ReportDialog((), awaited=("a.asice",), left_out=3)
    qtbot.addWidget(made)
    made.show()
    assert made.left_out.isVisible()
    assert "3" in made.left_out.text()
    assert not ReportDialog((), awaited=("a.asice",)).left_out.isVisibleTo(made)


def test_report_shows_verdict_and_reasons(qtbot: QtBot) -> None:
    signature = SignatureRow("N. Namunaliyev", "hokim", "", examples.NOW, "ECDSA", Mark.INVALID)
    report = Report("a.asice", Verdict.INVALID, ("Annex 1 was changed.",), signatures=(signature,))
    made = ReportDialog((report, replace(report, file="b.asice")))
    qtbot.addWidget(made)
    made.show()
    assert made.tabs.count() == 2
    shown = [label.text() for label in made.findChildren(Text)]
    assert "Invalid" in shown
    assert "Annex 1 was changed." in shown


def test_report_says_whose_words_a_panel_holds(qtbot: QtBot) -> None:
    signature = SignatureRow("N. Namunaliyev", "hokim", "", examples.NOW, "ECDSA", Mark.CHECKED)
    noted = replace(signature, note="The signer's own words.")
    made = ReportDialog((Report("a.pdf", Verdict.VALID, (), signatures=(signature, noted)),))
    qtbot.addWidget(made)
    made.show()
    shown = [label.text() for label in made.findChildren(Text)]
    assert shown.count("The signer's own words.") == 1


def test_report_tells_as_of_when_a_certificate_is_good(qtbot: QtBot) -> None:
    signature = SignatureRow("N. Namunaliyev", "hokim", "", examples.NOW, "ECDSA", Mark.CHECKED)
    dated = replace(signature, status_as_of=examples.NOW)
    made = ReportDialog((Report("a.asice", Verdict.VALID, (), signatures=(signature, dated)),))
    qtbot.addWidget(made)
    made.show()
    shown = [label.text() for label in made.findChildren(Text)]
    told = [text for text in shown if "Certificates not revoked, as of" in text]
    assert len(told) == 1
    assert words.day_and_time(examples.NOW) in told[0]


def test_error_report_can_be_copied(qtbot: QtBot) -> None:
    made = ErrorBox(Trouble("No token.", "Put it in.", "E-102", "TOKEN-ABSENT reason=x"))
    qtbot.addWidget(made)
    made.show()
    made.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "E-102 TOKEN-ABSENT reason=x"
    assert lines[1] == f"E-qaror Desktop {program_version()}"
    assert datetime.fromisoformat(lines[-1]).tzinfo is not None
    assert "No token" not in "".join(lines)


@pytest.mark.parametrize("action", ["sync", "outbox", "sign_in"])
def test_an_error_offers_its_next_step(qtbot: QtBot, window: MainWindow, action: str) -> None:
    made = ErrorBox(Trouble("a", "b", "E-201", action=action), window)
    made.show()
    assert made.do.text()
    with qtbot.waitSignal(made.cure_wanted) as told:
        made.do.click()
    assert told.args == [action, ""]
    assert not made.isVisible()
