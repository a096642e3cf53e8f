"""What lies near a dot of a picture, and pictures of fewer dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    _Most = Callable[[Image, Image], Image]


def bounds(page: Image, near: int) -> tuple[Image, Image]:
    """Return the lightest and the darkest near each dot."""
    from PIL import ImageChops

    lightest, darkest = (
        _around(page, most, -near, near) for most in (ImageChops.lighter, ImageChops.darker)
    )
    return lightest, darkest


def _around(page: Image, most: _Most, begin: int, end: int) -> Image:
    """Return of each dot the lightest, or the darkest, of those in a square around it."""
    return along(along(page, most, begin, end, 0), most, begin, end, 1)


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


def coarser(grey: bytes, width: int, times: int) -> bytes:
    """Return rows of a page with so many times fewer dots on each side."""
    from PIL import Image

    height = len(grey) // width
    whole = Image.frombytes("L", (width, height), grey)
    return whole.crop((0, 0, width // times * times, height)).reduce(times).tobytes()
