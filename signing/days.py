"""Days as people count them: by the calendar of Tashkent, in every window and on every line."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

TASHKENT = timezone(timedelta(hours=5))
"""Terms are counted here, whatever this computer's time zone is: UTC+5 all year, without summer
time (IANA time zone database, Asia/Tashkent since 1992)."""


def days_between(start: datetime, end: datetime) -> int:
    """Return whole calendar days of Tashkent from one moment to another; negative if it passed.

    Args:
        start: aware.
        end: aware.
    """
    return (end.astimezone(TASHKENT).date() - start.astimezone(TASHKENT).date()).days
