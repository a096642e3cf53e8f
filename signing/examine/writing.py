"""What a page writes, and whether it is seen (ISO 32000-1, 9.3 and 9.4)."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot

from signing.examine.content import Operand
from signing.examine.finding import FindingCode
from signing.examine.fonts import Font
from signing.examine.graphics import FAINT, FAR, THICK, Graphics, matrix_of
from signing.examine.layout import Layout, Text
from signing.examine.objects import Objects
from signing.examine.state import IDENTITY, Colour, Matrix, box_of, joined

_DESCENT, _ASCENT = -0.2, 0.75
"""In heights of a line, around what letters take of it."""
_SMALL = 0.45
_FILLS, _STROKES = (0, 2, 4, 6), (1, 2, 5, 6)
"""Modes in which letters are areas, and lines."""
_BLURRED = 0.25


class Writing(Graphics):
    """The operators of texts."""

    def __init__(self, objects: Objects, layout: Layout, fonts: dict[object, Font]) -> None:
        super().__init__(objects, layout, fonts)
        self.unit = 1.0
        """Points in a unit of the page's user space."""
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._blur = 0.0
        """How far this line may be off where widths are rounded, in sizes."""

    def begin_text(self, _: list[Operand]) -> None:
        """``BT``: begin a text."""
        self._begin(IDENTITY)

    def font(self, operands: list[Operand]) -> None:
        """``Tf``: choose font and size."""
        self._state.font = self._font_of(self._resource("/Font", operands[0]))
        self._state.size = float(operands[1])

    def spacing(self, operands: list[Operand]) -> None:
        """``Tc``: space between letters."""
        self._state.spacing = float(operands[-1])

    def word_spacing(self, operands: list[Operand]) -> None:
        """``Tw``: space between words."""
        self._state.word_spacing = float(operands[-1])

    def stretch(self, operands: list[Operand]) -> None:
        """``Tz``: stretch letters."""
        self._state.stretch = operands[-1] / 100

    def leading(self, operands: list[Operand]) -> None:
        """``TL``: space between lines."""
        self._state.leading = float(operands[-1])

    def rise(self, operands: list[Operand]) -> None:
        """``Ts``: lift letters."""
        self._state.rise = float(operands[-1])

    def mode(self, operands: list[Operand]) -> None:
        """``Tr``: how letters are drawn."""
        self._state.mode = int(operands[-1])

    def text_matrix(self, operands: list[Operand]) -> None:
        """``Tm``: where the text begins."""
        self._begin(matrix_of(operands))

    def _begin(self, place: Matrix) -> None:
        self._text = self._line = place
        self._blur = 0.0

    def next_line(self, operands: list[Operand]) -> None:
        """``Td``: begin the next line."""
        x, y = operands[0], operands[1]
        self._begin(joined((1, 0, 0, 1, x, y), self._line))

    def next_line_leading(self, operands: list[Operand]) -> None:
        """``TD``: begin the next line, and keep the distance."""
        self._state.leading = -operands[1]
        self.next_line(operands)

    def new_line(self, _: list[Operand]) -> None:
        """``T*``: begin the next line at the kept distance."""
        self.next_line([0.0, -self._state.leading])

    def show(self, operands: list[Operand]) -> None:
        """``Tj``: show a string."""
        self._show([operands[-1]])

    def show_parts(self, operands: list[Operand]) -> None:
        """``TJ``: show strings and the gaps between them."""
        self._show(operands[-1])

    def show_on_new_line(self, operands: list[Operand]) -> None:
        """``'``: show a string on the next line."""
        self.new_line(operands)
        self._show([operands[-1]])

    def show_spaced(self, operands: list[Operand]) -> None:
        """``"``: show a string on the next line, spaced."""
        self._state.word_spacing, self._state.spacing = operands[0], operands[1]
        self.show_on_new_line(operands)

    def _show(self, parts: list[Operand]) -> None:
        state, font = self._state, self._state.font
        if font is None:
            self.is_plain = False
            return
        # Ghostscript prints a text through a mask that is set beside it.
        self.is_plain &= not state.masked
        self.require_ink(fills=state.mode in _FILLS, strokes=state.mode in _STROKES)
        advance = 0.0
        words: list[str] = []
        blank, certain = True, True
        for part in parts:
            if isinstance(part, bytes):
                item = font.measure(part)
                advance += item.advance * state.size + item.glyphs * state.spacing
                advance += item.spaces * state.word_spacing
                # Of spaces in fonts of several bytes some readers make no wide ones.
                self.is_plain &= not (item.spaces and font.wide and state.word_spacing)
                self._blur += item.blur
                words.append(item.text)
                blank = blank and item.blank
                certain = certain and item.certain
            elif isinstance(part, float):
                advance -= part / 1000 * state.size
        if font.is_drawn:
            # Some readers take the mode over to what is written within a glyph.
            self.is_plain &= state.mode in (0, 3)
            self.draw_glyphs(font)
        a, b, c, d, _, _ = joined(self._text, state.matrix)
        size = state.size * max(hypot(a, b) * abs(state.stretch), hypot(c, d))
        self.is_plain &= abs(size) * font.reach <= FAR
        self.is_plain &= self._blur <= _BLURRED
        advance *= state.stretch
        text = "".join(words)
        self.note(text, certain=certain)
        if not blank:
            raw = b"".join(part for part in parts if isinstance(part, bytes))
            self._place(text, raw, advance, font)
        self._text = joined((1, 0, 0, 1, advance, 0), self._text)

    def _place(self, words: str, raw: bytes, advance: float, font: Font) -> None:
        """Decide whether a string is seen, and where it stands."""
        state, layout = self._state, self._layout
        matrix = joined(self._text, state.matrix)
        height = state.size * font.em
        box = box_of(
            matrix, 0, state.rise + _DESCENT * height, advance, state.rise + _ASCENT * height
        )
        letters = box_of(matrix, 0, state.rise, advance, state.rise + _SMALL * height)
        text = Text(words, raw, box, letters)
        fills, strokes = state.mode in _FILLS, state.mode in _STROKES
        faint = max(
            state.fill_alpha if fills else 0.0,
            state.stroke_alpha if strokes else 0.0,
        )
        a, b, c, d, _, _ = matrix
        size = abs(height) * self.unit
        # Mode 3 paints nothing; mode 7 makes a clip that a picture may fill.
        if state.mode != 7 and faint * self._alpha < FAINT:
            layout.hide(text, FindingCode.INVISIBLE_TEXT)
        elif min(size * hypot(c, d), size * hypot(a, b) * abs(state.stretch)) < THICK:
            layout.hide(text, FindingCode.TINY_TEXT)
        elif not text.shows_in(layout.region):
            layout.hide(text, FindingCode.OUTSIDE_TEXT)
        elif not text.shows_in(state.clip):
            layout.hide(text, FindingCode.CLIPPED_TEXT)
        else:
            colours: tuple[Colour, ...] = (state.fill,) * fills + (state.stroke,) * strokes
            layout.write(text, tuple(map(self.laid, colours)))

    def note(self, text: str, *, certain: bool) -> None:
        """Take note of what is shown.

        Args:
            text: its letters.
            certain: whether they are known.
        """
        raise NotImplementedError

    def draw_glyphs(self, font: Font) -> None:
        """Look into the glyphs of a font that are drawings themselves."""
        raise NotImplementedError


WRITING: dict[bytes, Callable[[Writing, list[Operand]], None]] = {
    b"BT": Writing.begin_text,
    b"Tf": Writing.font,
    b"Tc": Writing.spacing,
    b"Tw": Writing.word_spacing,
    b"Tz": Writing.stretch,
    b"TL": Writing.leading,
    b"Ts": Writing.rise,
    b"Tr": Writing.mode,
    b"Tm": Writing.text_matrix,
    b"Td": Writing.next_line,
    b"TD": Writing.next_line_leading,
    b"T*": Writing.new_line,
    b"Tj": Writing.show,
    b"TJ": Writing.show_parts,
    b"'": Writing.show_on_new_line,
    b'"': Writing.show_spaced,
}
