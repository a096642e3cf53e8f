"""Everything one station keeps, opened together and closed together."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sync import vault
from sync.errors import StoreDamaged, StoreError
from sync.journal import Journal
from sync.key_log import KeyLog
from sync.lock import ProfileLock
from sync.outbox import Outbox
from sync.secrets import Secrets
from sync.shadow import shadow
from sync.store import rescue
from sync.store.copies import Copies
from sync.store.database import Database
from sync.store.disk import room
from sync.store.drafts import Drafts
from sync.store.facts import Facts
from sync.store.files import FileStore
from sync.store.keys import Keys
from sync.store.notes import Notes
from sync.store.packages import Packages
from sync.store.versions import Versions
from sync.turns import Turns
from sync.witness import Witness

if TYPE_CHECKING:
    from sync.store.search import Search


class Store:
    """The store of a profile. Only one program has it open.

    ``drafts`` and ``search`` are what the registry said, ``files`` what belongs to the drafts,
    ``outbox`` and ``packages`` what the person did, ``notes`` what they have begun to write,
    ``versions`` what can be compared, ``journal`` and ``log`` what keys were used for.
    """

    def __init__(
        self,
        directory: Path,
        keys: Keys,
        database: Database,
        lock: ProfileLock,
        *,
        home: Path | None = None,
        unkept: StoreError | None = None,
        witness: Witness | None = None,
    ) -> None:
        """Join the parts; see :meth:`open` and :meth:`open_to_read`."""
        home = home or directory
        self.directory = home
        self.unkept = unkept
        """Why nothing that is done here is kept; None where it is."""
        self._after = contextlib.ExitStack()
        self.keys = keys
        self._lock = lock
        self.database = database
        self.drafts = Drafts(database)
        self.facts = Facts(database)
        self.files = FileStore(home / "files", keys.files)
        self.packages = Packages(home / "packages", keys.files, self.files)
        self.notes = Notes(database)
        self.versions = Versions(database)
        self.log = KeyLog(database, directory / "log.head", keys.station, _utc_now)
        self.journal = Journal(database, self.log, _utc_now)
        self.copies = copies = Copies(directory / "outbox", keys.files, witness)
        self.outbox = Outbox(
            database, self.packages, _utc_now, taken_back=self.journal.taken_back, copies=copies
        )
        # First what was lost comes back: what follows draws its conclusions from what is there.
        self._turns = Turns(database, witness)
        dead = self._turns.begin(directory)
        self.returned = copies.reconcile(database, dead)
        """Keys of entries that were found again outside the database."""
        self.outbox.recover()
        if unkept is not None:
            # The log must end as it does at home, and nothing there is touched.
            return
        self.files.sweep()
        self.packages.sweep()
        self.journal.recover()

    @cached_property
    def search(self) -> Search:
        """Answers questions."""
        from sync.store.search import Search

        return Search(self.database)

    @classmethod
    def open(
        cls,
        directory: Path,
        secrets: Secrets,
        *,
        key_days: int = 0,
        witness: Witness | None = None,
    ) -> Store:
        """Open the store of a profile, or make it.

        A database that is damaged is set aside and what a person did is taken over into a new
        one; :meth:`notice` then says so.

        Args:
            directory: the profile; made with mode 0700 if it is not there.
            secrets: where its key is, from :func:`sync.secrets.choose_secrets`.
            key_days: keys that are older are replaced first; 0: never.
            witness: what this computer knows of the profile outside of it.

        Raises:
            ProfileInUse: another program has it open.
            KeyringUnavailable, KeyringLocked: the key cannot be had.
            StoreKeyMissing: the key is gone while the store is there.
            WrongKey: the key is not this store's.
            KeysDamaged: the list of keys is damaged, so nothing can be read.
            StoreTooNew: written by a newer program.
            StoreFull, StoreReadOnly, StoreGone: the disk.
        """
        with room():
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.ExitStack() as undo:
            lock = ProfileLock(directory)
            undo.callback(lock.release)
            keys = _fresh(directory, secrets, vault.open_keys(directory, secrets), key_days)
            store = cls._opened(directory, keys, lock, witness)
            undo.callback(store.close)
            vault.keep_check(directory, secrets)
            undo.pop_all()
        return store

    @classmethod
    def open_to_read(cls, directory: Path, secrets: Secrets, unkept: StoreError) -> Store:
        """Open a copy of the store of a profile whose disk takes nothing; see :mod:`sync.shadow`.

        What is written goes to the copy and ends with it. Files and packages are read where they
        are. A start that was cut off is not cleared up after.

        Args:
            directory: the profile.
            secrets: where its key is.
            unkept: why :meth:`open` did not open it.

        Raises:
            StoreError: as :meth:`open`; ``unkept`` itself where there is no store.
        """
        if not (directory / vault.DATABASE).exists():
            raise unkept
        with contextlib.ExitStack() as undo:
            place = undo.enter_context(shadow(directory))
            lock = ProfileLock(place)
            undo.callback(lock.release)
            keys = vault.open_keys(place, secrets)
            database = vault.open_database(place, keys)
            undo.callback(database.close)
            store = cls(place, keys, database, lock, home=directory, unkept=unkept)
            store._after = undo.pop_all()
        return store

    @classmethod
    def _opened(
        cls, directory: Path, keys: Keys, lock: ProfileLock, witness: Witness | None
    ) -> Store:
        path = directory / vault.DATABASE
        if not path.with_name(rescue.DONE).exists():
            try:
                store = cls._sound(directory, keys, lock, witness)
            except StoreDamaged:
                # Only damage of the database itself leaves word: rescuing helps nothing else.
                if not rescue.is_needed(path):
                    raise
            else:
                return store
        rescue.rescue(path, keys.database[0])
        return cls._sound(directory, keys, lock, witness)

    @classmethod
    def _sound(
        cls, directory: Path, keys: Keys, lock: ProfileLock, witness: Witness | None
    ) -> Store:
        path = directory / vault.DATABASE
        database = vault.open_database(directory, keys)
        try:
            if rescue.is_needed(path):
                rescue.look(database, path)
            return cls(directory, keys, database, lock, witness=witness)
        except BaseException:
            database.close()
            raise

    def notice(self) -> StoreError | None:
        """Return what a person must be told of the store itself, or None."""
        return rescue.notice(self.database) or self._turns.notice()

    def notice_told(self) -> None:
        """Note that the person was told."""
        rescue.told(self.database)
        self._turns.told()

    def close(self) -> None:
        """Close the database and give the profile back; a second call does nothing."""
        try:
            with contextlib.suppress(StoreError):
                # The next key use keeps it; a full disk must not keep the store open.
                self.log.keep_head()
                self._turns.end()
        finally:
            self.copies.close()
            self.database.close()
            self._lock.release()
            self._after.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _fresh(directory: Path, secrets: Secrets, keys: Keys, days: int) -> Keys:
    """Replace keys that have served their time; what hinders that hinders nothing else."""
    due = days and _utc_now() - keys.since > timedelta(days=days)
    if not due or not vault.was_made(directory) or rescue.is_needed(directory / vault.DATABASE):
        return keys
    try:
        return vault.renew(directory, secrets, keys)
    except StoreError:
        return vault.open_keys(directory, secrets)
