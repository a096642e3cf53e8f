from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from signing.errors import ModuleNotLoaded, TokenTimeout
from signing.token.host import TimeLimits, TokenHost
from signing.token.info import TokenInfo
from signing.token.modules import ModuleSpec
from signing.token.watch import EventKind, TokenEvent, TokenWatch
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import MadeToken, make_token

SOON = 2.0
"""Seconds within which a person must see it."""


class Witness:
    """Keeps what the watch tells."""

    def __init__(self) -> None:
        self.told: SimpleQueue[TokenEvent] = SimpleQueue()

    def next(self, seconds: float = SOON) -> TokenEvent:
        return self.told.get(timeout=seconds)

    def nothing(self, seconds: float) -> bool:
        try:
            self.told.get(timeout=seconds)
        except Empty:
            return True
        return False


@contextmanager
def watching(hosts: dict[str, TokenHost], interval: float = 1.0) -> Iterator[Witness]:
    witness = Witness()
    for host in hosts.values():
        host.start()
    watch = TokenWatch(hosts, witness.told.put, interval=interval)
    watch.start()
    try:
        yield witness
    finally:
        for host in hosts.values():
            host.close()
        watch.stop()


@pytest.fixture
def faulty(ec_token: MadeToken, built: Path, tmp_path: Path) -> Callable[[str], FaultyToken]:
    return lambda script: FaultyToken(ec_token, built, tmp_path / "fault", script)


@pytest.mark.parametrize("driver", ["", "C_GetSlotList:deaf"])
def test_in_and_out_is_told(faulty: Callable[[str], FaultyToken], driver: str) -> None:
    fault = faulty(driver)
    with TokenHost(fault.module) as host, watching({"driver": host}, 0.2) as witness:
        first = witness.next()
        assert (first.kind, first.module) == (EventKind.PRESENT, "driver")
        assert first.token is not None
        assert first.token.serial == fault.serial
        fault.pull()
        gone = witness.next()
        assert gone.kind is EventKind.REMOVED
        assert gone.token == first.token
        fault.put_back()
        assert witness.next().kind is EventKind.INSERTED
        assert host.crashes == 0
    assert fault.calls("C_WaitForSlotEvent") == 0
    assert fault.calls("C_OpenSession") == 0


def test_softhsm_itself_is_told_within_two_seconds(tmp_path: Path) -> None:
    token = make_token(tmp_path)
    (directory,) = (tmp_path / "tokens").iterdir()
    with TokenHost(token.module) as host, watching({"softhsm": host}) as witness:
        assert witness.next().kind is EventKind.PRESENT
        directory.rename(tmp_path / "away")
        assert witness.next().kind is EventKind.REMOVED
        (tmp_path / "away").rename(directory)
        assert witness.next().kind is EventKind.INSERTED


def test_nothing_is_asked_while_a_session_is_open(
    faulty: Callable[[str], FaultyToken],
) -> None:
    fault = faulty("")
    with TokenHost(fault.module) as host, watching({"driver": host}, 0.05) as witness:
        assert witness.next().kind is EventKind.PRESENT
        with host.open(fault.serial, fault.token.pin()) as session:
            before = fault.calls("C_GetSlotList")
            fault.pull()
            assert witness.nothing(0.4)
            assert fault.calls("C_GetSlotList") == before
            fault.put_back()
        assert not session.usable
        until = time.monotonic() + SOON
        while fault.calls("C_GetSlotList") == before:
            assert time.monotonic() < until
            time.sleep(0.01)


def test_a_person_is_never_told_busy_because_of_the_watch(
    faulty: Callable[[str], FaultyToken],
) -> None:
    fault = faulty("C_GetSlotList:delay:60")
    with TokenHost(fault.module) as host, watching({"driver": host}, 0.01):
        for _ in range(10):
            assert host.token(fault.serial).serial == fault.serial


def test_a_driver_that_hangs_hides_nothing_of_the_others(
    ec_token: MadeToken, built: Path, tmp_path: Path
) -> None:
    hangs = FaultyToken(ec_token, built, tmp_path / "hangs")
    works = FaultyToken(ec_token, built, tmp_path / "works")
    hosts = {
        "hangs": TokenHost(hangs.module, TimeLimits(read=1.5)),
        "works": TokenHost(works.module),
    }
    with watching(hosts, 0.2) as witness:
        first = [witness.next(), witness.next()]
        assert {event.module for event in first} == {"hangs", "works"}
        hangs.play("C_GetSlotList:hang")
        for change, kind in (
            (works.pull, EventKind.REMOVED),
            (works.put_back, EventKind.INSERTED),
        ):
            change()
            told = witness.next()
            assert (told.module, told.kind) == ("works", kind)
        failed = witness.next(6)
        assert (failed.module, failed.kind) == ("hangs", EventKind.DRIVER_FAILED)
        assert isinstance(failed.error, TokenTimeout)
        hangs.play("")
        # It was there all the time, so only the driver is spoken of.
        back = witness.next(6)
        assert (back.module, back.kind) == ("hangs", EventKind.DRIVER_ANSWERS)
        assert witness.nothing(0.2)


class Failing(TokenHost):
    """A host that fails at once, so that only the watch sets the pace."""

    looks = 0

    def look(self) -> tuple[TokenInfo, ...] | None:
        self.looks += 1
        return super().look()


def test_a_failing_driver_is_told_once_and_asked_ever_less(tmp_path: Path) -> None:
    host = Failing(ModuleSpec(tmp_path / "absent.so"))
    witness = Witness()
    watch = TokenWatch({"absent": host}, witness.told.put, interval=0.01)
    watch.start()
    told = witness.next()
    assert (told.kind, told.token) == (EventKind.DRIVER_FAILED, None)
    assert isinstance(told.error, ModuleNotLoaded)
    assert witness.nothing(0.7)
    watch.stop()
    # 0.02, 0.04, 0.08 ... seconds apart.
    assert 2 <= host.looks <= 8


def test_watching_costs_next_to_nothing(tmp_path: Path) -> None:
    """Thirty questions, as many as half a minute brings, with a token and without any."""
    token = make_token(tmp_path)
    (directory,) = (tmp_path / "tokens").iterdir()
    with TokenHost(token.module) as host:
        for there in (True, False):
            if not there:
                directory.rename(tmp_path / "away")
            host.look()
            child = host.process_number
            assert child is not None
            before = seconds_of(child) + time.process_time()
            for _ in range(30):
                host.look()
            assert host.process_number == child
            # 1 % of one processor would be 0.3 s; an order of magnitude below that is usual.
            assert seconds_of(child) + time.process_time() - before < 0.3


def seconds_of(process: int) -> float:
    """Processor time a process has used, in seconds."""
    stat = Path("/proc", str(process), "stat").read_text().rsplit(")", maxsplit=1)[1].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def test_the_watch_ends_in_time_and_tells_nothing_after(
    faulty: Callable[[str], FaultyToken],
) -> None:
    fault = faulty("")
    with TokenHost(fault.module) as host:
        host.start()
        witness = Witness()
        watch = TokenWatch({"driver": host}, witness.told.put, interval=0.05)
        watch.start()
        assert witness.next().kind is EventKind.PRESENT
        fault.play("C_GetSlotList:delay:400")
        time.sleep(0.2)
        fault.pull()
        started = time.monotonic()
        watch.stop(0.1)
        assert time.monotonic() - started < 0.3
        assert witness.nothing(0.8)


def test_a_child_that_cannot_be_started_once_is_started_later(
    faulty: Callable[[str], FaultyToken], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the system has no file numbers or processes left for a moment."""
    fault = faulty("")
    # The interpreter's path is what starting a child needs; no limit of this process is touched.
    good = sys.executable
    with TokenHost(fault.module) as host, watching({"driver": host}, 0.1) as witness:
        assert witness.next().kind is EventKind.PRESENT
        monkeypatch.setattr(sys, "executable", "/nonexistent/python")
        host.close()
        failed = witness.next(5.0)
        assert (failed.kind, failed.module) == (EventKind.DRIVER_FAILED, "driver")
        assert isinstance(failed.error, ModuleNotLoaded)
        assert failed.error.reason == "unstarted"
        monkeypatch.setattr(sys, "executable", good)
        assert witness.next(5.0).kind is EventKind.DRIVER_ANSWERS
