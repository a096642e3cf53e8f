"""Whether two pictures of a page show the same.

Letters of one font lie within a pixel of each other whoever draws them, and their edges are more
or less grey; those of a font that each reader brings by itself lie within two. So what is dark in
one must be darkish in the other so near, and what is light, lightish. Differences are counted
where they lie together: a figure, not the edges of a line.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

DOTS_PER_INCH = 150
"""At it a comma of ten points has some twenty dots."""
_NEAR = 2
"""Pixels that one reader may draw beside another."""
_ROUNDED = 2
"""Pixels by which a page may be larger for one reader."""
_TILE = 32
"""Pixels of a side."""
_LAID = tuple((by, to) for by in (0, _TILE // 2) for to in (0, _TILE // 2))
"""Tiles are laid four times, half beside each other: no figure lies between them."""
_MANY = 20
"""Dots in a tile, each with three neighbours, that make it another one."""
_LOOKED_AT = 50_000
"""Dots of a page; where so many differ, they are many in some tile among these."""
_GREYS = range(256)
_PAIRS = (
    (bytes(grey < 100 for grey in _GREYS), bytes(grey < 200 for grey in _GREYS)),
    (bytes(grey > 200 for grey in _GREYS), bytes(grey > 100 for grey in _GREYS)),
)
"""What is dark and what may stand for it, what is light and what may stand for that."""


@dataclass(frozen=True)
class Picture:
    """A page as it was drawn."""

    width: int
    """Pixels."""
    height: int
    grey: bytes
    """A byte a pixel, row by row from the top; 0 is black."""

    def cut(self, width: int, height: int) -> Picture:
        """Return what is left of a smaller one at the left and the top."""
        if (width, height) == (self.width, self.height):
            return self
        rows = (self.grey[row * self.width :][:width] for row in range(height))
        return Picture(width, height, b"".join(rows))


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
    one, other = one.cut(width, height), other.cut(width, height)
    return one.grey == other.grey or not any(
        _is_a_figure(_only(first, second, *pair), width)
        for first, second in ((one, other), (other, one))
        for pair in _PAIRS
    )


def _only(one: Picture, other: Picture, core: bytes, around: bytes) -> bytes:
    """Return a picture of ones where something is that the other has not, two by two."""
    # As whole numbers of a byte a pixel: a page is shifted and compared at once.
    there = int.from_bytes(one.grey.translate(core), "little")
    near = _spread(int.from_bytes(other.grey.translate(around), "little"), one.width)
    missing = there & ~near
    missing &= missing >> 8
    missing &= missing >> (8 * one.width)
    return missing.to_bytes(len(one.grey), "little")


def _spread(dots: int, width: int) -> int:
    for step in (8, 8 * width):
        grown = dots
        for far in range(1, _NEAR + 1):
            grown |= dots << (step * far) | dots >> (step * far)
        dots = grown
    return dots


def _is_a_figure(dots: bytes, width: int) -> bool:
    if dots.count(1) < _MANY:
        return False
    tiles: Counter[tuple[int, int, int]] = Counter()
    at = -1
    for _ in range(_LOOKED_AT):
        at = dots.find(1, at + 1)
        if at < 0:
            break
        down, right = divmod(at, width)
        for number, (by, to) in enumerate(_LAID):
            tiles[number, (down + by) // _TILE, (right + to) // _TILE] += 1
    return max(tiles.values()) >= _MANY
