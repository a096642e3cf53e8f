"""A few small facts of the station that must not lie in the open, by name."""

from __future__ import annotations

from collections.abc import Mapping

from sync.store.database import Database


class Facts:
    """Short texts in the encrypted database; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """Return a fact, or None."""
        with self._database.read() as store:
            value: str | None = store.value("SELECT value FROM fact WHERE name = ?", (name,))
        return value

    def put(self, name: str, value: str) -> None:
        """Keep a fact durably.

        Raises:
            StoreFull: nothing was changed.
        """
        self.put_all({name: value})

    def put_all(self, facts: Mapping[str, str], *, synced: bool = True) -> None:
        """Keep several facts, all or none.

        Args:
            facts: values by name.
            synced: see :meth:`sync.store.database.Database.write`.

        Raises:
            StoreFull: nothing was changed.
        """
        with self._database.write(synced=synced) as store:
            store.execute_many(
                "INSERT INTO fact (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                facts.items(),
            )

    def remove(self, name: str) -> None:
        """Forget a fact; one that is not there is no error."""
        with self._database.write() as store:
            store.execute("DELETE FROM fact WHERE name = ?", (name,))
