"""What it takes to draw a page, counted and not drawn.

QtPdf has one lock for all documents, and nothing ends a drawing that was begun: a form that draws
twelve others, each of which draws twelve, or a pattern of steps too small to see holds the window
for good. Here each stream is read once, however often it is drawn; counted are its operators,
times what they stand for, in about a millionth of a second each.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine.budget import Budget, Limits
from signing.examine.content import Operand, operators
from signing.examine.heavy import is_heavy
from signing.examine.objects import Objects, Page
from signing.examine.sheet import content_of, region_of
from signing.examine.state import area, box_from
from signing.flaws import Flaw
from signing.pdf.reading import reading

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, StreamObject

MOST = 12_000_000
"""Of one page; honest ones take a fifth of it at most."""
_LIMITS = Limits(30, objects=5_000_000, decoded=1 << 30, work=100_000_000)
_DEEPEST = 30
_WIDEST, _LARGEST = 1 << 31, 1e12
"""What is more is drawn by nobody."""
_PICTURE, _GROUP, _SHADE, _PATCH, _WORD = 256, 100, 10, 34, 8
"""Dots of a picture, square points of a group and of a shading, bytes of a patch and a function
for one unit."""
_PAINTS = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"BI"))
_SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"'))
_CHOOSES = frozenset((b"g", b"rg", b"k", b"cs", b"sc", b"G", b"RG", b"K", b"CS", b"SC"))
_MESHES = (4, 5, 6, 7)


class _Around(NamedTuple):
    """In what something is drawn."""

    resources: DictionaryObject | None
    room: float
    """Square units that it may fill."""
    depth: int


@dataclass
class _Run:
    """One content while it is read."""

    total: float = 0.0
    paint: float = 0.0
    """What each area takes besides, by its pattern."""
    mask: float = 0.0
    letter: float = 0.0
    _kept: list[tuple[float, float]] = field(default_factory=list)

    def look(self, word: bytes, operands: list[Operand]) -> None:
        """Count one operator."""
        self.total += 1
        if word in _PAINTS or word in _SHOWS:
            self.total += self.paint + self.mask
        if word in _SHOWS:
            self.total += self.letter * _length(operands)
        elif word == b"q":
            self._kept.append((self.paint, self.mask))
        elif word == b"Q" and self._kept:
            self.paint, self.mask = self._kept.pop()
        elif word in _CHOOSES:
            self.paint = 0.0


class _Tolerant(Objects):
    """Objects of which streams are unpacked in the other old ways too, as the window does."""

    def data(self, stream: StreamObject) -> bytes:
        """Unpack a stream.

        Raises:
            PyPdfError: the library cannot.
            DocumentTooLarge: it is a bomb.
        """
        try:
            return super().data(stream)
        except MalformedDocument:
            found = stream.get_data()
        self.budget.spend("decoded", len(found))
        return found


class Toil:
    """Counts for one document.

    Args:
        objects: of it.
    """

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._heavy: dict[int, tuple[Any, bool]] = {}
        self._known: dict[tuple[int, float], tuple[Any, float]] = {}

    def of_page(self, page: Page) -> float:
        """Return what drawing a page with its annotations takes.

        Raises:
            MalformedDocument: it cannot be read.
            DocumentTooLarge: a limit.
        """
        objects = self._objects
        room = min(area(region_of(objects, page)), _LARGEST)
        resources = objects.dictionary(page.get("/Resources"))
        total = self._run(content_of(objects, page).data, resources, room, 0)
        for item in objects.items(page.get("/Annots")):
            looks = objects.dictionary(objects.get(objects.dictionary(item), "/AP"))
            usual = objects.dictionary(objects.get(looks, "/N"))
            below = [usual] if objects.stream(usual) else list(dict.values(usual or {}))
            around = _Around(resources, room, 1)
            total += sum(self._drawn(look, around) for look in below)
        return total

    def _run(
        self, data: bytes, resources: DictionaryObject | None, room: float, depth: int
    ) -> float:
        run = _Run()
        for word, operands in operators(data, self._objects.budget):
            run.look(word, operands)
            name = operands[0 if word == b"Tf" else -1] if operands else None
            if isinstance(name, str):
                self._use(run, word, name, _Around(resources, room, depth + 1))
            if run.total > MOST:
                return inf
        return run.total

    def _use(self, run: _Run, word: bytes, name: str, around: _Around) -> None:
        """Add what is named in a content."""
        if word == b"Do":
            run.total += run.mask + self._drawn(self._named(around, "/XObject", name), around)
        elif word in (b"scn", b"SCN"):
            run.paint = self._pattern(self._named(around, "/Pattern", name), around)
        elif word == b"gs":
            found = self._named(around, "/ExtGState", name)
            mask = self._objects.get(self._objects.dictionary(found), "/SMask")
            if mask is not None:
                group = self._objects.get(self._objects.dictionary(mask), "/G")
                run.mask = self._drawn(group, around)
            font = self._objects.items(self._objects.get(self._objects.dictionary(found), "/Font"))
            if font:
                run.letter = self._letter(font[0], around.depth)
        elif word == b"sh":
            run.total += self._shading(self._named(around, "/Shading", name), around.room)
        elif word == b"Tf":
            run.letter = self._letter(self._named(around, "/Font", name), around.depth)

    def _named(self, around: _Around, kind: str, name: str) -> Any:  # noqa: ANN401
        table = self._objects.dictionary(self._objects.get(around.resources, kind))
        return self._objects.get(table, f"/{name}")

    def _drawn(self, found: Any, around: _Around) -> float:  # noqa: ANN401
        """Return what a form or a picture takes."""
        objects = self._objects
        stream = objects.stream(found)
        if stream is None or around.depth > _DEEPEST:
            return 0.0
        if objects.text(objects.get(stream, "/Subtype")) == "/Image":
            size = [objects.get(stream, key) for key in ("/Width", "/Height")]
            known = all(isinstance(item, int) and item < _WIDEST for item in size)
            return size[0] * size[1] / _PICTURE if known else 0.0
        group = around.room / _GROUP if objects.get(stream, "/Group") is not None else 0.0
        return group + self._once(stream, around)

    def _once(self, stream: StreamObject, around: _Around) -> float:
        key = id(stream), around.room
        if key not in self._known:
            # Within itself it is drawn no more.
            self._known[key] = stream, 0.0
            own = self._objects.dictionary(dict.get(stream, "/Resources"))
            data = self._objects.data(stream)
            resources = around.resources if own is None else own
            self._known[key] = stream, self._run(data, resources, around.room, around.depth)
        return self._known[key][1]

    def _pattern(self, found: Any, around: _Around) -> float:  # noqa: ANN401
        """Return what an area of the whole page takes that is filled with a pattern."""
        objects = self._objects
        pattern, cell = objects.dictionary(found), objects.stream(found)
        if cell is None:
            return self._shading(objects.get(pattern, "/Shading"), around.room)
        steps = [objects.get(cell, key) for key in ("/XStep", "/YStep")]
        if around.depth > _DEEPEST or not all(isinstance(step, (int, float)) for step in steps):
            return 0.0
        placed = objects.numbers(dict.get(cell, "/Matrix"))
        a, b, c, d = placed[:4] if len(placed) == 6 else (1.0, 0.0, 0.0, 1.0)
        box = box_from(objects.numbers(dict.get(cell, "/BBox"))) or (0.0, 0.0, 0.0, 0.0)
        one = abs(steps[0] * steps[1] * (a * d - b * c))
        times = around.room / one if one > 0 else inf
        return times * (
            1 + self._once(cell, _Around(None, min(area(box), _LARGEST), around.depth))
        )

    def _shading(self, found: Any, room: float) -> float:  # noqa: ANN401
        """Return what a shading takes that is as large as the page."""
        objects = self._objects
        shading, stream = objects.dictionary(found), objects.stream(found)
        kind = objects.get(shading, "/ShadingType")
        function = objects.get(shading, "/Function")
        words = sum(
            len(objects.data(part))
            for item in objects.items(function) or (function,)
            if (part := objects.stream(item)) is not None
            and objects.get(part, "/FunctionType") == 4
        )
        if stream is not None and kind in _MESHES:
            pieces = len(objects.data(stream)) / _PATCH
            return pieces * (room / _GROUP if kind in _MESHES[2:] else _PICTURE / 2)
        return room / _SHADE * (1 + words / _WORD)

    def _letter(self, found: Any, depth: int) -> float:  # noqa: ANN401
        """Return what the longest glyph takes of a font whose glyphs are drawn."""
        objects = self._objects
        font = objects.dictionary(found)
        procedures = objects.dictionary(objects.get(font, "/CharProcs"))
        if self._is_heavy(font):
            return inf
        if procedures is None or depth > _DEEPEST:
            return 0.0
        resources = objects.dictionary(objects.get(font, "/Resources"))
        streams = (objects.stream(item) for item in dict.values(procedures))
        return max(
            (
                self._once(item, _Around(resources, 1.0, depth))
                for item in streams
                if item is not None
            ),
            default=0.0,
        )

    def _is_heavy(self, font: DictionaryObject | None) -> bool:
        """Whether a program that a font brings may take seconds for one glyph."""
        objects = self._objects
        inner = objects.items(objects.get(font, "/DescendantFonts"))
        below = [objects.dictionary(item) for item in inner]
        for one in (font, *below):
            descriptor = objects.dictionary(objects.get(one, "/FontDescriptor"))
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                stream = objects.stream(objects.get(descriptor, key))
                if stream is None:
                    continue
                if id(stream) not in self._heavy:
                    self._heavy[id(stream)] = stream, is_heavy(objects.data(stream))
                if self._heavy[id(stream)][1]:
                    return True
        return False


def _length(operands: list[Operand]) -> int:
    parts = operands[-1] if operands else b""
    several = parts if isinstance(parts, list) else [parts]
    return sum(len(part) for part in several if isinstance(part, bytes))


def require_bearable(data: bytes) -> None:
    """Require that every page of a file is drawn in a few seconds.

    Raises:
        MalformedDocument: one is not, or may not be and cannot be read.
    """
    from pypdf import PdfReader, apply_configuration

    try:
        with apply_configuration(zlib_maximum_output_length=_LIMITS.stream), reading():
            reader = PdfReader(io.BytesIO(data), strict=False)
            objects = _Tolerant(reader, Budget(_LIMITS, lambda: None))
            toil = Toil(objects)
            bearable = all(toil.of_page(page) <= MOST for page in objects.pages())
    except (MalformedDocument, DocumentTooLarge):
        bearable = False
    if not bearable:
        raise MalformedDocument(Flaw.DRAWN_TOO_LONG)
