"""Whatever moment the power goes in, a profile opens and has all that it said it had kept."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from sync.secrets import choose_secrets
from sync.station import Store
from tests.proof.lost import Disk
from tests.proof.test_killed import KEPT, contents
from tests.warm import Warm

PROGRAM = "tests.proof.keeping"


def live(power: Warm, directory: Path, at: int) -> tuple[list[list[str]], Disk, int]:
    """Let the program run until a deed; returns what it said, the disk, and the deeds so far."""
    profile = directory / "profile"
    profile.mkdir(parents=True)
    count, trace = directory / "count", directory / "trace"
    count.write_bytes(bytes(65536))
    trace.touch()
    disk = Disk(profile)
    environment = {
        **os.environ,
        "POWER_BELOW": str(profile),
        "POWER_COUNT": str(count),
        "POWER_AT": str(at),
        "POWER_TRACE": str(trace),
    }
    ended = power.run(PROGRAM, (str(profile),), environment)
    assert ended.code == (-signal.SIGKILL if at else 0), ended.err.decode()
    disk.follow(trace)
    said = [line.split() for line in ended.out.decode().splitlines()]
    return said, disk, int.from_bytes(count.read_bytes()[:8], "little")


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


def cut(power: Warm, directory: Path, at: int, seed: int) -> None:
    said, disk, _ = live(power, directory, at)
    chance = random.Random(seed)
    for kept in KEPT:
        left = directory / f"left {kept}"
        disk.leave(left, kept, chance)
        try:
            for _ in range(2):
                with Store.open(left, choose_secrets(left, "file")) as store:
                    assert store.notice() is None
                    assert [line for line in said if not is_kept(store, *line)] == []
        except BaseException as error:
            error.add_note(f"killed before deed {at}, kept {kept}, seed {seed}, said {said}")
            raise


@pytest.fixture(scope="module")
def deeds(power: Warm, tmp_path_factory: pytest.TempPathFactory) -> int:
    directory = tmp_path_factory.mktemp("keeping")
    said, disk, deeds = live(power, directory, 0)
    assert len(said) == 9
    disk.leave(directory / "seen", 1, random.Random())
    assert contents(directory / "seen") == contents(directory / "profile")
    return deeds


def test_power_is_cut_at_four_places(power: Warm, deeds: int, tmp_path: Path) -> None:
    for at in random.sample(range(1, deeds), 4):
        cut(power, tmp_path / str(at), at, random.randrange(1 << 32))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_power_is_cut_everywhere(power: Warm, deeds: int, tmp_path: Path) -> None:
    for at in range(1, deeds):
        cut(power, tmp_path / str(at), at, random.randrange(1 << 32))
