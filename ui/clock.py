"""What time it is for everything that counts down, and who is told when a minute has passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QWidget

_MINUTE = 60_000


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Return the present moment, UTC."""
    return _source()


def go_by(source: Callable[[], datetime] | None) -> None:
    """Go by another clock, such as a corrected one; None for the computer's own."""
    global _source  # noqa: PLW0603 - one clock for all that is painted
    _source = source or _system


class Minutes(QObject):
    """Calls back whenever a minute of the clock is over, for widgets somebody can see.

    What is hidden, or in a window that is minimised, is left alone, and is told when it is shown.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._followers: list[tuple[QWidget, Callable[[], None]]] = []
        self._missed: set[QWidget] = set()
        """Out of sight when a minute was over."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.tick)
        self._wait()

    def follow(self, widget: QWidget, refresh: Callable[[], None]) -> None:
        """Call ``refresh`` every minute while ``widget`` is in sight, and when it comes back."""
        self._followers.append((widget, refresh))
        widget.installEventFilter(self)

    def follow_rows(self, view: QAbstractItemView) -> None:
        """Paint the rows of a view again every minute."""
        # Its viewport is asked for when it is due: Qt has made it, and to find out what it is
        # PySide makes the classes of all widgets, which every start would pay for.
        self.follow(view, lambda: view.viewport().update())

    def tick(self) -> None:
        """A minute has passed, or the clock was set."""
        for widget, refresh in self._followers:
            if widget.isVisible() and not widget.window().isMinimized():
                refresh()
            else:
                self._missed.add(widget)
        self._wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched in self._missed:
            self._missed.discard(watched)
            for widget, refresh in self._followers:
                if widget is watched:
                    refresh()
        return super().eventFilter(watched, event)

    def _wait(self) -> None:
        moment = now()
        passed = moment.second * 1000 + moment.microsecond // 1000
        self._timer.start(_MINUTE - passed + 1)
