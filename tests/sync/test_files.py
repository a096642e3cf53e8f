"""Encrypted files: what goes in comes out, and nothing that was touched comes out at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import FileTampered, NotFound, StoreDamaged
from sync.store.files import FileStore
from sync.store.sealed import CHUNK
from tests.sync.makers import sha

KEY = bytes(range(32))
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


def content(size: int) -> bytes:
    return (b"O'zbekiston qarori " * (size // 19 + 1))[:size]


def stored(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out(tmp_path: Path, size: int) -> None:
    files = FileStore(tmp_path, KEY)
    data = content(size)
    files.put((data[at : at + 1000] for at in range(0, size, 1000)), sha(data))
    assert files.has(sha(data))
    assert files.read(sha(data)) == data
    assert FileStore(tmp_path, KEY).read(sha(data)) == data


@settings(max_examples=30, deadline=None)
@given(start=st.integers(0, 3 * CHUNK + 6))
def test_reading_can_start_anywhere(tmp_path_factory: pytest.TempPathFactory, start: int) -> None:
    files = FileStore(tmp_path_factory.getbasetemp() / "anywhere", KEY)
    data = content(3 * CHUNK + 7)
    files.put(data, sha(data))
    assert b"".join(files.chunks(sha(data), start)) == data[start:]


def test_nothing_on_disk_tells_what_it_is(tmp_path: Path) -> None:
    files = FileStore(tmp_path, KEY)
    data = content(CHUNK + 5)
    files.put(data, sha(data))
    (path,) = stored(tmp_path)
    assert b"qarori" not in path.read_bytes()
    assert sha(data)[:8] not in str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_content_with_another_digest_is_not_kept(tmp_path: Path) -> None:
    files = FileStore(tmp_path, KEY)
    with pytest.raises(FileTampered):
        files.put(b"what came", sha(b"what was named"))
    assert not files.has(sha(b"what was named"))
    assert stored(tmp_path) == []


def test_content_that_breaks_off_is_not_kept(tmp_path: Path) -> None:
    files = FileStore(tmp_path, KEY)

    def breaking() -> Iterator[bytes]:
        yield b"the beginning"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.put(breaking(), sha(b"the beginning"))
    assert stored(tmp_path) == []

    def pulled() -> Iterator[bytes]:
        yield b"the beginning"
        raise OSError(errno.EIO, os.strerror(errno.EIO), "/media/stick/entry")

    # A stick that fails is not the store's disk: nobody is told that the store is damaged.
    with pytest.raises(OSError, match="/media/stick/entry"):
        files.put(pulled(), sha(b"the beginning"))
    assert stored(tmp_path) == []


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize(
    "harm", ["bit", "tail", "last chunk", "one chunk", "swap", "longer", "header", "empty"]
)
def test_damage_is_named_and_never_shown(tmp_path: Path, harm: str, keep: bool) -> None:
    files = FileStore(tmp_path, KEY, keep_damaged=keep)
    data = content(2 * CHUNK + 100)
    files.put(data, sha(data))
    (path,) = stored(tmp_path)
    raw = bytearray(path.read_bytes())
    first, sealed = 36, CHUNK + 16
    match harm:
        case "bit":
            raw[first + sealed + 9] ^= 1
        case "tail":
            del raw[-5:]
        case "last chunk":
            del raw[first + 2 * sealed :]
        case "one chunk":
            del raw[first : first + sealed]
        case "swap":
            a, b = first, first + sealed
            raw[a:b], raw[b : b + sealed] = raw[b : b + sealed], raw[a:b]
        case "longer":
            raw += b"x"
        case "header":
            raw[0] ^= 1
        case "empty":
            raw.clear()
    path.write_bytes(raw)
    with pytest.raises(StoreDamaged):
        files.read(sha(data))
    assert files.has(sha(data)) is keep
    if not keep:
        files.put(data, sha(data))
        assert files.read(sha(data)) == data


def test_a_file_in_the_place_of_another_does_not_open(tmp_path: Path) -> None:
    files = FileStore(tmp_path, KEY, keep_damaged=True)
    files.put(b"the decision", sha(b"the decision"))
    (decision,) = stored(tmp_path)
    sealed = decision.read_bytes()
    decision.unlink()
    files.put(b"something else", sha(b"something else"))
    (other,) = stored(tmp_path)
    other.write_bytes(sealed)
    with pytest.raises(StoreDamaged):
        files.read(sha(b"something else"))


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    FileStore(tmp_path, KEY).put(b"text", sha(b"text"))
    with pytest.raises(NotFound):
        FileStore(tmp_path, b"x" * 32).read(sha(b"text"))


def test_removing_is_final_and_repeatable(tmp_path: Path) -> None:
    files = FileStore(tmp_path, KEY)
    files.put(b"text", sha(b"text"))
    files.remove(sha(b"text"))
    files.remove(sha(b"text"))
    with pytest.raises(NotFound):
        files.read(sha(b"text"))
