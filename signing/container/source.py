"""How members are read side by side from one stream."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import BinaryIO, Protocol, TypeAlias, runtime_checkable

ReadAt: TypeAlias = Callable[[int, int], bytes]
"""Gives bytes from an offset on, at most as many as asked for; none at the end only."""


@runtime_checkable
class SideBySide(Protocol):
    """A stream that several threads may read at the same time, each where it wants."""

    def read_at(self, offset: int, size: int, /) -> bytes:
        """Return bytes from ``offset`` on; at most ``size``, and none at the end only."""


def read_at_of(stream: BinaryIO) -> ReadAt:
    """Return how to read ``stream``: its own way, or else one thread after the other."""
    if isinstance(stream, SideBySide):
        return stream.read_at
    lock = Lock()

    def read_at(offset: int, size: int) -> bytes:
        with lock:
            stream.seek(offset)
            return stream.read(size)

    return read_at
