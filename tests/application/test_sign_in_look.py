"""What the sign-in dialog says where the tokens could not be looked at."""

from __future__ import annotations

from typing import cast

from pytestqt.qtbot import QtBot

from eqaror_desktop.application import Application
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.desktop.signing_in import SigningIn
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.messages import Messages
from sync.errors import StoreDamaged
from ui.main_window import MainWindow


class Broken:
    """A station whose store is damaged; nothing else of it is asked here."""

    def person(self) -> None:
        raise StoreDamaged("store.db")


def test_a_look_that_failed_is_told_and_does_not_go_on_for_ever(qtbot: QtBot) -> None:
    window = MainWindow("en")
    qtbot.addWidget(window)
    lanes = Lanes()
    station = Station(cast("Application", Broken()), window, lanes, Messages.load("en"))
    signing_in = SigningIn(station)
    try:
        signing_in.begin()
        dialog = signing_in.dialog
        assert dialog is not None
        qtbot.waitUntil(lambda: not dialog.chooser.lack.isHidden(), timeout=5000)
        assert "Looking" not in dialog.explanation.text()
        assert "store.db" in dialog.chooser.lack.happened.text()
        dialog.reject()
    finally:
        lanes.close()
