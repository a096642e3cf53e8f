"""A session that ends without a farewell is gone on with by the next one."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.desktop.lanes import Lane
from tests.application import arranging_desk
from tests.application.conftest import Station
from tests.application.test_window_job import PATIENCE, Desk, opened_desk
from ui.page_layout import Fit
from ui.rows import Group

pytestmark = pytest.mark.settled


def _kept(desk: Desk, name: str, *words: str) -> Callable[[], bool]:
    facts = desk.controller.station.application.store.facts
    return lambda: all(word in (facts.get(name) or "") for word in words)


def wait_for_what_was_open(desk: Desk) -> None:
    desk.bot.waitUntil(lambda: desk.controller.resuming.resumed, timeout=PATIENCE)


def test_what_was_open_is_there_again(station: Station, qapp: QApplication, qtbot: QtBot) -> None:
    with opened_desk(station, qapp, qtbot) as desk:
        window = desk.window
        desk.begin_work()
        desk.open_first()
        opened = window.open_draft
        # Some annex, so that it is not what the program would have shown by itself.
        window.middle.files.setCurrentIndex(window.middle.files.count() - 1)
        qtbot.waitUntil(lambda: window.document.page_count > 0, timeout=PATIENCE)
        file = window.document.file
        window.document.pages.zoom_to(1.7)
        window.document.tools.thumbnails.setChecked(True)
        # The screen without a screen is 800 pixels wide.
        window.resize(798, 640)
        window.document.splitter.setSizes([170, 300])
        # There the right side has room where the list is drawn shut.
        window.splitter.setSizes([0, 530, 268])
        qtbot.waitUntil(window.side.isVisible, timeout=PATIENCE)
        window.splitter.setSizes([0, 530, 268])
        side = window.side.width()
        window.side.tabs.setCurrentIndex(2)
        window.drafts.show_group(Group.WAITING)
        window.drafts.search.setText("yer uchastka")
        # The program is ended as by a power cut: no window is closed.
        words = (f'"draft":"{opened}"', '"group":"waiting"', '"zoom":1.7', '"text":"yer uchastka"')

        def is_kept() -> bool:
            strip = window.document.splitter.sizes()[0]
            return _kept(desk, "desk", *words, f'"strip":{strip}')()

        qtbot.waitUntil(is_kept, timeout=PATIENCE)
        strip = window.document.splitter.sizes()[0]
        qtbot.waitUntil(_kept(desk, "panels", '"tab":2'), timeout=PATIENCE)
    for file_on_disk in station.profile.rglob("*"):
        if file_on_disk.is_file():
            # Neither what is read nor where is told by a file.
            assert opened.encode() not in file_on_disk.read_bytes()
            assert b"uchastka" not in file_on_disk.read_bytes()
    with opened_desk(station, qapp, qtbot) as desk:
        window = desk.window
        assert (window.width(), window.height()) == (798, 640)
        assert window.splitter.sizes()[0] == 0
        assert abs(window.side.width() - side) <= 1
        assert window.side.tabs.currentIndex() == 2
        qtbot.waitUntil(lambda: window.document.page_count > 0, timeout=PATIENCE)
        assert (window.open_draft, window.document.file) == (opened, file)
        assert window.drafts.group is Group.WAITING
        assert window.drafts.search.text() == "yer uchastka"
        qtbot.waitUntil(window.drafts.searching.told.isVisible, timeout=PATIENCE)
        assert window.open_draft == opened
        look = window.document.pages.look
        assert (look.fit, look.zoom) == (Fit.ZOOM, 1.7)
        assert window.document.thumbnails.isVisible()
        qtbot.waitUntil(
            lambda: abs(window.document.splitter.sizes()[0] - strip) <= 1, timeout=PATIENCE
        )


def test_whoever_is_quicker_than_what_was_open_is_not_disturbed(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    with station.open() as application:
        application.store.facts.put("desk", '{"group":"all","reader":{"text_percent":150}}')
    read = Event()
    with opened_desk(station, qapp, qtbot) as desk:
        window, controller = desk.window, desk.controller

        def be_quick() -> None:
            window.drafts.view.setCurrentIndex(window.drafts.model.index(0))
            window.drafts.show_group(Group.WAITING)
            # A disk that is busy with whatever this draft needs.
            lanes, ended = controller.station.lanes, list[object]()
            lanes.start(Lane.READING, lambda _tell: read.wait(), ended.append, ended.append)

        once = Qt.ConnectionType.SingleShotConnection
        controller.listing.shown.connect(be_quick, once)
        qtbot.waitUntil(lambda: bool(window.open_draft), timeout=PATIENCE)
        window.document.tools.thumbnails.setChecked(True)
        assert not controller.resuming.resumed
        read.set()
        wait_for_what_was_open(desk)
        assert window.drafts.group is Group.WAITING
        assert window.document.thumbnails.isVisible()
        assert window.document.state.text_percent == 150


def test_a_group_that_was_chosen_in_the_first_moments_stays(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    with station.open() as application:
        application.store.facts.put("desk", '{"group":"all"}')
    with opened_desk(station, qapp, qtbot) as desk:
        drafts, once = desk.window.drafts, Qt.ConnectionType.SingleShotConnection
        desk.controller.listing.shown.connect(lambda: drafts.show_group(Group.WAITING), once)
        wait_for_what_was_open(desk)
        assert drafts.group is Group.WAITING


def test_what_is_damaged_or_gone_is_ignored(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    gone = {"draft": "d-0", "file": "00", "reader": {"strip": -5}}
    for desk_fact, panels in (
        ('{"draft": 7, "group": "none"}', '{"frame": "AAAA", "parts": "AAAA", "tab": 99}'),
        ("\x00garbage", '{"frame": "not base64 !"'),
        (msgspec.json.encode(gone).decode(), "[]"),
    ):
        with station.open() as application:
            application.store.facts.put("desk", desk_fact)
            application.store.facts.put("panels", panels)
        with opened_desk(station, qapp, qtbot) as desk:
            window = desk.window
            assert (window.width(), window.side.tabs.currentIndex()) == (1360, 0)
            desk.begin_work()
            wait_for_what_was_open(desk)
            assert window.open_draft == ""
            assert window.drafts.group is Group.TO_SIGN


def test_the_last_change_is_kept_at_closing(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    with opened_desk(station, qapp, qtbot) as desk:
        desk.begin_work()
        wait_for_what_was_open(desk)
        desk.window.drafts.show_group(Group.ALL)
        desk.window.drafts.search.setText("yer")
        desk.window.tools.side.setChecked(False)
        desk.window.close()
        desk.controller.station.lanes.close()
        desk.controller.resuming.finish()
    with opened_desk(station, qapp, qtbot) as desk:
        wait_for_what_was_open(desk)
        assert not desk.window.side.isVisible()
        assert desk.window.drafts.group is Group.ALL
        # A list that seems to have nothing new in the morning would be worse than a search lost.
        assert desk.window.drafts.searching.question.empty


@pytest.mark.long
def test_a_killed_session_is_gone_on_with(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    command = [sys.executable, "-m", arranging_desk.__name__, str(station.profile)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as arranging:
        assert arranging.stdout is not None
        opened = arranging.stdout.readline().strip()
        arranging.kill()
    assert arranging.returncode == -signal.SIGKILL
    assert opened
    with opened_desk(station, qapp, qtbot) as desk:
        window = desk.window
        assert window.side.tabs.currentIndex() == 2
        qtbot.waitUntil(lambda: window.open_draft == opened, timeout=PATIENCE)
        qtbot.waitUntil(lambda: window.document.page_count > 0, timeout=PATIENCE)
        assert window.document.pages.look.zoom == arranging_desk.ZOOM
