"""Pages of the feed as they are written: whole, in any order, twice, and told all over again."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.station import Store
from sync.store.database import Database
from sync.store.drafts import Drafts
from sync.store.feed import BULK
from sync.wire import Change, ChangesPage, DraftState, DraftSummary
from tests.sync.makers import draft, sha, summary
from tests.sync.test_drafts import ids, page

KEY = bytes(range(32))

changes = st.builds(
    lambda number, revision, gone: Change(
        f"d-{number}", None if gone else summary(number, revision=revision, title=f"r{revision}")
    ),
    st.integers(1, 6),
    st.integers(1, 9),
    st.booleans(),
)
pages = st.lists(st.lists(changes, max_size=6), max_size=6)


@given(pages, st.sampled_from((1, 2)))
@settings(max_examples=12, deadline=None)
def test_the_last_word_counts_whatever_the_order_and_however_often(
    told: list[list[Change]], times: int
) -> None:
    model: dict[str, DraftSummary] = {}
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "store.db"
        database = Database(path, KEY)
        for number, items in enumerate(told):
            for _ in range(times):
                Drafts(database).apply(ChangesPage(tuple(items), str(number), more=True))
            for item in items:
                model.pop(item.id, None)
                if item.draft is not None:
                    model[item.id] = item.draft
            # As after a crash between two pages.
            database.close()
            database = Database(path, KEY)
            drafts = Drafts(database)
            assert drafts.cursor() == str(number)
            assert {made.id: made for made in drafts.summaries()} == model
            for made in model.values():
                assert ids(drafts.summaries(search=f"{made.title} {made.id}")) == [made.id]
        database.close()


def test_a_draft_that_comes_twice_in_a_page_is_the_later_one(store: Store) -> None:
    twice = (summary(1), summary(1, revision=2, state=DraftState.RETURNED))
    applied = store.drafts.apply(page(*twice))
    assert applied.changed == ("d-1",)
    assert store.drafts.summaries() == [twice[1]]
    assert store.drafts.apply(page(summary(2), gone=("d-2",))).changed == ()
    assert ids(store.drafts.summaries(search="d-2")) == []


def test_told_afresh_nothing_is_missing_in_between_and_the_unnamed_leave_at_the_end(
    store: Store,
) -> None:
    store.drafts.apply(page(summary(1), summary(2), summary(3), cursor="old"))
    store.drafts.put_detail(draft(summary(1), b"text"))
    store.drafts.put_detail(draft(summary(2), b"kept"))
    store.drafts.begin_afresh()
    assert store.drafts.cursor() is None
    assert len(store.drafts.summaries()) == 3
    first = ChangesPage((Change("d-2", summary(2)),), "new", more=True)
    assert store.drafts.apply(first).orphans == ()
    assert len(store.drafts.summaries()) == 3
    # What is known of it may be of another life of the registry, so it is asked for again.
    assert store.drafts.draft("d-2").text.sha256 == sha(b"kept")
    assert "d-2" in store.drafts.stale()
    applied = store.drafts.apply(page(summary(4), cursor="newer"))
    assert set(applied.removed) == {"d-1", "d-3"}
    assert applied.orphans == (sha(b"text"),)
    assert ids(store.drafts.summaries()) == ["d-4", "d-2"]
    assert store.drafts.summaries(search="d-1") == []
    # The next page is one like any other.
    assert store.drafts.apply(page(summary(5))).removed == ()


@pytest.mark.parametrize("number", [1, 2])
def test_begun_afresh_twice_is_the_same(store: Store, number: int) -> None:
    store.drafts.apply(page(summary(1), summary(2)))
    for _ in range(number):
        store.drafts.begin_afresh()
        store.drafts.apply(ChangesPage((Change("d-2", summary(2)),), "half", more=True))
    assert store.drafts.apply(page(cursor="end")).removed == ("d-1",)


def test_of_many_new_drafts_the_list_is_there_first_and_the_search_follows(store: Store) -> None:
    many = [summary(number, title=f"Nom {number}") for number in range(1, 2 * BULK)]
    # The newer half comes first: what is older than what was indexed already is indexed too.
    store.drafts.apply(page(*many[BULK - 1 :]))
    assert store.drafts.count() == BULK
    assert store.search.catch_up(portion=90)
    store.drafts.apply(page(*many[: BULK - 1], summary(0, title="Nom 0")))
    # One of them changes before the index has it.
    store.drafts.apply(page(summary(7, revision=2, title="Boshqa nom")))
    while store.search.catch_up(portion=90):
        pass
    for number in (0, 42, 2 * BULK - 1):
        assert ids(store.drafts.summaries(search=f'"Nom {number}"')) == [f"d-{number}"]
    assert ids(store.drafts.summaries(search="boshqa")) == ["d-7"]
    assert store.drafts.count(search="nom") == 2 * BULK
    assert not store.search.catch_up()
