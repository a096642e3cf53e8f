"""What a detached signature may cover: files at hand, each hashed once for every algorithm."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import BinaryIO

from signing.digests import Digest
from signing.foreign.algorithms import hash_of
from signing.work import hashing

_CHUNK = 1 << 20
SMALL = 64 << 10
"""Bytes up to which a content is looked into, see :mod:`signing.foreign.check`."""


@dataclass
class Content:
    """Something that may be what was signed; it is read when somebody asks, in pieces."""

    name: str
    """Shown in the report; empty for what the signature itself carries."""
    pieces: Callable[[], Iterable[bytes | memoryview]]
    before: Content | None = None
    """What stands before it, and before others; that is hashed once for all of them."""
    used: bool = False
    """Whether a signature was found to cover it."""
    _hashes: dict[str, Digest] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes | memoryview, name: str = "") -> Content:
        """Return bytes at hand as a content."""
        return cls(name, lambda: (data,))

    @classmethod
    def from_file(
        cls, name: str, opened: Callable[[], AbstractContextManager[BinaryIO]]
    ) -> Content:
        """Return a file as a content; it is opened each time it is read."""

        def pieces() -> Iterable[bytes]:
            with opened() as stream:
                while piece := stream.read(_CHUNK):
                    yield piece

        return cls(name, pieces)

    def digest(self, algorithm: str) -> bytes:
        """Return its hash.

        Raises:
            OSError: it cannot be read.
        """
        return self.hashed(algorithm).digest()

    def hashed(self, algorithm: str) -> Digest:
        """Return the hash with all of it in; whoever goes on takes a copy."""
        known = self._hashes.get(algorithm)
        if known is None:
            before = self.before
            made = hash_of(algorithm) if before is None else before.hashed(algorithm).copy()
            for piece in self.pieces():
                hashing(algorithm, len(piece))
                made.update(piece)
            known = self._hashes[algorithm] = made
        return known

    def small(self) -> bytes | None:
        """Return its bytes if they are few, None otherwise."""
        found = b""
        for piece in self.pieces():
            if len(found) + len(piece) > SMALL:
                return None
            found += piece
        return found
