"""Run what a page draws, its words and the drawings it uses (ISO 32000-1, 8.10, 9.4 and 14.6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING, Any

from signing.examine.colours import are_defaults_plain
from signing.examine.content import Operand, operators
from signing.examine.finding import FindingCode
from signing.examine.fonts import Font, letters_of
from signing.examine.glyphs import Ink, procedure_of
from signing.examine.graphics import FAINT, GRAPHICS, THICK, Graphics, matrix_of
from signing.examine.layout import Layout, Text
from signing.examine.objects import Objects
from signing.examine.paths import Path
from signing.examine.plainly import Plainness
from signing.examine.state import (
    IDENTITY,
    Box,
    Colour,
    Matrix,
    box_of,
    common,
    empty,
    joined,
    upright,
)

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_DESCENT, _ASCENT = -0.2, 0.75
"""In heights of a line, around what letters take of it."""
_BLURRED = 0.25


@dataclass
class _Marked:
    """Marked content that says what it is to be read as (14.9.4)."""

    actual: str = ""
    drawn: list[str] = field(default_factory=list)
    certain: bool = True


class Drawing(Graphics):
    """Runs the operators of a page and of the drawings it uses."""

    def __init__(self, objects: Objects, layout: Layout, fonts: dict[object, Font]) -> None:
        super().__init__(objects, layout, fonts)
        self.others: list[str] = []
        """What is read as something else than it shows."""
        self.unit = 1.0
        """Points in a unit of the page's user space."""
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._blur = 0.0
        """How far this line may be off where widths are rounded, in sizes."""
        self._marked: list[_Marked] = []
        self._depth = 0
        self.is_certain = True
        """What every string says is known."""
        self._within_glyph = -1
        """At which depth a procedure of a glyph runs."""

    def run(
        self,
        data: bytes,
        resources: DictionaryObject | None,
        depth: int,
        seams: tuple[int, ...] = (),
    ) -> None:
        """Run a content stream.

        Args:
            data: all of it.
            resources: what it names; None if it has none of its own.
            depth: of drawings within drawings.
            seams: where one of several streams ends and the next begins.

        Raises:
            MalformedDocument: it cannot be read.
            DocumentTooLarge: a limit is reached.
        """
        self._objects.budget.deeper(depth)
        outer, self._resources = self._resources, resources
        self._depth = depth
        self.is_plain &= are_defaults_plain(self._objects, resources)
        steps, budget = _STEPS, self._objects.budget
        plainness = Plainness()
        for operator, operands in operators(data, budget, self._tell_unlike, seams):
            plainness.look(operator, operands)
            step = steps.get(operator)
            if step is not None:
                # A wrong number of operands is skipped by readers, and so here.
                try:
                    step(self, operands)
                except (IndexError, TypeError):
                    continue
        self.is_plain &= plainness.is_plain
        self._resources = outer
        self._depth = depth - 1

    def _tell_unlike(self) -> None:
        self.is_plain = False

    # -- text ---------------------------------------------------------------------------------

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
        self.require_colours()
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
            self._draw_glyphs(font)
        self.is_certain &= certain
        self.is_plain &= self._blur <= _BLURRED
        advance *= state.stretch
        text = "".join(words)
        for marked in self._marked:
            if marked.actual:
                marked.drawn.append(text)
                marked.certain = marked.certain and certain
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
        text = Text(words, raw, box)
        fills, strokes = state.mode in (0, 2, 4, 6), state.mode in (1, 2, 5, 6)
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
        elif empty(common(box, layout.region)):
            layout.hide(text, FindingCode.OUTSIDE_TEXT)
        elif empty(common(box, state.clip)):
            layout.hide(text, FindingCode.CLIPPED_TEXT)
        else:
            colours: tuple[Colour, ...] = (state.fill,) * fills + (state.stroke,) * strokes
            layout.write(text, colours if state.plain else (None,))

    def _draw_glyphs(self, font: Font) -> None:
        """Look into the procedures of a Type 3 font (9.6.5), once each."""
        while font.procedures:
            code, found = font.procedures.pop()
            data = self._objects.data(found)
            seen = operators(data, self._objects.budget)
            is_plain, box = procedure_of(seen, *font.width(code))
            ink = Ink(self._objects.budget)
            inner = Drawing(self._objects, ink, self._all_fonts)
            resources = self._resources if font.resources is None else font.resources
            inner.run_glyph(data, resources, self._depth + 1)
            font.compare(code, ink.words())
            self.others += inner.others
            self.fonts += [item for item in inner.fonts if item not in self.fonts]
            self.is_plain &= inner.is_plain and is_plain and (box is None or ink.lies_in(box))

    def run_glyph(self, data: bytes, resources: DictionaryObject | None, depth: int) -> None:
        """Run the procedure of a glyph.

        Raises:
            MalformedDocument: it cannot be read.
            DocumentTooLarge: a limit is reached.
        """
        self._within_glyph = depth
        self.run(data, resources, depth)

    def setting(self, operands: list[Operand]) -> None:
        """``gs``: within a glyph PDFium takes no transparency over."""
        self.graphics(operands)
        state = self._state
        whole = state.plain and state.fill_alpha == state.stroke_alpha == 1.0
        self.is_plain &= whole or self._within_glyph < 0

    def glyph(self, _: list[Operand]) -> None:
        """``d0``, ``d1``: what follows is a glyph."""
        self.is_plain &= self._depth == self._within_glyph

    # -- drawings within drawings -------------------------------------------------------------

    def draw(self, operands: list[Operand]) -> None:
        """``Do`` (8.8)."""
        objects = self._objects
        found = objects.stream(self._resource("/XObject", operands[-1]))
        if found is None:
            return
        kind = objects.text(objects.get(found, "/Subtype"))
        if kind == "/Image":
            masks = [objects.get(found, key) for key in ("/SMask", "/Mask")]
            stencil = _true(objects.get(found, "/ImageMask"))
            self._picture(opaque=masks == [None, None] and not stencil)
        elif kind == "/Form":
            self._form(found)

    def inline_image(self, operands: list[Operand]) -> None:
        """``BI``: show a picture that stands here."""
        self.is_plain &= not self._state.masked
        self._picture(opaque=not operands[0])

    def _picture(self, *, opaque: bool) -> None:
        self.require_colours()
        matrix = self._state.matrix
        box = box_of(matrix, 0, 0, 1, 1)
        self._paint(box, None, covers=opaque and upright(matrix), picture=True)

    def _form(self, found: Any) -> None:  # noqa: ANN401 - a stream
        """Run a form XObject (8.10) in a state of its own."""
        objects = self._objects
        self.require_colours()
        outer = self._state, self._kept, self._text, self._line, self._alpha, self._path
        state = self._state = self._state.copy()
        self._kept, self._path, state.masked = [], Path(), False
        matrix = objects.numbers(dict.get(found, "/Matrix"))
        if len(matrix) == 6:
            state.matrix = joined(matrix_of(list(matrix)), state.matrix)
        bounds = box_from(objects.numbers(dict.get(found, "/BBox")))
        if bounds is not None:
            state.clip = common(state.clip, box_of(state.matrix, *bounds))
            state.clip_exact = state.clip_exact and upright(state.matrix)
        if objects.get(found, "/Group") is not None:
            # A group is drawn by itself and then laid on the page as one.
            self._alpha *= state.fill_alpha
            state.fill_alpha = state.stroke_alpha = 1.0
        resources = objects.dictionary(dict.get(found, "/Resources"))
        # What one that has its own does not find in it, some readers look for around it.
        resources = self._resources if resources is None else resources
        self.run(objects.data(found), resources, self._depth + 1)
        self._state, self._kept, self._text, self._line, self._alpha, self._path = outer

    # -- marked content -----------------------------------------------------------------------

    def mark(self, operands: list[Operand]) -> None:
        """``BMC``, ``BDC``: begin marked content."""
        marked = _Marked()
        properties = operands[-1] if len(operands) > 1 else None
        actual: object = None
        if isinstance(properties, dict):
            actual = properties.get("ActualText")
        elif isinstance(properties, str):
            found = self._objects.dictionary(self._resource("/Properties", properties))
            actual = self._objects.get(found, "/ActualText")
        if isinstance(actual, bytes):
            wide = actual.startswith((b"\xfe\xff", b"\xff\xfe"))
            marked.actual = actual.decode("utf-16" if wide else "latin-1", "ignore")
        elif isinstance(actual, str):
            marked.actual = str(actual)
        self._marked.append(marked)

    def unmark(self, _: list[Operand]) -> None:
        """``EMC``: end it."""
        if not self._marked:
            return
        marked = self._marked.pop()
        drawn, actual = "".join(marked.drawn), marked.actual
        both = letters_of(drawn), letters_of(actual)
        if marked.certain and all(both) and both[0] != both[1]:
            self.others.append(f"{drawn.strip()} ≠ {actual.strip()}")


def box_from(numbers: tuple[float, ...]) -> Box | None:
    """Return the box of two opposite corners in any order; None if it is not one (7.9.5)."""
    if len(numbers) != 4:
        return None
    x, y, right, top = numbers
    return min(x, right), min(y, top), max(x, right), max(y, top)


def _true(value: Any) -> bool:  # noqa: ANN401
    """Whether an object is ``true``; the library's own kind of it is always true in Python."""
    return bool(getattr(value, "value", value))


_STEPS: dict[bytes, Callable[[Drawing, list[Operand]], None]] = {
    **GRAPHICS,
    b"BT": Drawing.begin_text,
    b"Tf": Drawing.font,
    b"Tc": Drawing.spacing,
    b"Tw": Drawing.word_spacing,
    b"Tz": Drawing.stretch,
    b"TL": Drawing.leading,
    b"Ts": Drawing.rise,
    b"Tr": Drawing.mode,
    b"Tm": Drawing.text_matrix,
    b"Td": Drawing.next_line,
    b"TD": Drawing.next_line_leading,
    b"T*": Drawing.new_line,
    b"Tj": Drawing.show,
    b"TJ": Drawing.show_parts,
    b"'": Drawing.show_on_new_line,
    b'"': Drawing.show_spaced,
    b"Do": Drawing.draw,
    b"BI": Drawing.inline_image,
    b"gs": Drawing.setting,
    b"d0": Drawing.glyph,
    b"d1": Drawing.glyph,
    b"BMC": Drawing.mark,
    b"BDC": Drawing.mark,
    b"EMC": Drawing.unmark,
}
