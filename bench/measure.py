"""Running things in turn, and what the samples say."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

T = TypeVar("T")
Unit = Literal["ms", "MiB"]


class OutputWrong(Exception):
    """What a row compares is not what it should be; its numbers would mean nothing."""


@dataclass(frozen=True)
class Bench:
    """What every row gets: a directory of its own, how many rounds to run, how big a store."""

    directory: Path
    rounds: int
    drafts: int = 10_000


@dataclass(frozen=True)
class Spread:
    """Five numbers of a sample; ``lower`` and ``upper`` are the quartiles."""

    minimum: float
    lower: float
    median: float
    upper: float
    maximum: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the spread of at least two values."""
        lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
        return cls(min(values), lower, median, upper, max(values))


@dataclass(frozen=True)
class Series:
    """One thing, measured once in each round."""

    name: str
    unit: Unit
    values: tuple[float, ...]
    spread: Spread

    @classmethod
    def of(cls, name: str, unit: Unit, values: Sequence[float]) -> Series:
        """Return the series of ``values``, with its spread."""
        return cls(name, unit, tuple(values), Spread.of(values))


@dataclass(frozen=True)
class Comparison:
    """A measured thing against a baseline of the same run.

    ``ratio`` is that of the medians, ``pairs`` the spread of the ratios round by round, and
    ``goal`` the largest ratio the project wants, if it has said one.
    """

    subject: str
    baseline: str
    ratio: float
    pairs: Spread
    goal: float | None = None

    @classmethod
    def of(cls, subject: Series, baseline: Series, goal: float | None = None) -> Comparison:
        """Compare two series of the same rounds."""
        pairs = [mine / other for mine, other in zip(subject.values, baseline.values, strict=True)]
        ratio = subject.spread.median / baseline.spread.median
        return cls(subject.name, baseline.name, ratio, Spread.of(pairs), goal)


@dataclass(frozen=True)
class Result:
    """A row of the table, or one case of it; ``facts`` is what else a reader must know."""

    row: str
    case: str
    series: tuple[Series, ...]
    comparisons: tuple[Comparison, ...]
    facts: dict[str, int | str] = field(default_factory=dict)


def alternate(
    actions: Sequence[Callable[[], T]], rounds: int, *, warm: int
) -> tuple[tuple[T, ...], ...]:
    """Call every action once a round, in turn.

    Args:
        actions: each returns what it measured.
        rounds: at least two.
        warm: rounds before the first that counts.

    Returns:
        For each action its results, in the order of the rounds.
    """
    found: tuple[list[T], ...] = tuple([] for _ in actions)
    # What was there before is looked through by no collection, neither ours nor one of theirs.
    gc.freeze()
    try:
        for number in range(warm + rounds):
            for kept, action in zip(found, actions, strict=True):
                # Nobody pays for what the one before him left behind.
                gc.collect()
                result = action()
                if number >= warm:
                    kept.append(result)
    finally:
        gc.unfreeze()
    return tuple(tuple(kept) for kept in found)


_PEAK = """
from pathlib import Path
lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM:")))
"""


def peak_of(program: str, *arguments: str, told: str = "") -> float:
    """Return the largest resident memory of a Python of its own, in MiB.

    What getrusage tells of a child begins with the memory of its parent; this does not (proc(5)).

    Args:
        program: what it runs; it prints nothing.
        arguments: of it.
        told: what it can read from its standard input.
    """
    done = subprocess.run(
        [sys.executable, "-c", program + _PEAK, *arguments],
        input=told,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout) / 1024


def milliseconds(action: Callable[[], object]) -> float:
    """Return how long ``action`` takes."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000
