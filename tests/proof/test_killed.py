"""Killed before any write, any byte sent and any file renamed, a station knows and loses nothing.

A library in front of libc counts what the program does to disk, pipes and connections, and ends
it with SIGKILL before the deed of a given number. The program is the real one, with SoftHSM and a
registry; what it must know at its next start is compared with how often the token was asked. Where
the power goes too, the next start finds what was flushed, and of the rest what chance kept.
"""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from tests.proof.lives import Ready, Run
from tests.warm import Warm

KEPT = (0.0, 0.5, 0.9, 0.1)
"""How much is there of what was not flushed."""


def lives(
    warm: Warm,
    power: Warm,
    ready: Ready,
    directory: Path,
    at: list[int],
    *,
    again: int,
    cut: int | None = None,
) -> set[str]:
    """Kill a station at each of these deeds; every ``again``-th signs once more after it.

    With ``cut`` every so-many-th loses its power.
    """
    said = set()
    for place, number in enumerate(at):
        seed = random.randrange(1 << 32)
        kept = KEPT[seed % len(KEPT)] if cut and place % cut == 0 else None
        run = Run(warm, power, ready, directory / f"{place}")
        try:
            assert run.live(number) == -signal.SIGKILL, number
            if kept is not None:
                run.lose_power(kept, random.Random(seed))
            said.add(run.tells_the_truth(again=place % again == 0))
        except BaseException as error:
            error.add_note(f"killed before deed {number}; kept {kept}, seed {seed}")
            raise
        finally:
            run.close()
    return said


@pytest.fixture
def deeds(warm: Warm, power: Warm, ready: Ready, tmp_path: Path) -> str:
    """What is done in a life that nothing ends, and whose power goes right after it."""
    run = Run(warm, power, ready, tmp_path / "whole")
    try:
        assert run.live(0) == 0
        run.disk.leave(tmp_path / "seen", 1, random.Random())
        assert contents(tmp_path / "seen") == contents(run.profile)
        assert run.disk.unsure
        run.lose_power(0, random.Random())
        assert run.tells_the_truth(again=False) == "KEPT"
        return run.deeds
    finally:
        run.close()


def contents(profile: Path) -> dict[Path, bytes]:
    """Every file but the memory that the database's connections share."""
    return {
        path.relative_to(profile): path.read_bytes()
        for path in profile.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_at_twenty_places(
    warm: Warm, power: Warm, ready: Ready, deeds: str, tmp_path: Path
) -> None:
    # Right after the token or the registry has answered, before anything of it is written down.
    sharp = [at + 2 for at in range(len(deeds) - 4) if deeds[at : at + 2] in {"pf", "sf"}]
    at = random.sample(sharp, min(14, len(sharp)))
    # Not the same ones each time: what fails says its number.
    at += random.sample(range(1, len(deeds) - 3), 20 - len(at))
    lives(warm, power, ready, tmp_path, at, again=5, cut=2)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_killed_everywhere(
    warm: Warm, power: Warm, ready: Ready, deeds: str, tmp_path: Path
) -> None:
    last = len(deeds) - 3
    at = [*range(1, last), *random.choices(range(1, last), k=max(0, 200 - last))]
    said = lives(warm, power, ready, tmp_path, at, again=1)
    assert said >= {"nothing", "NOT_SIGNED", "UNKNOWN", "DISCARDED", "KEPT"}, said


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_without_power_everywhere(
    warm: Warm, power: Warm, ready: Ready, deeds: str, tmp_path: Path
) -> None:
    last = len(deeds) - 3
    at = [*range(1, last), *random.choices(range(1, last), k=max(0, 200 - last))]
    lives(warm, power, ready, tmp_path, at, again=3, cut=1)
