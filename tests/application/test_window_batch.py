"""Several decisions signed through the real window: real store, registry, token and signatures."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from eqaror_desktop.demo import PIN
from sync.attempts import JournalState
from tests.application.test_journal import built, faulty, records
from tests.application.test_window_job import PATIENCE, Desk, desk
from tests.signing.faults import FaultyToken
from ui.batch_dialog import BatchDialog, Mode
from ui.batch_rows import BatchState
from ui.rows import Group

__all__ = ["built", "desk", "faulty"]


def several(desk: Desk, count: int) -> BatchDialog:
    """Open the dialog for everything to sign and tick the first ones."""
    desk.sign_in(PIN.decode())
    desk.bot.waitUntil(lambda: desk.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
    desk.open_first()
    desk.window.drafts.several.click()
    dialog = desk.controller.batching.dialog
    assert dialog is not None
    desk.bot.waitUntil(lambda: dialog.mode is Mode.REVIEW, timeout=PATIENCE)
    for place in range(count):
        item = dialog.tree.topLevelItem(place)
        assert item is not None
        item.setCheckState(0, Qt.CheckState.Checked)
    return dialog


def states(dialog: BatchDialog) -> list[BatchState]:
    return [row.state for row in dialog.tree.rows]


def sign(dialog: BatchDialog, pin: str) -> None:
    QTest.keyClicks(dialog.pin.edit, pin)
    dialog.sign.click()


def test_several_with_one_pin_from_ticks_to_numbers(desk: Desk) -> None:
    dialog = several(desk, 3)
    rows = dialog.tree.rows
    assert [row.opened for row in rows[:2]] == [True, False]
    sign(dialog, "000000")
    desk.bot.waitUntil(lambda: dialog.trouble.isVisible(), timeout=PATIENCE)
    assert dialog.trouble.code.text() == "PIN-INCORRECT"
    assert len(dialog.tree.chosen) == 3
    sign(dialog, PIN.decode())
    desk.bot.waitUntil(lambda: all(row.number for row in dialog.tree.rows[:3]), timeout=PATIENCE)
    assert states(dialog)[:3] == [BatchState.SIGNED] * 3
    application = desk.controller.station.application
    numbers = {entry.registration.number for entry in application.outbox() if entry.registration}
    assert {row.number for row in dialog.tree.rows[:3]} == numbers
    intended = [item for item in records(application, "intended") if item["draft"]]
    assert [item["shown"] for item in intended] == [True, False, False] * 2
    assert len({item["batch"] for item in intended}) == 1
    assert desk.watchdog.longest_busy < 0.25
    dialog.reject()
    desk.bot.waitUntil(lambda: desk.controller.batching.dialog is None, timeout=PATIENCE)


def test_a_token_pulled_in_the_middle_and_put_back(
    faulty: FaultyToken,
    desk: Desk,  # after the driver: it reads the settings
) -> None:
    dialog = several(desk, 3)
    faulty.play(f"C_SignInit@{faulty.calls('C_SignInit') + 3}:pull")
    sign(dialog, PIN.decode())
    desk.bot.waitUntil(lambda: dialog.trouble.isVisible(), timeout=PATIENCE)
    assert dialog.mode is Mode.REVIEW
    assert states(dialog)[:3] == [BatchState.SIGNED, BatchState.WAITING, BatchState.WAITING]
    assert len(dialog.tree.chosen) == 2
    faulty.play("")
    faulty.put_back()
    sign(dialog, PIN.decode())
    desk.bot.waitUntil(lambda: states(dialog)[:3] == [BatchState.SIGNED] * 3, timeout=PATIENCE)
    desk.bot.waitUntil(lambda: dialog.mode is not Mode.RUNNING, timeout=PATIENCE)
    latest = desk.controller.station.application.store.journal.latest()
    assert {item.state for item in latest} == {JournalState.KEPT}
    dialog.reject()


def test_the_last_runs_doubt_is_told_at_start(desk: Desk) -> None:
    """The journal of a program that was killed, read by the window at its start."""
    desk.sign_in(PIN.decode())
    desk.bot.waitUntil(lambda: desk.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
    application = desk.controller.station.application
    draft = desk.window.drafts.to_sign[0]
    plan = application.desk.plan_signing(draft)
    from eqaror_desktop.keylog import intent_of
    from sync.attempts import JournalKind

    summary = plan.draft.summary
    intent = intent_of(
        JournalKind.PACKAGE,
        plan.certificate,
        plan.token.serial,
        draft=draft,
        title=summary.title,
        version_digest=summary.version_digest,
    )
    journal = application.store.journal
    (attempt,) = journal.intend((intent,))
    journal.ask(attempt, "text", "ecdsa-sha256", "00", plan.facts.not_before)
    assert journal.recover() == 1
    desk.controller.begin()
    desk.bot.waitUntil(lambda: desk.window.notice.isVisible(), timeout=PATIENCE)
    assert "outcome unknown" in desk.window.notice.text.text()
