"""Reports every time the GUI thread does not come back to its event loop in time."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections import deque
from dataclasses import dataclass
from time import monotonic, thread_time
from types import FrameType

from PySide6.QtCore import QObject, QTimer

LIMIT = 0.1
"""Seconds of silence that are called a stall."""
_BEAT = 0.02

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stall:
    """The GUI thread was away for ``seconds``; ``stack`` is a sample of what it did."""

    seconds: float
    stack: str


class Watchdog(QObject):
    """A timer beats in the GUI thread; a thread of its own samples the stack when it does not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest = 0.0
        """Seconds; the longest pause between two beats beyond the beat itself."""
        self.longest_busy = 0.0
        """Seconds of the processor's time between two beats; other programs do not count."""
        self.longest_own = 0.0
        """Seconds; the longest pause without the time in which the thread could run and the system
        let others run. Waiting for a lock, a lane or a disk counts."""
        self.stalls: deque[Stall] = deque(maxlen=50)
        self._thread_id = threading.get_ident()
        self._last = monotonic()
        self._busy = thread_time()
        self._queued = _queued()
        self._sample = ""
        self._frames: list[FrameType | None] = []
        """What was sampled. The last hold on a frame must be let go in its own thread: what its
        variables hold, widgets among it, is destroyed where that happens."""
        self._end = threading.Event()
        self._timer = QTimer(self, interval=int(_BEAT * 1000))
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._watcher = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End watching."""
        self._timer.stop()
        self._end.set()
        self._watcher.join(1.0)
        self._frames.clear()

    def _beat(self) -> None:
        now = monotonic()
        away = now - self._last - _BEAT
        self._last = now
        busy = thread_time()
        self.longest_busy = max(self.longest_busy, busy - self._busy)
        self._busy = busy
        queued = _queued()
        self.longest_own = max(self.longest_own, away - (queued - self._queued))
        self._queued = queued
        self.longest = max(self.longest, away)
        if away > LIMIT:
            stall = Stall(away, self._sample)
            self.stalls.append(stall)
            _log.warning("window stalled for %.0f ms\n%s", away * 1000, stall.stack)
        if self._sample:
            # It was written down, so the other thread holds it no more.
            self._frames.clear()
        self._sample = ""

    def _watch(self) -> None:
        while not self._end.wait(_BEAT):
            if monotonic() - self._last > LIMIT and not self._sample and not self._frames:
                self._frames.append(sys._current_frames().get(self._thread_id))  # noqa: SLF001 - the documented way
                # Names and lines only: values of variables could be text of a draft.
                self._sample = "".join(traceback.format_stack(self._frames[0], limit=12)) or "?"


def _queued() -> float:
    """Return the seconds this thread was ready and waited for a processor; 0 where nobody tells.

    The second number of schedstat (Linux, Documentation/scheduler/sched-stats.rst).
    """
    try:
        with open("/proc/thread-self/schedstat", "rb") as file:  # noqa: PTH123 - fifty times a second
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
