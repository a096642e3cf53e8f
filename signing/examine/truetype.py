"""TrueType programs within a PDF: are they whole, and which glyphs are their letters (9.6.6.4).

One program may hold several maps from codes to glyphs, and names of these besides. Which of them
counts, each reader decides in its own way, by the flags of the font and by what it finds; so all
that any of them may ask have to say the same of a code that is shown.
"""

from __future__ import annotations

import string
import struct
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress

from signing.examine.encodings import LATIN, UNSAID
from signing.examine.maps import MAC, SYMBOLS, UNICODE, WINDOWS, Map, read_maps
from signing.examine.outlines import Box, Outlines, lies_in
from signing.examine.tricky import is_tricky

_ASKED = string.digits + string.ascii_letters
_HIGH = (0xF000, 0xF100, 0xF200)
"""What is added to codes in maps of symbols."""
_NEEDED = frozenset({b"head", b"maxp", b"loca", b"glyf", b"hhea", b"hmtx"})
_BEGINS = (b"\0\1\0\0", b"true")
_TABLE = struct.Struct(">4s4xII")
_MOST_TABLES = 64
_GLYPH = 64
"""Operands that reading the outline of one costs."""
_OF_MAC = {3 + at: name for at, name in enumerate(LATIN[:95])} | {10: "quotesingle", 67: "grave"}
"""Names by their place in the Macintosh's list; what is added begins behind it."""
_ADDED = 258
_COMPARED = frozenset(_OF_MAC.values()) - {"space", "hyphen"}
"""Names that stand for one glyph each; some fonts have the others for several."""


class TrueType:
    """One program.

    Args:
        data: unpacked.
        spend: told how much is looked through; it may end that.
        room: where the points of a glyph that is shown may lie, in em.
    """

    def __init__(self, data: bytes, spend: Callable[[int], None], room: Box) -> None:
        self._data = data
        self._spend = spend
        self._room = room
        self._outlines: Outlines | None = None
        self._tables: dict[bytes, tuple[int, int]] = {}
        self._maps: dict[tuple[int, int], Map] | None = None
        self._names: dict[str, set[int]] | None = None
        self.glyphs = 0
        """How many there are; 0 if that is not known."""
        self.is_whole = False
        """It has all tables that readers need, where it says."""
        with suppress(struct.error):
            self._read()

    def letters(self) -> dict[int, str]:
        """Return the ASCII digits and letters by glyph; a glyph of two letters is left out."""
        found: dict[int, str] = {}
        twice: set[int] = set()
        by_unicode = [table for kind, table in self._read_maps().items() if kind in UNICODE]
        for table in by_unicode:
            for letter in _ASKED:
                glyph = _glyph(table, ord(letter))
                if glyph and found.setdefault(glyph, letter).casefold() != letter.casefold():
                    twice.add(glyph)
        return {glyph: letter for glyph, letter in found.items() if glyph not in twice}

    def has_code(self, code: int) -> bool:
        """Whether every reader that goes by a code itself finds the same glyph for it."""
        found: set[int] = set()
        for kind, table in self._read_maps().items():
            here = {_glyph(table, asked) for asked in _high(kind, code, code)} - {0}
            # Each reader takes a map of its own; where that has no glyph it draws none.
            if not here:
                return False
            found |= here
        return self._is_one(found)

    def has_letter(self, code: int, letter: str, name: str, *, is_symbolic: bool) -> bool:
        """Whether every reader that goes by a letter finds the same glyph for a code.

        Args:
            code: in the text.
            letter: what the font's encoding makes of it.
            name: what the encoding calls it; empty if there is none.
            is_symbolic: whether some readers go by the code itself.
        """
        found: set[int] = set()
        is_usual = False
        for kind, table in self._read_maps().items():
            by_letter = {_glyph(table, asked) for asked in _asked(kind, letter)} - {0}
            low = code if is_symbolic or kind == SYMBOLS else None
            by_code = {_glyph(table, asked) for asked in _high(kind, code, low)} - {0}
            if code in UNSAID and letter == chr(code):
                is_usual |= bool(by_letter or (by_code and is_symbolic))
            # Other letters some readers ask of this map alone.
            is_usual |= kind == WINDOWS and bool(by_letter)
            found |= by_letter | by_code
        if name in _COMPARED:
            found |= self._read_names().get(name, set())
        return is_usual and self._is_one(found)

    def has(self, glyph: int) -> bool:
        """Whether there is a glyph that every reader draws, and nowhere but around its line."""
        if self._outlines is None or not 0 <= glyph < self.glyphs:
            return False
        self._spend(_GLYPH)
        try:
            box = self._outlines.box(glyph)
        except (ValueError, LookupError, struct.error):
            return False
        return box is None or lies_in(box, self._room)

    def _is_one(self, found: set[int]) -> bool:
        return len(found) == 1 and 0 not in found and self.has(min(found))

    def _read(self) -> None:
        (count,) = struct.unpack_from(">H", self._data, 4)
        within = True
        for at in range(12, 12 + 16 * min(count, _MOST_TABLES), 16):
            tag, start, length = _TABLE.unpack_from(self._data, at)
            within = within and tag not in self._tables and start + length <= len(self._data)
            self._tables[tag] = start, length
        if self._data[:4] not in _BEGINS or not within or count > _MOST_TABLES:
            return
        if _NEEDED - self._tables.keys():
            return
        (self.glyphs,) = struct.unpack_from(">H", self._data, self._tables[b"maxp"][0] + 4)
        if is_tricky(self._table):
            return
        head, places, glyf = map(self._table, (b"head", b"loca", b"glyf"))
        outlines = Outlines(head, places, glyf, self.glyphs)
        self.is_whole = outlines.is_whole and outlines.count == self.glyphs
        self._outlines = outlines if self.is_whole else None

    def _table(self, name: bytes) -> bytes:
        start, length = self._tables.get(name, (0, 0))
        return self._data[start : start + length]

    def _read_maps(self) -> dict[tuple[int, int], Map]:
        """Return the maps; none if one of them is read in several ways."""
        if self._maps is None:
            try:
                self._maps = read_maps(self._table(b"cmap"), self._spend)
            except (ValueError, struct.error):
                self._maps = {}
        return self._maps

    def _read_names(self) -> dict[str, set[int]]:
        """Return the glyphs that have the name of a sign of ASCII."""
        if self._names is not None:
            return self._names
        found = self._names = defaultdict(set)
        data = self._table(b"post")
        if len(data) < 34 or data[:4] != b"\0\2\0\0":
            return found
        self._spend(len(data) // 4)
        (count,) = struct.unpack_from(">H", data, 32)
        indices = struct.unpack_from(f">{count}H", data, 34) if len(data) >= 34 + 2 * count else ()
        added, at = [], 34 + 2 * count
        while at < len(data):
            added.append(data[at + 1 : at + 1 + data[at]].decode("latin-1"))
            at += 1 + data[at]
        for glyph, index in enumerate(indices):
            name = _OF_MAC.get(index, "")
            if _ADDED <= index < _ADDED + len(added):
                name = added[index - _ADDED]
            found[name].add(glyph)
        return found


def _high(kind: tuple[int, int], code: int, low: int | None) -> list[int]:
    """Return where some readers look for a code, as it is and as that of a symbol."""
    codes = [code + high for high in _HIGH] if kind != MAC else []
    return codes if low is None else [*codes, low]


def _asked(kind: tuple[int, int], letter: str) -> list[int]:
    """Return the code of a letter in a map of a kind."""
    if not letter or kind == SYMBOLS:
        return []
    # What was a sign for any currency is the Euro since, in some programs.
    letter = letter if kind in UNICODE or letter != "€" else ""
    return [ord(letter)] if kind in UNICODE else list(letter.encode("mac_roman", "ignore"))


def _glyph(table: Map, code: int) -> int:
    """Return a glyph, or -1 where the map leads out of its table."""
    try:
        return table.glyph(code)
    except struct.error:
        return -1
