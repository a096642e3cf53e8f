"""Fields that open something below them; they draw their own arrow.

A style sheet that gives a field its frame takes the style's own arrow away, and cannot draw one in
the colour of the text.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QDateEdit, QSizePolicy, QWidget

from ui import icons

_SIDE = 14
_MARGIN = 9


def _draw_arrow(widget: QWidget) -> None:
    place = QRectF(
        widget.width() - _SIDE - _MARGIN, (widget.height() - _SIDE) / 2, float(_SIDE), float(_SIDE)
    )
    group = QPalette.ColorGroup.Normal if widget.isEnabled() else QPalette.ColorGroup.Disabled
    tone = widget.palette().color(group, QPalette.ColorRole.Text)
    with QPainter(widget) as painter:
        icons.draw(painter, "next", place, tone)


class Choice(QComboBox):
    """One of several."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _draw_arrow(self)


class DayEdit(QDateEdit):
    """A day, typed or chosen in a calendar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _draw_arrow(self)
