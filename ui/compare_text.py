"""The text of a comparison: what came and what went, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from ui.compare_look import look, signed
from ui.compare_model import Line
from ui.compare_rows import PassageRow
from ui.theme import colours

_TURN = 60
"""Passages written in one turn of the event loop."""


class CompareText(QTextEdit):
    """Writes itself a little at a time; a long text does not hold the window."""

    written = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self._places: list[tuple[int, int]] = []
        self._waiting: Iterator[Line] = iter(())
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._write)

    @property
    def changes(self) -> int:
        """How many changed passages are written."""
        return len(self._places)

    def show_lines(self, found: tuple[Line, ...]) -> None:
        """Write the rows of a comparison."""
        self.clear()
        self.setExtraSelections([])
        self._places.clear()
        self._waiting = iter(found)
        self._turns.start()

    def go_to(self, change: int) -> None:
        """Mark a change and bring it into sight; its own look stays."""
        if 0 <= change < len(self._places):
            start, end = self._places[change]
            cursor = self.textCursor()
            cursor.setPosition(start)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(cursor)
            mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            ground = QTextCharFormat()
            ground.setBackground(QColor(colours(self.palette()).selected))
            mark.format = ground
            self.setExtraSelections([mark])

    def _write(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for _ in range(_TURN):
            line = next(self._waiting, None)
            if line is None:
                self._turns.stop()
                self.written.emit()
                return
            if line.text:
                bold = QTextCharFormat()
                bold.setFontWeight(QFont.Weight.DemiBold)
                bold.setForeground(QColor(colours(self.palette()).soft))
                cursor.insertText(f"{line.text}\n", bold)
            if line.passage is not None:
                self._passage(cursor, line.passage)

    def _passage(self, cursor: QTextCursor, passage: PassageRow) -> None:
        start = cursor.position()
        for piece in passage.pieces:
            cursor.insertText(signed(piece), look(piece.kind, self.palette()))
            cursor.insertText(" ", QTextCharFormat())
        if passage.changed:
            self._places.append((start, cursor.position() - 1))
        cursor.insertText("\n", QTextCharFormat())
