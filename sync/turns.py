"""Each opening and closing of a store is a turn; a store that lost some is an older copy."""

from __future__ import annotations

import contextlib
from pathlib import Path

from sync.errors import KeyringUnavailable, StoreError, StoreOlder
from sync.secrets import profile_name
from sync.store import rescue
from sync.store.database import Database, Transaction
from sync.witness import Witness

_TURN = "turn"
_OLDER = "older"


class Turns:
    """The turns of one open store; does nothing where nobody knows of them."""

    def __init__(self, database: Database, witness: Witness | None) -> None:
        self._database = database
        self._witness = witness
        self._open = False

    def begin(self, directory: Path) -> frozenset[str]:
        """Count the opening, and compare it with what is known outside of the profile.

        Of a store that is older everything open may have left, or have been settled: it is asked
        about before anything is sent.

        Args:
            directory: the profile.

        Returns:
            The keys of entries that were taken back, whatever the store says.

        Raises:
            StoreFull, StoreReadOnly, StoreGone: the disk.
        """
        name = None
        with contextlib.suppress(KeyringUnavailable):
            name = profile_name(directory)
        if self._witness is None or name is None:
            return frozenset()
        known, taken = self._witness.meet(name)
        with self._database.write() as store:
            turn = _turn(store)
            # A database that was set aside has lost its turns too, and was told of.
            told = store.value("SELECT 1 FROM fact WHERE name = ?", (rescue.FACT,))
            if turn < known and not told:
                _distrust(store)
                _put(store, _OLDER, "1")
            turn = max(turn, known) + 1
            _put(store, _TURN, str(turn))
        self._witness.turned(turn)
        self._open = True
        return taken

    def end(self) -> None:
        """Count the closing: a copy made while the store was open is older than what is here.

        Raises:
            StoreError: it is not counted.
        """
        if self._witness is None or not self._open:
            return
        self._open = False
        with self._database.write() as store:
            turn = _turn(store) + 1
            _put(store, _TURN, str(turn))
        self._witness.turned(turn)

    def notice(self) -> StoreError | None:
        """Return what a person must be told; None if nothing was put back, or it was told."""
        with self._database.read() as store:
            if store.value("SELECT 1 FROM fact WHERE name = ?", (_OLDER,)) is None:
                return None
            return StoreOlder(
                int(store.value("SELECT count(*) FROM outbox WHERE settled IS NULL"))
            )

    def told(self) -> None:
        """Note that the person was told."""
        with self._database.write() as store:
            store.execute("DELETE FROM fact WHERE name = ?", (_OLDER,))


def _turn(store: Transaction) -> int:
    return int(store.value("SELECT value FROM fact WHERE name = ?", (_TURN,)) or 0)


def _put(store: Transaction, name: str, value: str) -> None:
    store.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", (name, value))


def _distrust(store: Transaction) -> None:
    """The opening that this belongs to makes UNCONFIRMED of it."""
    store.execute("UPDATE outbox SET state = 'SENDING', departed = 1 WHERE state = 'QUEUED'")
