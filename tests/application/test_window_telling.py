"""What is told outside of the window, and that nothing is where there is no tray or no wish."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from sync.wire import Action
from tests.application.conftest import Station
from tests.application.test_window_job import PATIENCE, opened_desk
from tests.ui import examples
from ui.tray import Tray

pytestmark = pytest.mark.settled


def test_only_what_is_new_is_told_and_only_if_wished(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    with opened_desk(station, qapp, qtbot) as desk:
        telling, window = desk.controller.telling, desk.window
        told: list[str] = []
        telling.work_came.connect(lambda: told.append("work"))
        telling.question_came.connect(lambda: told.append("question"))
        telling.refused.connect(lambda: told.append("refused"))
        desk.begin_work()
        qtbot.waitUntil(lambda: "tray" in vars(telling), timeout=PATIENCE)
        # Here is no place for it, and everything goes on without it.
        assert not QSystemTrayIcon.isSystemTrayAvailable()
        window.hide()
        rows = examples.drafts(5)
        asked = replace(rows[0], id="d-new", actions=(Action.SIGN,))
        window.show_drafts(rows)
        telling.listed(0)
        told.clear()
        telling.listed(0)
        assert told == []
        telling.listed(1)
        assert told == ["refused"]
        told.clear()
        window.show_drafts((asked, *rows))
        telling.came([asked.id])
        telling.listed(1)
        telling.listed(1)
        assert told == ["work"]
        answer = replace(rows[0], id="d-asked", actions=(Action.AGREE,))
        window.show_drafts((answer, asked, *rows))
        telling.came([answer.id])
        telling.listed(1)
        assert told == ["work", "question"]
        # Answered here, and the answer taken back: nothing came.
        telling.listed(1)
        window.show_drafts((asked, *rows))
        telling.listed(1)
        window.show_drafts((answer, asked, *rows))
        telling.listed(1)
        assert told == ["work", "question"]
        told.remove("question")
        window.looks.notices.trigger()
        settings = desk.controller.station.application
        qtbot.waitUntil(lambda: not settings.settings.look.notices, timeout=PATIENCE)
        window.show_drafts((replace(asked, id="d-newer"), *rows))
        telling.came(["d-newer"])
        telling.listed(2)
        assert told == ["work"]
    with station.open() as application:
        assert not application.settings.look.notices


def test_the_tray_counts(qapp: QApplication, qtbot: QtBot) -> None:  # noqa: ARG001 - it must be there
    tray = Tray()
    qtbot.addWidget(tray)
    size = QSize(64, 64)
    bare = tray.icon.icon().pixmap(size).toImage()
    tray.show_counts(3, 0)
    assert tray.icon.toolTip() == "E-qaror · To sign: 3"
    tray.show_counts(3, 2)
    assert tray.icon.toolTip() == "E-qaror · To sign: 3 · To agree: 2"
    assert tray.icon.icon().pixmap(size).toImage() != bare
    tray.show_counts(0, 0)
    assert tray.icon.toolTip() == "E-qaror"
    assert tray.icon.icon().pixmap(size).toImage() == bare
    opening, closing = tray.menu.actions()
    with qtbot.waitSignal(tray.opened):
        opening.trigger()
    with qtbot.waitSignal(tray.closing):
        closing.trigger()
