"""The list of drafts: a model over tuples of rows, filtered by group and by found ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui import review_words, words
from ui.outbox_rows import OutboxKind
from ui.rows import DraftRow, Group, Local
from ui.search_rows import HitRow, where

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

ROW = int(Qt.ItemDataRole.UserRole)
"""The role whose data is the :class:`DraftRow` itself; the delegate reads it."""
HIT = ROW + 1
"""The role whose data is the :class:`HitRow` of a draft that was found, or None."""


class DraftModel(QAbstractListModel):
    """Holds every draft once and shows those of one group, or those a search found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[DraftRow, ...] = ()
        self._groups: tuple[Group, ...] = ()
        """Of each row of ``_all``, found once: it is asked for by counting and by filtering."""
        self._index: Mapping[str, DraftRow] | None = None
        """The rows by their ids, made when a search first asks for it."""
        self._shown: tuple[DraftRow, ...] = ()
        self._group = Group.ALL
        self._found: tuple[str, ...] | None = None
        self._hits: dict[str, HitRow] = {}

    def set_rows(self, rows: tuple[DraftRow, ...]) -> None:
        """Replace all rows; the order given is the order shown."""
        self._all = rows
        self._index = None
        self._groups = tuple(row.group for row in rows)
        self._filter()

    def set_group(self, group: Group) -> None:
        """Show one group."""
        self._group = group
        self._filter()

    def set_found(self, found: Iterable[str] | None) -> None:
        """Show only these ids, of whatever group, in their order; None ends the search."""
        self._found = None if found is None else tuple(found)
        self._hits = {}
        self._filter()

    def set_hits(self, hits: Mapping[str, HitRow]) -> None:
        """Show where in these drafts the words were found."""
        self._hits |= hits
        places = [place for place, row in enumerate(self._shown) if row.id in hits]
        if places:
            self.dataChanged.emit(self.index(places[0]), self.index(places[-1]))

    def without_hits(self, first: int, last: int) -> tuple[str, ...]:
        """Return the ids of the rows shown from ``first`` to ``last`` that have no hit yet."""
        return tuple(
            row.id for row in self._shown[max(first, 0) : last + 1] if row.id not in self._hits
        )

    def counts(self) -> Mapping[Group, int]:
        """Return how many drafts each group holds."""
        counted: Counter[Group] = Counter(self._groups)
        counted[Group.ALL] = len(self._all)
        return counted

    def position(self, draft: str) -> QModelIndex:
        """Return the index of a draft among those shown, invalid when it is not."""
        for place, row in enumerate(self._shown):
            if row.id == draft:
                return self.index(place)
        return QModelIndex()

    def row(self, draft: str) -> DraftRow | None:
        """Return a draft's row, shown or not."""
        return next((row for row in self._all if row.id == draft), None)

    def _by_id(self) -> Mapping[str, DraftRow]:
        if self._index is None:
            self._index = {row.id: row for row in self._all}
        return self._index

    def _filter(self) -> None:
        if self._found is not None:
            by_id = self._by_id()
            rows = tuple(by_id[draft] for draft in self._found if draft in by_id)
        elif self._group is Group.ALL:
            rows = self._all
        else:
            rows = tuple(
                row
                for row, group in zip(self._all, self._groups, strict=True)
                if group is self._group
            )
        if len(rows) == len(self._shown) and all(
            new.id == old.id for new, old in zip(rows, self._shown, strict=True)
        ):
            # The same drafts in the same places: nothing loses its selection or its scrolling.
            changed = [
                place
                for place, (new, old) in enumerate(zip(rows, self._shown, strict=True))
                if new != old
            ]
            self._shown = rows
            if changed:
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
            return
        self.beginResetModel()
        self._shown = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        if role == ROW:
            return row
        if role == HIT:
            return self._hits.get(row.id)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = (row.title, row.authority, review_words.asked(row))
            return "\n".join(line for line in lines if line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                part for part in (*spoken(row), *_told(self._hits.get(row.id))) if part
            )
        return None


def _told(hit: HitRow | None) -> tuple[str, ...]:
    return (where(hit), hit.text) if hit is not None and hit.text else ()


def spoken(row: DraftRow) -> tuple[str, ...]:
    """Return everything the delegate paints about a draft, as words."""
    return (
        row.title,
        row.authority,
        words.draft_type(row.type),
        row.number,
        words.draft_state(row.state),
        local(row),
        review_words.asked(row) or review_words.term(row),
        restricted() if row.restricted else "",
    )


def local(row: DraftRow) -> str:
    """Name what this station has done with a draft."""
    if row.local is Local.UNSENT and row.doing is OutboxKind.RETURN:
        return words.translate("words", "Return not sent yet")
    if row.local is Local.UNSENT and row.doing is OutboxKind.REJECT:
        return words.translate("words", "Rejection not sent yet")
    return {
        Local.NOTHING: "",
        Local.UNSENT: words.translate("words", "Not sent yet"),
        Local.UNCONFIRMED: words.translate("words", "Answer not known"),
        Local.REFUSED: words.translate("words", "Refused"),
        Local.IN_DOUBT: words.translate("words", "Outcome unknown"),
    }[row.local]


def restricted() -> str:
    """Name the mark of a restricted document."""
    return words.translate("words", "Restricted")
