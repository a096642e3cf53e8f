"""Write a container forward (ETSI EN 319 162-1, A.1; APPNOTE 4.3)."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Sequence
from typing import Protocol

from signing.container.limits import (
    MAX_MEMBER_BYTES,
    MAX_MEMBERS,
    MAX_TOTAL_BYTES,
    MIMETYPE,
    UNIX,
)
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw

_DATE = 1 << 5 | 1
"""1980-01-01, the first day ZIP knows."""


class Sink(Protocol):
    """Where a container is written to; only written forward."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


class ContainerWriter:
    """Writes a container forward; members are stored, not compressed.

    A member's CRC-32 and size stand before its bytes, so that what is large can be left where it
    is until somebody reads the container: :meth:`begin` takes both from its caller. ``zipfile``
    wants to see the bytes themselves.
    """

    def __init__(self, sink: Sink, offset: int = 0, directory: Sequence[bytes] = ()) -> None:
        """Begin a container, or go on behind members that stand elsewhere.

        Args:
            sink: takes what is written from here on.
            offset: how many bytes stand before that.
            directory: the directory's entries of the members in them.
        """
        self._sink = sink
        self._offset = offset
        self._directory = list(directory)
        if not offset:
            self.add("mimetype", MIMETYPE.encode())

    def add(self, name: str, data: bytes) -> None:
        """Write one member."""
        self.begin(name, zlib.crc32(data), len(data))
        self._sink.write(data)

    def begin(self, name: str, crc32: int, size: int) -> None:
        """Write a member's header; exactly ``size`` bytes must be written behind it.

        Raises:
            DocumentTooLarge: the container would exceed the format's limits.
            MalformedDocument: the name is not one the format allows.
        """
        total = self._offset + size
        if size > MAX_MEMBER_BYTES or total > MAX_TOTAL_BYTES:
            raise DocumentTooLarge(Flaw.TOO_LARGE, name)
        if len(self._directory) == MAX_MEMBERS:
            raise DocumentTooLarge(Flaw.MANY_MEMBERS, MAX_MEMBERS)
        header, entry = described(name, crc32, size, self._offset)
        self._directory.append(entry)
        self._sink.write(header)
        self._offset = total + len(header)

    def close(self) -> None:
        """Write the directory."""
        self._sink.write(ended(self._directory, self._offset))


def described(name: str, crc32: int, size: int, offset: int) -> tuple[bytes, bytes]:
    """Return the header of a member at ``offset`` and the directory's entry for it.

    Raises:
        MalformedDocument: the name is not one the format allows.
    """
    try:
        raw = name.encode("ascii")
    except UnicodeEncodeError as error:
        raise MalformedDocument(Flaw.MEMBER_NAME, f'"{name}"') from error
    # Version 2.0, no flags, stored, one fixed date: the time of signing is in the signature,
    # and equal content gives equal bytes (APPNOTE 4.3.7, 4.3.12).
    shared = struct.pack("<5H3L2H", 20, 0, 0, 0, _DATE, crc32, size, size, len(raw), 0)
    mode = (stat.S_IFREG | 0o644) << 16
    entry = struct.pack("<4s2B", b"PK\1\2", 20, UNIX) + shared
    return b"PK\3\4" + shared + raw, entry + struct.pack("<3H2L", 0, 0, 0, mode, offset) + raw


def ended(entries: Sequence[bytes], offset: int) -> bytes:
    """Return the directory that stands at ``offset``, with the file's end (APPNOTE 4.3.16)."""
    directory, count = b"".join(entries), len(entries)
    return directory + struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), offset, 0
    )
