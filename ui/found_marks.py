"""Over the pages: the words a search found, in whatever alphabet they stand there.

The document library's own search takes one spelling. Here each page in sight is read, its words
are folded, and the places of those that were asked for are painted. The widget takes no mouse.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from time import perf_counter

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtPdf import QPdfDocument

from sync.question import Clause, Span, spans
from ui.page_overlay import PageOverlay
from ui.page_texts import PageTexts
from ui.page_view import PageView

_GROUND = QColor(255, 196, 0, 90)
_LINE = QColor("#7d4e00")
_CURRENT = QColor(255, 120, 0, 150)
"""On paper, which is white in either look; the line is there for whoever sees no colour."""
_MOST = 300
"""Places of a page; a letter stands in more, and nobody looks for it there."""
_TURN = 0.02
"""Seconds in which places are found in one painting."""


class FoundMarks(PageOverlay):
    """Finds the words of a page when it is first in sight, and keeps their places."""

    def __init__(self, view: PageView, document: QPdfDocument, texts: PageTexts) -> None:
        super().__init__(view, document, texts)
        self._clauses: tuple[Clause, ...] = ()
        self._areas: dict[int, tuple[QRectF, ...]] = {}
        self._left: dict[int, deque[Span]] = {}
        """Places of a page that are still to be found."""
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self.update)
        self._current: tuple[QRectF, ...] = ()
        self._current_page = -1

    def show_clauses(self, clauses: tuple[Clause, ...]) -> None:
        """Mark what these clauses ask for; nothing if there are none."""
        if clauses != self._clauses:
            self._clauses = clauses
            self.forget()

    def forget(self) -> None:
        """The document is another one."""
        self._areas.clear()
        self._left.clear()
        self._current, self._current_page = (), -1
        self.update()

    def areas(self, page: int) -> tuple[QRectF, ...]:
        """Return where on a page, counted from 0, the words stand, in points.

        Those that were found; of a page with many of them the rest comes with the next paintings.
        """
        if not self._clauses or page >= self._view.layout_of_pages.count:
            return ()
        if page not in self._areas:
            if not self._view.free:
                return ()
            text = self._document.getAllText(page).text()
            self._left[page] = deque(spans(text, self._clauses)[:_MOST])
            self._areas[page] = ()
        if page in self._left and self._view.free:
            self._find_more(page)
        return self._areas[page]

    def _find_more(self, page: int) -> None:
        """Find the next places; each costs a millisecond, and others wait for the window too."""
        end, left = perf_counter() + _TURN, self._left[page]
        found: list[QRectF] = []
        while left and perf_counter() < end:
            found += self._lines_of(page, left.popleft())
        self._areas[page] += tuple(found)
        if left:
            self._more.start()
        else:
            del self._left[page]

    def show_current(self, page: int, span: Span) -> QRectF:
        """Mark one place more than the others; returns where it begins, in points."""
        self._current, self._current_page = tuple(self._lines_of(page, span)), page
        self.update()
        return self._current[0] if self._current else QRectF()

    def _lines_of(self, page: int, span: Span) -> list[QRectF]:
        chosen = self._texts.select(page, span.start, span.end)
        return _lines(polygon.boundingRect() for polygon in chosen.bounds())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._clauses:
            return
        with QPainter(self) as painter:
            for page in self.places.visible():
                for points in self.areas(page):
                    self._paint(painter, page, points, _GROUND, 2)
                if page == self._current_page:
                    for points in self._current:
                        self._paint(painter, page, points, _CURRENT, 4)

    def _paint(
        self, painter: QPainter, page: int, points: QRectF, ground: QColor, line: int
    ) -> None:
        area = self.places.rectangle(page, points)
        # Small pages have fine lines, or the words would drown in them.
        line = max(min(line, round(area.height() / 5)), 1)
        painter.fillRect(area, ground)
        # On a turned page the line is at the same side of the window: it underlines nothing, it
        # tells apart.
        painter.fillRect(QRectF(area.left(), area.bottom() - line / 2, area.width(), line), _LINE)


def _lines(areas: Iterable[QRectF]) -> list[QRectF]:
    """Join areas, of which every letter may have one, into one for each line."""
    joined: list[QRectF] = []
    for area in areas:
        if joined and joined[-1].top() <= area.center().y() <= joined[-1].bottom():
            joined[-1] = joined[-1].united(area)
        else:
            joined.append(area)
    return joined
