"""Rows of numbers in Type 2 charstrings, as the steps a pen goes (Adobe's note 5177, 4.1 and 4.5).

Each operator takes whole rows of one shape; of numbers too many or too few readers make their
own, and so they are refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle

Steps = list[tuple[float, float]]


def _require(known: bool) -> None:
    if not known:
        raise ValueError


def _pairs(numbers: Sequence[float]) -> Steps:
    _require(bool(numbers))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _curves(numbers: Sequence[float]) -> Steps:
    _require(len(numbers) % 6 == 0)
    return _pairs(numbers)


def _curves_and_line(numbers: Sequence[float]) -> Steps:
    _require(len(numbers) % 6 == 2 and len(numbers) > 2)
    return _pairs(numbers)


def _lines_and_curve(numbers: Sequence[float]) -> Steps:
    _require(len(numbers) >= 8)
    return _pairs(numbers)


def _lines(numbers: Sequence[float], *, level: bool) -> Steps:
    """Lines that are level and upright in turn."""
    _require(bool(numbers))
    turns = zip(numbers, cycle((level, not level)), strict=False)
    return [(length, 0.0) if across else (0.0, length) for length, across in turns]


def _along(numbers: Sequence[float], *, level: bool) -> Steps:
    """Curves that begin and end level, or upright."""
    odd = len(numbers) % 4 == 1
    other, rest = (numbers[0] if odd else 0.0), numbers[odd:]
    _require(len(rest) % 4 == 0 and bool(rest))
    found: Steps = []
    for at in range(0, len(rest), 4):
        first, x, y, last = rest[at : at + 4]
        found.append((first, other) if level else (other, first))
        found += [(x, y), (last, 0.0) if level else (0.0, last)]
        other = 0.0
    return found


def _turning(numbers: Sequence[float], *, level: bool) -> Steps:
    """Curves that begin level and end upright, and the next one the other way round."""
    odd = len(numbers) % 4 == 1
    last, rest = (numbers[-1] if odd else 0.0), numbers[: len(numbers) - odd]
    _require(len(rest) % 4 == 0 and bool(rest))
    found: Steps = []
    for at in range(0, len(rest), 4):
        first, x, y, end = rest[at : at + 4]
        other = last if at + 4 == len(rest) else 0.0
        found.append((first, 0.0) if level else (0.0, first))
        found += [(x, y), (other, end) if level else (end, other)]
        level = not level
    return found


def _flex(numbers: Sequence[float]) -> Steps:
    _require(len(numbers) == 13)
    return _pairs(numbers[:12])


def _level_flex(numbers: Sequence[float]) -> Steps:
    _require(len(numbers) == 7)
    one, two, up, three, four, five, six = numbers
    return _pairs([one, 0, two, up, three, 0, four, 0, five, -up, six, 0])


def _flex_to_level(numbers: Sequence[float]) -> Steps:
    _require(len(numbers) == 9)
    back = -numbers[1] - numbers[3] - numbers[7]
    return _pairs([*numbers[:5], 0, numbers[5], 0, *numbers[6:], back])


def _flex_by_one(numbers: Sequence[float]) -> Steps:
    _require(len(numbers) == 11)
    across, up = sum(numbers[0:10:2]), sum(numbers[1:10:2])
    level = abs(across) > abs(up)
    return _pairs([*numbers[:10], *((numbers[10], -up) if level else (-across, numbers[10]))])


ROWS: dict[int, Callable[[Sequence[float]], Steps]] = {
    5: _pairs,
    6: lambda numbers: _lines(numbers, level=True),
    7: lambda numbers: _lines(numbers, level=False),
    8: _curves,
    24: _curves_and_line,
    25: _lines_and_curve,
    26: lambda numbers: _along(numbers, level=False),
    27: lambda numbers: _along(numbers, level=True),
    30: lambda numbers: _turning(numbers, level=False),
    31: lambda numbers: _turning(numbers, level=True),
    256 + 34: _level_flex,
    256 + 35: _flex,
    256 + 36: _flex_to_level,
    256 + 37: _flex_by_one,
}
"""By operator; those of two bytes count from 256 on."""
