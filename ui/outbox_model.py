"""The outbox as a table."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui import words
from ui.clock import now
from ui.icons import icon
from ui.outbox_rows import OutboxRow, OutboxState
from ui.told_rows import told_by_cells

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

ROW = int(Qt.ItemDataRole.UserRole)

DRAFT, STATE, AGE, NEXT_TRY, REASON = 1, 2, 3, 5, 6
_COLUMNS = 7

_ICONS = {
    OutboxState.QUEUED: "outbox",
    OutboxState.SENDING: "sync",
    OutboxState.ACCEPTED: "check",
    OutboxState.REFUSED: "cross",
    OutboxState.UNCONFIRMED: "waiting",
}


class OutboxModel(QAbstractTableModel):
    """Kind, draft, state, age, tries, next try, and why or with which number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[OutboxRow, ...] = ()

    def set_rows(self, rows: tuple[OutboxRow, ...]) -> None:
        """Replace the rows; entries that keep their places keep their selection."""
        if [row.key for row in rows] == [row.key for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, _COLUMNS - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else _COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DecorationRole and column == STATE:
            return icon(_icon_of(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        if role == Qt.ItemDataRole.ToolTipRole and column == AGE:
            return words.day_and_time(row.created)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (
                # Agreeing and objecting are not the same thing.
                words.answer(row.answer) if row.answer else words.outbox_kind(row.kind),
                row.title,
                state_of(row),
                words.age(row.created),
                str(row.attempts) if row.attempts else "",
                _when(row),
                row.number or row.reason,
            )[column]
        return None

    def _spoken(self, index: Index) -> str:
        """Return what a cell tells, with its heading where it is not understood without."""
        cells = []
        for column in range(_COLUMNS):
            text = str(self.index(index.row(), column).data() or "")
            name = self.headerData(column, Qt.Orientation.Horizontal)
            named = text and column not in (0, DRAFT, STATE)
            cells.append(f"{name}: {text}" if named else text)
        return told_by_cells(cells)[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Kind"),
            self.tr("Draft"),
            self.tr("State"),
            self.tr("Age"),
            self.tr("Tries"),
            self.tr("Next try"),
            self.tr("Reason or number"),
        )[section]


def state_of(row: OutboxRow) -> str:
    """Name where an entry stands."""
    if row.unstamped:
        return words.unstamped()
    if row.elsewhere:
        return words.translate("words", "Done before, elsewhere")
    return words.taken_back() if row.taken_back else words.outbox_state(row.state)


def _when(row: OutboxRow) -> str:
    """Return when it is tried next; what is due goes with the next connection, and has no time."""
    if row.next_try is None or row.next_try <= now():
        return ""
    # A budget may be used up until tomorrow.
    return words.day_and_time(row.next_try) if row.unstamped else words.clock(row.next_try)


def _icon_of(row: OutboxRow) -> str:
    if row.elsewhere:
        return "check"
    if row.taken_back:
        return "previous"
    return "clock" if row.unstamped else _ICONS[row.state]
