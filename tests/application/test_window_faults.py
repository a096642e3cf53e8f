"""A driver that fails in every way, behind the real window: the window never waits for it."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import sleep

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.controller import Controller
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.desktop.watchdog import LIMIT, Watchdog
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from resources.translations import compiled
from signing.token.modules import ModuleSpec
from tests.application.conftest import Station
from tests.signing.faults import Fault
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.sign_in_dialog import SignInDialog

PATIENCE = 30_000
"""Milliseconds; generous, because the machine may be busy."""


@dataclass
class Desk:
    """A running window on a station whose driver does as it is told."""

    window: MainWindow
    controller: Controller
    watchdog: Watchdog
    fault: Fault
    bot: QtBot

    def dialog(self) -> SignInDialog:
        self.controller.signing_in.begin()
        dialog = self.controller.signing_in.dialog
        assert dialog is not None
        return dialog

    def type_and_sign_in(self, dialog: SignInDialog) -> None:
        """Choose the first of the two tokens, once both are listed, and type its PIN."""
        self.bot.waitUntil(lambda: dialog.chooser.list.count() == 2, timeout=PATIENCE)
        dialog.chooser.list.setCurrentRow(0)
        dialog.pin.edit.clear()
        QTest.keyClicks(dialog.pin.edit, PIN.decode())
        self.bot.waitUntil(dialog.sign_in.isEnabled, timeout=PATIENCE)
        dialog.sign_in.click()

    def wait_for_call(self, function: str) -> None:
        self.bot.waitUntil(lambda: self.fault.calls(function) > 0, timeout=PATIENCE)

    def end_drivers(self) -> None:
        for host in self.controller.station.application.tokens.hosts.values():
            host.close()

    @contextmanager
    def never_stalling(self) -> Iterator[None]:
        """Fail if the window stalled for more than 100 ms by anything of its own.

        The time in which its thread was ready to run and the system let other programs run is
        taken off (:attr:`Watchdog.longest_own`): it says how busy the machine is. Waiting for a
        lock, a lane, a child or a disk is not taken off.
        """
        # What was before is another test's matter.
        self.bot.wait(100)
        self.watchdog.longest_own = 0.0
        self.watchdog.stalls.clear()
        yield
        self.bot.wait(60)
        assert self.watchdog.longest_own < LIMIT, [s.stack for s in self.watchdog.stalls]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def desk(
    station: Station, built: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> Iterator[Desk]:
    path = station.profile / "settings.toml"
    settings = read_settings(path)
    (module,) = settings.modules
    inner = ModuleSpec(Path(module.path), module.environment)
    fault = Fault(inner, built, tmp_path / "fault")
    faulty = ModuleSetting(str(fault.module.path), dict(fault.module.environment))
    write_settings(path, replace(settings, modules=(faulty,)))
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
        stack.callback(controller.watching.stop)
        window.show()
        controller.begin()
        yield Desk(window, controller, watchdog, fault, qtbot)


FAILURES = {
    "C_Login@1:crash": "E-107",
    "C_Sign@1:smash": "E-107",
    "C_Login@1:code:30": "E-110",
    "C_OpenSession:code:b1": "E-105",
    "C_Sign@1:pull,C_GetSlotList:deaf": "E-104",
}


def test_drivers_that_fail_cost_one_message_each_and_no_stall(desk: Desk) -> None:
    dialog = desk.dialog()
    signed_in: list[object] = []
    desk.controller.signing_in.signed_in.connect(signed_in.append)
    with desk.never_stalling():
        for script, code in FAILURES.items():
            desk.fault.forget_calls()
            desk.fault.play(script)
            desk.type_and_sign_in(dialog)
            said = dialog.trouble.code
            desk.bot.waitUntil(lambda: dialog.trouble.isVisible(), timeout=PATIENCE)
            assert (script, said.text()) == (script, code)
            assert desk.fault.calls("C_Login") == (code != "E-105")
            desk.fault.put_back()
        # The next attempt works, with a driver that is only slow, and nothing was restarted.
        desk.fault.play("C_Login:delay:300,C_Sign:delay:300,C_GetTokenInfo:delay:100")
        desk.type_and_sign_in(dialog)
        desk.bot.waitUntil(lambda: bool(signed_in), timeout=PATIENCE)


def test_drivers_that_hang_stall_nothing(desk: Desk) -> None:
    dialog = desk.dialog()
    with desk.never_stalling():
        for function in ("C_GetSlotList", "C_Login", "C_Sign"):
            desk.bot.waitUntil(lambda: dialog.chooser.list.count() == 2, timeout=PATIENCE)
            desk.fault.forget_calls()
            desk.fault.play(f"{function}:hang")
            desk.type_and_sign_in(dialog)
            desk.wait_for_call(function)
            desk.bot.wait(400)
            desk.fault.play("")
            desk.end_drivers()
            desk.bot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
            assert (function, dialog.trouble.code.text()) == (function, "E-107")


def test_a_stall_would_be_noticed(desk: Desk) -> None:
    def stalled() -> None:
        with desk.never_stalling():
            QTimer.singleShot(10, lambda: sleep(0.15))
            desk.bot.wait(60)

    with pytest.raises(AssertionError):
        stalled()
