"""A path as far as it matters for what is covered: its box, and whether it is rectangles (8.5)."""

from __future__ import annotations

from itertools import pairwise

from signing.examine.state import Box, Matrix, area, box_of, common, moved, upright

_SLACK = 0.01
_MOST_POINTS = 6
_HOLE = 0.25


class Path:
    """The path that is being built, in the page's space."""

    def __init__(self) -> None:
        self._boxes: list[Box] = []
        self._points: list[tuple[float, float]] = []
        self._lines: list[Box] | None = []
        self._curved = False
        self._exact = True
        self.box: Box | None = None
        """Around everything; None for no path at all."""

    def move(self, matrix: Matrix, x: float, y: float) -> None:
        """Begin a part of the path."""
        self._finish()
        self._add(*moved(matrix, x, y))

    def line(self, matrix: Matrix, x: float, y: float) -> None:
        """Go straight."""
        self._add(*moved(matrix, x, y))

    def curve(self, matrix: Matrix, numbers: list[float]) -> None:
        """Go along a curve; it lies within the box of its points."""
        self._curved = True
        for x, y in zip(numbers[::2], numbers[1::2], strict=False):
            self._add(*moved(matrix, x, y))

    def rectangle(self, matrix: Matrix, x: float, y: float, width: float, height: float) -> None:
        """Add a whole rectangle."""
        self._finish()
        box = box_of(matrix, x, y, x + width, y + height)
        self._exact = self._exact and upright(matrix)
        if not upright(matrix):
            self._lines = None
        self._boxes.append(box)
        left, bottom, right, top = box
        self._straight((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
        self._widen(box)

    def straight(self) -> list[Box]:
        """Return the lines of the path if all of them are level or upright, or nothing."""
        self._finish()
        return self._lines or []

    def boxes(self) -> tuple[bool, list[Box]]:
        """Return whether the path is upright rectangles, and their boxes or those of its parts."""
        self._finish()
        exact = self._exact and not any(
            _frame(one, other) or _frame(other, one) for one, other in pairwise(self._boxes)
        )
        return exact, self._boxes

    def _add(self, x: float, y: float) -> None:
        # More points than a rectangle has are known by the box around them only.
        if len(self._points) <= _MOST_POINTS:
            self._points.append((x, y))
        else:
            self._curved = True
            (left, bottom), (right, top) = self._points[-2:]
            self._points[-2:] = [
                (min(left, right, x), min(bottom, top, y)),
                (max(left, right, x), max(bottom, top, y)),
            ]
        self._widen((x, y, x, y))

    def _finish(self) -> None:
        points, self._points = self._points, []
        curved, self._curved = self._curved, False
        if len(points) < 2:
            return
        if curved:
            self._lines = None
        else:
            self._straight(*points)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = min(xs), min(ys), max(xs), max(ys)
        self._exact = self._exact and not curved and _is_rectangle(points, box)
        self._boxes.append(box)

    def _straight(self, *points: tuple[float, float]) -> None:
        """Note the lines between points."""
        for (x, y), (right, top) in pairwise(points):
            if self._lines is None or (abs(x - right) > _SLACK and abs(y - top) > _SLACK):
                self._lines = None
                return
            self._lines.append((min(x, right), min(y, top), max(x, right), max(y, top)))

    def _widen(self, box: Box) -> None:
        if self.box is None:
            self.box = box
            return
        left, bottom, right, top = self.box
        self.box = min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3])


def _is_rectangle(points: list[tuple[float, float]], box: Box) -> bool:
    """Four corners of the box, each beside the next; a fifth closes it."""
    if len(points) == 5 and _near(points[4], points[0]):
        points = points[:4]
    if len(points) != 4:
        return False
    left, bottom, right, top = box
    corners = {(left, bottom), (left, top), (right, bottom), (right, top)}
    if not all(any(_near(point, corner) for point in points) for corner in corners):
        return False
    return all(
        abs(one[0] - other[0]) <= _SLACK or abs(one[1] - other[1]) <= _SLACK
        for one, other in pairwise(points)
    )


def _near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) <= _SLACK and abs(one[1] - other[1]) <= _SLACK


def _frame(inner: Box, outer: Box) -> bool:
    """Whether two rectangles may be a frame around nothing, as the rule of filling has it."""
    within = area(common(inner, outer)) >= area(inner)
    return within and _HOLE * area(outer) < area(inner) < area(outer)
