"""The encrypted form of one file: chunks that can be neither changed, cut off nor rearranged.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) over AES-256-GCM:
the nonce of a chunk is its number and whether it is the last, under a key of the file's own
(HKDF-SHA-256, RFC 5869) made from the store's key, a random salt and the digest of the content.
After a rotation older files are under an older key: the first piece tells under which.
A sealed file put in the place of another one therefore does not open.

::

    "EQF2" | salt (32) | sums + tag (28) | chunk 0 + tag (16) | … | last chunk + tag

Every chunk but the last holds 256 KiB of plain text; the last holds 0 to 256 KiB. The sums are
the content's size (8 bytes) and its CRC-32 (4), which a ZIP file that refers to the content needs
and which would take reading all of it. "EQF1", the form before, has no sums.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import StoreDamaged
from sync.values import Value

CHUNK = 256 * 1024
"""Bytes of plain text in a chunk."""

_MAGIC = b"EQF2"
_BEFORE = b"EQF1"
_SALT = 32
_TAG = 16
_HEADER = len(_MAGIC) + _SALT
_SUMS = struct.Struct(">QL")


class Sums(Value, frozen=True):
    """What is known of a content beside its digest; ``size`` is in bytes."""

    size: int
    crc32: int


def derive(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """Return 32 bytes for one purpose from the store's key; one never tells about another."""
    return HKDF(SHA256(), 32, salt, f"eqaror {purpose}".encode()).derive(key)


def derive_all(keys: bytes | tuple[bytes, ...], purpose: str) -> tuple[bytes, ...]:
    """Return :func:`derive` of a key, or of each of several."""
    return tuple(derive(key, purpose) for key in ((keys,) if isinstance(keys, bytes) else keys))


def seal(key: bytes, name: str, plain: Iterable[bytes], target: BinaryIO) -> Sums:
    """Write the sealed form of ``plain``, given in pieces of any size.

    Args:
        key: the store's key for files.
        name: what the file is, e.g. the hex digest of the content; it is bound to the file, and
            not checked here.
        plain: the content.
        target: an empty seekable file.
    """
    salt = os.urandom(_SALT)
    cipher = AESGCM(derive(key, f"file {name}", salt))
    target.write(_MAGIC + salt + bytes(_SUMS.size + _TAG))
    number = size = crc = 0
    waiting = bytearray()
    for piece in plain:
        crc = zlib.crc32(piece, crc)
        size += len(piece)
        waiting += piece
        # A full chunk is kept back until more follows, since only the last is marked as such.
        while len(waiting) > CHUNK:
            target.write(cipher.encrypt(_nonce(number), bytes(waiting[:CHUNK]), None))
            del waiting[:CHUNK]
            number += 1
    target.write(cipher.encrypt(_nonce(number, _LAST), bytes(waiting), None))
    target.seek(_HEADER)
    target.write(cipher.encrypt(_nonce(0, _SUMS_BLOCK), _SUMS.pack(size, crc), None))
    target.seek(0, os.SEEK_END)
    return Sums(size, crc)


def read_sums(keys: bytes | Sequence[bytes], name: str, source: BinaryIO) -> Sums | None:
    """Return the sums of a sealed file; None if it is of the form without.

    Raises:
        StoreDamaged: changed, another file's, or sealed under none of the keys.
    """
    ciphers, sums = _open(keys, name, source)
    if sums is None:
        return None
    _, plain = _opened(ciphers, _nonce(0, _SUMS_BLOCK), sums, f"{name}: sums")
    try:
        return Sums(*_SUMS.unpack(plain))
    except struct.error as error:
        raise StoreDamaged(f"{name}: sums") from error


def unseal(
    keys: bytes | Sequence[bytes], name: str, source: BinaryIO, start: int = 0
) -> Iterator[bytes]:
    """Yield the content from byte ``start`` on; every piece is authentic when it comes.

    Args:
        keys: the key for files, or those it can be.
        name: as it was sealed.
        source: at its beginning.
        start: of the plain text.

    Raises:
        StoreDamaged: changed, cut off, rearranged, another file's, or sealed under another key.
    """
    ciphers, _ = _open(keys, name, source)
    number, skip = divmod(start, CHUNK)
    source.seek(number * (CHUNK + _TAG), os.SEEK_CUR)
    sealed = source.read(CHUNK + _TAG)
    while True:
        following = source.read(CHUNK + _TAG)
        last = not following
        nonce = _nonce(number, _LAST if last else 0)
        cipher, plain = _opened(ciphers, nonce, sealed, f"{name}: chunk {number}")
        ciphers = (cipher,)
        if len(plain) > skip:
            yield plain[skip:] if skip else plain
        if last:
            return
        sealed, number, skip = following, number + 1, 0


def _open(
    keys: bytes | Sequence[bytes], name: str, source: BinaryIO
) -> tuple[Iterable[AESGCM], bytes | None]:
    """Read the header; ``source`` stands at the first chunk afterwards."""
    header = source.read(_HEADER)
    magic, salt = header[: len(_MAGIC)], header[len(_MAGIC) :]
    if len(salt) != _SALT or magic not in (_MAGIC, _BEFORE):
        raise StoreDamaged(f"{name}: header")
    sums = source.read(_SUMS.size + _TAG) if magic == _MAGIC else None
    each = (keys,) if isinstance(keys, bytes) else keys
    return (AESGCM(derive(key, f"file {name}", salt)) for key in each), sums


def _opened(
    ciphers: Iterable[AESGCM], nonce: bytes, sealed: bytes, what: str
) -> tuple[AESGCM, bytes]:
    """Return the plain text, and the cipher that it was sealed with."""
    for cipher in ciphers:
        with contextlib.suppress(InvalidTag, ValueError):
            return cipher, cipher.decrypt(nonce, sealed, None)
    raise StoreDamaged(what)


_LAST, _SUMS_BLOCK = 1, 2


def _nonce(number: int, kind: int = 0) -> bytes:
    return struct.pack(">7xIB", number, kind)
