"""A line between stations and a registry that fails on command.

It speaks HTTP on both sides and is transparent until a fault is waiting for a request that
matters: one that hands something in, uploads, or asks what became of a key.
"""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_MATTERS = re.compile(r"/v1/(drafts/[^/]+/(package|trail|remarks|return|reject)|uploads|entries)")
_HANDS_IN = re.compile(r"/v1/drafts/[^/]+/(package|trail|remarks|return|reject)$")
_ASKS = re.compile(r"/v1/(?:entries/([^/?]+)|drafts/([^/?]+)/package)$")
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Fault(StrEnum):
    """What becomes of one request."""

    NONE = "none"
    LOST = "lost"
    """It does not arrive, and nobody can tell."""
    UNANSWERED = "unanswered"
    """It arrives, its answer does not."""
    TWICE = "twice"
    """It arrives twice; the second answer comes back."""
    LATE = "late"
    """It arrives when everybody has given it up, see :meth:`Line.deliver`."""
    STRANGE = "strange"
    """It arrives, and somebody else's page comes back."""
    CRASH_BEFORE = "crash before"
    """The station loses its power before the request arrives."""
    CRASH_AFTER = "crash after"
    """The registry has answered, and the station loses its power before it knows."""


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Line:
    """The state of the line; ``registry`` is where requests go, None while it is down."""

    registry: str | None = None
    faults: deque[Fault] = field(default_factory=deque)
    crash: Callable[[], None] = lambda: None
    """Called in the middle of a request when the station's power goes."""
    without_keys: bool = False
    """A planted mistake: every request is a new one to the registry."""
    left: set[str] = field(default_factory=set)
    """Keys under which something was handed in and not answered."""
    asked: set[str] = field(default_factory=set)
    """Keys, and of packages drafts, about which the registry's word was delivered."""
    refused: set[str] = field(default_factory=set)
    """Keys under which something was handed in, and the registry's refusal was delivered."""
    late: list[_Request] = field(default_factory=list)
    dead: bool = False
    """The station's power is gone: what it seems to do after that never happened."""

    def __post_init__(self) -> None:
        self._copies = 0
        line = self

        class Handler(_Handler):
            @property
            def line(self) -> Line:
                return line

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def deliver(self) -> None:
        """Let everything arrive that was given up; its answers find nobody."""
        while self.late and self.registry is not None:
            self.forward(self.late.pop(0))

    def forward(self, request: _Request) -> _Answer | None:
        """Ask the registry; None while it is down."""
        if self.registry is None:
            return None
        headers = dict(request.headers)
        if self.without_keys and "Idempotency-Key" in headers:
            self._copies += 1
            headers["Idempotency-Key"] += f"-{self._copies}"
        connection = http.client.HTTPConnection(urlsplit(self.registry).netloc, timeout=20)
        try:
            connection.request(request.method, request.path, request.body or None, headers)
            answer = connection.getresponse()
            return _Answer(answer.status, answer.getheaders(), answer.read())
        except OSError:
            return None
        finally:
            connection.close()

    def carry(self, request: _Request) -> _Answer | None:
        """Bring a request over and its answer back; None cuts the connection."""
        if self.dead:
            return None
        key = request.headers.get("Idempotency-Key", "")
        path = urlsplit(request.path).path
        hands_in = request.method == "POST" and _HANDS_IN.match(path) is not None
        matters = _MATTERS.match(path) is not None
        fault = self.faults.popleft() if matters and self.faults else Fault.NONE
        if hands_in:
            self.left.add(key)
        answer: _Answer | None = None
        if fault is Fault.CRASH_BEFORE:
            self._cut_power()
        elif fault is Fault.LATE:
            self.late.append(request)
        elif fault is not Fault.LOST:
            answer = self.forward(request)
            if fault is Fault.TWICE:
                answer = self.forward(request)
        if fault is Fault.CRASH_AFTER:
            self._cut_power()
        if fault in {Fault.UNANSWERED, Fault.CRASH_AFTER}:
            answer = None
        if fault is Fault.STRANGE:
            return _Answer(200, [("Content-Type", "text/html")], b"<html>Xizmatga xush kelibsiz")
        if answer is not None:
            self._note(request, path, answer)
        return answer

    def _note(self, request: _Request, path: str, answer: _Answer) -> None:
        if request.method == "POST" and _HANDS_IN.match(path):
            key = request.headers.get("Idempotency-Key", "")
            self.left.discard(key)
            if answer.status >= 400:
                self.refused.add(key)
        if request.method == "GET" and (found := _ASKS.match(path)):
            self.asked.add(found[1] or found[2])

    def _cut_power(self) -> None:
        self.crash()
        self.dead = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def line(self) -> Line:
        raise LookupError

    def _carry(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        answer = self.line.carry(_Request(self.command, self.path, dict(self.headers), body))
        if answer is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_GET = do_POST = do_PATCH = do_HEAD = do_DELETE = _carry  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        pass
