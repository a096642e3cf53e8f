"""Cycles are collected in the GUI thread alone.

Python collects them in whatever thread happens to make the next object. A widget whose cycle ends
in a lane, or in a thread of the token watch, would be destroyed there, and Qt's widgets and timers
may be destroyed in their own thread only: the program would fall over now and then.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 300
"""Milliseconds."""


class Collecting(QObject):
    """Takes the place of Python's own collecting while it lives; see :func:`gc.set_threshold`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        # What is there now stays; to look through it again and again would hold the window up.
        gc.freeze()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give collecting back to Python, with nothing of the window left to collect."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        if self._was_enabled:
            gc.enable()
