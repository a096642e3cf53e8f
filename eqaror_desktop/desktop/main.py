"""Opens the window on a profile and keeps it until it is closed."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from eqaror_desktop.application import Application
from eqaror_desktop.desktop.interrupts import Interrupts
from eqaror_desktop.desktop.list_desk import FirstList
from eqaror_desktop.desktop.looks import put_on
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import Language, chosen_language, language_at
from resources.translations import compiled
from ui.icons import application_icon
from ui.languages import Speech
from ui.theme import Scheme, apply, use_readable_font

_LAST_SECONDS = 30.0
"""For a document that is being signed while the desktop ends the session without asking."""

_SWITCH = 0.0005
"""Seconds after which a thread lets another one run Python; usual are five thousandths.

Every call of Qt lets go of the interpreter, and making a part of the window is hundreds: each then
waited that long for a lane that was loading or reading. Of six starts on a busy computer the
longest turn of the loop took 106 to 144 ms, and 211 to 263 as usual; the list came no later.
"""


def main(profile: Path | None = None) -> int:
    """Open the window; returns its exit code.

    Args:
        profile: the profile's directory, or None for the person's own.
    """
    instance = QApplication.instance()
    application = instance if isinstance(instance, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("E-qaror")
    application.setDesktopFileName("eqaror-desktop")
    application.setWindowIcon(application_icon())
    try:
        core = Application.open(profile)
    except Exception as error:  # noqa: BLE001 - without a store there is no window to show it in
        use_readable_font(application)
        apply(application, Scheme.SYSTEM)
        return _tell(error, application, language_at(profile), 1)
    with core:
        first = FirstList(core)
        use_readable_font(application)
        notices = core.notices()
        for notice in notices:
            put_on(application, core.settings.look)
            if code := _tell(notice, application, chosen_language(core.settings), 0):
                return code
        if notices:
            core.store.notice_told()
        return _run(application, core, first)


def _run(application: QApplication, core: Application, first: FirstList) -> int:
    from eqaror_desktop.desktop.collecting import Collecting
    from eqaror_desktop.desktop.controller import Controller
    from eqaror_desktop.desktop.lanes import Lanes
    from eqaror_desktop.desktop.watchdog import Watchdog
    from ui.main_window import MainWindow
    from ui.screen_room import fit_to_screen

    language = chosen_language(core.settings)
    speech = Speech(application)
    speech.speak(language, compiled(language))
    lanes = Lanes()
    window = MainWindow(language)
    # Not before: with a style sheet every part that gets another parent is polished once more.
    put_on(application, core.settings.look)
    watchdog = Watchdog()
    collecting = Collecting(window)
    controller = Controller(core, window, lanes, speech, language)
    controller.begin(first.take())
    fit_to_screen(window)
    window.show()
    sys.setswitchinterval(_SWITCH)
    # To the end: a signature is not cut off by whoever presses Ctrl-C once more.
    with Interrupts(window) as interrupts:
        try:
            return interrupts.code(application.exec())
        finally:
            # The order matters: nobody asks the application once the lanes have ended.
            watchdog.stop()
            lanes.close(_LAST_SECONDS if controller.closing.wind_up() else 5.0)
            controller.resuming.finish()
            collecting.stop()
            # While Python's part of it is whole. A cycle's is cleared before Qt's goes, and Qt,
            # taking a window down, still asks filters and layouts that Python has written.
            delete(window)


def _tell(error: Exception, application: QApplication, language: Language, code: int) -> int:
    """Say it in the profile's language, buttons too, before there is a window.

    Returns:
        The code, or that of an interruption.
    """
    from eqaror_desktop.desktop.rows import trouble
    from ui.trouble_panel import ErrorBox

    speech = Speech(application)
    speech.speak(language, compiled(language))
    with Interrupts() as interrupts:
        ErrorBox(trouble(error, Messages.load(language))).exec()
    # The window brings its own.
    speech.be_silent()
    return interrupts.code(code)
