"""Ctrl-C and the system's request to end: the window closes in order, as by its own button."""

from __future__ import annotations

import signal
import socket
from types import FrameType, TracebackType
from typing import Any, Self

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget

_INTERRUPTED = 128
"""And the number of the signal: the exit code, as shells count."""
_ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Interrupts(QObject):
    """Takes the signals that end a program, for as long as Qt's loop runs in its ``with`` block.

    Python's own handler throws into whatever slot runs next, where Qt prints and loses it. Here
    a handler does nothing, and Python writes the number to a socket that the loop listens to
    (:func:`signal.set_wakeup_fd`), so nobody has to look from time to time.
    """

    def __init__(self, window: QWidget | None = None) -> None:
        """Prepare to close a window, or without one to leave the loop."""
        super().__init__()
        self.number: int | None = None
        """Of the last signal that came."""
        self._window = window
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._listens = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._listens.activated.connect(self._came)
        self._told_before = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        for number in _ENDING:
            # What is ignored, as below nohup, stays so.
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                self._before[number] = signal.signal(number, _only_wake)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._told_before)
        self._listens.setEnabled(False)
        self._read.close()
        self._write.close()

    def code(self, otherwise: int) -> int:
        """Return the exit code of a program that a signal may have ended."""
        return otherwise if self.number is None else _INTERRUPTED + self.number

    def _came(self) -> None:
        # Others, such as a timer's, wake the loop too.
        ending = [number for number in self._read.recv(64) if number in self._before]
        if not ending:
            return
        # A question about what is under way may stand there already, and after SIGTERM or without
        # a terminal nobody may be there to answer it: then it is finished in order without one.
        insists = self.number is not None or len(ending) > 1 or signal.SIGINT not in ending
        self.number = ending[-1]
        if self._window is not None:
            self._window.close()
        if insists or self._window is None or not self._window.isVisible():
            QApplication.exit()


def _only_wake(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; the loop is told in :meth:`Interrupts._came`."""
