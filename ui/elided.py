"""Text that gives way: what has no room ends in "…" and stands whole in its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)

_GAP = 4
"""Pixels between a button's symbol and its text."""
_LEAST = 9
"""Letters that are shown however narrow it gets."""


class ElidedLabel(QLabel):
    """A label on one line that never makes its window wider than a screen."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_rest()

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        least = self.fontMetrics().averageCharWidth() * _LEAST
        return QSize(min(whole.width(), least), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    @property
    def shown(self) -> str:
        """What there is room for."""
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def _tell_rest(self) -> None:
        self.setToolTip(self.text() if self.shown != self.text() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            alignment = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(self.contentsRect(), alignment, self.shown)


class ElidedButton(QPushButton):
    """A push button that never makes its window wider than a screen."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setAutoDefault(False)
        # Qt's own policy takes the whole text for the least.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        least = whole.width() - self._cut(_LEAST * self.fontMetrics().averageCharWidth())
        return QSize(least, whole.height())

    @property
    def missing(self) -> int:
        """Pixels that the text lacks, once the symbol has given way."""
        return self.sizeHint().width() - self.width() - self._symbol

    @property
    def _symbol(self) -> int:
        return 0 if self.icon().isNull() else self.iconSize().width() + _GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.missing > 0 and not self.toolTip():
            self.setToolTip(self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.sizeHint().width() > self.width():
            option.icon = QIcon()
            room = self.fontMetrics().horizontalAdvance(self.text()) - max(self.missing, 0)
            elide = Qt.TextElideMode.ElideRight
            option.text = self.fontMetrics().elidedText(self.text(), elide, room)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def _cut(self, room: int) -> int:
        """Return by how much the text is wider than some room."""
        return max(self.fontMetrics().horizontalAdvance(self.text()) - room, 0)
