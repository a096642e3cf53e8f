"""A relay on loopback that counts what passes through it, as it stands on the wire."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_REQUEST_LINE = re.compile(rb"^[A-Z]+ /\S* HTTP/1\.1\r$", re.MULTILINE)


class Relay:
    """Passes connections on to one server; ends with its ``with`` block."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._target = (parts.hostname or "", parts.port or 80)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._sent: list[bytes] = []
        self._received = 0
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    @property
    def requests(self) -> int:
        """How many requests passed, none of which had a body."""
        return len(_REQUEST_LINE.findall(b"".join(self._sent)))

    @property
    def size(self) -> int:
        """Bytes of requests and answers together."""
        return sum(map(len, self._sent)) + self._received

    def forget(self) -> None:
        """Count from zero."""
        self._sent.clear()
        self._received = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for end in (self._door, *self._open):
            # Wakes whoever reads from it; closing alone would not.
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            self._open += [near, far]
            for source, target, out in ((near, far, True), (far, near, False)):
                threading.Thread(
                    target=self._pass, args=(source, target, out), daemon=True
                ).start()

    def _pass(self, source: socket.socket, target: socket.socket, out: bool) -> None:
        try:
            while piece := source.recv(65536):
                # Counted before it goes on, so that whoever has the answer finds it counted.
                if out:
                    self._sent.append(piece)
                else:
                    self._received += len(piece)
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return
