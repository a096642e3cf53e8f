"""What the descriptions of glyphs in Type 1 programs draw: where, and in how many steps.

They are small programs that call others, also by way of PostScript (Adobe's Type 1 format, 6 and
8). Let through is what makers of fonts write: lines and curves, hints, the two procedures for
flat curves and for other hints, and letters with an accent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signing.examine.encodings import NAMES
from signing.examine.outlines import MOST, Box, around

_DEEPEST = 10
_NEAR = 1.0
"""Units that a point may be off where a program says it again; some round it."""
_HINTS = {1: 2, 3: 2, 256: 0, 257: 6, 258: 6}
_STEPS = {
    21: ((0, 1),),
    22: ((0, -1),),
    4: ((-1, 0),),
    5: ((0, 1),),
    6: ((0, -1),),
    7: ((-1, 0),),
    8: ((0, 1), (2, 3), (4, 5)),
    30: ((-1, 0), (1, 2), (3, -1)),
    31: ((0, -1), (1, 2), (-1, 3)),
}
"""Places of the numbers across and up, of each step; -1 for none."""
_CALL, _RETURN, _LONG, _SIDE, _END, _CLOSE = 10, 11, 12, 13, 14, 9
_ACCENT, _SIDES, _DIVIDE, _OTHER, _POP, _SET = 262, 263, 268, 272, 273, 289
_FLAT, _BEGIN, _POINT, _HINT = 0, 1, 2, 3
"""Procedures in PostScript."""


@dataclass(frozen=True)
class OldCharstrings:
    """The glyphs of one program."""

    glyphs: Sequence[bytes]
    called: dict[int, bytes]
    names: dict[str, int]
    matrix: tuple[float, ...]

    def box(self, glyph: int) -> Box | None:
        """Return the box around all points of a glyph, in em; None for one without any.

        Raises:
            ValueError: it is not said as makers of fonts say it, or draws for too long.
            LookupError: it leads nowhere.
        """
        pen = self._run(glyph)
        boxes = [pen.box] if pen.box is not None else []
        if pen.accent:
            side, x, y, below, above = pen.accent
            for code, right, up in ((below, 0.0, 0.0), (above, pen.side - side + x, y)):
                inner = self._run(self.names[NAMES["/StandardEncoding"][int(code)]])
                if inner.accent:
                    raise ValueError(code)
                if inner.box is not None:
                    left, bottom, far, top = inner.box
                    boxes.append((left + right, bottom + up, far + right, top + up))
        found = around(boxes)
        if found is None:
            return None
        left, bottom, right, top = found
        a, b, c, d, e, f = self.matrix
        xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
        ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
        return min(xs), min(ys), max(xs), max(ys)

    def steps(self, glyph: int) -> int:
        """Return how many steps drawing a glyph takes.

        Raises:
            ValueError: that cannot be said, or it is too many.
            LookupError: it leads nowhere.
        """
        return self._run(glyph).steps

    def _run(self, glyph: int) -> _Pen:
        pen = _Pen(self.called)
        pen.run(self.glyphs[glyph], 0)
        if not pen.ended:
            raise ValueError(glyph)
        return pen


class _Pen:
    """Runs one glyph."""

    def __init__(self, called: dict[int, bytes]) -> None:
        self._called = called
        self._stack: list[float] = []
        self._given: list[float] = []
        """What a procedure gives back."""
        self._hints = False
        """What is called next brings other hints, and draws nothing."""
        self._x = self._y = self.side = 0.0
        self._points: list[tuple[float, float]] = []
        self.steps = 0
        self.ended = False
        self.accent: list[float] = []

    @property
    def box(self) -> Box | None:
        """Around all points."""
        if not self._points:
            return None
        xs, ys = zip(*self._points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def run(self, data: bytes, depth: int) -> None:
        """Run one description."""
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
            elif byte == 255:
                stack.append(int.from_bytes(data[at : at + 4], signed=True))
                at += 4
            elif byte >= 32:
                value = (byte - 247) % 4 * 256 + data[at] + 108
                stack.append(value if byte < 251 else -value)
                at += 1
            elif byte == _RETURN:
                return
            elif byte == _CALL:
                self._call(depth)
            elif byte == _LONG:
                self._do(256 + data[at])
                at += 1
            else:
                self._do(byte)
        if at > size:
            raise LookupError(at)

    def _call(self, depth: int) -> None:
        drawn, hints = len(self._points), self._hints
        self._hints = False
        self.run(self._called[int(self._stack.pop())], depth + 1)
        if hints and len(self._points) != drawn:
            raise ValueError(depth)

    def _do(self, operator: int) -> None:
        """Carry out one operator; those of two bytes count from 256 on."""
        stack = self._stack
        if operator == _DIVIDE:
            below = stack.pop()
            if not below:
                raise ValueError(operator)
            stack.append(stack.pop() / below)
        elif operator == _OTHER:
            self._procedure(int(stack.pop()), int(stack.pop()))
        elif operator == _POP:
            stack.append(self._given.pop())
        else:
            self._draw(operator, list(stack))
            stack.clear()

    def _procedure(self, which: int, count: int) -> None:
        """Call a procedure in PostScript (8.3 and 8.4)."""
        stack = self._stack
        given = [stack.pop() for _ in range(count)]
        if (which, count) == (_FLAT, 3):
            self._given = given[:2]
        elif (which, count) == (_HINT, 1):
            self._given, self._hints = given, True
        elif (which, count) not in ((_BEGIN, 0), (_POINT, 0)):
            raise ValueError(which)

    def _draw(self, operator: int, numbers: list[float]) -> None:
        steps = _STEPS.get(operator)
        if steps is not None:
            if len(numbers) != 1 + max(max(step) for step in steps):
                raise ValueError(operator)
            for across, up in steps:
                self._x += numbers[across] if across >= 0 else 0.0
                self._y += numbers[up] if up >= 0 else 0.0
                self._points.append((self._x, self._y))
        elif operator == _SIDE and len(numbers) == 2:
            self._x = self.side = numbers[0]
        elif operator == _SIDES and len(numbers) == 4:
            self._x, self._y = numbers[:2]
            self.side = self._x
        elif operator == _SET and len(numbers) == 2:
            if max(abs(numbers[0] - self._x), abs(numbers[1] - self._y)) > _NEAR:
                raise ValueError(operator)
        elif operator == _ACCENT and len(numbers) == 5:
            self.accent, self.ended = numbers, True
        elif operator == _END and not numbers:
            self.ended = True
        elif operator != _CLOSE and _HINTS.get(operator) != len(numbers):
            raise ValueError(operator)
