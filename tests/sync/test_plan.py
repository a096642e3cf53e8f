"""The plan of what to fetch and what to let go, over everything that can be asked of it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.plan import FilePlan, Held, Standing, Wanted, in_turn, plan_files
from sync.wire import FileRef

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SIZES = {f"f{number}": 1 + number * 7 % 5 for number in range(12)}

standings = st.builds(
    lambda number, asked, days, updated: Standing(
        f"d-{number}",
        asked,
        None if days is None else NOW + timedelta(days=days),
        (NOW - timedelta(minutes=updated)).isoformat(),
    ),
    st.integers(0, 10_000),
    st.booleans(),
    st.none() | st.integers(0, 5),
    st.integers(0, 50),
)
wants = st.builds(
    lambda name, draft: Wanted(FileRef(name, SIZES[name], ""), draft),
    st.sampled_from(sorted(SIZES)),
    standings,
)
stations = st.tuples(
    # One draft is one draft, however many files it has.
    st.lists(wants, max_size=15, unique_by=lambda item: item.draft.draft),
    st.dictionaries(st.sampled_from(sorted(SIZES)), st.floats(0, 9), max_size=12),
    st.frozensets(st.sampled_from(sorted(SIZES)), max_size=3),
    st.integers(0, 40),
)


def held_of(used: dict[str, float]) -> dict[str, Held]:
    return {name: Held(SIZES[name], at) for name, at in used.items()}


@given(stations)
@settings(max_examples=150)
def test_a_plan_needs_no_second_look(
    station: tuple[list[Wanted], dict[str, float], frozenset[str], int],
) -> None:
    wanted, used, kept, room = station
    held = held_of(used)
    plan = plan_files(wanted, held, kept, room)
    fetched = [file.sha256 for file in plan.fetch]
    asked = {item.file.sha256 for item in wanted if item.draft.asked}
    # Once each, never what is here, and everything somebody is asked for.
    assert len(set(fetched)) == len(fetched)
    assert not set(fetched) & held.keys()
    assert asked - held.keys() <= set(fetched)
    # What is asked for or kept stays; the rest goes by age and no earlier than it must.
    assert not set(plan.release) & (asked | kept)
    free = held.keys() - asked - kept
    assert (
        list(plan.release)
        == sorted(free, key=lambda name: (used[name], name))[: len(plan.release)]
    )
    after = {**held, **{name: Held(SIZES[name], 99.0) for name in fetched}}
    for name in plan.release:
        del after[name]
    total = sum(item.size for item in after.values())
    if plan.release:
        last = plan.release[-1]
        must = sum(SIZES[name] for name in asked - held.keys())
        before = sum(item.size for name, item in held.items() if name not in plan.release)
        assert before + must + SIZES[last] > room
    assert total <= room or set(after) <= asked | kept
    # The rest takes nobody's place, and the same plan again is nothing to do.
    if set(fetched) - asked:
        assert total <= room
    again = plan_files(wanted, after, kept, room)
    assert not again.release
    assert not {file.sha256 for file in again.fetch} & asked


@given(st.lists(standings, max_size=12, unique_by=lambda item: item.draft))
@settings(max_examples=100)
def test_who_is_asked_comes_first_by_deadline(drafts: list[Standing]) -> None:
    order = in_turn(drafts)
    assert sorted(order, key=lambda item: item.draft) == sorted(
        drafts, key=lambda item: item.draft
    )
    assert order == in_turn(reversed(drafts))
    for before, after in itertools.pairwise(order):
        assert before.asked >= after.asked
        if before.asked and after.asked and after.deadline is not None:
            assert before.deadline is not None
            assert before.deadline <= after.deadline
        if not before.asked and not after.asked:
            assert before.updated >= after.updated


def test_files_follow_their_drafts() -> None:
    def want(name: str, days: int | None, *, asked: bool = True) -> Wanted:
        due = None if days is None else NOW + timedelta(days=days)
        return Wanted(FileRef(name, 1, ""), Standing(name, asked, due, NOW.isoformat()))

    plan = plan_files(
        [want("rest", 0, asked=False), want("calm", None), want("late", 3), want("soon", 1)],
        {"old": Held(5, 1.0), "older": Held(5, 0.0), "sent": Held(5, 0.0)},
        frozenset({"sent"}),
        14,
    )
    assert plan == FilePlan(
        ("older",), tuple(FileRef(name, 1, "") for name in ("soon", "late", "calm", "rest"))
    )
