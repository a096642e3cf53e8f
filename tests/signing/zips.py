"""ZIP files put together by hand, each part of them as a test wants it (APPNOTE 4.3)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

DESCRIBED = 0x08
STORED, DEFLATED = 0, 8
_PLAIN = 0o100644 << 16
"""A file that its owner changes and all read (4.4.15)."""


@dataclass(frozen=True)
class Part:
    """A member; what is None is as it should be."""

    name: bytes
    data: bytes = b"1"
    method: int = STORED
    packed: bytes | None = None
    size: int | None = None
    flags: int = 0
    extra: bytes = b""
    """Of the directory."""
    local_extra: bytes = b""
    described: bytes = b""
    """Behind it, with the flag for that."""

    def parts(self, offset: int) -> tuple[bytes, bytes]:
        """The member with its header, and the directory's word about it."""
        packed = self.data if self.packed is None else self.packed
        size = len(self.data) if self.size is None else self.size
        flags = self.flags | (DESCRIBED if self.described else 0)
        crc = zlib.crc32(self.data)
        shared = struct.pack("<5H3L", 20, flags, self.method, 0, 33, crc, len(packed), size)
        lengths = struct.pack("<2H", len(self.name), len(self.local_extra))
        local = b"PK\3\4" + shared + lengths + self.name + self.local_extra + packed
        told = struct.pack("<5H2L", len(self.name), len(self.extra), 0, 0, 0, _PLAIN, offset)
        directory = b"PK\1\2\x14\3" + shared + told + self.name + self.extra
        return local + self.described, directory


def archive(*members: Part, between: bytes = b"", count: int | None = None) -> bytes:
    """A file; ``between`` stands before the directory, ``count`` is what its end says."""
    out, directory = b"", b""
    for member in members:
        local, told = member.parts(len(out))
        out += local
        directory += told
    number = len(members) if count is None else count
    at = len(out) + len(between)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, number, number, len(directory), at, 0)
    return out + between + directory + end


def field(kind: int, body: bytes) -> bytes:
    """An extra field (APPNOTE 4.5.1)."""
    return struct.pack("<2H", kind, len(body)) + body


def other_name(real: bytes, other: bytes) -> bytes:
    """Info-ZIP's field 0x7075: its programs write the member under this other name (4.6.9)."""
    return field(0x7075, b"\1" + struct.pack("<L", zlib.crc32(real)) + other)


def descriptor(data: bytes, *, mark: bytes = b"PK\7\10") -> bytes:
    """What stands behind a member that was written without knowing its size (4.3.9)."""
    return mark + struct.pack("<3L", zlib.crc32(data), len(data), len(data))
