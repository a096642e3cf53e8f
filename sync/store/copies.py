"""A second copy of every outbox entry that is not settled, outside the database.

One page of a damaged database can take rows with it, and a damaged log the last transactions.
What a person did is therefore here a second time, one sealed file for each entry, so that it is
found again with its own key: the registry then says what became of it. A mark on the copy, flushed
before the thing itself, tells what left and what was taken back, whatever the database forgets.
"""

from __future__ import annotations

import contextlib
import hmac
import io
import os
import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import msgspec

from sync.errors import StoreDamaged, StoreError
from sync.store import sealed
from sync.store.database import Database, Transaction, Value
from sync.store.disk import flush_directory, make_directory, room
from sync.witness import Witness

_CODE = "interrupted"
_PATIENCE = 10.0
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_WAITS = ("upload", "settled", "accepted", "code", "detail")
"""Columns that tell what became of an entry so far; the registry tells that again."""

FORGOTTEN = "forgotten "
"""What the name of a fact begins with that says that an entry was put away."""
_MARK = "mark"


class Mark(StrEnum):
    """What became of an entry, on its copy and flushed before it happens."""

    LEFT = "left"
    """A request of it may have left."""
    TAKEN_BACK = "taken back"
    FORGOTTEN = "forgotten"
    """The registry refused it, and it was put away."""


_ENDS = {Mark.TAKEN_BACK, Mark.FORGOTTEN}


class _Found(msgspec.Struct):
    """What the copies say against the rows; each copy is in at most one of the first four."""

    over: list[Path] = msgspec.field(default_factory=list)
    back: list[dict[str, Value]] = msgspec.field(default_factory=list)
    left: list[dict[str, Value]] = msgspec.field(default_factory=list)
    taken: list[str] = msgspec.field(default_factory=list)
    here: set[str] = msgspec.field(default_factory=set)
    """Keys whose copy needs no writing."""


class Copies:
    """The files of one store; safe to use from several threads."""

    def __init__(
        self, directory: Path, keys: tuple[bytes, ...], witness: Witness | None = None
    ) -> None:
        """Use a directory of this store alone; it is made when the first copy comes.

        Args:
            directory: of the copies.
            keys: the store's keys for files.
            witness: what remembers elsewhere which entries were taken back.
        """
        self._witness = witness
        self._directory = directory
        self._keys = sealed.derive_all(keys, "outbox copies")
        self._name_key = sealed.derive(keys[-1], "outbox copy names")
        self._wanted: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._marks: dict[str, Mark] = {}
        self.taken_back: tuple[str, ...] = ()
        """Keys of entries whose copy says that they were taken back, and whose row does not."""
        self._worker: threading.Thread | None = None

    def keep(self, database: Database, key: str) -> None:
        """Copy an entry as it is, in a thread of its own: it is safe, and nobody waits for this.

        A failure says nothing; the next start copies what has no copy.
        """
        with self._lock:
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="copies", daemon=True)
                self._worker.start()
        self._wanted.put(lambda: self._keep(database, key))

    def settle(self) -> None:
        """Wait for the copies that were asked for."""
        if self._worker is not None:
            done = threading.Event()
            self._wanted.put(done.set)
            # Not for ever: whoever takes an entry back must not hang on a thread that failed.
            done.wait(_PATIENCE)

    def close(self) -> None:
        """Finish the copies that were asked for, and end the thread."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            self._wanted.put(None)
            worker.join()

    def _work(self) -> None:
        while (wanted := self._wanted.get()) is not None:
            wanted()

    def _keep(self, database: Database, key: str) -> None:
        with contextlib.suppress(StoreError, OSError), self._writing, database.read() as store:
            rows = _rows(store, "key = ?", (key,))
            # Whoever marked it wrote all of it, and flushed.
            if rows and key not in self._marks:
                self._write(rows[0], None)

    def mark(self, store: Transaction, key: str, mark: Mark | None) -> None:
        """Write on an entry's copy what is about to become of it; it is on disk on return.

        Inside the transaction that notes the same: whichever of the two a power cut or a damaged
        log takes away, the other one tells.

        Args:
            store: that transaction.
            key: the entry.
            mark: None: what the row itself says now, e.g. that it was exported.

        Raises:
            StoreError: it is not on disk, and so must not happen.
        """
        rows = _rows(store, "key = ?", (key,))
        with room(), self._writing:
            mark = mark or self._marks.get(key)
            for row in rows:
                self._write(row, mark, flushed=True)
            if mark is not None:
                self._marks[key] = mark
            if mark is Mark.TAKEN_BACK and self._witness is not None:
                self._witness.taken_back(key)

    def unmark(self, database: Database, key: str, mark: Mark) -> None:
        """Write down that an entry did not leave after all, or was not taken back.

        Until the thread comes to it, the copy says more than what happened, which is safe.
        """
        if mark is Mark.TAKEN_BACK and self._witness is not None:
            self._witness.brought_in(key)
        with self._writing:
            if self._marks.get(key) is not mark:
                return
            del self._marks[key]
        self.keep(database, key)

    def reconcile(self, database: Database, dead: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Bring copies and entries together; once at start, before anything else looks at them.

        An entry whose row is gone comes back as UNCONFIRMED, and one whose copy says that it left
        becomes so: the registry is asked about it before anything is sent. What was taken back or
        put away stays so; :attr:`taken_back` are the keys of rows that do not know it.

        Args:
            database: with the rows.
            dead: keys that were taken back, whatever rows and copies say.

        Returns:
            The keys of entries that came back.
        """
        with database.read() as store:
            known = {str(row["key"]): row for row in _rows(store, "settled IS NULL", ())}
            ended = {
                str(key)
                for (key,) in store.rows(
                    "SELECT key FROM outbox WHERE settled NOTNULL"
                    " UNION SELECT substr(name, ?) FROM fact WHERE name GLOB ?",
                    (len(FORGOTTEN) + 1, f"{FORGOTTEN}*"),
                )
            }
        found = self._found(known, ended | dead)
        with database.write() if found.back or found.left else database.read() as store:
            for copy in found.back:
                restore(store, copy)
            for copy in found.left:
                _correct(store, copy)
            rows = _rows(store, "settled IS NULL", ())
        if found.over:
            # The log of the database may still lose what it says of them.
            database.shrink_log()
            with contextlib.suppress(OSError):
                for path in found.over:
                    path.unlink(missing_ok=True)
                flush_directory(self._directory)
        for row in rows:
            with contextlib.suppress(StoreError, OSError):
                if row["key"] not in found.here:
                    self._write(row, None, flushed=bool(row["departed"]))
        self.taken_back = tuple({*found.taken, *(dead & known.keys())})
        return tuple(str(copy["key"]) for copy in found.back)

    def _found(self, known: Mapping[str, Mapping[str, Value]], ended: set[str]) -> _Found:
        found = _Found()
        for path in self._directory.glob("[0-9a-f]*"):
            copy = self._read(path)
            if copy is None:
                continue
            key, mark = str(copy["key"]), copy.get(_MARK)
            if key in ended:
                found.over.append(path)
            elif key not in known:
                # What ended here, and whose end is lost, is dead all the same.
                if mark not in _ENDS:
                    found.back.append(copy)
            elif mark == Mark.TAKEN_BACK:
                found.taken.append(key)
                found.here.add(key)
            elif _says_more(copy, known[key]):
                found.left.append(copy)
            elif copy.get("file") == known[key]["file"]:
                found.here.add(key)
        return found

    def _write(
        self, row: Mapping[str, Value], mark: Mark | None, *, flushed: bool = False
    ) -> None:
        place = self._place(str(row["key"]))
        target = io.BytesIO()
        said = {**row, _MARK: mark and str(mark)}
        sealed.seal(self._keys[0], place.name, (msgspec.msgpack.encode(said),), target)
        make_directory(self._directory)
        if not flushed:
            # Neither flushed nor renamed: half a copy does not open, and the entry is on disk.
            with os.fdopen(os.open(place, _ANEW, 0o600), "wb", buffering=0) as file:
                file.write(target.getvalue())
            return
        new = place.with_name(f".{place.name}")
        with os.fdopen(os.open(new, _ANEW, 0o600), "wb", buffering=0) as file:
            file.write(target.getvalue())
            os.fsync(file.fileno())
        new.replace(place)
        flush_directory(self._directory)

    def _read(self, path: Path) -> dict[str, Value] | None:
        """A damaged copy is left where it is; its entry is copied again if it is known."""
        with contextlib.suppress(StoreDamaged, OSError, msgspec.DecodeError):
            with path.open("rb") as source:
                content = b"".join(sealed.unseal(self._keys, path.name, source))
            return msgspec.msgpack.decode(content, type=dict[str, Any])
        return None

    def _place(self, key: str) -> Path:
        return self._directory / hmac.digest(self._name_key, key.encode(), "sha256").hex()


def _says_more(copy: Mapping[str, Value], row: Mapping[str, Value]) -> bool:
    """Whether a copy knows of a leaving that the row, which can be taken back, does not."""
    if row["state"] != "QUEUED" or row["departed"]:
        return False
    left = copy.get(_MARK) in {Mark.LEFT, Mark.FORGOTTEN} or copy.get("departed")
    return bool(left) or (row["exported"] is None and copy.get("exported") is not None)


def _correct(store: Transaction, copy: Mapping[str, Value]) -> None:
    """Bring a row, whose database lost its last steps, to where its copy was."""
    key = copy["key"]
    store.execute(
        "UPDATE outbox SET file = ?, size = ? WHERE key = ? AND attempts = 0",
        (copy["file"], copy["size"], key),
    )
    store.execute(
        "UPDATE outbox SET exported = coalesce(exported, ?) WHERE key = ?",
        (copy.get("exported"), key),
    )
    if copy.get(_MARK) in {Mark.LEFT, Mark.FORGOTTEN} or copy.get("departed"):
        _may_have_left(store, key)


def restore(store: Transaction, row: Mapping[str, Value]) -> None:
    """Put an entry back that may have left: every step of the road in one transaction."""
    own = {str(name) for (name,) in store.rows("SELECT name FROM pragma_table_info('outbox')")}
    skipped = {"row", "state", "attempts", "failures", *_WAITS}
    kept = {name: value for name, value in row.items() if name in own - skipped}
    kept |= {"state": "QUEUED"}
    names, marks = ", ".join(kept), ", ".join("?" * len(kept))
    done = store.execute(
        f"INSERT OR IGNORE INTO outbox ({names}) VALUES ({marks})",  # noqa: S608 - names of a schema
        tuple(kept.values()),
    )
    if done:
        _may_have_left(store, row["key"])


def _may_have_left(store: Transaction, key: Value) -> None:
    for state in ("SENDING", "UNCONFIRMED"):
        store.execute(
            "UPDATE outbox SET state = ?, departed = 1, code = ? WHERE key = ?",
            (state, _CODE, key),
        )


def _rows(store: Transaction, where: str, values: tuple[Value, ...]) -> list[dict[str, Value]]:
    names = [str(name) for (name,) in store.rows("SELECT name FROM pragma_table_info('outbox')")]
    found = store.rows(f"SELECT {', '.join(names)} FROM outbox WHERE {where}", values)  # noqa: S608 - fixed pieces
    return [dict(zip(names, row, strict=True)) for row in found]
