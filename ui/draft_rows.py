"""The drafts of the list: what finds and groups them at once, a row when somebody looks at it.

A station has ten thousand drafts and shows ten. Making a row of each takes a quarter of the time
until the list can be used, and most of its memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ui.rows import DraftRow, Group


def _as_it_is(kept: object, _draft: str) -> DraftRow:
    return cast("DraftRow", kept)


@dataclass(frozen=True, eq=False)
class DraftRows:
    """Columns of one length, in the order of the list.

    ``kept`` is what ``make`` makes a row of, given the id as well; what is equal makes equal rows.
    ``make`` may not read anything from a disk.
    """

    ids: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    kept: Sequence[object] = ()
    make: Callable[[Any, str], DraftRow] = _as_it_is

    @classmethod
    def of(cls, rows: Sequence[DraftRow]) -> DraftRows:
        """Return rows that are there already."""
        return cls(tuple(row.id for row in rows), tuple(row.group for row in rows), tuple(rows))

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, place: int) -> DraftRow:
        """Make the row at a place."""
        return self.make(self.kept[place], self.ids[place])
