"""No test of a window waits for ever: what has a loop of its own is left before pytest's own term.

A dialog that nobody answers keeps its loop in C++. pytest-timeout's alarm needs Python to come by,
and what it raises there, in a slot, ends nothing.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

_SHARE = 0.8
"""Of the time that a test may take."""
_USUAL = 120.0
"""Seconds, as in ``pyproject.toml``."""
_AGAIN = 200
"""Milliseconds until what was opened meanwhile is left too."""


class Watch:
    """Over one test."""

    def __init__(self, seconds: float) -> None:
        self.left: list[str] = []
        """What had to be left."""
        self._timer = QTimer(interval=int(1000 * seconds))
        self._timer.timeout.connect(self._leave)
        self._timer.start()

    @classmethod
    def of(cls, test: pytest.Item) -> Watch:
        mark = test.get_closest_marker("timeout")
        return cls(_SHARE * (float(mark.args[0]) if mark is not None and mark.args else _USUAL))

    def end(self) -> None:
        self._timer.stop()

    def _leave(self) -> None:
        self._timer.setInterval(_AGAIN)
        self.left += leave_everything()


def leave_everything() -> list[str]:
    """End loops of menus and dialogs in which nobody presses a key any more; say which."""
    left = []
    for _ in range(9):
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if top is None:
            break
        left.append(type(top).__name__)
        top.close()
    return left
