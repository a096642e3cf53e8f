"""The outbox as a table."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui import words
from ui.icons import icon
from ui.rows import OutboxRow, OutboxState

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

ROW = int(Qt.ItemDataRole.UserRole)

_ICONS = {
    OutboxState.QUEUED: "outbox",
    OutboxState.SENDING: "sync",
    OutboxState.ACCEPTED: "check",
    OutboxState.REFUSED: "cross",
    OutboxState.UNCONFIRMED: "waiting",
}


class OutboxModel(QAbstractTableModel):
    """Kind, draft, state, since when, next try, and why or with which number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[OutboxRow, ...] = ()

    def set_rows(self, rows: tuple[OutboxRow, ...]) -> None:
        """Replace the rows; entries that keep their places keep their selection."""
        if [row.key for row in rows] == [row.key for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 5))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 6

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DecorationRole and column == 2:
            return icon("clock" if row.unstamped else _ICONS[row.state])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (
                words.outbox_kind(row.kind),
                row.title,
                words.unstamped() if row.unstamped else words.outbox_state(row.state),
                words.day_and_time(row.created),
                # A budget may be used up until tomorrow.
                words.day_and_time(row.next_try) if row.unstamped else words.clock(row.next_try),
                row.number or row.reason,
            )[column]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Kind"),
            self.tr("Draft"),
            self.tr("State"),
            self.tr("Since"),
            self.tr("Next try"),
            self.tr("Reason or number"),
        )[section]
