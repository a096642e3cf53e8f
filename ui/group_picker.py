"""The groups of the left side as one button with a menu, for a screen too low for all of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from ui.group_buttons import group_icon
from ui.rows import Group


class GroupPicker(QToolButton):
    """Shows the group that is chosen; the others are in its menu, each with its count."""

    picked = Signal(object)
    """A :class:`~ui.rows.Group`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._actions: dict[Group, QAction] = {}
        for group in Group:
            action = self._menu.addAction("")
            action.setCheckable(True)
            action.setData(group)
            self._actions[group] = action
        self._menu.triggered.connect(self._pick)
        self.setMenu(self._menu)

    def show_groups(self, names: Mapping[Group, str], chosen: Group, spoken: str) -> None:
        """Show the groups by their names and counts.

        Args:
            names: of those that are offered.
            chosen: the one whose drafts are shown.
            spoken: what a screen reader says of it.
        """
        for group, action in self._actions.items():
            action.setVisible(group in names)
            action.setText(names.get(group, ""))
            action.setChecked(group is chosen)
        self.setIcon(group_icon(chosen))
        self.setText(names[chosen])
        self.setToolTip(names[chosen])
        self.setAccessibleName(spoken)

    def _pick(self, action: QAction) -> None:
        self.picked.emit(Group(action.data()))
