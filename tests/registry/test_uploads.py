"""Uploads: cut, resumed, repeated, bounded."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from registry import people
from registry.core import Core
from registry.people import Identity
from registry.problems import Code, Refusal
from registry.server import sweep
from registry.uploads import Uploads
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running

DATA = bytes(range(256)) * 8192


def _begin(station: small.Station, size: int = len(DATA)) -> str:
    answer = station.call("POST", "/v1/uploads", headers={"Upload-Length": str(size)})
    assert answer.status_code == 201
    made = small.decoded(answer, wire.Upload)
    assert answer.headers["Location"] == f"/v1/uploads/{made.id}"
    assert made.offset == 0
    return made.id


def _offset(station: small.Station, upload: str) -> int:
    answer = station.call("HEAD", f"/v1/uploads/{upload}")
    assert answer.status_code == 200
    assert answer.headers["Upload-Length"] == str(len(DATA))
    return int(answer.headers["Upload-Offset"])


def test_a_cut_upload_goes_on_where_it_broke(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    upload = _begin(hokim)
    parts = urlsplit(running.address)
    # A real cut: the head promises everything, the connection ends in the middle.
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as wireless:
        head = (
            f"PATCH /v1/uploads/{upload} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Authorization: {hokim.http.headers['Authorization']!s}\r\n"
            "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(DATA)}\r\n\r\n"
        )
        wireless.sendall(head.encode() + DATA[:700_000])
    limit = time.monotonic() + 10
    while (arrived := _offset(hokim, upload)) == 0 and time.monotonic() < limit:
        time.sleep(0.05)
    assert 0 < arrived <= 700_000
    time.sleep(0.1)
    arrived = _offset(hokim, upload)
    answer = hokim.patch(upload, arrived, DATA[arrived:])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(DATA)))
    assert (running.core.directory / "uploads" / upload).read_bytes() == DATA


def test_a_part_that_is_sent_twice(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    upload = _begin(hokim)
    assert hokim.patch(upload, 0, DATA[:1000]).status_code == 204
    again = hokim.patch(upload, 0, DATA[:1000])
    assert again.status_code == 409
    assert again.json()["code"] == "offset_mismatch"
    assert _offset(hokim, upload) == 1000


def test_an_empty_part_changes_nothing(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    upload = _begin(hokim)
    assert hokim.patch(upload, 0, b"").status_code == 204
    assert _offset(hokim, upload) == 0


def test_more_than_announced(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    upload = _begin(hokim)
    answer = hokim.patch(upload, 0, DATA + b"x")
    assert answer.json()["code"] == "too_large"
    assert _offset(hokim, upload) == 0
    # Nor does a part that is too long take along what was there before.
    assert hokim.patch(upload, 0, DATA[:1000]).status_code == 204
    assert hokim.patch(upload, 1000, DATA).json()["code"] == "too_large"
    assert _offset(hokim, upload) == 1000


@pytest.mark.parametrize("length", ["", "0", "-1", "x", "9" * 20])
def test_a_length_that_is_none(running: Running, length: str) -> None:
    hokim = running.station(small.HOKIM)
    problem = hokim.refused("POST", "/v1/uploads", headers={"Upload-Length": length})
    assert problem.code == "bad_request"


def test_larger_than_the_office_allows(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    size = running.core.policy.max_package_bytes + 1
    problem = hokim.refused("POST", "/v1/uploads", headers={"Upload-Length": str(size)})
    assert problem.code == "too_large"


def test_only_ones_own(running: Running) -> None:
    upload = _begin(running.station(small.HOKIM))
    legal = running.station(small.LEGAL)
    assert legal.call("HEAD", f"/v1/uploads/{upload}").status_code == 404
    assert legal.patch(upload, 0, b"x").status_code == 404
    assert legal.patch("../registry.db", 0, b"x").status_code == 404


def test_without_offset_or_type(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    path = f"/v1/uploads/{_begin(hokim)}"
    assert hokim.refused("PATCH", path, data=b"x").code == "bad_request"
    headers = {"Upload-Offset": "0", "Content-Type": "text/plain"}
    assert hokim.refused("PATCH", path, data=b"x", headers=headers).code == "bad_request"
    assert hokim.patch(path.rpartition("/")[2], 0, b"x").status_code == 204


@pytest.mark.parametrize("offset", ["-1", "x", "9" * 5000])
def test_an_offset_that_is_none(running: Running, offset: str) -> None:
    hokim = running.station(small.HOKIM)
    path = f"/v1/uploads/{_begin(hokim)}"
    headers = {"Upload-Offset": offset, "Content-Type": "application/offset+octet-stream"}
    assert hokim.refused("PATCH", path, data=b"x", headers=headers).code == "bad_request"


def test_forgotten_uploads_go_away(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    upload = _begin(hokim)
    running.clock.pass_(timedelta(days=4))
    sweep(running.core, Uploads(running.core))
    assert not (running.core.directory / "uploads" / upload).exists()
    hokim = running.station(small.HOKIM)
    assert hokim.call("HEAD", f"/v1/uploads/{upload}").status_code == 404


def test_nobody_keeps_more_than_a_few(running: Running) -> None:
    hokim, legal = running.station(small.HOKIM), running.station(small.LEGAL)
    other, first, second, *_ = _begin(legal), *(_begin(hokim) for _ in range(9))
    assert hokim.call("HEAD", f"/v1/uploads/{first}").status_code == 404
    for station, upload in ((hokim, second), (legal, other)):
        assert station.call("HEAD", f"/v1/uploads/{upload}").ok


@contextmanager
def _held_open(
    running: Running, station: small.Station, upload: str, missing: int = 1
) -> Iterator[socket.socket]:
    """DATA but for the last bytes of a part, which have not come yet; all others are on disk."""
    # So many are written at once.
    begun = len(DATA) - (1 << 20)
    assert station.patch(upload, 0, DATA[:begun]).status_code == 204
    parts = urlsplit(running.address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as held:
        head = (
            f"PATCH /v1/uploads/{upload} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Authorization: {station.http.headers['Authorization']!s}\r\n"
            f"Upload-Offset: {begun}\r\nContent-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(DATA) - begun + missing}\r\n\r\n"
        )
        held.sendall(head.encode() + DATA[begun:])
        limit = time.monotonic() + 10
        path = running.core.directory / "uploads" / upload
        while path.stat().st_size < len(DATA) and time.monotonic() < limit:
            time.sleep(0.01)
        yield held


def _identity(core: Core) -> Identity:
    with core.database.reading() as connection:
        found = people.find(connection, small.HOKIM.pinfl)
    assert found is not None
    return found


def test_what_is_still_written_to_is_not_handed_in(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    upload = _begin(hokim)
    digest = hokim.get("/v1/drafts/ready", wire.Draft).summary.version_digest
    request = wire.PackageRequest(upload, small.sha256(DATA), digest)
    with _held_open(running, hokim, upload) as held:
        refused = hokim.refused("POST", "/v1/drafts/ready/package", body=request, key="k")
        assert (refused.status, refused.code) == (409, "offset_mismatch")
        held.sendall(b"!")
        assert b" 413 " in held.recv(100)
    # Nor for good: with nothing behind it, it is looked at.
    begun = _offset(hokim, upload)
    assert hokim.patch(upload, begun, DATA[begun:]).status_code == 204
    refused = hokim.refused("POST", "/v1/drafts/ready/package", body=request, key="k")
    assert refused.code == "package_malformed"


def test_nothing_writes_to_what_was_handed_in(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    upload = _begin(hokim)
    # Another run of the same registry, which does not know what is open in this one.
    uploads = Uploads(running.core)
    with _held_open(running, hokim, upload) as held:
        whole = uploads.complete(_identity(running.core), upload)
        held.sendall(b"!")
        assert b" 404 " in held.recv(100)
    assert whole.read_bytes() == DATA
    assert _offset(hokim, upload) == len(DATA)
    assert hokim.patch(upload, len(DATA), b"").status_code == 204
    assert hokim.patch(upload, len(DATA), b"x").json()["code"] == "too_large"
    assert hokim.patch(upload, 0, DATA[:9]).json()["code"] == "offset_mismatch"
    assert whole.read_bytes() == DATA
    assert uploads.complete(_identity(running.core), upload) == whole
    uploads.discard(upload)
    assert list((running.core.directory / "uploads").iterdir()) == []


def test_a_forgotten_upload_is_not_made_anew_by_what_still_arrives(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    upload = _begin(hokim, 2 * len(DATA))
    path = running.core.directory / "uploads" / upload
    with _held_open(running, hokim, upload, missing=len(DATA)) as held:
        Uploads(running.core).discard(upload)
        held.sendall(DATA)
        assert b" 404 " in held.recv(100)
    assert not path.exists()


def test_files_are_kept_by_what_they_are(core: Core, tmp_path: Path) -> None:
    source = tmp_path / "package"
    source.write_bytes(DATA)
    right = small.sha256(DATA)
    source.write_bytes(DATA[:-1])
    with pytest.raises(Refusal) as refused:
        core.files.take(source, right)
    assert refused.value.code is Code.UPLOAD_INCOMPLETE
    assert core.files.path(right) is None
    assert list((core.directory / "files" / right[:2]).iterdir()) == []
    # What is there under the name and is not that gives way to what is.
    place = core.directory / "files" / right[:2] / right
    source.write_bytes(DATA)
    for content in (None, DATA):
        place.write_bytes(DATA[:-1])
        kept = core.files.take(source, right) if content is None else core.files.put(content)
        assert kept.size == len(DATA)
        assert place.read_bytes() == DATA
