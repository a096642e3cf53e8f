"""Light or dark, the size of text, motion: shown at once, kept for the next start."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import DecidedByOffice
from eqaror_desktop.settings import LookSetting, decided
from ui.theme import Scheme, apply, less_motion_wished, use_motion, use_text_size


def put_on(application: QApplication, look: LookSetting) -> None:
    """Give the whole application a look, whatever is open."""
    apply(application, Scheme(look.scheme))
    use_text_size(application, look.text_percent)
    use_motion(less=look.motion == "less" or less_motion_wished())


class Looks(QObject):
    """Follows the window's menu."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._look = station.application.settings.look
        window = station.window
        self._show()
        window.looks.scheme_chosen.connect(self._choose_scheme)
        window.looks.text_chosen.connect(self._choose_text)
        window.looks.motion_chosen.connect(self._choose_motion)
        window.looks.notices.triggered.connect(self._choose_notices)
        for menu in (window.looks, window.languages):
            menu.aboutToShow.connect(self._look_for_decided)

    def _show(self) -> None:
        look, looks = self._look, self._station.window.looks
        looks.show_look(look.scheme, look.text_percent, less_motion=look.motion == "less")
        looks.notices.setChecked(look.notices)

    def _look_for_decided(self) -> None:
        """Find out what the office has decided; asked when a menu opens, not at the start."""
        place = self._station.application.profile.settings

        def work(_tell: Tell) -> frozenset[str]:
            return decided(place)

        self._station.lanes.start(
            Lane.READING, work, self._show_decided, self._not_known, topic="decided"
        )

    def _show_decided(self, names: frozenset[str]) -> None:
        for menu in (self._station.window.looks, self._station.window.languages):
            menu.show_decided(names)

    def _not_known(self, _error: BaseException) -> None:
        """What is wrong with a file is told by whoever needs it; choosing would be refused."""

    def _choose_scheme(self, scheme: str) -> None:
        # The menu offers the values of the setting alone.
        self._change(replace(self._look, scheme=Scheme(scheme).value))

    def _choose_text(self, percent: int) -> None:
        self._change(replace(self._look, text_percent=percent))

    def _choose_motion(self, less: bool) -> None:
        self._change(replace(self._look, motion="less" if less else "system"))

    def _choose_notices(self, wanted: bool) -> None:
        self._change(replace(self._look, notices=wanted))

    def _change(self, look: LookSetting) -> None:
        self._look = look
        application = QApplication.instance()
        if isinstance(application, QApplication):
            put_on(application, look)
        station = self._station

        def work(_tell: Tell) -> None:
            station.application.set_look(look)

        # In the lane that keeps the language too: both write one file.
        station.lanes.start(Lane.READING, work, self._kept, self._not_kept)

    def _kept(self, _nothing: None) -> None:
        """It was shown before it was kept."""

    def _not_kept(self, error: BaseException) -> None:
        """Show what counts again: the next start would."""
        self._station.show_error(error)
        if not isinstance(error, DecidedByOffice):
            return
        self._look = look = self._station.application.settings.look
        application = QApplication.instance()
        if isinstance(application, QApplication):
            put_on(application, look)
        self._show()
