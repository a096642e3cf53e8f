"""Opening a store's keys with what the keyring holds, and replacing them.

A rotation goes these steps; after a kill between any two the next opening knows where it was::

    the new key is in the keyring, beside the old one
    store.next is a copy of the database under a new key, flushed
    store.keys is wrapped by the new key                       ← from here on the new one counts
    store.keys-2 too
    store.next takes the place of store.db
    the keyring's old key is replaced by the new one, and the lists forget the old database key

Files stay as they are: their keys are in the list, and new files get a new one.
"""

from __future__ import annotations

import contextlib
import hmac
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sync.errors import (
    KeyringUnavailable,
    KeyringUnusable,
    KeysDamaged,
    StoreDamaged,
    StoreError,
    StoreGone,
    StoreKeyMissing,
    WrongKey,
)
from sync.lock import ProfileLock
from sync.secrets import Secrets, sweep, write_private
from sync.store import keys as lists
from sync.store.database import Database, note_damage
from sync.store.disk import flush_directory, room
from sync.store.keys import KEY_BYTES, PLACES, Keys

DATABASE = "store.db"
_NEXT_DATABASE = "store.next"
_CHECK = "store.check"
_ENTRY = "store-key"
_NEXT_ENTRY = "store-key-next"

Told = Callable[[str], None]


def _silent(step: str) -> None:
    del step


def open_keys(directory: Path, secrets: Secrets) -> Keys:
    """Return the keys of a profile's store, new ones where there is no store yet.

    A rotation that was cut off is finished, or undone if it had not come to count. The caller
    holds the profile's lock.

    Raises:
        KeyringUnavailable, KeyringLocked, StoreKeyMissing: the keyring's key cannot be had.
        KeyringUnusable: nor was there a store that would need it.
        WrongKey: it opens nothing here.
        KeysDamaged: it is the right one, and both lists are damaged.
        StoreTooNew: a newer program wrote the lists.
        StoreFull, StoreReadOnly, StoreGone: they cannot be written.
    """
    sweep(directory)
    try:
        current, following = secrets.get(_ENTRY), secrets.get(_NEXT_ENTRY)
    except KeyringUnavailable as error:
        raise _unavailable(directory, secrets) from error
    keys: Keys | None = None
    if following is not None:
        with contextlib.suppress(WrongKey):
            key = _bytes(following)
            keys = _first(directory, key)
        if keys is not None:
            return _finish(directory, secrets, key, keys, _silent)
    if current is None:
        return _without_key(directory, secrets)
    key = _bytes(current)
    keys = _first(directory, key)
    if keys is None:
        return _without_list(directory, key)
    if following is not None:
        secrets.remove(_NEXT_ENTRY)
    with room():
        for left in directory.glob(f"{_NEXT_DATABASE}*"):
            left.unlink()
    for place in PLACES:
        if lists.read(directory / place, key) != keys:
            lists.write(directory / place, key, keys)
    return keys


def keep_check(directory: Path, secrets: Secrets) -> None:
    """Note that a database was made here, after it was: its absence is damage from now on.

    A list that is not there yet, since an older program made the profile, is written too.
    """
    text = secrets.get(_ENTRY)
    if text is None:
        return
    key = _bytes(text)
    value = lists.check(key).hex().encode()
    if not any((directory / place).exists() for place in PLACES):
        old = Keys((key,), (key,), datetime.now(UTC))
        for place in PLACES:
            lists.write(directory / place, key, old)
    with contextlib.suppress(FileNotFoundError):
        if (directory / _CHECK).read_bytes().strip() == value:
            return
    write_private(directory / _CHECK, value)


def was_made(directory: Path) -> bool:
    """Return whether a database was made here once."""
    return (directory / _CHECK).exists()


def rotate(directory: Path, secrets: Secrets, told: Told = _silent) -> Keys:
    """Replace every key of a store that no program has open.

    Args:
        directory: the profile.
        secrets: where its key is.
        told: the name of each step, when it is done.

    Raises:
        ProfileInUse: a program has it open.
        StoreError: as :func:`open_keys`, or the database; the old keys or the new ones open it.
    """
    if not was_made(directory):
        raise StoreGone(DATABASE)
    lock = ProfileLock(directory)
    try:
        return renew(directory, secrets, open_keys(directory, secrets), told)
    finally:
        lock.release()


def renew(directory: Path, secrets: Secrets, keys: Keys, told: Told = _silent) -> Keys:
    """Replace every key; the caller holds the lock, and the database is closed.

    Raises:
        StoreError: as :func:`rotate`.
    """
    key = os.urandom(KEY_BYTES)
    new = lists.renewed(keys, datetime.now(UTC))
    secrets.put(_NEXT_ENTRY, key.hex())
    if secrets.get(_NEXT_ENTRY) != key.hex():
        raise KeyringUnavailable(secrets.name)
    told("key")
    copy = directory / _NEXT_DATABASE
    database = open_database(directory, keys)
    try:
        database.copy_to(copy, new.database[0])
    except StoreError:
        with room():
            copy.unlink(missing_ok=True)
        secrets.remove(_NEXT_ENTRY)
        raise
    finally:
        database.close()
    told("copy")
    lists.write(directory / PLACES[0], key, new)
    told("list")
    return _finish(directory, secrets, key, new, told)


def open_database(directory: Path, keys: Keys) -> Database:
    """Open a store's database by whichever of its keys it is under.

    Raises:
        StoreDamaged: by none of them; or it is missing, and was made once.
        StoreError: as :class:`Database`.
    """
    path = directory / DATABASE
    if was_made(directory) and (not path.exists() or path.stat().st_size == 0):
        # SQLite would quietly make a new, empty store of it, and the outbox would be gone.
        raise _damaged(path, "is missing or empty")
    for key in keys.database:
        try:
            return Database(path, key)
        except WrongKey:
            continue
    if not was_made(directory):
        # Nothing says which key is the right one.
        raise WrongKey
    raise _damaged(path, "does not open with its key")


def _damaged(path: Path, what: str) -> StoreDamaged:
    note_damage(path)
    return StoreDamaged(f"{path.name} {what}")


def _finish(directory: Path, secrets: Secrets, key: bytes, keys: Keys, told: Told) -> Keys:
    """Bring a rotation to its end from wherever it stands; every step may have been done."""
    for place in PLACES:
        if lists.read(directory / place, key) != keys:
            lists.write(directory / place, key, keys)
    told("second list")
    copy = directory / _NEXT_DATABASE
    if copy.exists():
        with room():
            # The old database was closed before it was copied, so its log holds nothing more.
            for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
                (directory / name).unlink(missing_ok=True)
            copy.replace(directory / DATABASE)
            flush_directory(directory)
    told("database")
    secrets.put(_ENTRY, key.hex())
    told("keyring")
    done = Keys(keys.database[:1], keys.files, keys.since)
    for place in PLACES:
        lists.write(directory / place, key, done)
    write_private(directory / _CHECK, lists.check(key).hex().encode())
    told("forgotten")
    secrets.remove(_NEXT_ENTRY)
    told("end")
    return done


def _first(directory: Path, key: bytes) -> Keys | None:
    found = (lists.read(directory / place, key) for place in PLACES)
    return next((keys for keys in found if keys is not None), None)


def _without_key(directory: Path, secrets: Secrets) -> Keys:
    if (directory / DATABASE).exists() or was_made(directory):
        raise StoreKeyMissing(secrets.name)
    key = os.urandom(KEY_BYTES)
    try:
        secrets.put(_ENTRY, key.hex())
        kept = secrets.get(_ENTRY)
    except KeyringUnavailable as error:
        raise _unavailable(directory, secrets) from error
    # A place that forgets would make the store unreadable from the next start on.
    if kept != key.hex():
        raise _unavailable(directory, secrets)
    return _made(directory, key)


def _unavailable(directory: Path, secrets: Secrets) -> StoreError:
    """Say that the keyring does not do, and whether there is anything here that needs it."""
    if any((directory / name).exists() for name in (DATABASE, _CHECK, *PLACES)):
        return KeyringUnavailable(secrets.name)
    return KeyringUnusable(secrets.name)


def _without_list(directory: Path, key: bytes) -> Keys:
    """There is a key and no list that it opens: a new profile, an older one, or damage."""
    if any((directory / place).exists() for place in PLACES):
        if any(lists.is_for(directory / place, key) for place in PLACES):
            raise KeysDamaged(PLACES[0])
        if was_made(directory) or (directory / DATABASE).exists():
            raise WrongKey
    elif was_made(directory):
        try:
            known = (directory / _CHECK).read_bytes().strip()
        except OSError as error:
            raise KeysDamaged(f"{_CHECK}: {error.strerror}") from error
        if not hmac.compare_digest(known, lists.check(key).hex().encode()):
            raise WrongKey
        # An older program's profile: its one key was that of everything.
        return Keys((key,), (key,), datetime.now(UTC))
    if (directory / DATABASE).exists() and (directory / DATABASE).stat().st_size:
        # Made by a program that was killed before it could note the key's check.
        return Keys((key,), (key,), datetime.now(UTC))
    return _made(directory, key)


def _made(directory: Path, key: bytes) -> Keys:
    keys = lists.make(datetime.now(UTC))
    for place in PLACES:
        lists.write(directory / place, key, keys)
    return keys


def _bytes(text: str) -> bytes:
    with contextlib.suppress(ValueError):
        key = bytes.fromhex(text)
        if len(key) == KEY_BYTES:
            return key
    raise WrongKey from None
