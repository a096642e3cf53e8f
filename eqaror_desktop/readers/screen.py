"""Whether what a page has when it is compared is there on the screen, too.

PDFium draws no stroke thinner than a dot, whatever the size of the page. White hairlines over a
clause, or around its letters, take a little of it at 300 dots to the inch and all of it on a
screen. So the window's reader draws each page as small as a person reads it, and what the large
picture has, made as small, must be near in that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqaror_desktop.readers.dots import fullest, image
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
    width, height = shown.size
    if min(width, height) <= 2 * _EDGE:
        return True
    core = (_EDGE, _EDGE, width - _EDGE, height - _EDGE)
    return all(
        fullest(beyond(one, other, _NEAR).crop(core), _TILE) < _MUCH
        for one, other in zip(large.split(), shown.split(), strict=True)
    )
