"""Where a PIN is typed. It leaves as a buffer that can be wiped, and the field forgets it.

A reader with keys of its own takes the PIN itself; then nothing is typed here, and while the
reader waits a countdown tells how long.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui import words
from ui.base import Panel, Text
from ui.secret_line import SecretLine

_ROLE = {
    AttemptsLeft.UNKNOWN: "soft",
    AttemptsLeft.SEVERAL: "soft",
    AttemptsLeft.FEW: "warn",
    AttemptsLeft.LAST: "bad",
    AttemptsLeft.LOCKED: "bad",
}


class PinField(Panel):
    """A password field, what the token says about tries left, and a caps-lock-proof hint."""

    changed = Signal()
    entered = Signal()
    """Return was pressed in the field."""

    def __init__(self, parent: QWidget | None = None, *, puk: bool = False) -> None:
        super().__init__(parent)
        self._say = words.puk_attempts if puk else words.attempts
        self._attempts = AttemptsLeft.UNKNOWN
        self._tries = 0
        self._on_reader = False
        self._named = ""
        self.caption = Text("heading")
        self.edit = SecretLine()
        self.edit.textChanged.connect(self.changed)
        self.edit.returnPressed.connect(self.entered)
        self.attempts = Text("soft")
        self.reader = Text("note")
        self.reader.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.caption, self.edit, self.reader, self.attempts):
            layout.addWidget(widget)
        self.setFocusProxy(self.edit)
        self.retranslate()

    def take(self) -> bytearray:
        """Return the PIN as UTF-8 in a buffer the receiver wipes, and clear the field.

        PKCS#11 takes the PIN as UTF-8 (v2.40, CK_UTF8CHAR_PTR in C_Login).
        """
        return self.edit.take()

    def come(self) -> None:
        """Take the keys, where a PIN is wanted."""
        if self.isVisible():
            self.setFocus()

    def forget(self) -> None:
        """Clear the field."""
        self.edit.clear()

    @property
    def filled(self) -> bool:
        """Whether something was typed, or need not be, and the token would take it."""
        given = self._on_reader or bool(self.edit.text())
        return given and self._attempts is not AttemptsLeft.LOCKED

    def show_reader(self, *, on_reader: bool) -> None:
        """Show whether the PIN is typed on the reader instead of here."""
        if on_reader:
            self.edit.clear()
        self._on_reader = on_reader
        self.edit.setVisible(not on_reader)
        self.reader.setVisible(on_reader)
        self.changed.emit()

    def show_attempts(self, attempts: AttemptsLeft, tries: int | None = None) -> None:
        """Show what the token says about tries left, and what this station remembers.

        Args:
            attempts: what the token says.
            tries: PINs in a row that it did not accept; None leaves what was said of them.
        """
        tries = self._tries if tries is None else tries
        self._attempts, self._tries = attempts, tries
        self.edit.setEnabled(attempts is not AttemptsLeft.LOCKED)
        role = _ROLE[attempts]
        self.attempts.set_role("warn" if tries and role == "soft" else role)
        told = [self._say(attempts)]
        if tries:
            said = self.tr("Not accepted here since the last right one: %1.")
            told.append(said.replace("%1", str(tries)))
        self.attempts.setText(" ".join(told))
        self._describe(self.attempts.text())
        self.changed.emit()

    def show_accepted(self) -> None:
        """Say nothing more of wrong PINs: a right one was taken."""
        self._attempts, self._tries = AttemptsLeft.UNKNOWN, 0
        self.edit.setEnabled(True)
        self.attempts.set_role("soft")
        self.attempts.setText("")
        self._describe("")
        self.changed.emit()

    def _describe(self, said: str) -> None:
        # Qt tells readers of each description that is set, the same as well.
        if self.edit.accessibleDescription() != said:
            self.edit.setAccessibleDescription(said)

    def name(self, caption: str) -> None:
        """Call it otherwise than the PIN of the token, in the language of the moment."""
        self._named = caption
        self._name()

    def be_short(self, *, short: bool) -> None:
        """Say what it is in the field, where a line above it would take the room of others."""
        self.caption.setVisible(not short)
        self._name()

    def _name(self) -> None:
        caption = self._named or self.tr("PIN of the token")
        self.caption.setText(caption)
        self.edit.setAccessibleName(caption)
        self.edit.setPlaceholderText(caption if self.caption.isHidden() else "")

    def retranslate(self) -> None:
        self._name()
        self.reader.setText(self.tr("You will be asked for the PIN on the reader's own keys."))
        self.show_attempts(self._attempts, self._tries)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Return belongs to the field's own signal, not to the dialog's default button as well.
        if event.type() == QEvent.Type.KeyPress and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            event.accept()
            return
        super().keyPressEvent(event)


class Countdown(Text):
    """Says that the reader waits for the PIN, and how long it still does."""

    def __init__(self) -> None:
        super().__init__("note")
        self._left = 0
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self.hide()

    @property
    def left(self) -> int:
        """Seconds left; 0 when it does not run."""
        return self._left

    def start(self, seconds: int) -> None:
        """Begin to count; a countdown that runs goes on as it is."""
        if self._timer.isActive() or not seconds:
            return
        self._left = seconds
        self._timer.start()
        self.retranslate()
        self.show()

    def stop(self) -> None:
        """End counting and say nothing more."""
        self._left = 0
        self._timer.stop()
        self.hide()

    def retranslate(self) -> None:
        """Write the text in the language of the moment."""
        left = self._left
        told = self.tr("Enter the PIN on the reader. It waits for %n more second(s).", "", left)
        self.setText(words.counted(told, left))

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.stop()
        else:
            self.retranslate()
