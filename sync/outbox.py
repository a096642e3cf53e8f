"""What a person did on this station, from the moment it was done until the registry settled it.

``QUEUED → SENDING → ACCEPTED | REFUSED | UNCONFIRMED``. A row is on disk before anything leaves,
and becomes SENDING, on disk, before its request does. A lost answer makes it UNCONFIRMED, and so
does a start of the program for every row found SENDING. Only the registry's word about the row's
own idempotency key, or of a package about the version that was signed, leads on from there.
The database itself refuses every other step, any change of what was queued, and the removal of
anything that was not refused: see the triggers in ``store/migrations``.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import msgspec

from sync.carried import Carried
from sync.entries import (
    CANCELLED,
    Held,
    OutboxEntry,
    OutboxKind,
    OutboxState,
    Reason,
    Request,
)
from sync.errors import AlreadySent, StoreError
from sync.outbox_rows import OutboxRows, package_of
from sync.road import Road, text_of
from sync.store.copies import FORGOTTEN, Copies, Mark
from sync.store.database import Database, Transaction
from sync.store.packages import Packages
from sync.store.parts import Parts, cut, first, size_of
from sync.words_back import end_words, give_back

__all__ = ["CANCELLED", "Outbox", "OutboxEntry", "OutboxKind", "OutboxState"]

_PIECE = 256 * 1024


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Outbox(OutboxRows):
    """The entries and the packages that belong to them; safe to use from several threads."""

    def __init__(
        self,
        database: Database,
        packages: Packages,
        now: Callable[[], datetime] = _utc_now,
        taken_back: Callable[[Transaction, str], None] = lambda _store, _key: None,
        copies: Copies | None = None,
    ) -> None:
        """Use a store.

        Args:
            database: the store's database.
            packages: where signed packages are kept.
            now: the time of day, aware.
            taken_back: told the key of an entry in the transaction that takes it back.
            copies: where every entry is a second time until it is settled.
        """
        self._copies = copies
        self._taken_back = taken_back
        super().__init__(database, packages, now)
        self.road = Road(database, now, copies)
        """What the sender notes."""

    def recover(self) -> int:
        """Make every SENDING row UNCONFIRMED; once at start, before anything is sent.

        What was taken back, and is not in a database that lost its last steps, is so again.

        Returns:
            How many were SENDING.
        """
        with self._database.write() as store:
            if self._copies is not None and self._copies.taken_back:
                self._take_back_again(store, self._copies.taken_back)
            return store.execute(
                "UPDATE outbox SET state = 'UNCONFIRMED', departed = 1, code = ?, next_try = ?"
                " WHERE state = 'SENDING'",
                (str(Reason.INTERRUPTED), text_of(self._now())),
            )

    # What the person does

    def queue(
        self,
        kind: OutboxKind,
        request: Request,
        *,
        person: str,
        draft: str,
        title: str,
        version_digest: str,
        key: str | None = None,
    ) -> OutboxEntry:
        """Write down an answer, a remark, a return or a rejection; it is on disk on return.

        ``key`` is the name of the note a remark was written as, which ends with this.

        Raises:
            StoreFull: nothing was written; tell the person.
        """
        payload = msgspec.json.encode(request)
        identity = (person, str(kind), draft, title, version_digest)
        return self._insert(identity, payload, None, len(payload), key)

    def take_in(self, said: Carried, package: Iterator[bytes], carrier: str) -> OutboxEntry:
        """Write down what was signed at another station, to be sent from here as well.

        Its key is one of this station: that of the file was written by whoever wrote the file.

        Args:
            said: of the entry, checked.
            package: its package, all of it; nothing for an answer.
            carrier: the PINFL of whoever brings it, and whose session sends it.

        Raises:
            StoreFull: nothing was written.
        """
        identity = (said.person, str(said.kind), said.draft, said.title, said.version_digest)
        if said.sha256:
            self._packages.put(package, said.sha256)
        size = said.size or len(said.payload)
        origin = (carrier, text_of(said.created))
        return self._insert(identity, said.payload, said.sha256 or None, size, origin=origin)

    def queue_package(
        self,
        package: Path | bytes | Parts,
        *,
        person: str,
        draft: str,
        title: str,
        version_digest: str,
    ) -> OutboxEntry:
        """Write down a signed package; all of it and its row are on disk on return.

        Args:
            package: the file, or its bytes, which are copied in encrypted; or its parts, of which
                those that the store keeps stay where they are.
            person: the PINFL of the signer.
            draft: the draft's id.
            title: what the outbox calls it.
            version_digest: the version that was signed.

        Raises:
            StoreFull: nothing was written; the package still belongs to the caller.
        """
        sha256, size = self._keep(package)
        identity = (person, str(OutboxKind.PACKAGE), draft, title, version_digest)
        return self._insert(identity, b"{}", sha256, size)

    def hand_in_again(self, key: str) -> OutboxEntry:
        """Write an accepted package down once more, for a registry that has lost it.

        The old entry stays with its receipt; the new one has a key and will have one of its own.

        Raises:
            NotFound: no such entry, or no package.
            StoreFull: nothing was written.
        """
        before = self.entry(key)
        identity = (before.person, str(before.kind), before.draft, before.title)
        package, origin = package_of(before), (before.carrier, None)
        return self._insert(
            (*identity, before.version_digest), b"{}", package, before.size, origin=origin
        )

    def replace_package(self, key: str, package: Path | bytes | Parts) -> OutboxEntry:
        """Put a richer package in the place of one not yet sent.

        Raises:
            AlreadySent: a sending of it has begun once.
            NotFound: no such entry.
        """
        before = self.entry(key)
        sha256, size = self._keep(package, before.package or "")
        return self._replaced(before, sha256, size)

    def replace_end(self, key: str, keep: int, tail: bytes) -> OutboxEntry:
        """Give a package not yet sent another end, such as a signature with its time-stamp.

        Args:
            key: the entry.
            keep: how many bytes from the beginning stay.
            tail: what follows them.

        Raises:
            AlreadySent: a sending of it has begun once.
            NotFound: no such entry, or no package.
            StoreDamaged, StoreFull: the package; nothing was changed.
        """
        before = self.entry(key)
        name = package_of(before)
        content = self._packages.parts(name)
        if content is not None:
            return self.replace_package(key, (*cut(content, keep), tail))

        def ended() -> Iterator[bytes]:
            return chain(first(self._packages.chunks(name), keep), (tail,))

        digest = hashlib.sha256()
        for piece in ended():
            digest.update(piece)
        sha256 = digest.hexdigest()
        self._packages.put(ended(), sha256)
        return self._replaced(before, sha256, keep + len(tail))

    def close_package(self, key: str) -> OutboxEntry:
        """Find out the digest of a package composed here, by which it is known from now on.

        Raises:
            AlreadySent: a sending of it has begun once, so it is closed.
            NotFound, StoreDamaged, StoreFull: the package.
        """
        before = self.entry(key)
        if before.package is None:
            return before
        sha256 = self._packages.close(before.package)
        if sha256 == before.package:
            return before
        return self._replaced(before, sha256, before.size)

    def _replaced(self, before: OutboxEntry, sha256: str, size: int) -> OutboxEntry:
        key = before.key
        with self._database.write() as store:
            replaced = store.execute(
                "UPDATE outbox SET file = ?, size = ?"
                " WHERE key = ? AND kind = 'package' AND state = 'QUEUED' AND attempts = 0",
                (sha256, size, key),
            )
        if not replaced:
            raise AlreadySent(key)
        self._copy(key)
        self._drop_unused(before.package)
        return self.entry(key)

    def cancel(self, key: str) -> OutboxEntry:
        """Take back an entry that has surely not left; it stays as refused, ``cancelled``.

        One that was brought in is ``left_to_another``: the station it came from goes on with it.

        Its package stays too, and the journal tells that the signature was discarded.

        Raises:
            AlreadySent: it has left, may have, or is settled; which of them is said.
            NotFound: no such entry.
        """
        try:
            with self._database.write() as store:
                taken = self._take_back(store, key)
                if taken:
                    self._mark(store, key, Mark.TAKEN_BACK)
        except StoreError:
            if self._copies is not None:
                self._copies.unmark(self._database, key, Mark.TAKEN_BACK)
            raise
        entry = self.entry(key)
        if not taken:
            raise AlreadySent(key, entry.held or Held.LEFT)
        return entry

    def _take_back(self, store: Transaction, key: str) -> bool:
        taken = store.execute(
            "UPDATE outbox SET state = 'REFUSED', detail = NULL, settled = ?,"
            " code = CASE WHEN carrier IS NULL THEN ? ELSE ? END"
            " WHERE key = ? AND state = 'QUEUED' AND departed = 0 AND exported IS NULL",
            (text_of(self._now()), str(CANCELLED), str(Reason.LEFT_TO_ANOTHER), key),
        )
        if taken:
            self._taken_back(store, key)
            give_back(store, key, text_of(self._now()))
        return bool(taken)

    def _take_back_again(self, store: Transaction, keys: tuple[str, ...]) -> None:
        # The triggers guard what happens; this writes down what has happened.
        guards = store.rows(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'outbox'"
        )
        for name, _ in guards:
            store.execute(f'DROP TRIGGER "{name}"')
        for key in keys:
            store.execute(
                "UPDATE outbox SET state = 'QUEUED', departed = 0, exported = NULL"
                " WHERE key = ? AND settled IS NULL",
                (key,),
            )
            self._take_back(store, key)
        for _, sql in guards:
            store.execute(sql)

    def require_open(self, key: str) -> OutboxEntry:
        """Return an entry that may be written to a file.

        Raises:
            AlreadySent: it is on its way at this moment, or settled.
            NotFound: no such entry.
        """
        entry = self.entry(key)
        if entry.state not in {OutboxState.QUEUED, OutboxState.UNCONFIRMED}:
            raise AlreadySent(key, entry.held or Held.SENDING)
        return entry

    def note_export(self, key: str) -> OutboxEntry:
        """Note, before it is written to a file, that another station may send it from now on.

        Raises:
            AlreadySent: it is on its way at this moment, or settled.
            NotFound: no such entry.
        """
        with self._database.write() as store:
            noted = store.execute(
                "UPDATE outbox SET exported = ?"
                " WHERE key = ? AND state IN ('QUEUED', 'UNCONFIRMED')",
                (text_of(self._now()), key),
            )
            if noted:
                self._mark(store, key, None)
        entry = self.entry(key)
        if not noted:
            raise AlreadySent(key, entry.held or Held.SENDING)
        return entry

    def forget(self, key: str) -> None:
        """Remove a refused entry and its package; no other can be removed.

        Raises:
            AlreadySent: it is not refused.
            NotFound: no such entry.
        """
        entry = self.entry(key)
        if entry.state is not OutboxState.REFUSED:
            raise AlreadySent(key, entry.held or Held.LEFT)
        with self._database.write() as store:
            if not entry.taken_back:
                self._mark(store, key, Mark.FORGOTTEN)
            store.execute(
                "INSERT OR IGNORE INTO fact (name, value) VALUES (?, '')", (f"{FORGOTTEN}{key}",)
            )
            store.execute("DELETE FROM outbox WHERE key = ?", (key,))
        self._drop_unused(entry.package)

    def hurry(self, key: str | None = None) -> None:
        """Make one entry, or every open one, due now; for "try again" pressed by a person."""
        with self._database.write() as store:
            store.execute(
                "UPDATE outbox SET failures = 0, next_try = ?"
                " WHERE settled IS NULL AND key = coalesce(?, key)",
                (text_of(self._now()), key),
            )

    def _insert(
        self,
        identity: tuple[str, str, str, str, str],
        payload: bytes,
        file: str | None,
        size: int,
        key: str | None = None,
        origin: tuple[str | None, str | None] = (None, None),
    ) -> OutboxEntry:
        key = key or str(uuid.uuid4())
        now = text_of(self._now())
        carrier, created = origin
        with self._database.write() as store:
            store.execute(
                "INSERT INTO outbox (key, person, kind, draft, title, version_digest, payload,"
                " file, size, created, state, next_try, carrier)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?)",
                (key, *identity, payload, file, size, created or now, now, carrier),
            )
            # Here its pages are at hand; another connection would decrypt them first.
            (entry,) = self.selected(store, "key = ?", (key,))
            end_words(store, entry)
        self._copy(key)
        return entry

    def _copy(self, key: str) -> None:
        if self._copies is not None:
            self._copies.keep(self._database, key)

    def _mark(self, store: Transaction, key: str, mark: Mark | None) -> None:
        if self._copies is not None:
            self._copies.mark(store, key, mark)

    def _keep(self, package: Path | bytes | Parts, before: str = "") -> tuple[str, int]:
        if isinstance(package, tuple):
            return self._packages.compose(package, before), sum(map(size_of, package))
        digest = hashlib.sha256()
        size = 0
        for piece in _pieces(package):
            digest.update(piece)
            size += len(piece)
        self._packages.put(_pieces(package), digest.hexdigest())
        return digest.hexdigest(), size

    def _drop_unused(self, sha256: str | None) -> None:
        if sha256 is None:
            return
        with self._database.read() as store:
            used = store.row("SELECT 1 FROM outbox WHERE file = ?", (sha256,))
        if used is None:
            self._packages.remove(sha256)


def _pieces(package: Path | bytes) -> Iterator[bytes]:
    if isinstance(package, bytes):
        yield package
        return
    with package.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
