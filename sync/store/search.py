"""Full-text search over the folded form of what is known about a draft.

Two indexes: the *head* (title, number, id, authority, drafter), written with every summary, and
the *text*, given by the caller, who reads it out of the PDF. Neither keeps a copy of the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync.errors import NotFound
from sync.folding import fold, query
from sync.store.database import Database, Transaction, Value
from sync.wire import DraftSummary


@dataclass(frozen=True)
class Unindexed:
    """A draft whose text is here and not yet in the index."""

    draft: str
    sha256: str


@dataclass(frozen=True)
class Condition:
    """A piece of SQL over ``draft.row`` with its values; ``order`` puts better hits first."""

    where: str
    order: str
    values: tuple[Value, ...]
    order_values: tuple[Value, ...]


def condition(text: str) -> Condition | None:
    """Return what a typed search asks of ``draft.row``, or None if it asks nothing.

    Each word must be in the head or in the text; drafts with all words in the head come first.
    """
    words = query(text)
    if not words:
        return None
    where = " AND ".join(
        "(draft.row IN (SELECT rowid FROM search_head WHERE search_head MATCH ?)"
        " OR draft.row IN (SELECT rowid FROM search_text WHERE search_text MATCH ?))"
        for _ in words
    )
    return Condition(
        where=where,
        order="draft.row IN (SELECT rowid FROM search_head WHERE search_head MATCH ?) DESC",
        values=tuple(word for word in words for _ in range(2)),
        order_values=(" AND ".join(words),),
    )


def index_heads(
    store: Transaction, rows: Iterable[tuple[int, DraftSummary]], *, new: bool
) -> None:
    """Put the heads of drafts into the index, in the transaction that writes the drafts.

    Args:
        store: the transaction.
        rows: each with the draft's row.
        new: none of these rows is in the index yet, so none is looked for.
    """
    verb = "INSERT" if new else "INSERT OR REPLACE"
    store.execute_many(
        f"{verb} INTO search_head (rowid, words) VALUES (?, ?)",
        ((row, fold(_head(summary))) for row, summary in rows),
    )


def _head(summary: DraftSummary) -> str:
    parts = (
        summary.title,
        summary.registration.number if summary.registration else "",
        summary.id,
        summary.authority.name,
        summary.drafter,
    )
    return " ".join(parts)


def forget(store: Transaction, row: int) -> None:
    """Take a draft out of both indexes."""
    store.execute("DELETE FROM search_head WHERE rowid = ?", (row,))
    store.execute("DELETE FROM search_text WHERE rowid = ?", (row,))


class Search:
    """The part of search the application feeds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unindexed(self, limit: int = 20) -> tuple[Unindexed, ...]:
        """Return drafts whose detail is here and whose present text is not in the index."""
        with self._database.read() as store:
            rows = store.rows(
                "SELECT draft.id, detail.text FROM detail JOIN draft ON draft.row = detail.draft"
                " WHERE draft.indexed IS NOT detail.text ORDER BY draft.updated DESC LIMIT ?",
                (limit,),
            )
        return tuple(Unindexed(*row) for row in rows)

    def index_text(self, draft: str, sha256: str, text: str) -> None:
        """Put the text of a draft into the index instead of what was there.

        Args:
            draft: its id.
            sha256: the digest of the file the text was read from; the file is not asked for
                again until the draft's text has another digest. A file with no text to read is
                indexed with an empty one.
            text: in any alphabet.

        Raises:
            NotFound: the draft is gone.
        """
        folded = fold(text)
        with self._database.write() as store:
            row = store.value("SELECT row FROM draft WHERE id = ?", (draft,))
            if row is None:
                raise NotFound("draft", draft)
            store.execute(
                "INSERT OR REPLACE INTO search_text (rowid, words) VALUES (?, ?)", (row, folded)
            )
            store.execute("UPDATE draft SET indexed = ? WHERE row = ?", (sha256, row))
