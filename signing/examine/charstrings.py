"""What the descriptions of glyphs in compact programs draw: where, and in how many steps.

Type 2 charstrings (Adobe's note 5177) are small programs that call others. Here they are run as
far as their points go: by whole rows of numbers as makers of fonts write them, without the
arithmetic that was taken out of the format, and for no more steps than an honest glyph takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from signing.examine.encodings import NAMES
from signing.examine.outlines import MOST, Box, around
from signing.examine.rows import ROWS, Steps

Matrix = tuple[float, ...]
_DEEPEST = 10
_STEMS, _MASKS = (1, 3, 18, 23), (19, 20)
_MOVES = {21: (1, 1), 22: (1, 0), 4: (0, 1)}
_RETURN, _LONG, _END = 11, 12, 14


@dataclass(frozen=True)
class Charstrings:
    """The glyphs of one program."""

    glyphs: Sequence[bytes]
    common: Sequence[bytes]
    """What those of all parts may call."""
    own: Sequence[Sequence[bytes]]
    """What those of one part may call."""
    parts: Sequence[int]
    """To which part each glyph belongs; nothing where there is one."""
    matrices: Sequence[Matrix]
    """Of each part, from its units to the font's size."""
    names: dict[str, int] = field(default_factory=dict)
    """Places of glyphs by name."""

    def box(self, glyph: int) -> Box | None:
        """Return the box around all points of a glyph, in em; None for one without any.

        Raises:
            ValueError: it is not said as makers of fonts say it, or draws for too long.
            LookupError: it leads nowhere.
        """
        pen = self._run(glyph, strictly=True)
        boxes = [pen.box] if pen.box is not None else []
        if pen.accent:
            boxes += self._accented(pen.accent)
        a, b, c, d, e, f = self.matrices[self._part(glyph)]
        found = around(boxes)
        if found is None:
            return None
        left, bottom, right, top = found
        points = [
            (a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)
        ]
        xs, ys = zip(*points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def steps(self, glyph: int) -> int:
        """Return how many steps drawing a glyph takes.

        Raises:
            ValueError: that cannot be said, or it is too many.
            LookupError: it leads nowhere.
        """
        return self._run(glyph, strictly=False).steps

    def _run(self, glyph: int, *, strictly: bool) -> Pen:
        part = self._part(glyph)
        pen = Pen(self.common, self.own[part], strictly=strictly)
        pen.run(self.glyphs[glyph], 0)
        if strictly and not pen.ended:
            raise ValueError(glyph)
        return pen

    def _part(self, glyph: int) -> int:
        return self.parts[glyph] if self.parts else 0

    def _accented(self, accent: list[float]) -> list[Box]:
        """Return where the two letters of one with an accent lie (note 5177, appendix C)."""
        x, y, below, above = accent
        boxes: list[Box] = []
        for code, right, up in ((below, 0.0, 0.0), (above, x, y)):
            pen = self._run(self.names[NAMES["/StandardEncoding"][int(code)]], strictly=True)
            if pen.accent:
                raise ValueError(code)
            if pen.box is not None:
                left, bottom, far, top = pen.box
                boxes.append((left + right, bottom + up, far + right, top + up))
        return boxes


class Pen:
    """Runs one glyph.

    Args:
        common: what all glyphs may call.
        own: what this one may call besides.
        strictly: whether all of it has to be as makers of fonts write it.
    """

    def __init__(self, common: Sequence[bytes], own: Sequence[bytes], *, strictly: bool) -> None:
        self._called = {29: common, 10: own}
        self._strictly = strictly
        self._stack: list[float] = []
        self._stems = 0
        self._begun = self.ended = False
        self._x = self._y = 0.0
        self._points: list[tuple[float, float]] = []
        self.steps = 0
        self.accent: list[float] = []

    @property
    def box(self) -> Box | None:
        """Around all points."""
        if not self._points:
            return None
        xs, ys = zip(*self._points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def run(self, data: bytes, depth: int) -> None:
        """Run one description.

        Raises:
            ValueError: see the class.
            LookupError: it is cut, or calls what is not there.
        """
        if depth > _DEEPEST:
            raise ValueError(depth)
        at, size, stack = 0, len(data), self._stack
        while at < size and not self.ended:
            byte, at = data[at], at + 1
            self.steps += 1
            if self.steps > MOST:
                raise ValueError(self.steps)
            if 32 <= byte < 247:
                stack.append(byte - 139)
            elif byte >= 32 or byte == 28:
                value, length = _number(byte, data[at : at + 4])
                stack.append(value)
                at += length
            elif byte in self._called:
                self._call(byte, depth)
            elif byte == _RETURN:
                return
            elif byte in _MASKS:
                self._count_stems()
                at += (self._stems + 7) // 8
            elif byte == _LONG:
                self._do(256 + data[at])
                at += 1
            else:
                self._do(byte)
        if at > size:
            raise LookupError(at)

    def _call(self, byte: int, depth: int) -> None:
        called = self._called[byte]
        count = len(called)
        number = self._stack.pop() + (107 if count < 1240 else 1131 if count < 33900 else 32768)
        if not 0 <= number < count or number != int(number):
            raise ValueError(number)
        self.run(called[int(number)], depth + 1)

    def _count_stems(self) -> None:
        self._require(known=len(self._stack) % 2 == 0 or not self._begun)
        self._stems += len(self._stack) // 2
        self._begun = True
        self._stack.clear()

    def _do(self, byte: int) -> None:
        """Carry out one operator of one byte."""
        stack = self._stack
        if byte in _STEMS:
            self._count_stems()
            return
        if byte in _MOVES:
            across, up = _MOVES[byte]
            need = across + up
            known = len(stack) == need or (len(stack) == need + 1 and not self._begun)
            self._require(known=known)
            last = stack[-need:] if known else [0.0] * need
            self._by(last[0] if across else 0.0, last[-1] if up else 0.0)
        elif byte == _END:
            if len(stack) >= 4:
                self.accent = stack[-4:]
            self._require(known=len(stack) in ((0, 4) if self._begun else (0, 1, 4, 5)))
            self.ended = True
        elif self._strictly:
            for x, y in _row(byte, stack):
                self._by(x, y)
        elif byte not in ROWS:
            raise ValueError(byte)
        self._begun = True
        stack.clear()

    def _require(self, *, known: bool) -> None:
        if self._strictly and not known:
            raise ValueError(self.steps)

    def _by(self, x: float, y: float) -> None:
        self._x += x
        self._y += y
        self._points.append((self._x, self._y))


def _row(byte: int, numbers: list[float]) -> Steps:
    known = ROWS.get(byte)
    if known is None:
        raise ValueError(byte)
    return known(numbers)


def _number(byte: int, behind: bytes) -> tuple[float, int]:
    """Return a number of several bytes, and how many there are behind the first."""
    if byte == 28:
        return int.from_bytes(behind[:2], signed=True), 2
    if byte == 255:
        return int.from_bytes(behind, signed=True) / 65536, 4
    value = (byte - 247) % 4 * 256 + behind[0] + 108
    return (value if byte < 251 else -value), 1
