"""The national hash: GOST R 34.11-94 with the CryptoPro S-boxes (RFC 5831; RFC 4357, 11.2).

libgcrypt makes it where the system has it, this program itself where not; the results are the
same, and ``eqaror doctor`` tells which it is.
"""

from __future__ import annotations

from copy import copy
from typing import Self, TypeAlias

from signing.national.gcrypt import GcryptHash, library
from signing.national.portable import BLOCK_SIZE, DIGEST_SIZE, PortableHash

__all__ = ["BLOCK_SIZE", "DIGEST_SIZE", "NationalHash", "digest", "made_by"]

Readable: TypeAlias = bytes | bytearray | memoryview


def digest(data: Readable) -> bytes:
    """Return the 32 bytes of the hash of ``data``."""
    return NationalHash(data).digest()


def made_by() -> str:
    """Return what makes the hash, e.g. ``libgcrypt 1.10.1``, or ``Python``."""
    found = library()
    return "Python" if found is None else found.name


class NationalHash:
    """A hash in progress, used as the objects of :mod:`hashlib` are."""

    digest_size = DIGEST_SIZE
    block_size = BLOCK_SIZE
    name = "ozdst1106"

    def __init__(self, data: Readable = b"") -> None:
        found = library()
        self._made = PortableHash() if found is None else GcryptHash(found)
        self.update(data)

    def update(self, data: Readable, /) -> None:
        """Go on with ``data``."""
        self._made.update(data if isinstance(data, bytes) else memoryview(data).cast("B"))

    def copy(self) -> Self:
        """Return a hash that goes on from here by itself."""
        other = copy(self)
        vars(other)["_made"] = self._made.copy()
        return other

    def digest(self) -> bytes:
        """Return the hash of everything so far; more can follow."""
        return self._made.digest()

    def hexdigest(self) -> str:
        """Return :meth:`digest` in hexadecimal."""
        return self.digest().hex()
