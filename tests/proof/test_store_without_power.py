"""Whatever moment the power goes in, a profile opens and has all that it said it had kept.

Three programs live and die here: one that keeps all kinds of things and changes the keys, one
that writes entries to a stick and takes others in while pages of changes come, and one that
starts with a damaged database and rescues what was in it.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync import carried
from sync.entries import OutboxState
from sync.errors import StoreRescued
from sync.secrets import choose_secrets
from sync.station import Store
from tests.proof import carrying, rescuing
from tests.proof.carrying import OUT, PAGE, STICK
from tests.proof.lost import Disk
from tests.proof.test_killed import KEPT, contents
from tests.warm import Warm

Said = list[list[str]]


@dataclass(frozen=True)
class Scene:
    """A program, what is there before it, and what must be true after it."""

    program: str
    begun: Path
    holds: Callable[[Path, Said], None]


def live(power: Warm, scene: Scene, directory: Path, at: int) -> tuple[Said, Disk, int]:
    """Let the program run until a deed; returns what it said, the disk, and the deeds so far."""
    place = directory / "place"
    shutil.copytree(scene.begun, place)
    count, trace = directory / "count", directory / "trace"
    count.write_bytes(bytes(65536))
    trace.touch()
    disk = Disk(place)
    environment = {
        **os.environ,
        "POWER_BELOW": str(place),
        "POWER_COUNT": str(count),
        "POWER_AT": str(at),
        "POWER_TRACE": str(trace),
    }
    ended = power.run(scene.program, (str(place),), environment)
    assert ended.code == (-signal.SIGKILL if at else 0), ended.err.decode()
    disk.follow(trace)
    said = [line.split() for line in ended.out.decode().splitlines()]
    return said, disk, int.from_bytes(count.read_bytes()[:8], "little")


def cut(power: Warm, scene: Scene, directory: Path, at: int, seed: int) -> None:
    said, disk, _ = live(power, scene, directory, at)
    chance = random.Random(seed)
    for kept in KEPT:
        left = directory / f"left {kept}"
        disk.leave(left, kept, chance)
        try:
            for _ in range(2):
                scene.holds(left, said)
        except BaseException as error:
            error.add_note(f"killed before deed {at}, kept {kept}, seed {seed}, said {said}")
            raise
    shutil.rmtree(directory)


def opened(profile: Path) -> Store:
    return Store.open(profile, choose_secrets(profile, "file"))


def nothing_is_lost(place: Path, said: Said) -> None:
    with opened(place / "profile") as store:
        assert store.notice() is None
        assert [line for line in said if not is_kept(store, *line)] == []


def is_kept(store: Store, what: str, about: str) -> bool:
    match what:
        case "queued":
            return store.outbox.entry(about).open
        case "taken":
            return store.outbox.entry(about).taken_back
        case "exported":
            return store.outbox.entry(about).exported is not None
        case "file":
            return store.files.sound(about)
        case "package":
            return store.outbox.package(about)[:2] == b"PK"
        case "fact":
            return store.facts.get("a fact") == "kept"
        case _:
            return what == "rotated"


def what_travels_is_whole(place: Path, said: Said) -> None:
    out, told = place / STICK / OUT, dict(said)
    with opened(place / "profile") as store:
        assert store.notice() is None
        for entry in store.outbox.entries():
            # Under its name there is the whole or nothing, here too.
            assert entry.package is None or store.outbox.package(entry.key)[:2] == b"PK"
        if out.exists():
            with out.open("rb") as file:
                head = carried.read_head(file)
                carried.require_whole(file, head)
            assert store.outbox.entry(head.key).exported is not None, "it could be taken back"
        assert out.exists() or "written" not in told
        for what, about in said:
            if what in {"package", "answer"}:
                brought = store.outbox.entry(about)
                assert (brought.open, brought.carrier) == (True, carrying.CARRIER)
        cursor = int(store.drafts.cursor() or 0)
        # A page and its cursor are there together, and what is between is not missing.
        assert store.drafts.count() == cursor * PAGE
        assert cursor >= int(told.get("pages", 0))


def all_is_rescued(place: Path, said: Said) -> None:
    profile = place / "profile"
    waited, harmed = rescuing.remembered(place)
    with opened(profile) as store:
        assert waited <= {entry.key for entry in store.outbox.entries() if entry.open}
        states = {entry.state for entry in store.outbox.entries() if entry.key in waited}
        assert states == {OutboxState.UNCONFIRMED}
        assert ["told", "-"] in said or isinstance(store.notice(), StoreRescued)
        assert [line for line in said if line[0] != "told" and not is_kept(store, *line)] == []
    places = profile.glob("damaged-*/store.db")
    assert harmed in [path.read_bytes() for path in places], "what was set aside is gone"


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    begun = {
        name: tmp_path_factory.mktemp(name) / "begun"
        for name in ("keeping", "carrying", "rescuing")
    }
    (begun["keeping"] / "profile").mkdir(parents=True)
    carrying.prepare(begun["carrying"])
    rescuing.prepare(begun["rescuing"])
    holds = (nothing_is_lost, what_travels_is_whole, all_is_rescued)
    return {
        name: Scene(f"tests.proof.{name}", place, true)
        for (name, place), true in zip(begun.items(), holds, strict=True)
    }


@pytest.fixture(scope="module", params=["keeping", "carrying", "rescuing"])
def scene(request: pytest.FixtureRequest, scenes: dict[str, Scene]) -> Scene:
    return scenes[request.param]


@pytest.fixture(scope="module")
def deeds(power: Warm, scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> int:
    directory = tmp_path_factory.mktemp("whole")
    said, disk, deeds = live(power, scene, directory, 0)
    assert len(said) == {"keeping": 9, "carrying": 4, "rescuing": 6}[scene.begun.parent.name[:-1]]
    disk.leave(directory / "seen", 1, random.Random())
    assert contents(directory / "seen") == contents(directory / "place")
    scene.holds(directory / "seen", said)
    return deeds


def test_power_is_cut_at_two_places(power: Warm, scene: Scene, deeds: int, tmp_path: Path) -> None:
    for at in random.sample(range(1, deeds), 2):
        cut(power, scene, tmp_path / str(at), at, random.randrange(1 << 32))


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_power_is_cut_everywhere(power: Warm, scene: Scene, deeds: int, tmp_path: Path) -> None:
    for at in range(1, deeds):
        cut(power, scene, tmp_path / str(at), at, random.randrange(1 << 32))
