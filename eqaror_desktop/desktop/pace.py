"""When the window synchronises by itself: on a hint, from time to time, when the line is back.

After a success the next cycle comes after the office's time, or five times as late while the
registry's hints are heard; after a failure later each time. Each wait has a random part, so that
an office's stations, which all lost the line together, do not come back in step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from eqaror_desktop.desktop.station import Station
from sync.errors import Refused
from sync.network.line import LOOK_EVERY, LineWatch
from sync.network.pauses import pause, spread

if TYPE_CHECKING:
    from sync.network.events import Listener

_HINTED_SOON = 1.5
"""Seconds after a hint, about: everybody in the office gets it at the same moment."""
_WITH_HINTS = 5
_FIRST, _LONGEST = 20.0, 300.0
"""Seconds after a first failure, and after many."""


class Pace(QObject):
    """Says when it is time."""

    due = Signal()
    _hint = Signal()

    def __init__(self, station: Station, line: LineWatch | None = None) -> None:
        super().__init__(station)
        self._application = station.application
        self._failures = 0
        self._listener: Listener | None = None
        self._line = line
        self._told = ""
        # A coarse one may be early by a twentieth, and the registry's wish is not undercut.
        self._next = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._next.timeout.connect(self.due)
        self._look = QTimer(self, interval=int(LOOK_EVERY * 1000))
        self._look.timeout.connect(self._look_at_line)
        # Sent by the listener's thread, received in this one.
        self._hint.connect(self._hinted, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Count from now."""
        self._line = self._line or LineWatch()
        self._look.start()
        self._wait(self._poll)

    def stop(self) -> None:
        """End the timers, and let the listener end; nobody waits for it in the GUI thread."""
        self._next.stop()
        self._look.stop()
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop(0)

    def synced(self) -> None:
        """Note a cycle that went through; from the first one on hints are listened to."""
        self._failures, self._told = 0, ""
        if self._listener is None and self._look.isActive():
            self._listener = self._application.listener(self._hint.emit)
            if self._listener is not None:
                self._listener.start()
        self._wait(spread(self._poll * (_WITH_HINTS if self.hears else 1)))

    def failed(self, error: BaseException) -> None:
        """Note a cycle that came to nothing."""
        self._failures += 1
        asked = error.retry_after if isinstance(error, Refused) else None
        self._wait(pause(self._failures, first=_FIRST, longest=_LONGEST, asked=asked))

    def is_news(self, text: str) -> bool:
        """Return whether this was not told already since the last cycle that went through."""
        told, self._told = self._told, text
        return text != told

    def try_now(self) -> None:
        """Let the listener wait no longer: somebody signed in, or the line is back."""
        if self._listener is not None:
            self._listener.try_now()

    @property
    def hears(self) -> bool:
        """Whether the registry's hints would be heard now."""
        from sync.network.events import Listening

        return self._listener is not None and self._listener.state is Listening.OPEN

    @property
    def wait(self) -> float:
        """Seconds until the next cycle."""
        return self._next.remainingTime() / 1000

    @property
    def _poll(self) -> float:
        return self._application.settings.network.poll_seconds

    def _wait(self, seconds: float) -> None:
        self._next.start(int(seconds * 1000))

    def _hinted(self) -> None:
        soon = spread(_HINTED_SOON)
        # A hint does not undercut what a registry in trouble asked for.
        if self._look.isActive() and not self._failures and self.wait > soon:
            self._wait(soon)

    def _look_at_line(self) -> None:
        if self._line is not None and self._line.came_back():
            self._application.connection.network_changed()
            self._failures = 0
            self.try_now()
            self._wait(spread(1.0))
