"""A ZIP file of another maker in which nobody has a say but what is in its members.

Around members stand times, rights, versions and sizes (APPNOTE 4.3 to 4.5), so each field holds
what it is for. How members are packed is looked at by :mod:`signing.foreign.plain_packing`.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from signing.container.limits import LOCAL_HEADER
from signing.container.rules import DESCRIPTOR_FLAG
from signing.foreign.archive import Archive

_FLAGS = 0x800 | DESCRIPTOR_FLAG | 0x06
"""The last two tell how much effort was made, Info-ZIP's also where nothing came of it (4.4.4)."""
_SYSTEMS = (0, 3, 7, 10, 14, 19)
_VERSIONS = range(64)
_ATTRIBUTES = 0x80B7
"""Of DOS, and 7-Zip's mark that a mode stands above them."""
_ZIP64, _TIMES, _OWNER, _JAVA = 0x0001, 0x5455, 0x7875, 0xCAFE
_YEARS = range(1980, 2080)
_MOMENTS = range(315_532_800, 2**31)
"""Of UNIX, from 1980 on."""
_END = struct.Struct("<4s4H2LH")


def has_plain_end(stream: BinaryIO, archive: Archive) -> bool:
    """Whether the end record tells of this directory alone (4.3.16)."""
    size = _END.size + len(archive.comment)
    at = stream.seek(-size, 2)
    count, start = len(archive.members), archive.directory
    told = (b"PK\5\6", 0, 0, count, count, at - start, start, len(archive.comment))
    return _END.unpack(stream.read(_END.size)) == told


def is_plain_entry(stream: BinaryIO, member: zipfile.ZipInfo) -> bool:
    """Whether both descriptions of a member hold what they are for, and no comment."""
    stream.seek(member.header_offset)
    _, version, *_, name, extra = LOCAL_HEADER.unpack(stream.read(LOCAL_HEADER.size))
    stream.seek(member.header_offset + 10)
    moment = stream.read(4)
    stream.seek(member.header_offset + LOCAL_HEADER.size + name)
    own = stream.read(extra)
    return (
        not member.comment
        and not member.flag_bits & ~_FLAGS
        and member.create_system in _SYSTEMS
        and {member.create_version, member.extract_version, version} <= {*_VERSIONS}
        and not member.reserved
        and not member.volume
        and member.internal_attr in (0, 1)
        and not member.external_attr & 0xFFFF & ~_ATTRIBUTES
        and moment == _dos(member.date_time)
        and _is_moment(member.date_time)
        and all(_is_plain_extra(fields, member) for fields in (member.extra, own))
    )


def _dos(moment: tuple[int, int, int, int, int, int]) -> bytes:
    year, month, day, hour, minute, second = moment
    date = (year - 1980) << 9 | month << 5 | day
    return struct.pack("<2H", hour << 11 | minute << 5 | second // 2, date)


def _is_moment(moment: tuple[int, int, int, int, int, int]) -> bool:
    if moment == (1980, 0, 0, 0, 0, 0):
        # Of a program that has no clock.
        return True
    try:
        return datetime(*moment, tzinfo=UTC).year in _YEARS
    except ValueError:
        return False


def _is_plain_extra(extra: bytes, member: zipfile.ZipInfo) -> bool:
    known: set[int] = set()
    while len(extra) >= 4:
        field, size = struct.unpack_from("<2H", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if len(data) != size or field in known or not _is_plain_field(field, data, member):
            return False
        known.add(field)
    # What is shorter than a field aligns something.
    return not extra.strip(b"\0")


def _is_plain_field(field: int, data: bytes, member: zipfile.ZipInfo) -> bool:
    if field == _ZIP64:
        sizes = {0, member.file_size, member.compress_size, member.header_offset}
        return len(data) <= 24 and len(data) % 8 == 0 and sizes.issuperset(_numbers("<Q", data))
    if field == _TIMES:
        # Of the last change and the last use, as Info-ZIP and Java have them.
        plain = len(data) in (5, 9) and data[0] <= 3
        return plain and all(time in _MOMENTS for time in _numbers("<L", data[1:]))
    if field == _OWNER:
        # Version 1, and two numbers of four bytes, of which nobody needs all.
        return len(data) == 11 and (data[:2], data[5:7], data[10]) == (b"\1\4", b"\0\4", 0)
    return field == _JAVA and not data


def _numbers(form: str, data: bytes) -> Iterator[int]:
    return (number for (number,) in struct.iter_unpack(form, data))
