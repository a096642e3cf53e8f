"""A ZIP file of another maker in which nobody has a say but what is in its members.

Around members stand times, rights, versions and sizes (APPNOTE 4.3 to 4.5), so each field holds
what it is for. How members are packed is looked at by :mod:`signing.foreign.plain_packing`.
"""

from __future__ import annotations

import re
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
_ZIP64, _TIMES, _OWNER, _JAVA, _NAME = 0x0001, 0x5455, 0x7875, 0xCAFE, 0x7075
_YEARS = range(1980, 2080)
_MOMENTS = range(315_532_800, 2**31)
"""Of UNIX, from 1980 on."""
_ROUNDED, _QUARTER, _ZONES = 2, 900, 4 * 15
"""Seconds that DOS has not; time zones differ by quarters of an hour, and by fifteen hours."""
_WRITTEN = re.compile(rb"(?s)<[a-z]|[\r\n].*//", re.IGNORECASE)
"""What begins a tag, or a comment of a line: in one member by chance."""
_NEVER = re.compile(rb"<[!/?]|-->|\*/|/\*")
"""What begins or ends something that hides what follows; of a day a few seconds at night."""
_HEAD = struct.Struct("<10x12s")
"""Time, sum and packed size in a local header."""
_BEGINS = 1024
"""Bytes in which what is no text has a zero."""
_END = struct.Struct("<4s4H2LH")


def has_plain_end(stream: BinaryIO, archive: Archive) -> bool:
    """Whether the end record tells of this directory alone (4.3.16)."""
    size = _END.size + len(archive.comment)
    at = stream.seek(-size, 2)
    count, start = len(archive.members), archive.directory
    told = (b"PK\5\6", 0, 0, count, count, at - start, start, len(archive.comment))
    return _END.unpack(stream.read(_END.size)) == told


class Entries:
    """Looks at both descriptions of each member; what is one's alone, all have the same."""

    def __init__(self, stream: BinaryIO, archive: Archive) -> None:
        """Begin with none; ``stream`` is the container, and ``archive`` the same."""
        self._stream = stream
        self._most = 0 if any(_stands_as_text(archive, name) for name in archive.names) else 1
        self._owners: set[bytes] = set()
        self._written: set[bytes] = set()

    def is_plain(self, member: zipfile.ZipInfo) -> bool:
        """Whether both descriptions hold what they are for, and no comment."""
        stream = self._stream
        stream.seek(member.header_offset)
        _, version, *_, name, extra = LOCAL_HEADER.unpack(stream.read(LOCAL_HEADER.size))
        stream.seek(member.header_offset)
        (free,) = _HEAD.unpack(stream.read(_HEAD.size))
        moment = free[:4]
        stream.seek(member.header_offset + LOCAL_HEADER.size + name)
        told, own = (_fields(raw, member) for raw in (member.extra, stream.read(extra)))
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
            and told is not None
            and own is not None
            # The directory has the first of the times of the member's own header, or all.
            and own.get(_TIMES, b"").startswith(told.get(_TIMES, b""))
            and all(self._is_everyones(fields, moment) for fields in (told, own))
            # Blanks in a list that nobody signed give any sum and size.
            and not (_is_list(member.filename) and _NEVER.search(free))
        )

    def _is_everyones(self, fields: dict[int, bytes], moment: bytes) -> bool:
        """Whether there is one owner, and nobody wrote with the times."""
        if _OWNER in fields:
            self._owners.add(fields[_OWNER])
        times = (moment, fields.get(_TIMES, b"")[1:])
        self._written.update(text for text in times if _WRITTEN.search(text))
        hides = any(map(_NEVER.search, times))
        return not hides and len(self._owners) <= 1 and len(self._written) <= self._most


def _is_list(name: str) -> bool:
    return name.startswith("META-INF/") and name.endswith(".xml")


def _stands_as_text(archive: Archive, name: str) -> bool:
    """Whether a file stands there as it is and reads as text: what hides a part of it is seen."""
    member = archive.members[name]
    if member.compress_type != zipfile.ZIP_STORED or name.startswith("META-INF/"):
        return False
    begins = next(archive.pieces(name), b"")[:_BEGINS]
    return name != "mimetype" and b"\0" not in begins and not begins.startswith((b"%PDF", b"PK"))


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


def _fields(extra: bytes, member: zipfile.ZipInfo) -> dict[int, bytes] | None:
    """Return extra fields by their kind; None if one is not plain."""
    known: dict[int, bytes] = {}
    while len(extra) >= 4:
        field, size = struct.unpack_from("<2H", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if len(data) != size or field in known or not _is_plain_field(field, data, member):
            return None
        known[field] = data
    # What is shorter than a field aligns something.
    return None if extra.strip(b"\0") else known


def _is_plain_field(field: int, data: bytes, member: zipfile.ZipInfo) -> bool:
    if field == _ZIP64:
        sizes = {0, member.file_size, member.compress_size, member.header_offset}
        return len(data) <= 24 and len(data) % 8 == 0 and sizes.issuperset(_numbers("<Q", data))
    if field == _TIMES:
        # Of the last change and the last use, as Info-ZIP and Java have them.
        plain = len(data) in (5, 9) and data[0] <= 3
        times = [*_numbers("<L", data[1:])] if plain else []
        return plain and all(time in _MOMENTS for time in times) and _is_same(times, member)
    if field == _OWNER:
        # Version 1, and two numbers of four bytes, of which nobody needs all.
        return len(data) == 11 and (data[:2], data[5:7], data[10]) == (b"\1\4", b"\0\4", 0)
    # The name was compared with the header's.
    return field == _NAME or (field == _JAVA and not data)


def _is_same(times: list[int], member: zipfile.ZipInfo) -> bool:
    """Whether the time of the last change is what its header has, in some time zone."""
    if not _is_moment(member.date_time) or not member.date_time[1]:
        return False
    local = int(datetime(*member.date_time, tzinfo=UTC).timestamp())
    zone, seconds = divmod(times[0] - local + _ROUNDED, _QUARTER)
    return abs(zone) <= _ZONES and seconds <= 2 * _ROUNDED


def _numbers(form: str, data: bytes) -> Iterator[int]:
    return (number for (number,) in struct.iter_unpack(form, data))
