"""Read the bytes of one member, with nothing left over at its end."""

from __future__ import annotations

import io
import zipfile
import zlib

from signing.container.limits import CHUNK
from signing.container.source import ReadAt
from signing.detail import about
from signing.errors import MalformedDocument
from signing.flaws import Flaw


class Member(io.RawIOBase):
    """A member's bytes, unpacked; whoever reads to the end has them checked.

    ``zipfile`` stops at the end of a compressed stream, wherever the member ends: what stands
    behind it there would be covered by no digest. Here a member must be used up.
    """

    def __init__(
        self, read_at: ReadAt, info: zipfile.ZipInfo, start: int, *, crc: bool = True
    ) -> None:
        """Begin.

        Args:
            read_at: reads the container, which others read too.
            info: the member's entry in the directory.
            start: where its bytes begin.
            crc: whether its CRC-32 is computed; its reader compares it otherwise.
        """
        super().__init__()
        self._read_at = read_at
        self._name = info.filename
        self._at, self._packed = start, info.compress_size
        self._left = info.file_size
        self._expected = info.CRC
        self._crc = 0 if crc else None
        self._unpacker = (
            None
            if info.compress_type == zipfile.ZIP_STORED
            else zlib.decompressobj(-zlib.MAX_WBITS)
        )
        if self._unpacker is None and self._packed != self._left:
            raise MalformedDocument(about(self._name, Flaw.TWO_SIZES))
        if not self._left:
            self._finish()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most ``size``; all that are left for -1.

        Raises:
            MalformedDocument: the member is damaged.
        """
        if size < 0:
            return b"".join(iter(lambda: self.read(CHUNK), b""))
        size = min(size, self._left)
        if not size:
            return b""
        data = self._raw(size) if self._unpacker is None else self._unpacked(size)
        if self._crc is not None:
            self._crc = zlib.crc32(data, self._crc)
        self._left -= len(data)
        if not self._left:
            self._finish()
        return data

    def _raw(self, size: int) -> bytes:
        data = self._read_at(self._at, min(size, self._packed))
        if not data:
            raise MalformedDocument(Flaw.ENDS_EARLY, self._name)
        self._at += len(data)
        self._packed -= len(data)
        return data

    def _unpacked(self, size: int) -> bytes:
        assert self._unpacker is not None
        while True:
            packed = self._unpacker.unconsumed_tail
            if not packed and self._packed:
                packed = self._raw(CHUNK)
            try:
                data = self._unpacker.decompress(packed, size)
            except zlib.error as error:
                raise MalformedDocument(about(self._name, Flaw.DAMAGED_MEMBER)) from error
            if data:
                return data
            if self._unpacker.eof or not (packed or self._packed):
                raise MalformedDocument(Flaw.ENDS_EARLY, self._name)

    def _finish(self) -> None:
        if self._unpacker is not None:
            # The end of the stream may stand in bytes not looked at yet.
            rest = self._unpacker.unconsumed_tail + (self._raw(CHUNK) if self._packed else b"")
            try:
                more = self._unpacker.decompress(rest, 1)
            except zlib.error as error:
                raise MalformedDocument(about(self._name, Flaw.DAMAGED_MEMBER)) from error
            behind = self._unpacker.unused_data or self._packed
            if more or behind or not self._unpacker.eof:
                raise MalformedDocument(about(self._name, Flaw.BYTES_BEHIND_END))
        if self._crc is not None and self._crc != self._expected:
            raise MalformedDocument(about(self._name, Flaw.CRC))
