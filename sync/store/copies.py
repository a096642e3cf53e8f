"""A second copy of every outbox entry that is not settled, outside the database.

One page of a damaged database can take rows with it, and a damaged log the last transactions.
What a person did is therefore here a second time, one sealed file for each entry, so that it is
found again with its own key: the registry then says what became of it.
"""

from __future__ import annotations

import contextlib
import hmac
import io
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import msgspec

from sync.errors import StoreDamaged, StoreError
from sync.store import sealed
from sync.store.database import Database, Transaction, Value
from sync.store.disk import room

_CODE = "interrupted"
_PATIENCE = 10.0
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_WAITS = ("upload", "settled", "accepted", "code", "detail")
"""Columns that tell what became of an entry so far; the registry tells that again."""


class Copies:
    """The files of one store; safe to use from several threads."""

    def __init__(self, directory: Path, keys: tuple[bytes, ...]) -> None:
        """Use a directory of this store alone; it is made when the first copy comes."""
        self._directory = directory
        self._keys = sealed.derive_all(keys, "outbox copies")
        self._name_key = sealed.derive(keys[-1], "outbox copy names")
        self._wanted: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._lock = threading.Lock()
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
        with contextlib.suppress(StoreError, OSError), database.read() as store:
            rows = _rows(store, "key = ?", (key,))
            if rows:
                self._write(rows[0])

    def drop(self, key: str) -> None:
        """Remove the copy of an entry that its person takes back or forgets.

        Before the entry itself: a copy that outlived it would bring it to life again.

        Raises:
            StoreError: the copy is still there, and so must the entry be.
        """
        self.settle()
        with room():
            self._place(key).unlink(missing_ok=True)

    def reconcile(self, database: Database) -> tuple[str, ...]:
        """Bring copies and entries together; once at start, before anything else looks at them.

        An entry whose row is gone comes back as UNCONFIRMED: the registry is asked about it
        before anything is sent.

        Returns:
            The keys of entries that came back.
        """
        with database.read() as store:
            waiting = _rows(store, "settled IS NULL", ())
            known = {str(row["key"]): row for row in waiting}
            settled = {
                str(key) for (key,) in store.rows("SELECT key FROM outbox WHERE settled NOTNULL")
            }
        here: set[str] = set()
        back: list[dict[str, Value]] = []
        for path in self._directory.glob("[0-9a-f]*"):
            copy = self._read(path)
            if copy is None:
                continue
            key = str(copy["key"])
            if key in settled:
                with contextlib.suppress(OSError):
                    path.unlink()
            elif key not in known:
                back.append(copy)
            elif copy.get("file") == known[key]["file"]:
                here.add(key)
        if back:
            with database.write() as store:
                for copy in back:
                    restore(store, copy)
        for key in known.keys() - here:
            with contextlib.suppress(StoreError, OSError):
                self._write(known[key])
        return tuple(str(copy["key"]) for copy in back)

    def _write(self, row: Mapping[str, Value]) -> None:
        place = self._place(str(row["key"]))
        target = io.BytesIO()
        sealed.seal(self._keys[0], place.name, (msgspec.msgpack.encode(row),), target)
        if not self._directory.is_dir():
            self._directory.mkdir(mode=0o700, parents=True)
        # Neither flushed nor renamed: half a copy does not open, and the entry is on disk already.
        with os.fdopen(os.open(place, _ANEW, 0o600), "wb", buffering=0) as file:
            file.write(target.getvalue())

    def _read(self, path: Path) -> dict[str, Value] | None:
        """A damaged copy is left where it is; its entry is copied again if it is known."""
        with contextlib.suppress(StoreDamaged, OSError, msgspec.DecodeError):
            with path.open("rb") as source:
                content = b"".join(sealed.unseal(self._keys, path.name, source))
            return msgspec.msgpack.decode(content, type=dict[str, Any])
        return None

    def _place(self, key: str) -> Path:
        return self._directory / hmac.digest(self._name_key, key.encode(), "sha256").hex()


def restore(store: Transaction, row: Mapping[str, Value]) -> None:
    """Put an entry back that may have left: every step of the road in one transaction."""
    own = {str(name) for (name,) in store.rows("SELECT name FROM pragma_table_info('outbox')")}
    skipped = {"row", "state", "attempts", "failures", *_WAITS}
    kept = {name: value for name, value in row.items() if name in own - skipped}
    kept |= {"state": "QUEUED"} | ({"departed": 1} if "departed" in own else {})
    names, marks = ", ".join(kept), ", ".join("?" * len(kept))
    done = store.execute(
        f"INSERT OR IGNORE INTO outbox ({names}) VALUES ({marks})",  # noqa: S608 - names of a schema
        tuple(kept.values()),
    )
    for state in ("SENDING", "UNCONFIRMED") if done else ():
        store.execute(
            "UPDATE outbox SET state = ?, code = ? WHERE key = ?", (state, _CODE, row["key"])
        )


def _rows(store: Transaction, where: str, values: tuple[Value, ...]) -> list[dict[str, Value]]:
    names = [str(name) for (name,) in store.rows("SELECT name FROM pragma_table_info('outbox')")]
    found = store.rows(f"SELECT {', '.join(names)} FROM outbox WHERE {where}", values)  # noqa: S608 - fixed pieces
    return [dict(zip(names, row, strict=True)) for row in found]
