"""A package in parts: its own bytes, and between them files that the store keeps anyway.

The annexes of a decision are on this station already, encrypted and flushed. A package that names
them instead of holding them is written as fast as a small one, and read like any other file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import BinaryIO, TypeAlias, cast

_BUFFER = 64 * 1024


@dataclass(frozen=True)
class Kept:
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


def reader(parts: Parts, opened: Opener) -> BinaryIO:
    """Return a seekable stream over the parts; errors of the store come out of its methods."""
    return cast("BinaryIO", io.BufferedReader(_Reader(parts, opened), _BUFFER))


class _Reader(io.RawIOBase):
    """Knows where it is; reading on from there costs no more than reading a file."""

    def __init__(self, parts: Parts, opened: Opener) -> None:
        super().__init__()
        self._parts = parts
        self._opened = opened
        self._size = max(accumulate(map(size_of, parts)), default=0)
        self._at = 0
        self._rest = b""
        self._chunks: Iterator[bytes] | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a byte; what is read next is looked up only when it is read."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        wanted = base + offset
        if wanted < 0:
            raise OSError("before the beginning")
        if wanted != self._at:
            self._at, self._chunks, self._rest = wanted, None, b""
        return wanted

    def tell(self) -> int:
        """Return where it is."""
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what it is called with
        """Fill ``buffer`` as far as the next piece goes; 0 at the end."""
        if not self._rest:
            if self._chunks is None:
                self._chunks = chunks(self._parts, self._opened, self._at)
            self._rest = next(self._chunks, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        self._at += len(taken)
        return len(taken)
