"""Disks that are full, read-only or away, and two programs: each is named, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import OutboxKind
from sync.errors import (
    ProfileInUse,
    StoreError,
    StoreFull,
    StoreGone,
    StoreReadOnly,
)
from sync.lock import ProfileLock
from sync.secrets import choose_secrets
from sync.station import Store
from sync.store.disk import named
from sync.wire import RemarkRequest
from tests.sync.conftest import open_store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, sha
from tests.sync.queued import publish

NAMES = {"person": PERSON, "draft": "d-1", "title": "Qaror", "version_digest": "v"}


def mount(*arguments: str) -> bool:
    """Mount or unmount something; False where that is not allowed."""
    done = subprocess.run([*arguments], capture_output=True, text=True, check=False)
    return done.returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB that a test may fill, lock and take away."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ("-t", "tmpfs", "-o", "size=8m", "eqaror-test", str(place))
    if sys.platform != "linux" or not mount("mount", *options):
        pytest.skip("a test may not mount a disk here")
    yield place
    while mount("umount", "-l", str(place)):
        pass


def remark(store: Store, text: str = "mulohaza") -> str:
    return store.outbox.queue(
        OutboxKind.REMARK, RemarkRequest(1, None, None, "", text), **NAMES
    ).key


def fill_up(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return ballast


def read_what_is_there(profile: Path, why: StoreError, kept: str) -> None:
    """What a person did can be read, and is not kept, where nothing can be written."""
    before = {path: path.read_bytes() for path in profile.rglob("*") if path.is_file()}
    temporary = Path(tempfile.gettempdir())
    with Store.open_to_read(profile, choose_secrets(profile, "file"), why) as store:
        assert store.unkept is why
        assert store.outbox.entry(kept).key == kept
        assert store.outbox.package(package_kept(store)) == b"PK read " * 100
        assert store.log.verify().fault is None
        place = max(temporary.glob("eqaror-*/store.db"), key=lambda item: item.stat().st_ctime)
        assert not (place.parent / "keyring.json").exists()
    assert not place.parent.exists()
    assert {path: path.read_bytes() for path in profile.rglob("*") if path.is_file()} == before


def package_kept(store: Store) -> str:
    return next(item.key for item in store.outbox.entries() if item.package is not None)


def test_a_full_disk_is_read_from(disk: Path) -> None:
    profile = disk / "profile"
    with open_store(profile) as store:
        kept = remark(store)
        store.outbox.queue_package(b"PK read " * 100, **NAMES)
    fill_up(disk)
    with pytest.raises(StoreFull) as caught:
        open_store(profile)
    read_what_is_there(profile, caught.value, kept)
    # Another program is kept away from, as ever.
    lock = ProfileLock(profile)
    try:
        with pytest.raises(ProfileInUse):
            Store.open_to_read(profile, choose_secrets(profile, "file"), caught.value)
    finally:
        lock.release()


def test_a_full_disk_loses_nothing_and_lies_about_nothing(disk: Path) -> None:
    profile = disk / "profile"
    with open_store(profile) as store:
        kept = [
            remark(store),
            store.outbox.queue_package(b"PK first " * 100, **NAMES).key,
        ]
        ballast = fill_up(disk)
        works: tuple[Callable[[], object], ...] = (
            lambda: remark(store, "big " * 9000),
            lambda: store.outbox.queue_package(os.urandom(300_000), **NAMES),
            lambda: store.files.put(b"file" * 9000, sha(b"file" * 9000)),
            lambda: store.log.note("login", {"text": "x" * 30_000}),
        )
        for work in works:
            with pytest.raises(StoreFull):
                work()
        # What is there can be read while the disk is full.
        assert [entry.key for entry in store.outbox.entries()] == kept
        assert store.outbox.package(kept[1]) == b"PK first " * 100
        assert store.log.head().number == 0
    # Even a start on a full disk works, or says that the disk is full.
    try:
        with open_store(profile) as store:
            assert [entry.key for entry in store.outbox.entries()] == kept
    except StoreFull:
        pass
    ballast.unlink()
    with open_store(profile) as store:
        kept.append(remark(store, "big " * 9000))
        assert [entry.key for entry in store.outbox.entries()] == kept
        assert store.notice() is None
        store.database.check()
        names = [path.name for path in profile.rglob("*") if ".new-" in path.name]
        assert names == []


def test_a_disk_that_becomes_read_only_is_not_called_full(disk: Path) -> None:
    profile = disk / "profile"
    with open_store(profile) as store:
        kept = remark(store)
        assert mount("mount", "--bind", str(disk), str(disk))
        try:
            # Only what is opened from now on sees it, as with a disk whose errors made it so.
            assert mount("mount", "-o", "remount,bind,ro", str(disk))
            with pytest.raises(StoreReadOnly):
                store.files.put(b"later", sha(b"later"))
            with pytest.raises(StoreReadOnly):
                open_store(profile)
        finally:
            mount("umount", "-l", str(disk))
        assert store.outbox.entry(kept).key == kept


def test_a_profile_on_a_read_only_disk_is_named(disk: Path) -> None:
    profile = disk / "profile"
    with open_store(profile) as store:
        kept = remark(store)
        store.outbox.queue_package(b"PK read " * 100, **NAMES)
    assert mount("mount", "-o", "remount,ro", str(disk))
    try:
        with pytest.raises(StoreReadOnly) as caught:
            open_store(profile)
        read_what_is_there(profile, caught.value, kept)
    finally:
        mount("mount", "-o", "remount,rw", str(disk))
    with open_store(profile) as store:
        assert store.outbox.entry(kept).key == kept


def test_a_share_that_vanishes_takes_no_promise_with_it(disk: Path) -> None:
    profile = disk / "profile"
    keep_open = os.open(disk, os.O_RDONLY)
    store = open_store(profile)
    kept = remark(store)
    # Detached as a network share is: open files go on, and what they get is lost.
    assert mount("umount", "-l", str(disk))
    for work in (
        lambda: remark(store),
        lambda: store.outbox.queue_package(b"PK", **NAMES),
        lambda: store.log.note("login", {}),
        lambda: store.facts.put("a", "b"),
    ):
        with pytest.raises(StoreGone):
            work()
    # Another disk in its place is not this profile either.
    assert mount("mount", "-t", "tmpfs", "-o", "size=8m", "eqaror-test", str(disk))
    with open_store(profile) as other:
        remark(other)
        with pytest.raises(StoreGone):
            remark(store)
    assert [entry.key for entry in store.outbox.entries()] == [kept]
    store.close()
    os.close(keep_open)


def test_nothing_is_fetched_into_a_bare_mount_point(
    disk: Path, desk: Desk, client: RegistryClient
) -> None:
    publish(desk, 1)
    keep_open = os.open(disk, os.O_RDONLY)
    store = open_store(disk / "profile")
    engine = Engine(client, store, PERSON)
    engine.cycle()
    store.files.clear()
    assert mount("umount", "-l", str(disk))
    # There is nothing new to note, only files to bring.
    with pytest.raises(StoreGone):
        engine.cycle()
    with pytest.raises(StoreGone):
        store.files.put(b"text", sha(b"text"))
    with pytest.raises(StoreGone):
        store.packages.compose((b"list",))
    assert list(disk.rglob("*")) == []
    store.close()
    assert list(disk.rglob("*")) == []
    os.close(keep_open)


def test_a_place_that_is_not_there_is_gone(tmp_path: Path) -> None:
    with open_store(tmp_path / "profile") as store:
        (tmp_path / "profile").rename(tmp_path / "elsewhere")
        with pytest.raises(StoreGone):
            remark(store)
    with open_store(tmp_path / "elsewhere") as store:
        assert store.outbox.entries() == ()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (28, StoreFull),
        (122, StoreFull),
        (30, StoreReadOnly),
        (13, StoreReadOnly),
        (116, StoreGone),
    ],
)
def test_errors_of_the_system_have_their_cure(number: int, kind: type[StoreError]) -> None:
    assert type(named(OSError(number, os.strerror(number)))) is kind


# Two programs


def holder(profile: Path, content: str, age: float) -> None:
    profile.mkdir()
    (profile / "lock").write_text(content)
    moment = time.time() - age
    os.utime(profile / "lock", (moment, moment))


def test_a_program_on_another_computer_is_named(profile: Path) -> None:
    # A share without locks between computers: the file is free here, and its holder runs there.
    holder(profile, "4711 QARSHI-PC-7\n", age=30)
    with pytest.raises(ProfileInUse) as caught:
        open_store(profile)
    assert (caught.value.process, caught.value.host) == (4711, "QARSHI-PC-7")
    assert (profile / "lock").read_text() == "4711 QARSHI-PC-7\n"


@pytest.mark.parametrize("content", ["4711 QARSHI-PC-7\n", "4711\n", "", "\0\0 nonsense"])
def test_what_a_dead_program_left_is_taken_over(profile: Path, content: str) -> None:
    holder(profile, content, age=301)
    with open_store(profile):
        number, _, host = (profile / "lock").read_text().strip().partition(" ")
        assert int(number) == os.getpid()
        assert host
    assert (profile / "lock").read_text() == ""


def test_a_lock_of_the_future_is_watched(profile: Path) -> None:
    holder(profile, "4711 QARSHI-PC-7\n", age=-86_400.0)
    seen = profile / "lock.seen"

    def refused() -> None:
        with pytest.raises(ProfileInUse) as caught:
            ProfileLock(profile)
        assert caught.value.host == "QARSHI-PC-7"

    def watched(seconds: float) -> None:
        moment = time.time() - seconds
        os.utime(seen, (moment, moment))

    refused()
    watched(290)
    refused()
    # It is touched, so somebody runs there.
    watched(301)
    os.utime(profile / "lock", (time.time() + 90_000.0,) * 2)
    refused()
    watched(301)
    ProfileLock(profile).release()
    # The note is of no use to a lock whose time is right again.
    holder_again = time.time() - 30
    (profile / "lock").write_text("4711 QARSHI-PC-7\n")
    os.utime(profile / "lock", (holder_again, holder_again))
    refused()
    assert not seen.exists()


def test_two_computers_on_one_share(tmp_path: Path) -> None:
    there = ProfileLock(tmp_path, host="THERE")
    with pytest.raises(ProfileInUse) as caught:
        ProfileLock(tmp_path, host="HERE")
    assert caught.value.host == "THERE"
    there.release()
    ProfileLock(tmp_path, host="HERE").release()


def test_as_long_as_a_program_runs_its_lock_is_fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync import lock

    monkeypatch.setattr(lock, "_BEAT_SECONDS", 0.02)
    held = ProfileLock(tmp_path)
    os.utime(tmp_path / "lock", (1, 1))
    deadline = time.monotonic() + 5
    while (tmp_path / "lock").stat().st_mtime == 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (tmp_path / "lock").stat().st_mtime > 1
    held.release()
