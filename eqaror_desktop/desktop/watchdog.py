"""Reports every time the GUI thread does not come back to its event loop in time."""

from __future__ import annotations

import faulthandler
import logging
import tempfile
import threading
from collections import deque
from contextlib import suppress
from time import monotonic, thread_time
from typing import IO

from PySide6.QtCore import QObject, QTimer

from sync.values import Value

LIMIT = 0.1
"""Seconds of silence that are called a stall."""
_BEAT = 0.02
_LINES = 12
"""Of the stack, the innermost first."""

_log = logging.getLogger(__name__)


class Stall(Value, frozen=True):
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
            # No warning: nobody who started the program from a terminal can do anything about it.
            _log.info("window stalled for %.0f ms\n%s", away * 1000, stall.stack)
        self._sample = ""

    def _watch(self) -> None:
        # Without a file stalls are still told, without their place.
        with suppress(OSError), tempfile.TemporaryFile() as file:
            while not self._end.wait(_BEAT):
                if monotonic() - self._last > LIMIT and not self._sample:
                    self._sample = _stack(self._thread_id, file) or "?"


def _stack(thread: int, file: IO[bytes]) -> str:
    """Return where a thread is: names and lines only, as values could be text of a draft.

    A frame object of another thread must not be held, not even for a moment: it keeps the
    variables of a function that has returned, a painter among them, and lets them go late and
    in the wrong thread. faulthandler makes none and does not let the other thread run meanwhile.

    Args:
        thread: its number (:func:`threading.get_ident`).
        file: is overwritten.
    """
    file.seek(0)
    file.truncate()
    faulthandler.dump_traceback(file)
    file.seek(0)
    lines: list[str] = []
    found = False
    for line in file.read().decode(errors="replace").splitlines():
        if "hread 0x" in line:
            # "Thread 0x… (most recent call first):", with as many digits as the platform has.
            found = int(line.split("0x")[1].split()[0], 16) == thread
        elif found and line.strip():
            lines.append(line)
    return "\n".join(lines[:_LINES])


def _queued() -> float:
    """Return the seconds this thread was ready and waited for a processor; 0 where nobody tells.

    The second number of schedstat (Linux, Documentation/scheduler/sched-stats.rst).
    """
    try:
        with open("/proc/thread-self/schedstat", "rb") as file:  # noqa: PTH123 - fifty times a second
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
