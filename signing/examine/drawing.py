"""Run what a page draws, its words and the drawings it uses (ISO 32000-1, 8.10, 9.4 and 14.6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING, Any

from signing.examine.colours import are_defaults_plain
from signing.examine.content import Operand, operators
from signing.examine.copied import numbers_of
from signing.examine.fonts import Font, letters_of
from signing.examine.glyphs import SHADED, Ink, procedure_of
from signing.examine.graphics import GRAPHICS, THICK, matrix_of
from signing.examine.layers import is_layer
from signing.examine.layout import Layout
from signing.examine.objects import Objects
from signing.examine.paths import Path
from signing.examine.plainly import Plainness
from signing.examine.state import (
    IDENTITY,
    Matrix,
    box_from,
    box_of,
    common,
    empty,
    joined,
    upright,
)
from signing.examine.writing import WRITING, Writing

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject


_FINEST, _INCH = 2000, 72
"""Dots an inch; Ghostscript prints one of three or more of a finer picture, as it prints 600."""


@dataclass
class _Marked:
    """Marked content that says what it is to be read as (14.9.4)."""

    actual: str | None = None
    drawn: list[str] = field(default_factory=list)
    certain: bool = True


class Drawing(Writing):
    """Runs the operators of a page and of the drawings it uses."""

    def __init__(self, objects: Objects, layout: Layout, fonts: dict[object, Font]) -> None:
        super().__init__(objects, layout, fonts)
        self.others: list[str] = []
        """What is read as something else than it shows."""
        self._marked: list[_Marked] = []
        self._depth = 0
        self.is_too_fine = False
        """It has a picture of which a printer's program takes some dots, and others the mean."""
        self.is_certain = True
        """What every string says is known."""
        self._looked_into: dict[int, Any] = {}
        """Drawn elsewhere than here, each once; kept, so that no other comes to its address."""
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

    # -- glyphs that are drawings -------------------------------------------------------------

    def draw_glyphs(self, font: Font) -> None:
        """Look into the procedures of a Type 3 font (9.6.5), once each."""
        while font.procedures:
            code, found = font.procedures.pop()
            data = self._objects.data(found)
            seen = operators(data, self._objects.budget)
            is_plain, box = procedure_of(seen, *font.width(code))
            inner, ink = self._inner()
            inner.bounds = None
            resources = self._resources if font.resources is None else font.resources
            inner.run_glyph(data, resources, self._depth + 1)
            font.compare(code, ink.words())
            far = max(map(abs, inner.extent or (0.0,)))
            font.reach = max(font.reach, far * font.width(code)[1])
            self._take_over(inner)
            self.is_plain &= is_plain and (box is None or ink.lies_in(box))

    def _inner(self, place: Matrix = IDENTITY) -> tuple[Drawing, Ink]:
        """Return what runs something that is drawn elsewhere than here, and its ink."""
        ink = Ink(self._objects.budget)
        inner = Drawing(self._objects, ink, self._all_fonts)
        inner._looked_into, inner._state.matrix = self._looked_into, place
        inner.bounds = self.bounds
        return inner, ink

    def _take_over(self, inner: Drawing) -> None:
        self.others += inner.others
        self.fonts += [item for item in inner.fonts if item not in self.fonts]
        self.is_plain &= inner.is_plain
        self.is_too_fine |= inner.is_too_fine

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
        self._look_into_mask(operands)

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
            size = [objects.get(found, key) for key in ("/Width", "/Height")]
            self._picture(size, opaque=masks == [None, None] and not stencil, stencil=stencil)
        elif kind == "/Form":
            self._form(found)

    def inline_image(self, operands: list[Operand]) -> None:
        """``BI``: show a picture that stands here."""
        self.is_plain &= not self._state.masked
        self._picture(operands[1:], opaque=not operands[0], stencil=bool(operands[0]))

    def _picture(self, size: list[Any], *, opaque: bool, stencil: bool) -> None:
        self.require_ink(fills=stencil, strokes=False)
        matrix = self._state.matrix
        a, b, c, d, _, _ = matrix
        for points, length in zip(size, (hypot(a, b), hypot(c, d)), strict=True):
            wide = length * self.unit
            if isinstance(points, (int, float)) and wide > THICK:
                self.is_too_fine |= points > _FINEST * wide / _INCH
        box = box_of(matrix, 0, 0, 1, 1)
        # Of one that lies wholly outside nothing is drawn.
        self._reach(box, may_go_on=empty(common(box, self._state.clip)))
        self._paint(box, None, covers=opaque and upright(matrix), picture=True)

    def _form(self, found: Any) -> None:  # noqa: ANN401 - a stream
        """Run a form XObject (8.10) in a state of its own."""
        objects = self._objects
        outer = self._state, self._kept, self._text, self._line, self._alpha, self._path
        state = self._state = self._state.copy()
        self._kept, self._path, state.masked = [], Path(), False
        matrix = objects.numbers(dict.get(found, "/Matrix"))
        if len(matrix) == 6:
            state.matrix = joined(matrix_of(list(matrix)), state.matrix)
        bounds = box_from(objects.numbers(dict.get(found, "/BBox")))
        if bounds is not None:
            around = box_of(state.matrix, *bounds)
            self._reach(around, may_go_on=upright(state.matrix))
            state.clip = common(state.clip, around)
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

    # -- masks and patterns -------------------------------------------------------------------

    def _look_into_mask(self, operands: list[Operand]) -> None:
        """Run the group by which a graphics state masks what is drawn (11.6.5.3)."""
        objects = self._objects
        found = objects.dictionary(self._resource("/ExtGState", operands[-1]))
        group = objects.stream(objects.get(objects.dictionary(objects.get(found, "/SMask")), "/G"))
        if group is not None and id(group) not in self._looked_into:
            self._looked_into[id(group)] = group
            inner, _ = self._inner(self._state.matrix)
            resources = objects.dictionary(dict.get(group, "/Resources"))
            resources = self._resources if resources is None else resources
            inner.run(objects.data(group), resources, self._depth + 1)
            self._take_over(inner)

    def pattern(self, found: Any, *, coloured: bool) -> None:  # noqa: ANN401
        """Run the cell of a tiling pattern (8.7.3): areas and pictures alone.

        Text within is neither found nor copied by some readers.
        """
        objects = self._objects
        cell = objects.stream(found)
        if cell is None:
            super().pattern(found, coloured=coloured)
            return
        self.is_plain &= coloured == (objects.get(cell, "/PaintType") == 1)
        if id(cell) in self._looked_into:
            return
        self._looked_into[id(cell)] = cell
        data, resources = objects.data(cell), objects.dictionary(dict.get(cell, "/Resources"))
        if not coloured:
            self.is_plain &= all(word not in SHADED for word, _ in operators(data, objects.budget))
        placed = objects.numbers(dict.get(cell, "/Matrix"))
        inner, ink = self._inner(matrix_of(list(placed)) if len(placed) == 6 else IDENTITY)
        inner.run(data, resources, self._depth + 1)
        self._take_over(inner)
        self.is_plain &= resources is not None and not ink.has_text

    # -- marked content -----------------------------------------------------------------------

    def mark(self, operands: list[Operand]) -> None:
        """``BMC``, ``BDC``: begin marked content."""
        marked = _Marked()
        properties = operands[-1] if len(operands) > 1 else None
        actual: object = None
        if operands[0] == "OC":
            layer = isinstance(properties, str) and self._resource("/Properties", properties)
            self.is_plain &= is_layer(self._objects, layer)
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

    def note(self, text: str, *, certain: bool) -> None:
        """Keep what is shown with the marked content that it stands in."""
        self.is_certain &= certain
        for marked in self._marked:
            if marked.actual is not None:
                marked.drawn.append(text)
                marked.certain = marked.certain and certain

    def unmark(self, _: list[Operand]) -> None:
        """``EMC``: end it."""
        if not self._marked:
            return
        marked = self._marked.pop()
        drawn, actual = "".join(marked.drawn), marked.actual
        if actual is None or not marked.certain:
            return
        if letters_of(drawn) != letters_of(actual) or numbers_of(drawn) != numbers_of(actual):
            self.others.append(f"{drawn.strip()} ≠ {actual.strip()}")


def _true(value: Any) -> bool:  # noqa: ANN401
    """Whether an object is ``true``; the library's own kind of it is always true in Python."""
    return bool(getattr(value, "value", value))


_STEPS: dict[bytes, Callable[[Drawing, list[Operand]], None]] = {
    **GRAPHICS,
    **WRITING,
    b"Do": Drawing.draw,
    b"BI": Drawing.inline_image,
    b"gs": Drawing.setting,
    b"d0": Drawing.glyph,
    b"d1": Drawing.glyph,
    b"BMC": Drawing.mark,
    b"BDC": Drawing.mark,
    b"EMC": Drawing.unmark,
}
