"""Whether what a page has when it is compared is there on the screen, too.

PDFium draws no stroke thinner than a dot, whatever the size of the page. White hairlines over a
clause, or around its letters, take a little of it at 300 dots to the inch and all of it on a
screen. So the window's reader draws each page as small as a person reads it, and what the large
picture has, made as small, must be near in that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqaror_desktop.readers.dots import bounds, fullest, image
from eqaror_desktop.readers.likeness import beyond

if TYPE_CHECKING:
    from PIL.Image import Image

    from eqaror_desktop.readers.likeness import Picture

TIMES = 3
"""Dots of the large picture on a side for each on the screen: 100 to the inch."""
_NEAR = 1
_TILE = 8
"""Dots of a side: two letters."""
_MUCH = 6
"""Of a tile in the middle; honest files have 3."""
_MEAN, _PALER = 4, 20
"""Of nine dots each way, and greys that they are lighter on the screen; honest files have 18."""
_OTHER = [255 if apart >= _PALER else 0 for apart in range(256)]
_EDGE = 3
"""Dots at the sides, where a part of one may stand alone."""


def taken(screen: Picture) -> Image:
    """Read a page at once; of a sheet of a square metre it is 67 MB."""
    return image(screen.rows(screen.height), screen.width)


def is_whole(shown: Image, large: Image) -> bool:
    """Return whether all of a page is on the screen.

    Args:
        shown: as it is drawn there.
        large: as it is compared with others, made as small.
    """
    channels = zip(large.split(), shown.split(), strict=True)
    return all(_has_all(one, other) for one, other in channels)


def _has_all(large: Image, shown: Image) -> bool:
    from PIL import ImageChops
    from PIL.ImageFilter import BoxBlur

    if min(shown.size) <= 2 * _EDGE:
        return True
    if fullest(_inner(beyond(large, shown, _NEAR), _EDGE), _TILE) >= _MUCH:
        return False
    if min(shown.size) <= 4 * _MEAN:
        return True
    # Grey letters below white hairlines: no dot is far from what is near it, all are paler. Black
    # hairlines are bolder on a screen, so what is lighter in the large picture is not asked.
    mean, seen = (page.filter(BoxBlur(_MEAN)) for page in (large, shown))
    paler = ImageChops.subtract(bounds(seen, _NEAR)[1], mean)
    return not _inner(paler, 2 * _MEAN).point(_OTHER).getbbox()


def _inner(page: Image, edge: int) -> Image:
    return page.crop((edge, edge, page.width - edge, page.height - edge))
