"""A package in parts: its own bytes, and between them files that the store keeps anyway.

The annexes of a decision are on this station already, encrypted and flushed. A package that names
them instead of holding them is written as fast as a small one, and read like any other file.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from threading import get_ident
from typing import BinaryIO, TypeAlias, cast

import msgspec

from sync.values import Value


class Kept(Value, frozen=True):
    """A file of the store whose bytes come here; ``size`` is in bytes."""

    sha256: str
    size: int


Part: TypeAlias = bytes | Kept
Parts: TypeAlias = tuple[Part, ...]
Opener: TypeAlias = Callable[[int, Kept, int], Iterator[bytes]]
"""Gives the bytes of the part with this index, from a byte on."""


def size_of(part: Part) -> int:
    """Return a part's length in bytes."""
    return len(part) if isinstance(part, bytes) else part.size


def cut(parts: Parts, keep: int) -> Parts:
    """Return the first ``keep`` bytes.

    Raises:
        ValueError: the cut would go through a file of the store, or there are fewer bytes.
    """
    kept: list[Part] = []
    for part in parts:
        if not keep:
            break
        if size_of(part) <= keep:
            kept.append(part)
        elif isinstance(part, bytes):
            kept.append(part[:keep])
        else:
            raise ValueError("a cut through a file")
        keep -= size_of(kept[-1])
    if keep:
        raise ValueError("fewer bytes than that")
    return tuple(kept)


def chunks(parts: Parts, opened: Opener, start: int = 0) -> Iterator[bytes]:
    """Yield all bytes from byte ``start`` on."""
    for index, part in enumerate(parts):
        size = size_of(part)
        if start >= size:
            start -= size
            continue
        if isinstance(part, bytes):
            yield part[start:]
        else:
            yield from opened(index, part, start)
        start = 0


def first(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Yield the first ``size`` bytes."""
    for piece in pieces:
        yield piece[:size]
        size -= len(piece)
        if size <= 0:
            break


def reader(parts: Parts, opened: Opener) -> BinaryIO:
    """Return a seekable stream over the parts; errors of the store come out of its methods.

    Several threads may call its ``read_at(offset, size)`` at the same time; it returns what is at
    hand from there, at most ``size`` bytes.
    """
    return cast("BinaryIO", _Reader(parts, opened))


class _Cursor(msgspec.Struct):
    """Where reading one part stands; reading on costs no more than reading a file."""

    at: int
    pieces: Iterator[bytes]
    rest: memoryview = msgspec.field(default_factory=lambda: memoryview(b""))


class _Reader(io.RawIOBase):
    """Keeps a cursor for every part and thread, so that readers may take turns."""

    def __init__(self, parts: Parts, opened: Opener) -> None:
        super().__init__()
        self._parts = parts
        self._opened = opened
        self._ends = tuple(accumulate(map(size_of, parts)))
        self._cursors: dict[tuple[int, int], _Cursor] = {}
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a byte; what is there is looked up only when it is read."""
        size = self._ends[-1] if self._ends else 0
        wanted = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: size}[whence]
        if wanted < 0:
            raise OSError("before the beginning")
        self._at = wanted
        return wanted

    def tell(self) -> int:
        """Return where it is."""
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; fewer than ``size`` only at the end."""
        taken: list[memoryview] = []
        while size and (piece := self._piece(self._at, size)):
            taken.append(piece)
            size -= len(piece)
            self._at += len(piece)
        return b"".join(taken)

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what it is called with
        """Fill ``buffer`` as far as there is something."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read_at(self, offset: int, size: int, /) -> bytes:
        """Return what is at hand from ``offset`` on; see :func:`reader`."""
        piece = self._piece(offset, size)
        whole = piece.obj
        # A piece that was decrypted as one is not copied.
        return whole if isinstance(whole, bytes) and len(whole) == len(piece) else bytes(piece)

    def _piece(self, at: int, size: int) -> memoryview:
        """Return what is at hand of one part, at most ``size`` bytes unless negative."""
        index = bisect_right(self._ends, at)
        if index == len(self._parts):
            return memoryview(b"")
        part = self._parts[index]
        offset = at - self._ends[index] + size_of(part)
        if isinstance(part, bytes):
            rest = memoryview(part)[offset:]
            return rest if size < 0 else rest[:size]
        cursor = self._cursor(index, part, offset)
        piece = cursor.rest if size < 0 else cursor.rest[:size]
        cursor.at, cursor.rest = offset + len(piece), cursor.rest[len(piece) :]
        return piece

    def _cursor(self, index: int, part: Kept, offset: int) -> _Cursor:
        who = index, get_ident()
        cursor = self._cursors.get(who)
        if cursor is None or cursor.at != offset:
            cursor = _Cursor(offset, self._opened(index, part, offset))
            self._cursors[who] = cursor
        if not cursor.rest:
            cursor.rest = memoryview(next(cursor.pieces, b""))
        return cursor
