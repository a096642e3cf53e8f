"""Fuzzing that follows coverage: ``python -m tests.signing.fuzz.guided SECONDS PLACE [-OPTION…]``.

libFuzzer by way of atheris keeps what reaches something new and goes on from there; the mutations
and splices are those of this package, so that what it keeps is still a ZIP file or BER. Needs
atheris, of which there are wheels for Linux on x86-64. What is found is written to PLACE.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path
from random import Random

import atheris

# What is imported in here is instrumented; the library's PDF reader decides most of what a PDF is.
with atheris.instrument_imports(include=["signing", "pypdf", "eqaror_desktop.flows"]):
    from signing.foreign import asic, pdf
    from signing.foreign import cms as foreign_cms
    from tests.signing.fuzz.campaign import Campaign
    from tests.signing.fuzz.mutate import mutate
    from tests.signing.fuzz.oracle import Oracle
    from tests.signing.fuzz.samples import Samples

LOADED = (asic, pdf, foreign_cms)
"""Imported when they are first used, which would be outside of the block above."""
_LONGEST = 128 << 10
"""Bytes of one file."""


class Guided:
    """What libFuzzer calls."""

    def __init__(self, campaign: Campaign, samples: Samples) -> None:
        self._campaign = campaign
        self._donors = [item.data for item in samples.every]

    def look(self, data: bytes) -> None:
        """Look at one file; the oracle writes down what it finds, and the work goes on."""
        self._campaign.look(data, False, "guided")

    def mutated(self, data: bytes, longest: int, seed: int) -> bytes:
        """Change one thing."""
        rng = Random(seed)
        return mutate(data, rng, rng.choice(self._donors))[:longest]

    def crossed(self, data: bytes, other: bytes, longest: int, seed: int) -> bytes:
        """Put a part of one into another."""
        return mutate(data, Random(seed), other)[:longest]


def main(seconds: float, place: Path, *own: str) -> None:
    """Begin; libFuzzer ends the process.

    Args:
        seconds: at most.
        place: where files that break something are written.
        own: libFuzzer's own options, e.g. ``-seed=1 -runs=1000``.
    """
    os.environ["TZ"] = "Asia/Tashkent"
    time.tzset()
    warnings.simplefilter("ignore")
    logging.disable(logging.ERROR)
    samples = Samples()
    with tempfile.TemporaryDirectory() as work:
        corpus = Path(work) / "corpus"
        corpus.mkdir()
        for item in samples.every:
            shutil.copy(samples.place / item.name, corpus)
        campaign = Campaign(samples, Oracle(samples, Path(work)), "guided", place)
        guided = Guided(campaign, samples)
        options = [
            *(sys.argv[0], str(corpus), f"-max_total_time={int(seconds)}", f"-max_len={_LONGEST}"),
            # Its clock is the wall's; what is slow the oracle tells, by the processor's time.
            *("-timeout=600", "-report_slow_units=600"),
            *("-rss_limit_mb=1024", f"-artifact_prefix={place}/crash-"),
            *("-print_final_stats=1", "-len_control=0"),
            *own,
        ]
        atheris.Setup(
            options,
            guided.look,
            custom_mutator=guided.mutated,
            custom_crossover=guided.crossed,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
