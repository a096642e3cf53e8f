"""The groups of the left side: which of them is listed, and how many drafts each holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from ui import words
from ui.base import Panel
from ui.group_buttons import GAP, dress, group_button, lay, lines_of
from ui.group_picker import GroupPicker
from ui.rows import Group

_USEFUL = 2.5
"""Drafts in sight below which the groups give way: to icons with counts, then to one button."""


class Groups(Panel):
    """A button for each group, one of which is marked; or one button for all of them."""

    picked = Signal(object)
    """A :class:`~ui.rows.Group` that somebody wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[Group, int] = {}
        self._marked = Group.ALL
        self._offered = dict.fromkeys(Group, True)
        self._lines: tuple[tuple[Group, ...], ...] = ()
        self._one = QButtonGroup(self)
        self._one.buttonClicked.connect(self._clicked)
        self.buttons: dict[Group, QToolButton] = {}
        for group in Group:
            made = group_button(group, self)
            self._one.addButton(made)
            self.buttons[group] = made
        self.picker = GroupPicker()
        self.picker.picked.connect(self.picked)
        self.picker.hide()
        self._grid = QVBoxLayout()
        self._grid.setSpacing(GAP)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._grid)
        whole.addWidget(self.picker)
        self.retranslate()

    def show_counts(self, counts: Mapping[Group, int], marked: Group) -> None:
        """Show how many drafts each group holds, and mark the one that is listed."""
        self._counts, self._marked = counts, marked
        self.buttons[marked].setChecked(True)
        for group, made in self.buttons.items():
            # As with radio buttons Tab comes to the one that is marked, and the arrows to others.
            policy = Qt.FocusPolicy
            made.setFocusPolicy(policy.TabFocus if group is marked else policy.NoFocus)
        if self.has_keys:
            self.take_keys()
        self.retranslate()

    def retranslate(self) -> None:
        for group, made in self.buttons.items():
            count = self._counts.get(group, 0)
            name = words.group(group)
            made.setToolTip(f"{name} {words.number(count)}" if count else name)
            made.setAccessibleName(self.tr("%1, %n draft(s)", "", count).replace("%1", name))
            # Where everything was sent at once it is empty nearly always, and room is dear.
            if group is Group.OUTBOX:
                self._offered[group] = bool(count) or group is self._marked
            font = made.font()
            font.setBold(bool(count) and group in (Group.TO_SIGN, Group.TO_AGREE))
            made.setFont(font)
        names = {group: self.buttons[group].toolTip() for group in Group if self._offered[group]}
        self.picker.show_groups(names, self._marked, self.told)

    @property
    def told(self) -> str:
        """Which group is marked, and how much is in it, as it is said to who hears it."""
        return self.buttons[self._marked].accessibleName()

    @property
    def has_keys(self) -> bool:
        """Whether the keyboard is at the groups, or will be when the window has it."""
        return self.window().focusWidget() in (self.picker, *self.buttons.values())

    def take_keys(self) -> None:
        """Have the keyboard at the group that is marked."""
        place = self.buttons[self._marked] if self.picker.isHidden() else self.picker
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, room: int, in_sight: Callable[[int], float]) -> None:
        """Show the groups by their names, or by icons and counts, or as one button.

        By names as long as a useful number of drafts is in sight below them; what is taken by
        each form is counted, whatever the screen, the language and the size of text.

        Args:
            room: pixels in a line.
            in_sight: how many drafts are in sight below groups of so many pixels.
        """
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        dress(self.buttons, beside)
        # The symbols are left out where a name would have to be cut for them.
        half = (room - GAP) // 2
        if any(made.sizeHint().width() > half for made in self.buttons.values()):
            dress(self.buttons, Qt.ToolButtonStyle.ToolButtonTextOnly)
        offered = {g: made for g, made in self.buttons.items() if self._offered[g]}
        lines = lines_of(offered, room, 2)
        low = False
        if in_sight(self._height(lines)) < _USEFUL:
            brief = {g: self._counts.get(g, 0) for g in Group if g is not self._marked}
            dress(self.buttons, beside, brief)
            lines = lines_of(offered, room, len(offered))
            low = in_sight(self._height(lines)) < _USEFUL
        keys = self.has_keys
        for group, made in self.buttons.items():
            made.setVisible(self._offered[group] and not low)
        self.picker.setVisible(low)
        if keys:
            self.take_keys()
        if lines != self._lines:
            self._lines = lines
            lay(self._grid, self.buttons, lines)

    def _height(self, lines: tuple[tuple[Group, ...], ...]) -> int:
        return len(lines) * (self.buttons[Group.ALL].sizeHint().height() + GAP)

    def _clicked(self, made: QToolButton) -> None:
        self.picked.emit(Group(made.property("group")))
