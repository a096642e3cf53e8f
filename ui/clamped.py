"""A title that takes a few lines at most; the whole of it is in the tip and for screen readers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption

from ui.base import Text
from ui.strange_text import tip


class ClampedText(Text):
    """Cut after so many lines: on a low screen it leaves room for what it is a title of."""

    def __init__(self, role: str = "", *, lines: int = 2) -> None:
        super().__init__(role)
        self._lines = lines
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Show a text, as much of it as there is room for."""
        self._whole = text
        self.setToolTip(tip(text))
        self.setAccessibleName(text)
        self._fit()

    def clamp(self, lines: int) -> None:
        """Take so many lines at most from now on."""
        if lines != self._lines:
            self._lines = lines
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._cut(self.contentsRect().width() - 2 * self.margin())
        if shown != self.text():
            self.setText(shown)

    def _cut(self, width: int) -> str:
        if width <= 0:
            return self._whole
        layout = QTextLayout(self._whole, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        begins = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            begins.append(line.textStart())
        layout.endLayout()
        if len(begins) <= self._lines:
            return self._whole
        last = begins[self._lines - 1]
        elide = Qt.TextElideMode.ElideRight
        rest = self.fontMetrics().elidedText(self._whole[last:], elide, width)
        return self._whole[:last] + rest
