"""Painting the pages in sight, and asking for what is missing of them.

While a page is being drawn in Qt's thread the file cannot be asked without waiting for it; whoever
paints over pages looks at :attr:`DrawnPages.free` first, and is painted again when it is.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.page_desk import PageDesk
from ui.page_painter import PagePainter
from ui.page_renderer import Shot, Wish
from ui.page_source import PageSource
from ui.theme import DARK, colours
from ui.view_state import ViewState


class DrawnPages(PageDesk):
    """Paints what there is and wants what is missing."""

    def __init__(self, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(source, parent)
        self._painter = PagePainter(source.renderer)
        self._asked = False
        self._wanting = QTimer(self, interval=0, singleShot=True)
        self._wanting.timeout.connect(self._want)
        source.renderer.drawn.connect(self._drawn)
        source.renderer.idle.connect(self._idle)

    @property
    def free(self) -> bool:
        """Whether the file can be asked without waiting; if not, everything is painted again."""
        self._asked = self._asked or self._source.renderer.busy
        return not self._source.renderer.busy

    @property
    def complete(self) -> bool:
        """Whether everything in sight is drawn as sharp as it will be."""
        kept = self._source.renderer.pages
        return all(kept.get(shot) is not None for shot in self._in_sight())

    def begin(self, state: ViewState) -> None:
        super().begin(state)
        # At once: what else is to be asked of the file waits until the first page is drawn.
        self._want()

    def _refresh(self) -> None:
        super()._refresh()
        self._wanting.start()

    def _want(self) -> None:
        """Ask for what is in sight, and for the next page when that is there."""
        renderer = self._source.renderer
        if not self.isVisible() or not self._layout.count:
            renderer.want(Wish.SIGHT, ())
            renderer.want(Wish.AHEAD, ())
            return
        self._source.measure(self.places.visible())
        renderer.want(Wish.SIGHT, self._in_sight())
        ahead = self.places.visible().stop
        if ahead < self._layout.count:
            ratio = self.devicePixelRatioF()
            shots = self._painter.wanted(self._layout, ahead, QRect(0, 0, 0, 0), ratio)
            renderer.want(Wish.AHEAD, [next(shots)])

    def _in_sight(self) -> list[Shot]:
        sight, ratio = self.viewport().rect(), self.devicePixelRatioF()
        shots: list[Shot] = []
        for page in self.places.visible():
            place = self.places.page(page)
            part = place.intersected(sight).translated(-place.topLeft())
            shots += self._painter.wanted(self._layout, page, part, ratio)
        return shots

    def _drawn(self, shot: Shot) -> None:
        if shot.page in self.places.visible():
            self.viewport().update()

    def _idle(self) -> None:
        if self._asked:
            self._asked = False
            self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        dark = colours(self.palette()) is DARK
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self.palette().dark())
            for page in self.places.visible():
                place = self.places.page(page)
                if not self._painter.paint(painter, self._layout, page, place, dark=dark):
                    painter.setPen(Qt.GlobalColor.black)
                    text = self.tr("This page cannot be shown.")
                    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)
            if self.hasFocus():
                painter.setPen(QPen(self.palette().highlight().color(), 2))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
