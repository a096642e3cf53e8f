"""How a piece of a compared text looks: a sign, a line and a colour, never a colour alone."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette, QTextCharFormat

from ui.compare_rows import PieceKind, PieceRow
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


def signed(piece: PieceRow) -> str:
    """Return the words of a piece after the sign of its fate."""
    return _SYMBOLS.get(piece.kind, "") + piece.text


def look(kind: PieceKind, palette: QPalette) -> QTextCharFormat:
    """Return how words of this fate are written."""
    made = QTextCharFormat()
    if kind is PieceKind.SAME:
        return made
    tones = colours(palette)
    ink, ground = _TONES[kind]
    made.setForeground(QColor(getattr(tones, ink)))
    made.setBackground(QColor(getattr(tones, ground)))
    made.setFontStrikeOut(kind in (PieceKind.GONE, PieceKind.MOVED_AWAY))
    made.setFontUnderline(kind in (PieceKind.NEW, PieceKind.MOVED_HERE))
    return made
