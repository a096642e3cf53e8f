"""Paints the agreement trail: a time line with a symbol and words for every signature."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sync.wire import Answer
from ui import icons, review_words, words
from ui.rows import Mark, TrailRow
from ui.theme import Colours, colours
from ui.trail_model import ITEM, Round, round_title

_LEFT = 46
_GAP = 9
_WRAP = int(Qt.TextFlag.TextWordWrap)

_LOOK = {
    Mark.CHECKED: ("check", "good"),
    Mark.EARLIER: ("check", "soft"),
    Mark.DEEMED: ("clock", "warn"),
    Mark.AWAITED: ("waiting", "soft"),
    Mark.OTHER_VERSION: ("cross", "bad"),
    Mark.INVALID: ("cross", "bad"),
    Mark.UNSIGNED: ("cross", "bad"),
    Mark.NOT_SENT: ("outbox", "warn"),
    Mark.INDETERMINATE: ("warning", "warn"),
    Mark.UNCHECKED: ("dash", "soft"),
}
_ANSWER_TONE = {
    Answer.AGREED: "good",
    Answer.AGREED_WITH_NOTE: "good",
    Answer.OBJECTED: "bad",
    Answer.DEEMED_AGREED: "warn",
    Answer.PENDING: "soft",
}


class _Line:
    """One line of text of an entry: what, in which font and tone."""

    __slots__ = ("font", "text", "tone")

    def __init__(self, text: str, font: QFont, tone: str) -> None:
        self.text = text
        self.font = font
        self.tone = tone


class TrailDelegate(QStyledItemDelegate):
    """Heights follow the remark's length and the width of the view."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 320
        item = index.data(ITEM)
        if isinstance(item, Round):
            return QSize(width, QFontMetrics(option.font).height() + 2 * _GAP)
        if not isinstance(item, TrailRow):
            return QSize()
        room = width - _LEFT - _GAP - 4
        height = sum(_height(line, room) for line in _lines(item, option.font))
        return QSize(width, height + 2 * _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        item = index.data(ITEM)
        c = colours(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, Round):
            _paint_round(painter, option, item, c)
        elif isinstance(item, TrailRow):
            _paint_entry(painter, option, item, c)
        painter.restore()


def _lines(row: TrailRow, font: QFont) -> list[_Line]:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.9)
    person = ", ".join(part for part in (row.officer, row.post) if part)
    decision = words.answer(row.decision)
    if row.decided is not None:
        decision += " · " + words.day_and_time(row.decided)
        if row.decision is not Answer.DEEMED_AGREED:
            # Silence takes its whole term; that is no time somebody took.
            decision += " · " + words.taken(row.received, row.decided)
    elif row.decision is Answer.PENDING:
        decision += " · " + review_words.left(row.due)
    lines = [_Line(row.organisation, bold, "text")]
    if person:
        lines.append(_Line(person, small, "soft"))
    lines.append(_Line(decision, font, _ANSWER_TONE[row.decision]))
    if row.remark:
        lines.append(_Line(words.quoted(row.remark), font, "text"))
    mark = words.mark(row.mark)
    if row.mark in (Mark.OTHER_VERSION, Mark.EARLIER):
        mark += f" ({row.version})"
    if row.mark is not Mark.AWAITED:
        lines.append(_Line(mark, small, _LOOK[row.mark][1]))
    if row.reason:
        lines.append(_Line(row.reason, small, "soft"))
    return lines


def _height(line: _Line, room: int) -> int:
    bounds = QFontMetrics(line.font).boundingRect(0, 0, room, 100_000, _WRAP, line.text)
    return bounds.height() + 2


def _tone(c: Colours, tone: str) -> QColor:
    return QColor(getattr(c, tone))


def _paint_round(painter: QPainter, option: QStyleOptionViewItem, item: Round, c: Colours) -> None:
    font = QFont(option.font)
    font.setWeight(QFont.Weight.DemiBold)
    painter.fillRect(option.rect, QColor(c.raised))
    painter.setFont(font)
    painter.setPen(QColor(c.soft))
    place = option.rect.adjusted(14, 0, -8, 0)
    metrics, right = QFontMetrics(font), Qt.TextElideMode.ElideRight
    title = metrics.elidedText(round_title(item), right, place.width())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), title)


def _paint_entry(
    painter: QPainter, option: QStyleOptionViewItem, row: TrailRow, c: Colours
) -> None:
    area = option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, QColor(c.hover))
        painter.fillRect(area.left(), area.top(), 4, area.height(), QColor(c.accent))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(c.accent), 2))
        painter.drawRect(area.adjusted(1, 1, -1, -1))
    painter.setPen(QPen(QColor(c.line), 2))
    painter.drawLine(25, area.top(), 25, area.bottom() + 1)
    symbol, tone = _LOOK[row.mark]
    disc = QRectF(14, area.top() + _GAP, 22, 22)
    painter.setPen(QPen(_tone(c, tone), 1.2))
    painter.setBrush(QColor(getattr(c, f"{tone}_back", c.surface)))
    painter.drawEllipse(disc)
    icons.draw(painter, symbol, disc.adjusted(4, 4, -4, -4), _tone(c, tone))
    room = area.width() - _LEFT - _GAP - 4
    top = area.top() + _GAP
    for line in _lines(row, option.font):
        height = _height(line, room)
        painter.setFont(line.font)
        painter.setPen(_tone(c, line.tone))
        painter.drawText(QRect(area.left() + _LEFT, top, room, height), _WRAP, line.text)
        top += height
