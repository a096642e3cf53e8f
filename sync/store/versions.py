"""Versions of drafts that are kept to be compared: those somebody answered, and those fetched.

The database keeps the version of whatever enters the outbox by itself (``migrations``), so it is
there without a line however often the draft has changed since. They leave with their draft.
"""

from __future__ import annotations

import msgspec

from sync.errors import NotFound, StoreDamaged
from sync.store.database import Database
from sync.values import Value
from sync.wire import Draft

_draft = msgspec.json.Decoder(Draft)


class KeptVersion(Value, frozen=True):
    """One version that is here."""

    number: int
    digest: str


class Versions:
    """Older versions; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, draft: Draft) -> None:
        """Keep a version; the first copy of a version stays, because none ever changes.

        Raises:
            NotFound: the draft was withdrawn from this person in the meantime.
            StoreFull: nothing was kept.
        """
        summary = draft.summary
        with self._database.write() as store:
            if store.row("SELECT 1 FROM draft WHERE id = ?", (summary.id,)) is None:
                raise NotFound("draft", summary.id)
            store.execute(
                "INSERT OR IGNORE INTO version (draft, number, digest, body) VALUES (?, ?, ?, ?)",
                (summary.id, summary.version, summary.version_digest, msgspec.json.encode(draft)),
            )

    def get(self, draft: str, number: int) -> Draft:
        """Return a version.

        Raises:
            NotFound: it is not on this station.
            StoreDamaged: it cannot be read.
        """
        with self._database.read() as store:
            body = store.value(
                "SELECT body FROM version WHERE draft = ? AND number = ?", (draft, number)
            )
        if body is None:
            raise NotFound("version", f"{draft} {number}")
        try:
            return _draft.decode(bytes(body))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StoreDamaged(str(error)) from error

    def kept(self, draft: str) -> tuple[KeptVersion, ...]:
        """Return which versions of a draft are here besides the current one, oldest first."""
        with self._database.read() as store:
            rows = store.rows(
                "SELECT number, digest FROM version WHERE draft = ? ORDER BY number", (draft,)
            )
        return tuple(KeptVersion(number, digest) for number, digest in rows)
