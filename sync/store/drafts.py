"""The registry's drafts as this station last saw them: summaries for the list, details to open.

Only the registry changes anything here; how is in :mod:`sync.store.feed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from sync import values
from sync.errors import NotFound, StoreDamaged
from sync.question import Filters, Question
from sync.store.contents import files_of
from sync.store.database import Database, Value
from sync.store.glance import STALE
from sync.wire import ChangesPage, Draft, DraftState, DraftSummary

if TYPE_CHECKING:
    from sync.store.feed import Applied

T = TypeVar("T")

__all__ = ["Drafts", "Listed", "files_of"]

_encoder = msgspec.json.Encoder()
_summaries = msgspec.json.Decoder(list[DraftSummary])
_summary = msgspec.json.Decoder(DraftSummary)
_draft = msgspec.json.Decoder(Draft)
_words = msgspec.json.Decoder(tuple[str, ...])
_numbers = msgspec.json.Decoder(tuple[int, ...])


_LISTED = (
    "SELECT json_group_array(id), json_group_array(state), json_group_array(asked),"
    " json_group_array(revision) FROM (SELECT id, state, asked, revision"
    " FROM draft INDEXED BY draft_listed ORDER BY updated DESC, row DESC)"
)
"""One row and so one step: between steps each row of ten thousand would wait for the interpreter
while another thread makes the window. SQLite keeps the order of a subquery below an aggregate
that is none of count(), min() and max() ("omit ORDER BY" in its select.c)."""


class Listed(values.Value, frozen=True):
    """Every draft, newest first, in columns: what groups it, and which of its states this is.

    :meth:`Drafts.of` reads what is shown of one; most of ten thousand are never looked at.
    """

    ids: tuple[str, ...]
    states: tuple[str, ...]
    asked: tuple[int, ...]
    """1 where something is asked of the person signed in, else 0."""
    revisions: tuple[int, ...]


class Drafts:
    """Reads and applies drafts; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cursor(self) -> str | None:
        """Return the cursor of the last page applied, or None before the first."""
        with self._database.read() as store:
            value: str | None = store.value("SELECT value FROM fact WHERE name = 'cursor'")
        return value

    def owner(self) -> str | None:
        """Return the PINFL of the person these drafts were fetched for, or None."""
        with self._database.read() as store:
            value: str | None = store.value("SELECT value FROM fact WHERE name = 'owner'")
        return value

    def belong_to(self, pinfl: str) -> tuple[str, ...]:
        """Make the drafts this person's; another person's drafts leave the station first.

        The outbox is not touched: what somebody signed stays until it is settled.

        Returns:
            The digests of the files that may be removed.
        """
        from sync.store import feed

        with self._database.write() as store:
            owner = store.value("SELECT value FROM fact WHERE name = 'owner'")
            orphans: tuple[str, ...] = ()
            if owner not in {None, pinfl}:
                orphans = feed.clear(store)
            feed.remember(store, "owner", pinfl)
        return orphans

    def apply(self, page: ChangesPage) -> Applied:
        """Apply a page of the delta feed and its cursor; see :mod:`sync.store.feed`.

        Raises:
            StoreFull: nothing was applied.
        """
        from sync.store import feed

        # What a power cut takes of the pages before the last, it takes with their cursors.
        with self._database.write(synced=not page.more) as store:
            return feed.apply_page(store, page)

    def begin_afresh(self) -> None:
        """Get ready to be told everything again, because the registry knows our cursor no more.

        Raises:
            StoreFull: nothing was changed.
        """
        from sync.store import feed

        with self._database.write() as store:
            feed.begin_afresh(store)

    def put_detail(self, draft: Draft) -> tuple[str, ...]:
        """Keep everything about one draft, and its summary if that is newer than ours.

        Returns:
            The digests of files that no draft refers to any more.

        Raises:
            NotFound: the draft was withdrawn from this person in the meantime.
        """
        from sync.store import feed, search

        summary = draft.summary
        with self._database.write() as store:
            known = store.row("SELECT row, revision FROM draft WHERE id = ?", (summary.id,))
            if known is None:
                raise NotFound("draft", summary.id)
            row, revision = known
            store.execute(
                "INSERT OR REPLACE INTO detail (draft, revision, text, body) VALUES (?, ?, ?, ?)",
                (row, summary.revision, draft.text.sha256, _encoder.encode(draft)),
            )
            before = {
                sha256
                for (sha256,) in store.rows(
                    "SELECT sha256 FROM draft_file WHERE draft = ?", (row,)
                )
            }
            files = files_of(draft)
            # What stays is not taken away first: the text read out of a file goes with the file.
            store.execute_many(
                "DELETE FROM draft_file WHERE draft = ? AND sha256 = ?",
                [(row, sha256) for sha256 in before - {file.sha256 for file in files}],
            )
            store.execute_many(
                "INSERT OR IGNORE INTO draft_file (draft, sha256, size) VALUES (?, ?, ?)",
                [(row, file.sha256, file.size) for file in files],
            )
            if summary.revision > revision:
                feed.put_summaries(store, (summary,))
            else:
                search.index_again(store, row)
            return feed.orphans(store, before)

    def summaries(
        self,
        state: DraftState | None = None,
        search: str | None = None,
        *,
        asked: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[DraftSummary]:
        """Return summaries, newest first; with a search, hits in the head come first.

        Args:
            state: only drafts in this state.
            search: what a person typed; every word is a prefix, in any alphabet.
            asked: only drafts that ask something of the person signed in; that remarks are
                welcome is not asking.
            limit: at most so many.
            offset: skip so many.
        """
        if search is not None and search.strip():
            wanted = None if limit is None else offset + limit
            return self.of(self._found(state, search, asked=asked, most=wanted)[offset:])
        where, values = _conditions(state, asked=asked)
        with self._database.read() as store:
            rows = store.rows(
                f"SELECT summary FROM draft{where}"  # noqa: S608 - fixed pieces
                " ORDER BY updated DESC, row DESC LIMIT ? OFFSET ?",
                (*values, -1 if limit is None else limit, offset),
            )
        return _array(row[0] for row in rows)

    def listed(self) -> Listed:
        """Return what the list of all drafts needs before anybody looks at one."""
        with self._database.read() as store:
            row = store.row(_LISTED)
        # Without groups an aggregate always has one row.
        ids, states, asked, revisions = (str(column).encode() for column in row or ["[]"] * 4)
        return Listed(
            _read(_words, ids),
            _read(_words, states),
            _read(_numbers, asked),
            _read(_numbers, revisions),
        )

    def of(self, drafts: Sequence[str]) -> list[DraftSummary]:
        """Return the summaries of these drafts, in this order, without those that are gone."""
        with self._database.read() as store:
            rows = store.rows(
                "SELECT summary FROM json_each(?) JOIN draft ON draft.id = value"
                " ORDER BY json_each.key",
                (msgspec.json.encode(drafts).decode(),),
            )
        return _array(row[0] for row in rows)

    def count(
        self, state: DraftState | None = None, search: str | None = None, *, asked: bool = False
    ) -> int:
        """Return how many summaries the same conditions have."""
        if search is not None and search.strip():
            return len(self._found(state, search, asked=asked, most=None))
        where, values = _conditions(state, asked=asked)
        with self._database.read() as store:
            return int(store.value(f"SELECT count(*) FROM draft{where}", values))  # noqa: S608 - fixed pieces

    def _found(
        self, state: DraftState | None, text: str, *, asked: bool, most: int | None
    ) -> tuple[str, ...]:
        from sync.store.search import Search

        filters = Filters(states=() if state is None else (state,), asked=asked)
        return Search(self._database).find(Question(text, filters), most=most).ids

    def largest_to_sign(self) -> int:
        """Return the bytes of the files of the largest draft that waits for a signature here.

        0 where none waits, or nothing is known yet of those that do.
        """
        with self._database.read() as store:
            value = store.value(
                "SELECT max(size) FROM (SELECT sum(draft_file.size) AS size FROM draft"
                " JOIN draft_file ON draft_file.draft = draft.row"
                " WHERE asked = 1 AND state = ? GROUP BY draft.row)",
                (str(DraftState.READY_TO_SIGN),),
            )
        return int(value or 0)

    def states(self) -> dict[DraftState, int]:
        """Return how many drafts are in each state that occurs."""
        with self._database.read() as store:
            rows = store.rows("SELECT state, count(*) FROM draft GROUP BY state")
        return {DraftState(state): number for state, number in rows}

    def summary(self, draft: str) -> DraftSummary:
        """Return one summary.

        Raises:
            NotFound: this station knows no such draft.
        """
        with self._database.read() as store:
            body = store.value("SELECT summary FROM draft WHERE id = ?", (draft,))
        if body is None:
            raise NotFound("draft", draft)
        return _read(_summary, body)

    def draft(self, draft: str) -> Draft:
        """Return everything about one draft, as last fetched.

        It may be behind the list: then its ``summary.revision`` is lower than that of
        :meth:`summary`, and it must be fetched again before anything is signed.

        Raises:
            NotFound: this station knows no such draft, or has not fetched it yet.
        """
        with self._database.read() as store:
            body = store.value(
                "SELECT body FROM detail JOIN draft ON draft.row = detail.draft WHERE id = ?",
                (draft,),
            )
        if body is None:
            raise NotFound("draft", draft)
        return _read(_draft, body)

    def stale(self) -> tuple[str, ...]:
        """Return ids of drafts to fetch: first those that ask something of the person.

        Drafts that were fetched before are kept fresh; others come when they are opened, or as
        :meth:`sync.store.wanted.Wants.unread` says.
        """
        with self._database.read() as store:
            rows = store.rows(STALE)
        return tuple(row[0] for row in rows)


def _conditions(state: DraftState | None, *, asked: bool) -> tuple[str, tuple[Value, ...]]:
    pieces: list[str] = []
    values: list[Value] = []
    if state is not None:
        pieces.append("state = ?")
        values.append(str(state))
    if asked:
        pieces.append("asked = 1")
    return (f" WHERE {' AND '.join(pieces)}" if pieces else ""), tuple(values)


def _array(bodies: Iterable[bytes]) -> list[DraftSummary]:
    # One decoding of one array is a third faster than one for each row.
    return _read(_summaries, b"[" + b",".join(bodies) + b"]")


def _read(decoder: msgspec.json.Decoder[T], body: bytes | Sequence[int]) -> T:
    try:
        return decoder.decode(bytes(body))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreDamaged(str(error)) from error
