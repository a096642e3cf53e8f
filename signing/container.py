"""The ZIP rules of an ASiC container (ETSI EN 319 162-1, A.1), strict on both sides.

Two programs can read two different things from a sloppy ZIP file. So a container is accepted only
if there is one way to read it: the members stand one behind the other from the first byte to the
central directory, each once, under a plain relative name.
"""

from __future__ import annotations

import hashlib
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO, Protocol

from signing.errors import DocumentTooLarge, MalformedDocument

MIMETYPE = "application/vnd.etsi.asic-e+zip"
MAX_MEMBERS = 512
MAX_MEMBER_BYTES = 256 << 20
MAX_TOTAL_BYTES = 1 << 30
MAX_RATIO = 200
CHUNK = 1 << 20

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_DESCRIPTOR_FLAG = 0x08
_ENCRYPTED_FLAGS = 0x01 | 0x40 | 0x2000
_DESCRIPTOR_SIZES = (12, 16, 20, 24)
_EXTRA_HEADER = 4
_ZIP64_FIELD = 0x0001
_UNIX = 3
_DOS_DIRECTORY = 0x10
_DATE = 1 << 5 | 1
"""1980-01-01, the first day ZIP knows."""
_ENTRY_SIZE = 46


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
            raise MalformedDocument(f"not a ZIP file: {error}") from error
        except (struct.error, UnicodeDecodeError, OverflowError) as error:
            raise MalformedDocument("a damaged ZIP directory") from error
        members = self._zip.infolist()
        _check_names(members)
        _check_sizes(members)
        _check_layout(stream, self._zip, members)
        self.names = tuple(member.filename for member in members)
        if self.names[:1] != ("mimetype",) or self.read("mimetype", 256) != MIMETYPE.encode():
            raise MalformedDocument("not an ASiC-E container: mimetype")

    def size(self, name: str) -> int:
        """Return a member's size in bytes."""
        return self._zip.getinfo(name).file_size

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a member for reading.

        Raises:
            MalformedDocument: the member is damaged (its CRC is wrong).
        """
        try:
            with self._zip.open(name) as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise MalformedDocument(f"{name}: {error}") from error

    def read(self, name: str, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """Return a member's bytes.

        Raises:
            DocumentTooLarge: it has more than ``limit`` bytes.
            MalformedDocument: it is damaged.
        """
        if self.size(name) > limit:
            raise DocumentTooLarge(name)
        with self.open(name) as stream:
            return stream.read()

    def digest(self, name: str, algorithm: str) -> bytes:
        """Return a member's digest without holding the member in memory.

        Raises:
            MalformedDocument: it is damaged.
        """
        digest = hashlib.new(algorithm)
        with self.open(name) as stream:
            while chunk := stream.read(CHUNK):
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
            raise MalformedDocument(f"{name} is not the last member")
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
            raise DocumentTooLarge(name)
        if len(self._directory) == MAX_MEMBERS:
            raise DocumentTooLarge(f"more than {MAX_MEMBERS} members")
        try:
            raw = name.encode("ascii")
        except UnicodeEncodeError as error:
            raise MalformedDocument(f"member name {name!r}") from error
        # Version 2.0, no flags, stored, one fixed date: the time of signing is in the signature,
        # and equal content gives equal bytes (APPNOTE 4.3.7, 4.3.12).
        shared = struct.pack("<5H3L2H", 20, 0, 0, 0, _DATE, crc32, size, size, len(raw), 0)
        mode = (stat.S_IFREG | 0o644) << 16
        self._directory.append(
            struct.pack("<4s2B", b"PK\1\2", 20, _UNIX)
            + shared
            + struct.pack("<3H2L", 0, 0, 0, mode, self._offset)
            + raw
        )
        self._sink.write(b"PK\3\4" + shared + raw)
        self._offset = total + _LOCAL_HEADER.size + len(raw)

    def close(self) -> None:
        """Write the directory."""
        directory = b"".join(self._directory)
        count = len(self._directory)
        end = struct.pack(
            "<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), self._offset, 0
        )
        self._sink.write(directory + end)


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise DocumentTooLarge(f"{len(members)} members")
    seen: set[str] = set()
    for member in members:
        name = member.filename
        parts = name.split("/")
        plain = name and not name.startswith("/") and ":" not in parts[0] and "\\" not in name
        if not plain or any(part in ("", ".", "..") for part in parts) or "\0" in name:
            raise MalformedDocument(f"member name {name!r}")
        if member.orig_filename != name:
            raise MalformedDocument(f"member name {member.orig_filename!r}")
        _check_attributes(member)
        folded = unicodedata.normalize("NFKC", name).casefold()
        if folded in seen:
            raise MalformedDocument(f"{name} comes twice")
        seen.add(folded)


def _check_attributes(member: zipfile.ZipInfo) -> None:
    """Nothing beside the name may say what a member is.

    Info-ZIP's programs take another name from an extra field, make links of members with a
    link's mode, and show comments; none of that is signed.
    """
    if member.comment:
        raise MalformedDocument(f"{member.filename} has a comment")
    _check_extra(member.filename, member.extra)
    unix = member.create_system == _UNIX
    kind = stat.S_IFMT(member.external_attr >> 16) if unix else 0
    directory = member.external_attr & _DOS_DIRECTORY
    if kind not in (0, stat.S_IFREG) or directory:
        raise MalformedDocument(f"{member.filename} is not a plain file")


def _check_extra(name: str, extra: bytes) -> None:
    """Accept the ZIP64 field alone, and only once (APPNOTE 4.5.3)."""
    if not extra:
        return
    field, size = struct.unpack_from("<2H", extra) if len(extra) >= _EXTRA_HEADER else (0, 0)
    if field != _ZIP64_FIELD or len(extra) != _EXTRA_HEADER + size:
        raise MalformedDocument(f"{name} has an extra field")


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.flag_bits & _ENCRYPTED_FLAGS:
            raise MalformedDocument(f"{member.filename} is encrypted")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise MalformedDocument(f"{member.filename}: compression {member.compress_type}")
        if member.file_size > MAX_MEMBER_BYTES:
            raise DocumentTooLarge(member.filename)
        if member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise DocumentTooLarge(f"{member.filename} is a compression bomb")
    if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        raise DocumentTooLarge("all members together")


def _check_layout(
    stream: BinaryIO, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> None:
    """Nothing before, between or behind the members, and both directories say the same."""
    expected = 0
    for member in members:
        if member.header_offset != expected:
            raise MalformedDocument(f"data before {member.filename}")
        stream.seek(member.header_offset)
        header = stream.read(_LOCAL_HEADER.size)
        if len(header) != _LOCAL_HEADER.size:
            raise MalformedDocument(f"{member.filename}: header")
        fields = _LOCAL_HEADER.unpack(header)
        flags, method, crc, packed, unpacked, name_size, extra_size = (
            fields[2], fields[3], *fields[6:11]
        )  # fmt: skip
        name = stream.read(name_size)
        if name != member.orig_filename.encode("utf-8" if flags & 0x800 else "cp437"):
            raise MalformedDocument(f"{member.filename}: two different names")
        zip64 = 0xFFFFFFFF in (packed, unpacked)
        described = bool(flags & _DESCRIPTOR_FLAG)
        same = (crc, packed, unpacked) == (member.CRC, member.compress_size, member.file_size)
        if method != member.compress_type or not (same or described or zip64):
            raise MalformedDocument(f"{member.filename}: two different descriptions")
        if member.filename == "mimetype" and (extra_size or method != zipfile.ZIP_STORED):
            raise MalformedDocument("mimetype must be stored without an extra field")
        _check_extra(member.filename, stream.read(extra_size))
        expected += _LOCAL_HEADER.size + name_size + extra_size + member.compress_size
        if described:
            expected += _descriptor_size(members, member, expected, archive.start_dir)
    if expected != archive.start_dir:
        raise MalformedDocument("data between the members and the directory")
    end = stream.seek(0, 2)
    if archive.comment or _directory_end(stream, archive.start_dir, end) != end:
        raise MalformedDocument("data behind the directory")


def _descriptor_size(
    members: list[zipfile.ZipInfo], member: zipfile.ZipInfo, at: int, directory: int
) -> int:
    """Return the size of a data descriptor: what is left until the next member begins."""
    index = members.index(member) + 1
    following = members[index].header_offset if index < len(members) else directory
    size = following - at
    if size not in _DESCRIPTOR_SIZES:
        raise MalformedDocument(f"{member.filename}: data behind it")
    return size


def _directory_end(stream: BinaryIO, start: int, end: int) -> int:
    """Return where the end record says that the file ends (APPNOTE 4.3.16)."""
    stream.seek(max(start, end - 22))
    record = stream.read(22)
    if len(record) != 22 or record[:4] != b"PK\5\6":
        return -1
    return end - 22 + 22 + int.from_bytes(record[20:22], "little")
