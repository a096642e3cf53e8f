"""Days as people count them: by the calendar of Tashkent, in every window and on every line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

TASHKENT = timezone(timedelta(hours=5))
"""Terms are counted here, whatever this computer's time zone is: UTC+5 all year, without summer
time (IANA time zone database, Asia/Tashkent since 1992)."""


_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


def is_reckoned(moment: datetime) -> bool:
    """Whether a time that somebody claims can be compared, shown and added to.

    Times at the ends of the calendar overflow as soon as a zone or an hour is added, and one
    without a zone cannot be compared.
    """
    return moment.tzinfo is not None and _FIRST <= moment < _LAST


def in_zone(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """Return a moment in a time zone; as it is where the calendar has no such moment there.

    A certificate that never ends says the year 9999, its last second (RFC 5280, 4.1.2.5).

    Args:
        moment: aware.
        zone: this computer's, if not given.
    """
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError):
        return moment


def days_between(start: datetime, end: datetime) -> int:
    """Return whole calendar days of Tashkent from one moment to another; negative if it passed.

    Args:
        start: aware.
        end: aware.
    """
    return (in_zone(end, TASHKENT).date() - in_zone(start, TASHKENT).date()).days
