"""Panels whose borders are moved by the mouse, or by keys once F6 has gone to them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget
from shiboken6 import isValid

STEP = 16
"""Pixels by which an arrow moves a border."""


class Splitter(QSplitter):
    """Side by side; arrows move a border that has the focus, Return shuts or opens its panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHandleWidth(1)

    def createHandle(self) -> QSplitterHandle:
        return _Border(self.orientation(), self)

    def name_borders(self, *names: str) -> None:
        """Say what each border changes, from left to right.

        Args:
            names: in the language of the moment; one for each border.
        """
        for place, name in enumerate(names, start=1):
            self.handle(place).setAccessibleName(name)
            self.handle(place).setToolTip(name)


class BorderKeys(QAction):
    """F6: to each border of a window in turn, and back to where somebody was."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._left: QWidget | None = None
        self.setShortcut(QKeySequence("F6"))
        self.triggered.connect(self._go_on)
        window.addAction(self)

    def _go_on(self) -> None:
        window = self._window
        borders = [
            border
            for border in window.findChildren(_Border)
            if border.isVisible() and border.window() is window
        ]
        now = window.focusWidget()
        if not isinstance(now, _Border):
            self._left = now
        place = borders.index(now) + 1 if isinstance(now, _Border) and now in borders else 0
        if place < len(borders):
            borders[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._left is not None and isValid(self._left) and self._left.isVisible():
            self._left.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            window.focusNextPrevChild(True)


class _Border(QSplitterHandle):
    def __init__(self, orientation: Qt.Orientation, splitter: QSplitter) -> None:
        super().__init__(orientation, splitter)
        # Tab goes through what is read and done, and a border is neither.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._before = 0

    @property
    def _at(self) -> int:
        # It lies over the panels beside it, and only its middle is seen.
        return self.x() + self.contentsMargins().left()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.moveSplitter(self._at - STEP)
            case Qt.Key.Key_Right:
                self.moveSplitter(self._at + STEP)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._shut_or_open()
            case _:
                super().keyPressEvent(event)

    def _shut_or_open(self) -> None:
        """Shut the panel beside this border that can be, or open it as wide as it was."""
        splitter, right = self.splitter(), self._place
        sizes = splitter.sizes()
        for panel, end in ((right - 1, self._at - sizes[right - 1]),
                           (right, self._at + sizes[right])):  # fmt: skip
            if not splitter.isCollapsible(panel):
                continue
            if sizes[panel]:
                self._before = self._at
                self.moveSplitter(end)
            elif (shut := splitter.widget(panel)) is not None:
                least = shut.minimumSizeHint().width()
                usual = self._at + (least if panel < right else -least)
                self.moveSplitter(self._before or usual)
            return

    @property
    def _place(self) -> int:
        """The number of the panel on the right."""
        splitter = self.splitter()
        return next(at for at in range(splitter.count()) if splitter.handle(at) is self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show_focus()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._show_focus()
        # What was painted over the panels beside it stays there until they paint themselves.
        splitter = self.splitter()
        for part in splitter.findChildren(QWidget):
            if part is not self and part.isVisible():
                area = QRect(part.mapFrom(splitter, self.pos()), self.size())
                part.update(area & part.rect())
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self._show_focus()
        super().changeEvent(event)

    def _show_focus(self) -> None:
        if self.hasFocus():
            self.clearMask()
        else:
            self.setMask(self.contentsRect())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Accent))
        else:
            super().paintEvent(event)
