"""What parts are to a screen reader that Qt has no name for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

_ROLES = {
    "_Border": QAccessible.Role.Splitter,
    "_Note": QAccessible.Role.Notification,
}
"""By the name of the class, as Qt asks for it."""


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
    if name == "GroupButton":
        return _Radio(part) if isinstance(part, QWidget) else None
    role = _ROLES.get(name)
    return QAccessibleWidget(part, role) if role and isinstance(part, QWidget) else None
