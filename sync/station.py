"""Everything one station keeps, opened together and closed together."""

from __future__ import annotations

import contextlib
import hmac
import secrets as random
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sync.errors import KeyringUnavailable, StoreDamaged, StoreError, StoreFull, WrongKey
from sync.journal import Journal
from sync.key_log import KeyLog
from sync.lock import ProfileLock
from sync.outbox import Outbox
from sync.secrets import Secrets, write_private
from sync.store import sealed
from sync.store.database import Database
from sync.store.drafts import Drafts
from sync.store.facts import Facts
from sync.store.files import FileStore
from sync.store.notes import Notes
from sync.store.packages import Packages
from sync.store.search import Search
from sync.store.versions import Versions

_KEY_ENTRY = "store-key"
_KEY_BYTES = 32


class Store:
    """The store of a profile. Only one program has it open.

    ``drafts`` and ``search`` are what the registry said, ``files`` what belongs to the drafts,
    ``outbox`` and ``packages`` what the person did, ``notes`` what they have begun to write,
    ``versions`` what can be compared, ``journal`` and ``log`` what keys were used for.
    """

    def __init__(self, directory: Path, key: bytes, lock: ProfileLock) -> None:
        self._lock = lock
        self.database = _open_database(directory, key)
        self.drafts = Drafts(self.database)
        self.search = Search(self.database)
        self.facts = Facts(self.database)
        self.files = FileStore(directory / "files", key)
        self.packages = Packages(directory / "packages", key, self.files)
        self.notes = Notes(self.database)
        self.versions = Versions(self.database)
        self.log = KeyLog(self.database, directory / "log.head", key, _utc_now)
        self.journal = Journal(self.database, self.log, _utc_now)
        self.outbox = Outbox(
            self.database, self.packages, _utc_now, taken_back=self.journal.taken_back
        )
        self.outbox.recover()
        self.files.sweep()
        self.packages.sweep()
        self.journal.recover()

    @classmethod
    def open(cls, directory: Path, secrets: Secrets) -> Store:
        """Open the store of a profile, or make it.

        Args:
            directory: the profile; made with mode 0700 if it is not there.
            secrets: where its key is, from :func:`sync.secrets.choose_secrets`.

        Raises:
            ProfileInUse: another program has it open.
            KeyringUnavailable: the key cannot be had, or is gone while the store is there.
            WrongKey: the key is not this store's.
            StoreDamaged: the store cannot be read with the right key.
            StoreTooNew: written by a newer program.
            StoreFull: no space left, or the disk is read-only.
        """
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreFull(str(error.strerror)) from error
        with contextlib.ExitStack() as undo:
            lock = ProfileLock(directory)
            undo.callback(lock.release)
            store = cls(directory, _key(directory, secrets), lock)
            undo.pop_all()
        return store

    def close(self) -> None:
        """Close the database and give the profile back; a second call does nothing."""
        try:
            with contextlib.suppress(StoreError):
                # The next key use keeps it; a full disk must not keep the store open.
                self.log.keep_head()
        finally:
            self.database.close()
            self._lock.release()

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


def _key(directory: Path, secrets: Secrets) -> bytes:
    """Return the store's key; a new one only where there is no store yet."""
    text = secrets.get(_KEY_ENTRY)
    if text is None:
        if (directory / "store.db").exists():
            raise KeyringUnavailable(secrets.name)
        text = random.token_hex(_KEY_BYTES)
        secrets.put(_KEY_ENTRY, text)
        # A place that forgets would make the store unreadable from the next start on.
        if secrets.get(_KEY_ENTRY) != text:
            raise KeyringUnavailable(secrets.name)
    try:
        key = bytes.fromhex(text)
    except ValueError:
        raise WrongKey from None
    if len(key) != _KEY_BYTES:
        raise WrongKey
    return key


def _open_database(directory: Path, key: bytes) -> Database:
    """Open the database and tell a wrong key from a damaged file.

    To the cipher both look the same. ``store.check`` holds a value made one way from the key,
    which says whether it is the right one and nothing else about it.
    """
    path = directory / "store.db"
    marker = directory / "store.check"
    value = sealed.derive(key, "key check").hex().encode()
    try:
        known = marker.read_bytes().strip()
    except FileNotFoundError:
        known = b""
    except OSError as error:
        raise StoreDamaged(f"{marker.name}: {error.strerror}") from error
    if known and not hmac.compare_digest(known, value):
        raise WrongKey
    if known and (not path.exists() or path.stat().st_size == 0):
        # SQLite would quietly make a new, empty store of it, and the outbox would be gone.
        raise StoreDamaged(f"{path.name} is missing or empty")
    try:
        database = Database(path, key)
    except WrongKey:
        if known:
            raise StoreDamaged(f"{path.name} does not open with its key") from None
        raise
    if not known:
        try:
            write_private(marker, value)
        except StoreFull:
            database.close()
            raise
    return database
