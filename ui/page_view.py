"""The pages under somebody's hands: keys, wheel, and what a screen reader is told of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui import words
from ui.page_drawing import DrawnPages
from ui.page_layout import Fit
from ui.page_source import PageSource
from ui.page_texts import HYPHEN

_OVERLAP = 40
"""Pixels of the last sight that stay in the next: the eye finds its line again."""
_NOTCH = 120
"""Of a wheel, as Qt counts (QWheelEvent.angleDelta)."""
_STEP = 1.15
_SPOKEN = 6000
"""Letters of a page that are told at most."""


class PageView(DrawnPages):
    """Works by keyboard alone; nothing in it moves by itself, so there is no motion to reduce."""

    menu_wished = Signal(QPoint)
    """What can be done with the selected words, at a point of the screen."""

    def __init__(self, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(source, parent)
        self._name = ""
        self.page_changed.connect(self._tell_page)
        source.texts.read.connect(self._tell_text)

    def show_name(self, name: str) -> None:
        """Set what the view is called; "%1" is the page and "%2" their number."""
        self._name = name
        self._tell_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        step = down.singleStep()
        if key == Qt.Key.Key_Space:
            self._turn_page(-1 if shift else 1)
        elif key == Qt.Key.Key_PageDown:
            self._turn_page(1)
        elif key == Qt.Key.Key_PageUp:
            self._turn_page(-1)
        elif key == Qt.Key.Key_Home:
            self.show_page(0)
        elif key == Qt.Key.Key_End:
            self.show_page(self.layout_of_pages.count - 1)
        elif key == Qt.Key.Key_Down:
            down.setValue(down.value() + step)
        elif key == Qt.Key.Key_Up:
            down.setValue(down.value() - step)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            side = 1 if key == Qt.Key.Key_Right else -1
            if across.maximum():
                across.setValue(across.value() + side * step)
            else:
                self._next_row(side)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if turned and self.layout_of_pages.count:
                self.zoom_to(self.zoom * _STEP ** (turned / _NOTCH), event.position().toPoint())
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wished.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _turn_page(self, side: int) -> None:
        if self.look.fit is Fit.PAGE:
            self._next_row(side)
            return
        down = self.verticalScrollBar()
        down.setValue(down.value() + side * max(self.viewport().height() - _OVERLAP, _OVERLAP))

    def _next_row(self, side: int) -> None:
        per_row = 2 if self.look.two_pages else 1
        first = self.current - self.current % per_row
        last = self.layout_of_pages.count - 1
        self.show_page(min(max(first + side * per_row, 0), last))

    def _tell_page(self) -> None:
        count = self.layout_of_pages.count
        page = words.number(self.current + 1)
        name = self._name.replace("%1", page).replace("%2", words.number(count))
        self.setAccessibleName(name)
        self.setAccessibleDescription("")
        if count:
            self._source.texts.ask("spoken", (self.current,))

    def _tell_text(self, page: int) -> None:
        text = self._source.texts.text(page)
        if page == self.current and text is not None:
            self.setAccessibleDescription(" ".join(text.replace(*HYPHEN).split())[:_SPOKEN])
