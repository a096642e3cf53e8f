"""What the drafts of this station need, as the plan wants to know it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from sync.plan import Ahead, Standing, Wanted
from sync.store.database import Database, Row
from sync.wire import DraftState, FileRef

_ENDED = (
    DraftState.REGISTERED,
    DraftState.PUBLISHED,
    DraftState.REJECTED,
    DraftState.REVOKED,
)
_STANDING = "id, asked, updated, json_extract(CAST(summary AS TEXT), '$.deadline')"
_FILES = f"SELECT {_STANDING}, sha256, size FROM draft"  # noqa: S608 - fixed pieces
_JOIN = " JOIN draft_file ON draft_file.draft = draft.row"


class Wants:
    """Reads only; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def asked(self) -> tuple[Wanted, ...]:
        """Return the files of drafts that ask something; this is read in every cycle."""
        with self._database.read() as store:
            rows = store.rows(f"{_FILES} INDEXED BY draft_asked{_JOIN} WHERE asked = 1")
        return tuple(map(_wanted, rows))

    def others(self, ahead: Ahead) -> tuple[Wanted, ...]:
        """Return the files of all other drafts whose files are to be here before they are opened.

        Those somebody opened are among them as long as they have not ended.
        """
        with self._database.read() as store:
            rows = store.rows(
                f"{_FILES}{_JOIN} WHERE asked = 0 AND (? OR state NOT IN (?, ?, ?, ?))",
                (ahead is Ahead.ALL, *map(str, _ENDED)),
            )
        return tuple(map(_wanted, rows))

    def unread(self, ahead: Ahead) -> tuple[str, ...]:
        """Return drafts that ask nothing and whose details are wanted nevertheless."""
        with self._database.read() as store:
            rows = store.rows(
                "SELECT id FROM draft LEFT JOIN detail ON detail.draft = draft.row"
                " WHERE asked = 0 AND draft.revision IS NOT detail.revision"
                " AND (? OR state NOT IN (?, ?, ?, ?))",
                (ahead is Ahead.ALL, *map(str, _ENDED)),
            )
        return tuple(draft for (draft,) in rows)

    def standings(self, drafts: Iterable[str]) -> tuple[Standing, ...]:
        """Return those of these drafts that are here."""
        ids = msgspec.json.encode(tuple(drafts)).decode()
        with self._database.read() as store:
            rows = store.rows(
                f"SELECT draft.{_STANDING} FROM draft JOIN json_each(?) AS wanted"  # noqa: S608 - fixed pieces
                " ON draft.id = wanted.value",
                (ids,),
            )
        return tuple(map(_standing, rows))

    def sizes(self) -> dict[str, int]:
        """Return every file any draft here refers to, by digest, with its size in bytes."""
        with self._database.read() as store:
            return dict(store.rows("SELECT sha256, size FROM draft_file"))

    def kept(self) -> frozenset[str]:
        """Return the files that must stay: of drafts in the outbox, and of versions kept here."""
        with self._database.read() as store:
            rows = store.rows(
                "SELECT sha256 FROM outbox JOIN draft ON draft.id = outbox.draft"
                " JOIN draft_file ON draft_file.draft = draft.row WHERE settled IS NULL"
                " UNION SELECT sha256 FROM version_file"
            )
        return frozenset(sha256 for (sha256,) in rows)


def _standing(row: Row) -> Standing:
    draft, asked, updated, deadline = row[:4]
    due = None if deadline is None else datetime.fromisoformat(deadline)
    return Standing(draft, bool(asked), due, updated)


def _wanted(row: Row) -> Wanted:
    return Wanted(FileRef(row[4], row[5], ""), _standing(row))
