"""TrueType programs within a PDF: are they whole, and which glyphs are their letters (9.6.6.4).

One program may hold several maps from codes to glyphs, and names of these besides. Which of them
counts, each reader decides in its own way, by the flags of the font and by what it finds; so they
have to say the same. As much is read as tells a digit or a letter of ASCII.
"""

from __future__ import annotations

import string
import struct
from collections import defaultdict
from collections.abc import Callable, Iterator

from signing.examine.encodings import DIGITS

_ASKED = (string.digits + string.ascii_letters).encode()
_BY_UNICODE = frozenset({(0, 3), (0, 4), (3, 1), (3, 10)})
"""Platforms and encodings of maps that go by Unicode; others go by what their maker liked."""
_SYMBOLS = 0xF000
_NEEDED = frozenset({b"head", b"maxp", b"loca", b"glyf", b"hhea", b"hmtx"})
_OF_OUTLINES = frozenset({b"CFF ", b"head"})
_TABLE = struct.Struct(">4s4xII")
_RECORD = struct.Struct(">HHI")
_GROUP = struct.Struct(">III")
_MOST_TABLES, _MOST_GROUPS = 64, 20_000
_OF_MAC = {
    **{19 + at: letter for at, letter in enumerate(string.digits)},
    **{36 + at: letter for at, letter in enumerate(string.ascii_uppercase)},
    **{68 + at: letter for at, letter in enumerate(string.ascii_lowercase)},
}
"""Letters by their place in the Macintosh's list of names; what is added begins behind it."""
_ADDED = 258


class TrueType:
    """One program.

    Args:
        data: unpacked.
        spend: told how much is looked through; it may end that.
    """

    def __init__(self, data: bytes, spend: Callable[[int], None]) -> None:
        self._data = data
        self._spend = spend
        self._tables: dict[bytes, tuple[int, int]] = {}
        self.glyphs = 0
        """How many there are; 0 if that is not known."""
        self.is_whole = False
        """It has all tables that readers need, where it says."""
        try:
            self._read()
        except struct.error:
            self.is_whole = False

    @property
    def has_map(self) -> bool:
        """Whether it has any map from codes to glyphs."""
        return b"cmap" in self._tables

    def letters(self) -> dict[int, str]:
        """Return the ASCII digits and letters by glyph; a glyph of two letters is left out."""
        found: dict[int, str] = {}
        twice: set[int] = set()
        for place, code, glyph in self._mapped():
            letter = chr(code)
            if place not in _BY_UNICODE or not glyph:
                continue
            if found.setdefault(glyph, letter).casefold() != letter.casefold():
                twice.add(glyph)
        return {glyph: letter for glyph, letter in found.items() if glyph not in twice}

    def is_of_one_mind(self, *, named: bool) -> bool:
        """Whether all maps, and with ``named`` the names too, lead a letter to one glyph."""
        glyphs: dict[int, set[int]] = defaultdict(set)
        for _, code, glyph in self._mapped():
            if glyph:
                glyphs[code].add(glyph)
        if named:
            for letter, glyph in self._names():
                # Names say nothing of letters that no map has; some fonts have a name twice.
                if glyphs.get(ord(letter)):
                    glyphs[ord(letter)].add(glyph)
        return all(len(found) == 1 for found in glyphs.values())

    def _read(self) -> None:
        (count,) = struct.unpack_from(">H", self._data, 4)
        kinds = {b"\0\1\0\0": _NEEDED, b"true": _NEEDED, b"OTTO": _OF_OUTLINES}
        needed = kinds.get(self._data[:4])
        within = True
        for at in range(12, 12 + 16 * min(count, _MOST_TABLES), 16):
            tag, start, length = _TABLE.unpack_from(self._data, at)
            within = within and tag not in self._tables and start + length <= len(self._data)
            self._tables[tag] = start, length
        if needed is None or not within or count > _MOST_TABLES or needed - self._tables.keys():
            return
        if needed is _NEEDED:
            (self.glyphs,) = struct.unpack_from(">H", self._data, self._tables[b"maxp"][0] + 4)
            (wide,) = struct.unpack_from(">H", self._data, self._tables[b"head"][0] + 50)
            self.is_whole = (self.glyphs + 1) * (4 if wide else 2) <= self._tables[b"loca"][1]
        else:
            self.is_whole = True

    def _mapped(self) -> Iterator[tuple[tuple[int, int], int, int]]:
        """Give the kind of each map, and a letter's code and glyph in it."""
        start, _ = self._tables.get(b"cmap", (0, 0))
        if not start:
            return
        try:
            (tables,) = struct.unpack_from(">H", self._data, start + 2)
            for record in range(start + 4, start + 4 + 8 * min(tables, _MOST_TABLES), 8):
                platform, encoding, offset = _RECORD.unpack_from(self._data, record)
                more = _SYMBOLS if (platform, encoding) == (3, 0) else 0
                for code, glyph in self._map(start + offset, more):
                    yield (platform, encoding), code, glyph
        except struct.error:
            return

    def _map(self, at: int, more: int) -> Iterator[tuple[int, int]]:
        data = self._data
        (form,) = struct.unpack_from(">H", data, at)
        if form == 4:
            for asked in {0, more}:
                yield from self._segments(at, asked)
        elif form == 0:
            yield from ((code, data[at + 6 + code]) for code in _ASKED if at + 262 <= len(data))
        elif form == 6:
            first, count = struct.unpack_from(">2H", data, at + 6)
            for code in _ASKED:
                if first <= code < first + count:
                    yield code, struct.unpack_from(">H", data, at + 10 + 2 * (code - first))[0]
        elif form == 12:
            (groups,) = struct.unpack_from(">I", data, at + 12)
            self._spend(min(groups, _MOST_GROUPS))
            for group in range(min(groups, _MOST_GROUPS)):
                low, last, glyph = _GROUP.unpack_from(data, at + 16 + 12 * group)
                if low > _ASKED[-1] or last < _ASKED[0]:
                    continue
                yield from ((code, glyph + code - low) for code in _ASKED if low <= code <= last)

    def _segments(self, at: int, more: int) -> Iterator[tuple[int, int]]:
        (twice,) = struct.unpack_from(">H", self._data, at + 6)
        bases = at + 14, at + 16 + twice, at + 16 + 2 * twice, at + 16 + 3 * twice
        self._spend(twice)
        for segment in range(0, twice, 2):
            last, first, step, place = (
                struct.unpack_from(">H", self._data, base + segment)[0] for base in bases
            )
            if last < more + _ASKED[0] or first > more + _ASKED[-1]:
                continue
            for code in _ASKED:
                if not first <= code + more <= last:
                    continue
                if not place:
                    yield code, (code + more + step) & 0xFFFF
                    continue
                there = bases[3] + segment + place + 2 * (code + more - first)
                (glyph,) = struct.unpack_from(">H", self._data, there)
                yield code, (glyph + step) & 0xFFFF if glyph else 0

    def _names(self) -> Iterator[tuple[str, int]]:
        start, length = self._tables.get(b"post", (0, 0))
        data = self._data[start : start + length]
        if len(data) < 34 or data[:4] != b"\0\2\0\0":
            return
        self._spend(len(data) // 4)
        (count,) = struct.unpack_from(">H", data, 32)
        indices = struct.unpack_from(f">{count}H", data, 34) if len(data) >= 34 + 2 * count else ()
        added, at = [], 34 + 2 * count
        while at < len(data):
            added.append(data[at + 1 : at + 1 + data[at]].decode("latin-1"))
            at += 1 + data[at]
        for glyph, index in enumerate(indices):
            if index in _OF_MAC:
                yield _OF_MAC[index], glyph
            elif _ADDED <= index < _ADDED + len(added):
                name = added[index - _ADDED]
                letter = DIGITS.get(name, name)
                if len(letter) == 1 and letter.isascii() and letter.isalnum():
                    yield letter, glyph
