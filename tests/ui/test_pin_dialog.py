"""The dialog for another PIN: what it asks for, what it sends up, and that nothing stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from signing.errors import AttemptsLeft
from ui.pin_dialog import PinDialog, PinToken
from ui.pin_field import PinField
from ui.rows import Trouble
from ui.trouble_panel import TroublePanel

OLD, NEW = "sirli-7391", "yangi-8080"
TOKENS = (
    PinToken("11", "Hokim", AttemptsLeft.UNKNOWN, AttemptsLeft.LAST),
    PinToken("22", "Oʻrinbosar", AttemptsLeft.LOCKED, AttemptsLeft.UNKNOWN),
    PinToken("33", "Klaviaturali", AttemptsLeft.UNKNOWN, AttemptsLeft.UNKNOWN, on_reader=True),
)
TROUBLE = Trouble("Sabab", "Yechim", "PIN-INCORRECT")
pytestmark = pytest.mark.usefixtures("speech")


def made(qtbot: QtBot, *, unblocking: bool = False, wanted: str = "11") -> PinDialog:
    dialog = PinDialog(unblocking=unblocking)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_tokens(TOKENS, wanted)
    return dialog


def fill(dialog: PinDialog, again: str = NEW) -> None:
    QTest.keyClicks(dialog.old.edit, OLD)
    QTest.keyClicks(dialog.new.edit, NEW)
    QTest.keyClicks(dialog.again.edit, again)


def test_both_secrets_leave_as_buffers_and_nothing_stays(qtbot: QtBot) -> None:
    dialog = made(qtbot)
    fill(dialog)
    with qtbot.waitSignal(dialog.change_requested) as told:
        dialog.change.click()
    assert told.args == ["11", bytearray(OLD.encode()), bytearray(NEW.encode())]
    assert [f.edit.text() for f in (dialog.old, dialog.new, dialog.again)] == [""] * 3
    # While it is under way nothing is sent again.
    assert not dialog.change.isEnabled()


def test_among_several_tokens_a_person_chooses(qtbot: QtBot) -> None:
    dialog = made(qtbot, wanted="")
    assert dialog.chosen is None
    assert not dialog.old.isVisible()
    assert not dialog.change.isEnabled()
    dialog.tokens.setCurrentIndex(0)
    fill(dialog)
    assert dialog.change.isEnabled()
    # What was typed was meant for that token.
    dialog.tokens.setCurrentIndex(1)
    assert dialog.old.edit.text() == ""
    dialog.show_tokens(TOKENS[:1])
    assert dialog.chosen == TOKENS[0]


def test_with_several_tokens_the_keys_begin_at_the_choice(qtbot: QtBot) -> None:
    dialog = PinDialog(unblocking=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.show_tokens(TOKENS)
    assert dialog.focusWidget() is dialog.tokens
    # What is to be chosen there is said beside it and in it.
    assert dialog.caption.isVisible()
    assert dialog.tokens.placeholderText()
    QTest.keyClicks(dialog.tokens, "999")
    assert dialog.old.edit.text() == ""
    QTest.keyClick(dialog.tokens, Qt.Key.Key_Down)
    order = []
    for _ in range(4):
        focused = dialog.focusWidget()
        assert focused is not None
        order.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert order == [dialog.tokens, dialog.old.edit, dialog.new.edit, dialog.again.edit]
    dialog.tokens.setCurrentIndex(-1)
    dialog.show_trouble(TROUBLE)
    assert dialog.focusWidget() is dialog.tokens


def test_a_slip_in_the_repetition_cannot_be_sent(qtbot: QtBot) -> None:
    dialog = made(qtbot)
    sent: list[object] = []
    dialog.change_requested.connect(lambda *given: sent.append(given))
    fill(dialog, again="yangi-8081")
    assert dialog.fault.isVisible()
    assert not dialog.change.isEnabled()
    dialog.again.entered.emit()
    assert sent == []
    dialog.again.edit.setText(NEW)
    assert not dialog.fault.isVisible()
    dialog.again.entered.emit()
    assert len(sent) == 1


@pytest.mark.parametrize("layout", ["пароль12", "yangi€80", OLD])
def test_a_new_pin_nobody_can_type_elsewhere_or_the_old_one_is_not_sent(
    qtbot: QtBot, layout: str
) -> None:
    dialog = made(qtbot)
    sent: list[object] = []
    dialog.change_requested.connect(lambda *given: sent.append(given))
    fill(dialog)
    for field in (dialog.new, dialog.again):
        field.edit.setText(layout)
    assert dialog.fault.isVisible()
    dialog.again.entered.emit()
    assert not dialog.change.isEnabled()
    assert sent == []


def test_what_a_choice_shows_is_in_sight_and_on_the_screen(qtbot: QtBot) -> None:
    dialog = made(qtbot, wanted="")
    available = dialog.screen().availableGeometry()
    shown = (dialog.old.edit, dialog.new.edit, dialog.again.edit, dialog.change)

    def check() -> None:
        assert available.contains(dialog.frameGeometry())
        assert all(each.visibleRegion().boundingRect() == each.rect() for each in shown)

    dialog.move(available.right() - dialog.width() // 2, available.bottom() - dialog.height())
    dialog.tokens.setCurrentIndex(0)
    qtbot.waitUntil(check)
    dialog.show_trouble(Trouble("Sabab " * 60, "Yechim " * 60, "PIN-INCORRECT"))
    qtbot.waitUntil(check)


def test_the_attempts_shown_are_those_of_the_secret_asked_for(qtbot: QtBot) -> None:
    assert "ONE" not in made(qtbot).old.attempts.text()
    unblocking = made(qtbot, unblocking=True)
    assert unblocking.old.attempts.property("role") == "bad"
    assert unblocking.heading.text() == "Unblock the token"
    # Of the code it is told, not of the PIN.
    assert "nobody can unblock" in unblocking.old.attempts.text()
    locked = made(qtbot, wanted="22")
    assert locked.chosen == TOKENS[1]
    assert not locked.old.edit.isEnabled()
    assert not locked.change.isEnabled()
    assert made(qtbot, unblocking=True, wanted="22").old.edit.isEnabled()


def test_on_a_reader_with_keys_nothing_is_typed_here(qtbot: QtBot) -> None:
    dialog = made(qtbot, wanted="33")
    assert not dialog.old.edit.isVisible()
    assert not dialog.new.isVisible()
    with qtbot.waitSignal(dialog.change_requested) as told:
        dialog.change.click()
    assert told.args == ["33", bytearray(), bytearray()]
    dialog.show_waiting(270)
    assert dialog.countdown.left == 270
    dialog.show_trouble(Trouble("a", "b", "PIN-CANCELLED"))
    assert dialog.countdown.left == 0


def test_what_this_station_remembers_stands_beside_what_the_token_says(qtbot: QtBot) -> None:
    field = PinField()
    qtbot.addWidget(field)
    field.show_attempts(AttemptsLeft.UNKNOWN, 2)
    assert "right one: 2." in field.attempts.text()
    assert field.attempts.property("role") == "warn"
    field.retranslate()
    assert "right one: 2." in field.attempts.text()
    field.show_attempts(AttemptsLeft.LAST, 2)
    assert field.attempts.property("role") == "bad"
    # An answer says nothing of what was remembered before it.
    field.show_attempts(AttemptsLeft.UNKNOWN)
    assert "right one: 2." in field.attempts.text()
    field.show_attempts(AttemptsLeft.UNKNOWN, 0)
    assert "right one" not in field.attempts.text()


def test_buttons_are_whole_in_any_size(qtbot: QtBot) -> None:
    dialog = made(qtbot, unblocking=True)
    for each in (dialog.cancel, dialog.change):
        font = each.font()
        font.setPointSize(24)
        each.setFont(font)
    qtbot.waitUntil(lambda: dialog.change.width() >= dialog.change.sizeHint().width())
    assert dialog.cancel.width() >= dialog.cancel.sizeHint().width()


def test_closing_forgets(qtbot: QtBot) -> None:
    dialog = made(qtbot)
    fill(dialog)
    dialog.reject()
    assert [f.edit.text() for f in (dialog.old, dialog.new, dialog.again)] == [""] * 3


@pytest.mark.parametrize("cure", ["change", "unblock", "allow"])
def test_a_trouble_with_a_pin_offers_its_cure_once(qtbot: QtBot, cure: str) -> None:
    panel = TroublePanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_trouble(Trouble("a", "b", "C", pin_cure=cure, subject="11"))
    assert panel.do.text()
    with qtbot.waitSignal(panel.cure_wanted) as told:
        panel.do.click()
    assert told.args == [cure, "11"]
    assert not panel.do.isVisible()
    panel.show_trouble(Trouble("a", "b", "C"))
    assert not panel.do.isVisible()
