"""Paints a line of text with marked words: on a ground of their own and underlined.

The line under them is there for whoever does not see the colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from sync.question import Span
from ui.theme import Colours


def draw_marked(
    painter: QPainter, area: QRect, text: str, marks: Sequence[Span], colour: str, c: Colours
) -> None:
    """Paint one line.

    Args:
        painter: with the font to use.
        area: where; the text begins at its left and is centred from top to bottom.
        text: as much as there is room for.
        marks: places in ``text``; what lies outside of it is left out.
        colour: of the words that are not marked.
        c: the colours of the look.
    """
    metrics = QFontMetrics(painter.font())
    base = area.top() + (area.height() - metrics.height()) // 2
    for start, end, marked in _pieces(len(text), marks):
        # Measured from the beginning of the line, so that kerning and ligatures add up.
        left = area.left() + metrics.horizontalAdvance(text[:start])
        width = metrics.horizontalAdvance(text[:end]) - metrics.horizontalAdvance(text[:start])
        box = QRect(left, base, width, metrics.height())
        if marked:
            painter.fillRect(box.adjusted(-1, 0, 1, 0), QColor(c.warn_back))
            painter.fillRect(QRect(left, base + metrics.ascent() + 2, width, 2), QColor(c.warn))
        painter.setPen(QColor(c.text if marked else colour))
        painter.drawText(
            box.adjusted(0, 0, 2, 0), int(Qt.AlignmentFlag.AlignLeft), text[start:end]
        )


def shifted(marks: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """Return the marks of ``text[start:end]`` from those of ``text``."""
    return tuple(
        Span(max(mark.start, start) - start, min(mark.end, end) - start)
        for mark in marks
        if mark.start < end and mark.end > start
    )


def _pieces(length: int, marks: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    place = 0
    for mark in shifted(marks, 0, length):
        if mark.start > place:
            yield place, mark.start, False
        yield mark.start, mark.end, True
        place = mark.end
    if place < length:
        yield place, length, False
