"""The only door to the database: an encrypted SQLite file, its transactions and its migrations.

Every page is encrypted and authenticated with ChaCha20-Poly1305 by SQLite3 Multiple Ciphers under
a raw 256-bit key; no passphrase is stretched, because the key is random. One connection writes,
behind one lock; readers have connections of their own and see the last committed state (WAL).
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw

from sync.cancel import Cancelled
from sync.errors import (
    NotFound,
    ProfileInUse,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreGone,
    StoreReadOnly,
    StoreTooNew,
    WrongKey,
)
from sync.store import disk

Value = str | bytes | int | float | None
Row = tuple[Any, ...]

_BUSY_MILLISECONDS = 5_000
_CACHE_KIB = 8_192
_LOG_PAGES = 4_000
"""16 MiB of log before it is brought into the main file; the library's own 1,000 are too few for
the pages of a first synchronising, which all touch the same pages of the indexes."""
_IDLE_READERS = 3
_WRITES = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI

DAMAGED = "store.damaged"
"""A file of this name beside a database says that a page of it could not be read."""


class Transaction:
    """What can be done inside :meth:`Database.read` and :meth:`Database.write`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement and return how many rows it changed."""
        self._connection.execute(sql, values)
        return self._connection.changes()

    def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for every row of values."""
        self._connection.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return every row of the answer."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """Return the first row of the answer, or None."""
        return self._connection.execute(sql, values).fetchone()

    def interrupt(self) -> None:
        """End the statement that runs now with Cancelled; may be called from another thread."""
        self._connection.interrupt()

    def value(self, sql: str, values: Sequence[Value] = ()) -> Any:  # noqa: ANN401 - whatever the column holds
        """Return the first column of the first row, or None if there is no row."""
        row = self.row(sql, values)
        return None if row is None else row[0]


class Database:
    """One open store. Safe to use from several threads.

    A transaction is never kept open while something slow happens, such as a request.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Open the database at ``path``, make it if it is not there, and bring its schema up.

        Args:
            path: the file; its directory must exist.
            key: 32 bytes.

        Raises:
            WrongKey: the key opens nothing here; whether the file is damaged instead only the
                caller can know, who has a check value of the key.
            StoreDamaged: the file opens and is not sound.
            StoreTooNew: written by a newer program.
            StoreFull, StoreReadOnly, StoreGone: the disk.
        """
        self._path = path
        self._key = key
        self._lock = threading.RLock()
        self._idle_lock = threading.Lock()
        self._idle: list[apsw.Connection] = []
        self._closed = False
        self._opened = False
        self.commits = 0
        """How often something was committed since this was opened; nobody else writes."""
        # SQLite would make the file readable for everyone; its WAL takes over these modes.
        with disk.room():
            path.touch(mode=0o600)
            self._identity = _identity(path)
        with self._wrapped():
            self._writer = self._connect()
            try:
                self._migrate()
            except BaseException:
                self._writer.close()
                raise
        self._opened = True

    def __repr__(self) -> str:
        return f"Database({self._path.name})"

    @contextlib.contextmanager
    def write(self, *, synced: bool = True) -> Iterator[Transaction]:
        """One transaction that is on disk when the block ends, or has no effect at all.

        Args:
            synced: False: the operating system has it when the block ends, and it is on disk
                with the next transaction that is; a power cut between may undo it.

        Raises:
            StoreFull, StoreReadOnly, StoreGone: nothing was changed.
            StoreDamaged: nothing was changed.
        """
        with self._lock, self._wrapped(), self._sync(synced):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._writer)
                self._require_place()
                self._writer.execute("COMMIT")
                self.commits += 1
            except BaseException:
                # Some errors (a full disk) have rolled back already.
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _sync(self, wanted: bool) -> Iterator[None]:
        if wanted:
            yield
            return
        self._writer.pragma("synchronous", "normal")
        try:
            yield
        finally:
            self._writer.pragma("synchronous", "full")

    @contextlib.contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent view of what is committed; writers do not wait for it."""
        with self._wrapped():
            connection = self._borrow()
            try:
                connection.execute("BEGIN")
                yield Transaction(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give_back(connection)

    def check(self) -> None:
        """Read every page once.

        Raises:
            StoreDamaged: with the first thing found.
        """
        with self.read() as store:
            found = store.value("PRAGMA integrity_check(1)")
        if found != "ok":
            note_damage(self._path)
            raise StoreDamaged(str(found))

    def copy_to(self, target: Path, key: bytes) -> None:
        """Write a copy under another key to a new file, flushed; every page is read for it.

        Raises:
            StoreDamaged: a page cannot be read.
            StoreFull, StoreReadOnly, StoreGone: the disk.
        """
        with disk.room():
            target.touch(mode=0o600)
        with self._lock, self._wrapped():
            place = f"file:{quote(str(target))}?cipher=chacha20&key=raw:{key.hex()}"
            self._writer.execute("VACUUM INTO ?", (place,))
        with disk.room():
            with target.open("rb+") as file:
                os.fsync(file.fileno())
            disk.flush_directory(target.parent)

    def shrink_log(self) -> None:
        """Bring everything into the main file: what was deleted is not in the log either."""
        with self._lock, self._wrapped():
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close every connection; what is committed is in the main file afterwards."""
        with self._lock, self._idle_lock:
            if self._closed:
                return
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._idle.clear()
            self._writer.close()

    def _connect(self) -> apsw.Connection:
        connection = _keyed(self._path, self._key, _WRITES)
        try:
            connection.set_busy_timeout(_BUSY_MILLISECONDS)
            connection.pragma("journal_mode", "wal")
            connection.pragma("synchronous", "full")
            connection.pragma("foreign_keys", 1)
            connection.pragma("temp_store", "memory")
            connection.pragma("secure_delete", 1)
            connection.pragma("cache_size", -_CACHE_KIB)
            connection.pragma("wal_autocheckpoint", _LOG_PAGES)
            connection.pragma("trusted_schema", 0)
            # Without it, INSERT OR REPLACE would delete a row past the triggers that keep it.
            connection.pragma("recursive_triggers", 1)
        except apsw.Error:
            connection.close()
            raise
        return connection

    def _borrow(self) -> apsw.Connection:
        with self._idle_lock:
            if self._closed:
                raise NotFound("store", self._path.name)
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def _give_back(self, connection: apsw.Connection) -> None:
        with self._idle_lock:
            if not self._closed and len(self._idle) < _IDLE_READERS:
                self._idle.append(connection)
                return
        connection.close()

    def _migrate(self) -> None:
        """Run every migration that is missing, each in one transaction with its number."""
        known = migrations()
        found = self._writer.pragma("user_version")
        if found > len(known):
            raise StoreTooNew(found, len(known))
        for number, script in enumerate(known[found:], start=found + 1):
            with self.write() as store:
                store.execute(script)
                store.execute(f"PRAGMA user_version = {number}")

    def _require_place(self) -> None:
        """A share that was detached still takes what is written to open files, and loses it."""
        try:
            there = _identity(self._path)
        except OSError as error:
            raise StoreGone(str(error.strerror)) from error
        if there != self._identity:
            raise StoreGone(f"{self._path.name} is another file now")

    @contextlib.contextmanager
    def _wrapped(self) -> Iterator[None]:
        """Turn the database library's errors, and only those, into this room's."""
        try:
            yield
        except apsw.InterruptError:
            raise Cancelled from None
        except apsw.Error as error:
            wrapped = _named(error, self._path)
            if wrapped is None:
                raise
            if isinstance(wrapped, WrongKey) and self._opened:
                wrapped = StoreDamaged(str(error))
            if isinstance(wrapped, StoreDamaged):
                note_damage(self._path)
            raise wrapped from error


class ReadOnly:
    """A database nobody trusts any more: it is never written, and damage ends a query early."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._connection = _keyed(path, key, apsw.SQLITE_OPEN_READONLY)

    def walk(self, sql: str) -> tuple[list[Row], bool]:
        """Return the rows of a query until one cannot be read, and whether there was none such."""
        rows: list[Row] = []
        try:
            rows.extend(self._connection.execute(sql))
        except apsw.Error:
            return rows, False
        return rows, True

    def close(self) -> None:
        """Close it."""
        self._connection.close()


def note_damage(path: Path) -> None:
    """Leave word beside a database that it is damaged: the next opening looks at all of it."""
    with contextlib.suppress(OSError):
        path.with_name(DAMAGED).touch(mode=0o600)


def _keyed(path: Path, key: bytes, flags: int) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=flags)
    try:
        connection.pragma("cipher", "chacha20")
        # "raw:" takes the bytes as they are. pragma() never caches a statement, and no trace is
        # ever set on these connections, so the key stays out of any log.
        connection.pragma("key", f"raw:{key.hex()}")
    except apsw.Error:
        connection.close()
        raise
    return connection


def _identity(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_dev, facts.st_ino


def migrations() -> tuple[str, ...]:
    """Return the text of every migration, in order; the first is number 1."""
    directory = Path(__file__).parent / "migrations"
    files = sorted(
        (entry for entry in directory.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return tuple(entry.read_text(encoding="utf-8") for entry in files)


def _named(error: apsw.Error, path: Path) -> StoreError | None:
    """Return this room's error, or None where the mistake is the program's own."""
    match error:
        case apsw.NotADBError():
            return WrongKey()
        case apsw.CorruptError() | apsw.FormatError():
            return StoreDamaged(str(error))
        case apsw.ReadOnlyError() if _code(error) == apsw.SQLITE_READONLY_DBMOVED:
            return StoreGone(str(error))
        case apsw.FullError():
            return StoreFull(str(error))
        case apsw.ReadOnlyError():
            return disk.fault_of(path, 0) or StoreReadOnly(str(error))
        case apsw.IOError() | apsw.CantOpenError():
            return disk.fault_of(path, 0) or _broken(error)
        case apsw.BusyError() | apsw.LockedError():
            return ProfileInUse(None)
        case _:
            return None


def _code(error: apsw.Error) -> int:
    """The extended result code (SQLite), which the library's types leave out."""
    return int(getattr(error, "extendedresult", 0))


def _broken(error: apsw.Error) -> StoreError:
    """The place is there and has room: the disk itself cannot read or write."""
    reads = {apsw.SQLITE_IOERR_READ, apsw.SQLITE_IOERR_SHORT_READ}
    if _code(error) in reads:
        return StoreDamaged(str(error))
    return StoreFull(str(error))
