"""Mutations of ZIP files that know their records (APPNOTE 4.3)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_HEADS = {"version": 1, "flags": 2, "method": 3, "time": 4, "date": 5, "crc": 6, "packed": 7}
_HEADS |= {"size": 8, "name": 9, "extra": 10}
_MADE_BY = 3 << 8 | 20
"""UNIX, as packages have it (APPNOTE 4.4.2)."""
_SMALL = (0, 1, 2, 8, 9, 0x800, 0x808, 0x10, 0x2000, 0x40, 20, 45, 0xFFFF)
_LARGE = (0, 1, 1 << 16, 1 << 28, 1 << 31, 0xFFFFFFFF, 0xFFFFFFFE)
_NAMES: tuple[bytes, ...] = (
    b"../x",
    b"/x",
    b"a\\b",
    b"",
    b"\xff",
    b"mimetype",
    b"META-INF/",
    b"MATN.TXT",
    b"a/./b",
    b"META-INF/signature002.p7s",
    b"META-INF/ASiCManifest.xml",
    b"META-INF/timestamp.tst",
    b"decision.json",
    b"annexes/02-x.pdf",
    b"C:x",
    b"META-INF/signatures.xml",
)
_ZIP64 = struct.pack("<2H3Q", 1, 24, 1, 1, 0)
_PATH = struct.pack("<2HBL", 0x7075, 6, 1, 0) + b"x"
_EXTRAS = (_ZIP64, _PATH, b"\x55\x54\5\0\3\0\0\0\0", b"\1", b"\xff\xff\xff\xff", b"\1\0\0\0")

Inner = Callable[[bytes, Random, bytes], bytes]
"""Mutates a member's bytes."""


@dataclass
class Entry:
    """A member with its header, and what the directory says."""

    name: bytes
    data: bytes
    """As packed."""
    method: int
    crc: int
    size: int
    flags: int
    extra: bytes = b""
    comment: bytes = b""
    before: bytes = b""
    """Bytes in front of its header."""
    header: dict[str, int] = field(default_factory=dict)
    """Other values in its own header."""
    told: dict[str, int] = field(default_factory=dict)
    """Other values in the directory."""
    shown: bytes | None = None
    """Another name in the directory."""
    attributes: int = 0
    listed: bool = True

    @property
    def content(self) -> bytes:
        if self.method != 8:
            return self.data
        try:
            return zlib.decompressobj(-15).decompress(self.data, 1 << 22)
        except zlib.error:
            return self.data

    def filled(self, content: bytes, method: int | None = None) -> Entry:
        """The same with another content."""
        method = self.method if method is None else method
        packed = content
        if method == 8:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            packed = packer.compress(content) + packer.flush()
        crc = zlib.crc32(content)
        return replace(self, data=packed, method=method, crc=crc, size=len(content))


def entries(data: bytes) -> list[Entry]:
    """Read the members as the directory tells them; nothing for what cannot be read."""
    at = data.rfind(b"PK\5\6")
    if at < 0 or len(data) - at < _END.size:
        return []
    found: list[Entry] = []
    place = _END.unpack_from(data, at)[6]
    while data[place : place + 4] == b"PK\1\2" and len(data) - place >= _CENTRAL.size:
        item = _CENTRAL.unpack_from(data, place)
        place += _CENTRAL.size
        name = data[place : place + item[10]]
        place += sum(item[10:13])
        start = item[16]
        if len(data) - start < _LOCAL.size:
            continue
        local = _LOCAL.unpack_from(data, start)
        start += _LOCAL.size + local[9]
        extra = data[start : start + local[10]]
        start += local[10]
        found.append(
            Entry(name, data[start : start + item[8]], item[4], item[7], item[9], item[3] & ~8)
        )
        found[-1].extra, found[-1].attributes = extra, item[15]
    return found


def written(
    every: list[Entry], rng: Random | None = None, *, comment: bytes = b"", end: bytes = b""
) -> bytes:
    """Write a ZIP file; with ``rng`` with one lie in its end record."""
    out, directory = bytearray(), bytearray()
    for item in every:
        out += item.before
        offset = len(out)
        head = _head(item, item.header, item.name, len(item.extra))
        out += _LOCAL.pack(b"PK\3\4", *head) + item.name + item.extra + item.data
        if not item.listed:
            continue
        name = item.name if item.shown is None else item.shown
        told = _head(item, item.told, name, len(item.extra))
        tail = (len(item.comment), 0, 0, item.attributes, item.told.get("offset", offset))
        directory += _CENTRAL.pack(b"PK\1\2", _MADE_BY, *told, *tail)
        directory += name + item.extra + item.comment
    count = sum(item.listed for item in every)
    values = [0, 0, count, count, len(directory), len(out), len(comment)]
    if rng is not None:
        place = rng.randrange(len(values))
        values[place] = rng.choice((values[place] + 1, 0xFFFF, max(values[place] - 1, 0)))
    return bytes(out + directory) + _END.pack(b"PK\5\6", *values) + comment + end


def _head(item: Entry, other: dict[str, int], name: bytes, extra: int) -> list[int]:
    values = [20, item.flags, item.method, 0, 33, item.crc, len(item.data), item.size]
    values += [len(name), extra]
    for key, value in other.items():
        if key in _HEADS:
            number = _HEADS[key] - 1
            values[number] = value & (0xFFFFFFFF if 5 <= number <= 7 else 0xFFFF)
    return values


def mutate(data: bytes, rng: Random, donor: bytes, inner: Inner) -> bytes:
    """Return a container with one thing changed, most often what is in a member."""
    every = entries(data)
    if not every:
        return data[: rng.randrange(len(data) + 1)]
    others = entries(donor) or every
    index = rng.randrange(len(every))
    item = every[index]
    kind = rng.randrange(20)
    if kind < 8:
        every[index] = item.filled(inner(item.content, rng, rng.choice(others).content))
        return written(every)
    if kind < 11:
        return _as_whole(every, index, rng)
    _change(every, index, rng, others)
    return written(every)


def _as_whole(every: list[Entry], index: int, rng: Random) -> bytes:
    """Something about the file and not about one member."""
    match rng.randrange(5):
        case 0:
            return written(every, rng)
        case 1:
            return written(every, comment=rng.choice((b"x", b"mimetype=a", b"PK\5\6" * 6)))
        case 2:
            return written(every, end=rng.choice((b"\0", b"x" * 70000, written(every[:1]))))
        case 3:
            rng.shuffle(every)
            return written(every)
        case _:
            del every[index]
            return written(every)


def _change(every: list[Entry], index: int, rng: Random, others: list[Entry]) -> None:
    item = every[index]
    key = rng.choice([*_HEADS, "offset"])
    value = rng.choice(_LARGE if key in ("crc", "packed", "size", "offset") else _SMALL)
    match rng.randrange(11):
        case 0:
            every.insert(rng.randrange(len(every)), replace(item))
        case 1:
            every.insert(rng.randrange(len(every) + 1), rng.choice(others))
        case 2:
            every[index] = replace(rng.choice(others), name=item.name)
        case 3:
            every[index] = replace(item, name=rng.choice(_NAMES))
        case 4:
            other = rng.choice((*_NAMES, every[0].name))
            own, shown = rng.choice(((item.name, other), (other, item.name)))
            every[index] = replace(item, name=own, shown=shown)
        case 5:
            every[index] = item.filled(item.content, 8 - item.method if item.method < 9 else 0)
        case 6:
            every[index] = replace(item, header={key: value})
        case 7:
            every[index] = replace(item, told={key: value}, header={key: value})
        case 8:
            every[index] = replace(item, told={key: value})
        case 9:
            every[index] = replace(item, extra=rng.choice(_EXTRAS))
        case _:
            every[index] = rng.choice(
                (
                    replace(item, before=rng.choice((b"x", item.data))),
                    replace(item, data=item.data + b"x"),
                    replace(item, comment=b"x"),
                    replace(item, attributes=rng.choice((0x10, 0xA1FF0000, 0x41ED0010))),
                    replace(item, listed=False),
                    replace(item, flags=item.flags ^ 0x800),
                )
            )
