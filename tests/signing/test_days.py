"""Days are counted by the calendar of Tashkent, the same in the window and on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from signing.days import days_between
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
