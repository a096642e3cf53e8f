"""Read a container that keeps every rule (ETSI EN 319 162-1, A.1)."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from typing import BinaryIO

from signing.container.limits import CHUNK, MAX_MEMBER_BYTES, MAX_MEMBERS, MIMETYPE
from signing.container.member import Member
from signing.container.names import check_names
from signing.container.one_kind import check_one_kind
from signing.container.rules import check_sizes
from signing.container.source import read_at_of
from signing.container.writer import ContainerWriter
from signing.container.written import check_written
from signing.detail import about
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw

_ENTRY_SIZE = 46
_SMALL = 64 << 10
"""Bytes up to which a member is kept once it was read."""


class Container:
    """A container that passed the rules; members are read by name, streamed.

    Several threads may read different members at the same time.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Open and check; see :func:`open_container`."""
        self._stream = stream
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise MalformedDocument(Flaw.NOT_A_ZIP) from error
        except (struct.error, UnicodeDecodeError, OverflowError) as error:
            raise MalformedDocument(Flaw.DAMAGED_ZIP) from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise DocumentTooLarge(Flaw.MEMBER_COUNT, len(members))
        check_names((member, member.filename) for member in members)
        check_sizes(members)
        self._starts = check_written(stream, self._zip)
        check_one_kind(stream, self._zip, self._starts, own=True)
        self._read_at = read_at_of(stream)
        self._small: dict[str, bytes] = {}
        self.names = tuple(member.filename for member in members)
        if self.names[:1] != ("mimetype",) or self.read("mimetype", 256) != MIMETYPE.encode():
            raise MalformedDocument(Flaw.NOT_ASIC_E)

    def size(self, name: str) -> int:
        """Return a member's size in bytes."""
        return self._zip.getinfo(name).file_size

    def open(self, name: str, *, crc: bool = True) -> Member:
        """Open a member for reading; what is read raises MalformedDocument where it is damaged.

        Args:
            name: one of :attr:`names`.
            crc: whether the CRC-32 of what is read is computed.
        """
        return Member(self._read_at, self._zip.getinfo(name), self._starts[name], crc=crc)

    def read(self, name: str, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """Return a member's bytes; small ones are read once.

        Raises:
            DocumentTooLarge: it has more than ``limit`` bytes.
            MalformedDocument: it is damaged.
        """
        size = self.size(name)
        if size > limit:
            raise DocumentTooLarge(Flaw.TOO_LARGE, name)
        data = self._small.get(name)
        if data is None:
            data = self.open(name).read()
            if size <= _SMALL:
                self._small[name] = data
        return data

    def digest(self, name: str, algorithm: str, crc32: int | None = None) -> bytes:
        """Return a member's digest without holding the member in memory.

        Args:
            name: one of :attr:`names`.
            algorithm: as :mod:`hashlib` calls it.
            crc32: the CRC-32 of what is expected, where it was computed before: the same digest
                means the same bytes, so the two are compared, and nothing is computed.

        Raises:
            MalformedDocument: it is damaged.
        """
        if crc32 is None and self.size(name) <= _SMALL:
            return hashlib.new(algorithm, self.read(name)).digest()
        if crc32 is not None and crc32 != self._zip.getinfo(name).CRC:
            raise MalformedDocument(about(name, Flaw.CRC))
        digest = hashlib.new(algorithm)
        member = self.open(name, crc=crc32 is None)
        while chunk := member.read(CHUNK):
            digest.update(chunk)
        return digest.digest()

    def with_last(self, name: str, data: bytes) -> tuple[int, bytes]:
        """Put ``data`` in the place of the last member, which must be ``name``.

        Returns:
            How many bytes from the beginning stay, and what follows them.

        Raises:
            MalformedDocument: another member is the last.
        """
        last = self._zip.infolist()[-1]
        if last.filename != name:
            raise MalformedDocument(Flaw.NOT_LAST, name)
        rest = _Tail()
        writer = ContainerWriter(rest, last.header_offset, self._directory()[:-1])
        writer.add(name, data)
        writer.close()
        return last.header_offset, bytes(rest.data)

    def _directory(self) -> list[bytes]:
        """Return the directory's entries as they are (APPNOTE 4.3.12)."""
        self._stream.seek(self._zip.start_dir)
        raw = self._stream.read()
        entries = []
        at = 0
        for _ in self._zip.infolist():
            size = _ENTRY_SIZE + sum(struct.unpack_from("<3H", raw, at + 28))
            entries.append(raw[at : at + size])
            at += size
        return entries


class _Tail:
    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> None:
        self.data += data


def open_container(stream: BinaryIO) -> Container:
    """Open a container.

    Args:
        stream: seekable; stays the caller's.

    Raises:
        MalformedDocument: a rule of the format is broken, by name.
        DocumentTooLarge: a limit of the format is exceeded.
    """
    return Container(stream)
