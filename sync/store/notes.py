"""What a person has begun to write and not handed in: remarks, and the words of an answer.

A note is tied to one version. It never leaves by itself: handing a remark in is an entry of the
outbox under the note's own name, and the database ends the note in the same transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

from sync import values
from sync.errors import NotFound
from sync.store.database import Database, Row, Value

_COLUMNS = (
    "id, person, kind, draft, version, version_digest, file, page, quote, before, after, text,"
    " begun, changed"
)


class NoteKind(StrEnum):
    """What it will become."""

    REMARK = "remark"
    ANSWER = "answer"


class Anchor(values.Value, frozen=True):
    """The place in a document that is meant.

    ``file`` is a digest, ``page`` counts from 1, ``before`` and ``after`` are the few words
    around ``quote`` by which it is found again in another version. Without a file the whole draft
    is meant, without a quote the whole page.
    """

    file: str | None = None
    page: int | None = None
    quote: str = ""
    before: str = ""
    after: str = ""


class Note(values.Value, frozen=True):
    """One note. ``id`` is the idempotency key it will be sent under; times are UTC."""

    id: str
    person: str
    kind: NoteKind
    draft: str
    version: int
    version_digest: str
    anchor: Anchor
    text: str
    begun: datetime
    changed: datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Notes:
    """The notes of a station; safe to use from several threads."""

    def __init__(self, database: Database, now: Callable[[], datetime] = _utc_now) -> None:
        self._database = database
        self._now = now

    def begin(
        self,
        person: str,
        draft: str,
        version: int,
        version_digest: str,
        anchor: Anchor,
        text: str,
        kind: NoteKind = NoteKind.REMARK,
    ) -> Note:
        """Keep a new note.

        Raises:
            StoreFull: nothing was kept; tell the person.
        """
        now = self._now()
        made = Note(
            str(uuid.uuid4()), person, kind, draft, version, version_digest, anchor, text, now, now
        )
        moment = now.isoformat()
        with self._database.write() as store:
            store.execute(
                f"INSERT INTO note ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - fixed pieces
                (
                    *(made.id, person, str(kind), draft, version, version_digest),
                    *(anchor.file, anchor.page, anchor.quote, anchor.before, anchor.after),
                    *(text, moment, moment),
                ),
            )
        return made

    def write(self, note: str, text: str) -> None:
        """Keep what a note says now.

        Raises:
            NotFound: it was handed in or thrown away.
            StoreFull: what it said before is still there.
        """
        with self._database.write() as store:
            changed = store.execute(
                "UPDATE note SET text = ?, changed = ? WHERE id = ?",
                (text, self._now().isoformat(), note),
            )
        if not changed:
            raise NotFound("note", note)

    def write_answer(
        self, person: str, draft: str, version: int, version_digest: str, text: str
    ) -> None:
        """Keep the words of an answer that is not signed yet; empty ones are forgotten.

        Raises:
            StoreFull: what was kept before is still there.
        """
        now = self._now().isoformat()
        identity = (person, draft, version_digest)
        with self._database.write() as store:
            if not text:
                store.execute(
                    "DELETE FROM note WHERE kind = 'answer' AND person = ? AND draft = ?"
                    " AND version_digest = ?",
                    identity,
                )
                return
            store.execute(
                "INSERT INTO note (id, person, draft, version_digest, kind, version, quote,"
                " before, after, text, begun, changed)"
                " VALUES (?, ?, ?, ?, 'answer', ?, '', '', '', ?, ?, ?)"
                " ON CONFLICT (person, draft, version_digest) WHERE kind = 'answer'"
                " DO UPDATE SET text = excluded.text, changed = excluded.changed",
                (str(uuid.uuid4()), *identity, version, text, now, now),
            )

    def answer(self, person: str, draft: str) -> Note | None:
        """Return the words of an answer begun last for any version of a draft, or None."""
        found = self._select("kind = 'answer' AND person = ? AND draft = ?", (person, draft))
        return found[-1] if found else None

    def drop(self, note: str) -> None:
        """Throw a note away; one that is not there is no error."""
        with self._database.write() as store:
            store.execute("DELETE FROM note WHERE id = ?", (note,))

    def note(self, note: str) -> Note:
        """Return one note.

        Raises:
            NotFound: it was handed in or thrown away.
        """
        found = self._select("id = ?", (note,))
        if not found:
            raise NotFound("note", note)
        return found[0]

    def remarks(self, person: str, draft: str) -> tuple[Note, ...]:
        """Return this person's remarks on a draft that were not handed in, oldest first."""
        return self._select("kind = 'remark' AND person = ? AND draft = ?", (person, draft))

    def _select(self, where: str, values: tuple[Value, ...]) -> tuple[Note, ...]:
        with self._database.read() as store:
            rows = store.rows(
                f"SELECT {_COLUMNS} FROM note WHERE {where} ORDER BY changed, row",  # noqa: S608 - fixed pieces
                values,
            )
        return tuple(_note(row) for row in rows)


def _note(row: Row) -> Note:
    name, person, kind, draft, version, digest, *place, text, begun, changed = row
    return Note(
        id=name,
        person=person,
        kind=NoteKind(kind),
        draft=draft,
        version=version,
        version_digest=digest,
        anchor=Anchor(*place),
        text=text,
        begun=datetime.fromisoformat(begun),
        changed=datetime.fromisoformat(changed),
    )
