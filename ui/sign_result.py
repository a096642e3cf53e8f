"""How signing one draft ended, and what happens next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import words
from ui.base import Panel, Text
from ui.cards import Symbol
from ui.rows import SignResult


class ResultPage(Panel):
    """The last page of the dialog: a number, a reason, or what is still awaited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: SignResult | None = None
        self._refusal = ""
        self._newer = False
        self.symbol = Symbol("check", "good", 56)
        self.title = Text("big", selectable=True)
        self.text = Text(selectable=True)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(1)
        layout.addWidget(self.symbol, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(2)

    def show_result(self, result: SignResult) -> None:
        """Show that it ended well."""
        self.result = result
        self.retranslate()

    def show_refusal(self, reason: str) -> None:
        """Show that the registry refused the package, and why."""
        self._refusal = reason
        self.retranslate()

    def show_newer(self) -> None:
        """Show that the draft has changed, so that nothing was signed."""
        self._newer = True
        self.retranslate()

    def retranslate(self) -> None:
        result = self.result
        if self._newer:
            self._tell(
                "warning",
                "warn",
                self.tr("The draft has changed"),
                self.tr("A newer version arrived. Nothing was signed. Read it and sign again."),
            )
        elif self._refusal:
            self._tell("cross", "bad", self.tr("The registry refused it"), self._refusal)
        elif result is not None and result.number:
            title = self.tr("Registered: No. {0}, {1}")
            text = self.tr(
                "The signed package and the registry's receipt are kept on this station."
            )
            self._tell(
                "check",
                "good",
                title.format(result.number, words.long_day(result.date)),
                "\n".join(part for part in (text, result.url) if part),
            )
        elif result is not None:
            self._tell_waiting(result)

    def _tell_waiting(self, result: SignResult) -> None:
        title = (
            self.tr("Signed, the answer is not known yet")
            if result.unconfirmed
            else self.tr("Signed, not sent yet")
        )
        text = self.tr(
            "The signed package is safe in the outbox. The registry gives number and date"
            " when it accepts it; this happens by itself."
        )
        self._tell(
            "outbox", "accent", title, "\n".join(part for part in (result.waits, text) if part)
        )

    def _tell(self, symbol: str, tone: str, title: str, text: str) -> None:
        self.symbol.set_symbol(symbol, tone)
        self.title.setText(title)
        self.text.setText(text)
