"""A person at the keyboard: every key comes through the loop of events, to whatever has the focus.

What a person does is a generator that yields, one after the other, keys as ``"Ctrl+P"``, texts to
write as :class:`Typed`, and functions that say whether something has happened that is waited for.
A key may open a menu or a dialog with a loop of its own; the next one is pressed inside of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from types import GeneratorType
from typing import TypeAlias

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget
from shiboken6 import isValid

from tests.stuck import leave_everything

PATIENCE = 60.0
"""Seconds; generous, because the machine may be busy."""
_MOMENT = 20
"""Turns in which no window may have the keyboard before one gets it."""
_MOST = 80
"""Times Tab is pressed before somebody gives up."""


class Typed(str):
    """Letters, and no keys by name."""

    __slots__ = ()


Deed: TypeAlias = str | Typed | Callable[[], object]
Deeds: TypeAlias = Iterator[Deed]


def play(deeds: Deeds) -> None:
    """Do what a person does, and return when it is done.

    Raises:
        AssertionError: something that is waited for does not happen; says what is heard there.
    """
    _Hands(deeds).play()


class _Hands:
    def __init__(self, deeds: Deeds) -> None:
        self._deeds = deeds
        self._awaited: Callable[[], object] | None = None
        self._until = 0.0
        self._patience = _MOMENT
        self._used: list[QWidget] = []
        """Windows, the one used last at the end; also one that was there for less than a turn."""
        self._failure: BaseException | None = None
        self._loop = QEventLoop()

    def play(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._use)
        self._use()
        self._soon()
        self._loop.exec()
        application.focusWindowChanged.disconnect(self._use)
        if self._failure is not None:
            raise self._failure

    def _soon(self) -> None:
        QTimer.singleShot(2, self._go_on)

    def _go_on(self) -> None:
        try:
            deed = self._next() if self._has_keyboard() else None
        except StopIteration:
            self._loop.quit()
        except BaseException as failure:  # noqa: BLE001 - told where it is waited for
            self._failure = failure
            leave_everything()
            self._loop.quit()
        else:
            # Before the key, which may have a loop of its own.
            self._soon()
            if isinstance(deed, Typed):
                QTest.keyClicks(focused(), deed)
            elif isinstance(deed, str):
                _press(deed)

    def _has_keyboard(self) -> bool:
        away = QGuiApplication.focusWindow() is None
        if (away or _focused() is None) and self._patience:
            # A window that opens has it in a moment, and so has one to which it comes back.
            self._patience -= 1
            if away and not self._patience:
                _give_keyboard(self._used)
            return False
        self._patience = _MOMENT
        return True

    def _use(self, _: object = None) -> None:
        window = QApplication.activeWindow()
        if window is not None and self._used[-1:] != [window]:
            self._used.append(window)

    @property
    def _line(self) -> str:
        """Where the person's deeds are."""
        inner = self._deeds
        while isinstance(inner, GeneratorType) and inner.gi_yieldfrom is not None:
            inner = inner.gi_yieldfrom
        frame = inner.gi_frame if isinstance(inner, GeneratorType) else None
        return "" if frame is None else f"{frame.f_code.co_name}:{frame.f_lineno}"

    def _next(self) -> str | None:
        """Return the next keys; nothing while something is waited for."""
        if self._awaited is not None:
            if not self._awaited():
                assert monotonic() < self._until, f"waited in vain: {self._line}, {heard()}"
                return None
            self._awaited = None
        deed = next(self._deeds)
        if isinstance(deed, str):
            return deed
        self._awaited, self._until = deed, monotonic() + PATIENCE
        return None


def _give_keyboard(used: list[QWidget]) -> None:
    """Do what a desktop does when a window has closed: the one used before has the keyboard."""
    there = [window for window in used if isValid(window) and window.isVisible()]
    assert not used or used[-1] not in there, f"taken away from {type(used[-1]).__name__}"
    shown = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    top = QApplication.activeModalWidget() or next(iter([*there[::-1], *shown]), None)
    if top is not None:
        top.activateWindow()


def _press(keys: str) -> None:
    one = QKeySequence(keys)[0]  # type: ignore[index] # which the stubs do not know
    QTest.keyClick(focused(), one.key(), one.keyboardModifiers())


def _focused() -> QWidget | None:
    return QApplication.activePopupWidget() or QApplication.focusWidget()


def focused() -> QWidget:
    """Return what has the focus."""
    found = _focused()
    assert found is not None, "nothing has the focus"
    return found


def heard() -> str:
    """Return what a screen reader says of whatever has the focus, its current row included."""
    widget = focused()
    if isinstance(widget, QMenu):
        action: QAction | None = widget.activeAction()
        return "" if action is None else action.text().replace("&", "")
    whole: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(widget)
    if whole is None:
        return f"nothing at all of {type(widget).__name__}"
    said = [whole.text(QAccessible.Text.Name), whole.text(QAccessible.Text.Value)]
    if isinstance(widget, QAbstractItemView):
        row: QAccessibleInterface | None = whole.focusChild()
        if row is not None and row.isValid():
            said.append(row.text(QAccessible.Text.Name))
    return ". ".join(part for part in said if part)


def until(wanted: str, key: str = "Tab") -> Deeds:
    """Press a key until something is heard that has these words."""
    told = [heard()]
    while wanted not in told[-1]:
        assert len(told) < _MOST, (wanted, told)
        yield key
        told.append(heard())


def do(wanted: str) -> Deeds:
    """Go to a button by Tab and press it."""
    yield from until(wanted)
    yield "Space"
