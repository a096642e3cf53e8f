"""How long one turn of the GUI thread's loop of events takes, in every test of windows.

What the test itself does between two waits does not count: only what runs while the loop has the
thread. Qt's dispatcher tells when a turn begins and ends where it works by GLib, as on Linux;
elsewhere nothing is measured. The processor's time counts, and a computer that is slow at that
very moment has more of it.
"""

from __future__ import annotations

from time import thread_time

from PySide6.QtCore import QAbstractEventDispatcher

LIMIT = 0.1
"""Seconds, on a computer that has nothing else to do."""
_USUAL = 0.01
"""Seconds that :func:`work` takes on such a one."""


class Turns:
    """Measures from the first test of a window on."""

    def __init__(self) -> None:
        self.longest = 0.0
        """Seconds of the longest turn, as on a computer with nothing else to do."""
        self._under_way: list[float] = []
        """When each loop's turn began or went on; a menu has a loop of its own in a turn."""
        self._watched: QAbstractEventDispatcher | None = None

    def watch(self) -> None:
        """Watch the loop of this thread; a second call does nothing."""
        dispatcher = QAbstractEventDispatcher.instance()
        if self._watched is not None or dispatcher is None:
            return
        if "Glib" in dispatcher.metaObject().className():
            self._watched = dispatcher
            dispatcher.aboutToBlock.connect(self._begin)
            dispatcher.awake.connect(self._end)

    def _begin(self) -> None:
        if self._under_way:
            # A menu or a dialog was opened, and from now on its own loop has the thread.
            self._measure(self._under_way[-1])
        self._under_way.append(thread_time())

    def _end(self) -> None:
        if self._under_way:
            self._measure(self._under_way.pop())
        if self._under_way:
            self._under_way[-1] = thread_time()

    def _measure(self, begun: float) -> None:
        took = thread_time() - begun
        if took > LIMIT:
            # Only now, as it is seldom: others may have slowed this very turn.
            took /= max(1.0, min(work() for _ in range(3)) / _USUAL)
        self.longest = max(self.longest, took)


def work() -> float:
    """Do the work by which a computer is measured, and return its seconds."""
    begun = thread_time()
    sum(number * number for number in range(130_000))
    return thread_time() - begun


WATCHED = Turns()
"""Of this process: there is one loop."""
