"""A reader that runs the instructions of fonts, and draws each page without them as well.

It is one program and draws all else in one way, so what moves by more than two dots moves by its
instructions: no slack is needed for colours, in which readers differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqaror_desktop.readers.dots import CHANNELS, bounds, coloured, fullest, image

if TYPE_CHECKING:
    from PIL.Image import Image

    from eqaror_desktop.readers.drawing import Drawing, Page

_NEAR = 2
"""Dots by which instructions that fit a letter to the grid of paper move its edges."""
_SLIGHT = [max(0, grey - 8) for grey in range(256)]
_MUCH = 9
"""Of 255 greys: by which one dot may differ, and beyond that the middle of a tile's. Letters made
bold by a stroke around them have 7: what is left open within is a dot wide, or none.
"""
_TILE = 16
"""Dots of a side; no letter that is read is smaller."""
_OVER = _TILE + 2 * _NEAR
"""Rows that are looked at again with those that follow."""


class Twice:
    """Both drawings, page by page; a page of it is the one with instructions."""

    def __init__(self, drawing: Drawing, without: Drawing) -> None:
        self.name = drawing.name
        self.reader = drawing.reader
        self._drawing = drawing
        self._without = without

    def page(self) -> TwicePage | None:
        """Return the next page, or None behind the last.

        Raises:
            NotDrawn: there is none, though it is not the last.
            Left: it takes too long, or is too large.
        """
        page, without = self._drawing.page(), self._without.page()
        return None if page is None else TwicePage(page, without)


class TwicePage:
    """A page with instructions; ``moved`` says whether it is another one without them."""

    def __init__(self, page: Page, without: Page | None) -> None:
        self.width, self.height = page.width, page.height
        self.near, self.drops = page.near, page.drops
        sizes = (without.width, without.height) if without is not None else None
        self.moved = sizes != (page.width, page.height)
        self._page = page
        self._without = without
        self._held = (b"", b"")

    def rows(self, count: int) -> bytes:
        """Return the next rows, as :class:`eqaror_desktop.readers.likeness.Picture`.

        Raises:
            NotDrawn: there are none, though there should be.
            Left: they take too long.
        """
        found = self._page.rows(count)
        if self._without is not None and not self.moved:
            over = _OVER * self.width * CHANNELS
            one, other = (
                held[-over:] + rows
                for held, rows in zip(self._held, (found, self._without.rows(count)), strict=True)
            )
            self.moved = one != other and self._differ(one, other)
            self._held = one, other
        return found

    def _differ(self, one: bytes, other: bytes) -> bool:
        first, second = image(one, self.width), image(other, self.width)
        if coloured(first, second) is None:
            first, second = first.getchannel("G"), second.getchannel("G")
        inner = (_NEAR, _NEAR, first.width - _NEAR, first.height - _NEAR)
        return any(
            fullest(_outside(this, that).crop(inner), _TILE) >= _MUCH
            for this, that in ((first, second), (second, first))
        )


def _outside(one: Image, other: Image) -> Image:
    from PIL import ImageChops

    lightest, darkest = bounds(other, _NEAR)
    more = ImageChops.lighter(
        ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one)
    )
    return more.point(_SLIGHT * len(more.getbands()))
