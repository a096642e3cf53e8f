"""The agreement trail as a list: a heading for each round, then its answers in order."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sync.values import Value
from sync.wire import Answer
from ui import words
from ui.rows import Mark, TrailRow

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

ITEM = int(Qt.ItemDataRole.UserRole)
"""The role whose data is a :class:`Round` or a :class:`~ui.rows.TrailRow`."""

_GOOD = (Mark.CHECKED, Mark.EARLIER)


class Round(Value, frozen=True):
    """The heading of one round."""

    number: int
    answered: int
    asked: int
    deemed: int = 0
    """Of those answered, by silence: agreed without a signature."""


class TrailModel(QAbstractListModel):
    """Newest round first, because that is the one that counts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Round | TrailRow, ...] = ()

    def set_rows(self, rows: tuple[TrailRow, ...]) -> None:
        """Replace the trail; when only marks changed, the view keeps its place."""
        items: list[Round | TrailRow] = []
        for number in sorted({row.round for row in rows}, reverse=True):
            inside = sorted((r for r in rows if r.round == number), key=lambda r: r.order)
            answered = sum(row.decided is not None for row in inside)
            deemed = sum(row.mark is Mark.DEEMED for row in inside)
            items.append(Round(number, answered, len(inside), deemed))
            items.extend(inside)
        if len(items) == len(self._items):
            self._items = tuple(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return round_title(item) if isinstance(item, Round) else item.organisation
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return round_title(item) if isinstance(item, Round) else spoken(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            if isinstance(item, Round):
                return round_title(item)
            return item.reason or words.mark(item.mark)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._items[index.row()], Round):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


def round_title(item: Round) -> str:
    """Write the heading of a round."""
    text = words.translate("words", "Round {0} · {1} of {2} answered").format(
        item.number, item.answered, item.asked
    )
    if item.deemed:
        text += ", " + words.translate("words", "%n by silence", "", item.deemed)
    return text


def spoken(row: TrailRow) -> str:
    """Return everything the delegate paints about one answer, as words."""
    parts = (
        row.organisation,
        row.officer,
        row.post,
        words.answer(row.decision),
        words.day_and_time(row.decided),
        words.taken(row.received, row.decided)
        if row.decided is not None and row.decision is not Answer.DEEMED_AGREED
        else "",
        row.remark,
        words.mark(row.mark),
        row.reason,
    )
    return ", ".join(part for part in parts if part)


class Summary(Value, frozen=True):
    """Answers by what is known of their signatures; ``deemed`` ones rightly have none."""

    good: int
    deemed: int
    waiting: int
    bad: int


def summary(rows: tuple[TrailRow, ...]) -> Summary:
    """Count the answers by what is known of their signatures.

    The newest round is the one that counts; of older rounds only a signature that does not
    verify matters, because an older round rightly covers an older version.
    """
    newest = max((row.round for row in rows), default=0)
    marks = [
        row.mark
        for row in rows
        if row.round == newest or row.mark in (Mark.INVALID, Mark.UNSIGNED)
    ]
    good = sum(mark in _GOOD for mark in marks)
    waiting = sum(mark in (Mark.UNCHECKED, Mark.AWAITED, Mark.NOT_SENT) for mark in marks)
    deemed = marks.count(Mark.DEEMED)
    return Summary(good, deemed, waiting, len(marks) - good - waiting - deemed)
