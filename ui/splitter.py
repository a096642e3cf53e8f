"""Panels whose borders are moved by the mouse, or by keys once F6 has gone to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget
from shiboken6 import isValid

STEP = 16
"""Pixels by which an arrow moves a border."""


class Splitter(QSplitter):
    """Side by side; arrows move a border that has the focus, Return shuts or opens its panel.

    Shut is what somebody has shut. Widths do not tell it: a panel that is shown has none until
    the next layout, and Qt takes a panel that was hidden for shut.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHandleWidth(1)
        self._shut: set[QWidget] = set()
        self._hidden: dict[QWidget, int] = {}

    def createHandle(self) -> QSplitterHandle:
        return _Border(self.orientation(), self)

    def is_shut(self, panel: QWidget) -> bool:
        """Whether a panel was drawn shut; one that is hidden is not."""
        return panel in self._shut and not panel.isHidden()

    def addWidget(self, widget: QWidget) -> None:
        super().addWidget(widget)
        widget.installEventFilter(self)

    def setSizes(self, sizes: Sequence[int]) -> None:
        """Give each panel a width in pixels; 0 shuts it, unless it is hidden."""
        kept = []
        for panel, size in zip(self._panels(), sizes, strict=True):
            if panel.isHidden():
                self._hidden[panel] = size or self._hidden.get(panel, 0)
            kept.append(self._hidden[panel] if panel.isHidden() else size)
        super().setSizes(kept)
        self.note_shut(*zip(self._panels(), kept, strict=True))

    def was_shut(self, panel: QWidget) -> bool:
        """Whether a panel was drawn shut, also before it was hidden."""
        return panel in self._shut

    def give_back(self, panel: QWidget) -> None:
        """Show a panel that had given way as it was: one that somebody had shut stays so."""
        shut = self.was_shut(panel)
        panel.show()
        if shut:
            sizes = self.sizes()
            sizes[self.indexOf(panel)] = 0
            self.setSizes(sizes)

    def open(self, panel: QWidget) -> None:
        """Open a panel that was shut, as narrow as it can be."""
        if self.is_shut(panel):
            sizes = self.sizes()
            sizes[self.indexOf(panel)] = 1
            self.setSizes(sizes)

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview[int]) -> bool:
        restored = super().restoreState(state)
        if restored:
            # Without that no panel has a width yet, and none was shut.
            self.note_shut(*zip(self._panels(), self.sizes(), strict=True))
        return restored

    def note_shut(self, *widths: tuple[QWidget, int]) -> None:
        """Note which panels were just shut, and which opened, by the width they were given."""
        for panel, width in widths:
            shut = width == 0 and self.isCollapsible(self.indexOf(panel))
            (self._shut.add if shut else self._shut.discard)(panel)
            # To Qt it is in sight still, and keys would go where nobody sees them.
            focus: QWidget | None = self.window().focusWidget()
            if shut and focus is not None and panel.isAncestorOf(focus):
                self.handle(max(self.indexOf(panel), 1)).setFocus()
            panel.setEnabled(not shut)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return what the panels need that are open; Qt counts the shut ones too."""
        least = super().minimumSizeHint()
        for panel in filter(self.is_shut, self._panels()):
            wide = max(panel.minimumWidth(), panel.minimumSizeHint().width())
            least.setWidth(least.width() - wide)
        return least

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.HideToParent and isinstance(watched, QWidget):
            self._hidden[watched] = self.sizes()[self.indexOf(watched)]
        elif event.type() is QEvent.Type.ShowToParent and watched in self._hidden:
            # Whoever shows a panel again wants to see it.
            assert isinstance(watched, QWidget)
            sizes = self.sizes()
            sizes[self.indexOf(watched)] = self._hidden.pop(watched) or 1
            self.setSizes(sizes)
        return super().eventFilter(watched, event)

    def _panels(self) -> list[QWidget]:
        found = (self.widget(place) for place in range(self.count()))
        return [panel for panel in found if panel is not None]

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
                self._move(self._at - STEP)
            case Qt.Key.Key_Right:
                self._move(self._at + STEP)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._shut_or_open()
            case _:
                super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        with self._beside_only():
            super().mouseMoveEvent(event)

    def _move(self, at: int) -> None:
        with self._beside_only():
            self.moveSplitter(at)

    @contextmanager
    def _beside_only(self) -> Iterator[None]:
        """A border shuts and opens the panels beside it, and none that it only pushes."""
        splitter, right = self._splitter, self._place
        others = [
            panel
            for panel in range(splitter.count())
            if panel not in (right - 1, right) and splitter.isCollapsible(panel)
        ]
        for panel in others:
            splitter.setCollapsible(panel, False)
        try:
            yield
        finally:
            for panel in others:
                splitter.setCollapsible(panel, True)
            sizes = splitter.sizes()
            for place in (right - 1, right):
                beside = splitter.widget(place)
                if beside is not None and not beside.isHidden():
                    splitter.note_shut((beside, sizes[place]))

    def _shut_or_open(self) -> None:
        """Shut the panel beside this border that can be, or open it as wide as it was."""
        splitter, right = self._splitter, self._place
        sizes = splitter.sizes()
        for panel, giving in ((right - 1, right), (right, right - 1)):
            shut = splitter.widget(panel)
            if shut is None or not splitter.isCollapsible(panel):
                continue
            wide = 0 if sizes[panel] else self._before or shut.minimumSizeHint().width()
            self._before = sizes[panel]
            # Where there is no room for it the window grows, and what goes first gives way.
            sizes[giving] = max(sizes[giving] + sizes[panel] - wide, 1)
            sizes[panel] = wide
            splitter.setSizes(sizes)
            return

    @property
    def _splitter(self) -> Splitter:
        splitter = self.splitter()
        assert isinstance(splitter, Splitter)
        return splitter

    @property
    def _place(self) -> int:
        """The number of the panel on the right."""
        splitter = self._splitter
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
