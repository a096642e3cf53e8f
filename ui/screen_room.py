"""Windows that are no larger than their screen, and lie on it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QTabWidget, QWidget

_FRAME = 48
"""Pixels left for what the system draws around a window; it tells only some time after."""

_LOW = 36
"""Lines of text below which a screen is low."""


_SCANT = 18
"""Lines on the whole screen below which headings give way to what they head."""


def room(window: QWidget) -> QSize:
    """Return the most a window may take of its screen, in pixels, without the system's frame."""
    available = window.screen().availableGeometry()
    return QSize(available.width(), available.height() - _FRAME)


def low(window: QWidget) -> bool:
    """Return whether its screen is too low for everything a dialog says in the usual way."""
    return room(window).height() < _LOW * window.fontMetrics().lineSpacing()


def scant(window: QWidget) -> bool:
    """Return whether every line counts: what is also said elsewhere is not there."""
    return room(window).height() < _SCANT * window.fontMetrics().lineSpacing()


def bring_onto_screen(window: QWidget) -> None:
    """Move a window back that has left its screen, its buttons first."""
    available, frame = window.screen().availableGeometry(), window.frameGeometry()
    left = max(available.left(), min(frame.left(), available.right() + 1 - frame.width()))
    top = max(available.top(), min(frame.top(), available.bottom() + 1 - frame.height()))
    if frame.topLeft() != QPoint(left, top):
        window.move(left, top)


class StaysOnScreen(QObject):
    """Brings a window back that has grown beyond its screen; for one that is not of this room."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            bring_onto_screen(watched)
        elif event.type() is QEvent.Type.WindowBlocked:
            # One of its own windows is being opened above it.
            for inner in watched.findChildren(QDialog):
                QTimer.singleShot(0, inner, partial(lower, inner))
        return super().eventFilter(watched, event)


def lower(window: QDialog) -> None:
    """Let the pages of a window scroll that is higher than its screen, and bring it onto that."""
    within = room(window)
    if not window.isVisible() or window.height() <= within.height():
        return
    for tabs in window.findChildren(QTabWidget):
        chosen = tabs.currentIndex()
        for place in range(tabs.count()):
            page, text = tabs.widget(place), tabs.tabText(place)
            if page is None or isinstance(page, QScrollArea):
                continue
            area = QScrollArea(widgetResizable=True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            tabs.removeTab(place)
            area.setWidget(page)
            tabs.insertTab(place, area, text)
            page.show()
        tabs.setCurrentIndex(chosen)
    layout = window.layout()
    if layout is not None:
        layout.activate()
    window.resize(window.size().boundedTo(within))
    bring_onto_screen(window)


def fit_to_screen(window: QWidget) -> None:
    """Make a window that is not shown yet no larger than its screen.

    What an earlier session kept may be of a larger screen, or of smaller letters.
    """
    if window.isMaximized() or window.isFullScreen():
        return
    window.resize(window.size().boundedTo(room(window)))
    if window.testAttribute(Qt.WidgetAttribute.WA_Moved):
        # One without a place of its own is placed by the system.
        bring_onto_screen(window)
