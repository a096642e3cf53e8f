"""A login that nobody uses ends by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

LONGEST = 24 * 3600.0
"""Seconds; more is for no login, and too much for the clocks of operating systems."""


def bounded(seconds: float) -> float:
    """Return a time that every clock can count: from 0, which is over at once, to a day."""
    # In this order what is no number at all is 0.
    return max(0.0, min(seconds, LONGEST))


class IdleClock:
    """Calls ``expired`` once, from a thread of its own, after a time without use.

    A use costs one assignment: the thread looks at the time when it would be over, and waits on.
    """

    def __init__(self, seconds: float, expired: Callable[[], None]) -> None:
        """Count nothing before :meth:`start`.

        Args:
            seconds: without a use, from the last one on; with 0 or less it is over at once.
            expired: what to do then.
        """
        self._seconds = bounded(seconds)
        self._expired = expired
        self._last = monotonic()
        self._uses = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="token-idle", daemon=True)

    def start(self) -> None:
        """Begin to count; from now on ``expired`` may be called."""
        self._last = monotonic()
        self._thread.start()

    def begin(self) -> None:
        """A use begins; as long as it lasts nothing expires."""
        self._uses += 1

    def end(self) -> None:
        """A use is over; the time begins anew."""
        self._last = monotonic()
        self._uses -= 1

    @property
    def over(self) -> bool:
        """Whether the time is over and nothing is under way."""
        return not self._uses and monotonic() - self._last >= self._seconds

    def stop(self) -> None:
        """Count no longer; can be called from ``expired`` too."""
        self._stopped.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        left = self._seconds
        while not self._stopped.wait(left):
            if self.over:
                self._expired()
                return
            left = max(0.01, self._last + self._seconds - monotonic())
