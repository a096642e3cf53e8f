"""The drafts of the list: what finds and groups them all at once, and the rows there are.

A station has ten thousand drafts and shows ten. Reading each takes a quarter of the time until the
list can be used, and most of its memory; the other rows are read when somebody comes to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from sync.values import Plain
from ui.rows import DraftRow, Group


class DraftRows(Plain, frozen=True, eq=False, dict=True):
    """Columns of one length, in the order of the list, and some rows by their ids."""

    ids: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    marks: Sequence[object] = ()
    """While a draft's is the same, its row is."""
    rows: Mapping[str, DraftRow] = {}
    """Those of which something is asked or was done here, and what is seen first."""

    @classmethod
    def of(cls, rows: Sequence[DraftRow]) -> DraftRows:
        """Return rows that are all there already."""
        return cls(
            tuple(row.id for row in rows),
            tuple(row.group for row in rows),
            tuple(rows),
            {row.id: row for row in rows},
        )

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The places by id."""
        return {draft: place for place, draft in enumerate(self.ids)}

    @cached_property
    def counts(self) -> Mapping[Group, int]:
        """How many drafts each group holds."""
        # Identity is compared first; a Counter would ask a hundred thousand times for a hash.
        counted = {group: self.groups.count(group) for group in Group if group is not Group.ALL}
        return counted | {Group.ALL: len(self.groups)}

    def and_gone(self, before: DraftRows, gone: Sequence[int]) -> DraftRows:
        """Return these with some that have gone at the end, as they were before."""
        return DraftRows(
            (*self.ids, *map(before.ids.__getitem__, gone)),
            (*self.groups, *map(before.groups.__getitem__, gone)),
            (*self.marks, *map(before.marks.__getitem__, gone)),
            self.rows,
        )


class Since(Plain, frozen=True, eq=False, dict=True):
    """What has become of each draft since other rows: where it was, and where it is.

    A hundred thousand are compared in a tenth of a second; a lane does it.
    """

    before: DraftRows
    there: Sequence[int]
    """The place of each that was, -1 if it has gone."""
    gone: Sequence[int]
    """Places before."""
    new: Sequence[int]
    """Places now."""
    same: bool
    """Whether nothing has moved or changed its group."""

    @classmethod
    def between(cls, before: DraftRows, now: DraftRows) -> Since:
        """Compare both; what else the window will ask of the new ones is reckoned too."""
        assert now.counts
        if before.ids == now.ids:
            vars(now).setdefault("places", before.places)
            whole = range(len(now))
            return cls(before, whole, (), (), before.groups == now.groups)
        find, known = now.places.get, before.places
        there = [find(draft, -1) for draft in before.ids]
        gone = tuple(place for place, at in enumerate(there) if at < 0)
        new = tuple(place for place, draft in enumerate(now.ids) if draft not in known)
        return cls(before, there, gone, new, same=False)
