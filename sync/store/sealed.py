"""The encrypted form of one file: chunks that can be neither changed, cut off nor rearranged.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) over AES-256-GCM:
the nonce of a chunk is its number and whether it is the last, under a key of the file's own
(HKDF-SHA-256, RFC 5869) made from the store's key, a random salt and the digest of the content.
A sealed file put in the place of another one therefore does not open.

::

    "EQF1" | salt (32) | chunk 0 + tag (16) | chunk 1 + tag | … | last chunk + tag

Every chunk but the last holds 256 KiB of plain text; the last holds 0 to 256 KiB.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import StoreDamaged

CHUNK = 256 * 1024
"""Bytes of plain text in a chunk."""

_MAGIC = b"EQF1"
_SALT = 32
_TAG = 16
_HEADER = len(_MAGIC) + _SALT


def derive(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """Return 32 bytes for one purpose from the store's key; one never tells about another."""
    return HKDF(SHA256(), 32, salt, f"eqaror {purpose}".encode()).derive(key)


def seal(key: bytes, sha256: str, plain: Iterable[bytes], target: BinaryIO) -> None:
    """Write the sealed form of ``plain``, given in pieces of any size.

    Args:
        key: the store's key for files.
        sha256: hex digest of the content; it is bound to the file, and not checked here.
        plain: the content.
        target: where to write; only written forward.
    """
    salt = os.urandom(_SALT)
    cipher = AESGCM(derive(key, f"file {sha256}", salt))
    target.write(_MAGIC + salt)
    number = 0
    waiting = bytearray()
    for piece in plain:
        waiting += piece
        # A full chunk is kept back until more follows, since only the last is marked as such.
        while len(waiting) > CHUNK:
            target.write(cipher.encrypt(_nonce(number, last=False), bytes(waiting[:CHUNK]), None))
            del waiting[:CHUNK]
            number += 1
    target.write(cipher.encrypt(_nonce(number, last=True), bytes(waiting), None))


def unseal(key: bytes, sha256: str, source: BinaryIO, start: int = 0) -> Iterator[bytes]:
    """Yield the content from byte ``start`` on; every piece is authentic when it comes.

    Raises:
        StoreDamaged: changed, cut off, rearranged or another file's.
    """
    header = source.read(_HEADER)
    if len(header) != _HEADER or not header.startswith(_MAGIC):
        raise StoreDamaged(f"{sha256}: header")
    cipher = AESGCM(derive(key, f"file {sha256}", header[len(_MAGIC) :]))
    number, skip = divmod(start, CHUNK)
    source.seek(_HEADER + number * (CHUNK + _TAG))
    sealed = source.read(CHUNK + _TAG)
    while True:
        following = source.read(CHUNK + _TAG)
        last = not following
        try:
            plain = cipher.decrypt(_nonce(number, last=last), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise StoreDamaged(f"{sha256}: chunk {number}") from error
        if plain[skip:]:
            yield plain[skip:]
        if last:
            return
        sealed, number, skip = following, number + 1, 0


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">7xIB", number, last)
