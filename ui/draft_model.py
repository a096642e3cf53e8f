"""The list of drafts: a model over columns, filtered by group and by found ids.

A row that was not read yet is asked for when somebody comes to it, with those around it.

Changes are told by id: a draft that is still there keeps its index, whatever place it moves to, so
that nothing loses its selection. Only another list, of another group or a search, is a reset.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)

from ui import review_words, words
from ui.draft_rows import DraftRows, Since
from ui.outbox_rows import OutboxKind
from ui.rows import DraftRow, Group, Local
from ui.search_rows import HitRow, where
from ui.strange_text import tip

Index = QModelIndex | QPersistentModelIndex

ROW = int(Qt.ItemDataRole.UserRole)
"""The role whose data is the :class:`DraftRow` itself; the delegate reads it."""
HIT = ROW + 1
"""The role whose data is the :class:`HitRow` of a draft that was found, or None."""
_AROUND = 60
"""Rows asked for on either side of what is in sight: some screens full."""
_KEPT = 2000
"""Rows that stay after they were looked at."""
_FEW = 8
"""Indices that are held, for each of which the list is gone through; for more, once."""
_STRETCHES = 50
"""Announcements of changed rows; of more, one for all of them is quicker."""


class DraftModel(QStringListModel):
    """Knows every draft and shows those of one group, or those a search found.

    It is a list of as many empty strings: a view that lays out its rows asks twice for each how
    many there are, and a hundred thousand are half a second if Python answers.
    """

    rows_wanted = Signal(tuple)
    """The ids of drafts whose rows :meth:`add_rows` is to bring."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = DraftRows()
        self._places: Sequence[int] = ()
        """Of what is shown, in ``_rows``; in rising order unless a search found it."""
        self._read: dict[str, DraftRow] = {}
        self._old: set[str] = set()
        """Those whose rows were read before they changed; shown until the new ones are there."""
        self._asked: set[str] = set()
        self._missed: list[int] = []
        """Rows of the list that somebody has come to, since it was last said what is wanted."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._want)
        self._group = Group.ALL
        self._found: tuple[str, ...] | None = None
        self._hits: dict[str, HitRow] = {}

    @property
    def rows(self) -> DraftRows:
        """All there are, shown or not."""
        return self._rows

    def set_rows(self, rows: DraftRows | Sequence[DraftRow], since: Since | None = None) -> None:
        """Replace all rows; the order given is the order shown.

        Args:
            rows: all there are.
            since: what has changed, if it was reckoned already, from what :attr:`rows` were.
        """
        rows = rows if isinstance(rows, DraftRows) else DraftRows.of(rows)
        if len(self._places) == 0:
            self._begin_anew(rows)
        else:
            if since is None or since.before is not self._rows:
                since = Since.between(self._rows, rows)
            self._change(rows, since)

    def set_group(self, group: Group) -> None:
        """Show one group."""
        if group is not self._group:
            self._group = group
            if self._found is None:
                self._begin_anew(self._rows)

    def set_found(self, found: Iterable[str] | None) -> None:
        """Show only these ids, of whatever group, in their order; None ends the search."""
        ids = None if found is None else tuple(found)
        self._hits = {}
        if ids == self._found:
            self._announce(range(len(self._places)))
            return
        self._found = ids
        self._begin_anew(self._rows)

    def set_hits(self, hits: Mapping[str, HitRow]) -> None:
        """Show where in these drafts the words were found."""
        self._hits |= hits
        self._announce([place for draft in hits if (place := self._shown_at(draft)) >= 0])

    def without_hits(self, first: int, last: int) -> tuple[str, ...]:
        """Return the ids of the rows shown from ``first`` to ``last`` that have no hit yet."""
        ids = (self._rows.ids[place] for place in self._places[max(first, 0) : last + 1])
        return tuple(draft for draft in ids if draft not in self._hits)

    def counts(self) -> Mapping[Group, int]:
        """Return how many drafts each group holds."""
        return self._rows.counts

    def position(self, draft: str) -> QModelIndex:
        """Return the index of a draft among those shown, invalid when it is not."""
        shown = self._shown_at(draft)
        return QModelIndex() if shown < 0 else self.index(shown)

    def row(self, draft: str) -> DraftRow | None:
        """Return a draft's row, shown or not; None if it was not read."""
        return self._read.get(draft)

    def group_of(self, draft: str) -> Group | None:
        """Return the group a draft is counted in."""
        place = self._rows.places.get(draft)
        return None if place is None else self._rows.groups[place]

    def id_at(self, shown: int) -> str:
        """Return the id of what is shown in a row of the list."""
        return self._rows.ids[self._places[shown]]

    def ids_between(self, first: int, last: int) -> list[str]:
        """Return the ids of what is shown in the rows from ``first`` to ``last``."""
        ids = self._rows.ids
        return [ids[place] for place in self._places[first : last + 1]]

    def rows_of(self, drafts: Collection[str]) -> list[int]:
        """Return the rows of the list in which some drafts are shown, in rising order."""
        wanted, ids = frozenset(drafts), self._rows.ids
        return [shown for shown, place in enumerate(self._places) if ids[place] in wanted]

    def shown_of(self, group: Group) -> tuple[str, ...]:
        """Return the ids of what is shown and is counted in a group."""
        return self.counted_in(group, self.ids_between(0, len(self._places)))

    def counted_in(self, group: Group, drafts: Iterable[str]) -> tuple[str, ...]:
        """Return those of some drafts that are counted in a group."""
        find, groups = self._rows.places.get, self._rows.groups
        return tuple(
            draft for draft in drafts if (at := find(draft)) is not None and groups[at] is group
        )

    # -- the rows ----------------------------------------------------------------------------

    def add_rows(self, wanted: Sequence[str], rows: Iterable[DraftRow]) -> None:
        """Show rows that were wanted; one that is not among them has left the store."""
        self._asked.difference_update(wanted)
        if len(self._read) > _KEPT:
            self._read = dict(self._rows.rows)
        read = {row.id: row for row in rows}
        self._read |= read
        self._old.difference_update(read)
        self._tell(read)

    def _row(self, shown: int) -> DraftRow | None:
        draft = self._rows.ids[self._places[shown]]
        row = self._read.get(draft)
        if (row is None or draft in self._old) and draft not in self._asked:
            self._missed.append(shown)
            if not self._soon.isActive():
                self._soon.start()
        return row

    def _want(self) -> None:
        missed, self._missed = self._missed, []
        if not missed:
            return
        # Of a long jump, where it ended.
        last = missed[-1]
        first = max(min(n for n in missed if n > last - _AROUND) - _AROUND, 0)
        after = max(n for n in missed if n < last + _AROUND) + _AROUND + 1
        around = (self._rows.ids[place] for place in self._places[first:after])
        wanted = tuple(
            draft
            for draft in around
            if (draft not in self._read or draft in self._old) and draft not in self._asked
        )
        if wanted:
            self._asked.update(wanted)
            self.rows_wanted.emit(wanted)

    def _shown_at(self, draft: str) -> int:
        place = self._rows.places.get(draft, -1)
        if place < 0:
            return -1
        if self._found is not None:
            return self._places.index(place) if place in self._places else -1
        shown = bisect_left(self._places, place)
        return shown if shown < len(self._places) and self._places[shown] == place else -1

    def _wanted(self, rows: DraftRows) -> Sequence[int]:
        """Return the places of what is to be shown of these rows."""
        if self._found is not None:
            return [rows.places[draft] for draft in self._found if draft in rows.places]
        if self._group is Group.ALL:
            return range(len(rows))
        wanted = self._group
        return [place for place, group in enumerate(rows.groups) if group is wanted]

    def _take(self, rows: DraftRows) -> list[str]:
        """Have these rows; return the drafts that were read and are not as they were."""
        before, read = self._rows, self._read
        changed = [
            draft
            for draft in read
            if draft in rows.places
            and before.marks[before.places[draft]] != rows.marks[rows.places[draft]]
        ]
        self._read = {draft: row for draft, row in read.items() if draft in rows.places}
        self._read |= rows.rows
        self._old = (self._old | set(changed)) & (self._read.keys() - rows.rows.keys())
        self._asked.clear()
        self._rows = rows
        return changed

    def _begin_anew(self, rows: DraftRows) -> None:
        if rows is not self._rows:
            self._read, self._old = dict(rows.rows), set()
            self._asked.clear()
            self._rows = rows
        self._places = self._wanted(rows)
        self.setStringList([""] * len(self._places))

    def _change(self, rows: DraftRows, since: Since) -> None:
        """Come from the rows that are shown to others of the same list, draft by draft."""
        old, before = self._rows, self._places
        changed = self._take(rows)
        if not since.same:
            after = self._wanted(rows)
            if isinstance(after, range):
                was = list(since.there)
                gone, new = since.gone, since.new
            else:
                was = [since.there[place] for place in before]
                staying, known = set(after), set(was)
                gone = [number for number, place in enumerate(was) if place not in staying]
                new = [place for place in after if place not in known]
            # Those that leave the list need not have left the station.
            left = [number for number in gone if was[number] < 0]
            if left:
                self._rows = rows.and_gone(old, [before[number] for number in left])
                for place, number in enumerate(left, len(rows)):
                    was[number] = place
            leaving = [was[number] for number in gone]
            self._places = was + list(new)
            if new:
                self.insertRows(len(was), len(new))
            self._put([*after, *leaving])
            if gone:
                self.removeRows(len(after), len(gone))
            self._places, self._rows = after, rows
        self._tell(changed)

    def _put(self, places: list[int]) -> None:
        """Show the same rows in another order; the one time that anything moves."""
        if self._places == places:
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        moved = [self._places[index.row()] for index in held]
        find: Callable[[int], int] = places.index
        if len(held) > _FEW:
            find = dict(zip(places, range(len(places)), strict=True)).__getitem__
        self._places = places
        self.changePersistentIndexList(held, [self.index(find(place)) for place in moved])
        self.layoutChanged.emit()

    def _tell(self, changed: Iterable[str]) -> None:
        """Tell which drafts are not as they were; nobody has seen one that was not read."""
        self._announce([shown for draft in changed if (shown := self._shown_at(draft)) >= 0])

    def _announce(self, changed: Sequence[int]) -> None:
        """Tell which rows of what is shown are not as they were."""
        if not changed:
            return
        changed = sorted(changed)
        edges = [n for n, (one, next_) in enumerate(pairwise(changed), 1) if next_ != one + 1]
        if len(edges) >= _STRETCHES:
            edges = []
        for first, last in pairwise((0, *edges, len(changed))):
            self.dataChanged.emit(self.index(changed[first]), self.index(changed[last - 1]))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Nothing is edited here; see the base class."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in _ROLES:
            return None
        row = self._row(index.row())
        if role == ROW:
            return row
        if role == HIT:
            return self._hits.get(self.id_at(index.row()))
        if row is None:
            # It comes in a moment; whoever listens hears at least which draft it is.
            return self.id_at(index.row()) if role in _SPOKEN else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = (row.title, row.authority, review_words.asked(row))
            return tip("\n".join(line for line in lines if line))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                part for part in (*spoken(row), *_told(self._hits.get(row.id))) if part
            )
        return None


_ROLES = frozenset(
    {
        ROW,
        HIT,
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
    }
)
"""Views ask for a dozen others with every painting."""
_FLAGS = (
    Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
)
_SPOKEN = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))


def _told(hit: HitRow | None) -> tuple[str, ...]:
    return (where(hit), hit.text) if hit is not None and hit.text else ()


def spoken(row: DraftRow) -> tuple[str, ...]:
    """Return everything the delegate paints about a draft, as words."""
    return (
        row.title,
        row.authority,
        words.draft_type(row.type),
        row.number,
        *standing(row),
        review_words.asked(row) or review_words.term(row),
        restricted() if row.restricted else "",
        words.annexes(row.annex_count) if row.annex_count else "",
    )


def standing(row: DraftRow) -> tuple[str, str]:
    """Name how far a draft is, and what this station has done with it; either may be empty."""
    # What is signed here is not ready to sign, whatever the registry knows of it yet.
    signed = row.local is Local.UNSENT and row.doing is OutboxKind.PACKAGE
    return "" if signed else words.draft_state(row.state), local(row)


def local(row: DraftRow) -> str:
    """Name what this station has done with a draft."""
    if row.local is Local.UNSENT and row.doing is OutboxKind.PACKAGE:
        return words.translate("words", "Signed, not sent yet")
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
