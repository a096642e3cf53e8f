"""The text of a comparison: what came and what went, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from ui import review_words
from ui.compare_rows import PassageRow, PieceKind, SectionRow
from ui.theme import colours

_SYMBOLS = {
    # Circled, because a plain sign before a number would be part of it.
    PieceKind.NEW: "⊕",
    PieceKind.GONE: "⊖",
    PieceKind.MOVED_AWAY: "↷",
    PieceKind.MOVED_HERE: "↶",
}
_TONES = {
    PieceKind.NEW: ("good", "good_back"),
    PieceKind.GONE: ("bad", "bad_back"),
    PieceKind.MOVED_AWAY: ("note", "note_back"),
    PieceKind.MOVED_HERE: ("note", "note_back"),
}
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
        self._waiting: Iterator[PassageRow | str] = iter(())
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._write)

    @property
    def changes(self) -> int:
        """How many changed passages are written."""
        return len(self._places)

    def show_sections(self, sections: tuple[SectionRow, ...], *, whole: bool) -> None:
        """Write sections anew; without ``whole`` only what changed and what stands beside it."""
        self.clear()
        self.setExtraSelections([])
        self._places.clear()
        self._waiting = _lines(sections, whole=whole)
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
            look = QTextCharFormat()
            look.setBackground(QColor(colours(self.palette()).selected))
            mark.format = look
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
            if isinstance(line, str):
                bold = QTextCharFormat()
                bold.setFontWeight(QFont.Weight.DemiBold)
                bold.setForeground(QColor(colours(self.palette()).soft))
                cursor.insertText(f"{line}\n", bold)
            else:
                self._passage(cursor, line)

    def _passage(self, cursor: QTextCursor, passage: PassageRow) -> None:
        start = cursor.position()
        for piece in passage.pieces:
            symbol = _SYMBOLS.get(piece.kind, "")
            cursor.insertText(f"{symbol}{piece.text}", self._look(piece.kind))
            cursor.insertText(" ", QTextCharFormat())
        if passage.changed:
            self._places.append((start, cursor.position() - 1))
        cursor.insertText("\n", QTextCharFormat())

    def _look(self, kind: PieceKind) -> QTextCharFormat:
        look = QTextCharFormat()
        if kind is PieceKind.SAME:
            return look
        palette = colours(self.palette())
        ink, ground = _TONES[kind]
        look.setForeground(QColor(getattr(palette, ink)))
        look.setBackground(QColor(getattr(palette, ground)))
        look.setFontStrikeOut(kind in (PieceKind.GONE, PieceKind.MOVED_AWAY))
        look.setFontUnderline(kind in (PieceKind.NEW, PieceKind.MOVED_HERE))
        return look


def _lines(sections: tuple[SectionRow, ...], *, whole: bool) -> Iterator[PassageRow | str]:
    for section in sections:
        yield section.title
        if section.note:
            yield section.note
        place = (0, 0)
        shown = -1
        for number, passage in enumerate(section.passages):
            if not (whole or _near(section.passages, number)):
                continue
            if shown >= 0 and number > shown + 1:
                yield "…"
            shown = number
            here = (passage.before, passage.after)
            if here != place and passage.changed:
                yield review_words.pages(*here)
                place = here
            yield passage


def _near(passages: tuple[PassageRow, ...], number: int) -> bool:
    """Return whether a passage or one beside it has changed."""
    return any(item.changed for item in passages[max(0, number - 1) : number + 2])
