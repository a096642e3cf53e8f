"""Drafts in the store: pages applied whole, lists, details, search."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from sync.errors import NotFound
from sync.station import Store
from sync.store.search import Unindexed
from sync.wire import (
    Action,
    Change,
    ChangesPage,
    DraftState,
    DraftSummary,
    Registration,
    Script,
)
from tests.sync.makers import AUTHORITY, MORNING, PERSON, SOMEBODY_ELSE, draft, sha, summary


def page(*drafts: DraftSummary, gone: tuple[str, ...] = (), cursor: str = "1") -> ChangesPage:
    changes = [Change(made.id, made) for made in drafts] + [Change(name, None) for name in gone]
    return ChangesPage(tuple(changes), cursor, more=False)


def ids(found: list[DraftSummary]) -> list[str]:
    return [made.id for made in found]


def test_a_page_and_its_cursor_are_one(store: Store) -> None:
    assert store.drafts.cursor() is None
    applied = store.drafts.apply(page(summary(1), summary(2), cursor="a"))
    assert applied.changed == ("d-1", "d-2")
    assert store.drafts.cursor() == "a"
    store.drafts.apply(page(gone=("d-1", "never-seen"), cursor="b"))
    assert ids(store.drafts.summaries()) == ["d-2"]
    assert store.drafts.cursor() == "b"
    assert store.drafts.summary("d-2") == summary(2)


def test_the_list_is_newest_first_and_can_be_cut(store: Store) -> None:
    asked = [summary(n, actions=(Action.SIGN,) if n % 2 else ()) for n in range(6)]
    asked[3] = replace(asked[3], state=DraftState.PUBLISHED)
    asked[4] = replace(asked[4], actions=(Action.REMARK,))
    store.drafts.apply(page(*asked))
    drafts = store.drafts
    assert ids(drafts.summaries()) == ["d-5", "d-4", "d-3", "d-2", "d-1", "d-0"]
    assert ids(drafts.summaries(limit=2, offset=1)) == ["d-4", "d-3"]
    assert ids(drafts.summaries(DraftState.PUBLISHED)) == ["d-3"]
    assert ids(drafts.summaries(asked=True)) == ["d-5", "d-3", "d-1"]
    assert drafts.count() == 6
    assert drafts.count(asked=True) == 3
    assert drafts.count(search="yer") == 6
    assert drafts.states() == {DraftState.READY_TO_SIGN: 5, DraftState.PUBLISHED: 1}


def test_a_detail_is_kept_beside_its_summary(store: Store) -> None:
    store.drafts.apply(page(summary(1)))
    with pytest.raises(NotFound):
        store.drafts.draft("d-1")
    detail = draft(summary(1), b"text", (b"annex",))
    assert store.drafts.put_detail(detail) == ()
    assert store.drafts.draft("d-1") == detail
    # The list moved on; the detail shows by its revision that it is behind.
    store.drafts.apply(page(summary(1, revision=2)))
    assert store.drafts.draft("d-1").summary.revision == 1
    assert store.drafts.summary("d-1").revision == 2


def test_a_newer_detail_brings_the_list_forward_and_an_older_one_not_back(store: Store) -> None:
    store.drafts.apply(page(summary(1)))
    newer = summary(1, revision=5, title="Yangi nom")
    store.drafts.put_detail(draft(newer, b"text"))
    assert store.drafts.summary("d-1").title == "Yangi nom"
    assert ids(store.drafts.summaries(search="yangi nom")) == ["d-1"]
    store.drafts.put_detail(draft(summary(1, revision=2), b"text"))
    assert store.drafts.summary("d-1").revision == 5


def test_what_is_stale_begins_with_what_is_asked(store: Store) -> None:
    store.drafts.apply(
        page(summary(1, actions=()), summary(2), summary(3, actions=()), summary(4))
    )
    assert store.drafts.stale() == ("d-4", "d-2")
    assert store.drafts.stale(everything=True) == ("d-4", "d-2", "d-3", "d-1")
    store.drafts.put_detail(draft(summary(4), b"text"))
    store.drafts.put_detail(draft(summary(1, actions=()), b"text"))
    assert store.drafts.stale() == ("d-2",)
    store.drafts.apply(page(summary(1, actions=(), revision=2)))
    assert store.drafts.stale() == ("d-2", "d-1")


def test_files_leave_with_the_last_draft_that_has_them(store: Store) -> None:
    store.drafts.apply(page(summary(1), summary(2)))
    store.drafts.put_detail(draft(summary(1), b"one", (b"shared",)))
    store.drafts.put_detail(draft(summary(2), b"two", (b"shared",)))
    assert {file.sha256 for file in store.drafts.wanted_files()} == {
        sha(b"one"), sha(b"two"), sha(b"shared")
    }  # fmt: skip
    assert store.drafts.put_detail(draft(summary(1), b"newer", (b"shared",))) == (sha(b"one"),)
    assert store.drafts.apply(page(gone=("d-2",))).orphans == (sha(b"two"),)
    assert set(store.drafts.apply(page(gone=("d-1",))).orphans) == {sha(b"newer"), sha(b"shared")}


def test_a_detail_of_a_withdrawn_draft_is_not_kept(store: Store) -> None:
    with pytest.raises(NotFound):
        store.drafts.put_detail(draft(summary(1), b"text"))
    assert store.drafts.summaries() == []


def test_another_person_does_not_inherit_drafts(store: Store) -> None:
    assert store.drafts.owner() is None
    store.drafts.belong_to(PERSON)
    store.drafts.apply(page(summary(1)))
    assert store.drafts.belong_to(PERSON) == ()
    assert len(store.drafts.summaries()) == 1
    store.drafts.belong_to(SOMEBODY_ELSE)
    assert store.drafts.summaries() == []
    assert store.drafts.cursor() is None
    assert store.drafts.owner() == SOMEBODY_ELSE


@pytest.fixture
def library(store: Store) -> Store:
    registered = Registration("94-9-3-Q/26", MORNING, "https://qaror.example/94")
    store.drafts.apply(
        page(
            summary(1, title="Yer uchastkasini ajratish toʻgʻrisida"),
            summary(2, title="Мактаб қуриш тўғрисида", script=Script.CYRILLIC),
            summary(3, title="Koʻcha nomini oʻzgartirish", drafter="Meʼmorchilik boʻlimi"),
            summary(4, title="Bayram", registration=registered),
            summary(5, title="Suv", authority=replace(AUTHORITY, name="Чинор шаҳар ҳокимлиги")),
        )
    )
    return store


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("toʻgʻrisida", ["d-2", "d-1"]),
        ("to'g'risida", ["d-2", "d-1"]),
        ("тўғрисида", ["d-2", "d-1"]),
        ("togrisida", ["d-2", "d-1"]),
        ("МАКТАБ", ["d-2"]),
        ("maktab qur", ["d-2"]),
        ("m", ["d-3", "d-2"]),
        ("oʻzg", ["d-3"]),
        ("memorchilik", ["d-3"]),
        ("94-9-3", ["d-4"]),
        ("94-9-3-Q/26", ["d-4"]),
        ("9-94", []),
        ("chinor shahar", ["d-5"]),
        ("d-5", ["d-5"]),
        ("maktab yer", []),
        ('"maktab" OR yer', []),
        ("maktab*", ["d-2"]),
        ("'); DROP TABLE draft; --", []),
        ("   ", ["d-5", "d-4", "d-3", "d-2", "d-1"]),
        ("!?", ["d-5", "d-4", "d-3", "d-2", "d-1"]),
    ],
)
def test_search_finds_words_as_they_are_typed(
    library: Store, typed: str, found: list[str]
) -> None:
    assert ids(library.drafts.summaries(search=typed)) == found
    assert library.drafts.count(search=typed) == len(found)


def test_search_reaches_into_the_text_of_a_draft(library: Store) -> None:
    library.drafts.put_detail(draft(summary(1), b"text"))
    assert library.search.unindexed() == (Unindexed("d-1", sha(b"text")),)
    library.search.index_text("d-1", sha(b"text"), "Мактаб ҳовлиси ободонлаштирилсин")
    assert library.search.unindexed() == ()
    # One word from the title and one from the text; a hit in a title comes first.
    assert ids(library.drafts.summaries(search="obodon uchastka")) == ["d-1"]
    assert ids(library.drafts.summaries(search="maktab")) == ["d-2", "d-1"]

    library.search.index_text("d-1", sha(b"text"), "Boshqa matn")
    assert ids(library.drafts.summaries(search="obodon")) == []
    # A change of the summary keeps the text; another text file asks for a new reading.
    library.drafts.apply(page(summary(1, title="Boshqa nom", revision=2)))
    assert ids(library.drafts.summaries(search="matn nom")) == ["d-1"]
    library.drafts.put_detail(draft(summary(1, revision=2), b"other text"))
    assert library.search.unindexed() == (Unindexed("d-1", sha(b"other text")),)

    library.drafts.apply(page(gone=("d-1",)))
    assert library.drafts.summaries(search="matn") == []
    with pytest.raises(NotFound):
        library.search.index_text("d-1", sha(b"text"), "late")


def test_search_can_be_joined_with_a_state(library: Store) -> None:
    library.drafts.apply(page(summary(2, title="Мактаб", state=DraftState.DRAFT)))
    assert ids(library.drafts.summaries(DraftState.DRAFT, "maktab")) == ["d-2"]
    assert library.drafts.count(DraftState.DRAFT, "maktab") == 1
    assert ids(library.drafts.summaries(DraftState.AGREED, "maktab")) == []


def test_a_list_grows_no_faster_than_its_rows(store: Store) -> None:
    """Ten times the drafts must not take much more than ten times as long."""

    def seconds() -> float:
        best = 9.0
        for _ in range(9):
            before = time.perf_counter()
            store.drafts.summaries()
            best = min(best, time.perf_counter() - before)
        return best

    store.drafts.apply(page(*(summary(n) for n in range(400))))
    few = seconds()
    store.drafts.apply(page(*(summary(n) for n in range(4000))))
    assert len(store.drafts.summaries()) == 4000
    assert seconds() < few * 10 * 5
    # A page of the list costs far less than the list.
    before = time.perf_counter()
    store.drafts.summaries(limit=50)
    assert time.perf_counter() - before < seconds()


def test_times_are_ordered_in_whatever_zone_they_came(store: Store) -> None:
    from datetime import timezone

    tashkent = timezone(timedelta(hours=5))
    store.drafts.apply(
        page(
            summary(1, updated=MORNING.astimezone(tashkent)),
            summary(2, updated=MORNING + timedelta(minutes=1)),
        )
    )
    assert ids(store.drafts.summaries()) == ["d-2", "d-1"]
