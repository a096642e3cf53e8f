"""The public page under attack: whatever is sent, it answers, and the registry stays as it was."""

from __future__ import annotations

import gzip
import io
import os
import socket
import threading
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from registry.verifying.doors import Doors
from tests.registry.conftest import Running

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


def members(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"META-INF/signature{number}.p7s", b"0\x80")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(60):
            archive.writestr(f"{number}", bytes(16 << 20))
    return out.getvalue()


def deep(depth: int) -> bytes:
    return b"\x30\x80" * depth


def spread_pdf() -> bytes:
    packed = zlib.compress(bytes(200 << 20), 9)
    return (
        b"%%PDF-1.7\n1 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n"
        % (
            len(packed),
            packed,
        )
        + b"/ByteRange [0 1 2 3]\n" * 5000
    )


ATTACKS: dict[str, Callable[[], bytes]] = {
    "60,000 members": lambda: members(60_000),
    "4,000 members": lambda: members(4_000),
    "bomb": bomb,
    "nested": lambda: deep(1 << 20),
    "pdf": spread_pdf,
    "many byte ranges": lambda: b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3] /Type/Sig\n" * 200_000,
    "base64": lambda: b"MI" + b"A" * (40 << 20),
    "pem": lambda: b"-----BEGIN CMS-----\n" * 500_000,
    "xml": lambda: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>" + b"<a>" * 1_000_000,
    "noise": lambda: os.urandom(8 << 20),
    "gzip": lambda: gzip.compress(bytes(50 << 20)),
}
"""Made when they are wanted: all of them take ten seconds of a processor."""


def memory() -> int:
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) >> 10


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_file_is_answered(running: Running, name: str) -> None:
    data = ATTACKS[name]()
    before = memory()
    answer = requests.post(f"{running.address}/verify", data=data, timeout=120)
    # Once it took a minute to find no end of any of the beginnings.
    assert answer.status_code in ({200} if name == "pem" else {200, 422})
    told = answer.json()
    assert told.get("verdict") != "valid"
    # What a file costs, another process paid.
    assert memory() - before < 64
    assert requests.get(f"{running.address}/d/94-9-4-q-26", timeout=10).ok


def test_many_at_once(running: Running) -> None:
    running.desk.doors = Doors(iter(range(0, 1 << 30, 100)).__next__)

    many = ATTACKS["4,000 members"]()

    def one(number: int) -> int:
        data = many if number % 2 else b"x"
        return requests.post(f"{running.address}/verify", data=data, timeout=120).status_code

    with ThreadPoolExecutor(24) as callers:
        codes = list(callers.map(one, range(48)))
        # Two of one address are inside; all the others are told to come back.
    assert set(codes) <= {200, 422, 503}
    assert 503 in codes
    assert 200 in codes
    assert requests.get(f"{running.address}/verify", timeout=10).ok


def test_lines_that_hang_are_cut(running: Running) -> None:
    """Nobody holds all seats by saying nothing."""
    running.desk.bounds.piece_seconds = 1.0
    place = urlsplit(running.address)
    head = b"POST /verify HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
    lines = [socket.create_connection((place.hostname, place.port), 30) for _ in range(8)]
    ended = threading.Barrier(9, timeout=60)

    def hang(line: socket.socket) -> None:
        line.sendall(head)
        assert line.recv(100).split()[1] in {b"408", b"503"}
        ended.wait()

    threads = [threading.Thread(target=hang, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    ended.wait()
    for thread, line in zip(threads, lines, strict=True):
        thread.join()
        line.close()
    assert requests.post(f"{running.address}/verify", data=b"x", timeout=60).status_code == 200


def test_headers_of_a_form_are_bounded(running: Running) -> None:
    part = b"--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n"
    for body in (
        part + b"X: " + b"y" * (8 << 20) + b"\r\n\r\nx\r\n--x--\r\n",
        part + b"X: y\r\n" * 100_000 + b"\r\nx\r\n--x--\r\n",
        b"--x\r\n" * 200_000,
        b"--x\r\nContent-Disposition: form-data; name=form\r\n\r\n"
        + b"z" * (8 << 20)
        + b"\r\n--x--",
    ):
        answer = requests.post(
            f"{running.address}/verify",
            data=body,
            headers={"Content-Type": "multipart/form-data; boundary=x"},
            timeout=60,
        )
        assert (answer.status_code, answer.json()["detail"]) == (400, "malformed")
