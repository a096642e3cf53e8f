"""Days are counted by the calendar of Tashkent, the same in the window and on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from signing.days import TASHKENT, days_between, in_zone
from ui.words import days_until


def test_days_are_those_of_the_calendar_in_tashkent() -> None:
    # 21:00 in Tashkent; midnight there is 19:00 UTC.
    now = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    ends = now - timedelta(hours=1)
    assert days_between(now, ends + timedelta(days=730)) == 730
    assert days_between(now, ends) == 0
    assert days_between(now, now + timedelta(hours=4)) == 1
    assert days_between(now, now - timedelta(hours=22)) == -1
    assert days_until(ends + timedelta(days=730), now) == 730


def test_what_never_ends_is_written_as_it_stands() -> None:
    """RFC 5280, 4.1.2.5: a certificate without an end says the last second of the calendar."""
    never = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert in_zone(never, TASHKENT) == never
    assert days_between(datetime(9999, 12, 30, 12, tzinfo=UTC), never) == 1
    assert in_zone(never - timedelta(days=1), TASHKENT).hour == 4
