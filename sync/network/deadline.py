"""An answer has a time for its whole, not only for each silence, and its head has a size.

A socket's time limit begins anew with every byte, so a server that sends one byte in a while
could keep a caller for ever, in the head of an answer as well as in its body. Here every read of
an answer gets what is left of the answer's own time.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import threading
import time
from collections.abc import Iterator

HEAD_LIMIT = 64 * 1024
"""Bytes of an answer's status line and headers, those of earlier 1xx answers too."""

_LEAST = 0.001

_of_thread = threading.local()


class HeadTooLarge(http.client.HTTPException):
    """An answer's head does not end within :data:`HEAD_LIMIT`."""


class Deadline:
    """When an answer must be whole."""

    def __init__(self, whole: float, silence: float, pace: int = 0) -> None:
        """Begin to count now.

        Args:
            whole: seconds for everything.
            silence: seconds until the next byte.
            pace: bytes that earn another second; 0: nothing does. So a file may take as long as
                it needs, as long as it comes at this pace.
        """
        self._end = time.monotonic() + whole
        self._silence = silence
        self._pace = pace
        self._sock: socket.socket | None = None
        self._cut = False

    def earn(self, size: int) -> None:
        """Count bytes that came, or are to leave."""
        if self._pace:
            self._end += size / self._pace

    def left(self) -> float:
        """Return seconds until the end.

        Raises:
            TimeoutError: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return max(left, _LEAST)

    def watch(self, sock: socket.socket) -> None:
        """Remember where the answer comes from, so that it can be cut."""
        self._sock = sock
        if self._cut:
            self.cut()

    def cut(self) -> None:
        """End the wait for this answer, from another thread."""
        self._cut = True
        if self._sock is not None:
            # Of the plain socket, also beneath TLS: a farewell would have to wait for the reader.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def next(self) -> float:
        """Return how long the next byte may take, in seconds.

        Raises:
            TimeoutError: the time for the whole is over.
        """
        return min(self._silence, self.left())


@contextlib.contextmanager
def within(deadline: Deadline) -> Iterator[None]:
    """Let what this thread asks now be answered by ``deadline``."""
    _of_thread.deadline = deadline
    try:
        yield
    finally:
        _of_thread.deadline = None


def current() -> Deadline | None:
    """Return the deadline of what this thread asks now."""
    found: Deadline | None = getattr(_of_thread, "deadline", None)
    return found


class _Timed(io.RawIOBase):
    """A socket's stream each of whose reads knows how much time is left."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._deadline = deadline
        self.allowance: int | None = None

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # io's own hands one in
        """Read what comes within the time that is left."""
        self._sock.settimeout(self._deadline.next())
        count: int | None = self._raw.readinto(buffer)
        if self.allowance is not None:
            self.allowance -= count or 0
            if self.allowance < 0:
                raise HeadTooLarge
        else:
            self._deadline.earn(count or 0)
        return count

    def close(self) -> None:
        """Let go of the socket."""
        if not self.closed:
            self._raw.close()
        super().close()


class Response(http.client.HTTPResponse):
    """An answer that keeps the deadline it was asked under, whoever reads it."""

    def __init__(
        self,
        sock: socket.socket,
        debuglevel: int = 0,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        deadline = current()
        self._timed: _Timed | None = None
        if deadline is not None:
            deadline.watch(sock)
            self._timed = _Timed(self.fp.detach(), sock, deadline)
            # From the first byte on: a proxy's word about a tunnel is a head alone.
            self._timed.allowance = HEAD_LIMIT
            self.fp = io.BufferedReader(self._timed)

    def begin(self) -> None:
        """Read the head; what follows has no size here."""
        super().begin()
        if self._timed is not None:
            self._timed.allowance = None
