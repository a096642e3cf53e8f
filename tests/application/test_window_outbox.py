"""Sending a draft back without a line, and what the outbox window then tells and allows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.lanes import Lane
from sync.wire import Action
from tests.application.conftest import Station
from tests.application.test_window_job import PATIENCE, Desk, desk, opened_desk
from ui.outbox_rows import OutboxKind
from ui.outbox_view import OutboxView
from ui.rows import Group, Local

__all__ = ["desk"]

pytestmark = pytest.mark.settled


def test_a_draft_is_returned_without_a_line_and_stays_here_until_then(
    desk: Desk, station: Station, tmp_path: Path
) -> None:
    window, wait = desk.window, desk.bot.waitUntil
    desk.begin_work()
    wait(lambda: window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
    desk.open_first()
    draft = window.open_draft
    wait(window.bar.returning.isVisible, timeout=PATIENCE)
    station.stop()
    window.bar.returning.click()
    dialog = desk.controller.sending_back.dialog
    assert dialog is not None
    dialog.reason.setPlainText("Hisob-kitob kerak")
    review = desk.controller.station.application.review
    # Kept without a click, as after a power cut.
    wait(lambda: review.answer_words(draft) == "Hisob-kitob kerak", timeout=PATIENCE)
    dialog.reject()
    wait(lambda: desk.controller.sending_back.dialog is None, timeout=PATIENCE)
    window.bar.returning.click()
    again = desk.controller.sending_back.dialog
    assert again is not None
    wait(lambda: again.reason.toPlainText() == "Hisob-kitob kerak", timeout=PATIENCE)
    again.send.click()

    def shown() -> tuple[Local, OutboxKind | None, Group] | None:
        row = window.drafts.model.row(draft)
        return None if row is None else (row.local, row.doing, row.group)

    wait(lambda: shown() == (Local.UNSENT, OutboxKind.RETURN, Group.OUTBOX), timeout=PATIENCE)
    wait(lambda: not window.bar.returning.isVisible(), timeout=PATIENCE)
    assert review.answer_words(draft) == ""
    assert "Returned or rejected here" in window.bar.note.text()
    wait(lambda: "1 entry unsent" in window.outbox_label.text(), timeout=PATIENCE)

    window.outbox_requested.emit()
    (view,) = window.findChildren(OutboxView)
    wait(lambda: view.chosen is not None, timeout=PATIENCE)
    assert view.words.toPlainText() == "Hisob-kitob kerak"
    wait(view.put_away.isEnabled, timeout=PATIENCE)
    view.put_away.click()
    # Taken back, the words are there again, and it is written down once more.
    wait(lambda: review.answer_words(draft) == "Hisob-kitob kerak", timeout=PATIENCE)
    wait(window.bar.returning.isVisible, timeout=PATIENCE)
    window.bar.returning.click()
    third = desk.controller.sending_back.dialog
    assert third is not None
    wait(lambda: third.reason.toPlainText() == "Hisob-kitob kerak", timeout=PATIENCE)
    third.send.click()
    wait(lambda: len(view.model._rows) == 2, timeout=PATIENCE)
    view.table.selectRow(0)
    wait(lambda: view.chosen is not None, timeout=PATIENCE)
    wait(view.put_away.isEnabled, timeout=PATIENCE)
    stick = tmp_path / "stick.eqaror"
    # Nobody signed it: why it stays is said, and no file is asked for.
    view.write.click()
    assert "A return is not taken along in a file" in view.said.text()
    view.tell("")
    view.write_requested.emit(view.chosen.key if view.chosen else "", str(stick))
    wait(lambda: "E-260" in view.said.text(), timeout=PATIENCE)
    assert not stick.exists()
    assert view.put_away.isEnabled()
    view.close()


def test_what_was_signed_is_carried_on_a_stick(
    desk: Desk, station: Station, tmp_path: Path
) -> None:
    window, wait = desk.window, desk.bot.waitUntil
    desk.begin_work()
    wait(lambda: window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
    station.stop()
    application = desk.controller.station.application
    plan = application.desk.plan_signing(station.to_sign(application)[0].id)
    (signed,) = application.desk.sign([plan], bytearray(PIN))
    assert signed.error is None
    window.outbox_requested.emit()
    (view,) = window.findChildren(OutboxView)
    wait(lambda: view.chosen is not None, timeout=PATIENCE)
    stick = tmp_path / "stick.eqaror"
    view.write_requested.emit(view.chosen.key if view.chosen else "", str(stick))
    wait(lambda: "not encrypted" in view.said.text(), timeout=PATIENCE)
    assert stick.exists()
    # It may be sent by another station now, so it stays here; and it says so.
    wait(lambda: not view.put_away.isEnabled(), timeout=PATIENCE)
    assert "another station may send it" in view.detail.text()
    stick.write_bytes(stick.read_bytes() + b"x")
    view.bring_requested.emit(str(stick))
    wait(lambda: "damaged" in view.said.text(), timeout=PATIENCE)
    view.close()


def test_a_refusal_is_told_at_every_start_until_it_was_read(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    with station.open() as application:
        draft = station.to_sign(application)[0]
        entry = application.desk.send_back(draft.id, Action.RETURN, "Hisob-kitob kerak")
        road = application.store.outbox.road
        road.begin(entry.key)
        road.refused(entry.key, "draft_changed", None)
    with opened_desk(station, qapp, qtbot) as desk:
        # It ends as by a power cut: nobody closed the line.
        qtbot.waitUntil(desk.window.notice.isVisible, timeout=PATIENCE)
        assert entry.title in desk.window.notice.text.text()
    with opened_desk(station, qapp, qtbot) as desk:
        facts = desk.controller.station.application.store.facts
        qtbot.waitUntil(desk.window.notice.isVisible, timeout=PATIENCE)
        desk.window.notice.close_button.click()
        qtbot.waitUntil(lambda: entry.key in (facts.get("refusals read") or ""), timeout=PATIENCE)
    with opened_desk(station, qapp, qtbot) as desk:
        desk.begin_work()
        rest = desk.controller._rest
        qtbot.waitUntil(lambda: desk.controller._at_rest and not rest.isActive(), timeout=PATIENCE)
        passed: list[object] = []
        lanes = desk.controller.station.lanes
        lanes.start(Lane.READING, lambda _tell: None, passed.append, passed.append)
        qtbot.waitUntil(lambda: bool(passed), timeout=PATIENCE)
        assert not desk.window.notice.isVisible()
