"""From the start of the process to a usable list of ten thousand drafts.

The baseline is an empty PySide6 window in the same Python. The program runs as in the morning of
a working day: somebody is signed in and the registry answers, so that synchronising begins while
the list is being filled. Both are drawn without a screen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import bench
from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate
from bench.office import Place, station

GOAL_TIME = 3.0
GOAL_MEMORY = 2.5
"""Of the bare window's, by the project's plan."""
_WARM = 1
_LIMIT = 60
_UNWANTED = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONDEVMODE", "PYTHONWARNINGS"}


@dataclass(frozen=True)
class Start:
    """One start: milliseconds until usable, and memory at that moment in MiB."""

    milliseconds: float
    resident: float
    peak: float
    drafts: int


def run(given: Bench) -> tuple[Result, ...]:
    """Run the row."""
    with station(given.directory, given.drafts) as place:
        return measure(given, place)


def measure(given: Bench, place: Place) -> tuple[Result, ...]:
    """Run the row at a station that is there already."""
    bytecode = given.directory / "bytecode"
    program = partial(start, bytecode, "program", str(place.profile))
    bare_window = partial(start, bytecode, "bare")
    measured = alternate((program, bare_window), given.rounds, warm=_WARM)
    ours, theirs = measured
    if any(item.drafts != given.drafts for item in ours):
        raise OutputWrong(f"the list shows {ours[-1].drafts} drafts")
    usable = Series.of("usable list", "ms", [item.milliseconds for item in ours])
    bare = Series.of("bare window", "ms", [item.milliseconds for item in theirs])
    resident = Series.of("usable list, resident", "MiB", [item.resident for item in ours])
    bare_resident = Series.of("bare window, resident", "MiB", [item.resident for item in theirs])
    peak = Series.of("usable list, peak", "MiB", [item.peak for item in ours])
    bare_peak = Series.of("bare window, peak", "MiB", [item.peak for item in theirs])
    return (
        Result(
            "window",
            f"{given.drafts} drafts",
            (usable, bare, resident, bare_resident, peak, bare_peak),
            (
                Comparison.of(usable, bare, GOAL_TIME),
                Comparison.of(resident, bare_resident, GOAL_MEMORY),
                Comparison.of(peak, bare_peak),
            ),
            {"drafts in the list": ours[-1].drafts},
        ),
    )


def start(bytecode: Path, *arguments: str) -> Start:
    """Start one window in a process of its own and wait until it has ended.

    Args:
        bytecode: a directory for compiled modules.
        arguments: of :mod:`bench.window_child`.

    Raises:
        OutputWrong: it ended without having been usable.
    """
    # An installed program has its bytecode; here the warm rounds write it.
    environment = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(bytecode)}
    command = [sys.executable, "-m", "bench.window_child", *arguments]
    root = Path(bench.__file__).parent.parent
    begun = time.monotonic_ns()
    ran = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env=environment,
        timeout=_LIMIT,
    )
    told = ran.stdout.split()
    if ran.returncode != 0 or len(told) != 4:
        raise OutputWrong(f"{arguments[0]}: {ran.stderr[-2000:] or ran.returncode}")
    moment, resident, peak, drafts = (int(word) for word in told)
    return Start((moment - begun) / 1e6, resident / 1024, peak / 1024, drafts)
