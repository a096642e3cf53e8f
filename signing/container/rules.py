"""The rules a ZIP file must keep before a byte of a member is believed (APPNOTE 4.3 to 4.5)."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from typing import BinaryIO

from signing.container.limits import (
    LOCAL_HEADER,
    MAX_MEMBER_BYTES,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
)
from signing.detail import about
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw

DESCRIPTOR_FLAG = 0x08
_ENCRYPTED_FLAGS = 0x01 | 0x40 | 0x2000
_DESCRIPTORS = {12: "<3L", 16: "<4x3L", 20: "<L2Q", 24: "<4xL2Q"}
"""Layouts by size: with or without a signature, with sizes of four or eight bytes (4.3.9)."""
_EXTRA_HEADER = 4
_ZIP64_FIELD = 0x0001
_WHOLE = 0xFFFFFFFF
"""In the place of a size that stands in the ZIP64 field."""
_NO_SIZE = -1
_UNICODE_NAME = 0x7075
"""Info-ZIP's extra field with another name for a member (APPNOTE 4.6.9)."""
_PAGES = ("cp866", "cp437", "cp850", "cp1251", "cp1252")
_LACKED = b"_?"
"""In the place of letters that a page has not."""
_DOS_DIRECTORY = 0x10
_ENTRY = struct.Struct("<28x3H12x")
"""Of a directory's entry the lengths of name, fields and comment (APPNOTE 4.3.12)."""
_END_RECORD = 22


def check_kind(member: zipfile.ZipInfo, name: str) -> None:
    """Refuse a link or a device: unpacked, it would be another file than the one that is signed.

    Programs differ in whose rights they believe (APPNOTE 4.4.2); here everybody's count.

    Args:
        member: the directory's entry.
        name: its name; of a directory with the slash.

    Raises:
        MalformedDocument: it is none of a plain file and a directory.
    """
    kind = stat.S_IFMT(member.external_attr >> 16)
    directory = name.endswith("/")
    allowed = (0, stat.S_IFREG, stat.S_IFDIR) if directory else (0, stat.S_IFREG)
    if kind not in allowed or (member.external_attr & _DOS_DIRECTORY and not directory):
        raise MalformedDocument(Flaw.NOT_PLAIN, name)


def one_name(member: zipfile.ZipInfo, name: str, extra: bytes) -> str:
    """Return a member's name; an extra field may say in which code page the header has it.

    WinRAR writes both: the name in the page of Windows, with ``_`` or ``?`` for what that lacks,
    and in UTF-8. Times, rights and padding may stand there, too.

    Args:
        member: the directory's entry.
        name: as the header has it, as far as is known.
        extra: the directory's fields, or those of the member's own header.

    Raises:
        MalformedDocument: there is another name.
    """
    raw = _raw_name(member)
    while len(extra) >= _EXTRA_HEADER:
        field, size = struct.unpack_from("<2H", extra)
        data, extra = extra[_EXTRA_HEADER:][:size], extra[_EXTRA_HEADER + size :]
        if field == _UNICODE_NAME:
            head = b"\1" + struct.pack("<L", zlib.crc32(raw))
            if not data.startswith(head) or not _is_written(data[len(head) :], raw):
                raise MalformedDocument(Flaw.EXTRA_NAME, name)
            name = data[len(head) :].decode()
    return name


def _raw_name(member: zipfile.ZipInfo) -> bytes:
    # As the directory has it: whether the member's own header says the same is asked elsewhere.
    return member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")


def _is_written(name: bytes, raw: bytes) -> bool:
    """Whether a header has a name, given in UTF-8, in that or in a code page of Windows."""
    if name == raw:
        return True
    try:
        letters = name.decode()
    except UnicodeDecodeError:
        return False
    if len(letters) != len(raw) or _is_utf8(raw):
        return False
    return any(
        all(
            one in (letter.encode(page, "ignore") or _LACKED)
            for letter, one in zip(letters, raw, strict=True)
        )
        for page in _PAGES
    )


def _is_utf8(raw: bytes) -> bool:
    """Whether a name reads in UTF-8 as something else than in a code page."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return not raw.isascii()


def check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Nothing is encrypted, packed in a strange way, or too large.

    Raises:
        MalformedDocument: encrypted, or packed in another way than stored or deflated.
        DocumentTooLarge: one member, or all together, or a bomb.
    """
    for member in members:
        if member.flag_bits & _ENCRYPTED_FLAGS:
            raise MalformedDocument(Flaw.ENCRYPTED, member.filename)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise MalformedDocument(about(member.filename, Flaw.COMPRESSION, member.compress_type))
        if member.file_size > MAX_MEMBER_BYTES:
            raise DocumentTooLarge(Flaw.TOO_LARGE, member.filename)
        large = member.compress_size > member.file_size + member.file_size // 8 + 64
        if large or member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise DocumentTooLarge(Flaw.BOMB, member.filename)
    if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        raise DocumentTooLarge(Flaw.ALL_TOGETHER)


def check_layout(stream: BinaryIO, archive: zipfile.ZipFile) -> dict[str, int]:
    """Nothing before, between or behind the members, and both directories say the same.

    Members may stand in another order, have extra fields, and the file's comment may name the
    container's kind.

    Args:
        stream: the container.
        archive: the same, opened.

    Returns:
        Where each member's bytes begin.

    Raises:
        MalformedDocument: something is between them, or said in two ways.
    """
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    starts: dict[str, int] = {}
    expected = 0
    ends = [*(member.header_offset for member in members[1:]), archive.start_dir]
    for member, following in zip(members, ends, strict=True) if members else ():
        if member.header_offset != expected:
            raise MalformedDocument(Flaw.DATA_BEFORE, member.filename)
        starts[member.filename] = _check_header(stream, member)
        expected = starts[member.filename] + member.compress_size
        if member.flag_bits & DESCRIPTOR_FLAG:
            expected = _check_descriptor(stream, member, expected, following)
    if expected != archive.start_dir:
        raise MalformedDocument(Flaw.DATA_BETWEEN)
    end = stream.seek(0, 2)
    comment = archive.comment and not archive.comment.startswith(b"mimetype=")
    if comment or _directory_end(stream, archive.start_dir, end, len(archive.comment)) != end:
        raise MalformedDocument(Flaw.DATA_BEHIND_DIRECTORY)
    _check_entries(stream, archive, end - len(archive.comment) - _END_RECORD)
    return starts


def _check_entries(stream: BinaryIO, archive: zipfile.ZipFile, end: int) -> None:
    """Require that the directory's last entry ends where the directory does.

    The library takes of a name, of fields or of a comment what the directory still has; other
    programs go on reading in what stands behind it, and see another name.
    """
    stream.seek(archive.start_dir)
    directory = stream.read(end - archive.start_dir)
    at = entries = 0
    while at + _ENTRY.size <= len(directory):
        at += _ENTRY.size + sum(_ENTRY.unpack_from(directory, at))
        entries += 1
    if (at, entries) != (len(directory), len(archive.infolist())):
        raise MalformedDocument(Flaw.TWO_DESCRIPTIONS)


def _check_header(stream: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Compare a member's own header with the directory's; returns where its bytes begin."""
    shown = member.filename
    stream.seek(member.header_offset)
    # With the name it will most likely have: one look instead of two.
    header = stream.read(LOCAL_HEADER.size + len(shown))
    if len(header) < LOCAL_HEADER.size or header[:4] != b"PK\3\4":
        raise MalformedDocument(about(shown, Flaw.HEADER))
    fields: tuple[int, ...] = LOCAL_HEADER.unpack_from(header)[2:]
    flags, method, _, _, crc, packed, unpacked, name_size, extra_size = fields
    name = header[LOCAL_HEADER.size :]
    name += stream.read(max(0, name_size - len(name)))
    if name != _raw_name(member) or len(name) != name_size:
        raise MalformedDocument(about(shown, Flaw.TWO_NAMES))
    extra = stream.read(extra_size)
    packed, unpacked = _full_sizes(packed, unpacked, extra)
    told, real = (crc, packed, unpacked), _facts(member)
    if flags & DESCRIPTOR_FLAG:
        # They stand behind the member; here is nothing yet, or the same already.
        same = all(one in (0, other) for one, other in zip(told, real, strict=True))
    else:
        same = told == real
    if not same or (flags, method) != (member.flag_bits, member.compress_type):
        raise MalformedDocument(about(shown, Flaw.TWO_DESCRIPTIONS))
    if one_name(member, shown, extra) != shown:
        raise MalformedDocument(Flaw.EXTRA_NAME, shown)
    return member.header_offset + LOCAL_HEADER.size + len(name) + extra_size


def _facts(member: zipfile.ZipInfo) -> tuple[int, int, int]:
    return member.CRC, member.compress_size, member.file_size


def _full_sizes(packed: int, unpacked: int, extra: bytes) -> tuple[int, int]:
    """Return the sizes of a member's own header, of eight bytes where they stand so (4.5.3).

    The program that reads from the front knows no others.
    """
    while len(extra) >= _EXTRA_HEADER:
        field, size = struct.unpack_from("<2H", extra)
        values, extra = extra[_EXTRA_HEADER:][:size], extra[_EXTRA_HEADER + size :]
        if field == _ZIP64_FIELD and len(values) >= 16:
            # In a member's own header both must be there, this one first.
            long_unpacked, long_packed = struct.unpack_from("<2Q", values)
            # Some writers give the sizes in both places, and readers differ in which they take.
            unpacked = long_unpacked if unpacked in {_WHOLE, long_unpacked} else _NO_SIZE
            packed = long_packed if packed in {_WHOLE, long_packed} else _NO_SIZE
            break
    return packed, unpacked


def _check_descriptor(stream: BinaryIO, member: zipfile.ZipInfo, at: int, following: int) -> int:
    """Compare a data descriptor with the directory; returns where it ends."""
    size = following - at
    layout = _DESCRIPTORS.get(size)
    if layout is None:
        raise MalformedDocument(about(member.filename, Flaw.DATA_BEHIND))
    stream.seek(at)
    raw = stream.read(size)
    marked = layout.startswith("<4x")
    if len(raw) != size or (marked and raw[:4] != b"PK\7\10"):
        raise MalformedDocument(about(member.filename, Flaw.DATA_BEHIND))
    if struct.unpack(layout, raw) != _facts(member):
        raise MalformedDocument(about(member.filename, Flaw.TWO_DESCRIPTIONS))
    return following


def _directory_end(stream: BinaryIO, start: int, end: int, comment: int) -> int:
    """Return where the end record says that the file ends (APPNOTE 4.3.16)."""
    stream.seek(max(start, end - 22 - comment))
    record = stream.read(22)
    if len(record) != 22 or record[:4] != b"PK\5\6":
        return -1
    return end - comment + int.from_bytes(record[20:22], "little")
