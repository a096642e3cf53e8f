"""How what the registry says of drafts is written down.

A page of changes and its cursor are one transaction, so the station is always exactly at some
cursor, and a crash between two pages goes on from there. Within a page the last word about a
draft counts. What is new is written in bulk: the first synchronising of an office is ten thousand
rows of it.

A registry that does not know our cursor tells everything again. Until it has, every draft it has
not named stays, marked as unconfirmed; the page that ends the telling removes those still marked.
So the list is never empty in between, nothing that is here is fetched twice, and a crash in the
middle goes on with it. The outbox is not touched by anything here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC

import msgspec

from sync import values
from sync.store import search
from sync.store.database import Transaction, Value
from sync.wire import Action, ChangesPage, DraftSummary

_AFRESH = "afresh"
_UNCONFIRMED = -1
"""Revision of a draft the registry has not named yet since it began to tell everything."""
BULK = 200
"""New drafts of a page from which on the search index follows later."""
_WELCOME = frozenset({Action.REMARK})
"""That remarks are welcome is not asking."""
_encode = msgspec.json.Encoder().encode


class Applied(values.Value, frozen=True):
    """What a page of changes did here. ``orphans`` are digests no draft refers to any more."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    orphans: tuple[str, ...] = ()


def begin_afresh(store: Transaction) -> None:
    """Forget the cursor and mark every draft and every detail as unconfirmed."""
    store.execute("UPDATE draft SET revision = ?", (_UNCONFIRMED,))
    # No revision of the feed equals this one, so every detail will be asked for again.
    store.execute("UPDATE detail SET revision = ?", (_UNCONFIRMED - 1,))
    store.execute("DELETE FROM fact WHERE name = 'cursor'")
    remember(store, _AFRESH, "1")


def apply_page(store: Transaction, page: ChangesPage) -> Applied:
    """Write a page and its cursor.

    The feed has the last word, even where it says less than we knew: a registry may have been set
    back. What it leads us astray on, it corrects.
    """
    last = {change.id: change.draft for change in page.changes}
    changed = [summary for summary in last.values() if summary is not None]
    removed = [draft for draft, summary in last.items() if summary is None]
    put_summaries(store, changed)
    loose: set[str] = set()
    for draft in removed:
        loose |= remove(store, draft)
    if not page.more and store.row("SELECT 1 FROM fact WHERE name = ?", (_AFRESH,)) is not None:
        unnamed = store.rows("SELECT id FROM draft WHERE revision = ?", (_UNCONFIRMED,))
        for (draft,) in unnamed:
            loose |= remove(store, draft)
            removed.append(draft)
        store.execute("DELETE FROM fact WHERE name = ?", (_AFRESH,))
    remember(store, "cursor", page.cursor)
    gone = orphans(store, loose)
    return Applied(tuple(summary.id for summary in changed), tuple(removed), gone)


def put_summaries(store: Transaction, summaries: Sequence[DraftSummary]) -> None:
    """Write summaries of different drafts, with the part of the search index that is theirs."""
    if not summaries:
        return
    ids = msgspec.json.encode([summary.id for summary in summaries]).decode()
    known: dict[str, int] = dict(
        store.rows("SELECT draft.id, row FROM draft JOIN json_each(?) ON draft.id = value", (ids,))
    )
    new = [summary for summary in summaries if summary.id not in known]
    first = store.value("SELECT coalesce(max(row), 0) + 1 FROM draft") if new else 0
    rows = list(enumerate(new, first))
    store.execute_many(
        "INSERT INTO draft (row, revision, state, asked, updated, summary, id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(row, *_columns(summary), summary.id) for row, summary in rows],
    )
    if len(rows) < BULK:
        search.index_heads(store, rows, new=True)
    else:
        # Folding and indexing take five times as long as all the rest. The list is there now;
        # the indexer finds what is not in the index by itself.
        search.index_later(store)
    old = [(known[summary.id], summary) for summary in summaries if summary.id in known]
    store.execute_many(
        "UPDATE draft SET revision = ?, state = ?, asked = ?, updated = ?, summary = ?"
        " WHERE row = ?",
        [(*_columns(summary), row) for row, summary in old],
    )
    search.index_heads(store, old, new=False)


def remove(store: Transaction, draft: str) -> set[str]:
    """Remove a draft and return the digests of the files it referred to."""
    row = store.value("SELECT row FROM draft WHERE id = ?", (draft,))
    if row is None:
        return set()
    files = store.rows(
        "SELECT sha256 FROM draft_file WHERE draft = ?"
        " UNION SELECT sha256 FROM version_file WHERE draft = ?",
        (row, draft),
    )
    search.forget(store, row)
    store.execute("DELETE FROM draft WHERE row = ?", (row,))
    return {sha256 for (sha256,) in files}


def clear(store: Transaction) -> tuple[str, ...]:
    """Remove every draft and the cursor, and return the digests of their files."""
    files = store.rows("SELECT sha256 FROM draft_file UNION SELECT sha256 FROM version_file")
    search.forget_all(store)
    store.execute("DELETE FROM draft")
    store.execute("DELETE FROM fact WHERE name IN ('cursor', ?)", (_AFRESH,))
    return tuple(sha256 for (sha256,) in files)


def orphans(store: Transaction, candidates: Iterable[str]) -> tuple[str, ...]:
    """Return those digests that no draft and no kept version refers to any more."""
    return tuple(
        sha256
        for sha256 in candidates
        if store.row(
            "SELECT 1 FROM draft_file WHERE sha256 = ?1"
            " UNION ALL SELECT 1 FROM version_file WHERE sha256 = ?1",
            (sha256,),
        )
        is None
    )


def remember(store: Transaction, name: str, value: str) -> None:
    """Write a fact."""
    store.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", (name, value))


def _columns(summary: DraftSummary) -> tuple[Value, ...]:
    return (
        summary.revision,
        str(summary.state),
        not _WELCOME.issuperset(summary.actions),
        summary.updated.astimezone(UTC).isoformat(),
        _encode(summary),
    )
