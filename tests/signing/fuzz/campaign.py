"""Many files, one after another; each is made by its number alone."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.signing.fuzz.finding import Finding
from tests.signing.fuzz.hostile import Hostile
from tests.signing.fuzz.mutate import mutate
from tests.signing.fuzz.nearly import Nearly
from tests.signing.fuzz.oracle import Oracle
from tests.signing.fuzz.samples import Group, Samples

HOSTILE = 0.4
"""The part of the files that is signed after it was mutated."""
NEARLY = 0.05
"""The part that is right in all but one thing."""


class Campaign:
    """Makes files, looks at them, and keeps what was found."""

    def __init__(
        self,
        samples: Samples,
        oracle: Oracle,
        seed: str,
        place: Path | None = None,
        group: Group | None = None,
    ) -> None:
        """Begin.

        Args:
            samples: what is mutated.
            oracle: who looks at it.
            seed: the same makes the same files.
            place: where files that break something are written.
            group: which samples are mutated; all of them, if not given.
        """
        self._samples, self._oracle, self._seed, self._place = samples, oracle, seed, place
        self._hostile, self._nearly = Hostile(samples, group), Nearly(samples, group)
        self._mutated = [i for i in samples.every if group is None or group in i.groups]
        self.found: dict[str, bytes] = {}
        self.verdicts: Counter[str] = Counter()
        self.slowest = 0.0
        """Seconds of processor time."""

    def file(self, number: int) -> tuple[bytes, bool]:
        """Return a file, and whether it was signed by somebody whom nobody trusts."""
        rng = Random(f"{self._seed} {number}")
        kind = rng.random()
        if kind < HOSTILE and self._hostile.kinds:
            return self._hostile.make(rng), True
        if kind < HOSTILE + NEARLY and self._nearly.can:
            return self._nearly.make(rng), False
        one, other = rng.choice(self._mutated), rng.choice(self._samples.every)
        return mutate(one.data, rng, other.data), False

    def run(self, goes_on: Callable[[], bool]) -> None:
        """Look at one file after another."""
        number = 0
        # The PDF library tells everything it meets; a test would keep all of it.
        logging.disable(logging.ERROR)
        try:
            while goes_on():
                number += 1
                self.look(*self.file(number), f"{self._seed} {number}")
        finally:
            logging.disable(logging.NOTSET)

    def look(self, data: bytes, hostile: bool, name: str) -> None:
        """Look at one file; what is found does not end the campaign."""
        begun = time.process_time()
        try:
            report = self._oracle.look(data, hostile=hostile)
            self.verdicts[str(report.verdict)] += 1
        except Finding as finding:
            if finding.what not in self.found:
                self.found[finding.what] = data
                self._write(data, f"{name}: {finding.what}", hostile=hostile)
        self.slowest = max(self.slowest, time.process_time() - begun)

    def told(self) -> str:
        """Return what was found, in lines."""
        total = sum(self.verdicts.values())
        return "\n".join((f"{len(self.found)} found in {total} files", *self.found))

    def _write(self, data: bytes, what: str, *, hostile: bool) -> None:
        if self._place is None:
            return
        name = hashlib.sha256(data).hexdigest()[:16] + ("-hostile" if hostile else "")
        (self._place / name).write_bytes(data)
        (self._place / f"{name}.txt").write_text(what, encoding="utf-8")


@contextmanager
def local_time(zone: str) -> Iterator[None]:
    """Let local times be those of ``zone``."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
