"""What a station forgets by itself, and what it never does."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sync.entries import OutboxKind
from sync.station import Store
from sync.upkeep import Upkeep
from sync.wire import Change, ChangesPage, RemarkRequest
from tests.sync.conftest import open_store
from tests.sync.makers import MORNING, PERSON, draft, sha, summary
from tests.sync.test_journal import give, intent, queue

TEXT = b"matndagi so\xca\xbbz " * 500
PACKAGE = b"PK\x03\x04 a signed package " * 50
NAMES = {"person": PERSON, "draft": "d-1", "title": "Qaror", "version_digest": "v"}


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def fill(store: Store) -> None:
    made = summary(1, title="Maxfiy qaror")
    store.drafts.apply(ChangesPage((Change(made.id, made),), "1", more=False))
    store.drafts.put_detail(draft(made, TEXT))
    store.files.put(TEXT, sha(TEXT))
    store.search.index_text(sha(TEXT), "matndagi")
    store.outbox.queue_package(PACKAGE, **NAMES)
    request = RemarkRequest(1, None, None, "", "mulohaza matni")
    store.outbox.queue(OutboxKind.REMARK, request, **NAMES)
    store.log.note("login", {})


def assert_wiped(store: Store, profile: Path) -> None:
    assert store.drafts.count() == 0
    assert store.drafts.count(search="matndagi") == 0
    assert store.drafts.cursor() is None
    assert not store.files.has(sha(TEXT))
    assert [path for path in (profile / "files").rglob("*") if path.is_file()] == []
    with store.database.read() as read:
        tables = [name for (name,) in read.rows("SELECT name FROM sqlite_master")]
        left = [name for name in tables if name.endswith("_data") and "search" in name]
        assert left
        # Of the index nothing is left but its two empty bookkeeping rows.
        assert all(read.value(f"SELECT count(*) FROM {name}") <= 2 for name in left)
        assert read.value("SELECT count(*) FROM version") == 0
        assert read.value("SELECT count(*) FROM file_text") == 0
    assert (profile / "store.db-wal").stat().st_size == 0


def assert_kept(store: Store) -> None:
    package, remark = store.outbox.entries()
    assert store.outbox.package(package.key) == PACKAGE
    assert b"mulohaza matni" in remark.payload
    assert store.log.head().number == 1


def test_drafts_that_nobody_refreshed_leave(profile: Path, clock: Clock) -> None:
    with open_store(profile) as store:
        fill(store)
        upkeep = Upkeep(store, clock)
        upkeep.refreshed()
        clock.now += timedelta(days=29, hours=23)
        assert not upkeep.expire(30)
        assert store.drafts.count() == 1
        clock.now += timedelta(hours=1)
        assert not upkeep.expire(0)
        assert upkeep.expire(30)
        assert_wiped(store, profile)
        assert_kept(store)
        assert not upkeep.expire(30)
    with open_store(profile) as store:
        assert_kept(store)
        assert store.drafts.count() == 0


def test_a_signature_that_was_cut_off_is_finished_before_its_draft_leaves(
    profile: Path, clock: Clock
) -> None:
    with open_store(profile) as store:
        fill(store)
        Upkeep(store, clock).refreshed()
        (attempt,) = store.journal.intend((intent("d-1"),))
        for purpose in ("text", "package"):
            give(store, attempt, purpose)
    clock.now += timedelta(days=40)
    with open_store(profile) as store:
        assert not Upkeep(store, clock).expire(30)
        assert store.files.has(sha(TEXT))
        queue(store, "d-1")
        assert Upkeep(store, clock).expire(30)
        assert_wiped(store, profile)


def test_a_refresh_begins_the_time_anew(profile: Path, clock: Clock) -> None:
    with open_store(profile) as store:
        fill(store)
        upkeep = Upkeep(store, clock)
        for _ in range(4):
            clock.now += timedelta(days=20)
            upkeep.refreshed()
            assert not upkeep.expire(30)
        assert store.drafts.count() == 1


def test_a_station_from_before_gets_its_whole_time(profile: Path, clock: Clock) -> None:
    with open_store(profile) as store:
        fill(store)
        assert not Upkeep(store, clock).expire(30)
        clock.now += timedelta(days=31)
        assert Upkeep(store, clock).expire(30)


def test_a_clock_that_was_put_back_gives_no_time(profile: Path, clock: Clock) -> None:
    with open_store(profile) as store:
        fill(store)
        Upkeep(store, clock).refreshed()
        clock.now += timedelta(days=29)
        assert not Upkeep(store, clock).expire(30)
        clock.now -= timedelta(days=400)
        assert not Upkeep(store, clock).expire(30)
    with open_store(profile) as store:
        assert Upkeep(store, clock).expire(29)


def test_one_start_with_the_clock_ahead_is_over_with_the_next_sync(
    profile: Path, clock: Clock
) -> None:
    with open_store(profile) as store:
        fill(store)
        upkeep = Upkeep(store, clock)
        upkeep.refreshed(0.0)
        clock.now += timedelta(days=3650)
        assert upkeep.expire(30)
        upkeep.tidy()
        clock.now -= timedelta(days=3650)
        upkeep.expire(30)
        store.drafts.apply(ChangesPage((Change("d-1", summary(1)),), "1", more=False))
        upkeep.refreshed(0.4)
        assert not upkeep.expire(30)
        assert store.drafts.count() == 1
        # What nothing names is swept again too.
        orphan = store.packages.compose((b"PK ", b"orphan"))
        for path in (*profile.glob("files/*/*"), *profile.glob("packages/*/*")):
            age(path, 2)
        assert upkeep.tidy() > 0
        assert not store.packages.has(orphan)


def test_a_clock_that_stays_ahead_wipes_nothing_that_was_refreshed(
    profile: Path, clock: Clock
) -> None:
    with open_store(profile) as store:
        fill(store)
        Upkeep(store, clock).refreshed(-60 * 86400.0)
        assert not Upkeep(store, clock).expire(30)
        clock.now += timedelta(days=31)
        assert Upkeep(store, clock).expire(30)


def age(path: Path, days: float) -> None:
    moment = MORNING.timestamp() - days * 86400
    os.utime(path, (moment, moment))


def test_what_nothing_names_is_swept(profile: Path, clock: Clock) -> None:
    with open_store(profile) as store:
        fill(store)
        store.files.put(b"orphan", sha(b"orphan"))
        store.packages.put(b"PK orphan", sha(b"PK orphan"))
        composed = store.packages.compose((b"PK ", b"composed"))
        used = store.packages.compose((b"PK ", b"used"))
        store.outbox.queue_package((b"PK ", b"used"), **NAMES)
        for path in (*profile.glob("files/*/*"), *profile.glob("packages/*/*")):
            age(path, 0.5)
        upkeep = Upkeep(store, clock)
        assert upkeep.tidy() == 0
        for path in (*profile.glob("files/*/*"), *profile.glob("packages/*/*")):
            age(path, 2)
        # Once a day is enough.
        assert upkeep.tidy() == 0
        clock.now += timedelta(days=1)
        assert upkeep.tidy() == 3
        assert not store.files.has(sha(b"orphan"))
        assert not store.packages.has(sha(b"PK orphan"))
        assert not store.packages.has(composed)
        assert store.packages.read(used) == b"PK used"
        assert store.files.read(sha(TEXT)) == TEXT
        assert store.outbox.package(store.outbox.entries()[0].key) == PACKAGE


def test_after_a_rescue_nothing_is_swept(profile: Path, clock: Clock) -> None:
    with open_store(profile) as store:
        fill(store)
    (profile / "store.db").write_bytes(b"")
    for path in profile.glob("outbox/*"):
        path.unlink()
    for path in (*profile.glob("files/*/*"), *profile.glob("packages/*/*")):
        age(path, 100)
    with open_store(profile) as store:
        assert store.outbox.entries() == ()
        assert Upkeep(store, clock).tidy() == 0
        # Nobody names it any more, and it is all that is left of a signature.
        assert store.packages.read(sha(PACKAGE)) == PACKAGE


def test_synchronising_often_writes_it_down_once_a_minute(profile: Path, clock: Clock) -> None:
    with open_store(profile) as store:
        fill(store)
        upkeep = Upkeep(store, clock)
        upkeep.refreshed(0.0)
        commits, begun = store.database.commits, clock.now
        for _ in range(3):
            clock.now += timedelta(seconds=15)
            upkeep.refreshed(0.1)
            assert upkeep.synchronised() == clock.now
        assert store.database.commits == commits
        assert Upkeep(store, clock).synchronised() == begun
        clock.now += timedelta(seconds=15)
        upkeep.refreshed(0.1)
        assert Upkeep(store, clock).synchronised() == clock.now
        # The days count from the last word, also where that is not written down.
        clock.now += timedelta(seconds=30)
        upkeep.refreshed(0.1)
        clock.now += timedelta(days=30) - timedelta(seconds=1)
        assert not upkeep.expire(30)
        clock.now += timedelta(seconds=1)
        assert upkeep.expire(30)


def test_the_last_synchronising_is_known_after_a_restart(profile: Path, clock: Clock) -> None:
    with open_store(profile) as store:
        assert Upkeep(store, clock).synchronised() is None
        # Only counting the days of drafts is not having heard anything.
        Upkeep(store, clock).expire(30)
        assert Upkeep(store, clock).synchronised() is None
        Upkeep(store, clock).refreshed(3600.0)
    with open_store(profile) as store:
        assert Upkeep(store, clock).synchronised() == clock.now
