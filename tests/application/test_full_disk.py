"""A disk that fills up while somebody signs: what is not kept is told, what is told is kept."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN
from sync.attempts import JournalState
from sync.errors import StoreFull
from tests.application.conftest import Station
from tests.sync.test_places import disk, mount

__all__ = ["disk"]

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]

_FINAL = {JournalState.NOT_SIGNED, JournalState.DISCARDED, JournalState.UNKNOWN}


def fill_up(place: Path, leave: int) -> Path:
    """Leave so many KiB."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    with ballast.open("rb+") as file:
        file.truncate(max(0, ballast.stat().st_size - leave * 1024))
    return ballast


def test_a_disk_that_fills_up_while_signing(station: Station, disk: Path) -> None:
    with station.open() as application:
        station.sign_in(application)
        wanted = [item.id for item in station.to_sign(application)]
    assert mount("mount", "-o", "remount,size=64m", str(disk))
    kept = failed = 0
    for leave in (0, 24, 48, 96, 240, 400, 2000):
        profile = disk / f"profile-{leave}"
        shutil.copytree(station.profile, profile)
        with Application.open(profile) as application:
            plan = application.desk.plan_signing(wanted[0])
            ballast = fill_up(disk, leave)
            entry = None
            try:
                (signed,) = application.desk.sign([plan], bytearray(PIN))
                entry = signed.entry
                assert entry is not None or isinstance(signed.error, StoreFull)
            except StoreFull:
                pass
        ballast.unlink()
        with Application.open(profile) as application:
            application.desk.settle_interrupted()
            attempts = application.store.journal.attempts(draft=wanted[0])
            entries = application.outbox()
            # Told as signed is kept whole; told as failed is said to have come to nothing, or was
            # finished from what the token gave.
            if entry is not None:
                kept += 1
                assert [item.key for item in entries] == [entry.key]
            else:
                failed += 1
                states = {item.state for item in attempts}
                assert states <= (_FINAL | ({JournalState.KEPT} if entries else set()))
            for item in entries:
                assert application.store.outbox.package(item.key).startswith(b"PK")
            assert application.store.log.verify().fault is None
            application.store.database.check()
            assert application.store.notice() is None
        shutil.rmtree(profile)
    assert kept
    assert failed


def test_a_full_disk_is_told_before_the_pin(station: Station, disk: Path) -> None:
    with station.open() as application:
        station.sign_in(application)
        wanted = [item.id for item in station.to_sign(application)]
    assert mount("mount", "-o", "remount,size=64m", str(disk))
    profile = disk / "profile"
    shutil.copytree(station.profile, profile)
    with Application.open(profile) as application:
        ballast = fill_up(disk, 200)
        with pytest.raises(StoreFull):
            application.desk.plan_signing(wanted[0])
        with pytest.raises(StoreFull):
            application.desk.plan_answer()
        assert application.store.journal.attempts(draft=wanted[0]) == ()
        ballast.unlink()
        assert not application.desk.plan_signing(wanted[0]).stopped_by
