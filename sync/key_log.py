"""The log of every use of a key, in the encrypted store, and its head kept outside of it.

It names people by their PINFL, so it lies in the encrypted database, whose triggers refuse every
change and removal. Whoever has the profile's key can write a database of his own; what tells
then is a head that somebody else has. The head in the profile's ``log.head`` is the nearest of
these: it shows a database that was cut or put back to an older copy by somebody without the key.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sync.chain import Fault, Fields, Head, Record, Verdict, follow, link
from sync.secrets import write_private
from sync.store import sealed
from sync.store.database import Database, Transaction

_PAGE = 500


class KeyLog:
    """Appends to the log and reads it; safe to use from several threads."""

    def __init__(
        self, database: Database, head: Path, key: bytes, now: Callable[[], datetime]
    ) -> None:
        """Use a store.

        Args:
            database: the store's database.
            head: the file that keeps the log's head outside of it.
            key: the store's key; the kept head is authenticated with it.
            now: the time of day, aware.
        """
        self._database = database
        self._path = head
        self._key = sealed.derive(key, "log head")
        self._now = now
        if not head.exists() and self.head() == Head():
            # From the first moment on, so that its absence later means something.
            self._write_head(Head())

    def append(self, store: Transaction, event: str, fields: Fields) -> int:
        """Add a record in the transaction of the step it tells of; returns its number."""
        moment = self._now().astimezone(UTC).isoformat(timespec="microseconds")
        record = link(_head(store), {**fields, "event": event, "time": moment})
        store.execute(
            "INSERT INTO key_log (number, digest, record) VALUES (?, ?, ?)",
            (record.number, record.digest, record.text),
        )
        return record.number

    def note(self, event: str, fields: Fields) -> int:
        """Add a record that goes with no other step, on disk on return; returns its number.

        Raises:
            StoreFull: nothing was written; what it was to tell of must not happen.
        """
        with self._database.write() as store:
            return self.append(store, event, fields)

    def head(self) -> Head:
        """Return the log's head."""
        with self._database.read() as store:
            return _head(store)

    def records(self) -> Iterator[Record]:
        """Yield every record in order; what is appended meanwhile may come too."""
        last = 0
        while True:
            with self._database.read() as store:
                rows = store.rows(
                    "SELECT number, digest, record FROM key_log WHERE number > ?"
                    " ORDER BY number LIMIT ?",
                    (last, _PAGE),
                )
            for row in rows:
                yield Record(*row)
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def verify(self, known: Head | None = None) -> Verdict:
        """Compute the whole chain again and compare it with the kept head.

        Args:
            known: a head somebody wrote down, to be reached as well.
        """
        kept = self.kept_head()
        verdict = follow(self.records(), kept)
        if verdict.fault is None and kept is None:
            return Verdict(verdict.head, Fault.HEAD)
        if verdict.fault is None and known is not None:
            verdict = follow(self.records(), known)
        return verdict

    def keep_head(self) -> None:
        """Write the head to its file, unless that names records the log has lost.

        Raises:
            StoreFull: no space left; the file that was there stays.
        """
        kept = self.kept_head()
        with self._database.read() as store:
            head = _head(store)
            known = None
            if kept is not None and kept.number:
                known = store.value("SELECT digest FROM key_log WHERE number = ?", (kept.number,))
        if kept is None or (kept.number and known != kept.digest):
            # Evidence of a log that was cut or taken back to an older copy stays for verify.
            return
        if head != kept:
            self._write_head(head)

    def kept_head(self) -> Head | None:
        """Return the head kept outside the database; None if its file is absent or not ours."""
        try:
            text, _, mac = self._path.read_text(encoding="ascii").strip().partition(" ")
            if not hmac.compare_digest(mac, self._mac(text)):
                return None
            return Head.parse(text)
        except (OSError, ValueError, TypeError):
            return None

    def _write_head(self, head: Head) -> None:
        write_private(self._path, f"{head} {self._mac(str(head))}\n".encode())

    def _mac(self, text: str) -> str:
        return hmac.digest(self._key, text.encode(), "sha256").hex()


def _head(store: Transaction) -> Head:
    row = store.row("SELECT number, digest FROM key_log ORDER BY number DESC LIMIT 1")
    return Head() if row is None else Head(*row)
