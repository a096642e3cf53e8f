"""The store: opening it however much it holds, and how soon a remark is safe.

Opening is measured with 100,000 drafts and with 1,000, in turn; a process of its own for each
tells the memory. A remark is compared with one bare fsync of as many bytes on the same disk: it is
safe when the call returns, so nothing less than one flush can do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from bench.measure import (
    Bench,
    Comparison,
    OutputWrong,
    Result,
    Series,
    alternate,
    milliseconds,
    peak_of,
)
from sync.entries import OutboxKind
from sync.secrets import choose_secrets
from sync.station import Store
from sync.wire import (
    Authority,
    Change,
    ChangesPage,
    DraftState,
    DraftSummary,
    DraftType,
    RemarkRequest,
    Script,
)

OPENING_GOAL = 1.5
REMARK_GOAL = 3.0
SMALL, LARGE = 1_000, 100_000
_PAGE = 1_000
_WARM = 2
_PERSON = "11111111111111"
_TEXT = "Ikkinchi bandda maydon 0,12 gektar deb koʻrsatilgan, ilovada esa 0,21 gektar. "

CHILD = """
import sys
from pathlib import Path
from sync.secrets import choose_secrets
from sync.station import Store
profile = Path(sys.argv[1])
with Store.open(profile, choose_secrets(profile)) as store:
    store.drafts.summaries(limit=50)
"""


def run(bench: Bench) -> tuple[Result, ...]:
    """Run the row."""
    return measure(bench, SMALL, LARGE)


def measure(bench: Bench, small: int, large: int) -> tuple[Result, ...]:
    """Run the row with stores of these sizes."""
    few, many = bench.directory / "few", bench.directory / "many"
    _fill(few, small)
    _fill(many, large)
    return (_opening(bench, few, many, small, large), _remark(bench, many))


def _opening(bench: Bench, few: Path, many: Path, small: int, large: int) -> Result:
    ours, theirs = alternate(
        (
            partial(milliseconds, partial(_open, many, large)),
            partial(milliseconds, partial(_open, few, small)),
        ),
        bench.rounds,
        warm=_WARM,
    )
    rounds = max(2, bench.rounds // 5)
    much, little = alternate(
        (partial(peak_of, CHILD, str(many)), partial(peak_of, CHILD, str(few))), rounds, warm=1
    )
    big = Series.of(f"opening {large} drafts", "ms", ours)
    little_one = Series.of(f"opening {small} drafts", "ms", theirs)
    big_memory = Series.of(f"process with {large}", "MiB", much)
    small_memory = Series.of(f"process with {small}", "MiB", little)
    return Result(
        "store",
        f"opening {large} against {small} drafts",
        (big, little_one, big_memory, small_memory),
        (
            Comparison.of(big, little_one, OPENING_GOAL),
            Comparison.of(big_memory, small_memory),
        ),
        {"database, MiB": round((many / "store.db").stat().st_size / (1 << 20))},
    )


def _remark(bench: Bench, profile: Path) -> Result:
    request = RemarkRequest(1, None, 2, "0,21 gektar", _TEXT * 4)
    size = len(_TEXT.encode()) * 4
    with Store.open(profile, choose_secrets(profile)) as store:
        before = len(store.outbox.entries())
        ours, theirs = alternate(
            (
                partial(_write_remark, store, request),
                partial(milliseconds, partial(_flush, bench.directory / "bare", size)),
            ),
            bench.rounds * 5,
            warm=_WARM * 5,
        )
        written = len(store.outbox.entries()) - before
    if written != bench.rounds * 5 + _WARM * 5:
        raise OutputWrong(f"{written} remarks")
    remark = Series.of("remark on disk", "ms", ours)
    bare = Series.of("bare fsync", "ms", theirs)
    return Result(
        "store",
        "a remark is durable",
        (remark, bare),
        (Comparison.of(remark, bare, REMARK_GOAL),),
    )


def _open(profile: Path, count: int) -> None:
    with Store.open(profile, choose_secrets(profile)) as store:
        found = len(store.drafts.summaries(limit=50))
    if found != min(50, count):
        raise OutputWrong(f"{found} drafts")


def _write_remark(store: Store, request: RemarkRequest) -> float:
    """Return how long it takes until it is safe; the second copy is made after that."""
    taken = milliseconds(
        lambda: store.outbox.queue(
            OutboxKind.REMARK,
            request,
            person=_PERSON,
            draft="d-1",
            title="Yer uchastkasini ajratish toʻgʻrisida",
            version_digest="0" * 64,
        )
    )
    store.copies.settle()
    return taken


def _flush(path: Path, size: int) -> None:
    """Append and flush, as the least that makes anything durable."""
    with path.open("ab", buffering=0) as file:
        file.write(bytes(size))
        os.fsync(file.fileno())


def _fill(profile: Path, count: int) -> None:
    with Store.open(profile, choose_secrets(profile, "file")) as store:
        for start in range(0, count, _PAGE):
            changes = tuple(_changes(start, min(start + _PAGE, count)))
            store.drafts.apply(ChangesPage(changes, str(start + _PAGE), more=False))


def _changes(start: int, end: int) -> Iterator[Change]:
    moment = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    made = DraftSummary(
        id="",
        revision=1,
        type=DraftType.DECISION,
        authority=Authority("Namuna tumani hokimligi", "111111111", 9, 3),
        title="",
        script=Script.LATIN,
        state=DraftState.IN_AGREEMENT,
        version=1,
        round=1,
        version_digest="0" * 64,
        deadline=moment + timedelta(days=3),
        restricted=False,
        drafter="Qurilish boʻlimi",
        annex_count=0,
        updated=moment,
        registration=None,
        actions=(),
    )
    for number in range(start, end):
        draft = replace(
            made,
            id=f"d-{number}",
            title=f"Yer uchastkasini ajratish toʻgʻrisida, {number}",
            updated=moment + timedelta(seconds=number),
        )
        yield Change(draft.id, draft)
