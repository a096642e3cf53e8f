"""The graphics state of a page while it is drawn (ISO 32000-1, 8.3 and 8.4)."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from signing.examine.colours import GREY, Space
from signing.examine.fonts import Font

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top; in units of the page's user space, 1/72 inch as a rule."""
Colour = tuple[float, float, float] | None
"""Red, green, blue from 0 to 1; None where it is not one plain colour."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
BLACK = (0.0, 0.0, 0.0)
WHITE = (1.0, 1.0, 1.0)
_ALIKE = 0.06


@dataclass
class State:
    """What ``q`` keeps and ``Q`` brings back."""

    matrix: Matrix
    clip: Box
    clip_exact: bool = True
    """False if the clip is some shape within its box."""
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_space: Space | None = GREY
    """For areas; None for one that readers may show as several."""
    stroke_space: Space | None = GREY
    fill_set: bool = True
    """Whether a colour was chosen since, or it is black as it was."""
    stroke_set: bool = True
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    fill_over: bool = False
    """Whether areas are laid over what is there, ink over ink (8.6.7)."""
    stroke_over: bool = False
    blend: str = ""
    """Its mode; empty for the normal one."""
    masked: bool = False
    """By a soft mask of this content."""
    line_width: float = 1.0
    dashes: tuple[float, ...] = ()
    mode: int = 0
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    @property
    def plain(self) -> bool:
        """Normal blend mode and no soft mask."""
        return not self.blend and not self.masked

    def copy(self) -> State:
        """Return what ``q`` puts aside."""
        made = State.__new__(State)
        made.__dict__.update(self.__dict__)
        return made


def joined(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does ``first`` and then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_from(numbers: tuple[float, ...]) -> Box | None:
    """Return the box of two opposite corners in any order; None if it is not one (7.9.5)."""
    if len(numbers) != 4:
        return None
    x, y, right, top = numbers
    return min(x, right), min(y, top), max(x, right), max(y, top)


def box_of(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """Return the box around a rectangle after a transformation."""
    a, b, c, d, e, f = matrix
    xs = (a * left + c * bottom, a * right + c * bottom, a * left + c * top, a * right + c * top)
    ys = (b * left + d * bottom, b * right + d * bottom, b * left + d * top, b * right + d * top)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def upright(matrix: Matrix) -> bool:
    """Whether a rectangle stays one."""
    a, b, c, d, _, _ = matrix
    slack = 1e-4 * (hypot(a, b) + hypot(c, d))
    return (abs(b) <= slack and abs(c) <= slack) or (abs(a) <= slack and abs(d) <= slack)


def common(first: Box, second: Box) -> Box:
    """Return what two boxes share; empty if right < left or top < bottom."""
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def wider(box: Box, by: float) -> Box:
    """Return a box with a margin."""
    left, bottom, right, top = box
    return left - by, bottom - by, right + by, top + by


def empty(box: Box) -> bool:
    """Whether nothing is inside."""
    return box[2] <= box[0] or box[3] <= box[1]


def area(box: Box) -> float:
    """Return the size of a box; 0 for an empty one."""
    return 0.0 if empty(box) else (box[2] - box[0]) * (box[3] - box[1])


def alike(first: Colour, second: Colour) -> bool:
    """Whether nobody can tell two plain colours apart."""
    if first is None or second is None:
        return False
    return all(abs(one - other) <= _ALIKE for one, other in zip(first, second, strict=True))


def colour(parts: list[float]) -> Colour:
    """Return the colour of one, three or four device components (8.6.4)."""
    bounded = [min(1.0, max(0.0, part)) for part in parts]
    match bounded:
        case [grey]:
            return grey, grey, grey
        case [red, green, blue]:
            return red, green, blue
        case [cyan, magenta, yellow, key]:
            light = 1 - key
            return (1 - cyan) * light, (1 - magenta) * light, (1 - yellow) * light
    return None
