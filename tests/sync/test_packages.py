"""Packages in parts: as whole as a file, whatever happens to the files they name."""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from signing.container.source import SideBySide
from sync.entries import OutboxState
from sync.errors import NotFound, StoreDamaged, StoreFull
from sync.station import Store
from sync.store import sealed
from sync.store.files import FileStore
from sync.store.packages import OPEN, Packages
from sync.store.parts import Kept, Parts, cut
from tests.sync.conftest import open_store
from tests.sync.makers import PERSON, sha

KEY = bytes(range(32))
ANNEX = random.Random(7).randbytes(sealed.CHUNK * 2 + 11)
OTHER = random.Random(8).randbytes(100)
PARTS: Parts = (
    b"PK head",
    Kept(sha(ANNEX), len(ANNEX)),
    b"between",
    Kept(sha(OTHER), 100),
    b"end",
)
WHOLE = b"PK head" + ANNEX + b"between" + OTHER + b"end"


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    files = FileStore(tmp_path / "files", KEY)
    files.put(ANNEX, sha(ANNEX))
    files.put(OTHER, sha(OTHER))
    return files


@pytest.fixture
def packages(tmp_path: Path, files: FileStore) -> Packages:
    return Packages(tmp_path / "packages", KEY, files)


def test_a_composed_package_reads_as_one_file(packages: Packages, files: FileStore) -> None:
    name = packages.compose(PARTS)
    # Nothing that becomes of the drafts' files reaches what was signed.
    files.remove(sha(ANNEX))
    files.remove(sha(OTHER))
    assert packages.read(name) == WHOLE
    for start in (0, 3, 7, 8, 7 + len(ANNEX), len(WHOLE) - 1, len(WHOLE)):
        assert b"".join(packages.chunks(name, start)) == WHOLE[start:]


def test_it_gets_its_other_names_without_the_drafts_files(
    packages: Packages, files: FileStore
) -> None:
    name = packages.compose(PARTS)
    files.clear()
    stamped = packages.compose((*PARTS[:-1], b"time-stamp"), before=name)
    assert packages.read(packages.close(stamped)) == WHOLE[:-3] + b"time-stamp"
    assert packages.read(packages.close(name)) == WHOLE
    for old in (name, stamped):
        packages.remove(old)
    assert packages.read(sha(WHOLE)) == WHOLE


def test_a_stream_over_it_goes_anywhere(packages: Packages) -> None:
    with packages.open(packages.compose(PARTS)) as stream:
        assert stream.seek(0, io.SEEK_END) == len(WHOLE)
        for at in random.Random(3).sample(range(len(WHOLE)), 20):
            stream.seek(at)
            assert stream.tell() == at
            assert stream.read(1000) == WHOLE[at : at + 1000]
        stream.seek(0)
        assert stream.read() == WHOLE


def test_threads_read_it_side_by_side(packages: Packages) -> None:
    with packages.open(packages.compose(PARTS)) as stream:
        assert isinstance(stream, SideBySide)
        met = Barrier(3)

        def read(number: int) -> bytes:
            # Each from another place on, through the same file, by steps that end in no chunk.
            at, got = number, bytearray()
            met.wait(timeout=10)
            while data := stream.read_at(at, 50_000 + number):
                assert len(data) <= 50_000 + number
                at += len(data)
                got += data
            return bytes(got)

        with ThreadPoolExecutor(3) as threads:
            assert list(threads.map(read, range(3))) == [WHOLE, WHOLE[1:], WHOLE[2:]]
        # What was decrypted as one piece is handed out as that.
        assert len(stream.read_at(7, 1 << 20)) == sealed.CHUNK


def test_closing_gives_it_the_name_of_its_bytes(packages: Packages) -> None:
    name = packages.compose(PARTS)
    assert name.startswith(OPEN)
    closed = packages.close(name)
    assert closed == sha(WHOLE)
    packages.remove(name)
    assert not packages.has(name)
    assert packages.read(closed) == WHOLE
    assert packages.close(closed) == closed


def test_only_its_own_bytes_take_room(packages: Packages, tmp_path: Path) -> None:
    def used() -> int:
        seen = {path.stat().st_ino: path.stat().st_size for path in tmp_path.rglob("*")
                if path.is_file()}  # fmt: skip
        return sum(seen.values())

    before = used()
    packages.close(packages.compose(PARTS))
    assert used() - before < 2_000


def test_where_there_are_no_links_it_is_copied(
    packages: Packages, files: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", refuse)
    name = packages.compose(PARTS)
    files.remove(sha(ANNEX))
    assert packages.read(name) == WHOLE


def test_a_file_that_is_not_here_keeps_nothing(packages: Packages, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        packages.compose((b"PK", Kept(sha(b"elsewhere"), 9)))
    assert [item for item in (tmp_path / "packages").rglob("*") if item.is_file()] == []


def test_a_full_disk_keeps_nothing(
    packages: Packages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as first:
        first.setattr(os, "fsync", full)
        with pytest.raises(StoreFull):
            packages.compose(PARTS)
    assert not (tmp_path / "packages").exists()
    packages.compose((b"other",))
    known = list((tmp_path / "packages" / "composed").iterdir())
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFull):
        packages.compose(PARTS)
    assert list((tmp_path / "packages" / "composed").iterdir()) == known


def test_damage_is_found_and_nothing_is_thrown_away(packages: Packages, tmp_path: Path) -> None:
    name = packages.compose(PARTS)
    (place,) = (tmp_path / "packages" / "composed").iterdir()
    listed = (place / "parts").read_bytes()
    for index, position in (("parts", -20), ("1", sealed.CHUNK + 200), ("3", 70)):
        path = place / index
        data = path.read_bytes()
        path.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
        with pytest.raises(StoreDamaged):
            packages.read(name)
        path.write_bytes(data)
    # Another package's list does not open under this one's name.
    other = packages.compose((b"other",))
    (second,) = {*(tmp_path / "packages" / "composed").iterdir()} - {place}
    (second / "parts").write_bytes(listed)
    with pytest.raises(StoreDamaged):
        packages.read(other)
    assert packages.read(name) == WHOLE


def test_what_was_fetched_again_mends_it(
    packages: Packages, files: FileStore, tmp_path: Path
) -> None:
    name = packages.compose(PARTS)
    (place,) = (tmp_path / "packages" / "composed").iterdir()
    link = place / "1"
    data = link.read_bytes()
    at = sealed.CHUNK + 200
    # One file under two names: the damage is in both.
    with link.open("r+b") as damaged:
        damaged.seek(at)
        damaged.write(bytes([data[at] ^ 1]))
    with pytest.raises(StoreDamaged):
        packages.read(name)
    assert not files.has(sha(ANNEX))
    files.put(ANNEX, sha(ANNEX))
    assert packages.read(name) == WHOLE
    files.remove(sha(ANNEX))
    assert packages.read(name) == WHOLE
    assert {item.name for item in place.iterdir()} == {"parts", "1", "3"}


@pytest.mark.parametrize("lost", ["parts", "1"])
def test_what_lost_a_part_is_composed_anew(packages: Packages, tmp_path: Path, lost: str) -> None:
    name = packages.compose(PARTS)
    (place,) = (tmp_path / "packages" / "composed").iterdir()
    (place / lost).unlink()
    assert packages.has(name) == (lost != "parts")
    with pytest.raises(NotFound):
        packages._whole.read(name)
    assert packages.compose(PARTS) == name
    assert packages.read(name) == WHOLE
    assert list((tmp_path / "packages" / "composed").iterdir()) == [place]


def test_what_a_crash_left_half_written_goes_with_the_next_start(profile: Path) -> None:
    with open_store(profile) as store:
        store.files.put(ANNEX, sha(ANNEX))
        name = store.packages.compose((b"PK", Kept(sha(ANNEX), len(ANNEX))))
    half = profile / "packages" / "composed" / ".new-1"
    half.mkdir()
    (half / "parts").write_bytes(b"x")
    (profile / "files" / ".new-2").write_bytes(b"x")
    (profile / "packages" / ".new-3").write_bytes(b"x")
    with open_store(profile) as store:
        assert not list(profile.rglob(".new-*"))
        assert store.packages.read(name) == b"PK" + ANNEX


def test_nothing_of_it_is_readable_on_disk(packages: Packages, tmp_path: Path) -> None:
    packages.close(packages.compose((b"Namunaviy tuman hokimi", Kept(sha(OTHER), 100))))
    for path in tmp_path.rglob("*"):
        assert b"Namunaviy" not in path.name.encode()
        assert not path.is_file() or b"Namunaviy" not in path.read_bytes()
        assert sha(OTHER)[:10] not in path.name


@pytest.mark.parametrize("keep", [0, 3, 7, 7 + len(ANNEX), 7 + len(ANNEX) + 4, len(WHOLE)])
def test_a_beginning_of_the_parts(packages: Packages, keep: int) -> None:
    with packages.preview(cut(PARTS, keep)) as stream:
        assert stream.read() == WHOLE[:keep]


@pytest.mark.parametrize("keep", [8, len(WHOLE) + 1])
def test_no_cut_goes_through_a_file(keep: int) -> None:
    with pytest.raises(ValueError, match=r"cut|fewer"):
        cut(PARTS, keep)


def test_sums_are_known_without_reading(files: FileStore) -> None:
    expected = sealed.Sums(len(ANNEX), zlib.crc32(ANNEX))
    assert files.sums(sha(ANNEX)) == expected
    path = files._path(sha(ANNEX))
    path.write_bytes(path.read_bytes()[:200])
    assert files.sums(sha(ANNEX)) == expected
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreDamaged):
        files.sums(sha(ANNEX))


def test_a_file_of_the_form_before_is_still_read(files: FileStore) -> None:
    path = files._path(sha(ANNEX))
    data = path.read_bytes()
    path.write_bytes(b"EQF1" + data[4:36] + data[64:])
    assert files.read(sha(ANNEX)) == ANNEX
    assert files.sums(sha(ANNEX)) == sealed.Sums(len(ANNEX), zlib.crc32(ANNEX))


def test_an_entry_gets_another_end_and_its_digest(store: Store) -> None:
    store.files.put(ANNEX, sha(ANNEX))
    parts: Parts = (b"PK", Kept(sha(ANNEX), len(ANNEX)), b"old end")
    for package in (parts, b"PK" + ANNEX + b"old end"):
        entry = store.outbox.queue_package(
            package, person=PERSON, draft="d-1", title="t", version_digest="v"
        )
        assert entry.size == 2 + len(ANNEX) + 7
        entry = store.outbox.replace_end(entry.key, 2 + len(ANNEX), b"new, stamped end")
        expected = b"PK" + ANNEX + b"new, stamped end"
        assert store.outbox.close_package(entry.key).package == sha(expected)
        entry = store.outbox.entry(entry.key)
        assert (entry.size, entry.state) == (len(expected), OutboxState.QUEUED)
        assert store.outbox.package(entry.key) == expected
        with store.outbox.open_package(entry.key) as stream:
            stream.seek(-7, io.SEEK_END)
            assert stream.read() == b"ped end"
            stream.seek(1)
            assert hashlib.sha256(b"P" + stream.read()).hexdigest() == sha(expected)


def test_what_is_on_its_way_keeps_its_bytes(store: Store) -> None:
    from sync.errors import AlreadySent

    store.files.put(ANNEX, sha(ANNEX))
    entry = store.outbox.queue_package(
        (b"PK", Kept(sha(ANNEX), len(ANNEX)), b"end"),
        person=PERSON, draft="d-1", title="t", version_digest="v",
    )  # fmt: skip
    closed = store.outbox.close_package(entry.key)
    store.outbox.road.begin(entry.key)
    with pytest.raises(AlreadySent):
        store.outbox.replace_end(entry.key, 2, b"")
    assert store.outbox.package(entry.key) == b"PK" + ANNEX + b"end"
    assert store.outbox.entry(entry.key).package == closed.package


def test_a_forgotten_entry_leaves_nothing(store: Store, profile: Path) -> None:
    store.files.put(ANNEX, sha(ANNEX))
    entry = store.outbox.queue_package(
        (b"PK", Kept(sha(ANNEX), len(ANNEX))),
        person=PERSON, draft="d-1", title="t", version_digest="v",
    )  # fmt: skip
    store.outbox.close_package(entry.key)
    store.outbox.cancel(entry.key)
    store.outbox.forget(entry.key)
    assert not list(_files(profile / "packages"))
    assert store.files.read(sha(ANNEX)) == ANNEX
    shutil.rmtree(profile / "packages")


def _files(directory: Path) -> Iterator[Path]:
    return (path for path in directory.rglob("*") if path.is_file())
