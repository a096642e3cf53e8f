"""How a signature ended, and the next one: the number is there to be copied, and work goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from eqaror_desktop.demo import PIN
from tests.application.test_window_job import PATIENCE, Desk, desk
from ui.rows import Group

__all__ = ["desk"]
pytestmark = pytest.mark.settled


def test_after_the_number_the_next_document_is_one_key_away(desk: Desk) -> None:
    desk.begin_work()
    window, wait = desk.window, desk.bot.waitUntil
    waiting = window.drafts.model.shown_of(Group.TO_SIGN)
    assert len(waiting) > 1
    desk.open_first()
    first = window.open_draft
    title = window.title.accessibleName()
    window.bar.sign.click()
    wait(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    dialog = desk.controller.signing.dialog
    assert dialog is not None
    assert not dialog.next.isVisible()
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    dialog.sign.click()
    wait(lambda: "Registered" in dialog.ended_title.text(), timeout=PATIENCE)
    assert dialog._end.document.accessibleName() == title
    number = dialog._end.result
    assert number is not None
    QTest.keyClick(dialog._end.copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == number.number
    wait(lambda: dialog.next.isVisible(), timeout=PATIENCE)
    assert dialog.next.text() == f"Next to sign: {len(waiting) - 1} left"
    QTest.keyClick(dialog.next, Qt.Key.Key_Space)
    wait(lambda: window.open_draft not in ("", first), timeout=PATIENCE)
    assert window.open_draft in waiting
    wait(window.bar.sign.isEnabled, timeout=PATIENCE)
    assert desk.controller.signing.dialog is None
