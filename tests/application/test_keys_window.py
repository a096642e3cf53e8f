"""All that is done beside the list without a mouse: files, printing, looks, panels, setting up."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from eqaror_desktop.demo import PIN
from eqaror_desktop.settings import read_settings
from tests.application.conftest import Station
from tests.application.hands import Deeds, Typed, do, heard, play, until
from tests.application.test_keys_signing import opens_the_first
from tests.application.test_window_errands import fresh
from tests.application.test_window_job import Desk, desk, opened_desk
from tests.turns import Turns
from ui.outbox_view import OutboxView
from ui.report_dialog import ReportDialog
from ui.rows import Group
from ui.setup_dialog import SetupStep

__all__ = ["desk", "fresh"]

pytestmark = pytest.mark.settled
_MOST = 100
"""Times a key is pressed that closes a dialog."""


def names(turns: Turns, asked: Deeds, path: Path) -> Deeds:
    """Write a file's name where one is asked for, as everybody can who knows it.

    How long Qt's own dialog takes to appear does not count: a desktop has one of its own.
    """
    longest = turns.longest
    yield from asked
    yield lambda: isinstance(QApplication.activeModalWidget(), QFileDialog)
    yield from until("File name")
    yield "Ctrl+A"
    yield Typed(str(path))
    pressed = 0
    while isinstance(QApplication.activeModalWidget(), QFileDialog):
        pressed += 1
        assert pressed < _MOST, heard()
        # What it proposes is put away first.
        yield "Esc" if QApplication.activePopupWidget() else "Return"
    turns.longest = longest


def prints(desk: Desk, turns: Turns, path: Path) -> Deeds:
    """Print into a file, for want of a printer."""
    longest = turns.longest
    yield "Ctrl+P"
    yield lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog)
    yield from until("Print to File", "Down")
    yield from until("Output file")
    yield "Ctrl+A"
    yield Typed(str(path))
    pressed = 0
    while isinstance(QApplication.activeModalWidget(), QPrintDialog):
        pressed += 1
        assert pressed < _MOST, heard()
        # Which presses the button that prints.
        yield "Esc" if QApplication.activePopupWidget() else "Return"
    turns.longest = longest
    printing = desk.controller.errands.printing
    yield lambda: path.exists() and printing.progress is None


def test_files_are_saved_printed_and_verified(desk: Desk, turns: Turns, tmp_path: Path) -> None:
    sheet, pages = tmp_path / "sheet.pdf", tmp_path / "pages.pdf"
    printed, report = tmp_path / "printed.pdf", tmp_path / "report.html"

    def person() -> Deeds:
        yield from opens_the_first(desk)
        yield from names(turns, iter(("Ctrl+Shift+P",)), sheet)
        yield sheet.exists
        yield from names(turns, iter(("Ctrl+S",)), pages)
        yield pages.exists
        yield from prints(desk, turns, printed)
        yield from names(turns, iter(("Ctrl+O",)), sheet)
        yield lambda: isinstance(QApplication.activeWindow(), ReportDialog)
        found = QApplication.activeWindow()
        assert isinstance(found, ReportDialog)
        yield lambda: found.reports
        yield from names(turns, do("Save the report…"), report)
        yield report.exists
        yield "Esc"
        yield lambda: QApplication.activeWindow() is not found

    play(person())
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert pages.read_bytes().startswith(b"%PDF-")
    assert "sheet.pdf" in report.read_text(encoding="utf-8")
    assert printed.read_bytes().startswith(b"%PDF-")


def test_panels_are_moved_shut_and_opened(desk: Desk) -> None:
    window = desk.window
    widths: list[int] = []

    def person() -> Deeds:
        yield from opens_the_first(desk)
        yield from until("Width of the list", "F6")
        for key in ("Right", "Right", "Left", "Return", "Return"):
            widths.append(window.splitter.sizes()[0])
            yield key
        widths.append(window.splitter.sizes()[0])
        there = window.side.isVisible()
        yield "F9"
        yield lambda: window.side.isVisible() is not there
        yield "F9"
        yield lambda: window.side.isVisible() is there
        yield "F4"
        yield window.document.thumbnails.isVisible
        yield from until("Width of the small pages", "F6")
        before = window.document.splitter.sizes()[0]
        yield "Right"
        yield lambda: window.document.splitter.sizes()[0] > before

    play(person())
    first, second, third, fourth, shut, last = widths
    assert first < second < third
    assert fourth == second
    # On a screen as narrow as this the others may have taken some of its room meanwhile.
    assert shut == 0 < last <= fourth


def test_language_theme_and_letters_are_changed(desk: Desk, station: Station) -> None:
    window = desk.window
    size = window.font().pointSizeF()

    def person() -> Deeds:
        yield from opens_the_first(desk)
        yield from do("Language")
        yield lambda: QApplication.activePopupWidget()
        yield from until("Русский", "Down")
        yield "Return"
        yield lambda: window.bar.sign.text() == "Подписать…"
        yield from do("Вид и размер текста")
        yield lambda: QApplication.activePopupWidget()
        yield from until("Тёмная", "Down")
        yield "Return"
        yield lambda: window.palette().window().color().lightness() < 128
        yield "Ctrl+Alt++"
        yield lambda: window.font().pointSizeF() > size

    settings = station.profile / "settings.toml"
    play(person())
    desk.bot.waitUntil(lambda: read_settings(settings).look.text_percent == 110)
    assert read_settings(settings).language == "ru"
    assert read_settings(settings).look.scheme == "dark"


def test_a_draft_is_returned_seen_in_the_outbox_and_taken_back(
    desk: Desk, station: Station
) -> None:
    application = desk.controller.station.application

    def person() -> Deeds:
        yield from opens_the_first(desk)
        station.stop()
        yield from do("Return…")
        yield lambda: desk.controller.sending_back.dialog is not None
        assert "Reason" in heard()
        yield Typed("Hisob-kitob kerak")
        yield from do("Return")
        yield lambda: application.outbox() and desk.controller.sending_back.dialog is None
        # Keys go on at the next draft, not in the middle of the window.
        yield desk.window.drafts.view.hasFocus
        yield "Ctrl+B"
        yield lambda: isinstance(QApplication.activeWindow(), OutboxView)
        view = QApplication.activeWindow()
        assert isinstance(view, OutboxView)
        yield view.put_away.isEnabled
        yield from do(view.put_away.text())
        yield lambda: application.outbox()[0].code == "cancelled"

    play(person())


def test_a_window_that_lies_behind_is_had_back_by_its_keys(desk: Desk) -> None:
    window = desk.window

    def person() -> Deeds:
        yield from opens_the_first(desk)
        for keys in ("F8", "Ctrl+B"):
            yield keys
            yield lambda: QApplication.activeWindow() is not window
            opened: QWidget | None = QApplication.activeWindow()
            assert opened is not None
            # As by the desktop's own keys.
            window.activateWindow()
            yield window.isActiveWindow
            yield keys
            yield opened.isActiveWindow
            yield "Esc"
            yield window.isActiveWindow

    play(person())


@pytest.mark.fresh
def test_a_station_is_set_up(fresh: tuple[Station, str], qapp: QApplication, qtbot: QtBot) -> None:
    station, address = fresh
    with opened_desk(station, qapp, qtbot) as desk:
        setting = desk.controller.errands.setting_up

        def person() -> Deeds:
            yield lambda: setting.dialog is not None and setting.dialog.isActiveWindow()
            dialog = setting.dialog
            assert dialog is not None
            yield from do("Next")
            yield from until("Address of the registry")
            yield Typed(address)
            yield "Return"
            yield lambda: SetupStep.REGISTRY in dialog.state.done
            yield from do("Next")
            yield from do("Sign in…")
            signing_in = desk.controller.signing_in
            yield lambda: signing_in.dialog is not None
            entering = signing_in.dialog
            assert entering is not None
            yield lambda: entering.chooser.list.count() == 2
            yield from until("Certificates")
            yield "Home"
            yield entering.pin.edit.isVisible
            yield from until("PIN of the token")
            yield Typed(PIN.decode())
            yield entering.sign_in.isEnabled
            yield "Return"
            yield lambda: SetupStep.SIGN_IN in dialog.state.done
            yield from do("Next")
            yield from do("Look at the token")
            yield lambda: SetupStep.TOKEN in dialog.state.done
            yield from do("Finish")
            yield lambda: setting.dialog is None
            yield lambda: desk.window.drafts.group is Group.TO_SIGN

        play(person())
    assert read_settings(station.profile / "settings.toml").registry == address
