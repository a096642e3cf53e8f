"""What parts are to a screen reader that Qt has no name for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLES = {
    "_Border": QAccessible.Role.Splitter,
    "_Note": QAccessible.Role.Notification,
}
"""By the name of the class, as Qt asks for it."""


@cache
def tell_roles() -> None:
    """Let Qt ask here, once for a process."""
    QAccessible.installFactory(_interface)


def _interface(name: str, part: QObject) -> QAccessibleInterface | None:
    # Qt owns what is returned, and ends it with its part.
    role = _ROLES.get(name)
    return QAccessibleWidget(part, role) if role and isinstance(part, QWidget) else None
