"""``python -m bench``: run the rows, print a table, write JSON."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import msgspec

from bench.measure import Bench, Result
from bench.table import lines

ROUNDS = {
    "package": 100,
    "large": 7,
    "verify": 60,
    "national": 30,
    "process": 15,
    "window": 15,
    "desk": 15,
    "sync": 200,
    "store": 15,
    "first": 7,
    "search": 15,
}
"""The rows in their order, with the rounds each needs for a steady median."""


@dataclass(frozen=True)
class Report:
    """What ``--json`` writes."""

    python: str
    machine: str
    processors: int
    results: tuple[Result, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    given = _parser().parse_args(arguments)
    found: list[Result] = []
    for name in given.rows or ROUNDS:
        rounds = given.rounds or ROUNDS[name]
        print(f"{name}: {rounds} rounds", file=sys.stderr, flush=True)
        found += run_row(name, rounds)
    results = tuple(found)
    print("\n".join(lines(results)))
    if given.json is not None:
        report = Report(
            platform.python_version(), platform.machine(), os.cpu_count() or 0, results
        )
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
    return 0


def run_row(name: str, rounds: int) -> tuple[Result, ...]:
    """Run one row in a directory that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="eqaror-bench-") as directory:
        # A row's libraries are loaded with the row: none of them weighs on another's start.
        row = import_module(f"bench.{name}_row")
        found: tuple[Result, ...] = row.run(Bench(Path(directory), rounds))
    return found


def _at_least_two(text: str) -> int:
    number = int(text)
    if number < 2:
        raise argparse.ArgumentTypeError("a spread needs at least two rounds")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Measure against baselines.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything as JSON")
    parser.add_argument(
        "--rows", nargs="+", choices=tuple(ROUNDS), metavar="NAME", help=", ".join(ROUNDS)
    )
    parser.add_argument(
        "--rounds", type=_at_least_two, metavar="N", help="instead of each row's own number"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
