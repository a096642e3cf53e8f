"""How signing one draft ended, and what happens next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QScrollArea, QVBoxLayout

from sync.wire import DraftState
from ui import words
from ui.base import Panel, Text, button
from ui.cards import Symbol
from ui.clamped import ClampedText
from ui.icons import icon
from ui.rows import SignResult
from ui.voice import Spoken


class ResultPage(Panel):
    """The last page of the dialog: a number, a reason, or what is still awaited."""

    def __init__(self, document: str, scrolling: Callable[[QLayout], QScrollArea]) -> None:
        """Tell nothing yet.

        Args:
            document: the title of what was signed.
            scrolling: makes what scrolls where the screen is low.
        """
        super().__init__()
        self.result: SignResult | None = None
        self._refusal = ""
        self._spoken = Spoken(self)
        self._newer = False
        self._state: DraftState | None = None
        self.symbol = Symbol("check", "good", 56)
        self.title = Text("big", selectable=True)
        self.document = ClampedText("soft")
        self.document.show_text(document)
        self.text = Text(selectable=True)
        self.copy = button("quiet")
        self.copy.setIcon(icon("copy"))
        self.copy.clicked.connect(self._copy)
        self._inner = layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(10)
        layout.addStretch(1)
        layout.addWidget(self.symbol, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.document, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(layout))
        self.retranslate()

    def needed(self, width: int) -> int:
        """Return the height of all there is to read in a width, in pixels."""
        return self._inner.totalHeightForWidth(width)

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

    def show_state(self, state: DraftState) -> None:
        """Show where the draft is now, as nobody is asked to sign it any more."""
        self._state = state
        self.retranslate()

    def _copy(self) -> None:
        if self.result is not None:
            QGuiApplication.clipboard().setText(self.result.number)

    def retranslate(self) -> None:
        result = self.result
        self.copy.setText(self.tr("Copy the number"))
        self.copy.setVisible(result is not None and bool(result.number))
        if self._newer:
            self._tell(
                "warning",
                "warn",
                self.tr("The draft has changed"),
                self.tr("A newer version arrived. Nothing was signed. Read it and sign again."),
            )
        elif self._state is not None:
            text = self.tr("Its state now: {0}. Nothing was signed here.")
            self._tell(
                "warning",
                "warn",
                self.tr("It is not to be signed any more"),
                text.format(words.draft_state(self._state)),
            )
        elif self._refusal:
            self._tell("cross", "bad", self.tr("The registry refused it"), self._refusal)
        elif result is not None and result.number:
            title = self.tr("Registered: No. {0}, {1}")
            text = self.tr(
                "The signed package and the registry's receipt are kept on this station."
                " Publishing it is the registry's part."
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
        if result.sign_in:
            text = self.tr(
                "The signed package is safe in the outbox and waits for your sign-in: the registry"
                " no longer knows the last one. Close this and sign in again; it is sent then."
            )
        self._tell(
            "outbox", "accent", title, "\n".join(part for part in (result.waits, text) if part)
        )

    def _tell(self, symbol: str, tone: str, title: str, text: str) -> None:
        self.symbol.set_symbol(symbol, tone)
        self.title.setText(title)
        self.text.setText(text)
        self._spoken.tell(f"{title}\n{text}")
