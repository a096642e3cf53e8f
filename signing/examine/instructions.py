"""A document whose TrueType programs run no instructions (OpenType, ``prep``; ``INSTCTRL[]``).

Instructions move the points of a letter as far as they like, and only some readers run them: a
figure may be another one on paper alone. What they come to cannot be told without running them;
so a reader that does draws the document again without them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw
from signing.pdf.decoding import bounds
from signing.pdf.packing import unpacked_text
from signing.pdf.reading import reading
from signing.pdf.tables import PACKED, Place
from signing.pdf.update import update_end

if TYPE_CHECKING:
    from mmap import mmap

    from signing.pdf.standing import StandingReader

_OFF = b"\xb1\1\1\x8e"
"""``PUSHB[2] 1 1 INSTCTRL[]``: of no glyph the instructions are run."""
_INSTRUCTIONS = frozenset({b"prep", b"fpgm"})
_BEGINS = (b"\0\1\0\0", b"true")
_HEAD = struct.Struct(">4s4H")
_TABLE = struct.Struct(">4s3I")
_PROGRAMS = frozenset({"/FontFile", "/FontFile2", "/FontFile3"})
_MOST_TABLES = 64
_ROOM = 64 << 20
"""Bytes of all programs together."""
_FEW = 1000
"""Objects that are held at once."""


def without_instructions(
    source: BinaryIO, file: mmap, pulse: Callable[[], None] = lambda: None
) -> bytes | None:
    """Return an incremental update after which no font runs any; None if no font could.

    Args:
        source: the document, seekable.
        file: the same.
        pulse: called many times a second; what it raises comes out of here.

    Raises:
        MalformedDocument: it is damaged, or one of its fonts is.
        DocumentTooLarge: its fonts are.
    """
    from signing.pdf.standing import StandingReader

    with bounds(), reading():
        reader = StandingReader(source, strict=True, root_object_recovery_limit=0)
        if reader.is_encrypted:
            raise MalformedDocument(Flaw.PDF_ENCRYPTED)
        written: dict[int, bytes] = {}
        room = _ROOM
        for number in sorted(set(_programs(reader, pulse))):
            pulse()
            stream: Any = reader.get_object(number)
            program = switched_off(unpacked_text(stream))
            if program is not None:
                room -= len(program)
                if room < 0:
                    raise DocumentTooLarge(Flaw.OVERSIZED)
                kind = b"/Subtype/OpenType" if stream.get("/Subtype") == "/OpenType" else b""
                head = b"<<%s/Length %d/Length1 %d>>" % (kind, len(program), len(program))
                written[number] = b"%s\nstream\n%s\nendstream" % (head, program)
        return _update(reader, file, written) if written else None


def switched_off(program: bytes) -> bytes | None:
    """Return a TrueType program of the same glyphs that runs no instructions.

    Args:
        program: unpacked.

    Returns:
        None if it is of another kind.

    Raises:
        struct.error: it is cut.
        MalformedDocument: its tables are many, or lie in each other.
    """
    if not program.startswith(_BEGINS):
        return None
    kind, count, *_ = _HEAD.unpack_from(program)
    if count > _MOST_TABLES:
        raise MalformedDocument(Flaw.FONT_UNLIKE)
    listed = [_TABLE.unpack_from(program, _HEAD.size + _TABLE.size * at) for at in range(count)]
    tables = [
        (name, program[begin : begin + size])
        for name, _, begin, size in listed
        if name not in _INSTRUCTIONS
    ]
    if sum(len(data) for _, data in tables) > len(program):
        raise MalformedDocument(Flaw.FONT_UNLIKE)
    tables.append((b"prep", _OFF))
    # By their names, as whoever looks for one by halves expects.
    tables.sort(key=lambda table: table[0])
    exponent = len(tables).bit_length() - 1
    search = 16 << exponent
    head = _HEAD.pack(kind, len(tables), search, exponent, 16 * len(tables) - search)
    begin = _HEAD.size + _TABLE.size * len(tables)
    directory, body = b"", bytearray()
    for name, data in tables:
        directory += _TABLE.pack(name, 0, begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + directory + body


def _programs(reader: StandingReader, pulse: Callable[[], None]) -> Iterator[int]:
    """Give the numbers of font programs that any object names."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

    # Those in streams of objects last, stream by stream: the library keeps what is in one.
    ordered = sorted((max(_holder(place) for place in of), n) for n, of in reader.places().items())
    held = 0
    for holder, number in ordered:
        pulse()
        if holder != held and len(reader.resolved_objects) > _FEW:
            reader.resolved_objects.clear()
        held = holder
        whole = reader.get_object(number)
        waiting = [whole]
        while waiting:
            found = waiting.pop()
            if isinstance(found, ArrayObject):
                waiting += list.__iter__(found)
            elif isinstance(found, DictionaryObject):
                for key, value in dict.items(found):
                    if key in _PROGRAMS and isinstance(value, IndirectObject):
                        yield value.idnum
                    waiting.append(value)
        if isinstance(whole, StreamObject):
            # A picture may be large.
            reader.resolved_objects.clear()


def _holder(place: Place) -> int:
    kind, holder, _ = place
    return holder if kind == PACKED else 0


def _update(reader: StandingReader, file: mmap, written: dict[int, bytes]) -> bytes:
    out = bytearray(b"\n")
    offsets: dict[int, int] = {}
    for number, body in written.items():
        offsets[number] = len(file) + len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return bytes(out + update_end(reader, file, offsets, len(file) + len(out)))
