"""Find on the pages: a line above them with what is looked for and how often it is there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ui import words
from ui.base import Panel, Text, row
from ui.icons import icon, sized

FIND_KEYS = "Ctrl+E"
"""Ctrl+F is the search of drafts, Ctrl+Shift+F its filters."""
_PAUSE = 150
"""Milliseconds after a letter before pages are searched."""


class _Field(QLineEdit):
    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(Panel):
    """Enter goes on, Shift+Enter back, Escape closes it."""

    changed = Signal(str)
    """What is looked for, when typing pauses."""
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.field = _Field()
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(200)
        self.field.textChanged.connect(self._edited)
        self.field.stepped.connect(self._step)
        self.field.left.connect(self.close_bar)
        self.told = Text("soft")
        self.told.setWordWrap(False)
        self.previous = self._tool("previous")
        self.previous.clicked.connect(self._back)
        self.next = self._tool("next")
        self.next.clicked.connect(self._forth)
        self.away = self._tool("cross")
        self.away.clicked.connect(self.close_bar)
        line = row(self.field, self.told, self.previous, self.next, self.away, spacing=4)
        line.setStretch(0, 1)
        line.setContentsMargins(10, 4, 10, 4)
        self.setLayout(line)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._ask)
        self._shown = (0, 0, True)
        self.retranslate()
        self.hide()

    def _tool(self, name: str) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(name))
        sized(made, 18)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    @property
    def text(self) -> str:
        """What is looked for; empty while the bar is closed."""
        return self.field.text().strip() if not self.isHidden() else ""

    def open_bar(self) -> None:
        """Open it, with what was looked for before ready to be typed over."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._pause.start()

    def close_bar(self) -> None:
        """Close it; nothing is looked for any more."""
        self._pause.stop()
        self.hide()
        self.closed.emit()

    def show_count(self, count: int, position: int, *, done: bool) -> None:
        """Say how many places there are, and which of them is in sight."""
        self._shown = (count, position, done)
        self._say()

    def retranslate(self) -> None:
        keys = QKeySequence(FIND_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.field.setPlaceholderText(self.tr("Find on the pages"))
        self.field.setAccessibleName(self.tr("Find on the pages"))
        self.field.setToolTip(f"{self.tr('Find on the pages')} ({keys})")
        for made, text, key in (
            (self.previous, self.tr("Previous place"), "Shift+F3"),
            (self.next, self.tr("Next place"), "F3"),
            (self.away, self.tr("Close"), "Esc"),
        ):
            made.setToolTip(f"{text} ({key})")
            made.setAccessibleName(text)
        self._say()

    def _say(self) -> None:
        count, position, done = self._shown
        number = words.number(count)
        if not self.text:
            said = ""
        elif not done:
            said = self.tr("Searching… %1").replace("%1", number)
        elif not count:
            said = self.tr("Nothing found")
        elif position:
            said = self.tr("%1 of %2").replace("%1", words.number(position))
            said = said.replace("%2", number)
        else:
            said = self.tr("%n found", "", count)
        self.told.setText(said)
        self.told.setAccessibleName(said)
        for made in (self.previous, self.next):
            made.setEnabled(count > 0)

    def _edited(self) -> None:
        self._pause.start()

    def _ask(self) -> None:
        self.changed.emit(self.text)

    def _step(self, side: int) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._ask()
        self.stepped.emit(side)

    def _back(self) -> None:
        self._step(-1)

    def _forth(self) -> None:
        self._step(1)
