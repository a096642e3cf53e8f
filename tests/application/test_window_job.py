"""The main job through the real window: real store, registry, token and signature."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.controller import Controller
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.desktop.watchdog import Watchdog
from resources.translations import compiled
from sync.entries import OutboxState
from tests.application.conftest import Station
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Group

PATIENCE = 30_000
"""Milliseconds; generous, because the machine may be busy."""


@dataclass
class Desk:
    """A running window on a station."""

    window: MainWindow
    controller: Controller
    watchdog: Watchdog
    bot: QtBot

    def sign_in(self, pin: str) -> None:
        self.controller.signing_in.begin()
        dialog = self.controller.signing_in.dialog
        assert dialog is not None
        self.bot.waitUntil(lambda: dialog.chosen is not None, timeout=PATIENCE)
        QTest.keyClicks(dialog.pin.edit, pin)
        dialog.sign_in.click()

    def open_first(self) -> None:
        view = self.window.drafts.view
        view.setCurrentIndex(self.window.drafts.model.index(0))
        self.bot.waitUntil(lambda: self.window.document.page_count > 0, timeout=PATIENCE)
        self.bot.waitUntil(lambda: not self.window.bar.sign.isHidden(), timeout=PATIENCE)


@pytest.fixture
def desk(station: Station, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    with ExitStack() as stack:
        application = stack.enter_context(station.open())
        speech = Speech(qapp)
        stack.callback(speech.be_silent)
        speech.speak("en", compiled("en"))
        lanes, window, watchdog = Lanes(), MainWindow("en"), Watchdog()
        qtbot.addWidget(window)
        stack.callback(lanes.close)
        stack.callback(watchdog.stop)
        controller = Controller(application, window, lanes, speech, "en")
        window.show()
        controller.begin()
        yield Desk(window, controller, watchdog, qtbot)


def test_sign_in_read_sign_and_see_the_number(desk: Desk) -> None:
    desk.sign_in("000000")
    dialog = desk.controller.signing_in.dialog
    assert dialog is not None
    desk.bot.waitUntil(lambda: dialog.trouble.isVisible(), timeout=PATIENCE)
    assert dialog.trouble.code.text() == "PIN-INCORRECT"
    assert dialog.pin.edit.text() == ""
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    dialog.sign_in.click()
    desk.bot.waitUntil(lambda: desk.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)

    desk.open_first()
    assert desk.window.side.trail_note.text().startswith("✓")
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    signing = desk.controller.signing.dialog
    assert signing is not None
    QTest.keyClicks(signing.pin.edit, PIN.decode())
    signing.sign.click()
    desk.bot.waitUntil(lambda: "Registered" in signing.ended_title.text(), timeout=PATIENCE)
    (entry,) = desk.controller.station.application.outbox()
    assert entry.state is OutboxState.ACCEPTED
    assert entry.registration is not None
    assert entry.registration.number in signing.ended_title.text()
    signing.close_button.click()
    desk.bot.waitUntil(lambda: not desk.window.bar.sign.isVisible(), timeout=PATIENCE)
    assert desk.watchdog.longest_busy < 0.25


def test_signing_without_a_line_is_kept_and_says_so(desk: Desk, station: Station) -> None:
    desk.sign_in(PIN.decode())
    desk.bot.waitUntil(lambda: desk.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
    desk.open_first()
    station.stop()
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    signing = desk.controller.signing.dialog
    assert signing is not None
    QTest.keyClicks(signing.pin.edit, PIN.decode())
    signing.sign.click()
    desk.bot.waitUntil(lambda: "not sent yet" in signing.ended_title.text(), timeout=PATIENCE)
    (entry,) = desk.controller.station.application.outbox()
    assert entry.state is OutboxState.QUEUED
    signing.close_button.click()
    desk.bot.waitUntil(lambda: "outbox" in desk.window.bar.note.text(), timeout=PATIENCE)
    assert "1" in desk.window.outbox_label.text()
