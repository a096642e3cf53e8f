"""A PDF's bytes: a small file is held in memory, a large one is read where it stands.

A reader of PDFs goes to and fro in a file, and whoever looks for words reads all of it. Neither
needs the whole at once: of 256 MiB no more than a piece is here at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from signing.container.source import read_at_of

HELD = 64 << 20
"""Bytes up to which a file is held."""
PIECE = 1 << 20
"""Bytes that are read at once of one that is not."""
_FEW = 32


class Lost(Exception):
    """The file could not be read any more, which says nothing about it; ``error`` is why."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


class Held:
    """Bytes by their place; neither kind can be changed by who reads it."""

    def __init__(self, size: int, read_at: Callable[[int, int], bytes]) -> None:
        """Begin.

        Args:
            size: of the file; what it grows by is no part of it.
            read_at: gives at most so many bytes from an offset on.
        """
        self.size = size
        self._read_at = read_at
        self.whole: bytes | None = None
        """All of a small file."""

    @classmethod
    def of(cls, data: bytes) -> Held:
        """Return bytes at hand."""
        found = cls(len(data), lambda at, size: data[at : at + size])
        found.whole = data
        return found

    @classmethod
    def standing(cls, stream: BinaryIO, size: int) -> Held:
        """Return a large file; ``stream`` must stay open."""
        return cls(size, read_at_of(stream))

    def beginning(self, size: int) -> Held:
        """Return the first bytes of the file as if they were all of it."""
        if self.whole is not None:
            return Held.of(self.whole[:size])
        return Held(size, self._read_at)

    def cut(self, start: int, end: int) -> bytes:
        """Return the bytes from ``start`` to ``end``, or to the end of the file.

        Raises:
            Lost: they cannot be read any more.
        """
        if self.whole is not None:
            return self.whole[start:end]
        wanted, found = max(0, min(end, self.size) - start), b""
        try:
            found = self._read_at(start, wanted)
            while len(found) < wanted:
                more = self._read_at(start + len(found), wanted - len(found))
                if not more:
                    raise Lost(OSError("the file became shorter"))
                found += more
        except OSError as error:
            raise Lost(error) from error
        return found

    def pieces(self, start: int, end: int) -> Iterator[bytes | memoryview]:
        """Give the bytes from ``start`` to ``end`` in pieces.

        Raises:
            Lost: they cannot be read any more.
        """
        if self.whole is not None:
            yield memoryview(self.whole)[start:end]
            return
        for at in range(start, end, PIECE):
            yield self.cut(at, min(at + PIECE, end))

    def find(
        self, word: bytes, look: Callable[[], None], start: int = 0, end: int | None = None
    ) -> Iterator[int]:
        """Give the places of a word that cannot lie over itself.

        Args:
            word: what is looked for.
            look: called for each place, and may end the search.
            start: from where on.
            end: where it begins at the latest is before this.

        Raises:
            Lost: they cannot be read any more.
        """
        overlap = len(word) - 1
        last = self.size if end is None else end
        for at in range(start, last, PIECE):
            # Those that begin in this piece, and may end in the next one.
            piece = self.cut(at, min(at + PIECE, last) + overlap)
            place = piece.find(word)
            while place >= 0:
                look()
                yield at + place
                place = piece.find(word, place + len(word))

    def stripped(self, start: int, end: int, marks: bytes) -> int:
        """Return where the bytes from ``start`` to ``end`` end without ``marks`` behind them.

        Raises:
            Lost: they cannot be read any more.
        """
        size = _FEW
        while end > start:
            begin = max(start, end - size)
            left = self.cut(begin, end).rstrip(marks)
            if left:
                return begin + len(left)
            end, size = begin, min(2 * size, PIECE)
        return end
