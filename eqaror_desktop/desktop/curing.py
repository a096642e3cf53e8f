"""Carries out the one thing that a trouble offers to do: one button, one way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from eqaror_desktop.desktop.station import Station


class Curing(QObject):
    """What has to do with PINs is done by :class:`~eqaror_desktop.desktop.pins.Pins`."""

    def __init__(self, station: Station, ways: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(station)
        self._ways = dict(ways)
        station.pin_cure_wanted.connect(self._cure)

    def _cure(self, cure: str, _subject: str) -> None:
        way = self._ways.get(cure)
        if way is None:
            return
        # The dialog that told the trouble stands in front of where the cure is.
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()
        way()
