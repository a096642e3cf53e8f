"""The drafts of the list: what finds and groups them all at once, and the rows there are.

A station has ten thousand drafts and shows ten. Reading each takes a quarter of the time until the
list can be used, and most of its memory; the other rows are read when somebody comes to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ui.rows import DraftRow, Group


@dataclass(frozen=True, eq=False)
class DraftRows:
    """Columns of one length, in the order of the list, and some rows by their ids."""

    ids: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    marks: Sequence[object] = ()
    """While a draft's is the same, its row is."""
    rows: Mapping[str, DraftRow] = field(default_factory=dict)
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
