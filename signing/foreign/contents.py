"""What a detached signature may cover: files at hand, each hashed once for every algorithm."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import BinaryIO

from signing.foreign.algorithms import hash_of

_CHUNK = 1 << 20
SMALL = 64 << 10
"""Bytes up to which a content is looked into, see :mod:`signing.foreign.check`."""


@dataclass
class Content:
    """Something that may be what was signed; it is read when somebody asks, in pieces."""

    name: str
    """Shown in the report; empty for what the signature itself carries."""
    pieces: Callable[[], Iterable[bytes | memoryview]]
    used: bool = False
    """Whether a signature was found to cover it."""
    _digests: dict[str, bytes] = field(default_factory=dict)

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
        known = self._digests.get(algorithm)
        if known is None:
            made = hash_of(algorithm)
            for piece in self.pieces():
                made.update(piece)
            known = self._digests[algorithm] = made.digest()
        return known

    def small(self) -> bytes | None:
        """Return its bytes if they are few, None otherwise."""
        found = b""
        for piece in self.pieces():
            if len(found) + len(piece) > SMALL:
                return None
            found += piece
        return found
