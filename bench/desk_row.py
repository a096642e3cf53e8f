"""What somebody at the desk waits for: a list that changes, scrolling, a decision's first page.

The baselines are Qt's own list of the same length, drawn plainly, and PDFium asked for the page by
itself. All of it without a screen, in one process apart.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

import msgspec

import bench
from bench.measure import Bench, Comparison, OutputWrong, Result, Series

GOALS = {
    "changed where they stand": 50.0,
    "changed and moved": 50.0,
    "frame of scrolling": 1000 / 60,
    "first page": 200.0,
}
"""Milliseconds, by the project's plan."""
_TIMES = 10
"""As many drafts as the other rows have."""
_PAGES = 300
_LIMIT = 600
_BASELINES = {
    "changed where they stand": "plain list of the same length",
    "changed and moved": "plain list of the same length",
    "frame of scrolling": "frame of a plain list",
    "first page": "first page, PDFium alone",
}


def run(given: Bench) -> tuple[Result, ...]:
    """Run the row."""
    drafts = given.drafts * _TIMES
    found = _ask(given.rounds, drafts)
    series = {name: Series.of(name, "ms", values) for name, values in found.items()}
    facts: dict[str, int | str] = {"pages": _PAGES}
    for name, goal in GOALS.items():
        median = statistics.median(found[name])
        met = "met" if median <= goal else "MISSED"
        facts[f"{name}, ms"] = f"{median:.1f}; goal ≤ {goal:.3g}: {met}"
    compared = tuple(
        Comparison.of(series[ours], series[theirs]) for ours, theirs in _BASELINES.items()
    )
    return (Result("desk", f"{drafts} drafts", tuple(series.values()), compared, facts),)


def _ask(rounds: int, drafts: int) -> dict[str, list[float]]:
    """Return milliseconds by name.

    Raises:
        OutputWrong: the process ended without having told them.
    """
    ran = subprocess.run(
        [sys.executable, "-m", "bench.desk_child", str(rounds), str(drafts), str(_PAGES)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd=Path(bench.__file__).parent.parent,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=_LIMIT,
    )
    try:
        return msgspec.json.decode(ran.stdout, type=dict[str, list[float]])
    except msgspec.DecodeError as error:
        raise OutputWrong(ran.stderr.decode(errors="replace")[-2000:]) from error
