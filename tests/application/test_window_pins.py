"""A PIN changed and a token unblocked in the real window, over the real driver."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.application import Application
from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.controller import Controller
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.desktop.pins import Pins
from eqaror_desktop.desktop.watchdog import Watchdog
from eqaror_desktop.errors import AttemptUnconfirmed
from resources.translations import compiled
from signing.errors import (
    AttemptsLeft,
    PinIncorrect,
    PinLocked,
    PinMustChange,
    PukIncorrect,
)
from signing.token.info import TokenInfo
from signing.token.pin import PinReason
from sync.cancel import Cancelled
from tests.application.test_token_commands import Desk, make_desk
from tests.signing.softhsm import PIN, SO_PIN
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.pin_dialog import PinDialog

NEW, WRONG = "80808080", "24681357"
PATIENCE = 30_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def desk(tmp_path: Path, built: Path) -> Desk:
    return make_desk(tmp_path, built)


@pytest.fixture
def controller(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Controller]:
    with ExitStack() as stack:
        application = stack.enter_context(Application.open(desk.profile))
        speech = Speech(qapp)
        stack.callback(speech.be_silent)
        speech.speak("en", compiled("en"))
        lanes, window, watchdog = Lanes(), MainWindow("en"), Watchdog()
        qtbot.addWidget(window)
        stack.callback(lanes.close)
        stack.callback(watchdog.stop)
        made = Controller(application, window, lanes, speech, "en")
        window.show()
        yield made
        # Its own work, not the pauses of a machine that is busy with other things.
        assert watchdog.longest_busy < 0.25


def opened(begin: Callable[[], None], pins: Pins, qtbot: QtBot) -> PinDialog:
    begin()
    dialog = pins.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.chosen is not None, timeout=PATIENCE)
    return dialog


def answer(dialog: PinDialog, old: str, new: str = NEW) -> None:
    for field, text in ((dialog.old, old), (dialog.new, new), (dialog.again, new)):
        QTest.keyClicks(field.edit, text)
    dialog.change.click()


def test_change_with_a_wrong_pin_first_then_unblock(
    controller: Controller, desk: Desk, qtbot: QtBot
) -> None:
    pins = controller.pins
    dialog = opened(pins.menu.change.trigger, pins, qtbot)
    answer(dialog, WRONG)
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
    assert dialog.trouble.code.text() == "E-121"
    answer(dialog, PIN.decode())
    qtbot.waitUntil(lambda: pins.dialog is None, timeout=PATIENCE)
    assert desk.faulty.calls("C_SetPIN") == 2
    dialog = opened(pins.menu.unblock.trigger, pins, qtbot)
    answer(dialog, SO_PIN.decode(), "11223344")
    qtbot.waitUntil(lambda: pins.dialog is None, timeout=PATIENCE)
    assert desk.faulty.calls("C_InitPIN") == 1
    log = controller.station.application.store.log
    answered = [json.loads(item.text) for item in log.records()][1::2]
    assert [(item["kind"], item["result"]) for item in answered] == [
        *(("pin_change", "PinIncorrect"), ("pin_change", "accepted")),
        ("pin_unblock", "accepted"),
    ]


def test_a_risky_attempt_is_allowed_once_on_purpose(
    controller: Controller, desk: Desk, qtbot: QtBot
) -> None:
    desk.faulty.play("C_GetTokenInfo:mute")
    pins = controller.pins
    dialog = opened(pins.change, pins, qtbot)
    for _ in range(2):
        answer(dialog, WRONG)
        qtbot.waitUntil(dialog.old.edit.isEnabled, timeout=PATIENCE)
        qtbot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
    for calls in (2, 3):
        answer(dialog, WRONG)
        # Not sent; the person says that it is meant, and types it again.
        qtbot.waitUntil(
            lambda: dialog.trouble.code.text() == "E-294" and dialog.trouble.isVisible(),
            timeout=PATIENCE,
        )
        assert desk.faulty.calls("C_SetPIN") == calls
        dialog.trouble.do.click()
        answer(dialog, WRONG if calls == 2 else PIN.decode())
        if calls == 2:
            qtbot.waitUntil(
                lambda: dialog.trouble.code.text() == "E-121" and dialog.trouble.isVisible(),
                timeout=PATIENCE,
            )
    qtbot.waitUntil(lambda: pins.dialog is None, timeout=PATIENCE)
    assert desk.faulty.calls("C_SetPIN") == 4


def test_the_attempts_left_are_told_once(controller: Controller) -> None:
    messages = controller.station.messages
    for error in (PinIncorrect(AttemptsLeft.FEW), PukIncorrect(AttemptsLeft.LAST)):
        told = messages.attempts(str(error.attempts))
        # Beside a field for the PIN, which says it itself; and where there is none.
        assert told not in rows.trouble(error, messages, beside_pin=True).happened
        assert told in rows.trouble(error, messages).happened


def test_cures_of_the_troubles(controller: Controller, qtbot: QtBot) -> None:
    messages = controller.station.messages
    shown = [
        rows.trouble(error, messages)
        for error in (PinMustChange(), PinLocked(), AttemptUnconfirmed("11", 2, "pin"))
    ]
    assert [(item.pin_cure, item.subject) for item in shown] == [
        ("change", ""),
        ("unblock", ""),
        ("allow", "11"),
    ]
    # Each has a button; commands are for those who type them.
    assert not any("eqaror " in item.cure or "--" in item.cure for item in shown)
    controller.station.pin_cure_wanted.emit("unblock", "")
    dialog = controller.pins.dialog
    assert dialog is not None
    assert dialog.unblocking
    qtbot.waitUntil(lambda: dialog.chosen is not None, timeout=PATIENCE)
    dialog.reject()


def test_a_pin_is_asked_for_in_the_middle_of_anything(
    controller: Controller, desk: Desk, qtbot: QtBot
) -> None:
    pins = controller.pins
    asker = controller.station.application.pins.asker
    assert asker is not None
    unknown = AttemptsLeft.UNKNOWN
    token = TokenInfo(desk.faulty.serial, "", "", "", unknown, 4, 8, False, True, False)
    given: list[bytearray] = []
    ended: list[BaseException] = []

    def lane() -> None:
        try:
            given.append(asker(PinReason(token, 2)))
        except Cancelled as error:
            ended.append(error)

    for answered in (True, False):
        thread = threading.Thread(target=lane)
        thread.start()
        qtbot.waitUntil(lambda: pins.prompt is not None, timeout=PATIENCE)
        prompt = pins.prompt
        assert prompt is not None
        assert "number 2" in prompt.heading.text()
        if answered:
            QTest.keyClicks(prompt.pin.edit, NEW)
            prompt.give.click()
            assert prompt.pin.edit.text() == ""
        else:
            prompt.reject()
        thread.join(10)
        assert pins.prompt is None
    assert given == [bytearray(NEW.encode())]
    assert len(ended) == 1
