"""The outbox window, and the dialog that asks why a draft is sent back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from sync.wire import Action
from tests.ui import examples
from ui.clock import go_by
from ui.main_window import MainWindow
from ui.outbox_model import AGE, REASON, state_of
from ui.outbox_rows import OutboxKind, OutboxState
from ui.outbox_view import OutboxView
from ui.reason_dialog import ReasonDialog
from ui.rows import Trouble


def test_outbox_offers_only_what_is_possible(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    made.show_outbox(examples.outbox())
    possible = []
    for place in range(4):
        made.table.selectRow(place)
        possible.append((made.retry.isEnabled(), made.put_away.isEnabled()))
    assert possible == [(True, True), (True, False), (False, True), (False, False)]
    made.table.selectRow(1)
    with qtbot.waitSignal(made.retry_requested) as told:
        made.retry.click()
    assert told.args == ["k-2"]


def test_what_may_have_left_is_not_taken_back_and_says_why(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    first = examples.outbox()[0]
    made.show_outbox((replace(first, told="Ulanib boʻlmadi.", held="Faylga yozilgan."),))
    assert not made.put_away.isEnabled()
    assert made.put_away.toolTip() == "Faylga yozilgan."
    assert made.detail.text().splitlines() == [
        first.title, "Ulanib boʻlmadi.", "Faylga yozilgan."
    ]  # fmt: skip
    made.show_outbox((first,))
    assert made.put_away.isEnabled()


def test_what_somebody_wrote_is_read_and_copied(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    package, refused = examples.outbox()[0], examples.outbox()[2]
    said = replace(refused, words="Hisob-kitob\nkerak")
    made.show_outbox((said, package))
    assert (made.words.isVisible(), made.words.toPlainText()) == (True, said.words)
    made.words.selectAll()
    made.show_outbox((said, package))
    made.words.copy()
    assert QGuiApplication.clipboard().text() == said.words
    made.table.selectRow(1)
    assert not made.words.isVisible()


def test_an_open_outbox_follows_the_clock(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    made.show_outbox(examples.outbox())
    with qtbot.waitSignal(made.refresh_requested, timeout=1000):
        made._minutes.tick()
    go_by(lambda: examples.NOW + timedelta(minutes=90))
    try:
        ages = [made.model.index(row, AGE).data() for row in range(2)]
    finally:
        go_by(None)
    assert ages != [made.model.index(row, AGE).data() for row in range(2)]
    made.hide()
    with qtbot.assertNotEmitted(made.refresh_requested):
        made._minutes.tick()


def test_a_signature_is_not_lost_to_one_click(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    package, _, refused, _ = examples.outbox()
    remark = replace(package, key="r", kind=OutboxKind.REMARK)
    made.show_outbox((package, remark, refused))
    made.table.selectRow(0)
    with qtbot.assertNotEmitted(made.cancel_requested):
        made.put_away.click()
    assert "discarded" in made.question.said.text()
    made.table.selectRow(2)
    assert made.put_away.text() == "Put away"
    assert not made.question.isVisible()
    with qtbot.assertNotEmitted(made.cancel_requested):
        made.put_away.click()
    with (
        qtbot.assertNotEmitted(made.cancel_requested),
        qtbot.waitSignal(made.put_away_requested) as told,
    ):
        made.question.yes.click()
    assert told.args == ["k-3"]
    made.table.selectRow(0)
    made.put_away.click()
    # Refused while somebody was asked: what was wished is to take it back, not to lose the answer.
    made.show_outbox((replace(package, state=OutboxState.REFUSED), remark, refused))
    with qtbot.waitSignal(made.cancel_requested) as told:
        made.question.yes.click()
    assert told.args == ["k-1"]
    made.table.selectRow(1)
    with qtbot.waitSignal(made.cancel_requested) as told:
        made.put_away.click()
    assert told.args == ["r"]


def test_a_signature_is_not_lost_to_a_double_click_or_to_enter_held_down(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.show_outbox(examples.outbox())
    made.table.selectRow(0)
    place = made.put_away.mapTo(made, made.put_away.rect().center())
    with qtbot.assertNotEmitted(made.cancel_requested):
        for _ in range(4):
            # Whatever stands there by then is what is pressed.
            QApplication.processEvents()
            under = made.childAt(place)
            assert under is not None
            QTest.mouseClick(under, Qt.MouseButton.LeftButton)
        assert made.question.isVisible()
        made.question.no.click()
        made.put_away.setFocus()
        for _ in range(4):
            focused = made.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Space)
    assert made.isVisible()


def test_anothers_entry_is_neither_sent_nor_taken_back_and_says_why(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    waits, _, refused, _ = examples.outbox()
    refused = replace(refused, mine=False, held="Faqat A. Namunov.")
    waits = replace(waits, mine=False, held="Faqat A. Namunov.", reason="A. Namunov kirsin.")
    waits = replace(waits, sent_by_another=True, seen=False)
    made.show_outbox((waits, refused))
    pressed = (made.retry, made.put_away, made.open_draft, made.write)
    made.table.selectRow(0)
    assert not any(item.isEnabled() for item in pressed)
    assert (made.retry.toolTip(), made.put_away.toolTip()) == (waits.reason, waits.held)
    with qtbot.assertNotEmitted(made.draft_requested):
        made.table.doubleClicked.emit(made.table.currentIndex())
    assert made.model.index(0, REASON).data() == waits.reason
    made.table.selectRow(1)
    assert not made.put_away.isEnabled()


def test_nobody_refused_what_was_taken_back() -> None:
    row = replace(examples.outbox()[2], taken_back=True)
    assert state_of(row) == "Taken back"


def test_what_was_chosen_stays_chosen_when_something_comes(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    rows = examples.outbox()
    made.show_outbox(rows[1:])
    made.table.selectRow(1)
    assert made.chosen is not None
    made.show_outbox(rows)
    assert made.chosen.key == rows[2].key


def test_only_a_conflict_has_a_way_to_what_changed(qtbot: QtBot) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    refused = replace(examples.outbox()[2], version_digest="ab" * 32)
    made.show_outbox((refused,))
    assert not made.compare.isVisible()
    made.show_outbox((replace(refused, conflict=True),))
    with qtbot.waitSignal(made.compare_requested) as told:
        made.compare.click()
    assert told.args == [refused.draft, "ab" * 32]


def test_an_entry_is_written_to_a_file_and_brought_in(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = OutboxView()
    qtbot.addWidget(made)
    made.show()
    made.show_outbox(examples.outbox())

    def name(dialog: QFileDialog) -> int:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText("/media/usb/x.eqaror")
        return 1

    monkeypatch.setattr(QFileDialog, "exec", name)
    with qtbot.waitSignal(made.write_requested) as told:
        made.write.click()
    assert told.args == ["k-1", "/media/usb/x.eqaror"]
    # A stick is slow: that something happens is seen at once.
    assert made.said.isVisible()
    with qtbot.waitSignal(made.bring_requested) as told:
        made.bring.click()
    assert told.args == ["/media/usb/x.eqaror"]
    made.table.selectRow(3)
    assert not made.write.isEnabled()


def test_what_was_done_before_elsewhere_is_no_failure() -> None:
    from ui.outbox_model import OutboxModel

    model = OutboxModel()
    refused = replace(examples.outbox()[2], state=OutboxState.REFUSED, elsewhere=True)
    model.set_rows((refused,))
    assert model.index(0, 2).data() == "Done before, elsewhere"


@pytest.mark.parametrize("action", [Action.RETURN, Action.REJECT])
def test_nothing_is_sent_back_without_a_reason(qtbot: QtBot, action: Action) -> None:
    made = ReasonDialog(examples.view(), action)
    qtbot.addWidget(made)
    made.show()
    made.reason.setPlainText("   ")
    assert not made.send.isEnabled()
    made.reason.setPlainText("  Hisob-kitob kerak ")
    with qtbot.waitSignal(made.reason_given) as told:
        made.send.click()
    assert told.args == ["Hisob-kitob kerak"]
    assert not made.send.isEnabled()
    made.show_trouble(Trouble("a", "b", "C"))
    assert made.send.isEnabled()
    assert made.reason.toPlainText().strip() == "Hisob-kitob kerak"
    made.close_for_newer_version()
    assert not made.send.isEnabled()


def test_sending_back_is_offered_where_it_is_allowed(window: MainWindow, qtbot: QtBot) -> None:
    view = examples.view()
    window.show_draft(replace(view, actions=(Action.SIGN,)))
    assert not window.bar.returning.isVisible()
    window.show_draft(replace(view, actions=(Action.RETURN, Action.REJECT)))
    for made, wish in (
        (window.bar.returning, window.return_requested),
        (window.bar.rejecting, window.reject_requested),
    ):
        with qtbot.waitSignal(wish) as told:
            made.click()
        assert told.args == [view.row.id]
