"""The clock: what was compared, what was set since, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from eqaror_desktop.clock import ClockBook, Reading, Source
from eqaror_desktop.doctor.registry import clock_finding
from eqaror_desktop.messages import Messages
from sync.secrets import choose_secrets
from sync.station import Store

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class Machine:
    """A clock that can be set, and the count of seconds that cannot."""

    shown: datetime = START
    elapsed: float = 1000.0

    def pass_(self, seconds: float) -> None:
        self.shown += timedelta(seconds=seconds)
        self.elapsed += seconds

    def set_(self, by: timedelta) -> None:
        self.shown += by


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, choose_secrets(tmp_path, "file")) as opened:
        yield opened


def book(store: Store, machine: Machine) -> ClockBook:
    return ClockBook(store.facts, lambda: machine.shown, lambda: machine.elapsed)


def minutes(value: float) -> timedelta:
    return timedelta(minutes=value)


def test_never_compared(store: Store) -> None:
    assert book(store, Machine()).reading() is None


def test_the_worst_of_this_run_counts(store: Store) -> None:
    machine = Machine()
    clock = book(store, machine)
    clock.heard(Source.REGISTRY, minutes(-1))
    clock.heard(Source.TIME_STAMP, minutes(3))
    machine.pass_(3600)
    found = clock.reading()
    assert found is not None
    assert (found.source, found.skew, found.at, found.sure) == (
        Source.TIME_STAMP,
        minutes(3),
        START,
        True,
    )


def test_a_clock_that_is_put_right_is_right(store: Store) -> None:
    """And one that is put wrong is wrong, with nobody to ask."""
    machine = Machine()
    clock = book(store, machine)
    clock.heard(Source.REGISTRY, minutes(15))
    machine.pass_(60)
    machine.set_(minutes(15))
    found = clock.reading()
    assert found is not None
    assert (found.skew, found.at) == (timedelta(), START + minutes(15))
    machine.set_(minutes(-40))
    found = clock.reading()
    assert found is not None
    assert found.skew == minutes(40)


def test_the_next_run_knows_it_as_earlier(store: Store) -> None:
    machine = Machine()
    book(store, machine).heard(Source.TIME_STAMP, minutes(-12))
    machine.pass_(86400)
    found = book(store, Machine(machine.shown, 5.0)).reading()
    assert found is not None
    assert (found.skew, found.sure, found.at) == (minutes(-12), False, START)


def test_a_clock_behind_what_was_signed_is_behind(store: Store) -> None:
    """Without a line: the station has seen a later time than it shows now."""
    machine = Machine()
    clock = book(store, machine)
    clock.seen(START + minutes(30))
    found = clock.reading()
    assert found is not None
    assert (found.source, found.skew, found.sure) == (Source.SEEN, minutes(30), True)
    # The other way round says nothing: time has passed.
    machine.set_(minutes(45))
    assert clock.reading() is None


def test_a_time_seen_that_was_ahead_does_not_stop_for_ever(store: Store) -> None:
    machine = Machine()
    clock = book(store, machine)
    clock.seen(START + timedelta(days=400))
    clock.heard(Source.REGISTRY, timedelta())
    found = book(store, machine).readings()
    assert [item.source for item in found] == [Source.REGISTRY]


def test_who_was_heard_in_this_run_knows_better(store: Store) -> None:
    """A list whose maker's clock is ahead stops nobody whose registry has just told the time."""
    machine = Machine()
    clock = book(store, machine)
    clock.heard(Source.REGISTRY, timedelta())
    clock.seen(START + minutes(30))
    assert [item.source for item in clock.readings()] == [Source.REGISTRY]


@pytest.mark.parametrize(
    ("off", "sure", "warns", "stops"),
    [(1, True, False, False), (3, True, True, False), (11, True, True, True),
     (11, False, True, False)],
)  # fmt: skip
def test_who_asks_whether_signing_works_hears_of_a_clock_that_stops_it(
    off: int, sure: bool, warns: bool, stops: bool
) -> None:
    reading = Reading(minutes(-off), Source.TIME_STAMP, START, sure=sure)
    found = clock_finding((reading,), Messages.load("en"))
    assert (found.ok, found.warns, found.hinders) == (not stops, warns, stops)


@pytest.mark.parametrize(
    ("off", "ok", "warns"), [(0, True, False), (3, True, True), (11, False, True)]
)
def test_an_earlier_run_is_told_and_gives_way_to_what_is_sure(
    store: Store, off: int, ok: bool, warns: bool
) -> None:
    """Off by eleven minutes once; the registry's answer of this run decides."""
    book(store, Machine()).heard(Source.TIME_STAMP, minutes(-11))
    clock = book(store, Machine(START + minutes(6)))
    clock.heard(Source.REGISTRY, minutes(off))
    found = clock_finding(clock.readings(), Messages.load("en"))
    assert (found.ok, found.warns, found.hinders) == (ok, warns, not ok)
    assert "in an earlier run" in found.text
