"""What has arrived of a file before its line was cut, so that it goes on there, restarts too.

Each run adds a segment with a salt, and so a key, of its own: no nonce is ever used twice,
whatever a crash left torn and whoever sends something else next time.

::

    segment = 0xFFFFFFFF (4) | salt (32) | record …        record = length (4) | piece + tag (16)

A record is authentic or it, and all that follows, has not arrived. Nothing is flushed to the disk:
this only saves asking again, and what it saves is checked by digest with the rest.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.plain import open_own
from sync.store import sealed

WORTH = 256 * 1024
"""Bytes; asking again for less than this costs less than keeping it."""

_LENGTH = struct.Struct(">L")
_SEGMENT = 0xFFFFFFFF
_SALT = 32
_TAG = 16
_LONGEST = 16 * 1024 * 1024
_DAYS = 14 * 86_400.0


class Arriving:
    """A directory of beginnings; one thread at a time for each file.

    Args:
        directory: made when it is first needed.
        key: the store's key for files; what was written under another one has not arrived.
    """

    def __init__(self, directory: Path, key: bytes) -> None:
        self._directory = directory
        self._key = sealed.derive(key, "arriving")

    def __repr__(self) -> str:
        return f"Arriving({self._directory.name})"

    def content(self, sha256: str, source: Callable[[int], Iterator[bytes]]) -> Iterator[bytes]:
        """Yield what arrived before, then what ``source`` gives from there on, and keep that.

        Args:
            sha256: what it is a beginning of.
            source: called once, with the number of bytes that are here.

        Raises:
            Whatever ``source`` raises; what has come until then is kept.
        """
        place = self._place(sha256)
        arrived = good = 0
        for end, piece in self._pieces(place, sha256):
            arrived, good = arrived + len(piece), end
            yield piece
        keeper = _Keeper(place, good, self._key, sha256)
        try:
            for piece in source(arrived):
                keeper.add(piece)
                yield piece
        finally:
            keeper.close()

    def size(self, sha256: str) -> int:
        """Return how many bytes have arrived."""
        return sum(len(piece) for _, piece in self._pieces(self._place(sha256), sha256))

    def forget(self, sha256: str) -> None:
        """Remove a beginning: the file is whole, is not wanted any more or was a lie."""
        with contextlib.suppress(OSError):
            self._place(sha256).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what nobody has gone on with for two weeks."""
        with contextlib.suppress(OSError):
            for left in list(self._directory.iterdir()) if self._directory.exists() else []:
                if time.time() - left.stat().st_mtime > _DAYS:
                    left.unlink()

    def _place(self, sha256: str) -> Path:
        return self._directory / hmac.digest(self._key, sha256.encode(), "sha256").hex()

    def _pieces(self, place: Path, sha256: str) -> Iterator[tuple[int, bytes]]:
        """Yield each authentic piece with the offset behind its record."""
        try:
            source = place.open("rb")
        except OSError:
            return
        with source:
            cipher: AESGCM | None = None
            number = 0
            while (length := _length(source)) is not None:
                if length == _SEGMENT:
                    salt = source.read(_SALT)
                    cipher, number = AESGCM(_key(self._key, sha256, salt)), 0
                    continue
                if cipher is None or not _TAG < length <= _LONGEST:
                    return
                try:
                    piece = cipher.decrypt(_nonce(number), source.read(length), None)
                except (InvalidTag, ValueError, OSError):
                    return
                number += 1
                yield source.tell(), piece


class _Keeper:
    """Writes one segment behind what is good; a disk that cannot is no reason to stop."""

    def __init__(self, place: Path, good: int, key: bytes, sha256: str) -> None:
        self._place = place
        self._good = good
        self._salt = os.urandom(_SALT)
        self._cipher = AESGCM(_key(key, sha256, self._salt))
        self._number = 0
        self._file: BinaryIO | None = None
        self._failed = False

    def add(self, piece: bytes) -> None:
        """Keep a piece; in the system's hands on return, so that a killed program leaves it."""
        if self._failed or not piece:
            return
        try:
            target = self._file or self._begin()
            sealed_piece = self._cipher.encrypt(_nonce(self._number), piece, None)
            target.write(_LENGTH.pack(len(sealed_piece)) + sealed_piece)
            target.flush()
            self._number += 1
        except OSError:
            self._failed = True

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()

    def _begin(self) -> BinaryIO:
        self._place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = open_own(self._place, os.O_WRONLY | os.O_CREAT)
        self._file = os.fdopen(handle, "wb")
        # What is torn goes first; the records of this run follow the last good one.
        self._file.truncate(self._good)
        self._file.seek(self._good)
        self._file.write(_LENGTH.pack(_SEGMENT) + self._salt)
        return self._file


def _length(source: BinaryIO) -> int | None:
    try:
        head = source.read(_LENGTH.size)
    except OSError:
        return None
    return int(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else None


def _key(key: bytes, sha256: str, salt: bytes) -> bytes:
    return sealed.derive(key, f"arriving {sha256}", salt)


def _nonce(number: int) -> bytes:
    return struct.pack(">4xQ", number)
