"""Several decisions signed through the real window: real store, registry, token and signatures."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.indexing import Indexing
from eqaror_desktop.examining import Examiner
from eqaror_desktop.readers.programs import Reader
from signing.errors import HostDied
from sync.attempts import JournalState
from tests.application.conftest import Station
from tests.application.test_choosing import add_certificate
from tests.application.test_journal import built, faulty, records
from tests.application.test_window_job import PATIENCE, Desk, desk
from tests.signing.faults import FaultyToken
from ui.base import Text
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchState, Mode
from ui.rows import Step

__all__ = ["built", "desk", "faulty"]

pytestmark = pytest.mark.settled


def several(desk: Desk, count: int) -> BatchDialog:
    """Open the dialog for everything to sign and tick the first ones."""
    desk.begin_work()
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
    assert dialog.trouble.code.text() == "E-121"
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


def test_a_pause_wished_before_the_login_holds_the_first_document(desk: Desk) -> None:
    dialog = several(desk, 2)
    sign(dialog, PIN.decode())
    # In the same moment: the lane has not even made the batch yet.
    dialog.pause.click()
    assert dialog.note.text().startswith("Paused.")
    desk.bot.wait(800)
    assert set(states(dialog)) == {BatchState.WAITING}
    dialog.pause.click()
    desk.bot.waitUntil(lambda: states(dialog)[:2] == [BatchState.SIGNED] * 2, timeout=PATIENCE)


def test_a_token_pulled_in_the_middle_and_put_back(
    faulty: FaultyToken,
    desk: Desk,  # after the driver: it reads the settings
) -> None:
    dialog = several(desk, 3)
    faulty.play(f"C_SignInit@{faulty.calls('C_SignInit') + 3}:pull")
    sign(dialog, PIN.decode())
    lack = dialog.chooser.lack
    desk.bot.waitUntil(lack.isVisible, timeout=PATIENCE)
    assert lack.code.text() == "E-104"
    # One of them is signed: nothing that is found out about the token may deny it.
    planning = desk.controller.batching._planning
    with desk.bot.waitSignal(planning.token_seen, timeout=PATIENCE) as seen:
        planning.look_at_token()
    assert seen.args[0].lack is not None
    for said in (lack.happened.text(), seen.args[0].lack.happened):
        assert said == "The token was pulled out."
    # The same is not said twice.
    assert not dialog.trouble.isVisible()
    assert not dialog.pin.isVisible()
    assert states(dialog)[:3] == [BatchState.SIGNED, BatchState.WAITING, BatchState.WAITING]
    # Beside a document that is signed nobody is told that nothing was.
    assert "nothing was sent" not in desk.controller.batching._trouble(HostDied(None)).happened
    faulty.play("")
    faulty.put_back()
    desk.bot.waitUntil(dialog.pin.isVisible, timeout=PATIENCE)
    assert len(dialog.tree.chosen) == 2
    sign(dialog, PIN.decode())
    desk.bot.waitUntil(lambda: states(dialog)[:3] == [BatchState.SIGNED] * 3, timeout=PATIENCE)
    desk.bot.waitUntil(lambda: dialog.mode is not Mode.RUNNING, timeout=PATIENCE)
    latest = desk.controller.station.application.store.journal.latest()
    assert {item.state for item in latest} == {JournalState.KEPT}
    dialog.reject()


def test_the_last_runs_doubt_is_told_at_start(desk: Desk) -> None:
    """The journal of a program that was killed, read by the window at its start."""
    desk.begin_work()
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


def test_a_pin_that_was_typed_is_forgotten_with_its_token(
    faulty: FaultyToken,
    desk: Desk,  # after the driver: it reads the settings
) -> None:
    dialog = several(desk, 2)
    desk.controller.watching.begin()
    desk.bot.waitUntil(lambda: ":" in desk.window.status.token.text(), timeout=PATIENCE)
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    assert dialog.sign.isEnabled()
    faulty.pull()
    desk.bot.waitUntil(dialog.chooser.lack.isVisible, timeout=PATIENCE)
    assert dialog.pin.edit.text() == ""
    assert not dialog.sign.isEnabled()
    faulty.put_back()
    desk.bot.waitUntil(dialog.pin.isVisible, timeout=PATIENCE)
    assert dialog.pin.edit.text() == ""
    assert len(dialog.tree.chosen) == 2
    dialog.reject()


def test_among_several_certificates_one_is_chosen_for_all(desk: Desk, station: Station) -> None:
    application = desk.controller.station.application
    desk.begin_work()
    added = add_certificate(station, b"\x02")
    application.store.facts.remove(f"certificate of {station.office.hokim.pinfl}")
    desk.window.drafts.several.click()
    dialog = desk.controller.batching.dialog
    assert dialog is not None
    desk.bot.waitUntil(lambda: dialog.mode is Mode.REVIEW, timeout=PATIENCE)
    assert not dialog.trouble.isVisible()
    assert not dialog.pin.isVisible()
    rows = dialog.chooser._view.certificates
    dialog.chooser.list.setCurrentRow([row.identifier for row in rows].index(added))
    desk.bot.waitUntil(dialog.pin.isVisible, timeout=PATIENCE)
    for place in range(2):
        item = dialog.tree.topLevelItem(place)
        assert item is not None
        item.setCheckState(0, Qt.CheckState.Checked)
    sign(dialog, PIN.decode())
    desk.bot.waitUntil(lambda: states(dialog)[:2] == [BatchState.SIGNED] * 2, timeout=PATIENCE)
    remembered = application.remembered(station.office.hokim.pinfl)
    assert remembered is not None
    assert remembered.fingerprint == added
    desk.bot.waitUntil(lambda: dialog.mode is not Mode.RUNNING, timeout=PATIENCE)
    dialog.reject()


def test_what_was_signed_beside_the_batch_is_not_signed_again(desk: Desk) -> None:
    dialog = several(desk, 2)
    first = dialog.tree.rows[0].draft
    desk.controller.signing.begin(first, desk.window.open_version)
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    alone = desk.controller.signing.dialog
    assert alone is not None
    # Nothing is sent, so that only this station knows of it.
    desk.controller.station.sync_wanted.disconnect(desk.controller.sync)
    QTest.keyClicks(alone.pin.edit, PIN.decode())
    desk.bot.waitUntil(alone.sign.isEnabled, timeout=PATIENCE)
    alone.sign.click()
    application = desk.controller.station.application
    desk.bot.waitUntil(lambda: len(application.outbox()) == 1, timeout=PATIENCE)
    desk.bot.waitUntil(lambda: desk.controller.signing.waiting, timeout=PATIENCE)
    alone.reject()
    sign(dialog, PIN.decode())
    expected = [BatchState.DONE, BatchState.SIGNED]
    desk.bot.waitUntil(lambda: states(dialog)[:2] == expected, timeout=PATIENCE)
    assert len(application.outbox()) == 2
    assert [entry.draft for entry in application.outbox()].count(first) == 1
    desk.bot.waitUntil(lambda: dialog.mode is not Mode.RUNNING, timeout=PATIENCE)
    assert dialog.note.text().startswith("1 signed and in the outbox. 1 had been signed already.")
    dialog.reject()


def test_a_look_under_way_leaves_a_run_alone(desk: Desk) -> None:
    dialog = several(desk, 2)
    batching = desk.controller.batching
    drafts = [row.draft for row in dialog.tree.rows]
    modes: list[Mode] = []
    desk.controller.station.work_moved.connect(lambda: modes.append(dialog.mode))
    batching._planning.look(tuple(drafts))
    sign(dialog, PIN.decode())
    # What the registry changes in the middle is looked at when the run is over.
    batching.drafts_changed((drafts[-1],))
    assert dialog.tree.rows[-1].checks
    desk.bot.waitUntil(lambda: states(dialog)[:2] == [BatchState.SIGNED] * 2, timeout=PATIENCE)
    assert set(modes) == {Mode.RUNNING}
    desk.bot.waitUntil(lambda: not dialog.tree.rows[-1].checks, timeout=PATIENCE)
    desk.bot.waitUntil(lambda: bool(dialog.tree.rows[-1].checks), timeout=PATIENCE)
    dialog.reject()


def test_sign_right_after_a_closed_batch_waits_for_none_of_it(
    faulty: FaultyToken,
    desk: Desk,  # after the driver: it reads the settings
) -> None:
    desk.begin_work()
    desk.open_first()
    faulty.play("C_GetTokenInfo:delay:60")
    desk.window.drafts.several.click()
    batch = desk.controller.batching.dialog
    assert batch is not None
    planned: list[object] = []
    desk.controller.batching._planning.planned.connect(planned.append)
    desk.bot.waitUntil(lambda: bool(planned), timeout=PATIENCE)
    before, total = len(planned), len(batch.tree.rows)
    batch.reject()
    desk.window.bar.sign.click()
    assert not desk.window.bar.sign.isEnabled()
    assert desk.window.bar.sign.text() == "Asking the registry…"
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    # Of all that the batch had still to look at nothing was begun.
    assert len(planned) == before
    assert before < total
    alone = desk.controller.signing.dialog
    assert alone is not None
    alone.reject()


def test_nothing_waits_for_pages_that_a_batch_has_compared(desk: Desk, tmp_path: Path) -> None:
    desk.begin_work()
    # Not the one that the batch is at, and nothing is read ahead.
    indexing = desk.controller.station.findChild(Indexing)
    assert indexing is not None
    indexing.timeout.disconnect()
    desk.open_draft(1)
    application = desk.controller.station.application
    drafts = desk.window.drafts.to_sign
    first, second = (tmp_path / application.draft(draft).text.sha256 for draft in drafts[:2])
    # A reader may write nothing anywhere, but can be seen to wait at a pipe.
    for pipe in (first, second):
        os.mkfifo(pipe)
    reads = (
        "import hashlib, sys; data = open(sys.argv[2], 'rb').read();"
        "open(sys.argv[1] + hashlib.sha256(data).hexdigest()).read()"
    )
    slow = Reader("Slow", (sys.executable, "-I", "-c", reads, f"{tmp_path}/"))
    store = application.store
    application._examiner = Examiner(store.files, store.facts, readers=(slow,))
    desk.window.drafts.several.click()
    batch = desk.controller.batching.dialog
    assert batch is not None
    desk.bot.waitUntil(lambda: batch.chooser.current is not None, timeout=PATIENCE)
    assert batch.mode is Mode.CHECKING
    held: list[int] = []

    def waits(pipe: Path) -> bool:
        with suppress(OSError):
            held.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
            return True
        return False

    desk.bot.waitUntil(lambda: waits(first), timeout=PATIENCE)
    assert not waits(second)
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    alone = desk.controller.signing.dialog
    assert alone is not None
    desk.bot.waitUntil(lambda: waits(second), timeout=PATIENCE)
    shown = [text.text().partition("\n")[2] for text in alone.checks.findChildren(Text)]
    assert "Page 1 of 2" in shown
    QTest.keyClicks(alone.pin.edit, PIN.decode())
    assert not alone.sign.isEnabled()
    assert batch.mode is Mode.CHECKING
    alone.reject()
    batch.reject()
    for end in held:
        os.close(end)


def test_closing_the_window_in_the_middle_of_a_batch(
    faulty: FaultyToken,
    desk: Desk,  # after the driver: it reads the settings
) -> None:
    dialog = several(desk, 3)
    faulty.play("C_Sign:delay:300")
    sign(dialog, PIN.decode())
    desk.bot.waitUntil(lambda: BatchState.SIGNED in states(dialog), timeout=PATIENCE)
    closing, window = desk.controller.closing, desk.window
    assert not window.close()
    question = closing.question
    assert question is not None
    assert "1 signed and kept." in question.text.text()
    question.go_on.click()
    assert window.isVisible()
    assert not window.close()
    question = closing.question
    assert question is not None
    question.close_now.click()
    # It waits for the document under way.
    assert window.isVisible()
    desk.bot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    application = desk.controller.station.application
    kept = {entry.draft for entry in application.outbox()}
    assert len(kept) == 2
    latest = {item.draft: item.state for item in application.store.journal.latest()}
    assert [latest.pop(draft) for draft in kept] == [JournalState.KEPT] * 2
    assert list(latest.values()) == [JournalState.NOT_SIGNED]


@pytest.mark.parametrize("stopped", [True, False])
def test_closing_the_window_in_the_middle_of_a_signature(
    stopped: bool,
    faulty: FaultyToken,
    desk: Desk,  # after the driver: it reads the settings
) -> None:
    desk.begin_work()
    desk.open_first()
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    dialog = desk.controller.signing.dialog
    assert dialog is not None
    faulty.play("C_Sign:delay:400")
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    dialog.sign.click()
    desk.bot.waitUntil(lambda: dialog.steps._now is Step.SIGN, timeout=PATIENCE)
    window, closing = desk.window, desk.controller.closing
    assert not window.close()
    question = closing.question
    assert question is not None
    assert "stays unsigned" in question.text.text()
    application = desk.controller.station.application
    if not stopped:
        # It ends by itself before anybody answers: the question goes, the window stays.
        desk.bot.waitUntil(lambda: closing.question is None, timeout=PATIENCE)
        assert window.isVisible()
        assert len(application.outbox()) == 1
        return
    question.close_now.click()
    desk.bot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert application.outbox() == ()
    (attempt,) = application.store.journal.latest()
    assert attempt.state in (JournalState.DISCARDED, JournalState.NOT_SIGNED)


def test_a_token_that_never_answers_is_not_waited_for_for_ever(
    faulty: FaultyToken,
    desk: Desk,  # after the driver: it reads the settings
) -> None:
    dialog = several(desk, 2)
    faulty.play("C_Sign:delay:1500")
    sign(dialog, PIN.decode())
    desk.bot.waitUntil(lambda: BatchState.WORKING in states(dialog), timeout=PATIENCE)
    window = desk.window
    assert not window.close()
    question = desk.controller.closing.question
    assert question is not None
    question._patience.setInterval(10)
    question.close_now.click()
    desk.bot.waitUntil(question.abandon.isVisible, timeout=PATIENCE)
    assert "may stay unknown" in question.late.text()
    question.abandon.click()
    assert not window.isVisible()
