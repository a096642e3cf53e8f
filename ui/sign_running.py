"""The page of the sign dialog while it works; for a key that wants it, the PIN once more."""

from __future__ import annotations

from ui.base import Text
from ui.cards import StepList
from ui.pin_field import Countdown, PinField
from ui.rows import Step
from ui.steps_page import StepsPage

NO_WAY_BACK = (Step.KEEP, Step.SEND, Step.REGISTER)
"""Steps of a signature that is made and being kept."""


class RunningPage(StepsPage):
    """What is being done to one draft."""

    def __init__(self, countdown: Countdown) -> None:
        self._number = 0
        self.again_note = Text("note")
        self.again = PinField()
        super().__init__(StepList(), countdown, NO_WAY_BACK, self.again_note, self.again)

    def show_asking(self, number: int) -> None:
        """Ask for the PIN once more; ``number`` says for which signature, 0 asks no longer."""
        self._number = number
        if not number:
            self.again.forget()
        for widget in (self.again_note, self.again):
            widget.setVisible(number > 0)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.again_note.setText(
            self.tr("This key wants the PIN for each signature. Now for signature {0}.").format(
                self._number
            )
        )

    def named(self) -> str:
        return self.tr("Signing")

    def settled(self) -> str:
        return self.tr(
            "Signed and kept on this station: it will be sent even if the window is closed or"
            " the connection is lost. It can no longer be taken back here."
        )

    def stopping(self) -> str:
        return self.tr(
            "Being cancelled. The token finishes what it is doing; nothing is kept or sent."
        )

    def open(self) -> str:
        return self.tr("Nothing leaves this station yet; it can still be cancelled.")
