"""Lines that some readers draw a dot wide and black, and others as thin as they are.

What one picture has alone is no such line, however faint: it may strike a clause out. But
Ghostscript, drawing as printers do, leaves thin rules of tables out where they fall between dots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqaror_desktop.readers.dots import along, around

if TYPE_CHECKING:
    from PIL.Image import Image

_LINE, _ACROSS = 44, 2
"""Dots of a line that is no letter of up to 14 points: it is longer, and at most so wide."""
_THERE = [255 if apart >= 10 else 0 for apart in range(256)]
"""Greys of a hairline on its ground, which some readers draw black and some as thin as it is."""


def hairlines(more: Image, other: Image | None, near: int) -> Image:
    """Return the hairlines, nearly level or upright, where the other has one, too.

    Args:
        more: what one picture has that is not so dark or light in the other.
        other: that other; None if it may be without.
        near: dots that it may be drawn beside.
    """
    from PIL import ImageChops

    def long(page: Image, axis: int) -> Image:
        return _runs(along(page, ImageChops.lighter, -_ACROSS, _ACROSS, 1 - axis), _LINE, axis)

    def lines(axis: int) -> Image:
        thin = ImageChops.subtract(
            ImageChops.darker(more, long(more, axis)), _runs(more, _ACROSS, 1 - axis)
        )
        if other is None:
            return thin
        there = long(_thin(other, 1 - axis).point(_THERE), axis)
        return ImageChops.darker(thin, around(there, ImageChops.lighter, near))

    return ImageChops.lighter(lines(0), lines(1))


def _thin(page: Image, axis: int) -> Image:
    """Return by how much each dot is darker or lighter than what is beside it on both sides."""
    from PIL import ImageChops

    most, least = ImageChops.lighter, ImageChops.darker
    closed, opened = (
        along(along(page, one, -_ACROSS, _ACROSS, axis), two, -_ACROSS, _ACROSS, axis)
        for one, two in ((most, least), (least, most))
    )
    return most(ImageChops.subtract(closed, page), ImageChops.subtract(page, opened))


def _runs(page: Image, dots: int, axis: int) -> Image:
    """Return of each dot what a run of more dots than that has in all of them."""
    from PIL import ImageChops

    least = along(page, ImageChops.darker, 0, dots, axis)
    return along(least, ImageChops.lighter, -dots, 0, axis)
