"""The rows of the outbox for whoever reads them: the window, the sender, the flows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

from sync.entries import COLUMNS, HOLDS_BACK, PACKAGE_DAMAGED, OutboxEntry, OutboxState, entry_of
from sync.errors import NotFound
from sync.road import LONGEST_ASKED_WAIT, LONGEST_STAMP_WAIT, text_of
from sync.store.database import Database, Transaction, Value
from sync.store.packages import Packages

_NOT_LATER = "NOT next_try BETWEEN ? AND CASE WHEN code LIKE 'time_stamp_%' THEN ? ELSE ? END"
"""What is due: its time has come, or is so far off that a clock was wrong when it was written."""


class OutboxRows:
    """What is in the outbox; changes nothing. Safe to use from several threads."""

    def __init__(
        self, database: Database, packages: Packages, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._packages = packages
        self._now = now

    def entries(
        self, *, draft: str | None = None, open_only: bool = False
    ) -> tuple[OutboxEntry, ...]:
        """Return entries, oldest first."""
        where = " AND settled IS NULL" if open_only else ""
        return self.select(f"draft = coalesce(?, draft){where}", (draft,))

    def entry(self, key: str) -> OutboxEntry:
        """Return one entry.

        Raises:
            NotFound: no such entry.
        """
        found = self.select("key = ?", (key,))
        if not found:
            raise NotFound("entry", key)
        return found[0]

    def package(self, key: str) -> bytes:
        """Return the bytes of an entry's package, as they were signed; for small ones.

        Raises:
            NotFound: no such entry, or it has no package.
            StoreDamaged: the file is damaged; it was left where it is.
        """
        return self._packages.read(package_of(self.entry(key)))

    def open_package(self, key: str, end: tuple[int, bytes] | None = None) -> BinaryIO:
        """Return a seekable stream over an entry's package, however large it is.

        Args:
            key: the entry.
            end: another end that it may be given, as of :meth:`Outbox.replace_end`.

        Raises:
            NotFound, StoreDamaged: as :meth:`package`; reading may raise the latter too.
        """
        return self._packages.open(package_of(self.entry(key)), end)

    def due(self, person: str, state: OutboxState) -> tuple[OutboxEntry, ...]:
        """Return the entries of a state this person sends whose time has come, oldest first."""
        return self.select(
            f"state = ? AND coalesce(carrier, person) = ? AND {_NOT_LATER}",
            (str(state), person, *self._later()),
        )

    def turns(self, person: str) -> Iterator[OutboxEntry]:
        """Yield the entries to send now, each once; what a sending releases follows it.

        What a person did with one draft leaves in the order in which it was done: a remark before
        the agreement. One that fails again and again holds back nothing any more, nor does
        a damaged package: no try makes it whole, and what was signed in its place must leave.
        """
        seen: set[str] = set()
        while True:
            ready = self.select(
                "state = 'QUEUED' AND coalesce(carrier, person) = ?"  # noqa: S608 - fixed pieces
                f" AND {_NOT_LATER} AND NOT EXISTS (SELECT 1 FROM outbox AS before"
                "  WHERE before.draft = outbox.draft AND before.person = outbox.person"
                "  AND before.row < outbox.row AND before.settled IS NULL"
                "  AND before.failures < ? AND before.code IS NOT ?)",
                (person, *self._later(), HOLDS_BACK, str(PACKAGE_DAMAGED)),
            )
            fresh = [entry for entry in ready if entry.key not in seen]
            if not fresh:
                return
            for entry in fresh:
                seen.add(entry.key)
                yield entry

    def next_due(self) -> datetime | None:
        """Return when the next open entry wants an attempt, or None if there is none."""
        with self._database.read() as store:
            text = store.value(
                f"SELECT min(CASE WHEN {_NOT_LATER} THEN min(next_try, ?) ELSE next_try END)"  # noqa: S608 - fixed pieces
                " FROM outbox WHERE settled IS NULL",
                (*self._later(), text_of(self._now())),
            )
        return None if text is None else datetime.fromisoformat(text)

    def _later(self) -> tuple[str, str, str]:
        """Return the values of :data:`_NOT_LATER`."""
        now = self._now()
        moments = (timedelta(microseconds=1), LONGEST_STAMP_WAIT, LONGEST_ASKED_WAIT)
        first, stamp, last = (text_of(now + wait) for wait in moments)
        return first, stamp, last

    def select(self, where: str, values: tuple[Value, ...]) -> tuple[OutboxEntry, ...]:
        """Return the rows for which a condition holds, oldest first."""
        with self._database.read() as store:
            return self.selected(store, where, values)

    @staticmethod
    def selected(
        store: Transaction, where: str, values: tuple[Value, ...]
    ) -> tuple[OutboxEntry, ...]:
        """Do the same inside a transaction."""
        rows = store.rows(
            f"SELECT {COLUMNS} FROM outbox WHERE {where} ORDER BY row",  # noqa: S608 - fixed pieces
            values,
        )
        return tuple(entry_of(row) for row in rows)


def package_of(entry: OutboxEntry) -> str:
    """Return the name of an entry's package.

    Raises:
        NotFound: it has none.
    """
    if entry.package is None:
        raise NotFound("file", entry.key)
    return entry.package
