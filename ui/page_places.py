"""Where on the screen the pages of a :class:`QPdfView` are, and what is at a point of one.

The view does not tell. This is its own reckoning once more (``calculateDocumentLayout`` in
qtpdf's ``qpdfview.cpp``, Qt 6.9 to 6.12), held to the painted pages by a test.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView

_POINTS = 72.0


@dataclass(frozen=True)
class Spot:
    """A point of a page: ``page`` counts from 0, ``point`` is in points from its top left."""

    page: int
    point: QPointF


class PagePlaces:
    """Asked at every painting; reckoned anew only when the view's size or zoom is another."""

    def __init__(self, view: QPdfView, document: QPdfDocument) -> None:
        self._view = view
        self._document = document
        self._key: tuple[object, ...] = ()
        self._sizes: list[QSize] = []
        self._tops: list[int] = []
        self._widest = 0
        self._points: list[float] = []

    def forget(self) -> None:
        """The document is another one."""
        self._key, self._points = (), []

    def visible(self) -> range:
        """Return the pages any part of which is in sight."""
        self._reckon()
        if not self._tops:
            return range(0)
        top = self._view.verticalScrollBar().value()
        bottom = top + self._view.viewport().height()
        return range(max(bisect_right(self._tops, top) - 1, 0), bisect_right(self._tops, bottom))

    def page(self, number: int) -> QRect:
        """Return where a page is in the viewport; it may be out of sight."""
        self._reckon()
        size = self._sizes[number]
        left = (max(self._widest, self._view.viewport().width()) - size.width()) // 2
        return QRect(
            left - self._view.horizontalScrollBar().value(),
            self._tops[number] - self._view.verticalScrollBar().value(),
            size.width(),
            size.height(),
        )

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
        if found is None:
            return None
        place = self.page(found)
        scale = self._scale(found)
        return Spot(found, QPointF(position - place.topLeft()) / scale)

    def rectangle(self, page: int, points: QRectF) -> QRectF:
        """Return where a rectangle of a page is in the viewport; ``points`` is in points."""
        scale, corner = self._scale(page), self.page(page).topLeft()
        return QRectF(
            corner.x() + points.x() * scale,
            corner.y() + points.y() * scale,
            points.width() * scale,
            points.height() * scale,
        )

    def _scale(self, page: int) -> float:
        self._reckon()
        return self._sizes[page].width() / self._points[page]

    def _reckon(self) -> None:
        view = self._view
        width = view.viewport().width()
        key = (width, view.zoomMode(), view.zoomFactor(), self._document.pageCount())
        if key == self._key:
            return
        margins = view.documentMargins()
        screen = QGuiApplication.primaryScreen().logicalDotsPerInch() / _POINTS
        room = width - margins.left() - margins.right()
        fits = view.zoomMode() is QPdfView.ZoomMode.FitToWidth
        zoom = 1.0 if fits else view.zoomFactor()
        self._sizes, self._tops, self._points = [], [], []
        top = margins.top()
        for page in range(self._document.pageCount()):
            points = self._document.pagePointSize(page)
            size = (points * (screen * zoom)).toSize()
            if fits:
                size = size * (room / max(size.width(), 1))
            self._sizes.append(size)
            self._points.append(points.width() or 1.0)
            self._tops.append(top)
            top += size.height() + view.pageSpacing()
        widest = max((size.width() for size in self._sizes), default=0)
        self._widest = widest + margins.left() + margins.right()
        self._key = key
