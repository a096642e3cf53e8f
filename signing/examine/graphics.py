"""What sets up the drawing of a page, and the areas that are painted (ISO 32000-1, 8)."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from typing import TYPE_CHECKING, Any

from signing.examine.colours import DEVICE, PATTERN, Space, space_of
from signing.examine.content import Operand
from signing.examine.fonts import Font
from signing.examine.layout import Layout
from signing.examine.objects import Objects
from signing.examine.outlines import around, lies_in
from signing.examine.paths import Path
from signing.examine.settings import is_dashed_alike, is_set_alike
from signing.examine.shadings import is_shaded_alike, size_of
from signing.examine.state import (
    BLACK,
    IDENTITY,
    WHITE,
    Box,
    Colour,
    Matrix,
    State,
    alike,
    colour,
    common,
    joined,
    wider,
)

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

FAR = 3000.0
"""Points beyond the page; PDFium cuts off what lies 32,767 dots away, at four dots of a dense
screen to a point and each coordinate by itself, so that slants become others."""
THICK = 1.5
"""Points; a thinner line is no ground for a text, and a smaller text is none."""
FAINT = 0.05
_OPAQUE = 0.98
_LIGHT = 0.9
_GAPS = 0.1
"""Of a line; so little shows no letter."""
_DARKENING = ("/Multiply", "/Darken", "/ColorBurn")
"""Modes in which white is no ink."""
_LIGHTENING = frozenset(
    (
        *("/Screen", "/Lighten", "/ColorDodge", "/Overlay", "/SoftLight", "/Hue", "/Saturation"),
        "/Color",
    )
)
"""Modes in which nothing is seen on white."""
_MOST_KEPT = 512


class Graphics:
    """The state of a drawing, its paths and its resources."""

    def __init__(self, objects: Objects, layout: Layout, fonts: dict[object, Font]) -> None:
        self.is_plain = True
        """Every reader draws it alike, as far as its words and resources go."""
        self._objects = objects
        self._layout = layout
        self._all_fonts = fonts
        self.fonts: list[Font] = []
        """Those that were used."""
        self._state = State(IDENTITY, layout.region)
        self.bounds: Box | None = wider(layout.region, FAR)
        """Where every point of what is drawn lies; None within a glyph."""
        self.extent: Box | None = None
        """Around what is drawn within a glyph."""
        self._kept: list[State] = []
        self._path = Path()
        self._clipping = False
        self._alpha = 1.0
        """Of the groups around this drawing."""
        self._resources: DictionaryObject | None = None
        self._named: dict[tuple[int, str, str], tuple[DictionaryObject | None, Any]] = {}
        self._spaces: dict[int, tuple[Any, Space | None]] = {}
        self._settings: dict[int, tuple[Any, bool]] = {}

    # -- state --------------------------------------------------------------------------------

    def keep(self, _: list[Operand]) -> None:
        """``q``: put the state aside."""
        if len(self._kept) < _MOST_KEPT:
            self._kept.append(self._state.copy())

    def bring_back(self, _: list[Operand]) -> None:
        """``Q``: take it back."""
        if self._kept:
            self._state = self._kept.pop()

    def transform(self, operands: list[Operand]) -> None:
        """``cm``: change the matrix."""
        self._state.matrix = joined(matrix_of(operands), self._state.matrix)

    def width(self, operands: list[Operand]) -> None:
        """``w``: how thick lines are."""
        self._state.line_width = float(operands[-1])

    def dash(self, operands: list[Operand]) -> None:
        """``d``: how lines are broken."""
        self.is_plain &= is_dashed_alike(operands[0], operands[1])
        lengths = operands[0] if isinstance(operands[0], list) else []
        self._state.dashes = tuple(item for item in lengths if isinstance(item, float))

    def graphics(self, operands: list[Operand]) -> None:
        """``gs`` (8.4.5)."""
        objects = self._objects
        found = objects.dictionary(self._resource("/ExtGState", operands[-1]))
        if found is not None:
            self.is_plain &= self._is_set_alike(found)
        state = self._state
        for key, name in (("/ca", "fill_alpha"), ("/CA", "stroke_alpha")):
            value = objects.get(found, key)
            if isinstance(value, (int, float)):
                setattr(state, name, float(value))
        over = objects.get(found, "/OP")
        if over is not None:
            state.stroke_over = state.fill_over = bool(over.value)
        if objects.get(found, "/op") is not None:
            state.fill_over = bool(objects.get(found, "/op").value)
        mode, mask = objects.get(found, "/BM"), objects.get(found, "/SMask")
        if mode is not None:
            name = objects.text(mode)
            state.blend = "" if name in ("/Normal", "/Compatible") else name
        width, dashes = objects.get(found, "/LW"), objects.items(objects.get(found, "/D"))
        if isinstance(width, (int, float)):
            state.line_width = float(width)
        if dashes:
            state.dashes = objects.numbers(dashes[0])
        if mask is not None:
            state.masked = objects.text(mask) != "/None"
        font = objects.items(objects.get(found, "/Font"))
        if len(font) == 2:
            state.font, state.size = self._font_of(font[0]), float(objects.resolve(font[1]))

    def _is_set_alike(self, found: DictionaryObject) -> bool:
        # The dictionary is kept with its answer, so that no other one comes to its address.
        known = self._settings.get(id(found))
        if known is None:
            known = self._settings[id(found)] = found, is_set_alike(self._objects, found)
        return known[1]

    # -- colour -------------------------------------------------------------------------------

    def fill_colour(self, operands: list[Operand]) -> None:
        """``g``, ``rg``, ``k``: a device colour for areas."""
        state = self._state
        state.fill, state.fill_set = _plain(operands), True
        state.fill_space = Space(len(operands), is_light=True)

    def stroke_colour(self, operands: list[Operand]) -> None:
        """``G``, ``RG``, ``K``: a device colour for lines."""
        state = self._state
        state.stroke, state.stroke_set = _plain(operands), True
        state.stroke_space = Space(len(operands), is_light=True)

    def fill_by(self, operands: list[Operand]) -> None:
        """``cs``: a colour space for areas."""
        state = self._state
        space = state.fill_space = self._space(operands[-1])
        state.fill_set &= space is not None and space.begins_black and state.fill == BLACK
        state.fill = BLACK if state.fill_set else None

    def stroke_by(self, operands: list[Operand]) -> None:
        """``CS``: a colour space for lines."""
        state = self._state
        space = state.stroke_space = self._space(operands[-1])
        state.stroke_set &= space is not None and space.begins_black and state.stroke == BLACK
        state.stroke = BLACK if state.stroke_set else None

    def fill_in_space(self, operands: list[Operand]) -> None:
        """``sc``, ``scn``: a colour of the space for areas."""
        state = self._state
        state.fill, state.fill_set = self._chosen(operands, state.fill_space), True

    def stroke_in_space(self, operands: list[Operand]) -> None:
        """``SC``, ``SCN``: a colour of the space for lines."""
        state = self._state
        state.stroke, state.stroke_set = self._chosen(operands, state.stroke_space), True

    def _chosen(self, operands: list[Operand], space: Space | None) -> Colour:
        """Take only what the space has; of anything else each reader makes its own."""
        name = operands[-1] if operands else None
        if isinstance(name, str):
            tints = operands[:-1]
            below = None if space is None else space.below
            known = space is not None and not space.parts
            self.is_plain &= known and (not tints or (below is not None and below.has(tints)))
            self.pattern(self._resource("/Pattern", name), coloured=not tints)
            return None
        self.is_plain &= space is not None and space.has(operands)
        if space is None:
            return None
        if space.table is not None and space.has(operands):
            return colour([part / 255 for part in space.table[int(operands[0])]])
        if not space.is_light:
            # No ink leaves the paper as it is.
            return WHITE if space.has(operands) and max(operands) <= FAINT else None
        return _plain(operands)

    def pattern(self, found: Any, *, coloured: bool) -> None:  # noqa: ANN401
        """Look at a pattern that becomes a colour.

        Args:
            found: as it is named.
            coloured: whether no colour is given for it.
        """
        shading = self._objects.dictionary(found)
        self.is_plain &= coloured and self._objects.get(shading, "/PatternType") == 2

    def laid(self, value: Colour) -> Colour:
        """Return how a letter of a colour looks on white; None if that goes by what is below."""
        state = self._state
        if state.masked or value is None or not state.blend:
            return None if state.masked else value
        if state.blend in _DARKENING:
            return value if alike(value, WHITE) else None
        return WHITE if state.blend in _LIGHTENING else None

    def require_ink(self, *, fills: bool, strokes: bool) -> None:
        """Tell what has another colour elsewhere.

        Of what is painted before its colour is chosen PDFium takes the last one; of what is laid
        over other inks black alone is the same on a screen and from a press.
        """
        state = self._state
        self.is_plain &= (state.fill_set or not fills) and (state.stroke_set or not strokes)
        self.is_plain &= not (fills and state.fill_over) or alike(state.fill, BLACK)
        self.is_plain &= not (strokes and state.stroke_over) or alike(state.stroke, BLACK)
        if strokes:
            a, b, c, d, _, _ = state.matrix
            self.is_plain &= abs(state.line_width) * max(hypot(a, b), hypot(c, d)) <= FAR

    def _space(self, name: str) -> Space | None:
        if f"/{name}" in DEVICE:
            return Space(DEVICE[f"/{name}"], is_light=True)
        return PATTERN if name == "Pattern" else self._known(self._resource("/ColorSpace", name))

    def _known(self, value: Any) -> Space | None:  # noqa: ANN401
        """Return a colour space; note one that readers show unlike."""
        known = self._spaces.get(id(value))
        if known is None:
            known = self._spaces[id(value)] = value, space_of(self._objects, value)
        self.is_plain &= known[1] is not None
        return known[1]

    # -- paths --------------------------------------------------------------------------------

    def move(self, operands: list[Operand]) -> None:
        """``m``: begin a part of the path."""
        self._path.move(self._state.matrix, operands[0], operands[1])

    def line(self, operands: list[Operand]) -> None:
        """``l``: go on straight."""
        self._path.line(self._state.matrix, operands[0], operands[1])

    def curve(self, operands: list[Operand]) -> None:
        """``c``, ``v``, ``y``: go on in a curve."""
        self._path.curve(self._state.matrix, operands)

    def rectangle(self, operands: list[Operand]) -> None:
        """``re``: a whole rectangle."""
        x, y, width, height = operands[:4]
        self._path.rectangle(self._state.matrix, x, y, width, height)

    def clip(self, _: list[Operand]) -> None:
        """``W``, ``W*``: the path becomes the clip when it ends."""
        self._clipping = True

    def stroke_path(self, operands: list[Operand]) -> None:
        """``S``, ``s``: draw the path as a line."""
        state = self._state
        self.require_ink(fills=False, strokes=True)
        a, b, c, d, _, _ = state.matrix
        half = state.line_width * max(hypot(a, b), hypot(c, d)) / 2
        box = self._path.box
        straight = self._path.straight()
        light = state.stroke is not None and min(state.stroke) >= _LIGHT
        # A line as thick as print is high may be the ground of a text, and so may many light ones.
        if straight and (half > THICK or light):
            self._objects.budget.spend("work", len(straight))
            for line in straight:
                self._stroke(line, half)
        elif box is not None and half > THICK:
            left, bottom, right, top = box
            self._paint((left - half, bottom - half, right + half, top + half), None, covers=False)
        self.end_path(operands)

    def _stroke(self, line: Box, half: float) -> None:
        """Paint a straight line; one of more gaps than dashes covers nothing."""
        state = self._state
        left, bottom, right, top = line
        level = right - left > top - bottom
        across, up = (0.0, half) if level else (half, 0.0)
        lengths = state.dashes * (len(state.dashes) % 2 + 1)
        whole = len(state.dashes) == 1 and lengths[0] >= max(right - left, top - bottom)
        whole = whole or sum(lengths[1::2]) <= _GAPS * sum(lengths)
        box = left - across, bottom - up, right + across, top + up
        self._paint(box, state.stroke, covers=whole, alpha=state.stroke_alpha)

    def outlined_path(self, operands: list[Operand]) -> None:
        """``B``, ``B*``, ``b``, ``b*``: draw the path as an area and as a line."""
        self.require_ink(fills=False, strokes=True)
        self.fill_path(operands)

    def fill_path(self, operands: list[Operand]) -> None:
        """``f``, ``F``, ``f*``: draw the path as an area."""
        state = self._state
        self.require_ink(fills=True, strokes=False)
        exact, boxes = self._path.boxes()
        self._objects.budget.spend("work", len(boxes))
        for box in boxes:
            value = state.fill if exact else None
            self._paint(box, value, covers=exact)
        self.end_path(operands)

    def end_path(self, _: list[Operand]) -> None:
        """``n``: end the path."""
        if self._path.box is not None:
            # A rectangle stays one, however far it goes.
            self._reach(self._path.box, may_go_on=self._path.boxes()[0])
        if self._clipping:
            exact, boxes = self._path.boxes()
            box = self._path.box or (0.0, 0.0, 0.0, 0.0)
            self._state.clip = common(self._state.clip, box)
            self._state.clip_exact = self._state.clip_exact and exact and len(boxes) == 1
            self._clipping = False
        self._path = Path()

    def _reach(self, box: Box, *, may_go_on: bool = False) -> None:
        """Look how far something reaches that is drawn or clips."""
        if self.bounds is None:
            self.extent = around([box] if self.extent is None else [box, self.extent])
        else:
            self.is_plain &= may_go_on or lies_in(box, self.bounds)

    def shade(self, operands: list[Operand]) -> None:
        """``sh``: fill the clip with a shading."""
        shading = self._objects.dictionary(self._resource("/Shading", operands[-1]))
        unit = size_of(*self._state.matrix[:4])
        self.is_plain &= is_shaded_alike(self._objects, shading, unit)
        self._paint(self._state.clip, None, covers=False)

    def _paint(
        self,
        box: Box,
        value: Colour,
        *,
        covers: bool,
        picture: bool = False,
        alpha: float | None = None,
    ) -> None:
        state = self._state
        alpha = (state.fill_alpha if alpha is None else alpha) * self._alpha
        if alpha < FAINT:
            return
        opaque = alpha > _OPAQUE and state.plain
        self._layout.paint(
            common(box, state.clip),
            value if opaque else None,
            covers=covers and opaque and state.clip_exact,
            picture=picture,
        )

    # -- resources ----------------------------------------------------------------------------

    def _resource(self, kind: str, name: Operand) -> Any:  # noqa: ANN401
        """Return a named resource as it stands in its dictionary."""
        # A page names the same few a thousand times; the dictionary is kept with its names, so
        # that no other one can come to stand at its address.
        place = id(self._resources), kind, name
        found = self._named.get(place)
        if found is None:
            table = self._objects.dictionary(self._objects.get(self._resources, kind))
            value = None if table is None else dict.get(table, f"/{name}")
            found = self._named[place] = self._resources, value
        # Of what is not there each reader draws something else, or nothing.
        self.is_plain &= found[1] is not None
        return found[1]

    def _font_of(self, value: Any) -> Font | None:  # noqa: ANN401
        key = getattr(value, "idnum", None) or id(value)
        font = self._all_fonts.get(key)
        if font is None:
            found = self._objects.dictionary(value)
            if found is None:
                return None
            font = self._all_fonts[key] = Font(self._objects, found)
        if font not in self.fonts:
            self.fonts.append(font)
        return font


def matrix_of(operands: list[Operand]) -> Matrix:
    """Return the matrix of the last six operands."""
    a, b, c, d, e, f = (float(item) for item in operands[-6:])
    return a, b, c, d, e, f


def _plain(operands: list[Operand]) -> Colour:
    parts = [item for item in operands if isinstance(item, float)]
    return colour(parts) if len(parts) == len(operands) else None


GRAPHICS: dict[bytes, Callable[[Graphics, list[Operand]], None]] = {
    b"q": Graphics.keep,
    b"Q": Graphics.bring_back,
    b"cm": Graphics.transform,
    b"w": Graphics.width,
    b"d": Graphics.dash,
    b"gs": Graphics.graphics,
    b"g": Graphics.fill_colour,
    b"rg": Graphics.fill_colour,
    b"k": Graphics.fill_colour,
    b"G": Graphics.stroke_colour,
    b"RG": Graphics.stroke_colour,
    b"K": Graphics.stroke_colour,
    b"cs": Graphics.fill_by,
    b"CS": Graphics.stroke_by,
    b"sc": Graphics.fill_in_space,
    b"scn": Graphics.fill_in_space,
    b"SC": Graphics.stroke_in_space,
    b"SCN": Graphics.stroke_in_space,
    b"m": Graphics.move,
    b"l": Graphics.line,
    b"c": Graphics.curve,
    b"v": Graphics.curve,
    b"y": Graphics.curve,
    b"re": Graphics.rectangle,
    b"W": Graphics.clip,
    b"W*": Graphics.clip,
    b"n": Graphics.end_path,
    b"S": Graphics.stroke_path,
    b"s": Graphics.stroke_path,
    b"f": Graphics.fill_path,
    b"F": Graphics.fill_path,
    b"f*": Graphics.fill_path,
    b"B": Graphics.outlined_path,
    b"B*": Graphics.outlined_path,
    b"b": Graphics.outlined_path,
    b"b*": Graphics.outlined_path,
    b"sh": Graphics.shade,
}
