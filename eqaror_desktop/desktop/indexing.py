"""What can be searched and signed is read ahead, in small portions with pauses."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station

_PAUSE = 400
"""Milliseconds before each portion: this work grows with what nobody looks at yet."""
_PORTION = 4
"""Texts read for the search at a time."""


class Indexing(QTimer):
    """Started where something may have come; goes on by itself until nothing is left."""

    def __init__(self, station: Station) -> None:
        super().__init__(station, singleShot=True, interval=_PAUSE)
        self._station = station
        self.timeout.connect(self._read)

    def _read(self) -> None:
        station = self._station

        def work(_tell: Tell) -> int:
            stopping = station.lanes.stopping
            read = station.application.index_texts(stopping, _PORTION)
            # What can be searched comes first; then what somebody may want to sign.
            return read or station.application.examine_ahead(stopping)

        station.lanes.start(Lane.INDEXING, work, self._done, station.show_error, topic="index")

    def _done(self, count: int) -> None:
        if count:
            self.start()
