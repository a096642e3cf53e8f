"""Drafts in the store: pages applied whole, lists, details, search."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from sync.errors import NotFound
from sync.plan import Ahead
from sync.station import Store
from sync.store.wanted import Wants
from sync.wire import (
    Action,
    Change,
    ChangesPage,
    DraftState,
    DraftSummary,
)
from tests.sync.makers import MORNING, PERSON, SOMEBODY_ELSE, draft, sha, summary


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
    wants = Wants(store.database)
    assert set(wants.unread(Ahead.ALL)) == set(wants.unread(Ahead.OPEN)) == {"d-3", "d-1"}
    store.drafts.apply(page(summary(3, actions=(), state=DraftState.PUBLISHED)))
    assert wants.unread(Ahead.OPEN) == ("d-1",)
    assert set(wants.unread(Ahead.ALL)) == {"d-3", "d-1"}
    store.drafts.put_detail(draft(summary(4), b"text"))
    store.drafts.put_detail(draft(summary(1, actions=()), b"text"))
    assert store.drafts.stale() == ("d-2",)
    store.drafts.apply(page(summary(1, actions=(), revision=2)))
    assert store.drafts.stale() == ("d-2", "d-1")


def test_files_leave_with_the_last_draft_that_has_them(store: Store) -> None:
    store.drafts.apply(page(summary(1), summary(2)))
    store.drafts.put_detail(draft(summary(1), b"one", (b"shared",)))
    store.drafts.put_detail(draft(summary(2), b"two", (b"shared",)))
    assert {item.file.sha256 for item in Wants(store.database).asked()} == {
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


def test_a_list_grows_no_faster_than_its_rows(store: Store) -> None:
    """Ten times the drafts must not take much more than ten times as long."""

    def seconds(limit: int | None = None) -> float:
        best = 9.0
        for _ in range(9):
            before = time.perf_counter()
            store.drafts.summaries(limit=limit)
            best = min(best, time.perf_counter() - before)
        return best

    store.drafts.apply(page(*(summary(n) for n in range(100))))
    few = seconds()
    store.drafts.apply(page(*(summary(n) for n in range(1000))))
    assert len(store.drafts.summaries()) == 1000
    assert seconds() < few * 10 * 5
    # A page of the list costs far less than the list.
    assert seconds(limit=50) < seconds()


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
