"""A line between a station and a registry that breaks as it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_PIECE = 16 * 1024


class Relay:
    """Passes bytes on and cuts connections; what it passed before a cut has arrived.

    ``breaks`` are still to come, each a number of bytes on the way to the registry after which
    one connection ends; a negative one lets the whole request through and ends with the first
    byte of the answer after so many bytes.
    """

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self.breaks: list[int] = []
        self.cuts = 0
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        """Pass connections on until the listener is closed."""
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target)
            except OSError:
                return
            threading.Thread(target=_Line(self, near, far).run, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def next_break(self) -> int | None:
        """Return when a connection that has begun to carry a body is to end."""
        with self._lock:
            return self.breaks[0] if self.breaks else None

    def broke(self) -> None:
        """Note that it has ended."""
        with self._lock:
            self.breaks.pop(0)
            self.cuts += 1


class _Line:
    def __init__(self, relay: Relay, near: socket.socket, far: socket.socket) -> None:
        self._relay, self._near, self._far = relay, near, far
        self._passed = 0
        self._over = threading.Event()

    def run(self) -> None:
        back = threading.Thread(target=self._back, daemon=True)
        back.start()
        with suppress(OSError):
            while not self._over.is_set() and (piece := self._near.recv(_PIECE)):
                limit = self._relay.next_break()
                if limit is not None and limit >= 0 and self._passed + len(piece) > limit:
                    self._far.sendall(piece[: max(0, limit - self._passed)])
                    self._cut()
                    return
                self._far.sendall(piece)
                self._passed += len(piece)
        self._end()

    def _back(self) -> None:
        with suppress(OSError):
            while piece := self._far.recv(_PIECE):
                limit = self._relay.next_break()
                if limit is not None and limit < 0 and self._passed > -limit:
                    self._cut()
                    return
                self._near.sendall(piece)
        self._end()

    def _cut(self) -> None:
        self._relay.broke()
        self._end()

    def _end(self) -> None:
        self._over.set()
        for end in (self._near, self._far):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def relaying(target: str) -> Iterator[Relay]:
    """Open a relay to ``target`` for the length of a ``with``."""
    relay = Relay(target)
    thread = threading.Thread(target=relay.serve, daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.close()
        thread.join(5)
