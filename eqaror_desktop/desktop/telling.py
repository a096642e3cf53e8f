"""What is told outside of the window: how much is to be signed, what came, what was refused.

What a person does here, and takes back, moves drafts from group to group as well; news are those
that synchronising brought.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from eqaror_desktop.desktop.station import Station
from ui.rows import Group

if TYPE_CHECKING:
    from ui.tray import Tray


class Telling(QObject):
    """Compares each list with the one before; the first one is no news."""

    work_came = Signal()
    question_came = Signal()
    """Something that the organisation is asked to agree."""
    refused = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._asked: dict[Group, frozenset[str]] | None = None
        self._came: tuple[set[str], set[str]] = set(), set()
        """What synchronising brought before the last list and since: one is read for a while, and
        may have begun before it came."""
        self._refused = 0

    @cached_property
    def tray(self) -> Tray:
        """The icon; where the desktop has no place for it, it comes with the place."""
        from ui.tray import Tray

        window = self._station.window
        made = Tray(window)
        made.opened.connect(self._open)
        made.closing.connect(window.close)
        self.work_came.connect(made.tell_work)
        self.question_came.connect(made.tell_question)
        self.refused.connect(made.tell_refused)
        window.closed.connect(made.icon.hide)
        return made

    def came(self, drafts: Iterable[str]) -> None:
        """Take which drafts synchronising brought or changed; a list of them follows."""
        self._came[1].update(drafts)

    def listed(self, refused: int) -> None:
        """Tell what is new since the last list.

        Args:
            refused: entries of the outbox that were refused.
        """
        before, more = self._asked, refused > self._refused
        rows = self._station.window.drafts.model.rows
        ids: dict[Group, list[str]] = {Group.TO_SIGN: [], Group.TO_AGREE: []}
        for draft, group in zip(rows.ids, rows.groups, strict=True):
            if group in ids:
                ids[group].append(draft)
        self._asked = now = {group: frozenset(found) for group, found in ids.items()}
        self._refused = refused
        came = self._came[0] | self._came[1]
        self._came = self._came[1], set()
        if not self._wanted:
            if "tray" in vars(self):
                self.tray.show_counts(0, 0)
            return
        self.tray.show_counts(len(now[Group.TO_SIGN]), len(now[Group.TO_AGREE]))
        if before is None or QApplication.activeWindow() is not None:
            # Whoever has a window of the program before his eyes sees it there.
            return
        if came & now[Group.TO_SIGN] - before[Group.TO_SIGN]:
            self.work_came.emit()
        elif came & now[Group.TO_AGREE] - before[Group.TO_AGREE]:
            self.question_came.emit()
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
