"""Frames around links, which some readers draw and some do not (ISO 32000-1, 12.5.4 and 12.5.6.5).

A frame of a few points beside a number is a zero, a flat one a line through a word. So a link has
none, or one as TeX draws it: a thin coloured line around words of the page, across no other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from signing.examine.objects import Objects, Page
from signing.examine.state import Box, area, box_from, common

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_THIN = 1.0
_COLOURED = 0.4
"""Between the strongest and the weakest of its three lights."""
_AROUND = 0.3
"""Of what is framed, that texts take."""
_TOUCHING = 2.0
"""Points by which the frames of two lines of text may share a place."""
_MOST = 500


def are_frames_alike(objects: Objects, page: Page, texts: Sequence[Box]) -> bool:
    """Whether no link of a page has a frame that could be taken for something that is written.

    Args:
        objects: of the document.
        page: with its annotations.
        texts: where something is written on it.
    """
    frames: list[Box] = []
    for item in objects.items(page.get("/Annots")):
        found = objects.dictionary(item)
        if found is None or objects.text(dict.get(found, "/Subtype")) != "/Link":
            continue
        width = _width(objects, found)
        if width == 0:
            continue
        box = box_from(objects.numbers(dict.get(found, "/Rect")))
        if box is None or width is None or width > _THIN or not _is_coloured(objects, found):
            return False
        objects.budget.spend("work", len(texts) + len(frames))
        written = sum(area(common(box, text)) for text in texts)
        if not 0 < _AROUND * area(box) <= written or any(_cross(box, other) for other in frames):
            return False
        frames.append(box)
        if len(frames) > _MOST:
            return False
    return True


def _width(objects: Objects, found: DictionaryObject) -> float | None:
    """Return how wide a frame is drawn; None where readers may take several for it."""
    widths: list[object] = []
    if "/BS" in found:
        style = objects.dictionary(dict.get(found, "/BS"))
        if style is None or objects.text(dict.get(style, "/S")) not in ("", "/S"):
            return None
        widths.append(objects.get(style, "/W") if "/W" in style else 1)
    if "/Border" in found:
        border = objects.numbers(dict.get(found, "/Border"))
        widths.append(border[2] if len(border) == 3 else None)
    numbers = [width for width in widths or [1] if isinstance(width, (int, float))]
    return max(numbers) if len(numbers) == len(widths or [1]) and min(numbers) >= 0 else None


def _is_coloured(objects: Objects, found: DictionaryObject) -> bool:
    lights = objects.numbers(dict.get(found, "/C"))
    return len(lights) == 3 and max(lights) - min(lights) >= _COLOURED


def _cross(one: Box, other: Box) -> bool:
    left, bottom, right, top = common(one, other)
    return right - left > _TOUCHING and top - bottom > _TOUCHING
