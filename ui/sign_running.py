"""The page of the sign dialog while it works: named steps, and whether there is a way back."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.base import Panel, Text
from ui.cards import StepList
from ui.pin_field import Countdown, PinField
from ui.rows import Step

NO_WAY_BACK = (Step.KEEP, Step.SEND, Step.REGISTER)
"""Steps of a signature that is made and being kept."""


class RunningPage(Panel):
    """What is being done now; for a key that wants it, the PIN once more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self._stopping = False
        self._number = 0
        self.title = Text("big")
        self.steps = StepList()
        self.countdown = Countdown()
        self.again_note = Text("note")
        self.again = PinField()
        self.note = Text("note")
        layout = QVBoxLayout(self)
        layout.setSpacing(18)
        layout.addWidget(self.title)
        layout.addWidget(self.steps)
        for widget in (self.countdown, self.again_note, self.again, self.note):
            layout.addWidget(widget)
        for widget in (self.again_note, self.again):
            widget.hide()
        layout.addStretch(1)
        self.retranslate()

    def show_step(self, step: Step | None, *, stopping: bool) -> None:
        """Show which step is being done, and whether it is being cancelled."""
        self._step, self._stopping = step, stopping
        self.retranslate()

    def show_asking(self, number: int) -> None:
        """Ask for the PIN once more; ``number`` says for which signature, 0 asks no longer."""
        self._number = number
        if not number:
            self.again.forget()
        for widget in (self.again_note, self.again):
            widget.setVisible(number > 0)
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Signing"))
        self.again_note.setText(
            self.tr("This key wants the PIN for each signature. Now for signature {0}.").format(
                self._number
            )
        )
        self.steps.show_step(self._step)
        late = self._step in NO_WAY_BACK
        self.note.set_role("good" if late else "note")
        self.note.setText(
            self.tr(
                "Signed and kept on this station: it will be sent even if the window is closed or"
                " the connection is lost. It can no longer be taken back here."
            )
            if late
            else self.tr(
                "Being cancelled. The token finishes what it is doing; nothing is kept or sent."
            )
            if self._stopping
            else self.tr("Nothing leaves this station yet; it can still be cancelled.")
        )
