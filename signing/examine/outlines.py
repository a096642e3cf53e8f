"""Outlines of TrueType glyphs: where their points lie and what it takes to draw one.

A place of a glyph that goes back or out of its table is a glyph to some readers and none to
others; a point far outside leaves the glyph out at some sizes, or its letters stand where the
page seems to be free. A glyph may be made of glyphs, each of which is made of others: what is
drawn in the end is counted, each read once.
"""

from __future__ import annotations

import struct
from itertools import pairwise
from math import hypot, inf
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_SHORTEST, _HEAD = 10, struct.Struct(">h4h")
_UNITS = range(64, 16385)
"""In an em (the standard's are from 16 on; of so few PDFium draws nothing)."""
_REPEATS, _SHORT, _SAME = 8, (2, 4), (16, 32)
_WORDS, _XY, _SCALE, _MORE, _BOTH, _FOUR, _SCALED = 1, 2, 8, 32, 64, 128, 2048
_PART = 16
"""Bytes as which reading a glyph counts besides its own."""
_DEEPEST = 100
MOST = 1 << 16
"""Bytes read for one glyph with all it is made of; more is drawn for seconds."""


class _Part(NamedTuple):
    """A glyph within another, and how it is turned and placed."""

    glyph: int
    a: float
    b: float
    c: float
    d: float
    x: float
    y: float


class Outlines:
    """The glyphs of one program.

    Args:
        head: the table of this name, and so on.
        loca: places of glyphs.
        glyf: their descriptions.
        count: of glyphs.

    Raises:
        struct.error: a table is too short.
    """

    def __init__(self, head: bytes, loca: bytes, glyf: bytes, count: int) -> None:
        (self.unit,) = struct.unpack_from(">H", head, 18)
        (wide,) = struct.unpack_from(">H", head, 50)
        size = 4 if wide else 2
        self.count = count = min(count, len(loca) // size - 1)
        """How many glyphs have a place."""
        places = struct.unpack_from(f">{count + 1}{'I' if wide else 'H'}", loca)
        self._places = places if wide else tuple(place * 2 for place in places)
        self._glyf = glyf
        self._toil: dict[int, float] = {}

    @property
    def is_whole(self) -> bool:
        """Every glyph lies behind the one before and within its table."""
        places = self._places
        rises = all(one <= other for one, other in pairwise(places))
        return rises and bool(places) and places[-1] <= len(self._glyf) and self.unit in _UNITS

    def box(self, glyph: int) -> Box | None:
        """Return the box around all points of a glyph, in em; None for one without any.

        Raises:
            ValueError: it is not said as makers of fonts say it.
            LookupError: it leads nowhere.
            struct.error: it is cut.
        """
        data = self._data(glyph)
        if not data:
            return None
        if self._of(glyph) > MOST:
            raise ValueError(glyph)
        if len(data) < _SHORTEST:
            raise ValueError(glyph)
        contours = _HEAD.unpack_from(data)[0]
        if contours >= 0:
            return _simple(data, contours, self.unit)
        if contours < -1:
            raise ValueError(contours)
        boxes: list[Box] = []
        for part in _parts(data):
            inner = self.box(part.glyph)
            if inner is not None:
                boxes.append(_placed(part, inner, self.unit))
        return around(boxes)

    def heaviest(self) -> float:
        """Return how many bytes are read for the glyph of the most, with all it is made of."""
        places = enumerate(pairwise(self._places))
        return max(
            (self._of(glyph) for glyph, (one, other) in places if one != other), default=0.0
        )

    def _of(self, glyph: int, depth: int = 0) -> float:
        known = self._toil.get(glyph)
        if known is not None:
            return known
        if not 0 <= glyph < len(self._places) - 1:
            return 0.0
        data = self._data(glyph)
        total = float(_PART + len(data))
        if data[:1] >= b"\x80":
            # Within itself it is drawn for ever, or not at all.
            self._toil[glyph] = inf
            inner = [part.glyph for part in _parts(data, strictly=False)]
            total = inf if depth > _DEEPEST else total
            total += sum(self._of(item, depth + 1) for item in inner)
        self._toil[glyph] = total
        return total

    def _data(self, glyph: int) -> bytes:
        start, end = self._places[glyph : glyph + 2]
        # What ends before it begins goes on to the end of the table, to some.
        return self._glyf[start : end if start <= end else None]


def lies_in(box: Box, room: Box) -> bool:
    """Whether a box lies within another."""
    left, bottom, right, top = room
    return left <= box[0] and bottom <= box[1] and box[2] <= right and box[3] <= top


def around(boxes: list[Box]) -> Box | None:
    """Return the box around boxes."""
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _simple(data: bytes, contours: int, unit: int) -> Box | None:
    if not contours:
        return None
    ends = struct.unpack_from(f">{contours}H", data, _SHORTEST)
    if any(one >= other for one, other in pairwise(ends)):
        raise ValueError(ends)
    at = _SHORTEST + 2 * contours
    at += 2 + int(struct.unpack_from(">H", data, at)[0])
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag, at = data[at], at + 1
        flags.append(flag)
        if flag & _REPEATS:
            flags += [flag] * data[at]
            at += 1
    if len(flags) != ends[-1] + 1:
        raise ValueError(ends)
    sides: list[tuple[float, float]] = []
    for short, same in zip(_SHORT, _SAME, strict=True):
        value = low = high = 0
        for number, flag in enumerate(flags):
            if flag & short:
                value += data[at] if flag & same else -data[at]
                at += 1
            elif not flag & same:
                value += struct.unpack_from(">h", data, at)[0]
                at += 2
            low, high = (min(low, value), max(high, value)) if number else (value, value)
        sides.append((low / unit, high / unit))
    (left, right), (bottom, top) = sides
    return left, bottom, right, top


def _parts(data: bytes, *, strictly: bool = True) -> list[_Part]:
    """Return what a glyph is made of.

    Raises:
        ValueError: a part is placed by its points.
        struct.error: the glyph is cut.
    """
    found: list[_Part] = []
    at, more = _SHORTEST, _MORE
    while more:
        try:
            flags, glyph = struct.unpack_from(">2H", data, at)
            x, y = struct.unpack_from(">2h" if flags & _WORDS else ">2b", data, at + 4)
            at += 8 if flags & _WORDS else 6
            count = 1 if flags & _SCALE else 2 if flags & _BOTH else 4 if flags & _FOUR else 0
            turned = [item / 16384 for item in struct.unpack_from(f">{count}h", data, at)]
        except struct.error:
            if strictly:
                raise
            return found
        at += 2 * count
        if strictly and not flags & _XY:
            raise ValueError(flags)
        a, b, c, d = _turned(turned)
        scaled = flags & _SCALED and count
        found.append(
            _Part(
                glyph,
                *(a, b, c, d),
                x * hypot(a, b) if scaled else x,
                y * hypot(c, d) if scaled else y,
            )
        )
        more = flags & _MORE
    return found


def _turned(numbers: list[float]) -> tuple[float, float, float, float]:
    match numbers:
        case [both]:
            return both, 0.0, 0.0, both
        case [across, up]:
            return across, 0.0, 0.0, up
        case [a, b, c, d]:
            return a, b, c, d
    return 1.0, 0.0, 0.0, 1.0


def _placed(part: _Part, box: Box, unit: int) -> Box:
    left, bottom, right, top = box
    corners = [
        (
            part.a * x + part.c * y + part.x / unit,
            part.b * x + part.d * y + part.y / unit,
        )
        for x in (left, right)
        for y in (bottom, top)
    ]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
