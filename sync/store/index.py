"""What is put into the search index with every change of a draft, in the same transaction.

A draft has one number in all three indexes of ``migrations/0005_search.sql``, and a new, higher
one whenever the registry tells of a change. Filters are words too, of a kind nobody can type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta, timezone
from functools import lru_cache

import msgspec

from sync.errors import StoreDamaged
from sync.folding import fold, folded_with_breaks, loosened, strict
from sync.store import contents
from sync.store.database import Transaction
from sync.wire import Action, Draft, DraftState, DraftSummary, DraftType

KEY = "§"
"""Begins a word that is a filter; folding never leaves it in what is typed."""
ALL = f"{KEY}all"
_PARTED = f" {KEY} "
"""Stands between two parts, so that no phrase reaches from one into the next."""
_TABLES = ("search_head", "search_word", "search_phrase")
_DAYS_OF = timezone(timedelta(hours=5))
"""Uzbekistan has one time and has not moved its clocks since 1992."""

_draft = msgspec.json.Decoder(Draft)
_summary = msgspec.json.Decoder(DraftSummary)


def index_heads(
    store: Transaction, rows: Sequence[tuple[int, DraftSummary]], *, new: bool
) -> None:
    """Put drafts into the index as the newest, in the transaction that writes them.

    Args:
        store: the transaction.
        rows: each with the draft's row.
        new: none of these rows is in the index yet, and nothing more is known of them.
    """
    first = store.value("SELECT coalesce(max(number), 0) + 1 FROM search_draft")
    if not new:
        for number, (row, summary) in enumerate(rows, first):
            _take_out(store, row)
            _put(store, number, row, summary)
        return
    numbered = [(number, row, summary) for number, (row, summary) in enumerate(rows, first)]
    store.execute_many(
        "INSERT INTO search_draft (number, draft, id, day) VALUES (?, ?, ?, ?)",
        [(number, row, summary.id, _day(summary)) for number, row, summary in numbered],
    )
    store.execute_many(
        "INSERT INTO search_head (rowid, words, exact) VALUES (?, ?, ?)",
        [(number, *_head(summary, ())) for number, _, summary in numbered],
    )
    _keep_names(store, {("a", s.authority.stir, s.authority.name) for _, _, s in numbered})


def index_again(store: Transaction, row: int) -> None:
    """Put what is known of a draft now into the index, in the place it has."""
    number = store.value("SELECT number FROM search_draft WHERE draft = ?", (row,))
    body = store.value("SELECT summary FROM draft WHERE row = ?", (row,))
    if number is None or body is None:
        return
    _take_out(store, row)
    _put(store, number, row, read_summary(body))


def forget(store: Transaction, row: int) -> None:
    """Take a draft out of the index; deleting its row does the same."""
    _take_out(store, row)


def forget_all(store: Transaction) -> None:
    """Empty the index at once, for drafts that are about to be removed."""
    for name in _TABLES:
        store.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")  # noqa: S608 - our names
    store.execute("DELETE FROM search_draft")
    store.execute("DELETE FROM search_name")


def _take_out(store: Transaction, row: int) -> None:
    number = store.value("SELECT number FROM search_draft WHERE draft = ?", (row,))
    if number is None:
        return
    for name in _TABLES:
        store.execute(f"DELETE FROM {name} WHERE rowid = ?", (number,))  # noqa: S608 - our names
    store.execute("DELETE FROM search_draft WHERE number = ?", (number,))


def _put(store: Transaction, number: int, row: int, summary: DraftSummary) -> None:
    store.execute(
        "INSERT INTO search_draft (number, draft, id, day) VALUES (?, ?, ?, ?)",
        (number, row, summary.id, _day(summary)),
    )
    body = store.value("SELECT body FROM detail WHERE draft = ?", (row,))
    draft = None if body is None else read_draft(body)
    head = _head(summary, () if draft is None else _organisations(draft))
    store.execute(
        "INSERT INTO search_head (rowid, words, exact) VALUES (?, ?, ?)", (number, *head)
    )
    _keep_names(store, {("a", summary.authority.stir, summary.authority.name)})
    if draft is None:
        return
    asked = {entry.organisation for entry in draft.trail}
    _keep_names(store, {("o", item.stir, item.name) for item in asked})
    texts = contents.texts_of(store, draft)
    parts = [folded_with_breaks(section.text) for section in contents.bodies(draft, texts)]
    whole = _PARTED.join((head[0], *filter(None, parts)))
    store.execute("INSERT INTO search_phrase (rowid, words) VALUES (?, ?)", (number, whole))
    # In the order of the text: a set's own would make every index different.
    words = " ".join(dict.fromkeys(whole.split()))
    store.execute("INSERT INTO search_word (rowid, words) VALUES (?, ?)", (number, words))


def _keep_names(store: Transaction, names: Collection[tuple[str, str, str]]) -> None:
    store.execute_many(
        "INSERT INTO search_name (kind, stir, name) VALUES (?, ?, ?)"
        " ON CONFLICT (kind, stir) DO UPDATE SET name = excluded.name WHERE name != excluded.name",
        sorted(names),
    )


def _head(summary: DraftSummary, organisations: Iterable[str]) -> tuple[str, str]:
    """Return the words of a head with its keys, and the strict spelling of the words."""
    forms = [_both_forms(section.text) for section in contents.heads(summary)]
    keys = " ".join(_keys(summary, organisations))
    return (
        _PARTED.join((*(loose for loose, _ in forms), keys)),
        _PARTED.join([exact for _, exact in forms]),
    )


# Authorities and drafters are few and stand in every draft.
@lru_cache(maxsize=4_000)
def _both_forms(text: str) -> tuple[str, str]:
    exact = strict(text)
    return loosened(exact), exact


def _organisations(draft: Draft) -> set[str]:
    return {entry.organisation.stir for entry in draft.trail}


def _day(summary: DraftSummary) -> int:
    moment = summary.registration.date if summary.registration else summary.updated
    return moment.astimezone(_DAYS_OF).toordinal()


def _keys(summary: DraftSummary, organisations: Iterable[str]) -> Iterator[str]:
    yield _common_keys(summary.state, summary.type, summary.authority.stir, _day(summary))
    for stir in organisations:
        yield key("o", stir)
    if any(action is not Action.REMARK for action in summary.actions):
        yield key("w", "")
    if summary.registration:
        # A council's number begins with its convocation and session, which people leave out.
        parts = fold(summary.registration.number).split()
        begins = range(min(len(parts), 1 if parts[:1] and parts[0].isdigit() else 3))
        for begin in begins:
            yield number_key(parts[begin:])


@lru_cache(maxsize=4_000)
def _common_keys(state: DraftState, kind: DraftType, authority: str, day: int) -> str:
    moment = date.fromordinal(day)
    year, month = f"{moment.year:04d}", f"{moment.month:02d}"
    found = (("s", state), ("t", kind), ("a", authority), ("y", year), ("m", year + month))
    return " ".join((ALL, *(key(name, str(value)) for name, value in found)))


def key(kind: str, value: str) -> str:
    """Return the word that stands for a filter's value."""
    return KEY + kind + fold(value).replace(" ", "")


def number_key(parts: Sequence[str]) -> str:
    """Return how the word begins that stands for a registration number of these parts."""
    return KEY + "n" + "".join(f"{part}x" for part in parts)


def read_summary(body: bytes) -> DraftSummary:
    """Decode a summary of the store.

    Raises:
        StoreDamaged: it is none.
    """
    try:
        return _summary.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreDamaged(str(error)) from error


def read_draft(body: bytes) -> Draft:
    """Decode a detail of the store.

    Raises:
        StoreDamaged: it is none.
    """
    try:
        return _draft.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreDamaged(str(error)) from error
