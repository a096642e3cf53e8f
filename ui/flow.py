"""A layout that puts widgets side by side and goes on in the next line where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """For a few small widgets, such as chips."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(QSize(0, item.minimumSize().height()))
        return size

    def _place(self, area: QRect, *, move: bool) -> int:
        left, top, line = area.left(), area.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(area.width(), 10_000))
            if left > area.left() and left + size.width() > area.right() + 1:
                left, top, line = area.left(), top + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self.spacing()
            line = max(line, size.height())
        return top + line - area.top()


class ButtonLine(FlowLayout):
    """The buttons of a dialog: in one line while they fit, in several on a narrow screen.

    With large letters one line of long words would be wider than the screen.
    """

    def __init__(self, *buttons: QWidget | None, spacing: int = 8) -> None:
        """Lay them out.

        Args:
            buttons: None is where the free room goes.
            spacing: pixels between two.
        """
        super().__init__(spacing=spacing)
        self._before = buttons.index(None) if None in buttons else 0
        for made in buttons:
            if made is not None:
                self.addWidget(made)

    def sizeHint(self) -> QSize:
        sizes = [size for _, size in self._shown()]
        height = max((size.height() for size in sizes), default=0)
        return QSize(self._length(sizes), height)

    def minimumSize(self) -> QSize:
        least = QSize()
        for item, size in self._shown():
            least = least.expandedTo(QSize(item.minimumSize().width(), size.height()))
        return least

    def _shown(self) -> list[tuple[QLayoutItem, QSize]]:
        return [(item, item.sizeHint()) for item in self._items if not item.isEmpty()]

    def _length(self, sizes: list[QSize]) -> int:
        return sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)

    def _place(self, area: QRect, *, move: bool) -> int:
        free = area.width() - self._length([size for _, size in self._shown()])
        if free < 0:
            return super()._place(area, move=move)
        left = area.left()
        for place, item in enumerate(self._items):
            if place == self._before:
                left += free
            if item.isEmpty():
                continue
            size = QSize(item.sizeHint().width(), area.height() or item.sizeHint().height())
            if move:
                item.setGeometry(QRect(QPoint(left, area.top()), size))
            left += size.width() + self.spacing()
        return self.sizeHint().height()
