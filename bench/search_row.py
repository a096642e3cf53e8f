"""Searching a hundred thousand drafts while typing, against a plain FTS5 table in a plain file.

What is timed is what a person waits for: the question is read, answered, and the summaries of
the first page are there. The mix is typing: every search is asked letter by letter, so that one
and two letters, which stand in every draft, count as much as they do in life. The baseline is
asked the same words of the same texts, unencrypted, without filters and without reading anything
but row numbers.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path

import apsw
import msgspec

from bench.library import Book, books
from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate
from sync.folding import fold
from sync.question import Filters, Question
from sync.secrets import choose_secrets
from sync.station import Store
from sync.store import contents, feed
from sync.wire import DraftState, DraftType

GOAL = 30.0
"""Milliseconds that 95 of 100 answers may take, by the project's plan."""
_TIMES = 10
"""As many drafts as the other rows have; 100,000 unless a test wants less."""
_PAGE = 50
_PORTION = 500
_NOW = datetime(2026, 3, 1, tzinfo=UTC)

_TYPED = (
    "qaror",
    "тасдиқлансин",
    "yer uchastkasi ijara",
    "maktab taʼmirlash",
    "obodonlashtirish mahalla",
    "ichimlik suvi tarmogʻi",
    "farmoyish ijrosini nazorat",
    "ҳокимлик бюджети",
    "источник финансирования",
    "№ 4821",
    "5512-9",
    '"ochiq elektron tanlov"',
    '"белгиланган тартибда',
    "hokim -budjet",
)
"""Asked letter by letter."""
_FILTERED = (
    Question("maktab", Filters(states=(DraftState.RETURNED,))),
    Question("yer", Filters(types=(DraftType.ORDER,), states=(DraftState.REGISTERED,))),
    Question("", Filters(states=(DraftState.IN_AGREEMENT, DraftState.RETURNED))),
    Question("suv", Filters(since=date(2024, 5, 3), until=date(2024, 8, 17))),
    Question("", Filters(authority="300000007", organisation="200000003")),
    Question("taʼmirlash", Filters(organisation="200000011", since=date(2025, 1, 1))),
    Question("qaror", Filters(number="77")),
    Question("tuman", Filters(until=date(2020, 1, 5))),
)


@dataclass(frozen=True)
class _Baseline:
    """A plain table of the same words in a plain file."""

    connection: apsw.Connection

    def ask(self, match: str) -> int:
        """Return how many rows of the first thousand match."""
        rows = self.connection.execute(
            "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rowid DESC LIMIT 1001", (match,)
        )
        return len(rows.fetchall())


def run(bench: Bench) -> tuple[Result, ...]:
    """Run the row."""
    count = bench.drafts * _TIMES
    profile = bench.directory / "profile"
    baseline = _Baseline(apsw.Connection(str(bench.directory / "plain.db")))
    begun = time.perf_counter()
    fill(profile, baseline.connection, count)
    seconds = round(time.perf_counter() - begun)
    with Store.open(profile, choose_secrets(profile, "file")) as store:
        return (_measure(bench, store, baseline, count, seconds),)


def fill(profile: Path, plain: apsw.Connection, count: int) -> None:
    """Make a store of ``count`` drafts with all their texts, and the baseline's table."""
    plain.pragma("synchronous", "off")
    plain.execute("CREATE VIRTUAL TABLE plain USING fts5 (words, content = '', prefix = '1 2 3')")
    library = books(count, _NOW)
    with Store.open(profile, choose_secrets(profile, "file")) as store:
        number = 0
        while portion := tuple(islice(library, _PORTION)):
            _put(store, portion)
            words = [
                fold("\n".join((book.draft.summary.title, *_texts(book)))) for book in portion
            ]
            with plain:
                plain.executemany(
                    "INSERT INTO plain (rowid, words) VALUES (?, ?)", enumerate(words, number + 1)
                )
            number += len(portion)
        with store.database.write() as opened:
            opened.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('search_due', '')")
        while store.search.catch_up(_PORTION):
            pass


def _texts(book: Book) -> Iterator[str]:
    yield book.draft.summary.title
    for section in contents.bodies(book.draft, dict(book.texts)):
        yield section.text


def _put(store: Store, portion: Sequence[Book]) -> None:
    """Write drafts with details and texts as they are written one by one, but for the index.

    It is made afterwards, once for each draft, in the way an older index is made again.
    """
    with store.database.write() as opened:
        feed.put_summaries(opened, [book.draft.summary for book in portion])
        opened.execute("DELETE FROM search_draft WHERE number > 0 AND draft > 0")
        opened.execute("INSERT INTO search_head (search_head) VALUES ('delete-all')")
        for book in portion:
            draft = book.draft
            row = opened.value("SELECT row FROM draft WHERE id = ?", (draft.summary.id,))
            opened.execute(
                "INSERT INTO detail (draft, revision, text, body) VALUES (?, ?, ?, ?)",
                (row, draft.summary.revision, draft.text.sha256, msgspec.json.encode(draft)),
            )
            opened.execute_many(
                "INSERT INTO draft_file (draft, sha256, size) VALUES (?, ?, ?)",
                [(row, file.sha256, file.size) for file in contents.files_of(draft)],
            )
            for sha256, text in book.texts:
                contents.keep_text(opened, sha256, text)


def questions() -> tuple[Question, ...]:
    """Return the mix, in the order in which a person asks."""
    typed = [
        Question(text[:end])
        for text in _TYPED
        for end in range(1, len(text) + 1)
        if text[end - 1] != " "
    ]
    return (*typed, *_FILTERED)


def _plainly(question: Question) -> str:
    """Return the words of a question as the baseline is asked them."""
    clauses = [
        "(" + " OR ".join(f'"{" ".join(form)}" *' for form in clause.forms) + ")"
        for clause in question.clauses
        if not clause.excluded
    ]
    return " AND ".join(clauses) or '"qaror"'


def _measure(bench: Bench, store: Store, baseline: _Baseline, count: int, seconds: int) -> Result:
    asked = questions()
    plain = [_plainly(question) for question in asked]
    before = _resident()
    answers = sum(bool(_ask(store, question)) for question in asked)
    grown = _resident() - before
    if answers < len(asked) // 2:
        raise OutputWrong(f"{answers} of {len(asked)} questions have an answer")
    every: list[float] = []
    ours, theirs = alternate(
        (partial(_ours, store, asked, every), partial(_theirs, baseline, plain)),
        bench.rounds,
        warm=1,
    )
    every = every[len(asked) :]
    series = Series.of("search, 95th of 100", "ms", ours)
    bare = Series.of("plain FTS5, 95th of 100", "ms", theirs)
    all_of_them = _ninety_fifth(every)
    met = "met" if all_of_them <= GOAL else "MISSED"
    facts: dict[str, int | str] = {
        "questions in a round": len(asked),
        "with an answer": answers,
        "median of all, ms": f"{statistics.median(every):.1f}",
        "95th of 100 of all, ms": f"{all_of_them:.1f}; goal ≤ {GOAL:g}: {met}",
        "slowest of all, ms": f"{max(every):.1f}",
        "memory of the first round, MiB": f"{grown:.1f}",
        "seconds to build both": seconds,
        **_sizes(store),
    }
    return Result(
        "search", f"{count} drafts", (series, bare), (Comparison.of(series, bare),), facts
    )


def _ours(store: Store, asked: Sequence[Question], every: list[float]) -> float:
    times = []
    for question in asked:
        begun = time.perf_counter()
        _ask(store, question)
        times.append((time.perf_counter() - begun) * 1000)
    every += times
    return _ninety_fifth(times)


def _theirs(baseline: _Baseline, asked: Sequence[str]) -> float:
    times = []
    for match in asked:
        begun = time.perf_counter()
        baseline.ask(match)
        times.append((time.perf_counter() - begun) * 1000)
    return _ninety_fifth(times)


def _ask(store: Store, question: Question) -> int:
    found = store.search.find(question)
    return len(store.drafts.of(found.ids[:_PAGE]))


def _ninety_fifth(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _resident() -> float:
    """Return the resident memory of this process in MiB (proc(5), statm)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _sizes(store: Store) -> dict[str, int | str]:
    """Return what the index takes on the disk, by its parts."""
    with store.database.read() as opened:
        whole = opened.value(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        )
        parts = {
            name: opened.value(f"SELECT sum(length(block)) FROM {name}_data")
            for name in ("search_head", "search_word", "search_phrase")
        }
        texts = opened.value("SELECT sum(length(body)) FROM file_text")
    mib = 2**20
    return {
        "store, MiB": f"{whole / mib:.0f}",
        "of it heads / words / phrases / texts, MiB": " / ".join(
            f"{(size or 0) / mib:.0f}" for size in (*parts.values(), texts)
        ),
    }
