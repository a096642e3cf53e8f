"""A registry that takes requests and never answers: what is on the disk is there at once."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.application import Application
from eqaror_desktop.desktop.controller import Controller
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.desktop.pace import Pace
from eqaror_desktop.desktop.station import Station as PartsOfWindow
from eqaror_desktop.desktop.watchdog import LIMIT, Watchdog
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import NetworkPolicy, Settings, write_settings
from resources.translations import compiled
from signing.errors import MalformedDocument
from sync import wire
from sync.errors import Refused, ServerUntrusted, StoreFull, Unreachable
from sync.network.line import LineWatch
from tests.signing.hostile_pdfs import make, stream
from tests.sync.makers import PERSON, draft, sha, summary
from tests.sync.wild import Authority, listening
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Connection
from ui.trouble_panel import ErrorBox

TEXT = b"%PDF-1.7 a text"


class Hanging:
    """Takes every request and keeps it until the end of the test."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.over = threading.Event()

    def work(self, _sock: object, request: bytes) -> None:
        self.asked.append(request)
        self.over.wait(20)

    def paths(self) -> set[str]:
        return {request.split(b" ")[1].decode() for request in self.asked}


@pytest.fixture
def hanging() -> Iterator[tuple[Hanging, str]]:
    registry = Hanging()
    with listening(registry.work) as port:
        yield registry, f"http://127.0.0.1:{port}"
        registry.over.set()


@pytest.fixture
def application(hanging: tuple[Hanging, str], tmp_path: Path) -> Iterator[Application]:
    """A station with two drafts: of the first a newer revision is known, but not here."""
    profile = tmp_path / "profile"
    (profile / "trust").mkdir(parents=True)
    Authority.make(profile / "trust")
    write_settings(
        profile / "settings.toml",
        Settings(registry=hanging[1], secrets="file", network=NetworkPolicy(proxy="none")),
    )
    with Application.open(profile) as opened:
        first, second = summary(1), summary(2)
        newer = replace(first, revision=first.revision + 1)
        drafts = opened.store.drafts
        drafts.belong_to(PERSON)
        drafts.apply(wire.ChangesPage((wire.Change(first.id, first),), "1", more=False))
        drafts.put_detail(draft(first, TEXT))
        drafts.apply(wire.ChangesPage((wire.Change(first.id, newer),), "2", more=False))
        drafts.apply(wire.ChangesPage((wire.Change(second.id, second),), "3", more=False))
        opened.store.files.put([TEXT], sha(TEXT))
        opened.secrets.put("session", "kept")
        yield opened


@pytest.fixture
def controller(application: Application, qtbot: QtBot, qapp: QApplication) -> Iterator[Controller]:
    with ExitStack() as undo:
        speech = Speech(qapp)
        undo.callback(speech.be_silent)
        speech.speak("en", compiled("en"))
        lanes = Lanes()
        window = MainWindow("en")
        qtbot.addWidget(window)
        undo.callback(lanes.close, 0.2)
        made = Controller(application, window, lanes, speech, "en")
        window.show()
        yield made
        made.pace.stop()


def test_what_is_here_is_shown_while_the_registry_hangs(
    controller: Controller, hanging: tuple[Hanging, str], qtbot: QtBot
) -> None:
    registry, _ = hanging
    window = controller.station.window
    first, second = summary(1).id, summary(2).id
    controller.sync()
    qtbot.waitUntil(lambda: bool(registry.asked), timeout=5000)
    with qtbot.waitExposed(window):
        pass
    watchdog = Watchdog()
    begun = time.monotonic()
    # One that is not here at all hangs; the others are shown in the meantime.
    controller.open_draft(second)
    qtbot.wait(200)
    controller.open_draft(first)
    qtbot.waitUntil(lambda: window.open_draft == first, timeout=3000)
    shown: list[object] = []
    controller.bringing.file(draft(summary(1), TEXT).text, shown.append, shown.append)
    qtbot.waitUntil(lambda: shown == [TEXT], timeout=3000)
    took = time.monotonic() - begun
    watchdog.stop()
    assert took < 3
    assert watchdog.longest_own < LIMIT
    assert not registry.over.is_set()


def test_a_file_that_would_end_the_window_is_not_shown(
    controller: Controller, application: Application, qtbot: QtBot
) -> None:
    keys = b"/Subtype/Image/Width 1/Height 1/ImageMask true/Filter/JPXDecode"
    pdf = make(b"/X Do", resources=b"/XObject<</X 6 0 R>>", objects=(stream(b"", keys),))
    application.store.files.put([pdf], sha(pdf))
    told: list[object] = []
    controller.bringing.file(draft(summary(1), pdf).text, lambda _: None, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=3000)
    assert isinstance(told[0], MalformedDocument)
    assert "a picture at which programs" in Messages.load("en").error(told[0]).what


def test_a_failure_is_told_once(controller: Controller, qtbot: QtBot) -> None:
    notice = controller.station.window.notice
    error = ServerUntrusted("https://registry.example", "expired")
    controller._sync_failed(error)
    qtbot.waitUntil(notice.isVisible, timeout=2000)
    notice.hide()
    controller._sync_failed(error)
    assert not notice.isVisible()
    controller._sync_failed(ServerUntrusted("https://registry.example", "pin"))
    assert notice.isVisible()
    notice.hide()
    controller._sync_failed(Unreachable("https://registry.example", "refused"))
    assert not notice.isVisible()
    # A full disk is no broken line, and nobody is told to repeat what was just signed.
    controller._sync_failed(StoreFull("No space left on device"))
    assert notice.isVisible()
    assert "stays in the outbox" in notice.text.text()
    assert controller.station.window.status._connection is Connection.UNKNOWN
    assert not controller.station.window.findChildren(ErrorBox)


def test_waits_grow_after_failures_and_keep_what_was_asked(controller: Controller) -> None:
    pace = controller.pace
    pace.begin()
    assert 59 < pace.wait <= 60
    waits = []
    for _ in range(8):
        pace.failed(Unreachable("https://registry.example", "refused"))
        waits.append(pace.wait)
    assert 14 < waits[0] < 26
    assert waits[2] > waits[0]
    assert all(220 < wait < 376 for wait in waits[5:])
    pace.failed(Refused("maintenance", retry_after=1000.0))
    assert 999 < pace.wait < 1101
    # A hint does not undercut that.
    pace._hint.emit()
    QApplication.processEvents()
    assert pace.wait > 990


def test_a_hint_brings_the_next_cycle_near(controller: Controller, qtbot: QtBot) -> None:
    pace = controller.pace
    pace.begin()
    threading.Thread(target=pace._hint.emit).start()
    qtbot.waitUntil(lambda: pace.wait < 3, timeout=2000)
    with qtbot.waitSignal(pace.due, timeout=4000):
        pass


def test_a_line_that_is_back_is_used_at_once(application: Application, qtbot: QtBot) -> None:
    addresses: set[str] = set()
    window = MainWindow("en")
    qtbot.addWidget(window)
    lanes = Lanes()
    station = PartsOfWindow(application, window, lanes, Messages.load("en"))
    pace = Pace(station, LineWatch(lambda: frozenset(addresses)))
    pace.begin()
    pace.failed(Unreachable("https://registry.example", "name"))
    pace._look_at_line()
    assert pace.wait > 5
    addresses.add("10.0.0.7")
    pace._look_at_line()
    assert pace.wait < 1.5
    pace.stop()
    assert lanes.close(1)
