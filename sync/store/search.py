"""Search: what is put into the index with every change, and how a question is answered.

Three indexes over the folded form of words, see ``migrations/0005_search.sql``: the *head* of a
draft, which *words* it has anywhere, and its *phrases*. All are read newest first and only as far
as somebody looks, so that a letter that stands in a hundred thousand drafts costs as little as a
word in one. Filters are words too, of a kind nobody can type.

Order of answers: a registration number that begins so; all words in the head, with oʻ and gʻ
spelled as typed; all words in the head; all words anywhere. Newest first among equals.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from sync import values
from sync.cancel import NEVER, CancelToken, Stopper, check
from sync.errors import NotFound
from sync.folding import fold
from sync.question import Clause, Filters, Question
from sync.store import contents
from sync.store.contents import Passage
from sync.store.database import Database, Transaction, Value
from sync.store.index import (
    ALL,
    forget,
    forget_all,
    index_again,
    index_heads,
    key,
    number_key,
    read_draft,
    read_summary,
)

__all__ = ["MOST", "Found", "Search", "forget", "forget_all", "index_again", "index_heads"]

MOST = 1000
"""Answers that are counted; of more it is only said that there are more."""
_DUE = "SELECT value FROM fact WHERE name = 'search_due'"
"""There while the index is being made again: the time of the last draft that is in it."""
_EVERYTHING = "all"
"""Stands there before the first."""
_LEAST_OPEN = 4
"""Letters from which the last word of a phrase may go on; there is no index for fewer."""


class Found(values.Value, frozen=True):
    """Ids of drafts, the best answers first.

    ``more``: there are more than were asked for. ``partial``: the index is being made, so that
    something may be missing.
    """

    ids: tuple[str, ...]
    more: bool = False
    partial: bool = False


class _Tier(values.Value, frozen=True):
    """One index asked one thing; what comes of it ranks before every later tier.

    What ``unless`` finds, in the index that it names, is left out.
    """

    table: str
    match: str
    unless: tuple[str, str] | None = None


class Search:
    """Answers questions, and tells what there is still to index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self, question: Question, *, most: int | None = MOST, cancel: CancelToken = NEVER
    ) -> Found:
        """Return the drafts that answer ``question``, the best first.

        Args:
            question: nothing in it can be wrong.
            most: how many are wanted; None for all.
            cancel: a :class:`~sync.cancel.Stopper` also ends a statement that is running.

        Raises:
            Cancelled: nobody wants the answer any more.
        """
        with self._database.read() as store, _stoppable(store, cancel):
            days = _days(store, question.filters)
            partial = store.row(_DUE) is not None
            if days is not None and days[0] > days[1]:
                return Found((), partial=partial)
            ids: dict[str, None] = {}
            for tier in _tiers(question, days):
                wanted = None if most is None else most + 1
                if wanted is not None and len(ids) >= wanted:
                    break
                check(cancel)
                for identifier in _ask(store, tier, days, wanted, ids):
                    ids[identifier] = None
            found = tuple(ids)
        return Found(found[:most], most is not None and len(found) > most, partial)

    def passages(
        self, drafts: Sequence[str], question: Question, cancel: CancelToken = NEVER
    ) -> dict[str, Passage]:
        """Return for each draft the place that answers the words best; some may have none."""
        clauses = question.clauses
        found: dict[str, Passage] = {}
        with self._database.read() as store:
            for identifier in drafts:
                check(cancel)
                passage = contents.best(_sections(store, identifier), clauses)
                if passage is not None:
                    found[identifier] = passage
        return found

    def authorities(self) -> tuple[tuple[str, str], ...]:
        """Return the authorities that occurred, as STIR and name, by name."""
        return self._names("a")

    def organisations(self) -> tuple[tuple[str, str], ...]:
        """Return the organisations that were asked to agree, as STIR and name, by name."""
        return self._names("o")

    def _names(self, kind: str) -> tuple[tuple[str, str], ...]:
        with self._database.read() as store:
            rows = store.rows("SELECT stir, name FROM search_name WHERE kind = ?", (kind,))
        return tuple(sorted(rows, key=lambda row: fold(row[1])))

    # What there is to index

    def unread(self) -> tuple[str, ...]:
        """Return digests of files whose text is not known, those of the newest drafts first."""
        with self._database.read() as store:
            rows = store.rows(
                "SELECT draft_file.sha256 FROM draft_file"
                " JOIN draft ON draft.row = draft_file.draft"
                " LEFT JOIN file_text ON file_text.sha256 = draft_file.sha256"
                " WHERE file_text.sha256 IS NULL ORDER BY asked DESC, updated DESC"
            )
        return tuple(dict.fromkeys(row[0] for row in rows))

    def index_text(self, sha256: str, text: str) -> None:
        """Keep the text of a file and put it into the index of every draft that has the file.

        Args:
            sha256: the file's digest; it is not asked for again.
            text: in any alphabet; empty where there is nothing to read.

        Raises:
            NotFound: no draft has this file any more.
        """
        with self._database.write() as store:
            rows = store.rows("SELECT draft FROM draft_file WHERE sha256 = ?", (sha256,))
            if not rows:
                raise NotFound("file", sha256)
            contents.keep_text(store, sha256, text)
            for (row,) in rows:
                index_again(store, row)

    def catch_up(self, portion: int = 200) -> bool:
        """Index drafts that an older program left; returns whether there are more.

        Raises:
            StoreFull: nothing was changed.
        """
        with self._database.write() as store:
            due = store.value(_DUE)
            if due is None:
                return False
            if due == _EVERYTHING:
                forget_all(store)
                due = ""
            rows = store.rows(
                "SELECT row, updated, summary FROM draft WHERE updated >= ?"
                " AND NOT EXISTS (SELECT 1 FROM search_draft WHERE draft = draft.row)"
                " ORDER BY updated LIMIT ?",
                (due, portion),
            )
            found = [(row, read_summary(body)) for row, _, body in rows]
            index_heads(store, found, new=False)
            if len(rows) < portion:
                store.execute("DELETE FROM fact WHERE name = 'search_due'")
                return False
            store.execute("UPDATE fact SET value = ? WHERE name = 'search_due'", (rows[-1][1],))
        return True


def index_later(store: Transaction) -> None:
    """Leave drafts that were written now, of whatever age, to :meth:`Search.catch_up`."""
    store.execute(
        "INSERT INTO fact (name, value) VALUES ('search_due', '')"
        " ON CONFLICT (name) DO UPDATE SET value = '' WHERE value != ?",
        (_EVERYTHING,),
    )


def _stoppable(store: Transaction, cancel: CancelToken) -> contextlib.AbstractContextManager[None]:
    if isinstance(cancel, Stopper):
        return cancel.during(store.interrupt)
    return contextlib.nullcontext()


def _sections(store: Transaction, identifier: str) -> Iterator[contents.Section]:
    row = store.row("SELECT row, summary FROM draft WHERE id = ?", (identifier,))
    if row is None:
        return
    yield from contents.heads(read_summary(row[1]))
    body = store.value("SELECT body FROM detail WHERE draft = ?", (row[0],))
    if body is not None:
        draft = read_draft(body)
        yield from contents.bodies(draft, contents.texts_of(store, draft))


def _days(store: Transaction, filters: Filters) -> tuple[int, int] | None:
    """Return the first and the last day that are asked for and occur; None if all are."""
    if filters.since is None and filters.until is None:
        return None
    least, most = store.row("SELECT min(day), max(day) FROM search_draft") or (None, None)
    if least is None:
        return (1, 0)
    since = filters.since.toordinal() if filters.since else least
    until = filters.until.toordinal() if filters.until else most
    return (max(since, least), min(until, most))


def _tiers(question: Question, days: tuple[int, int] | None) -> Iterator[_Tier]:
    clauses = question.clauses
    wanted = [clause for clause in clauses if not clause.excluded]
    phrases = any(clause.phrase for clause in clauses)
    whole = "search_phrase" if phrases else "search_word"
    keys = list(_asked_keys(question.filters, days))
    head = [f"words : ({' AND '.join(keys)})"] if keys else []
    refused = " OR ".join(_loose(clause, whole) for clause in clauses if clause.excluded)
    unless = (whole, refused) if refused else None
    of_head = f" NOT words : ({refused})" if refused else ""

    def tier(*parts: str) -> _Tier:
        return _Tier("search_head", f"({' AND '.join((*parts, *head))}){of_head}", unless)

    if not wanted:
        yield tier(f"words : {_quoted(ALL)}")
        return
    if len(wanted) == 1 and wanted[0].forms[0][0].isdigit():
        yield tier(f"words : {_quoted(number_key(wanted[0].forms[0]))} *")
    if any(set("og") & set("".join(clause.exact)) for clause in wanted):
        exact = " AND ".join(_form(clause.exact, clause.prefix) for clause in wanted)
        yield tier(f"exact : ({exact})")
    yield tier(f"words : ({' AND '.join(_loose(clause, 'search_head') for clause in wanted)})")
    everywhere = " AND ".join([*(_loose(clause, whole) for clause in wanted), *keys])
    yield _Tier(whole, everywhere, unless)


def _asked_keys(filters: Filters, days: tuple[int, int] | None) -> Iterator[str]:
    if filters.states:
        yield _any(_quoted(key("s", str(state))) for state in filters.states)
    if filters.types:
        yield _any(_quoted(key("t", str(kind))) for kind in filters.types)
    if filters.authority:
        yield _quoted(key("a", filters.authority))
    if filters.organisation:
        yield _quoted(key("o", filters.organisation))
    if filters.asked:
        yield _quoted(key("w", ""))
    if number := fold(filters.number).split():
        yield _quoted(number_key(number)) + " *"
    if days is not None:
        yield _any(map(_quoted, _months(*days)))


def _months(first: int, last: int) -> Iterator[str]:
    """Yield keys of the years and months that cover the days; the days are looked at later."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    for year in range(begin.year, end.year + 1):
        from_month = begin.month if year == begin.year else 1
        to_month = end.month if year == end.year else 12
        if (from_month, to_month) == (1, 12):
            yield key("y", f"{year:04d}")
        else:
            for month in range(from_month, to_month + 1):
                yield key("m", f"{year:04d}{month:02d}")


def _ask(
    store: Transaction,
    tier: _Tier,
    days: tuple[int, int] | None,
    wanted: int | None,
    known: Collection[str],
) -> Iterator[str]:
    """Yield ids of drafts, newest first, so many that ``wanted`` are there with those known."""
    # What an earlier tier found is found again by a later one.
    values: list[Value] = [tier.match]
    sql = (
        f"SELECT id FROM {tier.table} JOIN search_draft ON number = {tier.table}.rowid"  # noqa: S608 - our own names
        f" WHERE {tier.table} MATCH ?"
    )
    if tier.unless is not None:
        table, match = tier.unless
        sql += f" AND {tier.table}.rowid NOT IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)"  # noqa: S608
        values.append(match)
    if days is not None:
        sql += " AND day BETWEEN ? AND ?"
        values += days
    sql += f" ORDER BY {tier.table}.rowid DESC LIMIT ?"
    values.append(-1 if wanted is None else wanted)
    for (identifier,) in store.rows(sql, values):
        if identifier not in known:
            yield identifier


def _loose(clause: Clause, table: str) -> str:
    # A phrase that goes on with a letter or two would be looked for under every word there is.
    open_ended = clause.prefix and (
        table != "search_phrase" or len(clause.forms[0][-1]) >= _LEAST_OPEN
    )
    return _any(_form(form, open_ended) for form in clause.forms)


def _form(words: Sequence[str], prefix: bool) -> str:
    return _quoted(" ".join(words)) + (" *" if prefix else "")


def _quoted(words: str) -> str:
    return f'"{words}"'


def _any(alternatives: Iterable[str]) -> str:
    found = list(alternatives)
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"
