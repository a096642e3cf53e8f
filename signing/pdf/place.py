"""Where the signature's panel goes: below the text of the last page, or on a page of its own.

The rule is one for who signs and for who verifies, and depends on the frozen document alone: a
signer cannot choose the place, and a panel that stands anywhere else is refused.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from signing.errors import MalformedDocument
from signing.pdf.painted import Box, Painted, Unsure, box_of, numbers, painted, part
from signing.pdf.panel import WIDTH
from signing.pdf.reading import reading

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MARGIN = 12
"""Points between the panel and whatever is painted."""
_EDGE = 28
"""Points between the panel and the edge of the sheet; printers do not reach further."""
_FOOTER = 64
"""What is painted only so near to the lower edge is a footer; the panel stands above it."""
OWN_PAGE = (595, 842)
"""A4 upright, in points."""
_OWN_LEFT, _OWN_TOP = 85, 57
_REMEMBERED = 64


@dataclass(frozen=True)
class Place:
    """The panel's rectangle, in the page's own units."""

    rect: tuple[int, int, int, int]
    own_page: bool
    rotation: int = 0
    """``/Rotate`` of the page; the panel is turned against it."""


@dataclass(frozen=True)
class Sheet:
    """The last page as it is seen: turned upright, its visible corner at zero."""

    width: float
    height: float
    corner: tuple[float, float]
    rotation: int
    boxes: tuple[Box, ...]
    left: float
    """Where the text begins."""

    def back(self, x: int, y: int, width: int, height: int) -> tuple[int, int, int, int]:
        """Return a rectangle of the sheet in the page's own units, on whole points."""
        wide, high = (
            (self.width, self.height) if self.rotation % 180 == 0 else (self.height, self.width)
        )
        turned = {
            0: (x, y, x + width, y + height),
            90: (wide - y - height, x, wide - y, x + width),
            180: (wide - x - width, high - y - height, wide - x, high - y),
            270: (y, high - x - width, y + height, high - x),
        }[self.rotation]
        x0, y0 = (
            math.floor(turned[0] + self.corner[0]),
            math.floor(turned[1] + self.corner[1]),
        )
        if self.rotation % 180:
            return x0, y0, x0 + height, y0 + width
        return x0, y0, x0 + width, y0 + height


def place(reader: PdfReader, digest: bytes, height: int) -> Place:
    """Return where a panel of ``height`` points goes.

    Args:
        reader: the frozen document.
        digest: SHA-256 of its bytes; what is found out about it is remembered under this.
        height: in points.
    """
    sheet = _remembered(reader, digest)
    if sheet is not None:
        found = choose(sheet, WIDTH, height)
        if found is not None:
            return Place(
                sheet.back(*found, WIDTH, height), own_page=False, rotation=sheet.rotation
            )
    return own_place(height)


def own_place(height: int) -> Place:
    """Return the panel's place on a page of its own."""
    top = OWN_PAGE[1] - _OWN_TOP
    return Place((_OWN_LEFT, top - height, _OWN_LEFT + WIDTH, top), own_page=True)


def choose(sheet: Sheet, width: int, height: int) -> tuple[int, int] | None:
    """Return the lower left corner of a free rectangle below everything that is painted.

    Only a footer may be below it: a gap further up belongs to the text.
    """
    if sheet.width < width + 2 * _EDGE or sheet.height < height + 2 * _EDGE:
        return None
    x = math.ceil(min(max(sheet.left, _EDGE), sheet.width - _EDGE - width))
    column = Box(x, -math.inf, x + width, math.inf)
    near = [box.wider(_MARGIN) for box in sheet.boxes]
    taken = sorted((box.y0, box.y1) for box in near if box.overlaps(column))
    floor, ceiling = float(_EDGE), sheet.height - _EDGE
    for low, high in taken:
        if high < floor:
            continue
        if low - floor > height:
            ceiling = min(ceiling, low)
            break
        if high > _FOOTER + _MARGIN:
            return None
        floor = high
    y = math.floor(ceiling) - height - 1
    return (x, y) if y > floor else None


_sheets: OrderedDict[bytes, Sheet | None] = OrderedDict()
_UNKNOWN = object()


def _remembered(reader: PdfReader, digest: bytes) -> Sheet | None:
    """Signing and the check that follows ask of the same document; it is read once."""
    known = _sheets.get(digest, _UNKNOWN)
    if known is not _UNKNOWN:
        return cast("Sheet | None", known)
    sheet = None
    # A page that cannot be read to its end is left alone too.
    with suppress(Unsure, MalformedDocument), reading():
        sheet = last_sheet(reader)
    _sheets[digest] = sheet
    if len(_sheets) > _REMEMBERED:
        _sheets.popitem(last=False)
    return sheet


def last_sheet(reader: PdfReader) -> Sheet:
    """Return the last page as it is seen.

    Raises:
        Unsure: it cannot be said what is where.
    """
    page = reader.pages[-1]
    if numbers([part(page, "/UserUnit") or 1], 1) != (1,):
        raise Unsure("units of its own")
    media = box_of(part(page, "/MediaBox"))
    crop = box_of(part(page, "/CropBox")) if "/CropBox" in page else media
    x0, y0 = max(media.x0, crop.x0), max(media.y0, crop.y0)
    seen = Box(x0, y0, min(media.x1, crop.x1), min(media.y1, crop.y1))
    (turn,) = numbers([part(page, "/Rotate") or 0], 1)
    if turn % 90 or seen.x1 <= seen.x0 or seen.y1 <= seen.y0:
        raise Unsure("a page of no shape")
    rotation = int(turn) % 360
    found = painted(_content(page), part(page, "/Resources") or {})
    boxes = (*found.boxes, *_annotations(page))
    wide, high = seen.x1 - seen.x0, seen.y1 - seen.y0
    upright = Painted(
        tuple(_turned_box(box, seen, rotation) for box in boxes),
        tuple(_turned(x, y, seen, rotation) for x, y in found.starts),
    )
    if rotation % 180:
        wide, high = high, wide
    left = min((x for x, y in upright.starts if 0 <= x < wide and 0 <= y < high), default=0.0)
    return Sheet(wide, high, (seen.x0, seen.y0), rotation, upright.boxes, left)


def _turned(x: float, y: float, seen: Box, rotation: int) -> tuple[float, float]:
    """Return a point of the page as it is seen (clockwise, ISO 32000-1, table 30)."""
    x, y = x - seen.x0, y - seen.y0
    wide, high = seen.x1 - seen.x0, seen.y1 - seen.y0
    return {0: (x, y), 90: (y, wide - x), 180: (wide - x, high - y), 270: (high - y, x)}[rotation]


def _turned_box(box: Box, seen: Box, rotation: int) -> Box:
    one, other = (_turned(x, y, seen, rotation) for x, y in ((box.x0, box.y0), (box.x1, box.y1)))
    return Box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )


def _content(page: PageObject) -> bytes:
    content: Any = part(page, "/Contents")
    if content is None:
        return b""
    streams: Sequence[Any] = content if isinstance(content, list) else [content]
    # Streams are read as if they were one, with white space between them (7.8.2).
    return b"\n".join(stream.get_object().get_data() for stream in streams)


def _annotations(page: PageObject) -> Iterable[Box]:
    for annotation in part(page, "/Annots") or ():
        yield box_of(part(annotation.get_object(), "/Rect"))
