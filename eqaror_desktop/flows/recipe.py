"""A package on its way from being composed to being kept, with no annex in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator

from signing.package import AnnexSource
from sync.store.parts import Kept, Parts


class Recipe:
    """Takes a package as the outbox keeps it: its own bytes, and which files stand between."""

    def __init__(self) -> None:
        self._parts: list[bytearray | Kept] = []

    @property
    def parts(self) -> Parts:
        """What was taken so far."""
        return tuple(bytes(x) if isinstance(x, bytearray) else x for x in self._parts)

    def write(self, data: bytes, /) -> None:
        """Take bytes of the package's own."""
        if not self._parts or not isinstance(self._parts[-1], bytearray):
            self._parts.append(bytearray())
        last = self._parts[-1]
        assert isinstance(last, bytearray)
        last += data

    def annex(self, source: AnnexSource, /) -> None:
        """Note that a file of the store comes here."""
        content = source.annex.content
        self._parts.append(Kept(content.sha256, content.size))


class ChunkReader(io.RawIOBase):
    """Reads what an iterator of byte strings gives; an annex never lies in memory whole."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; at most ``size``, and all that is left for -1."""
        if size < 0:
            return b"".join((self._rest, *self._chunks))
        if not self._rest:
            self._rest = next(self._chunks, b"")
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken
