"""Whether what a page has when it is compared is there on the screen, too.

PDFium draws no stroke thinner than a dot, whatever the size of the page. White hairlines over a
clause, or around its letters, take a little of it at 300 dots to the inch and all of it on a
screen. So the window's reader draws each page as small as a person reads it, and what the large
picture has, made smaller, must be near in that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqaror_desktop.readers.likeness import beyond, coarser, fullest

if TYPE_CHECKING:
    from PIL.Image import Image

    from eqaror_desktop.readers.likeness import Picture

TIMES = 3
"""Dots of the large picture on a side for each on the screen: 100 to the inch."""
_NEAR = 1
_TILE = 8
"""Dots of a side: two letters."""
_MUCH = 6
"""Of a tile in the middle; honest files had 3, with hairlines on the sheets of plans 5."""
_ROWS = 512 * TIMES
_EDGE = 3
"""Dots at the sides, where a part of one may stand alone."""


def taken(screen: Picture) -> Image:
    """Read a page at once; of a sheet of a square metre it is 17 MB."""
    from PIL import Image

    return Image.frombytes("L", (screen.width, screen.height), screen.rows(screen.height))


class Seen:
    """A page that is compared, of which a smaller picture is made as its rows go by."""

    def __init__(self, page: Picture, shown: Image) -> None:
        """Take both from the window's reader.

        Args:
            page: as it is compared with others.
            shown: the same one, :data:`TIMES` smaller.
        """
        self.width, self.height, self.near = page.width, page.height, page.near
        self._page = page
        self._left = page.height
        self._rest = b""
        self._smaller = bytearray()
        self._shown = shown

    def rows(self, count: int) -> bytes:
        """Return the next rows, as :class:`eqaror_desktop.readers.likeness.Picture`."""
        found = self._page.rows(count)
        self._left -= count
        self._rest += found
        whole = len(self._rest) // (TIMES * self.width) * TIMES * self.width
        if whole:
            self._smaller += coarser(self._rest[:whole], self.width, TIMES)
            self._rest = self._rest[whole:]
        return found

    def is_whole(self) -> bool:
        """Return whether all of it is on the screen; reads the rows that nobody took."""
        from PIL import Image

        while self._left:
            self.rows(min(self._left, _ROWS))
        across, down = self.width // TIMES, self.height // TIMES
        if min(across, down) <= 2 * _EDGE:
            return True
        large = Image.frombytes("L", (across, down), bytes(self._smaller))
        size = min(self._shown.width, across), min(self._shown.height, down)
        more = beyond(large.crop((0, 0, *size)), self._shown.crop((0, 0, *size)), _NEAR)
        core = more.crop((_EDGE, _EDGE, size[0] - _EDGE, size[1] - _EDGE))
        return fullest(core, _TILE) < _MUCH
