"""Whether two pictures of a page show the same.

Letters that a file brings lie within a fraction of a point of each other whoever draws them, and
their edges are more or less grey. So each dot of one must lie between the lightest and the darkest
that the other has so near. What is beyond that is counted where it lies together: a figure, a
comma, not the edges of a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from eqaror_desktop.readers.dots import along, bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

MEASURE = 6
"""Counts what this measure learned to tell; kept results of another one are not used."""
DOTS_PER_INCH = 300
"""At it the stem of a letter of ten points is four dots wide."""
_BESIDE = 16
"""Rows beside a band: for what a reader may draw beside another, and for the mean around it."""
_EDGE = 8
"""Dots at the sides of a page, where readers cut it off in their own ways."""
_LINE, _ACROSS = 44, 2
"""Dots of a line that is no letter of up to 14 points: it is longer, and at most so wide."""
_FAINT = [grey if grey < 112 else 0 for grey in range(256)]
"""What a hairline may differ, which some readers draw black and some as thin as it is."""
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
_MUCH = 5
"""Greys beyond that, of a tile's dots in the middle, that make it another one."""
_BAND = 32 * _TILE
"""Rows that are compared at once, so that a large page takes little memory."""
_CUT = [max(0, grey - _SLIGHT) for grey in range(256)]


class Picture(Protocol):
    """A page that is drawn, from the top to the bottom; grey, 0 is black."""

    @property
    def width(self) -> int:
        """Dots."""

    @property
    def height(self) -> int:
        """Dots."""

    @property
    def near(self) -> int:
        """Dots that may be drawn beside another reader's."""

    def rows(self, count: int) -> bytes:
        """Return the next rows, a byte a dot."""


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
    for top in range(0, height, _BAND):
        # Every tile is whole in one band, and what lies near it may lie beside that.
        bottom, above = min(height, top + _BAND + _TILE), max(0, top - _BESIDE)
        below = min(height, bottom + _BESIDE)
        shown = own.band(above, below)
        for number, rows in pages.items():
            if same[number]:
                band = rows.band(above, below)
                core, inner = (
                    (max(begin, _EDGE) - above, min(end, height - _EDGE) - above)
                    for begin, end in ((top, bottom), (above, below))
                )
                same[number] = not _differ(shown, band, core, inner, others[number].near)
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
        held = self._held[(top - self._first) * width :]
        self._held = held + self._picture.rows(bottom - top - len(held) // width)
        self._first = top
        return _Band(width, self._held)


@dataclass(frozen=True)
class _Band:
    width: int
    grey: bytes

    def image(self, width: int) -> Image:
        """Return it; what a reader has more at the right is left out."""
        from PIL import Image

        height = len(self.grey) // self.width
        whole = Image.frombytes("L", (self.width, height), self.grey)
        return whole.crop((0, 0, width, height))


def _fit(one: Picture, other: Picture) -> bool:
    apart = abs(one.width - other.width), abs(one.height - other.height)
    return max(apart) <= _ROUNDED


def _differ(
    one: _Band, other: _Band, rows: tuple[int, int], inner: tuple[int, int], near: int
) -> bool:
    """Whether something is in one that is not in the other: in these rows, seen with those."""
    from PIL import ImageChops

    width = min(one.width, other.width)
    if one == other or width <= 2 * _EDGE or rows[1] <= rows[0]:
        return False
    first, second = one.image(width), other.image(width)
    core = (_EDGE, rows[0], width - _EDGE, rows[1])
    if any(_has_more(this, that, core, near) for this, that in ((first, second), (second, first))):
        return True
    inside = (_EDGE, inner[0], width - _EDGE, inner[1])
    first, second = first.crop(inside), second.crop(inside)
    far, off = _mean(first), _mean(second)
    beside = (near + 1) // 2
    margin = _MEAN + beside
    top, bottom = ((row - inner[0]) // 2 for row in rows)
    middle = (margin, max(margin, top), far.width - margin, min(bottom, far.height - margin))
    if middle[2] <= margin or middle[3] <= middle[1]:
        return False
    apart = ImageChops.lighter(_outside(far, off, beside), _outside(off, far, beside))
    another = apart.point(_ANOTHER).crop(middle)
    if another.getextrema() == (0, 0):
        return False
    # In a fine ground each dot may be any; the grey that is seen of it may not.
    fine = ImageChops.darker(_is_fine(first, near), _is_fine(second, near)).crop(middle)
    return ImageChops.darker(another, fine).getextrema() != (0, 0)


def _mean(page: Image) -> Image:
    from PIL.ImageFilter import BoxBlur

    return page.reduce(2).filter(BoxBlur(_MEAN))


def _is_fine(page: Image, near: int) -> Image:
    """Return where most dots have both light and dark ones near them: 255, elsewhere 0."""
    from PIL import ImageChops

    apart = ImageChops.subtract(*bounds(page, near)).point(_FAR)
    return _mean(apart).point(_MOSTLY)


def _has_more(one: Image, other: Image, core: tuple[int, int, int, int], near: int) -> bool:
    from PIL import ImageChops

    more = beyond(one, other, near)
    if more.getextrema() == (0, 0):
        return False
    more = more.crop(core)
    # Looking for lines takes time, and mostly there is nothing.
    return _has_figures(more) and _has_figures(ImageChops.subtract(more, _lines(more)))


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


def _lines(more: Image) -> Image:
    """Return the faint hairlines, level or upright."""
    from PIL import ImageChops

    faint = more.point(_FAINT)
    level, upright = (
        ImageChops.subtract(_runs(faint, _LINE, by), _runs(more, _ACROSS, 1 - by)) for by in (0, 1)
    )
    return ImageChops.lighter(level, upright)


def _runs(page: Image, dots: int, axis: int) -> Image:
    """Return of each dot what a run of more dots than that has in all of them."""
    from PIL import ImageChops

    least = along(page, ImageChops.darker, 0, dots, axis)
    return along(least, ImageChops.lighter, -dots, 0, axis)


def _has_figures(more: Image) -> bool:
    return fullest(more, _TILE) >= _MUCH


def fullest(more: Image, tile: int) -> int:
    """Return what lies in the middle in the fullest tile; beside the page there is nothing.

    Tiles are laid four times, half beside each other: no figure lies between them.
    """
    right, down = (-(-side // tile) * tile + tile for side in more.size)
    laid = ((by, to) for by in (0, tile // 2) for to in (0, tile // 2))
    tiles = (more.crop((-by, -to, right - by, down - to)).reduce(tile) for by, to in laid)
    return max(max(one.tobytes()) for one in tiles)
