"""What lies near a dot of a picture, and pictures of fewer dots or channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    _Most = Callable[[Image, Image], Image]

CHANNELS = 3
"""Bytes of a dot: red, green, blue."""
_COLOUR = [255 if apart > 4 else 0 for apart in range(256)]
"""By how much they differ where there is a colour."""


def bounds(page: Image, near: int) -> tuple[Image, Image]:
    """Return the lightest and the darkest near each dot."""
    from PIL import ImageChops

    lightest, darkest = (
        around(page, most, near) for most in (ImageChops.lighter, ImageChops.darker)
    )
    return lightest, darkest


def around(page: Image, most: _Most, near: int) -> Image:
    """Return of each dot the lightest, or the darkest, of those in a square around it."""
    return along(along(page, most, -near, near, 0), most, -near, near, 1)


def along(page: Image, most: _Most, begin: int, end: int, axis: int) -> Image:
    """Return of each dot the most of those from so many beside it to so many."""
    from PIL import ImageChops

    def moved(image: Image, by: int) -> Image:
        return ImageChops.offset(image, 0 if axis else -by, -by if axis else 0)

    # Of twice as many in each step.
    found, seen = page, 1
    while seen < end - begin + 1:
        step = min(seen, end - begin + 1 - seen)
        found, seen = most(found, moved(found, step)), seen + step
    return moved(found, begin)


def coloured(*pages: Image) -> tuple[int, int, int, int] | None:
    """Return the box around all that has a colour to speak of in any of them."""
    from functools import reduce

    from PIL import ImageChops

    split = (page.split() for page in pages)
    apart = [
        ImageChops.difference(green, other) for red, green, blue in split for other in (red, blue)
    ]
    return reduce(ImageChops.lighter, apart).point(_COLOUR).getbbox()


def fullest(more: Image, tile: int) -> int:
    """Return what lies in the middle in the fullest tile; beside the page there is nothing.

    Tiles are laid four times, half beside each other: no figure lies between them.
    """
    right, down = (-(-side // tile) * tile + tile for side in more.size)
    laid = ((by, to) for by in (0, tile // 2) for to in (0, tile // 2))
    tiles = (more.crop((-by, -to, right - by, down - to)).reduce(tile) for by, to in laid)
    return max(max(one.tobytes()) for one in tiles)


def image(dots: bytes, width: int) -> Image:
    """Return rows of a page as a picture."""
    from PIL import Image

    return Image.frombytes("RGB", (width, len(dots) // (width * CHANNELS)), dots)


def coarser(dots: bytes, width: int, times: int) -> bytes:
    """Return rows of a page with so many times fewer dots on each side."""
    whole = image(dots, width)
    height = whole.height
    return whole.crop((0, 0, width // times * times, height)).reduce(times).tobytes()
