"""Maps from codes to glyphs within a TrueType program (OpenType's ``cmap``).

Of a map in a form that it does not know, or behind one that leads out of the file, each reader
makes its own. So all of them are of the four usual forms, whole and in order.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Callable

UNICODE = frozenset({*((0, encoding) for encoding in range(11)), (3, 1), (3, 10)}) - {(0, 5)}
MAC, SYMBOLS, WINDOWS = (1, 0), (3, 0), (3, 1)
_KINDS = UNICODE | {MAC, SYMBOLS}
_VARIANTS = (0, 5), 14
"""What chooses among the forms of one sign: no map that a PDF goes by."""
_MOST_MAPS, _MOST_GROUPS = 16, 20_000
_LAST = 0xFFFF
_Group = tuple[int, int, int, int]
"""First and last code, what is added to a code, and where its glyph stands instead; or 0."""


class Map:
    """One map.

    Args:
        data: of the table, from where this map begins.
        spend: told how much is looked through; it may end that.

    Raises:
        ValueError: it is in another form, or not in order.
        struct.error: it is not whole.
    """

    def __init__(self, data: memoryview, spend: Callable[[int], None]) -> None:
        self._data = data
        (form,) = struct.unpack_from(">H", data)
        if form not in _FORMS:
            raise ValueError(form)
        self._groups = _FORMS[form](data)
        spend(len(self._groups))
        self._ends = [group[1] for group in self._groups]
        before = -1
        for first, last, _, _ in self._groups:
            if not before < first <= last:
                raise ValueError(first)
            before = last

    def glyph(self, code: int) -> int:
        """Return the glyph of a code; 0 if there is none.

        Raises:
            struct.error: the map leads out of its table.
        """
        at = bisect_left(self._ends, code)
        if at == len(self._groups) or code < self._groups[at][0]:
            return 0
        first, _, step, place = self._groups[at]
        if not place:
            return (code + step) & _LAST
        (glyph,) = struct.unpack_from(">H", self._data, place + 2 * (code - first))
        return (glyph + step) & _LAST if glyph else 0


def read_maps(table: bytes, spend: Callable[[int], None]) -> dict[tuple[int, int], Map]:
    """Return the maps of a table by platform and encoding.

    Args:
        table: all of it.
        spend: told how much is looked through; it may end that.

    Raises:
        ValueError: one is of no usual kind or form.
        struct.error: one is not whole.
    """
    maps: dict[tuple[int, int], Map] = {}
    # Each goes to the end of the table, and none is a copy of it.
    view = memoryview(table)
    (count,) = struct.unpack_from(">H", table, 2)
    if not 0 < count <= _MOST_MAPS:
        raise ValueError(count)
    for at in range(4, 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", table, at)
        kind = platform, encoding
        if kind == _VARIANTS[0] and struct.unpack_from(">H", table, offset)[0] == _VARIANTS[1]:
            continue
        if kind not in _KINDS or kind in maps:
            raise ValueError(kind)
        maps[kind] = Map(view[offset:], spend)
    return maps


def _bytes(data: memoryview) -> list[_Group]:
    codes = struct.unpack_from(">256B", data, 6)
    return [(code, code, glyph - code, 0) for code, glyph in enumerate(codes) if glyph]


def _segments(data: memoryview) -> list[_Group]:
    (twice,) = struct.unpack_from(">H", data, 6)
    form = f">{twice // 2}H"
    begins = 14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice
    lasts, firsts, steps, places = (struct.unpack_from(form, data, begin) for begin in begins)
    if twice % 2 or not lasts or lasts[-1] != _LAST:
        raise ValueError(twice)
    # Where a segment's glyphs are listed is counted from where that is said.
    listed = (place and begins[3] + 2 * at + place for at, place in enumerate(places))
    return list(zip(firsts, lasts, steps, listed, strict=True))


def _row(data: memoryview) -> list[_Group]:
    first, count = struct.unpack_from(">2H", data, 6)
    codes = struct.unpack_from(f">{count}H", data, 10)
    found = ((first + at, glyph) for at, glyph in enumerate(codes) if glyph)
    return [(code, code, glyph - code, 0) for code, glyph in found]


def _groups(data: memoryview) -> list[_Group]:
    (count,) = struct.unpack_from(">I", data, 12)
    if count > _MOST_GROUPS:
        raise ValueError(count)
    found = struct.unpack_from(f">{3 * count}I", data, 16)
    parts = (found[at : at + 3] for at in range(0, 3 * count, 3))
    return [(first, last, glyph - first, 0) for first, last, glyph in parts]


_FORMS = {0: _bytes, 4: _segments, 6: _row, 12: _groups}
