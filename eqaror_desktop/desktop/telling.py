"""What is told outside of the window: how much is to be signed, what came, what was refused."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from eqaror_desktop.desktop.station import Station
from ui.rows import Group

if TYPE_CHECKING:
    from ui.tray import Tray


class Telling(QObject):
    """Compares each list with the one before; the first one is no news."""

    work_came = Signal()
    refused = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._to_sign: frozenset[str] | None = None
        self._refused = 0

    @cached_property
    def tray(self) -> Tray | None:
        """The icon, where the desktop has a place for it."""
        from ui.tray import Tray

        if not Tray.possible():
            return None
        window = self._station.window
        made = Tray(window)
        made.opened.connect(self._open)
        self.work_came.connect(made.tell_work)
        self.refused.connect(made.tell_refused)
        window.closed.connect(made.icon.hide)
        return made

    def listed(self, refused: int) -> None:
        """Tell what is new since the last list.

        Args:
            refused: entries of the outbox that were refused.
        """
        before, more = self._to_sign, refused > self._refused
        now = self._station.window.drafts.model.rows
        places = (place for place, group in enumerate(now.groups) if group is Group.TO_SIGN)
        self._to_sign = frozenset(now.ids[place] for place in places)
        self._refused = refused
        if not self._wanted:
            if "tray" in vars(self) and self.tray is not None:
                self.tray.show_count(0)
            return
        if self.tray is not None:
            self.tray.show_count(len(self._to_sign))
        if before is None or self._station.window.isActiveWindow():
            # Whoever has the window before his eyes sees it there.
            return
        if self._to_sign - before:
            self.work_came.emit()
        if more:
            self.refused.emit()

    @property
    def _wanted(self) -> bool:
        return self._station.application.settings.look.notices

    def _open(self) -> None:
        window = self._station.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
