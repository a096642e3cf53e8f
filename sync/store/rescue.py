"""A damaged database is set aside, and what a person did is taken over into a new one.

What the registry can give again is left behind: drafts, their details, versions and the search
index. Everything else is read table by table as far as its pages can be read; see
:mod:`sync.store.remains`. The steps, each of which may be the last before a kill:

1. a new database is written beside the damaged one, and gets the name ``store.rescued`` when it
   is complete and flushed;
2. the damaged one goes, with its log, into a directory ``damaged-…``, and is never removed;
3. ``store.rescued`` becomes ``store.db``.

The directory's name is in the new database from the first step on: a rescue that goes on after a
kill moves what is left to the same place, and a person is told of that one.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sync.errors import StoreError, StoreRescued
from sync.store.database import DAMAGED, Database, Row, Transaction
from sync.store.disk import flush_directory, make_directory, room
from sync.store.remains import Remains

FACT = "rescued"
_TOLD_OF = "SELECT value FROM fact WHERE name = ?"
_NEW = "store.rescued-new"
DONE = "store.rescued"
"""A new database that is complete and waits for the damaged one to make room."""
_PREFIX = "damaged-"
_FETCHED = ("draft", "detail", "draft_file", "file_text", "version", "version_file")
_INDEX = "search_"
_TOLD = {
    "outbox": "outbox",
    "journal": "journal",
    "signature_value": "journal",
    "key_log": "key_log",
}
_PLACES = ("cursor", "owner", FACT)
"""Facts that tell how far the drafts were, and must not outlive them."""


def is_needed(database: Path) -> bool:
    """Return whether somebody left word of damage, or a rescue was cut off."""
    return database.with_name(DAMAGED).exists() or database.with_name(DONE).exists()


def was_rescued(database: Path) -> bool:
    """Return whether a database was ever set aside here."""
    return any(database.parent.glob(f"{_PREFIX}*"))


def look(database: Database, path: Path) -> None:
    """Read every page after word of damage; the word goes if nothing is wrong.

    Raises:
        StoreDamaged: something is.
    """
    database.check()
    with contextlib.suppress(OSError):
        path.with_name(DAMAGED).unlink(missing_ok=True)


def rescue(path: Path, key: bytes) -> None:
    """Set a damaged database aside and put a new one in its place; no connection is open.

    Raises:
        StoreFull, StoreReadOnly, StoreGone: nothing was changed.
    """
    done = path.with_name(DONE)
    place = path.with_name(f"{_PREFIX}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
    if done.exists():
        place = path.with_name(_place(done, key) or place.name)
    else:
        new = path.with_name(_NEW)
        with room():
            for left in path.parent.glob(f"{_NEW}*"):
                left.unlink()
        database = Database(new, key)
        try:
            _take_over(path, key, database, place.name)
        finally:
            database.close()
        with room():
            new.replace(done)
            flush_directory(path.parent)
    with room():
        make_directory(place)
        # The log first: without its database it is nothing that anybody would apply.
        for name in (f"{path.name}-wal", f"{path.name}-shm", path.name):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(name).rename(place / name)
        flush_directory(place)
        for left in path.parent.glob(f"{DONE}-*"):
            left.unlink()
        done.replace(path)
        flush_directory(path.parent)
        path.with_name(DAMAGED).unlink(missing_ok=True)


def notice(database: Database) -> StoreRescued | None:
    """Return what a person must be told of the last rescue; None once it was told."""
    with database.read() as store:
        text = store.value(_TOLD_OF, (FACT,))
        entries = store.value("SELECT count(*) FROM outbox")
    if text is None:
        return None
    place, unread = _decoded(text)
    return StoreRescued(place, int(entries), unread)


def _place(done: Path, key: bytes) -> str | None:
    """Return where a rescue that was cut off began to set things aside, None if it is lost."""
    with contextlib.suppress(StoreError):
        database = Database(done, key)
        try:
            with database.read() as store:
                text = store.value(_TOLD_OF, (FACT,))
        finally:
            database.close()
        return None if text is None else _decoded(text)[0]
    return None


def _decoded(text: str) -> tuple[str, tuple[str, ...]]:
    return msgspec.json.decode(text, type=tuple[str, tuple[str, ...]])


def told(database: Database) -> None:
    """Note that the person was told."""
    with database.write() as store:
        store.execute("DELETE FROM fact WHERE name = ?", (FACT,))


def _take_over(path: Path, key: bytes, database: Database, place: str) -> None:
    taken, unread = _readable(path, key, database)
    with database.write() as store:
        # What a lost row referred to is found out at the end; see _settle.
        store.execute("PRAGMA defer_foreign_keys = 1")
        # The triggers guard what happens; this writes down what has happened.
        guards = store.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _ in guards:
            store.execute(f'DROP TRIGGER "{name}"')
        for table, columns, rows in taken:
            names, marks = (
                ", ".join(f'"{name}"' for name in columns),
                ", ".join("?" * len(columns)),
            )
            sql = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - names of a schema
            store.execute_many(sql, rows)
        _settle(store)
        for _, sql in guards:
            store.execute(sql)
        store.execute(
            "INSERT INTO fact (name, value) VALUES (?, ?)",
            (FACT, msgspec.json.encode((place, unread or ("nothing",))).decode()),
        )


Taken = list[tuple[str, tuple[str, ...], list[Row]]]


def _readable(path: Path, key: bytes, database: Database) -> tuple[Taken, tuple[str, ...]]:
    with database.read() as store:
        tables = {
            str(name): _number(store, str(name))
            for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in _FETCHED and not str(name).startswith((_INDEX, "sqlite_"))
        }
        columns = {
            table: tuple(
                str(name)
                for (name,) in store.rows("SELECT name FROM pragma_table_info(?)", (table,))
            )
            for table in tables
        }
    taken: Taken = []
    unread: dict[str, None] = {}
    remains = Remains(path, key) if path.exists() else None
    present = remains.tables() if remains is not None else None
    for table, number in tables.items():
        if remains is None or not present or "outbox" not in present:
            # Every schema has had an outbox, so what is there is no list of tables.
            unread[_TOLD.get(table, "other")] = None
        elif table in present:
            there = set(remains.columns(table))
            known = tuple(item for item in columns[table] if item in there)
            rows, whole = remains.rows(table, known, number)
            taken.append((table, known, rows))
            if not whole:
                unread[_TOLD.get(table, "other")] = None
    if remains is not None:
        remains.close()
    return taken, tuple(sorted(unread))


def _number(store: Transaction, table: str) -> str | None:
    """Return the column that is the row's number, None if there is none."""
    if store.row("SELECT 1 FROM pragma_table_list WHERE name = ? AND wr = 1", (table,)):
        return None
    named = store.value(
        "SELECT name FROM pragma_table_info(?) WHERE pk = 1 AND upper(type) = 'INTEGER'", (table,)
    )
    return str(named or "rowid")


def _settle(store: Transaction) -> None:
    """What was read may be older than what happened: everything open is asked about first."""
    marks = ", ".join("?" * len(_PLACES))
    store.execute(f"DELETE FROM fact WHERE name IN ({marks})", _PLACES)  # noqa: S608 - placeholders only
    store.execute(
        "UPDATE outbox SET state = 'UNCONFIRMED', departed = 1, code = 'interrupted'"
        " WHERE settled IS NULL"
    )
    store.execute("DELETE FROM signature_value WHERE attempt NOT IN (SELECT id FROM journal)")
