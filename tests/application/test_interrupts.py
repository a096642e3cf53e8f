"""Ctrl-C and SIGTERM at the window: it closes in order, and a signature is not cut off."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import signal
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from types import FrameType

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from eqaror_desktop.demo import PIN, RunningRegistry
from eqaror_desktop.desktop.interrupts import Interrupts
from eqaror_desktop.desktop.main import main
from sync.attempts import JournalState
from tests.application.conftest import Station
from tests.application.test_journal import built, faulty
from tests.application.test_window_batch import several, sign, states
from tests.application.test_window_job import PATIENCE, Desk, desk
from tests.application.test_window_starts import as_it_was
from tests.signing.faults import FaultyToken
from ui.batch_rows import BatchState
from ui.main_window import MainWindow
from ui.rows import Step
from ui.sign_dialog import SignDialog

__all__ = ["as_it_was", "built", "desk", "faulty"]

pytestmark = [pytest.mark.settled, pytest.mark.timeout(60)]

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LONGEST = 40.0
"""Seconds until a program that does not end is left."""
_WAITED_IN_VAIN = 99


def _ends_nothing(_number: int, _frame: FrameType | None) -> None:
    """Whatever is wrong with the window, the other tests in this process go on."""


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Whoever runs the tests in the background has them ignore Ctrl-C, and so would the window."""
    before = {number: signal.signal(number, _ends_nothing) for number in ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def loops_begin_again(qapp: QApplication) -> Iterator[None]:
    """Leave nothing of an end to the tests that follow in this process.

    To leave outside of the application's own loop is for good: no loop begins any more, and what
    waits in one waits for ever (QEventLoop::exec looks at what QCoreApplication::exit has set).
    The quit of a window that was the last one comes only later, and does the same then.
    """
    yield
    qapp.removePostedEvents(qapp, int(QEvent.Type.Quit.value))
    leaving = QTimer(interval=0)
    leaving.timeout.connect(qapp.exit)
    leaving.start()
    qapp.exec()
    leaving.stop()


def _signal(number: signal.Signals) -> bool:
    """Send it while the loop waits, and as a terminal does: not from within a slot."""
    threading.Timer(0.05, os.kill, (os.getpid(), number)).start()
    return True


class _Hand(QObject):
    """Does what is next with the program's only window, until nothing is left to do."""

    def __init__(self, *steps: Callable[[MainWindow], bool]) -> None:
        super().__init__()
        self._steps = list(steps)
        self._until = monotonic() + _LONGEST
        self._look = QTimer(self, interval=10)
        self._look.timeout.connect(self._go_on)
        self._look.start()

    @property
    def done(self) -> bool:
        return not self._steps

    def _go_on(self) -> None:
        if monotonic() > self._until:
            QApplication.exit(_WAITED_IN_VAIN)
        for window in QApplication.topLevelWidgets():
            if self._steps and isinstance(window, MainWindow) and window.isVisible():
                if self._steps[0](window):
                    self._steps.pop(0)
                return


def _has_drafts(window: MainWindow) -> bool:
    window.drafts.view.setCurrentIndex(window.drafts.model.index(0))
    return window.middle.has_document and not window.bar.sign.isHidden()


def _open_signing(window: MainWindow) -> bool:
    if (dialog := _dialog()) is None:
        window.bar.sign.click()
        return False
    if not dialog.pin.edit.text():
        QTest.keyClicks(dialog.pin.edit, PIN.decode())
    if not dialog.sign.isEnabled():
        return False
    dialog.sign.click()
    return True


def _signs(_: MainWindow) -> bool:
    dialog = _dialog()
    return dialog is not None and dialog.steps._now is Step.SIGN


def _dialog() -> SignDialog | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, SignDialog)), None)


@pytest.mark.usefixtures("as_it_was")
@pytest.mark.parametrize("number", ENDING)
def test_the_window_closes(
    number: signal.Signals, station: Station, capfd: pytest.CaptureFixture[str]
) -> None:
    before = [signal.getsignal(each) for each in ENDING]
    hand = _Hand(lambda window: _has_drafts(window) and _signal(number))
    assert main(station.profile) == 128 + number
    assert hand.done
    assert capfd.readouterr() == ("", "")
    assert [signal.getsignal(each) for each in ENDING] == before
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.usefixtures("as_it_was")
def test_a_signature_under_way_is_wound_up_after_sigterm(
    faulty: FaultyToken, station: Station
) -> None:
    faulty.play("C_Sign:delay:400")
    hand = _Hand(
        _has_drafts,
        _open_signing,
        lambda window: _signs(window) and _signal(signal.SIGTERM),
    )
    assert main(station.profile) == 128 + signal.SIGTERM
    assert hand.done
    with station.open() as application:
        states = {item.state for item in application.store.journal.latest()}
        kept = application.outbox()
    assert (
        states == {JournalState.KEPT}
        if kept
        else states
        <= {
            JournalState.DISCARDED,
            JournalState.NOT_SIGNED,
        }
    )


def test_with_something_under_way_it_asks_first(
    faulty: FaultyToken,
    desk: Desk,  # after the driver: it reads the settings
) -> None:
    dialog = several(desk, 3)
    faulty.play("C_Sign:delay:300")
    sign(dialog, PIN.decode())
    desk.bot.waitUntil(lambda: BatchState.SIGNED in states(dialog), timeout=PATIENCE)
    with Interrupts(desk.window) as interrupts:
        _signal(signal.SIGINT)
        closing = desk.controller.closing
        desk.bot.waitUntil(lambda: closing.question is not None, timeout=PATIENCE)
        assert desk.window.isVisible()
        question = closing.question
        assert question is not None
        question.close_now.click()
        desk.bot.waitUntil(lambda: not desk.window.isVisible(), timeout=PATIENCE)
    assert interrupts.code(0) == 128 + signal.SIGINT
    assert len(desk.controller.station.application.outbox()) == 2


@pytest.mark.usefixtures("qapp")
def test_a_message_before_the_window_is_left_too() -> None:
    box = QMessageBox()
    with Interrupts() as interrupts:
        _signal(signal.SIGINT)
        box.exec()
    assert interrupts.code(1) == 130


@pytest.mark.usefixtures("qapp")
def test_what_is_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Interrupts():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_demos_registry_hears_nothing_of_the_terminal(station: Station) -> None:
    station.stop()
    with RunningRegistry(station.office) as registry:
        process = registry._process
        assert process is not None
        assert os.getpgid(process.pid) != os.getpgid(0)
