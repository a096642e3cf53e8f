"""Two versions side by side: matching passages in one row, so that they scroll together.

Rows differ in height, and measuring the text of hundreds of pages takes longer than a person
should wait: what is in sight is measured at once, the rest a little in each turn of the event
loop, without moving what is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from time import perf_counter

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.compare_look import look, signed
from ui.compare_model import AFTER, BEFORE, LINE, CompareModel, Line
from ui.theme import colours

_PAD = 6
_BAR = 4
"""Pixels of the bar beside a change."""
_SIGHT = 60
"""Rows measured at once: as many as are in sight at most."""
_TURN = 0.015
"""Seconds of measuring in one turn of the event loop."""
_LEAST_LETTERS = 36
"""Letters of a line below which two columns are harder to read than one text."""

Index = QModelIndex | QPersistentModelIndex


class _Cell:
    """The text of one cell, laid out."""

    def __init__(self, line: Line, column: int, font: QFont, width: int, view: QWidget) -> None:
        whole, formats, at = "", [], 0
        for piece in line.pieces(column):
            text = signed(piece)
            made = QTextLayout.FormatRange()
            made.start, made.length = at, len(text)
            made.format = look(piece.kind, view.palette())
            formats.append(made)
            whole += f"{text} "
            at = len(whole)
        self.layout = QTextLayout(whole.rstrip(), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.layout.setTextOption(option)
        self.layout.setFormats(formats)
        self.height = 0.0
        self.layout.beginLayout()
        while (row := self.layout.createLine()).isValid():
            row.setLineWidth(max(width, 1))
            row.setPosition(QPointF(0, self.height))
            self.height += row.height()
        self.layout.endLayout()


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.9)
    return small


def _inner(width: int) -> int:
    return width - 2 * _PAD - _BAR - 2


class _Delegate(QStyledItemDelegate):
    """Paints a passage as it was or as it is."""

    def __init__(self, view: CompareTable) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.columnWidth(index.column())
        line = index.data(LINE)
        return QSize(width, self._view.height_of(line) if isinstance(line, Line) else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, Line):
            return
        painter.save()
        tones = colours(self._view.palette())
        area = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(tones.selected))
        elif line.heading or (line.passage is not None and not line.pieces(index.column())):
            painter.fillRect(area, QColor(tones.raised if line.heading else tones.window))
        painter.setPen(QColor(tones.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if index.column() == AFTER and line.passage is not None:
            painter.drawLine(area.topLeft(), area.bottomLeft())
        if line.change:
            bar = QRect(area.left() + 1, area.top(), _BAR, area.height() - 1)
            painter.fillRect(bar, QColor(tones.accent))
        self._write(painter, area, line, index.column())
        if chosen and self._view.hasFocus():
            painter.setPen(QColor(tones.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()

    def _write(self, painter: QPainter, area: QRect, line: Line, column: int) -> None:
        tones, font = colours(self._view.palette()), self._view.font()
        left, top = area.left() + _PAD + _BAR + 2, area.top() + _PAD
        told = line.told(column)
        if told:
            small = QFont(font) if line.heading else _small(font)
            small.setBold(line.heading)
            painter.setFont(small)
            painter.setPen(QColor(tones.text if line.heading else tones.soft))
            room = QRect(left, top, _inner(area.width()), area.height() - _PAD)
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
            used = painter.drawText(room, flags, told)
            assert isinstance(used, QRect)
            top += used.height() + 2
        cell = _Cell(line, column, font, _inner(area.width()), self._view)
        painter.setPen(QColor(tones.text))
        cell.layout.draw(painter, QPointF(left, top))


class CompareTable(QTableView):
    """The older version on the left, the newer one on the right."""

    reached = Signal(int)
    """The number from 0 of the change at the chosen row, or of the last one before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unmeasured: list[int] = []
        self._width = 0
        self.compared = CompareModel(self)
        self.setModel(self.compared)
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._measure)
        self.selectionModel().currentRowChanged.connect(self._moved)

    @property
    def changes(self) -> int:
        """How many changes there are."""
        return len(self.compared.changes)

    @property
    def measured(self) -> bool:
        """Whether every row has its height."""
        return not self._unmeasured

    def fits(self, width: int) -> bool:
        """Return whether two columns can be read in so many pixels."""
        return _inner(width // 2) >= self.fontMetrics().averageCharWidth() * _LEAST_LETTERS

    def show_lines(self, found: tuple[Line, ...]) -> None:
        """Show the rows of a comparison."""
        self.clearSpans()
        self.compared.show_lines(found)
        for row, line in enumerate(found):
            if line.passage is None:
                self.setSpan(row, BEFORE, 1, 2)
        self._measure_all()

    def go_to(self, change: int) -> None:
        """Choose a change and bring it into sight, with what stands before it."""
        if not 0 <= change < self.changes:
            return
        row = self.compared.changes[change]
        self._measure_rows(range(max(row - 4, 0), min(row + 20, self.compared.rowCount())))
        # Not selectRow(): it would add the row to those chosen, while Shift of Shift+F7 is down.
        one = QItemSelectionModel.SelectionFlag
        chosen = self.compared.index(row, AFTER)
        self.selectionModel().setCurrentIndex(chosen, one.ClearAndSelect | one.Rows)
        # The range of the bar would follow the new heights at the next turn of the loop only.
        self.updateGeometries()
        before = self.compared.index(max(row - 2, 0), AFTER)
        self.scrollTo(before, QAbstractItemView.ScrollHint.PositionAtTop)
        self.scrollTo(chosen)

    def height_of(self, line: Line) -> int:
        """Return how high a row must be, in pixels."""
        font = self.font()
        spanned = line.passage is None
        width = _inner(self.viewport().width() if spanned else self._column())
        height = 0.0
        if line.text:
            head = QFont(font) if line.heading else _small(font)
            head.setBold(line.heading)
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
            # Over a passage it stands in either column, and has the room of one.
            room = QRect(0, 0, width, 10_000)
            height += QFontMetrics(head).boundingRect(room, flags, line.text).height() + 2
        columns = (BEFORE, AFTER) if line.change else (AFTER,)
        if not spanned:
            height += max(self._height(line, at, width) for at in columns)
        return int(height) + 2 * _PAD + 1

    def _height(self, line: Line, column: int, width: int) -> float:
        metrics, text = self.fontMetrics(), line.words(column)
        # A text that is shorter than its line by far needs no laying out to be measured.
        if len(text) * metrics.maxWidth() < width:
            return metrics.height()
        return _Cell(line, column, self.font(), width, self).height

    def _column(self) -> int:
        return self.viewport().width() // 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        rows = sorted({index.row() for index in self.selectedIndexes()})
        chosen = [self.compared.line(row) for row in rows]
        text = "\n".join(
            f"{line.words(BEFORE)}\t{line.words(AFTER)}" if line.passage else line.text
            for line in chosen
        )
        QGuiApplication.clipboard().setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.viewport().width() != self._width:
            self._measure_all()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure_all()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure_all()

    def _moved(self, current: Index) -> None:
        if current.isValid():
            self.reached.emit(bisect_right(self.compared.changes, current.row()) - 1)

    # -- heights -------------------------------------------------------------------------------

    def _measure_all(self) -> None:
        self._width = self.viewport().width()
        self._unmeasured = list(range(self.compared.rowCount()))[::-1]
        if not self._unmeasured or not self.isVisible():
            return
        first = max(self.rowAt(0), 0)
        self._measure_rows(range(first, min(first + _SIGHT, self.compared.rowCount())))
        self._turns.start()

    def _measure(self) -> None:
        self._measure_rows(self._until(perf_counter() + _TURN))
        if not self._unmeasured:
            self._turns.stop()

    def _until(self, end: float) -> Iterator[int]:
        while self._unmeasured and perf_counter() < end:
            yield self._unmeasured.pop()

    def _measure_rows(self, rows: Iterable[int]) -> None:
        """Give rows their heights; the first one in sight stays where it is."""
        first = max(self.rowAt(0), 0)
        place = self.rowViewportPosition(first)
        header = self.verticalHeader()
        for row in rows:
            header.resizeSection(row, self.height_of(self.compared.line(row)))
        moved = self.rowViewportPosition(first) - place
        if moved:
            bar = self.verticalScrollBar()
            # The range follows the sections only when the view is laid out.
            self.updateGeometries()
            bar.setValue(bar.value() + moved)
