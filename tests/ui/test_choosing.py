"""Choosing in the window: cards and reasons, tokens that come and go, the PIN on a reader."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from eqaror_desktop.desktop.pin_asking import PinAsking, PinQuestion
from signing.errors import AttemptsLeft
from signing.token.info import TokenInfo
from signing.token.pin import PinReason
from sync.cancel import Cancelled
from tests.ui import examples
from ui.agree_dialog import AgreeDialog
from ui.base import Text
from ui.cards import CheckList
from ui.certificate_chooser import CertificateChooser
from ui.rows import CertificateRow, CheckRow, CheckState, Step, TokenView, Trouble
from ui.sign_dialog import SignDialog
from ui.sign_in_dialog import SignInDialog

PIN = "sirli-7391"
pytestmark = pytest.mark.usefixtures("speech")

OWN = examples.certificate()
SECOND = replace(OWN, identifier="second", organisation="Kengash")
EXPIRED = replace(OWN, identifier="old", usable=False, reason="It expired on 01.02.2026.")
DAMAGED = replace(OWN, identifier="", name="Eski kalit", usable=False, damaged=True, reason="x")
GONE = Trouble("The token was pulled out.", "Insert it again.", "TOKEN-REMOVED")


def view(*rows: CertificateRow, chosen: CertificateRow | None = None) -> TokenView:
    return TokenView(rows, chosen, examples.token_view().checks if chosen else ())


def shown(dialog: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(dialog)
    dialog.show()


def names(checks: CheckList) -> list[str]:
    """What stands there; widgets of before may still wait to be deleted."""
    layout = checks.layout()
    assert layout is not None
    items = (layout.itemAt(place) for place in range(layout.count()))
    labels = (item.widget() for item in items if item is not None)
    return [label.text().splitlines()[0] for label in labels if isinstance(label, Text)]


@pytest.fixture
def dialog(qtbot: QtBot) -> SignDialog:
    token = view(OWN, SECOND, EXPIRED, DAMAGED, chosen=OWN)
    made = SignDialog(replace(examples.plan(), token=token))
    shown(made, qtbot)
    return made


def test_what_looks_alike_stands_with_what_tells_it(qtbot: QtBot) -> None:
    chooser = CertificateChooser()
    shown(chooser, qtbot)
    first, second = (replace(OWN, identifier=mark, mark=mark) for mark in ("0a1b", "99aa"))
    chooser.show_view(view(first, second))
    lines = [chooser.list.item(place).text() for place in range(2)]
    assert lines[0] != lines[1]
    told = []
    for place in range(2):
        chooser.list.setCurrentRow(place)
        told.append(chooser.card.facts.text())
    assert told[0] != told[1]
    chooser.show_view(view(OWN, SECOND, chosen=OWN))
    assert "Fingerprint" not in chooser.card.facts.text()


def test_what_is_meant_is_the_current_line(dialog: SignDialog) -> None:
    assert dialog.chooser.list.isVisible()
    assert dialog.chooser.current == OWN
    assert dialog.chooser.card.name.text() == OWN.name
    # One certificate and nothing to choose: the card alone.
    dialog.show_plan(replace(examples.plan(), token=view(OWN, chosen=OWN)))
    assert not dialog.chooser.list.isVisible()


def test_a_refused_certificate_can_be_read_by_keys_and_not_used(
    dialog: SignDialog, qtbot: QtBot
) -> None:
    QTest.keyClicks(dialog.pin.edit, PIN)
    dialog.chooser.list.setFocus()
    QTest.keyClick(dialog.chooser.list, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(dialog.certificate_chosen):
        QTest.keyClick(dialog.chooser.list, Qt.Key.Key_Down)
    assert dialog.chooser.current == EXPIRED
    assert EXPIRED.reason in dialog.chooser.card.reason.text()
    assert dialog.chooser.card.reason.isVisible()
    # What was checked is of another: "yours" would stand beside a stranger's card.
    assert names(dialog.checks) == []
    assert not dialog.checks_caption.isVisible()
    item = dialog.chooser.list.currentItem()
    assert EXPIRED.reason in item.text()
    spoken = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(f"Cannot be used: {EXPIRED.reason}")
    assert not dialog.pin.isVisible()
    assert not dialog.sign.isEnabled()
    with qtbot.assertNotEmitted(dialog.sign_requested):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    dialog.chooser.list.setCurrentRow(0)
    assert names(dialog.checks) == [item.name for item in examples.token_view().checks]
    assert dialog.checks_caption.isVisible()


def test_a_damaged_certificate_is_shown_by_its_label(dialog: SignDialog) -> None:
    dialog.chooser.list.setCurrentRow(3)
    assert dialog.chooser.card.name.text() == "Eski kalit"
    assert not dialog.chooser.card.valid.isVisible()


def test_another_line_is_another_plan(dialog: SignDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.pin.edit, PIN)
    assert dialog.sign.isEnabled()
    with qtbot.waitSignal(dialog.certificate_chosen) as told:
        dialog.chooser.list.setCurrentRow(1)
    assert told.args == [SECOND.token, "second"]
    # A PIN typed for the one is not sent to the other, nor anything before its checks are made.
    assert dialog.pin.edit.text() == ""
    QTest.keyClicks(dialog.pin.edit, PIN)
    assert not dialog.sign.isEnabled()
    dialog.show_plan(
        replace(examples.plan(), token=view(OWN, SECOND, EXPIRED, DAMAGED, chosen=SECOND))
    )
    assert dialog.pin.edit.text() == ""
    QTest.keyClicks(dialog.pin.edit, PIN)
    assert dialog.sign.isEnabled()


def test_a_token_beside_leaves_what_was_typed(dialog: SignDialog) -> None:
    QTest.keyClicks(dialog.pin.edit, PIN)
    other = replace(SECOND, token="99")
    dialog.show_plan(replace(examples.plan(), token=view(OWN, other, chosen=OWN)))
    assert len(dialog.pin.edit.text()) == len(PIN)
    assert dialog.sign.isEnabled()


def test_removal_while_the_pin_is_typed(dialog: SignDialog) -> None:
    QTest.keyClicks(dialog.pin.edit, PIN)
    dialog.show_lack(GONE)
    assert dialog.chooser.lack.happened.text() == GONE.happened
    assert dialog.pin.edit.text() == ""
    dialog.pin.edit.undo()
    assert dialog.pin.edit.text() == ""
    assert not dialog.pin.isVisible()
    assert not dialog.sign.isEnabled()
    dialog.show_plan(examples.plan())
    assert dialog.pin.isVisible()
    assert not dialog.chooser.lack.isVisible()


def test_nothing_chosen_asks(qtbot: QtBot) -> None:
    made = SignDialog(replace(examples.plan(), token=view(OWN, SECOND)))
    shown(made, qtbot)
    assert made.chooser.current is None
    assert not made.pin.isVisible()
    with qtbot.waitSignal(made.certificate_chosen):
        made.chooser.list.setFocus()
        QTest.keyClick(made.chooser.list, Qt.Key.Key_Down)


def test_the_pin_on_the_reader_is_counted_down(qtbot: QtBot) -> None:
    pad = replace(OWN, reader_seconds=90)
    made = SignDialog(replace(examples.plan(), token=view(pad, chosen=pad)))
    shown(made, qtbot)
    assert not made.pin.edit.isVisible()
    assert made.pin.reader.isVisible()
    with qtbot.waitSignal(made.sign_requested) as told:
        made.sign.click()
    assert told.args == [bytearray()]
    assert "90" in made.countdown.text()
    qtbot.waitUntil(lambda: made.countdown.left < 90, timeout=3000)
    assert str(made.countdown.left) in made.countdown.text()
    with qtbot.waitSignal(made.cancel_requested):
        made.cancel.click()
    assert not made.countdown.isVisible()
    made.show_step(Step.SIGN)
    assert made.countdown.left == 0


def test_a_locked_token_on_a_reader_is_not_asked(qtbot: QtBot) -> None:
    pad = replace(OWN, reader_seconds=90, attempts=AttemptsLeft.LOCKED)
    made = SignDialog(replace(examples.plan(), token=view(pad, chosen=pad)))
    shown(made, qtbot)
    assert not made.sign.isEnabled()


def test_the_pin_for_each_signature(dialog: SignDialog, qtbot: QtBot) -> None:
    dialog.show_step(Step.SIGN)
    dialog.ask_pin(2)
    assert "2" in dialog.again_note.text()
    assert not dialog.go_on.isEnabled()
    QTest.keyClicks(dialog.again.edit, PIN)
    with qtbot.waitSignal(dialog.pin_given) as told:
        QTest.keyClick(dialog.again.edit, Qt.Key.Key_Return)
    assert told.args == [bytearray(PIN.encode())]
    assert dialog.again.edit.text() == ""
    assert not dialog.again.isVisible()
    dialog.ask_pin(3)
    QTest.keyClicks(dialog.again.edit, PIN)
    with qtbot.waitSignal(dialog.cancel_requested):
        dialog.cancel.click()
    assert dialog.again.edit.text() == ""


def chosen_of(dialog: SignInDialog) -> str:
    return dialog.chosen.identifier if dialog.chosen else ""


def test_sign_in_asks_where_two_could_be_meant(qtbot: QtBot) -> None:
    made = SignInDialog()
    shown(made, qtbot)
    other = replace(OWN, identifier="other", token="99", pinfl="22222222222222")
    made.show_token(TokenView((OWN, other)))
    assert chosen_of(made) == ""
    assert "Choose" in made.explanation.text()
    made.chooser.list.setCurrentRow(1)
    assert chosen_of(made) == "other"
    QTest.keyClicks(made.pin.edit, PIN)
    # Looked at again because something was put in: the choice and the PIN stay.
    made.show_token(TokenView((OWN, other, SECOND)))
    assert chosen_of(made) == "other"
    assert len(made.pin.edit.text()) == len(PIN)
    made.show_token(TokenView((OWN, SECOND)))
    assert chosen_of(made) == ""
    assert made.pin.edit.text() == ""


def test_sign_in_says_when_it_will_be_somebody_else(qtbot: QtBot) -> None:
    made = SignInDialog()
    shown(made, qtbot)
    before = replace(examples.PERSON, pinfl=OWN.pinfl)
    made.show_token(TokenView((OWN,), OWN), before)
    assert not made.another.isVisible()
    other = replace(OWN, identifier="other", pinfl="22222222222222")
    made.show_token(TokenView((other,), other), before)
    assert before.name in made.another.text()
    assert made.another.isVisible()


def test_an_officers_checks_stop_before_the_pin(qtbot: QtBot) -> None:
    made = AgreeDialog(examples.view(), None)
    shown(made, qtbot)
    bad = CheckRow("The certificate is yours", CheckState.BAD, "it names another")
    made.show_token(TokenView((OWN,), OWN, (bad,)))
    assert not made.pin.isVisible()
    assert not made.sign.isEnabled()
    good = replace(bad, state=CheckState.GOOD, reason="")
    made.show_token(TokenView((OWN, SECOND), OWN, (good,)))
    QTest.keyClicks(made.pin.edit, PIN)
    assert made.sign.isEnabled()
    with qtbot.waitSignal(made.certificate_chosen):
        made.chooser.list.setCurrentRow(1)
    assert made.pin.edit.text() == ""
    assert not made.sign.isEnabled()
    made.show_token(TokenView(lack=GONE))
    assert made.chooser.lack.isVisible()


def test_an_officers_pin_on_the_reader_can_be_given_up(qtbot: QtBot) -> None:
    pad = replace(OWN, reader_seconds=60)
    made = AgreeDialog(examples.view(), TokenView((pad,), pad))
    shown(made, qtbot)
    with qtbot.waitSignal(made.answer_requested):
        made.sign.click()
    assert made.countdown.left == 60
    assert made.cancel.isEnabled()
    with qtbot.waitSignal(made.cancel_requested):
        made.cancel.click()


def test_many_findings_scroll_in_a_field_of_their_own(qtbot: QtBot) -> None:
    made = CheckList()
    shown(made, qtbot)
    lines = "\n".join(f"page {number}: a script" for number in range(40))
    made.show_checks((CheckRow("Content", CheckState.BAD, lines),))
    (field,) = made.findChildren(QPlainTextEdit)
    assert field.toPlainText() == lines
    assert field.isReadOnly()
    assert field.height() < 12 * field.fontMetrics().lineSpacing()
    assert "Content" in field.accessibleName()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_PageDown)
    assert field.verticalScrollBar().value() > 0


# -- asking a person from a lane -----------------------------------------------------------------

REASON = PinReason(
    TokenInfo("11", "T", "", "", AttemptsLeft.SEVERAL, 4, 16, False, True, False), 2
)


class Asked:
    """A lane's thread that asks, and what came of it."""

    def __init__(self, asking: PinAsking) -> None:
        self.got: list[bytearray | BaseException] = []
        self.thread = threading.Thread(target=self._run, args=(asking,))
        self.thread.start()

    def _run(self, asking: PinAsking) -> None:
        try:
            self.got.append(asking.ask(REASON))
        except Cancelled as error:
            self.got.append(error)


def question_of(qtbot: QtBot, asking: PinAsking) -> tuple[Asked, PinQuestion]:
    with qtbot.waitSignal(asking.asked) as told:
        asked = Asked(asking)
    question = told.args[0]
    assert isinstance(question, PinQuestion)
    assert question.number == 2
    return asked, question


@pytest.mark.parametrize(
    ("give", "kind"),
    [
        (lambda question: question.answer(bytearray(b"1234")), bytearray),
        (lambda question: question.answer(None), Cancelled),
        (lambda _question: None, Cancelled),
    ],
    ids=["given", "refused", "silence"],
)
def test_a_lane_gets_the_pin_or_is_cancelled(
    qtbot: QtBot, give: Callable[[PinQuestion], None], kind: type
) -> None:
    asked, question = question_of(qtbot, PinAsking(patience=0.3))
    give(question)
    asked.thread.join(5)
    assert [type(item) for item in asked.got] == [kind]
    # Nobody waits any more: what comes now is wiped, and never given to the next question.
    late = bytearray(b"5678")
    question.answer(late)
    assert late == bytearray(4)


def test_the_reason_of_one_that_cannot_be_used_is_seen_whole(qtbot: QtBot) -> None:
    mine = examples.certificate()
    reason = "This certificate is of somebody else than the person signed in here. " * 2
    other = replace(mine, identifier="other", token="2", usable=False, reason=reason)
    chooser = CertificateChooser()
    qtbot.addWidget(chooser)
    chooser.resize(400, 600)
    chooser.show()
    chooser.show_view(TokenView(certificates=(mine, other), chosen=mine))
    last = chooser.list.item(1)
    qtbot.waitUntil(lambda: chooser.list.visualItemRect(last).height() > 60)
    assert chooser.list.visualItemRect(last).bottom() <= chooser.list.viewport().height()


def test_return_on_a_certificate_goes_on_to_its_pin(qtbot: QtBot) -> None:
    made = SignInDialog()
    qtbot.addWidget(made)
    made.show_token(view(OWN, SECOND))
    made.show()
    made.chooser.list.setFocus()
    QTest.keyClick(made.chooser.list, Qt.Key.Key_Down)
    QTest.keyClick(made.chooser.list, Qt.Key.Key_Return)
    assert made.focusWidget() is made.pin.edit
