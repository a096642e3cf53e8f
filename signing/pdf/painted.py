"""Where a page is painted, without knowing its fonts' letters (ISO 32000-1, 8 and 9).

The panel may stand only where nothing is, so every doubt is settled for the text: a line of text
takes its whole line from edge to edge, a clipped picture its whole area. What this reader cannot
be sure of – text at an angle, glyphs that are drawings, shadings, operators it does not know –
raises :class:`Unsure`, and the page is then left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_MAX_CONTENT = 1 << 20
"""Bytes of a page's content; a drawing larger than this is left alone."""
_FAR = 1e7
EXTENT = (-0.4, 1.2)
"""How far letters reach below and above their line, in em, whatever the font says of itself."""
_FLAT = 1e-6
_DESCRIPTOR = re.compile(rb"/FontDescriptor\s+(\d{1,8})\s+0\s+R")
_LONG_FONT = 1 << 15
"""Bytes in which a font's dictionary ends, as a rule."""

# Nothing can be read in two ways: damaged content must not cost more than its length.
_LETTERS = rb"[^()\\]*+"
_STRING = rb"\(" + _LETTERS + rb"(?:\\." + _LETTERS + rb")*\)"
for _ in range(2):
    _STRING = rb"\(" + _LETTERS + rb"(?:(?:\\.|" + _STRING + rb")" + _LETTERS + rb")*\)"
_ITEM = rb"(?:" + _STRING + rb"|<[0-9A-Fa-f\s]*+>)"
_TOKEN = re.compile(
    rb"(?P<blank>[\x00\t\n\f\r ]++|%[^\r\n]*+)"
    rb"|(?P<number>[+-]?(?:\d++\.?\d*+|\.\d++))"
    rb"|(?P<name>/[^\x00\t\n\f\r ()<>\[\]{}/%]*+)"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*+)"
    rb"|(?P<array>\[[^\[\]()<>%]*+(?:" + _ITEM + rb"[^\[\]()<>%]*+)*\])"
    rb"|(?P<open><<)|(?P<close>>>)"
    rb"|(?P<string>" + _ITEM + rb")",
    re.DOTALL,
)


class Unsure(Exception):
    """It cannot be said where this page is painted; the text says why, for logs."""


class Box(NamedTuple):
    """A rectangle in a page's own units: left, bottom, right, top."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share a point; touching counts."""
        return (
            self.x0 <= other.x1
            and other.x0 <= self.x1
            and self.y0 <= other.y1
            and other.y0 <= self.y1
        )

    def wider(self, by: float) -> Box:
        """Return the box with a margin."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


class Matrix(NamedTuple):
    """A transformation (ISO 32000-1, 8.3.3)."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, m: Matrix) -> Matrix:
        """Return this one followed by ``m``."""
        return Matrix(
            self.a * m.a + self.b * m.c,
            self.a * m.b + self.b * m.d,
            self.c * m.a + self.d * m.c,
            self.c * m.b + self.d * m.d,
            self.e * m.a + self.f * m.c + m.e,
            self.e * m.b + self.f * m.d + m.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """Return the upright box around where ``box`` goes."""
        corners = [self.point(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        return around(corners)


def around(points: list[tuple[float, float]]) -> Box:
    """Return the upright box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True)
class Painted:
    """What is painted on a page, in its own units."""

    boxes: tuple[Box, ...]
    starts: tuple[tuple[float, float], ...]
    """Where pieces of text begin."""


def painted(content: bytes, resources: dict[Any, Any]) -> Painted:
    """Return where ``content`` paints.

    Raises:
        Unsure: it cannot be said.
    """
    if len(content) > _MAX_CONTENT:
        raise Unsure("a large drawing")
    reader = _Reader(resources)
    operands: list[Any] = []
    depth = at = 0
    for token in _TOKEN.finditer(content):
        if token.start() != at:
            break
        at = token.end()
        kind = token.lastgroup
        if kind == "blank":
            continue
        if kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
        elif depth:
            continue
        elif kind == "number":
            operands.append(float(token[0]))
        elif kind == "operator":
            reader.do(token[0], operands)
            operands.clear()
        else:
            operands.append(token[0])
    if at != len(content) or depth:
        raise Unsure("content this program does not read")
    return Painted(tuple(reader.boxes), tuple(reader.starts))


@dataclass
class _Reader:
    resources: dict[Any, Any]
    boxes: list[Box] = field(default_factory=list)
    starts: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._matrix, self._width, self._miter = Matrix(), 1.0, 10.0
        self._size, self._leading, self._rise = 0.0, 0.0, 0.0
        self._outlined = False
        self._extent: tuple[float, float] | None = None
        self._kept: list[tuple[Any, ...]] = []
        self._text = self._line = Matrix()
        self._path: list[tuple[float, float]] = []
        self._fonts: dict[bytes, tuple[float, float]] = {}

    def do(self, operator: bytes, operands: list[Any]) -> None:
        """Carry out one operator.

        Raises:
            Unsure: it is not known, or has not the operands it needs.
        """
        if operator in _IGNORED:
            return
        known = _OPERATORS.get(operator)
        if known is None:
            raise Unsure(f"operator {operator!r}")
        count, work = known
        if len(operands) < count:
            raise Unsure(f"operator {operator!r} without operands")
        try:
            work(self, *operands[len(operands) - count :])
        except (TypeError, ValueError, OverflowError) as error:
            raise Unsure(f"operator {operator!r}") from error

    # Graphics state.

    def keep(self) -> None:
        line = (self._matrix, self._width, self._miter)
        self._kept.append((line, self._text_state()))

    def _text_state(self) -> tuple[Any, ...]:
        return self._size, self._extent, self._leading, self._rise, self._outlined

    def restore(self) -> None:
        if not self._kept:
            raise Unsure("Q without q")
        line, text = self._kept.pop()
        self._matrix, self._width, self._miter = line
        self._size, self._extent, self._leading, self._rise, self._outlined = text

    def transform(self, *numbers: float) -> None:
        self._matrix = Matrix(*numbers).then(self._matrix)

    def line_width(self, width: float) -> None:
        self._width = abs(width)

    def miter(self, limit: float) -> None:
        self._miter = max(1.0, limit)

    def state(self, name: bytes) -> None:
        """``gs``: only what moves the edge of what is painted matters."""
        found = self._resource("/ExtGState", name)
        if "/Font" in found:
            raise Unsure("a font in a graphics state")
        if "/LW" in found:
            self.line_width(*numbers([found["/LW"]], 1))
        if "/ML" in found:
            self.miter(*numbers([found["/ML"]], 1))

    # Paths.

    def point(self, x: float, y: float) -> None:
        self._path.append(self._matrix.point(x, y))

    def curve(self, *numbers: float) -> None:
        # A curve lies within the hull of its control points.
        for at in range(0, len(numbers), 2):
            self.point(numbers[at], numbers[at + 1])

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        self.curve(x, y, x + width, y, x + width, y + height, x, y + height)

    def fill(self) -> None:
        if self._path:
            self.boxes.append(around(self._path))
        self._path = []

    def stroke(self) -> None:
        if self._path:
            self.boxes.append(around(self._path).wider(self._reach()))
        self._path = []

    def _reach(self) -> float:
        # A corner reaches out as far as the miter limit lets it, a square end by half
        # the width in both directions (8.4.3.3, 8.4.3.5).
        m = self._matrix
        scale = max(abs(m.a) + abs(m.c), abs(m.b) + abs(m.d))
        return self._width / 2 * max(self._miter, 1.5) * scale

    def no_paint(self) -> None:
        self._path = []

    # Text.

    def font(self, name: bytes, size: float) -> None:
        if name not in self._fonts:
            self._fonts[name] = _extent(self._resource("/Font", name))
        self._extent, self._size = self._fonts[name], size

    def leading(self, leading: float) -> None:
        self._leading = leading

    def rise(self, rise: float) -> None:
        self._rise = rise

    def mode(self, mode: float) -> None:
        # 0, 3 and 7 fill, hide and clip; 4 fills and clips. All others draw outlines (table 106).
        self._outlined = mode not in (0, 3, 4, 7)

    def begin_text(self) -> None:
        self._text = self._line = Matrix()

    def text_matrix(self, *numbers: float) -> None:
        self._text = self._line = Matrix(*numbers)

    def next_line(self, x: float, y: float) -> None:
        self._text = self._line = Matrix(e=x, f=y).then(self._line)

    def next_line_leading(self, x: float, y: float) -> None:
        self._leading = -y
        self.next_line(x, y)

    def below(self) -> None:
        self.next_line(0, -self._leading)

    def show(self, _letters: bytes) -> None:
        """Text takes its whole line; how wide its letters are need not be known."""
        if self._extent is None:
            raise Unsure("text without a font")
        m = self._text.then(self._matrix)
        low, high = (self._rise + em * self._size for em in self._extent)
        self.starts.append((m.e, m.f))
        reach = self._reach() if self._outlined else 0.0
        near = max(abs(m.a), abs(m.b), abs(m.c), abs(m.d)) * _FLAT
        if abs(m.b) <= near:
            edges = sorted((m.f + low * m.d, m.f + high * m.d))
            self.boxes.append(Box(-_FAR, edges[0] - reach, _FAR, edges[1] + reach))
        elif abs(m.a) <= near:
            edges = sorted((m.e + low * m.c, m.e + high * m.c))
            self.boxes.append(Box(edges[0] - reach, -_FAR, edges[1] + reach, _FAR))
        else:
            raise Unsure("text at an angle")

    def show_below(self, letters: bytes) -> None:
        self.below()
        self.show(letters)

    # Objects.

    def paint_object(self, name: bytes) -> None:
        found = self._resource("/XObject", name)
        kind = part(found, "/Subtype")
        if kind == "/Image":
            self.boxes.append(self._matrix.box(Box(0, 0, 1, 1)))
        elif kind == "/Form":
            # A form is clipped to its bounding box (8.10.1).
            matrix = Matrix(*numbers(part(found, "/Matrix") or (1, 0, 0, 1, 0, 0), 6))
            box = box_of(part(found, "/BBox"))
            self.boxes.append(matrix.then(self._matrix).box(box))
        else:
            raise Unsure("an object that is neither image nor form")

    def _resource(self, kind: str, name: bytes) -> DictionaryObject:
        group = part(self.resources, kind)
        found = part(group, name.decode("latin-1")) if isinstance(group, dict) else None
        if not isinstance(found, dict):
            raise Unsure(f"no such resource: {name!r}")
        return cast("DictionaryObject", found)


def part(holder: dict[Any, Any], key: str) -> Any:  # noqa: ANN401 - any PDF object
    """Return an entry of a dictionary, its reference followed; None if there is none."""
    found = holder.get(key)
    return found.get_object() if found is not None else None


def numbers(value: Any, count: int) -> tuple[float, ...]:  # noqa: ANN401 - any PDF object
    """Return the numbers of an array.

    Raises:
        Unsure: it is not an array of ``count`` numbers.
    """
    try:
        found = tuple(
            float(item.get_object() if hasattr(item, "get_object") else item) for item in value
        )
    except (TypeError, ValueError) as error:
        raise Unsure("an array that is not of numbers") from error
    if len(found) != count or not all(abs(number) < _FAR for number in found):
        raise Unsure("an array of other numbers")
    return found


def box_of(value: Any) -> Box:  # noqa: ANN401 - any PDF object
    """Return a rectangle, its corners in whatever order (ISO 32000-1, 7.9.5).

    Raises:
        Unsure: it is not a rectangle.
    """
    x0, y0, x1, y1 = numbers(value, 4)
    return around([(x0, y0), (x1, y1)])


def _extent(font: DictionaryObject) -> tuple[float, float]:
    """Return how far a font's letters reach, in em."""
    encoding = part(font, "/Encoding")
    if part(font, "/Subtype") == "/Type3":
        raise Unsure("letters that are drawings")
    if part(font, "/Subtype") == "/Type0":
        if not isinstance(encoding, str) or encoding.endswith("V"):
            raise Unsure("vertical writing, or an encoding of its own")
        (only,) = part(font, "/DescendantFonts") or (None,)
        descriptor = None if only is None else _described(only)
    else:
        descriptor = part(font, "/FontDescriptor")
    low, high = EXTENT
    if isinstance(descriptor, dict) and "/FontBBox" in descriptor:
        box = box_of(part(descriptor, "/FontBBox"))
        low, high = min(low, box.y0 / 1000), max(high, box.y1 / 1000)
    return low, high


def _described(reference: Any) -> Any:  # noqa: ANN401 - any PDF object
    """Return the descriptor of a descendant font without reading the widths beside it.

    They are hundreds of numbers, and reading them is what costs most of all on a page.
    """
    from pypdf.generic import IndirectObject

    if isinstance(reference, IndirectObject):
        reader: Any = reference.pdf
        start = reader.xref.get(0, {}).get(reference.idnum)
        if start is not None:
            reader.stream.seek(start)
            found = _DESCRIPTOR.findall(reader.stream.read(_LONG_FONT).partition(b"endobj")[0])
            if len(found) == 1:
                return IndirectObject(int(found[0]), 0, reader).get_object()
    return part(reference.get_object(), "/FontDescriptor")


_Work = Callable[..., None]
_R = _Reader
_OPERATORS: dict[bytes, tuple[int, _Work]] = {
    b"q": (0, _R.keep),
    b"Q": (0, _R.restore),
    b"cm": (6, _R.transform),
    b"w": (1, _R.line_width),
    b"M": (1, _R.miter),
    b"gs": (1, _R.state),
    b"m": (2, _R.point),
    b"l": (2, _R.point),
    b"c": (6, _R.curve),
    b"v": (4, _R.curve),
    b"y": (4, _R.curve),
    b"re": (4, _R.rectangle),
    **dict.fromkeys((b"f", b"F", b"f*"), (0, _R.fill)),
    **dict.fromkeys((b"S", b"s", b"B", b"B*", b"b", b"b*"), (0, _R.stroke)),
    b"n": (0, _R.no_paint),
    b"BT": (0, _R.begin_text),
    b"Tf": (2, _R.font),
    b"TL": (1, _R.leading),
    b"Ts": (1, _R.rise),
    b"Tr": (1, _R.mode),
    b"Tm": (6, _R.text_matrix),
    b"Td": (2, _R.next_line),
    b"TD": (2, _R.next_line_leading),
    b"T*": (0, _R.below),
    b"Tj": (1, _R.show),
    b"TJ": (1, _R.show),
    b"'": (1, _R.show_below),
    b'"': (1, _R.show_below),
    b"Do": (1, _R.paint_object),
}
# Colours, dashes, clipping and marks: none of them paints where nothing was painted without it.
_IGNORED = frozenset(
    b"h W W* ET J j d ri i g G rg RG k K cs CS sc SC scn SCN Tc Tw Tz "
    b"BMC BDC EMC MP DP BX EX".split()
)
