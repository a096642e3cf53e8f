"""Is this computer's clock right? Compared with the registry, time-stamps, and what was seen.

A comparison made while the program runs stays true: if the clock is set later, the machine's own
count of seconds tells by how much. One of an earlier run may be out of date, because the clock may
have been set since; it warns and does not stop. And no clock may be behind a moment that somebody
trusted has signed: so a clock that is far behind is found out without any connection.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

from sync.store.facts import Facts
from sync.values import Value

_FACT = "clock"
_SEEN = "newest trusted time"
SKEW_STOPS = timedelta(minutes=10)
_STEP = timedelta(minutes=1)
"""A moment that is newer by less is not worth a write."""


class Source(StrEnum):
    """Who told the time."""

    REGISTRY = "registry"
    TIME_STAMP = "time_stamp"
    SEEN = "seen"
    """Something signed bears a later time than this clock shows."""


def utc_clock() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)


class Reading(Value, frozen=True):
    """One comparison: ``skew`` is the true time minus ours, ``at`` (UTC, ours) when it was made.

    ``sure`` is False if it was made in an earlier run: the clock may have been set since.
    """

    skew: timedelta
    source: Source
    at: datetime
    sure: bool = True

    @property
    def stops(self) -> bool:
        """Whether it is known now, and too far off to sign by.

        What was found in an earlier run may have been put right since; the registry will see.
        """
        return self.sure and abs(self.skew) > SKEW_STOPS


class _Kept(Value, frozen=True):
    skew: float
    at: datetime


def _elapsed() -> float:
    """Seconds of a count that nobody sets and that goes on while the computer sleeps."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class ClockBook:
    """The comparisons of one station; safe from any thread."""

    def __init__(
        self, facts: Facts, now: Callable[[], datetime], elapsed: Callable[[], float] = _elapsed
    ) -> None:
        """Use the facts of a station.

        Args:
            facts: where comparisons are kept for the next run.
            now: this computer's clock, UTC.
            elapsed: seconds by a count that is not set with the clock.
        """
        self._facts = facts
        self._now = now
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._live: dict[Source, tuple[Reading, float]] = {}

    def heard(self, source: Source, skew: timedelta) -> None:
        """Note a comparison made just now.

        Raises:
            StoreFull: it was noted for this run only.
        """
        now = self._now()
        with self._lock:
            before = self._live.get(source)
            self._live[source] = (Reading(skew, source, now), self._elapsed())
        # A registry tells the time with every answer; only news is written.
        news = before is None or abs(before[0].skew - skew) > _STEP
        if news:
            kept = {**self._read(), str(source): _Kept(skew.total_seconds(), now)}
            self._facts.put(_FACT, msgspec.json.encode(kept).decode())
            newest = self._newest()
            if newest is not None and newest > now + skew + _STEP:
                # Somebody's clock was ahead when this was remembered.
                self._facts.remove(_SEEN)
        if news or source is Source.TIME_STAMP:
            self.seen(now + skew)

    def seen(self, moment: datetime) -> None:
        """Note a moment that somebody trusted has signed, such as a time-stamp or a list.

        Raises:
            StoreFull: it was not noted.
        """
        newest = self._newest()
        if newest is None or moment > newest + _STEP:
            self._facts.put(_SEEN, moment.astimezone(UTC).isoformat())

    def reading(self) -> Reading | None:
        """Return the comparison to go by now, or None if there never was one.

        Of what is sure, the one that is furthest off; else the newest of an earlier run.
        """
        sure = [item for item in self.readings() if item.sure]
        if sure:
            return max(sure, key=lambda item: abs(item.skew))
        return max(self.readings(), key=lambda item: item.at, default=None)

    def readings(self) -> tuple[Reading, ...]:
        """Return the last comparison of each source, as it holds for the clock's present state."""
        now, elapsed = self._now(), self._elapsed()
        with self._lock:
            live = dict(self._live)
        found = []
        for source, (reading, then) in live.items():
            # By how much more or less the clock has moved than time has passed: it was set.
            moved = (now - reading.at) - timedelta(seconds=elapsed - then)
            found.append(Reading(reading.skew - moved, source, reading.at + moved))
        for name, kept in self._read().items():
            if Source(name) not in live:
                skew = timedelta(seconds=kept.skew)
                found.append(Reading(skew, Source(name), kept.at, sure=False))
        newest = self._newest()
        # Whoever was heard in this run knows better than what is remembered.
        if newest is not None and newest > now + _STEP and not live:
            found.append(Reading(newest - now, Source.SEEN, now))
        return tuple(found)

    def _newest(self) -> datetime | None:
        kept = self._facts.get(_SEEN)
        return None if kept is None else datetime.fromisoformat(kept)

    def _read(self) -> dict[str, _Kept]:
        try:
            found = msgspec.json.decode(self._facts.get(_FACT) or "{}", type=dict[str, _Kept])
        except msgspec.DecodeError:
            return {}
        return {name: kept for name, kept in found.items() if name in set(Source)}
