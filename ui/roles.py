"""What parts are to a screen reader that Qt has no name for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

_ROLES = {
    "_Border": QAccessible.Role.Splitter,
}
"""By the name of the class, as Qt asks for it."""


class Notification(QWidget):
    """What a window tells without being looked at."""

    heard = False
    """Whether a reader has come to it."""


class _Notification(QAccessibleWidget):
    """Who speaks it asks for its description; who drops it does not (Orca 43)."""

    def __init__(self, note: QWidget) -> None:
        super().__init__(note, QAccessible.Role.Notification)

    def text(self, kind: QAccessible.Text) -> str:
        note = self.object()
        if kind is QAccessible.Text.Description and isinstance(note, Notification):
            note.heard = True
        return super().text(kind)


class _Radio(QAccessibleWidget):
    """Qt takes every button of a tool bar that stays pressed in for a box to be ticked."""

    def __init__(self, button: QWidget) -> None:
        super().__init__(button, QAccessible.Role.RadioButton)

    def state(self) -> QAccessible.State:
        told = super().state()
        button = self.object()
        if isinstance(button, QAbstractButton):
            told.checkable = 1
            told.checked = int(button.isChecked())
        return told

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), *super().actionNames()]

    def doAction(self, action: str) -> None:
        button = self.object()
        pressed = action == QAccessibleActionInterface.pressAction()
        if pressed and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().doAction(action)


@cache
def tell_roles() -> None:
    """Let Qt ask here, once for a process."""
    QAccessible.installFactory(_interface)


def _interface(name: str, part: QObject) -> QAccessibleInterface | None:
    # Qt owns what is returned, and ends it with its part.
    if not isinstance(part, QWidget):
        return None
    made = {"GroupButton": _Radio, "Notification": _Notification}.get(name)
    role = _ROLES.get(name)
    return made(part) if made else QAccessibleWidget(part, role) if role else None
