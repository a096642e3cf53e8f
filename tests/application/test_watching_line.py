"""What the status line says of tokens whose driver stopped answering."""

from __future__ import annotations

from typing import cast

from pytestqt.qtbot import QtBot

from eqaror_desktop.application import Application
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.desktop.watching import Watching
from eqaror_desktop.messages import Messages
from signing.errors import AttemptsLeft, ModuleNotLoaded
from signing.token.info import TokenInfo
from signing.token.watch import EventKind, TokenEvent
from ui.main_window import MainWindow

TOKEN = TokenInfo(
    "12", "Namunov", "m", "n", AttemptsLeft.UNKNOWN, 4, 8, False, True, False
)  # of nobody


def test_a_token_of_a_silent_driver_is_not_shown_as_in(qtbot: QtBot) -> None:
    window = MainWindow("en")
    qtbot.addWidget(window)
    lanes = Lanes()
    # No work is begun here, so there is no application to do any.
    watching = Watching(Station(cast("Application", None), window, lanes, Messages.load("en")))

    def shown(event: TokenEvent) -> bool:
        watching._take(event)
        return "Namunov" in window.status.token.text()

    try:
        assert shown(TokenEvent(EventKind.PRESENT, "driver", TOKEN))
        error = ModuleNotLoaded("driver", "unstarted")
        assert shown(TokenEvent(EventKind.DRIVER_FAILED, "another", error=error))
        assert not shown(TokenEvent(EventKind.DRIVER_FAILED, "driver", error=error))
        assert shown(TokenEvent(EventKind.DRIVER_ANSWERS, "driver"))
        assert not shown(TokenEvent(EventKind.REMOVED, "driver", TOKEN))
    finally:
        lanes.close()
