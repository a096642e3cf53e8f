"""Where pages lie on the desk: reckoning only, no widget and no file.

Ten thousand pages are laid out in some milliseconds: it is done anew whenever something changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF

from sync.values import Value

ZOOM_LEAST, ZOOM_MOST = 0.25, 4.0
_FIT_MOST = 2.0
"""Of the size on paper: pages are not fitted into a wider sight than that."""
MARGIN = 18
"""Around everything, in pixels."""
GAP = 14
"""Between two pages."""


class Fit(StrEnum):
    """What decides how large a page is."""

    WIDTH = "width"
    PAGE = "page"
    ZOOM = "zoom"
    """The factor that was chosen."""


class Look(Value, frozen=True):
    """How a document is shown.

    ``zoom`` is 1.0 for the size on paper and counts with :attr:`Fit.ZOOM` alone; ``turns`` are
    quarters, clockwise.
    """

    fit: Fit = Fit.WIDTH
    zoom: float = 1.0
    two_pages: bool = False
    turns: int = 0


class Room(Value, frozen=True):
    """What there is to lay them on: size of the sight in pixels, and pixels for a point."""

    width: int
    height: int
    scale: float


class PageLayout:
    """The places of all pages; rows of one page or of two side by side."""

    def __init__(self, sizes: Sequence[tuple[float, float]], room: Room, look: Look) -> None:
        self.look = look
        self.room = room
        self._points = sizes
        self._per_row = 2 if look.two_pages and len(sizes) > 1 else 1
        self._tops: list[int] = []
        self._heights: list[int] = []
        self._scales: list[float] = []
        widest, top, height, scale = 0, MARGIN, 0, 0.0
        before: Sequence[tuple[float, float]] = ()
        for first in range(0, len(sizes), self._per_row):
            row = sizes[first : first + self._per_row]
            # Most rows are like the one before.
            if row != before:
                before = row
                turned = [self._turned(size) for size in row]
                scale = self._scale_of(turned)
                height = max(round(size[1] * scale) for size in turned)
                width = sum(round(size[0] * scale) for size in turned) + GAP * (len(row) - 1)
                widest = max(widest, width)
            self._tops.append(top)
            self._heights.append(height)
            self._scales.append(scale)
            top += height + GAP
        self.width = max(widest + 2 * MARGIN, room.width)
        self.height = top - GAP + MARGIN if sizes else 0

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._points)

    def scale(self, page: int) -> float:
        """Return the pixels for a point of a page."""
        return self._scales[page // self._per_row]

    def zoom(self, page: int) -> float:
        """Return the factor at which a page is shown."""
        return self.scale(page) / self.room.scale

    def upright(self, page: int) -> tuple[int, int]:
        """Return width and height of a page in pixels as if it were not turned."""
        width, height = self._points[page]
        scale = self.scale(page)
        return max(round(width * scale), 1), max(round(height * scale), 1)

    def place(self, page: int) -> QRect:
        """Return where a page lies on the desk."""
        row = page // self._per_row
        first = row * self._per_row
        widths = []
        for number in range(first, min(first + self._per_row, self.count)):
            width, height = self.upright(number)
            widths.append(height if self.look.turns % 2 else width)
        left = (self.width - sum(widths) - GAP * (len(widths) - 1)) // 2
        left += sum(widths[: page - first]) + GAP * (page - first)
        width, height = self.upright(page)
        if self.look.turns % 2:
            width, height = height, width
        return QRect(left, self._tops[row] + (self._heights[row] - height) // 2, width, height)

    def between(self, top: int, bottom: int) -> range:
        """Return the pages any part of which lies between two heights of the desk."""
        if not self._tops:
            return range(0)
        first = max(bisect_right(self._tops, top) - 1, 0)
        if self._tops[first] + self._heights[first] <= top:
            first += 1
        last = bisect_left(self._tops, bottom)
        return range(min(first * self._per_row, self.count), min(last * self._per_row, self.count))

    def at(self, height: int) -> int:
        """Return the first page of the row at, or next above, a height of the desk."""
        return max(bisect_right(self._tops, height) - 1, 0) * self._per_row

    def to_point(self, page: int, inside: QPointF) -> QPointF:
        """Return the point of the page at a place inside its rectangle, which may be turned."""
        x, y = inside.x() / self.scale(page), inside.y() / self.scale(page)
        width, height = self._points[page]
        if self.look.turns == 1:
            return QPointF(y, height - x)
        if self.look.turns == 2:
            return QPointF(width - x, height - y)
        if self.look.turns == 3:
            return QPointF(width - y, x)
        return QPointF(x, y)

    def from_point(self, page: int, point: QPointF) -> QPointF:
        """Return the place inside a page's rectangle of a point of the page."""
        width, height = self._points[page]
        x, y = point.x(), point.y()
        if self.look.turns == 1:
            x, y = height - y, x
        elif self.look.turns == 2:
            x, y = width - x, height - y
        elif self.look.turns == 3:
            x, y = y, width - x
        return QPointF(x, y) * self.scale(page)

    def from_area(self, page: int, area: QRectF) -> QRectF:
        """Return the place inside a page's rectangle of an area in points."""
        first = self.from_point(page, area.topLeft())
        return QRectF(first, self.from_point(page, area.bottomRight())).normalized()

    def _turned(self, size: tuple[float, float]) -> tuple[float, float]:
        return (size[1], size[0]) if self.look.turns % 2 else size

    def _scale_of(self, row: Sequence[tuple[float, float]]) -> float:
        if self.look.fit is Fit.ZOOM:
            return self.look.zoom * self.room.scale
        # A last page alone is as large as one of two.
        width = sum(size[0] for size in row) * self._per_row / len(row)
        gaps = (GAP + 1) * (self._per_row - 1)
        across = (self.room.width - 2 * MARGIN - gaps) / max(width, 1.0)
        if self.look.fit is Fit.PAGE:
            down = (self.room.height - 2 * MARGIN) / max(*(size[1] for size in row), 1.0)
            across = min(across, down)
        else:
            # On a very wide screen lines as wide as it is are tiring; who wants them zooms in.
            across = min(across, _FIT_MOST * self.room.scale)
        # A window can be made so small that nothing fits; something must be seen nevertheless.
        return max(across, 0.02 * self.room.scale)
