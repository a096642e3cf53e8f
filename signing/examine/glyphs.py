"""What the procedures of a Type 3 font draw, and whether every reader draws it (9.6.5)."""

from __future__ import annotations

from collections.abc import Iterable

from signing.examine.budget import Budget
from signing.examine.content import Operand
from signing.examine.finding import FindingCode
from signing.examine.layout import Layout, Text
from signing.examine.state import Box, Colour

_FAR = 1e6
_SLACK = 0.1
"""Of what is drawn: programs round boxes, and measure curves by their points."""
_STROKES = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))
_AS_WIDE = 0.0015
"""Of the size; the two are rounded each by itself."""
SHADED = frozenset(
    (
        *(b"g", b"G", b"rg", b"RG", b"k", b"K", b"cs", b"CS", b"sc", b"SC", b"scn", b"SCN"),
        *(b"ri", b"sh", b"Do", b"gs"),
    )
)
"""What a glyph or a cell without a colour of its own may not do; some readers do it."""


def procedure_of(
    found: Iterable[tuple[bytes, list[Operand]]], width: float, unit: float
) -> tuple[bool, Box | None]:
    """Return whether every reader takes a procedure for the same kind of glyph, and its box.

    Args:
        found: its operators with their operands. It begins with ``d0`` or ``d1``, once.
        width: of the glyph as its font says; some readers go by the procedure's own.
        unit: what both are counted in, in sizes of the font.
    """
    is_plain, box, begun = True, None, b""
    said: set[bytes] = set()
    for operator, operands in found:
        kind = operator if operator in (b"d0", b"d1") else b""
        if kind and not begun and len(operands) == 6 and kind == b"d1":
            left, bottom, right, top = operands[2:]
            box = min(left, right), min(bottom, top), max(left, right), max(bottom, top)
        if kind and operands and isinstance(operands[0], float):
            is_plain &= abs(operands[0] - width) * unit <= _AS_WIDE
        is_plain &= bool(kind) != bool(begun)
        # Lines are as wide, and as broken, as around the text, or not.
        is_plain &= operator not in _STROKES or {b"w", b"d"} <= said
        said.add(operator)
        begun = begun or kind
        if begun == b"d1":
            is_plain &= operator not in SHADED and (operator != b"BI" or operands[0] is True)
    return is_plain, box


class Ink(Layout):
    """Around everything that a glyph draws, in its own units.

    Args:
        budget: of the document.
    """

    def __init__(self, budget: Budget) -> None:
        super().__init__((-_FAR, -_FAR, _FAR, _FAR), budget)
        self._box: Box | None = None

    def hide(self, text: Text, code: FindingCode) -> None:
        """Note a text that is not seen, or is too small beside a page."""
        del code
        self._texts.append(text)

    def write(self, text: Text, colours: tuple[Colour, ...]) -> None:
        """Note a text."""
        del colours
        self._texts.append(text)
        self._widen(text.box)

    def paint(self, box: Box, colour: Colour, *, covers: bool, picture: bool = False) -> None:
        """Note an area."""
        del colour, covers, picture
        self._widen(box)

    @property
    def has_text(self) -> bool:
        """Whether there is text in it, seen or not."""
        return bool(self._texts)

    def lies_in(self, box: Box) -> bool:
        """Whether a reader that clips a glyph to its box shows all of it."""
        if self._box is None:
            return True
        left, bottom, right, top = self._box
        slack = _SLACK * max(right - left, top - bottom)
        return (
            box[0] - slack <= left
            and box[1] - slack <= bottom
            and right <= box[2] + slack
            and top <= box[3] + slack
        )

    def _widen(self, box: Box) -> None:
        if self._box is None:
            self._box = box
            return
        left, bottom, right, top = self._box
        self._box = min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3])
