"""The page of a dialog while it signs: named steps, and whether there is a way back."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.base import Panel, Text
from ui.cards import StepList
from ui.pin_field import Countdown


class StepsPage(Panel):
    """Says what is being done now."""

    def __init__(
        self,
        steps: StepList,
        countdown: Countdown,
        no_way_back: tuple[StrEnum, ...],
        *between: QWidget,
    ) -> None:
        """Show that nothing was begun.

        Args:
            steps: the list of all.
            countdown: how long the reader waits for the PIN.
            no_way_back: those after which it can no longer be cancelled.
            between: what else stands above the note, hidden at first.
        """
        super().__init__()
        self._step: StrEnum | None = None
        self._stopping = False
        self._no_way_back = no_way_back
        self.title = Text("big")
        self.steps, self.countdown = steps, countdown
        self.note = Text("note")
        layout = QVBoxLayout(self)
        layout.setSpacing(18)
        self._area = area = _scrolled(steps)
        for widget in (self.title, area, self.countdown, *between, self.note):
            layout.addWidget(widget)
        for widget in between:
            widget.hide()
        layout.addStretch(1)
        self.retranslate()

    def show_step(self, step: StrEnum | None, *, stopping: bool) -> None:
        """Show which step is being done, and whether it is being cancelled."""
        self._step, self._stopping = step, stopping
        self.retranslate()

    def retranslate(self) -> None:
        late = self._step in self._no_way_back
        self.title.setText(self.named())
        self.steps.show_step(self._step)
        if self._step is not None:
            self._area.ensureWidgetVisible(self.steps.line_of(self._step))
        self.note.set_role("good" if late else "note")
        self.note.setText(
            self.settled() if late else self.stopping() if self._stopping else self.open()
        )

    def named(self) -> str:
        """Name what is being done."""
        return ""

    def settled(self) -> str:
        """Say that it can no longer be cancelled."""
        return ""

    def stopping(self) -> str:
        """Say that it is being cancelled, and what of it there will be."""
        return ""

    def open(self) -> str:
        """Say that it can still be cancelled."""
        return ""


def _scrolled(steps: StepList) -> QScrollArea:
    """As high as all of the steps where there is room; a low screen shows those around the one."""
    area = QScrollArea(widgetResizable=True)
    area.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # It goes along by itself.
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(steps)
    return area
