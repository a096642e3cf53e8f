"""Where in the window the pages are, and what is at a point of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtWidgets import QScrollBar, QWidget

from ui.page_layout import PageLayout


@dataclass(frozen=True)
class Spot:
    """A point of a page: ``page`` counts from 0, ``point`` is in points from its top left."""

    page: int
    point: QPointF


class Desk(Protocol):
    """The view the pages lie in."""

    @property
    def layout_of_pages(self) -> PageLayout: ...
    def viewport(self) -> QWidget: ...
    def horizontalScrollBar(self) -> QScrollBar: ...
    def verticalScrollBar(self) -> QScrollBar: ...


class PagePlaces:
    """Asked at every painting; all of it is in pixels of the viewport."""

    def __init__(self, view: Desk) -> None:
        self._view = view

    def visible(self) -> range:
        """Return the pages any part of which is in sight."""
        top = self._view.verticalScrollBar().value()
        return self._view.layout_of_pages.between(top, top + self._view.viewport().height())

    def page(self, number: int) -> QRect:
        """Return where a page is in the viewport; it may be out of sight."""
        return self._view.layout_of_pages.place(number).translated(-self._corner())

    def spot(self, position: QPoint, *, page: int | None = None) -> Spot | None:
        """Return what is at a point of the viewport.

        Args:
            position: in the viewport.
            page: reckon in this page even if the point is beside it, as a selection does that is
                drawn beyond its edge.
        """
        found = page
        if found is None:
            found = next((n for n in self.visible() if self.page(n).contains(position)), None)
        if found is None or found >= self._view.layout_of_pages.count:
            return None
        inside = QPointF(position - self.page(found).topLeft())
        return Spot(found, self._view.layout_of_pages.to_point(found, inside))

    def rectangle(self, page: int, points: QRectF) -> QRectF:
        """Return where a rectangle of a page is in the viewport; ``points`` is in points."""
        inside = self._view.layout_of_pages.from_area(page, points)
        return inside.translated(QPointF(self.page(page).topLeft()))

    def _corner(self) -> QPoint:
        view = self._view
        return QPoint(view.horizontalScrollBar().value(), view.verticalScrollBar().value())
