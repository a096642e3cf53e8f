"""Over the pages: what is being selected, and where remarks are.

The widget takes no mouse; it only paints. Selecting is read from the events of the view's
viewport, so that links and scrolling stay the view's own.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtPdf import QPdfDocument, QPdfSelection
from PySide6.QtWidgets import QApplication

from ui.page_overlay import PageOverlay
from ui.page_texts import PageTexts
from ui.page_view import PageView
from ui.remark_rows import RemarkRow, RemarkState

_INK = {
    RemarkState.DRAFT: QColor("#7d4e00"),
    RemarkState.QUEUED: QColor("#1d5191"),
    RemarkState.UNCONFIRMED: QColor("#1d5191"),
    RemarkState.SENT: QColor("#17663a"),
    RemarkState.REFUSED: QColor("#a3231c"),
}
"""On paper, which is white in either look."""
_STROKE = {
    RemarkState.DRAFT: Qt.PenStyle.DotLine,
    RemarkState.QUEUED: Qt.PenStyle.DashLine,
    RemarkState.UNCONFIRMED: Qt.PenStyle.DashLine,
    RemarkState.SENT: Qt.PenStyle.SolidLine,
    RemarkState.REFUSED: Qt.PenStyle.DashLine,
}
_SECOND = {RemarkState.UNCONFIRMED: 1.2}
"""Not by colour alone: what is not sent has a broken line; one of unknown outcome has two, and
what was refused ends in a cross, never in a line through words of the decision, which would read
as if they were struck out. Of the height of the words, where the second line is."""
_BADGE = 18
_CROSS = 3.5
"""Pixels from the middle of the cross to its ends."""


class PageMarks(PageOverlay):
    """Paints only pages in sight; the places of remarks are asked for when their page is."""

    selection_changed = Signal()
    mark_clicked = Signal(str)
    """A remark's place was clicked."""

    def __init__(self, view: PageView, document: QPdfDocument, texts: PageTexts) -> None:
        super().__init__(view, document, texts)
        self._rows: tuple[RemarkRow, ...] = ()
        self._current = ""
        self._areas: dict[tuple[int, int, int], list[QRectF]] = {}
        self._selection: QPdfSelection | None = None
        self._caret: tuple[int, QRectF] | None = None
        self._page = 0
        self._pressed: QPoint | None = None

    @property
    def selected(self) -> tuple[int, int, int] | None:
        """The page, counted from 0, and the first and last letter but one that are selected."""
        chosen = self._selection
        if chosen is None or not chosen.isValid() or not chosen.text().strip():
            return None
        return self._page, *self._texts.letters(self._page, chosen)

    @property
    def caret(self) -> tuple[int, QRectF] | None:
        """Where the caret stands: a page, counted from 0, and a line in points."""
        return self._caret

    def show_marks(self, rows: tuple[RemarkRow, ...], current: str = "") -> None:
        """Show the remarks on the file that is shown."""
        self._rows = tuple(row for row in rows if row.page)
        self._current = current
        self.update()

    def forget(self) -> None:
        """The document is another one."""
        self._areas.clear()
        self._rows = ()
        self._caret = None
        self.unselect()

    def unselect(self) -> None:
        """Select nothing."""
        if self._selection is not None:
            self._selection = None
            self.selection_changed.emit()
        self.update()

    def select(self, page: int, start: int, size: int) -> None:
        """Select letters of a page, counted from 0."""
        self._page = page
        self._selection = self._texts.select(page, start, start + size)
        self.update()
        self.selection_changed.emit()

    def show_caret(self, caret: tuple[int, QRectF] | None) -> None:
        """Show where the next key selects: a page, counted from 0, and a place in points."""
        self._caret = caret
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            self._mouse(event)
        return super().eventFilter(watched, event)

    def _mouse(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        left = Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == left:
            self.unselect()
            found = self.places.spot(place)
            self._pressed = place if found else None
            self._page = found.page if found else 0
        elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
            # The next movement selects as well; the file must not be waited for at each.
            if self._view.free:
                self._stretch(place)
        elif event.type() == QEvent.Type.MouseButtonRelease and event.button() == left:
            self._stretch(place)
            pressed, self._pressed = self._pressed, None
            if self.selected is not None:
                self.selection_changed.emit()
            elif pressed is not None:
                self._click(place)

    def _stretch(self, place: QPoint) -> None:
        if self._pressed is None:
            return
        if (place - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        start = self.places.spot(self._pressed, page=self._page)
        end = self.places.spot(place, page=self._page)
        if start is not None and end is not None:
            self._selection = self._document.getSelection(self._page, start.point, end.point)
            self.update()

    def _click(self, place: QPoint) -> None:
        for row in reversed(self._rows):
            page = row.page - 1
            if page in self.places.visible() and (
                self._badge(page, row.number).contains(place)
                or any(area.contains(place) for area in self._on_screen(row))
            ):
                self.mark_clicked.emit(row.id)
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            visible = self.places.visible()
            for row in self._rows:
                if row.page - 1 in visible:
                    self._paint(painter, row)
            if self._selection is not None and self._page in visible:
                colour = self.palette().color(self.palette().ColorRole.Highlight)
                colour.setAlpha(90)
                for polygon in self._selection.bounds():
                    area = self.places.rectangle(self._page, polygon.boundingRect())
                    painter.fillRect(area, colour)
            if self._caret is not None and self._caret[0] in visible:
                # On paper, which is white in either look.
                painter.setPen(QPen(QColor("#17262b"), 2))
                line = self.places.rectangle(*self._caret)
                painter.drawLine(line.topLeft(), line.bottomRight())

    def _paint(self, painter: QPainter, row: RemarkRow) -> None:
        ink = QColor(_INK[row.state])
        chosen = row.id == self._current
        ground = QColor("#ffd54a")
        ground.setAlpha(120 if chosen else 70)
        pen = QPen(ink, 2.5 if chosen else 1.5)
        pen.setStyle(_STROKE[row.state])
        areas = self._on_screen(row)
        for area in areas:
            painter.fillRect(area, ground)
            painter.setPen(pen)
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            if row.state in _SECOND:
                height = area.top() + area.height() * _SECOND[row.state]
                painter.drawLine(QLineF(area.left(), height, area.right(), height))
        if areas and row.state is RemarkState.REFUSED:
            painter.setPen(QPen(ink, 2))
            _cross(painter, areas[-1].bottomRight() + QPointF(_CROSS + 2, 0))
        badge = self._badge(row.page - 1, row.number)
        painter.setPen(QPen(ink, 2 if chosen else 1))
        painter.setBrush(ink if chosen else QColor("#ffffff"))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor("#ffffff") if chosen else ink)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(row.number))
        if row.state is RemarkState.REFUSED:
            painter.drawLine(badge.bottomLeft(), badge.topRight())

    def _badge(self, page: int, number: int) -> QRectF:
        """Return the place of a remark's number: beside its first line, none over another."""
        place = self.places.page(page)
        same = [item for item in self._rows if item.page - 1 == page]
        taken: list[float] = []
        for row in same:
            areas = self._on_screen(row)
            top = areas[0].top() if areas else place.top() + 6.0
            while any(abs(top - other) < _BADGE + 2 for other in taken):
                top += _BADGE + 2
            taken.append(top)
            if row.number == number:
                break
        return QRectF(place.right() - _BADGE - 6, taken[-1], _BADGE, _BADGE)

    def _on_screen(self, row: RemarkRow) -> list[QRectF]:
        page = row.page - 1
        if not row.size or page >= self._view.layout_of_pages.count:
            return []
        key = (page, row.start, row.size)
        if key not in self._areas:
            if not self._view.free:
                return []
            found = self._texts.select(page, row.start, row.start + row.size)
            self._areas[key] = [polygon.boundingRect() for polygon in found.bounds()]
        return [self.places.rectangle(page, area) for area in self._areas[key]]


def _cross(painter: QPainter, middle: QPointF) -> None:
    for rise in (_CROSS, -_CROSS):
        painter.drawLine(middle - QPointF(_CROSS, rise), middle + QPointF(_CROSS, rise))
