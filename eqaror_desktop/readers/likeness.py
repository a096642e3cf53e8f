"""Whether two pictures of a page show the same.

Letters that a file brings lie within a fraction of a point of each other whoever draws them, and
their edges are more or less grey. So each dot of one must lie between the lightest and the darkest
that the other has so near. What is beyond that is counted where it lies together: a figure, a
comma, not the edges of a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

DOTS_PER_INCH = 300
"""At it the stem of a letter of ten points is four dots wide."""
_NEAR = 2
"""Dots that one reader may draw beside another."""
_ROUNDED = 4
"""Dots by which a page may be larger for one reader."""
_TILE = 16
"""Dots of a side; no letter that is read is smaller."""
_LAID = tuple((by, to) for by in (0, _TILE // 2) for to in (0, _TILE // 2))
"""Tiles are laid four times, half beside each other: no figure lies between them."""
_SLIGHT = 48
"""Of 255 greys, by which one dot may differ: readers make their own grey of a colour."""
_MUCH = 4
"""Greys beyond that, of a tile's dots in the middle, that make it another one."""
_BAND = 32 * _TILE
"""Rows that are compared at once, so that a large page takes little memory."""
_CUT = [max(0, grey - _SLIGHT) for grey in range(256)]


@dataclass(frozen=True)
class Picture:
    """A page as it was drawn."""

    width: int
    """Pixels."""
    height: int
    grey: bytes
    """A byte a pixel, row by row from the top; 0 is black."""


def alike(one: Picture, other: Picture) -> bool:
    """Whether both show the same.

    Args:
        one: a page at :data:`DOTS_PER_INCH`.
        other: the same page by another reader.
    """
    width, height = min(one.width, other.width), min(one.height, other.height)
    apart = abs(one.width - other.width), abs(one.height - other.height)
    if max(apart) > _ROUNDED:
        return False
    return one == other or not any(
        _has_more(first, second, (width, height), top)
        for top in range(0, height, _BAND)
        for first, second in ((one, other), (other, one))
    )


def _has_more(one: Picture, other: Picture, size: tuple[int, int], top: int) -> bool:
    """Whether something is in a band of one that is not in the other, darker or lighter."""
    from PIL import ImageChops

    width, height = size
    # Every tile is whole in one band, and what lies near it may lie beside that.
    bottom = min(height, top + _BAND + _TILE)
    above, below = max(0, top - _NEAR), min(height, bottom + _NEAR)
    own, others = (_rows(page, width, above, below) for page in (one, other))
    lighter = ImageChops.subtract(own, _near(others, ImageChops.lighter))
    darker = ImageChops.subtract(_near(others, ImageChops.darker), own)
    beyond = ImageChops.lighter(lighter, darker).point(_CUT)
    if beyond.getextrema() == (0, 0):
        return False
    beyond = beyond.crop((0, top - above, width, bottom - above))
    return any(_is_a_figure(beyond, by, to) for by, to in _LAID)


def _is_a_figure(beyond: Image, by: int, to: int) -> bool:
    """Whether much lies in one tile; beside the page there is nothing."""
    right, down = (-(-side // _TILE) * _TILE + _TILE for side in beyond.size)
    tiles = beyond.crop((-by, -to, right - by, down - to)).reduce(_TILE)
    return max(tiles.tobytes()) >= _MUCH


def _rows(page: Picture, width: int, top: int, bottom: int) -> Image:
    """Return rows of a page; what a reader has more at the right is left out."""
    from PIL import Image

    part = page.grey[top * page.width : bottom * page.width]
    return Image.frombytes("L", (page.width, bottom - top), part).crop((0, 0, width, bottom - top))


def _near(page: Image, most: Callable[[Image, Image], Image]) -> Image:
    """Return of each dot the lightest, or the darkest, of those around it."""
    from PIL import ImageChops

    for right, down in ((1, 0), (0, 1)):
        around = page
        for far in range(1, _NEAR + 1):
            for step in (far, -far):
                around = most(around, ImageChops.offset(page, right * step, down * step))
        page = around
    return page
