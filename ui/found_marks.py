"""Over the pages: the words a search found, in whatever alphabet they stand there.

The document library's own search takes one spelling. Here each page in sight is read, its words
are folded, and the places of those that were asked for are painted. The widget takes no mouse.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from sync.question import Clause, spans
from ui.page_places import PagePlaces
from ui.reading_text import HYPHEN

_GROUND = QColor(255, 196, 0, 90)
_LINE = QColor("#7d4e00")
"""On paper, which is white in either look; the line is there for whoever sees no colour."""
_MOST = 300
"""Places of a page; a letter stands in more, and nobody looks for it there."""


class FoundMarks(QWidget):
    """Finds the words of a page when it is first in sight, and keeps their places."""

    def __init__(self, view: QPdfView, document: QPdfDocument, places: PagePlaces) -> None:
        super().__init__(view.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view = view
        self._document = document
        self._places = places
        self._clauses: tuple[Clause, ...] = ()
        self._areas: dict[int, tuple[QRectF, ...]] = {}
        self._at = (0, -1)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.zoomFactorChanged.connect(self.update)
        view.zoomModeChanged.connect(self.update)
        self.resize(view.viewport().size())

    def show_clauses(self, clauses: tuple[Clause, ...]) -> None:
        """Mark what these clauses ask for; nothing if there are none."""
        if clauses != self._clauses:
            self._clauses = clauses
            self.forget()

    def forget(self) -> None:
        """The document is another one."""
        self._areas.clear()
        self._at = (0, -1)
        self.update()

    def areas(self, page: int) -> tuple[QRectF, ...]:
        """Return where on a page, counted from 0, the words stand, in points."""
        if not self._clauses or page >= self._document.pageCount():
            return ()
        if page not in self._areas:
            text = self._document.getAllText(page).text().replace(*HYPHEN)
            found: list[QRectF] = []
            for span in spans(text, self._clauses)[:_MOST]:
                chosen = self._document.getSelectionAtIndex(
                    page, span.start, span.end - span.start
                )
                found += _lines(polygon.boundingRect() for polygon in chosen.bounds())
            self._areas[page] = tuple(found)
        return self._areas[page]

    def next(self) -> tuple[int, QRectF] | None:
        """Return the next place after the one returned last, as its page and its area.

        After the last place comes the first; None if the words are nowhere in this document.
        """
        page, place = self._at
        count = self._document.pageCount()
        for step in range(count + 1):
            number = (page + step) % max(count, 1)
            areas = self.areas(number)
            begin = place + 1 if step == 0 else 0
            if begin < len(areas):
                self._at = (number, begin)
                return number, areas[begin]
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._view.viewport().size())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._clauses:
            return
        with QPainter(self) as painter:
            for page in self._places.visible():
                for points in self.areas(page):
                    area = self._places.rectangle(page, points)
                    painter.fillRect(area, _GROUND)
                    painter.fillRect(
                        QRectF(area.left(), area.bottom() - 1, area.width(), 2), _LINE
                    )


def _lines(areas: Iterable[QRectF]) -> list[QRectF]:
    """Join areas, of which every letter may have one, into one for each line."""
    joined: list[QRectF] = []
    for area in areas:
        if joined and joined[-1].top() <= area.center().y() <= joined[-1].bottom():
            joined[-1] = joined[-1].united(area)
        else:
            joined.append(area)
    return joined
