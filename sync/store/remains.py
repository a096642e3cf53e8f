"""Reading what can still be read of a damaged database; nothing of it is changed.

Every page is authenticated, so a damaged one cannot be read at all, and whatever is read is as it
was written. (Reading pages whose check fails would be possible, and would let whoever holds the
disk put words into a person's outbox.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import apsw

from sync.store.database import Row, keyed

_PROBED = 20_000
"""Row numbers looked up one by one where a table cannot be walked through."""
_MISSES = 500
"""So many in a row without one that can be read are the end, where the end cannot be read."""


class Remains:
    """A damaged database, opened for reading only; close it after use."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._connection = keyed(path, key, apsw.SQLITE_OPEN_READONLY)

    def tables(self) -> tuple[str, ...] | None:
        """Return the names of its tables, or None if not even these can be read."""
        try:
            rows = self._connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
        except apsw.Error:
            return None
        return tuple(str(name) for (name,) in rows)

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns."""
        rows = self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        return tuple(str(name) for (name,) in rows.fetchall())

    def rows(
        self, table: str, columns: Sequence[str], number: str | None
    ) -> tuple[list[Row], bool]:
        """Return the rows that can be read, and whether these are all that the table names.

        Args:
            table: its name.
            columns: what is read.
            number: the column that is the row's number, None if it has none.
        """
        named = ", ".join(f'"{name}"' for name in columns)
        if number is None:
            rows = self._walk(f'SELECT {named} FROM "{table}"')  # noqa: S608 - names of a schema
            return list(rows), rows.whole
        ahead = self._walk(f'SELECT "{number}", {named} FROM "{table}" ORDER BY "{number}"')  # noqa: S608 - as above
        found = {row[0]: row[1:] for row in ahead}
        if ahead.whole:
            return list(found.values()), True
        back = self._walk(f'SELECT "{number}", {named} FROM "{table}" ORDER BY "{number}" DESC')  # noqa: S608 - as above
        behind = {row[0]: row[1:] for row in back}
        first = max(found, default=0) + 1
        last = min(min(behind, default=first + _PROBED), first + _PROBED)
        found |= behind
        missed = 0
        for place in range(first, last):
            if missed == _MISSES and not behind:
                break
            missed += 1
            one = self._walk(f'SELECT {named} FROM "{table}" WHERE "{number}" = {place}')  # noqa: S608 - as above
            for row in one:
                found[place] = row
                missed = 0
        return [found[place] for place in sorted(found)], False

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def _walk(self, sql: str) -> _Walk:
        return _Walk(self._connection, sql)


class _Walk:
    """The rows of a query until one cannot be read; ``whole`` if there was none such."""

    def __init__(self, connection: apsw.Connection, sql: str) -> None:
        self._connection = connection
        self._sql = sql
        self.whole = False

    def __iter__(self) -> Iterator[Row]:
        try:
            yield from cast("Iterator[Row]", self._connection.execute(self._sql))
        except apsw.Error:
            return
        self.whole = True
