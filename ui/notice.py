"""A line above everything that says what happened and stays until it is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.base import Panel, Text, button
from ui.icons import icon
from ui.screen_room import scant
from ui.voice import Spoken
from ui.words import translate

Refused = Callable[[], tuple[tuple[str, str], ...]]
"""Returns titles with their reasons, in the language of now."""

_NAMED = 4
"""Lines of the notice; the outbox has them all."""


def refusals(refused: tuple[tuple[str, str], ...]) -> str:
    """Write what the registry refused, a line for each."""
    said = translate("MainWindow", "Refused by the registry: “%1”.")
    lines = [f"{said.replace('%1', title)} {reason}" for title, reason in refused]
    if len(lines) > _NAMED:
        more = len(lines) - _NAMED + 1
        rest = translate("MainWindow", "And %n more, see the outbox.", "", more)
        lines[_NAMED - 1 :] = [rest]
    return "\n".join(lines)


class Notice(Panel):
    """Takes no key and blocks nothing; the last thing told is the one that is shown."""

    outbox_requested = Signal()
    compare_requested = Signal()
    sign_in_requested = Signal()
    closed = Signal()
    """Somebody closed it, and so has read what stood there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._says: Callable[[], str] = str
        self._spoken = Spoken(self)
        self.text = Text("warn", selectable=True)
        self.outbox = button("quiet")
        self.outbox.clicked.connect(self.outbox_requested)
        self.compare = button("quiet")
        self.compare.clicked.connect(self.compare_requested)
        self.sign_in = button("quiet")
        self.sign_in.clicked.connect(self.sign_in_requested)
        self.close_button = button("quiet")
        self.close_button.clicked.connect(self.hide)
        self.close_button.clicked.connect(self.closed)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.addWidget(self.text, 1)
        line.addWidget(self.compare)
        line.addWidget(self.outbox)
        line.addWidget(self.sign_in)
        line.addWidget(self.close_button)
        self.retranslate()
        self.hide()

    def tell(
        self,
        says: Callable[[], str],
        *,
        outbox: bool = False,
        compare: bool = False,
        sign_in: bool = False,
    ) -> None:
        """Show a sentence, with the way to where something can be seen or done about it.

        Args:
            says: returns it in the language of now; asked again when that is another one.
            outbox: offer the outbox.
            compare: offer what changed.
            sign_in: offer to sign in again.
        """
        self._says = says
        self._say()
        self.outbox.setVisible(outbox)
        self.compare.setVisible(compare)
        self.sign_in.setVisible(sign_in)
        self.show()

    def telling(self, says: Callable[[], str]) -> bool:
        """Whether this is what stands there now, for whoever has more or nothing more to say."""
        return not self.isHidden() and self._says == says

    def _say(self) -> None:
        sentence = self._says()
        self.text.setText(f"! {sentence}" if sentence else "")
        self.text.setAccessibleName(sentence)
        self.setAccessibleName(sentence)
        self._spoken.tell(sentence)

    def retranslate(self) -> None:
        self._say()
        self.outbox.setText(self.tr("Outbox"))
        self.compare.setText(self.tr("What changed…"))
        self.sign_in.setText(self.tr("Sign in again…"))
        self._name_button()

    def _name_button(self) -> None:
        """Where every line counts the words have the room of this one."""
        said = self.tr("Close")
        self.close_button.setText("" if scant(self) else said)
        self.close_button.setIcon(icon("cross") if scant(self) else QIcon())
        self.close_button.setAccessibleName(said)
        self.close_button.setToolTip(said)

    def showEvent(self, event: QShowEvent) -> None:
        self._name_button()
        super().showEvent(event)
