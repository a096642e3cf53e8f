"""Hints: believed nothing, asked for in moderation, and let go of at once."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from sync import wire
from sync.calls import Limits
from sync.client import RegistryClient
from sync.errors import BadAnswer, Refused, Unreachable
from sync.http import Http, Network
from sync.network.events import Listener, Listening, hints
from sync.network.pauses import pause
from sync.network.proxies import Straight
from sync.network.tls import Trust
from tests.sync.wild import CONTRACT, Authority, Work, head, listening

STREAM = head("200 OK", CONTRACT, "Content-Type: text/event-stream\r\n",
              "Transfer-Encoding: chunked\r\n")  # fmt: skip


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


CHANGED = chunk(b"event: changed\ndata: {}\n\n")


def until(holds: Callable[[], bool], seconds: float = 3.0) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


class Ears:
    """A listener at a server, and what it heard."""

    def __init__(self, address: str, network: Network | None = None, first: float = 0.05) -> None:
        limits = Limits(connect=2, read=5, whole=5)
        self.client = RegistryClient(Http(address, network=network, limits=limits))
        later = datetime.now(UTC) + timedelta(hours=1)
        self.client._session.keep(wire.Session("access", later, "refresh", later))
        self.heard = 0
        self.listener = Listener(
            self.client.events, self._hinted, self.client.http.hang_up, first=first
        )

    def _hinted(self) -> None:
        self.heard += 1


@contextmanager
def ears(work: Work, first: float = 0.05) -> Iterator[Ears]:
    with listening(work) as port:
        made = Ears(f"http://127.0.0.1:{port}", first=first)
        made.listener.start()
        try:
            yield made
        finally:
            assert made.listener.stop()
            assert made.listener.state is Listening.OFF
            made.client.close()


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([b"event: changed\ndata: {}\n\n"], [True]),
        ([b"eve", b"nt: changed\r\nda", b"ta: x\r\n", b"\r\n"], [True]),
        ([b": connected\n\n", b": \n\n"], [False, False]),
        ([b"event: forget everything\ndata: rm\n\n", b"data: x\n\n"], [False, False]),
        ([b"event: changed\n"], []),
        ([b"\x00\xff\xfe\n\n"], [False]),
        ([b""], []),
    ],
)
def test_a_stream_is_read(pieces: list[bytes], expected: list[bool]) -> None:
    assert list(hints(pieces, "GET /v1/events")) == expected


def test_an_endless_line_is_refused() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 1000

    with pytest.raises(BadAnswer) as caught:
        list(hints(endless(), "GET /v1/events"))
    assert caught.value.path == "event too long"


def test_hints_arrive_and_a_silent_stream_is_let_go_of_at_once() -> None:
    go = threading.Event()

    def work(sock: socket.socket, request: bytes) -> None:
        assert b"Authorization: Bearer access" in request
        sock.sendall(STREAM + chunk(b": connected\n\n"))
        assert go.wait(3)
        sock.sendall(CHANGED)
        time.sleep(1)

    with ears(work) as made:
        # Once when it opens: what changed before was hinted to nobody.
        assert until(lambda: made.heard == 1)
        assert made.listener.state is Listening.OPEN
        go.set()
        assert until(lambda: made.heard == 2)
        begun = time.monotonic()
        assert made.listener.stop()
        assert time.monotonic() - begun < 0.5


def test_beneath_tls_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    authority = Authority.make(tmp_path_factory.mktemp("authority"))
    context, _ = authority.server("localhost")

    def work(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(STREAM + chunk(b": connected\n\n"))
        time.sleep(1)

    with listening(work, context) as port:
        network = Network(Trust(authority.ca_file), Straight())
        made = Ears(f"https://localhost:{port}", network)
        made.listener.start()
        assert until(lambda: made.heard == 1)
        begun = time.monotonic()
        assert made.listener.stop()
        assert time.monotonic() - begun < 0.5
        made.client.close()


def test_a_flood_is_read_slowly() -> None:
    with ears(lambda sock, _: sock.sendall(STREAM + CHANGED * 20_000)) as made:
        assert until(lambda: made.heard >= 2)
        time.sleep(0.3)
        assert made.heard <= 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (STREAM + b"0\r\n\r\n", None),
        (STREAM, Unreachable),
        (STREAM + chunk(b"x" * 10_000), BadAnswer),
        (
            head("200 OK", CONTRACT, "Content-Type: text/html\r\n", "Content-Length: 0\r\n"),
            BadAnswer,
        ),
        (head("503 No", "Content-Type: text/html\r\n", "Content-Length: 0\r\n"), Unreachable),
    ],
    ids=["ends at once", "breaks", "endless", "a page", "a gateway"],
)
def test_a_stream_that_fails_is_asked_for_less_and_less(
    answer: bytes, error: type[Exception] | None
) -> None:
    asked: list[float] = []

    def work(sock: socket.socket, _request: bytes) -> None:
        asked.append(time.monotonic())
        sock.sendall(answer)
        sock.close()

    with ears(work) as made:
        assert until(lambda: len(asked) >= 3)
        assert until(lambda: made.listener.state is Listening.WAITING)
        assert (type(made.listener.error) if made.listener.error else None) == error
        assert asked[1] - asked[0] > 0.03
        # 0.05, 0.1, 0.2 … seconds, a quarter more or less.
        assert asked[2] - asked[1] > 0.07


def test_the_registrys_wish_is_kept_and_somebody_can_hurry() -> None:
    asked: list[float] = []
    body = b'{"status": 429, "code": "rate_limited"}'

    def work(sock: socket.socket, _request: bytes) -> None:
        asked.append(time.monotonic())
        sock.sendall(
            head("429 Too Many Requests", CONTRACT, "Content-Type: application/problem+json\r\n",
                 "Retry-After: 60\r\n", f"Content-Length: {len(body)}\r\n") + body
        )  # fmt: skip

    with ears(work) as made:
        assert until(lambda: made.listener.state is Listening.WAITING)
        assert isinstance(made.listener.error, Refused)
        time.sleep(0.2)
        assert len(asked) == 1
        made.listener.try_now()
        assert until(lambda: len(asked) == 2)


def test_pauses_grow_are_bounded_and_differ() -> None:
    found = [pause(failures, first=5, longest=300) for failures in range(1, 60)]
    assert 3.7 < found[0] < 6.3
    assert max(found) <= 375
    assert min(found[10:]) >= 225
    assert len(set(found)) > 50
    assert 90 <= pause(1, first=5, longest=300, asked=90) <= 99
    assert pause(1, first=5, longest=300, asked=1e9) <= 3960
