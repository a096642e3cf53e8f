"""Callers who say nothing, or too slowly: they end, and keep nobody else out."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

from registry.core import Core
from registry.serving import Listen
from tests.registry.conftest import served

HALF = b"GET /verify HTTP/1.1\r\nHost: x\r\n"


def connected(address: str, *said: bytes) -> socket.socket:
    parts = urlsplit(address)
    sock = socket.create_connection((parts.hostname or "", parts.port or 0), 5)
    for item in said:
        sock.sendall(item)
    return sock


def answered(sock: socket.socket) -> bool:
    return sock.recv(100).startswith(b"HTTP/1.1 200 ")


def is_over(sock: socket.socket) -> bool:
    try:
        return sock.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_head_has_its_time_however_it_drips(core: Core) -> None:
    with (
        served(core, Listen(head_seconds=0.3)) as address,
        connected(address) as silent,
        connected(address, HALF) as drips,
    ):
        begun = time.monotonic()
        # One that is heard in time is answered, also when it takes a while to send it.
        with connected(address, HALF) as good:
            time.sleep(0.1)
            drips.sendall(b"X: y\r\n")
            good.sendall(b"\r\n")
            assert answered(good)
        time.sleep(0.1)
        drips.sendall(b"X: y\r\n")
        assert is_over(silent)
        assert is_over(drips)
        assert 0.2 < time.monotonic() - begun < 3


def test_silence_keeps_nobody_out(core: Core) -> None:
    with served(core, Listen(head_seconds=60, connections=8)) as address:
        crowd = [connected(address, HALF) for _ in range(30)]
        for _ in range(10):
            with connected(address, HALF, b"\r\n") as good:
                assert answered(good)
        assert all(map(is_over, crowd[:20]))
        for sock in crowd:
            sock.close()
