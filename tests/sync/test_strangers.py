"""Servers that keep no contract: asked one question, with strict limits, and believed nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sync.errors import BadAnswer, Unreachable
from sync.http import Limits, ask_stranger

KINDS = ("application/timestamp-query", "application/timestamp-reply")
LIMITS = Limits(connect=10, read=20, whole=30, answer=4096)
Work = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def stranger(work: Work) -> Iterator[str]:
    """A server on loopback that answers every POST with ``work``."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            work(self)

        def log_message(self, *_: object) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer(
    body: bytes, kind: str = KINDS[1], status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> Work:
    def work(request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(int(request.headers["Content-Length"]))
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return work


def test_an_answer_and_what_was_asked() -> None:
    seen: list[tuple[bytes, dict[str, str]]] = []

    def work(request: BaseHTTPRequestHandler) -> None:
        seen.append((request.rfile.read(5), dict(request.headers)))
        request.headers.replace_header("Content-Length", "0")
        answer(b"token")(request)

    with stranger(work) as address:
        assert ask_stranger(address, b"query", KINDS, LIMITS) == b"token"
    ((body, headers),) = seen
    assert (body, headers["Content-Type"], headers["Accept"]) == (b"query", *KINDS)
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    ("work", "where"),
    [
        (answer(b"<html>", "text/html"), "content type text/html"),
        (answer(b"x" * 5000), "too large"),
        (answer(b"", ""), "content type missing"),
    ],
)
def test_what_is_no_answer(work: Work, where: str) -> None:
    with stranger(work) as address, pytest.raises(BadAnswer) as caught:
        ask_stranger(address, b"query", KINDS, LIMITS)
    assert caught.value.path == where


def test_redirects_are_not_followed() -> None:
    with (
        stranger(answer(b"token")) as elsewhere,
        stranger(answer(b"", status=307, headers=(("Location", elsewhere),))) as address,
        pytest.raises(Unreachable) as caught,
    ):
        ask_stranger(address, b"query", KINDS, LIMITS)
    assert caught.value.reason == "http 307"


def test_a_server_that_drips_does_not_outlast_its_time() -> None:
    def work(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", KINDS[1])
        request.send_header("Content-Length", "4000")
        request.end_headers()
        try:
            for _ in range(100):
                request.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            return

    begun = time.monotonic()
    short = Limits(connect=10, read=0.5, whole=1.0)
    with stranger(work) as address, pytest.raises(Unreachable) as caught:
        ask_stranger(address, b"query", KINDS, short)
    assert caught.value.reason == "silent"
    assert time.monotonic() - begun < 9, "as long as the server sends"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://127.0.0.1:9/tsa", "refused"),
        ("ftp://127.0.0.1/tsa", "insecure"),
        ("https://user:secret@127.0.0.1/", "insecure"),
        ("registry", "insecure"),
    ],
)
def test_addresses_that_do_not_do(address: str, reason: str) -> None:
    with pytest.raises(Unreachable) as caught:
        ask_stranger(address, b"query", KINDS, LIMITS)
    assert caught.value.reason == reason
