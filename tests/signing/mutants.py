"""Every check of the verifier removed, one at a time: does a test notice?

``python -m tests.signing.mutants [--only PART ...] [--turned] [--minutes N] [--list]`` prints
those that nothing noticed, and how many there are of each module. Nothing is written to the
source. All tests of this directory are loaded once and run once, to learn which lines each runs;
then a process is forked for each mutant, a function is changed in it, and those tests run that
come by, until the first one fails.

``mutants_equal.txt`` names those that cannot be noticed, and why.
"""

from __future__ import annotations

import argparse
import pickle
import random
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

from tests.signing.mutants_made import HERE, Mutant, mutants_of
from tests.signing.mutants_run import Loaded, Touched, limit, loaded

EQUAL = Path(__file__).with_name("mutants_equal.txt")
NOTICED = "noticed"
_SLOW = ("test_fuzz.py::test_nothing_breaks", "test_checkers")
"""Tests that cost most of the time; no check of one line rests on them alone."""


def every(parts: Sequence[str] = ("",), turned: bool = False) -> list[Mutant]:
    """Return all mutants whose line in the list holds one of ``parts``, in the order of those."""
    modules = [part.partition(":")[0] for part in parts]
    paths = sorted((HERE / "signing").rglob("*.py"))
    chosen = (path for path in paths if any(name in str(path) for name in modules))
    made = [item for path in chosen for item in mutants_of(path, turned)]
    found = [item for item in made if any(part in str(item) for part in parts)]
    return sorted(found, key=lambda item: [part in str(item) for part in parts].index(True))


def equal() -> dict[tuple[str, str, str], str]:
    """Return why some cannot be noticed: by module, what is done, and the line."""
    found = {}
    for line in EQUAL.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, how, text, why = line.split(" | ")
            found[name, how, text] = why
    return found


def main(given: Sequence[str] | None = None, said: Callable[[str], object] = print) -> int:
    """Run some or all; returns how many nothing noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--only", nargs="+", default=[""], help="what path, line or text holds")
    parser.add_argument("--tests", nargs="+", default=[""], help="these files instead of all")
    parser.add_argument("--seconds", type=float, default=1e6, help="of tests for each of them")
    parser.add_argument("--turned", action="store_true", help="conditions too, not checks alone")
    parser.add_argument("--map", type=Path, help="kept from an earlier run, or to be kept")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--shuffled", action="store_true")
    chosen = parser.parse_args(given)
    known = equal()
    todo = [i for i in every(chosen.only, chosen.turned) if (i.name, i.how, i.text) not in known]
    if chosen.shuffled:
        random.shuffle(todo)
    if chosen.list:
        for mutant in todo:
            said(str(mutant))
        return 0
    counts: Counter[tuple[str, str]] = Counter()

    def work(tests: Loaded) -> None:
        with tempfile.TemporaryDirectory() as place:
            kept = chosen.map or Path(place) / "map"
            if not kept.exists():
                tests.touched(kept)
            touched = pickle.loads(kept.read_bytes())
        for name in touched.failed:
            said(f"left out, it fails as it is: {name}")
        ends = time.monotonic() + 60 * chosen.minutes
        for mutant in todo:
            if time.monotonic() < ends:
                what = _tried(mutant, tests, touched, chosen.seconds, said)
                counts[mutant.name, what] += 1

    loaded(chosen.tests, work)
    for module in dict.fromkeys(name for name, _ in counts):
        tried = sum(number for (name, _), number in counts.items() if name == module)
        said(f"{module}: {tried}, {tried - counts[module, NOTICED]} not missed")
    looked = counts.total()
    survived = sum(number for (_, what), number in counts.items() if what != NOTICED)
    said(f"{looked} of {len(todo)} mutants were tried, {survived} were not missed")
    return survived


_noticing: Counter[tuple[str, str]] = Counter()
"""How often a test was the one, for a module and for all: such are asked first."""


def _tried(
    mutant: Mutant,
    tests: Loaded,
    touched: Touched,
    seconds: float,
    said: Callable[[str], object],
) -> str:
    names = [name for name in touched.tests(mutant) if not any(part in name for part in _SLOW)]
    if not names:
        said(f"never run: {mutant}")
        return "never run"
    names.sort(key=lambda name: touched.seconds[name] / _worth(mutant, name))
    spent = list(accumulate(touched.seconds[name] for name in names))
    some = names[: bisect_right(spent, seconds) + 1]
    failed = tests.run(some, limit(touched, some), mutant)
    if not failed:
        said(f"not noticed by {len(some)} of {len(names)}: {mutant}")
        return "not noticed"
    _noticing[mutant.name, failed] += 1
    _noticing["", failed] += 1
    return NOTICED


def _worth(mutant: Mutant, name: str) -> int:
    return 1 + _noticing["", name] + 9 * _noticing[mutant.name, name]


if __name__ == "__main__":
    sys.exit(min(main(), 99))
