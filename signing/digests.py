"""Hashes by name: those of :mod:`hashlib`, and the national one under both of its names.

This is the hash of a signature. References of a manifest use SHA-256 or stronger whatever the
key is (docs/package-format.md).
"""

from __future__ import annotations

import hashlib
from typing import Protocol, Self

from signing.national import NationalHash
from signing.national.parameters import Standard

NATIONAL = {standard.hash_name: standard for standard in Standard}


class Digest(Protocol):
    """A hash in progress."""

    @property
    def digest_size(self) -> int:
        """Bytes of the result."""

    def update(self, data: bytes | bytearray | memoryview, /) -> None:
        """Go on with ``data``."""

    def digest(self) -> bytes:
        """Return the hash of everything so far; more can follow."""

    def copy(self) -> Self:
        """Return a hash that goes on from here by itself."""


def new(name: str, data: bytes | bytearray | memoryview = b"") -> Digest:
    """Begin a hash.

    Args:
        name: as :attr:`signing.signer.SignatureAlgorithm.hash_name` gives it.
        data: the first bytes.
    """
    return NationalHash(data) if name in NATIONAL else hashlib.new(name, data)


def of(name: str, data: bytes | bytearray | memoryview) -> bytes:
    """Return the hash of ``data``."""
    return new(name, data).digest()
