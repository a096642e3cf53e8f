"""The buttons of the list's groups: by their names, or by icons and counts where room is dear."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ui import words
from ui.base import row
from ui.icons import icon, sized
from ui.rows import Group

_ICONS = {
    Group.TO_SIGN: "sign",
    Group.TO_AGREE: "agree",
    Group.RETURNED: "returned",
    Group.WAITING: "waiting",
    Group.OUTBOX: "outbox",
    Group.REGISTERED: "registered",
    Group.ALL: "all",
}
GAP = 4
"""Pixels between them."""


class GroupButton(QToolButton):
    """One of several, of which one is pressed in: a radio button to who hears it."""


def group_icon(group: Group) -> QIcon:
    """Return the sign of a group."""
    return icon(_ICONS[group])


def group_button(group: Group, parent: QWidget) -> GroupButton:
    """Make the button of a group; its tool tip is its name with the count, whatever it shows."""
    made = GroupButton(parent)
    made.setCheckable(True)
    made.setIcon(group_icon(group))
    sized(made, 16)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
    made.setObjectName(f"group_{group.value}")
    made.setProperty("group", group.value)
    return made


def dress(
    buttons: Mapping[Group, QToolButton],
    style: Qt.ToolButtonStyle,
    brief: Mapping[Group, int] | None = None,
) -> None:
    """Write what stands on the buttons.

    Args:
        buttons: all of them.
        style: with or without their icons.
        brief: those that show their count alone.
    """
    for group, made in buttons.items():
        whole = made.toolTip()
        made.setToolButtonStyle(style)
        made.setText(words.number(brief[group]) if brief and group in brief else whole)


def lines_of(
    buttons: Mapping[Group, QToolButton], room: int, most: int
) -> tuple[tuple[Group, ...], ...]:
    """Put so many at most beside each other wherever they fit, in their order.

    Args:
        buttons: those that are offered.
        room: pixels in a line.
        most: in a line.
    """
    lines: list[tuple[Group, ...]] = []
    left = 0
    for group, made in buttons.items():
        width = made.sizeHint().width()
        if lines and len(lines[-1]) < most and width + GAP <= left:
            lines[-1] = (*lines[-1], group)
            left -= width + GAP
        else:
            lines.append((group,))
            left = room - width
    return tuple(lines)


def lay(
    grid: QVBoxLayout, buttons: Mapping[Group, QToolButton], lines: tuple[tuple[Group, ...], ...]
) -> None:
    """Lay the buttons in lines, in the place of how they were laid."""
    # What is taken out is Python's, and ends with its name; ended twice, it would be a crash.
    while grid.takeAt(0) is not None:
        pass
    for groups in lines:
        laid = row(*(buttons[group] for group in groups), spacing=GAP)
        for place in range(len(groups)):
            laid.setStretch(place, 1)
        grid.addLayout(laid)
