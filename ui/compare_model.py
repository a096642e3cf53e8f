"""Two versions as a table: what was on the left, what is on the right, passage by passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui import review_words, words
from ui.compare_look import signed
from ui.compare_rows import PassageRow, PieceKind, PieceRow, SectionRow

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

LINE = int(Qt.ItemDataRole.UserRole)
BEFORE, AFTER = 0, 1
_ELSEWHERE = {
    BEFORE: (PieceKind.NEW, PieceKind.MOVED_HERE),
    AFTER: (PieceKind.GONE, PieceKind.MOVED_AWAY),
}


@dataclass(frozen=True)
class Line:
    """A row of the comparison: a passage, or without one a heading, a note or a gap.

    ``text`` stands over the passage, e.g. its page; ``change`` counts changed passages from 1,
    0 in one that is as it was.
    """

    text: str
    passage: PassageRow | None = None
    heading: bool = False
    change: int = 0

    def pieces(self, column: int) -> tuple[PieceRow, ...]:
        """Return what of the passage stands in the older or in the newer version."""
        if self.passage is None:
            return ()
        elsewhere = _ELSEWHERE[column]
        return tuple(piece for piece in self.passage.pieces if piece.kind not in elsewhere)

    def told(self, column: int) -> str:
        """Return what stands over the passage in a column, e.g. the page it is on there."""
        if self.passage is None or self.passage.name or not self.text:
            return self.text
        page = (self.passage.before, self.passage.after)[column]
        return words.translate("words", "page {0}").format(page) if page else ""

    def words(self, column: int) -> str:
        """Return the same as a text."""
        return " ".join(signed(piece) for piece in self.pieces(column))


def lines(sections: tuple[SectionRow, ...], *, whole: bool) -> Iterator[Line]:
    """Yield the rows of a comparison.

    Args:
        sections: what was compared.
        whole: every passage; otherwise what changed and what stands beside it.
    """
    change = 0
    for section in sections:
        yield Line(section.title, heading=True)
        if section.note:
            yield Line(section.note)
        place, shown = (0, 0), -1
        for number, passage in enumerate(section.passages):
            if not (whole or _near(section.passages, number)):
                continue
            if shown >= 0 and number > shown + 1:
                yield Line("…")
            shown = number
            here = (passage.before, passage.after)
            told = passage.name
            if here != place and passage.changed and any(here):
                told = review_words.pages(*here)
                place = here
            change += passage.changed
            yield Line(told, passage, change=change if passage.changed else 0)


def _near(passages: tuple[PassageRow, ...], number: int) -> bool:
    """Return whether a passage or one beside it has changed."""
    return any(item.changed for item in passages[max(0, number - 1) : number + 2])


class CompareModel(QAbstractTableModel):
    """Frozen rows; a comparison is shown anew, never changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._names = ("", "")
        self.changes: tuple[int, ...] = ()
        """The row of each change."""

    def show_lines(self, found: tuple[Line, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._lines = found
        self.changes = tuple(row for row, line in enumerate(found) if line.change)
        self.endResetModel()

    def name_versions(self, before: str, after: str) -> None:
        """Name the columns."""
        self._names = (before, after)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, BEFORE, AFTER)

    def line(self, row: int) -> Line:
        """Return a row."""
        return self._lines[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words(column) if line.passage else line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(line, column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        shown = role == Qt.ItemDataRole.DisplayRole
        return self._names[section] if shown and orientation is Qt.Orientation.Horizontal else None

    def spoken(self, line: Line, column: int) -> str:
        """Say what the signs show: a reader of the screen may not speak them."""
        if line.passage is None:
            return line.text
        told = line.told(column)
        said = [told] if told else []
        if line.change:
            count = self.tr("Change {0} of {1}").format(line.change, len(self.changes))
            said.insert(0, count)
        named = {
            PieceKind.GONE: self.tr("went out: {0}"),
            PieceKind.NEW: self.tr("came in: {0}"),
            PieceKind.MOVED_AWAY: self.tr("moved from here: {0}"),
            PieceKind.MOVED_HERE: self.tr("moved here: {0}"),
        }
        pieces = line.pieces(column)
        said += [named.get(piece.kind, "{0}").format(piece.text) for piece in pieces]
        return "; ".join(said if pieces else (*said, self.tr("nothing")))
