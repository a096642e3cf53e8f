from __future__ import annotations

import pytest

from signing.token.freshness import EAGER, RARELY, Freshness


@pytest.fixture
def known() -> Freshness:
    """A driver that was initialised long ago and lists nothing."""
    made = Freshness()
    made.refreshed(0)
    made.listed([], 0)
    made.used()
    return made


def test_a_listing_right_after_initialising_needs_no_other() -> None:
    fresh = Freshness()
    fresh.refreshed(5)
    fresh.listed([], 5)
    assert not fresh.wanted(5, faulty=False)
    assert fresh.wanted(5, faulty=True)


def test_nothing_there_is_looked_at_afresh_each_time(known: Freshness) -> None:
    for now in (1, 2, 5000):
        assert known.wanted(now, faulty=False)


def test_a_token_that_is_there_is_left_in_peace(known: Freshness) -> None:
    known.refreshed(1)
    known.listed(["1"], 1)
    known.used()
    assert not known.wanted(2, faulty=False)
    assert not known.wanted(5000, faulty=False)


def test_one_of_two_that_vanished_is_looked_for_eagerly_then_rarely(known: Freshness) -> None:
    known.refreshed(1)
    known.listed(["1", "2"], 1)
    known.used()
    known.listed(["1"], 10)
    assert known.wanted(10, faulty=False)
    late = 10 + EAGER
    known.refreshed(late)
    known.used()
    assert not known.wanted(late + RARELY - 1, faulty=False)
    assert known.wanted(late + RARELY, faulty=False)
    known.listed(["1", "2"], late + RARELY)
    assert not known.wanted(late + 2 * RARELY, faulty=False)


def test_a_driver_that_notices_by_itself_is_never_initialised_again(known: Freshness) -> None:
    known.listed(["1"], 1)
    assert known.notices
    known.listed([], 2)
    assert not known.wanted(2, faulty=False)
    assert known.wanted(2, faulty=True)


def test_what_initialising_showed_was_not_noticed(known: Freshness) -> None:
    known.refreshed(1)
    known.listed(["1"], 1)
    assert not known.notices


def test_a_driver_that_falls_over_it_is_restarted_rarely(known: Freshness) -> None:
    known.harmful = True
    known.refreshed(100)
    known.used()
    for faulty in (False, True):
        assert not known.wanted(100 + RARELY - 1, faulty=faulty)
        assert known.wanted(100 + RARELY, faulty=faulty)
