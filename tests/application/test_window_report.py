"""A verification report is signed in the window: by keys alone, with a real token in its child."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from eqaror_desktop.demo import PIN
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.application.conftest import Station
from tests.application.test_window_job import PATIENCE, Desk, desk
from tests.turns import WATCHED
from tests.ui.asked import Asked, asking
from tests.ui.test_papers import text_of
from ui.close_question import WorkKind
from ui.report_dialog import ReportDialog
from ui.report_rows import ReportStep
from ui.report_sign_dialog import ReportSignDialog
from ui.rows import Verdict
from ui.trouble_panel import ErrorBox

__all__ = ["desk"]
pytestmark = pytest.mark.settled


def opened_report(desk: Desk, path: Path) -> ReportDialog:
    """Verify a file by dropping it on the window."""
    desk.begin_work()
    path.write_bytes(b"no signature is in here")
    desk.controller.errands.drop.dropped.emit([str(path)])
    report = desk.window.findChild(ReportDialog)
    assert report is not None
    desk.bot.waitUntil(lambda: len(report.reports) == 1, timeout=PATIENCE)
    return report


def press(report: ReportDialog, wanted: QPushButton, target: Path) -> None:
    """Tab to a button, press it, and type a name into the file dialog it opens."""
    report.activateWindow()
    for _ in range(20):
        if report.focusWidget() is wanted:
            break
        QTest.keyClick(QApplication.focusWidget() or report, Qt.Key.Key_Tab)
    assert report.focusWidget() is wanted

    def name(asked: Asked) -> None:
        asked.type(str(target))
        asked.enter()

    asking(name)
    longest = WATCHED.longest
    QTest.keyClick(wanted, Qt.Key.Key_Space)
    # How long Qt's own dialog takes to appear does not count: a desktop has one of its own.
    WATCHED.longest = longest


def dialog_of(desk: Desk) -> ReportSignDialog:
    signing = desk.controller.report_signing
    desk.bot.waitUntil(lambda: signing.dialog is not None, timeout=PATIENCE)
    dialog = signing.dialog
    assert dialog is not None
    desk.bot.waitUntil(lambda: dialog.chooser.current is not None, timeout=PATIENCE)
    desk.bot.waitUntil(lambda: dialog.pin.isVisible(), timeout=PATIENCE)
    return dialog


def passed(dialog: ReportSignDialog) -> list[ReportStep]:
    """The steps that are shown as done."""
    lines = dialog.steps._lines
    return [step for step in ReportStep if lines[step][0].shown[0] == "check"]


def uses(desk: Desk) -> list[tuple[str, str | None]]:
    """What the key log tells of reports."""
    log = desk.controller.station.application.store.log
    found = [json.loads(record.text) for record in log.records()]
    reports = [item for item in found if item.get("kind") == "report"]
    return [(item["event"], item.get("result")) for item in reports]


def test_a_report_is_saved_and_signed_by_keys_alone(
    desk: Desk, station: Station, tmp_path: Path
) -> None:
    report = opened_report(desk, tmp_path / "act.txt")
    page = tmp_path / "plain.json"
    # Signatures that were left of others: what gives way is told of.
    for name in ("plain.json.p7s", "signed.pdf.p7s"):
        (tmp_path / name).write_bytes(b"signature")
    press(report, report.save, page)
    desk.bot.waitUntil(page.exists, timeout=PATIENCE)
    notice = desk.window.notice
    desk.bot.waitUntil(lambda: "plain.1.json.p7s" in notice.text.text(), timeout=PATIENCE)
    # The name's ending says the form, also where the list of forms says another.
    assert json.loads(page.read_bytes())["verdict"] == "indeterminate"
    target = tmp_path / "signed.pdf"
    press(report, report.sign, target)
    dialog = dialog_of(desk)
    assert dialog.target.text() == str(target)
    assert dialog.file.text() == "act.txt"
    QTest.keyClicks(dialog.pin.edit, "000000")
    QTest.keyClick(dialog.pin.edit, Qt.Key.Key_Return)
    desk.bot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
    assert dialog.trouble.code.text() == "E-121"
    assert dialog.pin.edit.text() == ""
    assert not target.exists()
    assert passed(dialog) == [ReportStep.MAKE]
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    QTest.keyClick(dialog.pin.edit, Qt.Key.Key_Return)
    desk.bot.waitUntil(dialog.close_button.isVisible, timeout=PATIENCE)
    assert passed(dialog) == list(ReportStep)[:-1]
    assert str(target) in dialog.ended_text.text()
    assert str(tmp_path / "signed.1.pdf.p7s") in dialog.ended_text.text()
    QTest.keyClick(dialog.close_button, Qt.Key.Key_Space)
    desk.bot.waitUntil(lambda: desk.controller.report_signing.dialog is None, timeout=PATIENCE)
    pdf = target.read_bytes()
    found = verify_stream(io.BytesIO(pdf), TrustAnchors.load([station.office.places.trust]))
    (signature,) = found.signatures
    assert signature.intact
    assert signature.signer is not None
    assert not [reason for reason in found.reasons if reason.failed]
    assert shutil.which("pdfsig")
    told = subprocess.run(["pdfsig", target], capture_output=True, check=False).stdout.decode()
    assert "Signature is Valid" in told
    assert uses(desk) == [
        # The wrong PIN, and the right one.
        ("login", "PinIncorrect"),
        ("login", "opened"),
        ("intended", None),
        ("asked", None),
        ("answered", "made"),
    ]
    # What is dropped on the window goes by its name, too.
    named = [tmp_path / "signed.pdf", shutil.copy(target, tmp_path / "signed.html")]
    desk.controller.errands.drop.dropped.emit(list(map(str, named)))
    shown = desk.window.findChildren(ReportDialog)[-1]
    desk.bot.waitUntil(lambda: len(shown.reports) == 2, timeout=PATIENCE)
    assert [item.verdict for item in shown.reports] == [Verdict.VALID, Verdict.INDETERMINATE]
    pages = ["a PDF, but its name ends in .html" in str(item.reasons) for item in shown.reports]
    assert pages == [False, True]


def printed(desk: Desk, target: Path) -> int:
    """Choose a file as the printer; return how many pages it has then."""
    desk.bot.waitUntil(
        lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog), timeout=PATIENCE
    )
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    printing = desk.controller.errands.printing
    _dialog, printer, content = printing._wanted
    dialog.reject()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printing.print(printer, content)
    desk.bot.waitUntil(lambda: printing.progress is None, timeout=PATIENCE)
    return len(text_of(target.read_bytes()))


def test_report_and_agreement_sheet_are_printed_by_keys(desk: Desk, tmp_path: Path) -> None:
    desk.begin_work()
    desk.open_first()
    # Of the menu of the window that is read.
    desk.controller.errands.menu.sheet_print.trigger()
    assert printed(desk, tmp_path / "sheet.pdf") > 0
    report = opened_report(desk, tmp_path / "act.txt")
    report.activateWindow()
    desk.bot.waitUntil(report.isActiveWindow, timeout=PATIENCE)
    QTest.keyClick(report, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed(desk, tmp_path / "report.pdf") > 0
    assert QApplication.activeModalWidget() is report


def test_what_is_cancelled_uses_no_key_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    report = opened_report(desk, tmp_path / "act.txt")
    target = tmp_path / "signed.pdf"
    report.sign_requested.emit(report.reports[0], str(target))
    dialog = dialog_of(desk)
    desk.bot.waitUntil(lambda: dialog.pin.isEnabled(), timeout=PATIENCE)
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    dialog.sign.click()
    # The lane is making the report; the token was not asked yet.
    assert "can still be cancelled" in dialog.steps_note.text()
    work = desk.controller.report_signing.under_way
    assert work is not None
    assert work.kind is WorkKind.REPORT
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    question = dialog.question
    assert question is not None
    assert "nothing of it is written" in question.text.text()
    question.close_now.click()
    assert "nothing is written" in dialog.steps_note.text()
    assert not dialog.cancel.isEnabled()
    signing = desk.controller.report_signing
    desk.bot.waitUntil(lambda: signing.dialog is None, timeout=PATIENCE)
    assert signing.under_way is None
    assert not target.exists()
    # It may have come as far as the token; the key was asked nothing.
    assert not {"asked", "answered"} & {event for event, _ in uses(desk)}
    # Another wish begins anew.
    report.sign_requested.emit(report.reports[0], str(target))
    again = dialog_of(desk)
    QTest.keyClicks(again.pin.edit, PIN.decode())
    desk.bot.waitUntil(again.sign.isEnabled, timeout=PATIENCE)
    QTest.keyClick(again.pin.edit, Qt.Key.Key_Return)
    desk.bot.waitUntil(again.close_button.isVisible, timeout=PATIENCE)
    assert target.read_bytes().startswith(b"%PDF-")


def test_what_a_report_is_about_is_refused_as_its_place_before_a_pin_is_typed(
    desk: Desk, tmp_path: Path
) -> None:
    act = tmp_path / "act.pdf"
    report = opened_report(desk, act)
    (tmp_path / "link.pdf").symlink_to(act)
    for name in ("act.pdf", "link.pdf"):
        report.sign_requested.emit(report.reports[0], str(tmp_path / name))
        desk.bot.waitUntil(
            lambda: isinstance(QApplication.activeModalWidget(), ErrorBox), timeout=PATIENCE
        )
        box = QApplication.activeModalWidget()
        assert isinstance(box, ErrorBox)
        assert "act.pdf" in box.happened.text()
        box.reject()
        assert desk.controller.report_signing.dialog is None
    assert act.read_bytes() == b"no signature is in here"


def test_a_place_that_takes_nothing_is_told_and_what_was_signed_is_not_kept(
    desk: Desk, tmp_path: Path
) -> None:
    report = opened_report(desk, tmp_path / "act.txt")
    target = tmp_path / "absent" / "signed.pdf"
    report.sign_requested.emit(report.reports[0], str(target))
    dialog = dialog_of(desk)
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    dialog.sign.click()
    desk.bot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
    assert dialog.reviewing
    assert str(target) in dialog.trouble.happened.text()
    assert not target.exists()
    desk.bot.waitUntil(lambda: dialog.chooser.current is not None, timeout=PATIENCE)
