"""Reading what can still be read of a damaged database; nothing of it is changed.

Every page is authenticated, so a damaged one cannot be read at all, and whatever is read is as it
was written. (Reading pages whose check fails would be possible, and would let whoever holds the
disk put words into a person's outbox.)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sync.store.database import ReadOnly, Row

_PROBED = 20_000
"""Row numbers looked up one by one where a table cannot be walked through."""
_MISSES = 500
"""So many in a row without one that can be read are the end, where the end cannot be read."""


class Remains:
    """A damaged database, opened for reading only; close it after use."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._database = ReadOnly(path, key)

    def tables(self) -> tuple[str, ...] | None:
        """Return the names of its tables, or None if not even these can be read."""
        rows, whole = self._database.walk("SELECT name FROM sqlite_master WHERE type = 'table'")
        return tuple(str(name) for (name,) in rows) if whole else None

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns."""
        rows, _ = self._database.walk(f"SELECT name FROM pragma_table_info('{table}')")  # noqa: S608 - a name of a schema
        return tuple(str(name) for (name,) in rows)

    def rows(
        self, table: str, columns: Sequence[str], number: str | None
    ) -> tuple[list[Row], bool]:
        """Return the rows that can be read, and whether these are all that the table names.

        Args:
            table: its name.
            columns: what is read.
            number: the column that is the row's number, None if it has none.
        """
        walk = self._database.walk
        named = ", ".join(f'"{name}"' for name in columns)
        if number is None:
            return walk(f'SELECT {named} FROM "{table}"')  # noqa: S608 - names of a schema
        query = f'SELECT "{number}", {named} FROM "{table}"'  # noqa: S608 - names of a schema
        ahead, whole = walk(f'{query} ORDER BY "{number}"')
        found = {row[0]: row[1:] for row in ahead}
        if whole:
            return list(found.values()), True
        behind = {row[0]: row[1:] for row in walk(f'{query} ORDER BY "{number}" DESC')[0]}
        first = max(found, default=0) + 1
        last = min(min(behind, default=first + _PROBED), first + _PROBED)
        found |= behind
        missed = 0
        for place in range(first, last):
            if missed == _MISSES and not behind:
                break
            missed += 1
            for row in walk(f'{query} WHERE "{number}" = {place}')[0]:
                found[place] = row[1:]
                missed = 0
        return [found[place] for place in sorted(found)], False

    def close(self) -> None:
        """Close it."""
        self._database.close()
