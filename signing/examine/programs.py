"""What embedded programs of fonts call their glyphs (ISO 32000-1, 9.9; OpenType, cmap).

As much of it as tells a digit or a letter of ASCII: what a program says of these is compared with
what is copied. Nothing of the glyphs themselves is looked at.
"""

from __future__ import annotations

import re
import string
import struct
from collections.abc import Iterator
from typing import Any

from signing.examine.objects import Objects

_ASKED = (string.digits + string.ascii_letters).encode()
_BY_UNICODE = frozenset({(0, 3), (0, 4), (3, 1), (3, 10)})
"""Platforms and encodings of tables that go by Unicode; others go by what their maker liked."""
_TABLE = struct.Struct(">4s4xII")
_RECORD = struct.Struct(">HHI")
_GROUP = struct.Struct(">III")
_MOST_TABLES, _MOST_GROUPS = 64, 20_000
_CLEAR = 64 << 10
_NAMED = re.compile(rb"\bdup\s+(\d{1,3})\s*/([^\s()<>\[\]{}/%]{1,127})\s+put\b")


def letters_of(program: bytes) -> dict[int, str]:
    """Return the ASCII digits and letters of a TrueType program, by glyph; {} if it has none.

    Args:
        program: unpacked. A glyph of two letters is left out.
    """
    found: dict[int, str] = {}
    twice: set[int] = set()
    try:
        for code, glyph in _mapped(program):
            if glyph and found.setdefault(glyph, chr(code)).casefold() != chr(code).casefold():
                twice.add(glyph)
    except (struct.error, IndexError):
        return {}
    return {glyph: letter for glyph, letter in found.items() if glyph not in twice}


def glyphs_of(table: bytes, letters: dict[int, str]) -> dict[int, str]:
    """Return letters by the codes that a map of two bytes leads to their glyphs (9.7.4.2)."""
    glyphs = struct.unpack(f">{len(table) // 2}H", table[: len(table) // 2 * 2])
    return {code: letters[glyph] for code, glyph in enumerate(glyphs) if glyph in letters}


def names_of(objects: Objects, program: Any) -> dict[int, str]:  # noqa: ANN401 - a stream
    """Return the names of glyphs by code, as a Type 1 program's own encoding has them."""
    clear = objects.data(program)[:_CLEAR].partition(b"eexec")[0]
    return {int(code): name.decode("latin-1") for code, name in _NAMED.findall(clear)}


def _mapped(program: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", program, 4)
    for at in range(12, 12 + 16 * min(count, _MOST_TABLES), 16):
        tag, start, _ = _TABLE.unpack_from(program, at)
        if tag != b"cmap":
            continue
        (tables,) = struct.unpack_from(">H", program, start + 2)
        for record in range(start + 4, start + 4 + 8 * min(tables, _MOST_TABLES), 8):
            platform, encoding, offset = _RECORD.unpack_from(program, record)
            if (platform, encoding) in _BY_UNICODE:
                yield from _table(program, start + offset)


def _table(program: bytes, at: int) -> Iterator[tuple[int, int]]:
    (form,) = struct.unpack_from(">H", program, at)
    if form == 4:
        yield from _segments(program, at)
    elif form == 12:
        (groups,) = struct.unpack_from(">I", program, at + 12)
        for group in range(min(groups, _MOST_GROUPS)):
            first, last, glyph = _GROUP.unpack_from(program, at + 16 + 12 * group)
            for code in _ASKED:
                if first <= code <= last:
                    yield code, glyph + code - first


def _segments(program: bytes, at: int) -> Iterator[tuple[int, int]]:
    (twice,) = struct.unpack_from(">H", program, at + 6)
    ends, starts, steps, places = (
        at + 14,
        at + 16 + twice,
        at + 16 + 2 * twice,
        at + 16 + 3 * twice,
    )
    for segment in range(0, twice, 2):
        (last,), (first,), (step,), (place,) = (
            struct.unpack_from(">H", program, base + segment)
            for base in (ends, starts, steps, places)
        )
        for code in _ASKED:
            if not first <= code <= last:
                continue
            glyph = code
            if place:
                (glyph,) = struct.unpack_from(
                    ">H", program, places + segment + place + 2 * (code - first)
                )
            yield code, (glyph + step) & 0xFFFF if glyph or not place else 0
