"""What is done beside the list, through the real window: ready, verify, sheet, first run."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop import papers
from eqaror_desktop.settings import TimeStampServer, read_settings, write_settings
from tests.application import tsa
from tests.application.conftest import Station
from tests.application.test_window_job import PATIENCE, Desk, desk, opened_desk
from tests.ui.test_papers import text_of
from ui.report_dialog import ReportDialog
from ui.rows import CheckState, Group, Verdict
from ui.setup_dialog import SetupStep

__all__ = ["desk"]


def test_ready_is_told_with_and_without_a_line(
    desk: Desk, station: Station, tmp_path: Path
) -> None:
    window, wait = desk.window, desk.bot.waitUntil
    errands = desk.controller.errands
    desk.sign_in(PIN.decode())
    wait(lambda: window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
    desk.open_first()
    window.bar.ready.click()
    ready = errands.readiness.dialog
    assert ready is not None
    wait(lambda: ready.complete, timeout=PATIENCE)
    assert [row for row in ready.rows if row.state is not CheckState.GOOD] == []
    assert ready.answer.text() == "Yes, you can sign now"
    station.stop()
    ready.refresh.click()
    wait(lambda: ready.complete, timeout=PATIENCE)
    # It can be signed, and what is wrong is named with what becomes of the signature.
    assert ready.answer.text() == "Yes, you can sign now"
    (away,) = (row for row in ready.rows if row.name == "Registry")
    assert away.state is CheckState.BAD
    assert "Nothing is lost" in away.cure
    ready.close()

    sheet = tmp_path / "sheet.pdf"
    papers.save_sheet(desk.controller.station, window.open_draft, sheet)
    wait(sheet.exists, timeout=PATIENCE)
    told = "".join(text_of(sheet.read_bytes()))
    assert "Agreement sheet" in told
    assert told.count("✓") == sum("checked" in row.mark for row in window.side.view.trail)  # type: ignore[union-attr] # a draft is open

    garbage = tmp_path / "a.asice"
    garbage.write_bytes(b"PK\x03\x04 broken")
    errands.drop.dropped.emit([str(garbage), str(tmp_path / "absent.pdf"), str(sheet)])
    errands.drop.left_out.emit(["https://qaror.example/c.pdf"])
    assert "no file of this computer: https://qaror.example/c.pdf" in window.notice.text.text()
    report = window.findChild(ReportDialog)
    assert report is not None
    # The dialog is there before anything is read.
    assert report.tabs.count() == 3
    wait(lambda: len(report.reports) == 3, timeout=PATIENCE)
    verdicts = [item.verdict for item in report.reports]
    assert verdicts == [Verdict.INVALID, Verdict.INDETERMINATE, Verdict.INDETERMINATE]
    assert [bool(item.file_digest) for item in report.reports] == [True, False, True]
    saved = tmp_path / "report.html"
    report.save_requested.emit(report.reports[0], str(saved))
    wait(saved.exists, timeout=PATIENCE)
    assert report.reports[0].file_digest[:4] in saved.read_text(encoding="utf-8").lower()


@pytest.fixture
def fresh(station: Station, tmp_path: Path) -> tuple[Station, str]:
    """A station nobody has set up, beside the registry of a demo office."""
    before = station.profile
    settings = read_settings(before / "settings.toml")
    office = station.office
    places = replace(office.places, directory=tmp_path / "fresh")
    new = Station(replace(office, places=places), station.warm)
    new.profile.mkdir(parents=True)
    write_settings(new.profile / "settings.toml", replace(settings, registry=""))
    shutil.copytree(before / "trust", new.profile / "trust")
    return new, settings.registry


def test_a_fresh_station_is_set_up_step_by_step(
    fresh: tuple[Station, str], qapp: QApplication, qtbot: QtBot
) -> None:
    station, address = fresh
    with opened_desk(station, qapp, qtbot) as desk:
        setting = desk.controller.errands.setting_up
        qtbot.waitUntil(lambda: setting.dialog is not None, timeout=PATIENCE)
        dialog = setting.dialog
        assert dialog is not None
        dialog.skip.click()
        dialog.address.setFocus()
        QTest.keyClicks(dialog.address, "http://127.0.0.1:9")
        QTest.keyClick(dialog.address, Qt.Key.Key_Return)
        qtbot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
        assert SetupStep.REGISTRY not in dialog.state.done
        dialog.reject()
        facts = desk.controller.station.application.store.facts
        qtbot.waitUntil(lambda: "127.0.0.1:9" in (facts.get("setup") or ""), timeout=PATIENCE)
    with opened_desk(station, qapp, qtbot) as desk:
        # Left half-way, it goes on by itself where it was left.
        setting = desk.controller.errands.setting_up
        qtbot.waitUntil(lambda: setting.dialog is not None, timeout=PATIENCE)
        dialog = setting.dialog
        assert dialog is not None
        assert dialog.state.step is SetupStep.REGISTRY
        assert dialog.address.text() == "http://127.0.0.1:9"
        dialog.address.setText(address)
        dialog.use.click()
        qtbot.waitUntil(lambda: SetupStep.REGISTRY in dialog.state.done, timeout=PATIENCE)
        dialog.next.click()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE)
        dialog.sign_in.click()
        asking = desk.controller.signing_in.dialog
        assert asking is not None
        assert asking.parentWidget() is dialog
        desk.sign_in(PIN.decode())
        qtbot.waitUntil(lambda: SetupStep.SIGN_IN in dialog.state.done, timeout=PATIENCE)
        # The keys are in the assistant again, not in the window behind it.
        qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE)
        dialog.next.click()
        dialog.test.click()
        qtbot.waitUntil(lambda: SetupStep.TOKEN in dialog.state.done, timeout=PATIENCE)
        dialog.next.click()
        qtbot.waitUntil(lambda: setting.dialog is None, timeout=PATIENCE)
        qtbot.waitUntil(lambda: desk.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
        assert read_settings(station.profile / "settings.toml").registry == address
    with opened_desk(station, qapp, qtbot) as desk:
        qtbot.waitUntil(lambda: desk.window.signed_in, timeout=PATIENCE)
        assert desk.controller.errands.setting_up.dialog is None
        # What is wrong with another address is said of it, not of settings that are in order.
        again = desk.controller.errands.setting_up
        again.show()
        qtbot.waitUntil(lambda: again.dialog is not None, timeout=PATIENCE)
        shown = again.dialog
        assert shown is not None
        shown.steps.setCurrentRow(list(SetupStep).index(SetupStep.REGISTRY))
        for typed, code in (
            ("bad address", "E-300"),
            ("htp//xx", "E-300"),
            ("http://127.0.0.1:9", "E-299"),
        ):
            shown.address.setText(typed)
            shown.use.click()
            qtbot.waitUntil(shown.trouble.isVisible, timeout=PATIENCE)
            assert shown.trouble.code.text() == code
        assert read_settings(station.profile / "settings.toml").registry == address


def test_a_time_stamp_server_that_lies_holds_nothing_back_but_the_sending(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    path = station.profile / "settings.toml"
    liar = tsa.says(200, tsa.REPLY, b"\x30\x03\x02\x01\x00")
    with liar.serving():
        settings = read_settings(path)
        servers = (TimeStampServer(liar.address),)
        policy = replace(settings.signing, time_stamp_servers=servers)
        write_settings(path, replace(settings, signing=policy))
        with opened_desk(station, qapp, qtbot) as desk:
            desk.sign_in(PIN.decode())
            window, wait = desk.window, qtbot.waitUntil
            wait(lambda: window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
            desk.open_first()
            window.bar.ready.click()
            ready = desk.controller.errands.readiness.dialog
            assert ready is not None
            wait(lambda: ready.complete, timeout=PATIENCE)
            (stamps,) = (row for row in ready.rows if row.name == "Time-stamp servers")
            assert stamps.state is CheckState.BAD
            assert "wrong answer" in stamps.text
            assert ready.answer.text() == "Yes, you can sign now"
            ready.close()
            window.bar.sign.click()
            wait(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
            signing = desk.controller.signing.dialog
            assert signing is not None
            QTest.keyClicks(signing.pin.edit, PIN.decode())
            wait(signing.sign.isEnabled, timeout=PATIENCE)
            signing.sign.click()
            wait(lambda: bool(signing.ended_title.text()), timeout=PATIENCE)
            assert signing.ended_title.text() == "Signed, not sent yet"
            # Why it waits is said, and that nobody has to do anything.
            assert "time-stamp" in signing.ended_text.text(), signing.ended_text.text()
