"""A line for a secret that holds nothing but dots.

Qt tells assistive programs each letter that is typed into a line, and all of them when it is
cleared, whatever the line shows: a screen reader speaks a PIN aloud, and everything on its bus can
read it. So the letters stay in one buffer that can be wiped, and the line gets a dot for each.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit

_DOT = "●"
_MOST = 64
"""Letters."""
_WIDTH = 4
"""Bytes of a letter (UTF-32): where each stands follows from where its dot stands."""
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
"""What makes a command of a letter's key."""


class SecretLine(QLineEdit):
    """A password line; ``text`` is dots, and what was typed leaves by :meth:`take` alone."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray(_WIDTH * _MOST)
        """It never grows, so that no copy of it is left behind."""
        self._count = 0
        # No undo, no copy, no dragging out.
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(_MOST)
        self.setAcceptDrops(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        # Keeps input methods and on-screen keyboards from learning it.
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.textChanged.connect(self._follow)

    def take(self) -> bytearray:
        """Return what was typed as UTF-8 in a buffer the receiver wipes, and clear the line."""
        taken = bytearray()
        for number in range(self._count):
            taken += chr(self._code(number)).encode()
        self.clear()
        return taken

    def type_in(self, text: str) -> None:
        """Put letters where the cursor stands, in the place of what is marked.

        What no key types – line ends, control characters, letters without width – is left out,
        wherever it stands: a PIN has none, and a dot for it would be an attempt that is lost.
        """
        text = "".join(filter(str.isprintable, text))
        if not text:
            return
        start, marked = self._marked()
        self._remove(start, marked)
        text = text[: _MOST - self._count]
        end = _WIDTH * self._count
        at, room = _WIDTH * start, _WIDTH * len(text)
        self._held[at + room : end + room] = self._held[at:end]
        self._held[at : at + room] = text.encode("utf-32-le")
        self._count += len(text)
        # The marked dots are replaced, too; no letter is left to be told of.
        self.insert(_DOT * len(text))

    def equals(self, other: SecretLine) -> bool:
        """Whether the same was typed into another line."""
        return self._count == other._count and self._held == other._held

    def begins_as(self, other: SecretLine) -> bool:
        """Whether it begins with all that was typed into another line."""
        size = _WIDTH * other._count
        return memoryview(self._held)[:size] == memoryview(other._held)[:size]

    @property
    def is_plain(self) -> bool:
        """Whether every letter can be typed on any keyboard (ASCII, printable)."""
        return all(0x20 <= self._code(number) < 0x7F for number in range(self._count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.type_in(QGuiApplication.clipboard().text())
            return
        typed = event.text()
        # As a line of Qt's: AltGr comes as Control and Alt, and types a letter.
        if typed and typed.isprintable() and event.modifiers() not in _COMMANDS:
            self.type_in(typed)
            return
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._rub_out(event)
            return
        if event.matches(QKeySequence.StandardKey.Cut):
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # What is not yet chosen would stand in the line; a PIN is typed, not composed.
        if event.commitString():
            self.type_in(event.commitString())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # Of its own the line takes what is marked anywhere on the screen.
        if event.button() is not Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)

    def _rub_out(self, event: QKeyEvent) -> None:
        start, marked = self._marked()
        everything = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.modifiers() & everything:
            # Words of a secret are nobody's to know.
            self.clear()
            return
        if not marked:
            start -= event.key() == Qt.Key.Key_Backspace
            if not 0 <= start < self._count:
                return
            marked = 1
        self._remove(start, marked)
        self.setSelection(start, marked)
        self.insert("")

    def _marked(self) -> tuple[int, int]:
        """Return where the marked letters begin, or the cursor stands, and how many they are."""
        if self.hasSelectedText():
            return self.selectionStart(), self.selectionLength()
        return self.cursorPosition(), 0

    def _remove(self, start: int, count: int) -> None:
        end = _WIDTH * self._count
        at, gone = _WIDTH * start, _WIDTH * count
        self._held[at : end - gone] = self._held[at + gone : end]
        self._held[end - gone : end] = bytes(gone)
        self._count -= count

    def _follow(self, text: str) -> None:
        """Forget what has no dot any more; take what came by another way than the keys."""
        if len(text) == self._count and not text.strip(_DOT):
            return
        self._wipe()
        if text:
            self.clear()
        if _DOT not in text:
            self.type_in(text)

    def _wipe(self) -> None:
        self._held[:] = bytes(len(self._held))
        self._count = 0

    def _code(self, number: int) -> int:
        at = _WIDTH * number
        return int.from_bytes(self._held[at : at + _WIDTH], "little")
