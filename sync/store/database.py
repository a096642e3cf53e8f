"""The only door to the database: an encrypted SQLite file, its transactions and its migrations.

Every page is encrypted and authenticated with ChaCha20-Poly1305 by SQLite3 Multiple Ciphers under
a raw 256-bit key; no passphrase is stretched, because the key is random. One connection writes,
behind one lock; readers have connections of their own and see the last committed state (WAL).
"""

from __future__ import annotations

import contextlib
import importlib.resources
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from sync.errors import (
    NotFound,
    ProfileInUse,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreTooNew,
    WrongKey,
)

Value = str | bytes | int | float | None
Row = tuple[Any, ...]

_BUSY_MILLISECONDS = 5_000
_CACHE_KIB = 8_192
_IDLE_READERS = 3


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
            StoreFull: no space left, or the disk is read-only.
        """
        self._path = path
        self._key = key
        self._lock = threading.RLock()
        self._idle_lock = threading.Lock()
        self._idle: list[apsw.Connection] = []
        self._closed = False
        # SQLite would make the file readable for everyone; its WAL takes over these modes.
        try:
            path.touch(mode=0o600)
        except OSError as error:
            raise StoreFull(str(error.strerror)) from error
        with _wrapped():
            self._writer = self._connect()
            try:
                self._migrate()
            except BaseException:
                self._writer.close()
                raise

    def __repr__(self) -> str:
        return f"Database({self._path.name})"

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """One transaction that is on disk when the block ends, or has no effect at all.

        Raises:
            StoreFull: nothing was changed.
            StoreDamaged: nothing was changed.
        """
        with self._lock, _wrapped():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._writer)
                self._writer.execute("COMMIT")
            except BaseException:
                # Some errors (a full disk) have rolled back already.
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent view of what is committed; writers do not wait for it."""
        with _wrapped():
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
            raise StoreDamaged(str(found))

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
        connection = apsw.Connection(str(self._path))
        try:
            connection.set_busy_timeout(_BUSY_MILLISECONDS)
            connection.pragma("cipher", "chacha20")
            # "raw:" takes the bytes as they are. pragma() never caches a statement, and no
            # trace is ever set on these connections, so the key stays out of any log.
            connection.pragma("key", f"raw:{self._key.hex()}")
            connection.pragma("journal_mode", "wal")
            connection.pragma("synchronous", "full")
            connection.pragma("foreign_keys", 1)
            connection.pragma("temp_store", "memory")
            connection.pragma("secure_delete", 1)
            connection.pragma("cache_size", -_CACHE_KIB)
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


def migrations() -> tuple[str, ...]:
    """Return the text of every migration, in order; the first is number 1."""
    directory = importlib.resources.files(__package__) / "migrations"
    files = sorted(
        (entry for entry in directory.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return tuple(entry.read_text(encoding="utf-8") for entry in files)


@contextlib.contextmanager
def _wrapped() -> Iterator[None]:
    """Turn the database library's errors, and only those, into this room's."""
    try:
        yield
    except apsw.Error as error:
        wrapped = _named(error)
        if wrapped is None:
            raise
        raise wrapped from error


def _named(error: apsw.Error) -> StoreError | None:
    """Return this room's error, or None where the mistake is the program's own."""
    match error:
        case apsw.NotADBError():
            return WrongKey()
        case apsw.CorruptError() | apsw.FormatError():
            return StoreDamaged(str(error))
        case apsw.FullError() | apsw.ReadOnlyError() | apsw.IOError() | apsw.CantOpenError():
            return StoreFull(str(error))
        case apsw.BusyError() | apsw.LockedError():
            return ProfileInUse(None)
        case _:
            return None
