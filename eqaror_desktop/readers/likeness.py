"""Whether two pictures of a page show the same.

Letters that a file brings lie within a fraction of a point of each other whoever draws them, and
their edges are more or less grey. So each dot of one must lie between the lightest and the darkest
that the other has so near. What is beyond that is counted where it lies together: a figure, a
comma, not the edges of a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from eqaror_desktop.readers.dots import CHANNELS, bounds, coloured, fullest, image
from eqaror_desktop.readers.hairlines import hairlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

MEASURE = 8
"""Counts what this measure learned to tell; kept results of another one are not used."""
DOTS_PER_INCH = 300
"""At it the stem of a letter of ten points is four dots wide."""
_BESIDE = 16
"""Rows beside a band: for what a reader may draw beside another, and for the mean around it."""
_EDGE = 8
"""Dots at the sides of a page, where readers cut it off in their own ways."""
_MEAN = 3
"""Of 14 dots each way; pages are half as large then."""
_FAR = [255 if apart >= 80 else 0 for apart in range(256)]
_MOSTLY = [255 if part >= 217 else 0 for part in range(256)]
_ANOTHER = [255 if apart > 36 else 0 for apart in range(256)]
"""Greys between two dots, and dots in 255, of a fine ground; greys of its mean for another one."""
_ROUNDED = 4
"""Dots by which a page may be larger for one reader."""
_TILE = 16
"""Dots of a side; no letter that is read is smaller."""
_SLIGHT = 48
"""Of 255 greys, by which one dot may differ: readers make their own grey of a colour."""
_MUCH, _MUCH_COLOUR = 5, 7
"""Greys beyond that, of a tile's dots in the middle, that make it another one; in red and blue,
where edges of transparent stamps over letters have 5."""
_BAND, _LEAST, _DOTS = 32 * _TILE, 8 * _TILE, 2_500_000
"""Rows that are compared at once, at most and at least, and dots: few, to take little memory."""
_CUT = [max(0, grey - _SLIGHT) for grey in range(256)]


class Picture(Protocol):
    """A page that is drawn, from the top to the bottom; red, green and blue, 0 is black."""

    @property
    def width(self) -> int:
        """Dots."""

    @property
    def height(self) -> int:
        """Dots."""

    @property
    def near(self) -> int:
        """Dots that may be drawn beside another reader's."""

    @property
    def drops(self) -> bool:
        """Whether thin rules may be left out in it."""

    def rows(self, count: int) -> bytes:
        """Return the next rows, three bytes a dot."""


def alike(one: Picture, others: Sequence[Picture]) -> tuple[bool, ...]:
    """Return of each other picture whether it shows the same as ``one``.

    Args:
        one: a page at :data:`DOTS_PER_INCH`.
        others: the same page by other readers. Rows that nobody needs are left in all of them.
    """
    same = [_fit(one, other) for other in others]
    pages = {number: _Rows(other) for number, other in enumerate(others) if same[number]}
    height = min([one.height, *(others[number].height for number in pages)])
    own = _Rows(one)
    high = min(_BAND, max(_LEAST, _DOTS // max(1, one.width) // _TILE * _TILE))
    for top in range(0, height, high):
        # Every tile is whole in one band, and what lies near it may lie beside that.
        bottom, above = min(height, top + high + _TILE), max(0, top - _BESIDE)
        below = min(height, bottom + _BESIDE)
        shown = own.band(above, below)
        for number, rows in pages.items():
            if same[number]:
                band = rows.band(above, below)
                core, inner = (
                    (max(begin, _EDGE) - above, min(end, height - _EDGE) - above)
                    for begin, end in ((top, bottom), (above, below))
                )
                same[number] = not _differ(shown, band, core, inner, others[number])
    return tuple(same)


class _Rows:
    """Rows of a picture, as many as are looked at."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._first = 0
        self._held = b""

    def band(self, top: int, bottom: int) -> _Band:
        """Return rows; those above are not asked for again."""
        width = self._picture.width
        row = width * CHANNELS
        held = self._held[(top - self._first) * row :]
        self._held = held + self._picture.rows(bottom - top - len(held) // row)
        self._first = top
        return _Band(width, self._held)


@dataclass(frozen=True)
class _Band:
    width: int
    dots: bytes

    def image(self, width: int) -> Image:
        """Return it; what a reader has more at the right is left out."""
        whole = image(self.dots, self.width)
        return whole.crop((0, 0, width, whole.height))


def _fit(one: Picture, other: Picture) -> bool:
    apart = abs(one.width - other.width), abs(one.height - other.height)
    return max(apart) <= _ROUNDED


_Box = tuple[int, int, int, int]


def _differ(
    one: _Band, other: _Band, rows: tuple[int, int], inner: tuple[int, int], reader: Picture
) -> bool:
    """Whether something is in one that is not in the other: in these rows, seen with those."""
    width = min(one.width, other.width)
    if one == other or width <= 2 * _EDGE or rows[1] <= rows[0]:
        return False
    first, second = one.image(width), other.image(width)
    core, inside = (
        (_EDGE, rows[0], width - _EDGE, rows[1]),
        (_EDGE, inner[0], width - _EDGE, inner[1]),
    )
    if _has_other(first.getchannel("G"), second.getchannel("G"), core, inside, reader, _MUCH):
        return True
    # The other channels tell nothing new where there is no colour.
    where = coloured(first, second)
    if where is None:
        return False
    core, inside = _near(core, where, _BESIDE), _near(inside, where, 2 * _BESIDE)
    return any(
        _has_other(first.getchannel(by), second.getchannel(by), core, inside, reader, _MUCH_COLOUR)
        for by in ("R", "B")
    )


def _near(box: _Box, where: _Box, dots: int) -> _Box:
    """Return what of a box is so near."""
    left, top, right, bottom = where
    return (
        min(max(box[0], left - dots), box[2]),
        min(max(box[1], top - dots), box[3]),
        max(min(box[2], right + dots), box[0]),
        max(min(box[3], bottom + dots), box[1]),
    )


def _has_other(
    first: Image, second: Image, core: _Box, inside: _Box, reader: Picture, much: int
) -> bool:
    """Whether a channel of one has something that is not in the other's."""
    from PIL import ImageChops

    if min(core[2] - core[0], core[3] - core[1]) <= 0:
        return False
    near = reader.near
    # Mostly no dot differs from that in its own place.
    if ImageChops.difference(first, second).point(_CUT).crop(core).getbbox() and any(
        _has_more(this, that, core, near, much, alone=alone)
        for this, that, alone in ((first, second, reader.drops), (second, first, False))
    ):
        return True
    far, off = _mean(first.crop(inside)), _mean(second.crop(inside))
    beside = (near + 1) // 2
    margin = _MEAN + beside
    top, bottom = ((row - inside[1]) // 2 for row in (core[1], core[3]))
    middle = (margin, max(margin, top), far.width - margin, min(bottom, far.height - margin))
    if middle[2] <= margin or middle[3] <= middle[1]:
        return False
    apart = ImageChops.lighter(_outside(far, off, beside), _outside(off, far, beside))
    another = apart.point(_ANOTHER).crop(middle)
    if not another.getbbox():
        return False
    # In a fine ground each dot may be any; the grey that is seen of it may not.
    fine = (_is_fine(page.crop(inside), near) for page in (first, second))
    return ImageChops.darker(another, ImageChops.darker(*fine).crop(middle)).getbbox() is not None


def _mean(page: Image) -> Image:
    from PIL.ImageFilter import BoxBlur

    return page.reduce(2).filter(BoxBlur(_MEAN))


def _is_fine(page: Image, near: int) -> Image:
    """Return where most dots have both light and dark ones near them: 255, elsewhere 0."""
    from PIL import ImageChops

    apart = ImageChops.subtract(*bounds(page, near)).point(_FAR)
    return _mean(apart).point(_MOSTLY)


def _has_more(one: Image, other: Image, core: _Box, near: int, much: int, *, alone: bool) -> bool:
    from PIL import ImageChops

    more = beyond(one, other, near)
    # Looking for lines takes time, and mostly there is nothing.
    if fullest(more.crop(core), _TILE) < much:
        return False
    lines = hairlines(more, None if alone else other, near)
    return fullest(ImageChops.subtract(more, lines).crop(core), _TILE) >= much


def beyond(one: Image, other: Image, near: int) -> Image:
    """Return by how much more than slightly each dot of one is outside of those near it."""
    return _outside(one, other, near).point(_CUT)


def _outside(one: Image, other: Image, near: int) -> Image:
    """Return how much lighter or darker each dot of one is than any near it in the other."""
    from PIL import ImageChops

    lightest, darkest = bounds(other, near)
    return ImageChops.lighter(
        ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one)
    )
