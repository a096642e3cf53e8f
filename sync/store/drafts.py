"""The registry's drafts as this station last saw them: summaries for the list, details to open.

Only the registry changes anything here; how is in :mod:`sync.store.feed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from sync.errors import NotFound, StoreDamaged
from sync.store import feed, search
from sync.store.database import Database, Value
from sync.store.feed import Applied
from sync.wire import ChangesPage, Draft, DraftState, DraftSummary, FileRef

T = TypeVar("T")

_STALE_ALL = (
    "SELECT id FROM draft LEFT JOIN detail ON detail.draft = draft.row"
    " WHERE draft.revision IS NOT detail.revision ORDER BY asked DESC, updated DESC"
)
# Two small sets, each by its own index, instead of every draft: this is asked in every cycle.
_STALE = (
    "SELECT id, asked, updated FROM draft INDEXED BY draft_asked"
    " LEFT JOIN detail ON detail.draft = draft.row"
    " WHERE asked = 1 AND draft.revision IS NOT detail.revision"
    " UNION ALL"
    " SELECT id, asked, updated FROM detail CROSS JOIN draft ON draft.row = detail.draft"
    " WHERE asked = 0 AND draft.revision IS NOT detail.revision"
    " ORDER BY 2 DESC, 3 DESC"
)

_encoder = msgspec.json.Encoder()
_summaries = msgspec.json.Decoder(list[DraftSummary])
_summary = msgspec.json.Decoder(DraftSummary)
_draft = msgspec.json.Decoder(Draft)


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
        with self._database.write() as store:
            return feed.apply_page(store, page)

    def begin_afresh(self) -> None:
        """Get ready to be told everything again, because the registry knows our cursor no more.

        Raises:
            StoreFull: nothing was changed.
        """
        with self._database.write() as store:
            feed.begin_afresh(store)

    def put_detail(self, draft: Draft) -> tuple[str, ...]:
        """Keep everything about one draft, and its summary if that is newer than ours.

        Returns:
            The digests of files that no draft refers to any more.

        Raises:
            NotFound: the draft was withdrawn from this person in the meantime.
        """
        summary = draft.summary
        with self._database.write() as store:
            known = store.row("SELECT row, revision FROM draft WHERE id = ?", (summary.id,))
            if known is None:
                raise NotFound("draft", summary.id)
            row, revision = known
            if summary.revision > revision:
                feed.put_summaries(store, (summary,))
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
            store.execute("DELETE FROM draft_file WHERE draft = ?", (row,))
            store.execute_many(
                "INSERT OR IGNORE INTO draft_file (draft, sha256, size) VALUES (?, ?, ?)",
                [(row, file.sha256, file.size) for file in files_of(draft)],
            )
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
        where, order, values = _conditions(state, search, asked=asked)
        with self._database.read() as store:
            rows = store.rows(
                f"SELECT summary FROM draft{where} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608 - fixed pieces
                (*values, -1 if limit is None else limit, offset),
            )
        # One decoding of one array is a third faster than one for each row.
        return _read(_summaries, b"[" + b",".join(row[0] for row in rows) + b"]")

    def count(
        self, state: DraftState | None = None, search: str | None = None, *, asked: bool = False
    ) -> int:
        """Return how many summaries the same conditions have."""
        where, order, values = _conditions(state, search, asked=asked)
        used = values[: len(values) - order.count("?")]
        with self._database.read() as store:
            return int(store.value(f"SELECT count(*) FROM draft{where}", used))  # noqa: S608 - fixed pieces

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

    def stale(self, *, everything: bool = False) -> tuple[str, ...]:
        """Return ids of drafts to fetch: first those that ask something of the person.

        Drafts that were fetched before are kept fresh; others come when they are opened, or all
        of them with ``everything``.
        """
        with self._database.read() as store:
            rows = store.rows(_STALE_ALL if everything else _STALE)
        return tuple(row[0] for row in rows)

    def wanted_files(self) -> tuple[FileRef, ...]:
        """Return every file of the drafts that ask something of the person, newest first."""
        with self._database.read() as store:
            rows = store.rows(
                "SELECT DISTINCT sha256, size FROM draft"
                " JOIN draft_file ON draft_file.draft = draft.row"
                " WHERE asked = 1 ORDER BY updated DESC"
            )
        return tuple(FileRef(sha256, size, "") for sha256, size in rows)


def files_of(draft: Draft) -> tuple[FileRef, ...]:
    """Return the text, the annexes and the letters of a draft, in reading order."""
    letters = (entry.letter for entry in draft.trail if entry.letter is not None)
    return (draft.text, *(annex.file for annex in draft.annexes), *letters)


def _conditions(
    state: DraftState | None, text: str | None, *, asked: bool
) -> tuple[str, str, tuple[Value, ...]]:
    pieces: list[str] = []
    values: list[Value] = []
    order = "updated DESC, row DESC"
    if state is not None:
        pieces.append("state = ?")
        values.append(str(state))
    if asked:
        pieces.append("asked = 1")
    found = search.condition(text or "")
    if found is not None:
        pieces.append(found.where)
        values += [*found.values, *found.order_values]
        order = f"{found.order}, {order}"
    return (f" WHERE {' AND '.join(pieces)}" if pieces else ""), order, tuple(values)


def _read(decoder: msgspec.json.Decoder[T], body: bytes | Sequence[int]) -> T:
    try:
        return decoder.decode(bytes(body))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreDamaged(str(error)) from error
