"""Paints one draft of the list: title, authority, kind, state and deadline."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sync.question import Span
from sync.wire import DraftState
from ui import draft_model, icons, review_words, words
from ui.marks import draw_marked, shifted
from ui.rows import DraftRow, Local
from ui.search_rows import HitRow, where
from ui.theme import Colours, colours

_GAP = 9
_SKIP = 4
_LEAST_PILL = 40
"""Pixels; a narrower one says nothing."""
_LEAST_LETTERS = 7
"""A state of which less can be shown says nothing either."""
_BEFORE = 10
"""Letters of a passage before what was found, so that it is in sight on a narrow list too."""
_FRAME = 5
"""Pixels between a deadline that is near and the frame around it."""
_SOON = 1
"""Days before a deadline from which it is painted as a warning."""

_PILL = {
    DraftState.READY_TO_SIGN: "note",
    DraftState.IN_AGREEMENT: "soft",
    DraftState.RETURNED: "warn",
    DraftState.REJECTED: "bad",
    DraftState.REVOKED: "bad",
    DraftState.REGISTERED: "good",
    DraftState.PUBLISHED: "good",
    DraftState.SIGNED: "good",
}
_LOCAL_PILL = {
    Local.UNSENT: "warn",
    Local.UNCONFIRMED: "warn",
    Local.REFUSED: "bad",
    Local.IN_DOUBT: "warn",
}


class DraftDelegate(QStyledItemDelegate):
    """Four lines of fixed height, so that ten thousand rows need no measuring."""

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        metrics = QFontMetrics(option.font)
        small = _small(option.font)[1].height()
        return QSize(200, metrics.height() * 2 + small * 2 + 6 + 2 * _GAP + 2 * _SKIP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(draft_model.ROW)
        if not isinstance(row, DraftRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Painting(painter, option, row, index.data(draft_model.HIT)).everything()
        painter.restore()


def _small(font: QFont) -> tuple[QFont, QFontMetrics]:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.9)
    return small, QFontMetrics(small)


class _Painting:
    """One row being painted."""

    def __init__(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: DraftRow,
        hit: HitRow | None = None,
    ) -> None:
        self.painter = painter
        self.option = option
        self.row = row
        self.hit = hit
        self.c = colours(option.palette)
        self.small, self.small_metrics = _small(option.font)
        self._raised = ""
        """What of the facts stands in the line above them: their number or deadline."""

    def everything(self) -> None:
        area = self.option.rect
        self._ground(area)
        inner = area.adjusted(_GAP + 6, _GAP, -_GAP - 2, -_GAP)
        bold = QFont(self.option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)
        title = QRect(inner.left(), inner.top(), inner.width(), metrics.height() * 2)
        self.painter.setFont(bold)
        self.painter.setPen(QColor(self.c.text))
        marks = self.hit.title_marks if self.hit is not None else ()
        begin = 0
        for place, line in enumerate(_two_lines(self.row.title, metrics, inner.width())):
            top = title.top() + place * metrics.height()
            area = QRect(title.left(), top, title.width(), metrics.height())
            here = shifted(marks, begin, begin + len(line))
            draw_marked(self.painter, area, line, here, self.c.text, self.c)
            # The space between the lines is in neither.
            begin += len(line) + 1
        self.painter.setFont(self.small)
        below = QRect(inner.left(), title.bottom() + _SKIP, inner.width(), self._line_height())
        if self.hit is not None and self.hit.text:
            self._passage(below, self.hit)
        else:
            kind = f"{words.draft_type(self.row.type)} · {self.row.authority}"
            self._words(inner.left(), self._beside_kind(inner, below) + 6, below, kind)
        self._facts(inner, below.bottom() + _SKIP)

    def _beside_kind(self, inner: QRect, line: QRect) -> int:
        """Paint beside the kind what the facts leave no room; return where the kind ends.

        The authority is the same in most rows; number, state and deadline are the row's own.
        """
        metrics, row = self.small_metrics, self.row
        pill = metrics.horizontalAdvance(self._state()[0]) + 22
        if row.due is not None:
            term = metrics.horizontalAdvance(review_words.term(row)) + metrics.height() + 7
            term += 2 * _FRAME if words.days_until(row.due) <= _SOON else 0
            if pill + term <= inner.width():
                return inner.right()
            self._raised = "due"
            return self._deadline(line, inner.right(), row.due) - 4
        height, number = self._line_height(), metrics.horizontalAdvance(row.number)
        annexes = height + metrics.horizontalAdvance(words.number(row.annex_count)) + 10
        taken = pill + number + 6
        taken += annexes if row.annex_count else 0
        taken += height + 4 if row.restricted else 0
        if not number or taken <= inner.width() or number > inner.width():
            return inner.right()
        self._raised = "number"
        left = inner.right() - number
        self.painter.setPen(QColor(self.c.soft))
        place = QRect(left, line.top(), number + 1, line.height())
        self.painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), row.number)
        return left - 8

    def _state(self) -> tuple[str, str]:
        """Return how far it is, and its tone."""
        row = self.row
        if row.local is not Local.NOTHING:
            return draft_model.local(row), _LOCAL_PILL[row.local]
        return words.draft_state(row.state), _PILL.get(row.state, "soft")

    def _ground(self, area: QRect) -> None:
        state = self.option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            self._fill(area, self.c.selected)
            self._fill(QRect(area.left(), area.top(), 4, area.height()), self.c.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            self._fill(area, self.c.hover)
        if state & QStyle.StateFlag.State_HasFocus:
            self.painter.setPen(QPen(QColor(self.c.accent), 2))
            self.painter.drawRect(area.adjusted(1, 1, -1, -1))
        self._fill(QRect(area.left(), area.bottom(), area.width(), 1), self.c.line)

    def _fill(self, area: QRect, colour: str) -> None:
        # fillRect() asks for the names of all of Qt's gradients, which the start has no use for.
        self.painter.setBackground(QColor(colour))
        self.painter.eraseRect(area)

    def _line_height(self) -> int:
        return self.small_metrics.height()

    def _facts(self, inner: QRect, top: int) -> None:
        row, height = self.row, self._line_height()
        line = QRect(inner.left(), top, inner.width(), height + 6)
        right = line.right()
        if row.due is not None and self._raised != "due":
            right = self._deadline(line, right, row.due)
        text, tone = self._state()
        # A deadline is never covered: on a narrow list the state gives way to it.
        left = self._pill(line, text, tone, right)
        if row.restricted and left + height <= right:
            icons.draw(self.painter, "lock", self._square(left, line), QColor(self.c.warn))
            left += height + 4
        left += self._annexes(line, left, right)
        if self._raised != "number":
            self._words(left, right, line, row.number)

    def _annexes(self, line: QRect, left: int, right: int) -> int:
        """Paint how many annexes there are, nothing without room for it; return its width."""
        count, height = words.number(self.row.annex_count), self._line_height()
        width = self.small_metrics.horizontalAdvance(count)
        if not self.row.annex_count or left + height + 2 + width > right:
            return 0
        icons.draw(self.painter, "annex", self._square(left, line), QColor(self.c.soft))
        self.painter.setPen(QColor(self.c.soft))
        place = QRect(left + height + 2, line.top(), width + 1, line.height())
        self.painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), count)
        return height + width + 10

    def _passage(self, line: QRect, hit: HitRow) -> None:
        """Paint where the words were found, and the words themselves, wherever they stand."""
        metrics = self.small_metrics
        label = metrics.elidedText(
            f"{where(hit)}:", Qt.TextElideMode.ElideRight, line.width() * 2 // 5
        )
        self.painter.setPen(QColor(self.c.soft))
        self.painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), label)
        left = line.left() + metrics.horizontalAdvance(f"{label} ")
        room = QRect(left, line.top(), line.right() - left, line.height())
        first = hit.marks[0].start if hit.marks else 0
        begin = first - _BEFORE if first > _BEFORE else 0
        text = metrics.elidedText(hit.text[begin:], Qt.TextElideMode.ElideRight, room.width())
        dots = "…" if begin and not text.startswith("…") else ""
        marks = tuple(
            Span(mark.start + len(dots), mark.end + len(dots))
            for mark in shifted(hit.marks, begin, begin + len(text))
        )
        draw_marked(self.painter, room, dots + text, marks, self.c.soft, self.c)

    def _square(self, left: int, line: QRect) -> QRectF:
        side = self.small_metrics.height()
        return QRectF(left, line.center().y() - side // 2, side, side)

    def _words(self, left: int, right: int, line: QRect, text: str) -> None:
        room = right - left - 6
        if room < 24:
            return
        self.painter.setPen(QColor(self.c.soft))
        self.painter.drawText(
            QRect(left, line.top(), room, line.height()),
            int(Qt.AlignmentFlag.AlignVCenter),
            self.small_metrics.elidedText(text, Qt.TextElideMode.ElideRight, room),
        )

    def _pill(self, line: QRect, text: str, tone: str, right: int) -> int:
        room = right - line.left()
        if room < max(_LEAST_PILL, _LEAST_LETTERS * self.small_metrics.averageCharWidth()):
            return line.left()
        text = self.small_metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - 14)
        width = self.small_metrics.horizontalAdvance(text) + 14
        fore, back = tones(self.c, tone)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(back))
        box = QRect(line.left(), line.top(), width, line.height())
        self.painter.drawRoundedRect(box, 5, 5)
        self.painter.setPen(QColor(fore))
        self.painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        return line.left() + width + 8

    def _deadline(self, line: QRect, right: int, due: datetime) -> int:
        days = words.days_until(due)
        text = review_words.term(self.row)
        tone = self.c.bad if days < 0 else self.c.warn if days <= _SOON else self.c.soft
        side = self.small_metrics.height() + 3
        # In the largest letters on a narrow list the words are worth more than the mark.
        room = right - line.left()
        frame = _FRAME if days <= _SOON else 0
        marked = self.small_metrics.horizontalAdvance(text) + side + 2 * frame <= room
        end, right = right, right - frame if marked else right
        text = self.small_metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = self.small_metrics.horizontalAdvance(text)
        self.painter.setPen(QColor(tone))
        self.painter.drawText(
            QRect(right - width, line.top(), width + 1, line.height()),
            int(Qt.AlignmentFlag.AlignVCenter),
            text,
        )
        if not marked:
            return right - width - 4
        mark = self._square(right - width - side, line)
        if frame:
            # Not by its colour alone: what is near, or past, stands in a frame.
            box = QRectF(
                mark.left() - frame, line.top() + 0.5, end - mark.left() + frame, line.height()
            )
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawRoundedRect(box, 5, 5)
        icons.draw(self.painter, "warning" if days < 0 else "clock", mark, QColor(tone))
        return int(mark.left()) - frame - 4


def tones(c: Colours, tone: str) -> tuple[str, str]:
    """Return the text and ground colours of a tone: good, warn, bad, note or soft."""
    return {
        "good": (c.good, c.good_back),
        "warn": (c.warn, c.warn_back),
        "bad": (c.bad, c.bad_back),
        "note": (c.note, c.note_back),
        "soft": (c.soft, c.window),
    }[tone]


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    fitted = ""
    for word in text.split():
        longer = f"{fitted} {word}".strip()
        if metrics.horizontalAdvance(longer) > width:
            break
        fitted = longer
    rest = text[len(fitted) :].strip()
    return (
        fitted or metrics.elidedText(text, Qt.TextElideMode.ElideRight, width),
        metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width) if fitted else "",
    )
