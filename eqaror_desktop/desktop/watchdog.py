"""Reports every time the GUI thread does not come back to its event loop in time."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections import deque
from dataclasses import dataclass
from time import monotonic, thread_time

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
        self.stalls: deque[Stall] = deque(maxlen=50)
        self._thread_id = threading.get_ident()
        self._last = monotonic()
        self._busy = thread_time()
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
        self.longest = max(self.longest, away)
        if away > LIMIT:
            stall = Stall(away, self._sample)
            self.stalls.append(stall)
            _log.warning("window stalled for %.0f ms\n%s", away * 1000, stall.stack)
        self._sample = ""

    def _watch(self) -> None:
        while not self._end.wait(_BEAT):
            if monotonic() - self._last > LIMIT and not self._sample:
                frame = sys._current_frames().get(self._thread_id)  # noqa: SLF001 - the documented way
                # Names and lines only: values of variables could be text of a draft.
                self._sample = "".join(traceback.format_stack(frame, limit=12)) if frame else ""
