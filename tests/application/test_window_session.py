"""A sign-in that ended at the registry: said where its person looks, and never a dead end."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eqaror_desktop.demo import PIN
from sync.entries import OutboxState
from tests.application.conftest import Station
from tests.application.test_window_job import PATIENCE, Desk, desk
from ui.outbox_view import OutboxView
from ui.readiness_dialog import Cure
from ui.rows import Group

__all__ = ["desk"]

pytestmark = pytest.mark.settled


def forget_sessions(station: Station) -> None:
    """Let the registry know nobody's session any more."""
    books = sqlite3.connect(station.office.places.registry / "registry.db")
    with closing(books), books:
        books.execute("DELETE FROM sessions")


def sign_in_again(desk: Desk) -> None:
    """Type the PIN in the dialog that has come by itself."""
    desk.bot.waitUntil(lambda: "signing_in" in vars(desk.controller), timeout=PATIENCE)
    desk.bot.waitUntil(lambda: desk.controller.signing_in.dialog is not None, timeout=PATIENCE)
    asked = desk.controller.signing_in.dialog
    assert asked is not None
    # Who was signed in before is the one who is meant.
    desk.bot.waitUntil(lambda: asked.chosen is not None, timeout=PATIENCE)
    QTest.keyClicks(asked.pin.edit, PIN.decode())
    asked.sign_in.click()


def test_whoever_must_sign_in_again_is_told_and_led_there(desk: Desk, station: Station) -> None:
    window, wait = desk.window, desk.bot.waitUntil
    signs_in, application = window.tools.sign_in, desk.controller.station.application
    desk.begin_work()
    desk.open_first()
    wait(lambda: "Synchronised" in window.status.synced.text(), timeout=PATIENCE)
    assert not signs_in.isEnabled()
    forget_sessions(station)

    # The registry did answer: that is no missing line.
    window.bar.sign.click()
    wait(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    signing = desk.controller.signing.dialog
    assert signing is not None
    wait(signing.trouble.isVisible, timeout=PATIENCE)
    assert signing.trouble.code.text() == "E-206"
    assert any("your sign-in" in check.reason for check in signing._plan.checks)
    assert signs_in.isEnabled()
    QTest.keyClicks(signing.pin.edit, PIN.decode())
    signing.sign.click()
    wait(lambda: "not sent yet" in signing.ended_title.text(), timeout=PATIENCE)
    assert "waits for your sign-in" in signing.ended_text.text()
    signing.close_button.click()

    assert window.tools.sign_in.text() == "Sign in again…"
    wait(window.notice.isVisible, timeout=PATIENCE)
    assert window.notice.sign_in.isVisible()
    window.outbox_requested.emit()
    (view,) = window.findChildren(OutboxView)
    wait(view.sign_in.isVisible, timeout=PATIENCE)
    assert "waits for your sign-in" in view.note.text()
    wait(view.retry.isEnabled, timeout=PATIENCE)
    # Whoever wants it sent now is asked for what it lacks.
    view.retry.click()
    sign_in_again(desk)
    wait(lambda: application.outbox()[0].state is OutboxState.ACCEPTED, timeout=PATIENCE)
    wait(lambda: not view.sign_in.isVisible(), timeout=PATIENCE)
    assert not window.notice.isVisible()
    assert not signs_in.isEnabled()
    view.close()


def test_synchronising_without_a_session_asks_to_sign_in(desk: Desk, station: Station) -> None:
    window, wait = desk.window, desk.bot.waitUntil
    desk.begin_work()
    wait(lambda: "Synchronised" in window.status.synced.text(), timeout=PATIENCE)
    wait(window.tools.sync.isEnabled, timeout=PATIENCE)
    forget_sessions(station)
    # By itself it only says so.
    desk.controller.sync()
    wait(window.notice.isVisible, timeout=PATIENCE)
    assert "signing_in" not in vars(desk.controller)
    wait(window.tools.sync.isEnabled, timeout=PATIENCE)
    window.tools.sync.trigger()
    wait(lambda: "signing_in" in vars(desk.controller), timeout=PATIENCE)
    assert desk.controller.signing_in.dialog is not None
    desk.controller.signing_in.dialog.reject()


def test_what_was_cured_is_looked_at_again_by_itself(desk: Desk, station: Station) -> None:
    window, wait = desk.window, desk.bot.waitUntil
    desk.begin_work()
    desk.open_first()
    wait(lambda: "Synchronised" in window.status.synced.text(), timeout=PATIENCE)
    forget_sessions(station)
    window.bar.ready.click()
    ready = desk.controller.errands.readiness.dialog
    assert ready is not None

    def cures() -> set[Cure]:
        return {row.do for row in ready.rows}

    wait(lambda: ready.complete and Cure.SIGN_IN in cures(), timeout=PATIENCE)
    ready.cure_wanted.emit(str(Cure.SIGN_IN))
    sign_in_again(desk)
    wait(lambda: ready.complete and Cure.SIGN_IN not in cures(), timeout=PATIENCE)
    ready.close()


def test_nothing_of_one_person_stays_on_the_screen_of_another(
    desk: Desk, station: Station
) -> None:
    window, wait = desk.window, desk.bot.waitUntil
    desk.begin_work()
    desk.open_first()
    window.tools.sign_out_requested.emit()
    wait(lambda: not window.signed_in, timeout=PATIENCE)
    # Out of reach of whoever comes: it is the sign-in itself that ends what was open.
    desk.controller.signing_in.begin()
    entering = desk.controller.signing_in.dialog
    assert entering is not None
    wait(lambda: entering.chooser.list.count() == 2, timeout=PATIENCE)
    choices = entering.chooser.list
    for row in range(choices.count()):
        choices.setCurrentRow(row)
        if entering.chosen is not None and entering.chosen.token == station.office.officer.serial:
            break
    else:
        pytest.fail("the officer's token is not offered")
    QTest.keyClicks(entering.pin.edit, PIN.decode())
    entering.sign_in.click()
    wait(lambda: window.signed_in, timeout=PATIENCE)
    wait(lambda: window.open_draft == "", timeout=PATIENCE)
    assert window.document.page_count == 0
    wait(lambda: window.drafts.group is not Group.TO_SIGN, timeout=PATIENCE)
    assert window.drafts.model.rowCount() > 0
    assert not QApplication.activeModalWidget()
