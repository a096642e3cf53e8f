"""The pages as printed, one below the other or two side by side, on a desk that scrolls.

``QPdfView`` has neither two pages beside each other nor turned ones, keeps twenty pictures however
large they are, asks for the size of every page before it shows the first (1.4 s for 10,000), and
does not tell where a page is. Links are not followed: what is signed leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.page_layout import GAP, MARGIN, ZOOM_LEAST, ZOOM_MOST, Fit, Look, PageLayout, Room
from ui.page_places import PagePlaces
from ui.page_source import PageSource
from ui.view_state import ViewState

_STEP = 1.15
_LINE = 48
"""Pixels of one step of an arrow key or the wheel."""
_POINTS = 72.0
_EYE = 0.4
"""The page at this part of the height is the one that is being read."""


class PageDesk(QAbstractScrollArea):
    """Scrolls, zooms, turns; paints what there is and wants what is missing."""

    arranged = Signal()
    """Pages are at other places or of another size."""
    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._layout = PageLayout((), Room(0, 0, 1.0), Look())
        self._current = 0
        self._held = False
        self.places = PagePlaces(self)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        source.measured.connect(self._measured)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def layout_of_pages(self) -> PageLayout:
        """Where the pages lie."""
        return self._layout

    @property
    def look(self) -> Look:
        """How the document is shown."""
        return self._layout.look

    @property
    def current(self) -> int:
        """The page that is being read, counted from 0."""
        return self._current

    @property
    def zoom(self) -> float:
        """The factor of the page that is being read; 1.0 is the size on paper."""
        return self._layout.zoom(self._current) if self._layout.count else 1.0

    @property
    def state(self) -> ViewState:
        """Where and how the document is being read."""
        if not self._layout.count:
            return ViewState(self.look)
        place = self.places.page(self._current)
        return ViewState(
            self.look, self._current, min(max(-place.top() / max(place.height(), 1), 0.0), 1.0)
        )

    def begin(self, state: ViewState) -> None:
        """Show the document of the source, which was just opened."""
        self._arrange(state.look)
        page = min(state.page, max(self._layout.count - 1, 0))
        self._current = -1
        place = self._layout.place(page)
        self.show_page(page, QPointF(0, state.down * place.height() / self._layout.scale(page)))

    def forget(self) -> None:
        """Show nothing."""
        self._arrange()
        self._current = 0

    def show_page(self, page: int, point: QPointF | None = None) -> None:
        """Bring a page, or a point of it in points of the page, to the top of the sight."""
        if not 0 <= page < self._layout.count:
            return
        self._source.measure(range(page, min(page + 4, self._layout.count)))
        place = self._layout.place(page)
        top, left = place.top() - GAP // 2 if page else 0, self.horizontalScrollBar().value()
        if point is not None and not point.isNull():
            inside = self._layout.from_point(page, point)
            top = place.top() + round(inside.y())
            sideways = place.left() + round(inside.x())
            if point.x() > 0 and not left <= sideways < left + self.viewport().width():
                left = sideways - MARGIN
        self._held = True
        self.verticalScrollBar().setValue(top)
        self.horizontalScrollBar().setValue(left)
        self._held = False
        self._be_at(page)

    def set_look(self, look: Look, at: QPoint | None = None) -> None:
        """Show the document otherwise; what is at a point of the sight stays there.

        Turned or paired it begins with the page that was being read.
        """
        if look == self.look:
            return
        same = replace(look, fit=self.look.fit, zoom=self.look.zoom) == self.look
        if not same or not self._layout.count:
            page = self._current
            self._arrange(look)
            self.show_page(page)
            return
        point = at or QPoint(self.viewport().width() // 2, round(self.viewport().height() * _EYE))
        self._keeping(point, lambda: self._arrange(look))

    def zoom_to(self, zoom: float, at: QPoint | None = None) -> None:
        """Show pages at a factor, which is held within 25 and 400 %."""
        zoom = min(max(zoom, ZOOM_LEAST), ZOOM_MOST)
        self.set_look(replace(self.look, fit=Fit.ZOOM, zoom=zoom), at)

    def zoom_in(self, at: QPoint | None = None) -> None:
        """Show pages a step larger."""
        self.zoom_to(self.zoom * _STEP, at)

    def zoom_out(self, at: QPoint | None = None) -> None:
        """Show pages a step smaller."""
        self.zoom_to(self.zoom / _STEP, at)

    def _refresh(self) -> None:
        """Paint what is in sight, which is something else now."""
        self.viewport().update()

    # -- laying out -------------------------------------------------------------------------

    def _arrange(self, look: Look | None = None) -> None:
        """Lay the pages out anew; ``look`` is the one there is if none is given."""
        sight = self.viewport().size()
        room = Room(sight.width(), sight.height(), self.logicalDpiX() / _POINTS)
        before = self.zoom if self._current < self._layout.count else 0.0
        self._layout = PageLayout(tuple(self._source.sizes), room, look or self.look)
        self._current = min(self._current, max(self._layout.count - 1, 0))
        for bar, whole, seen in (
            (self.verticalScrollBar(), self._layout.height, sight.height()),
            (self.horizontalScrollBar(), self._layout.width, sight.width()),
        ):
            bar.setRange(0, max(whole - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(_LINE)
        self.arranged.emit()
        if self.zoom != before:
            self.zoom_changed.emit()
        self._refresh()

    def _keeping(self, at: QPoint, change: Callable[[], None]) -> None:
        """Do something to the layout, and scroll so that what is at ``at`` stays there."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        start = down.value() == 0
        page = min(self._layout.at(down.value() + at.y()), self._layout.count - 1)
        inside = QPointF(at - self.places.page(page).topLeft())
        point = self._layout.to_point(page, inside)
        self._held = True
        change()
        there = self._layout.from_point(page, point).toPoint() + self._layout.place(page).topLeft()
        # The beginning of a document stays in sight when only the window changed.
        down.setValue(0 if start and not at.y() else there.y() - at.y())
        across.setValue(there.x() - at.x())
        self._held = False

    def _measured(self) -> None:
        if self._layout.count:
            self._keeping(QPoint(0, 0), self._arrange)

    def _scrolled(self) -> None:
        self._refresh()
        if not self._held and self._layout.count:
            eye = self.verticalScrollBar().value() + round(self.viewport().height() * _EYE)
            self._be_at(min(self._layout.at(eye), self._layout.count - 1))

    def _be_at(self, page: int) -> None:
        if page != self._current:
            self._current = page
            self.page_changed.emit(page)
            if len(self._source.sizes) and self.look.fit is not Fit.ZOOM:
                self.zoom_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._layout.count:
            self._keeping(QPoint(0, 0), self._arrange)
        else:
            self._arrange()
