"""The first synchronising in the window: seen, stopped, and gone on with."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.demo import PIN
from tests.application.conftest import Station
from tests.application.test_window_job import PATIENCE, opened_desk


@pytest.mark.slow
def test_the_first_synchronising_is_stopped_and_gone_on_with(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    with station.open() as application:
        application.sign_in(station.office.hokim.serial, bytearray(PIN))
    with opened_desk(station, qapp, qtbot) as desk:
        status, store = desk.window.status, desk.controller.station.application.store
        qtbot.waitUntil(status.stop.isVisible, timeout=PATIENCE)
        status.stop.click()
        qtbot.waitUntil(lambda: not status.stop.isVisible(), timeout=PATIENCE)
        assert desk.window.tools.sync.isEnabled()
        assert status.synced.text() == "Never synchronised"
        assert store.drafts.cursor() is None or store.drafts.stale()
        desk.controller.sync()
        qtbot.waitUntil(lambda: status.synced.text() != "Never synchronised", timeout=PATIENCE)
        assert store.drafts.stale() == ()
        qtbot.waitUntil(lambda: desk.window.drafts.model.rowCount() > 0, timeout=PATIENCE)
