"""One bit changed in every byte of every kind of file: nothing signed is ever accepted changed.

The oracle of the fuzzing says what may be called intact (``tests/signing/fuzz/oracle.py``). The
verdicts are settled here: which changes leave a signature open, and which change nothing.

* What a signature covers is never valid again. It is open, and not broken, where the change makes
  it one of a kind that nobody knows (the name in ``/SubFilter``), or no file of its kind (its
  first bytes): what such a thing covers is not known.
* The room of a PDF's last signature is covered by nothing. Zeros behind the CMS must stay zeros;
  a digit's letter may change its case, which changes no byte of the CMS; in the CMS what is
  covered is as everywhere.
* Behind the last signature may stand what proves it, which is covered by nothing.
* Beside what is signed a CMS holds certificates and unsigned attributes. Damage there leaves a
  signature open that cannot do without, and changes nothing about others.

The usual suite looks at some bytes of each file, the long one at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.report import Report
from tests.signing.fuzz.campaign import local_time
from tests.signing.fuzz.covered import BYTE_RANGE
from tests.signing.fuzz.oracle import Oracle
from tests.signing.fuzz.samples import Group, Sample, Samples

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")

EVERY = [item.name for item in Samples().every if item.is_whole]
LOOKS = 6
"""Bytes of each file that the usual suite changes."""
_HOLE = re.compile(rb"<([0-9A-Fa-f]{256,})>")
_KIND = re.compile(rb"/SubFilter\s*/([A-Za-z0-9.]+)")


@pytest.fixture(scope="module")
def samples() -> Samples:
    return Samples()


@pytest.fixture(scope="module")
def oracle(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oracle]:
    with local_time("Asia/Tashkent"):
        yield Oracle(samples, tmp_path_factory.mktemp("bytes"))


def sample(samples: Samples, name: str) -> Sample:
    (found,) = [item for item in samples.every if item.name == name]
    return found


def changed(data: bytes, at: int) -> bytes:
    """Another bit in each byte, so that all eight come."""
    return data[:at] + bytes((data[at] ^ 1 << (5 * at + 3) % 8,)) + data[at + 1 :]


def holes(data: bytes) -> list[range]:
    """The digits of a PDF's signatures, of those that no later signature covers."""
    covered = [tuple(map(int, item.groups())) for item in BYTE_RANGE.finditer(data)]
    return [
        range(*item.span(1))
        for item in _HOLE.finditer(data)
        if not any(
            start <= item.start() < start + first or second <= item.start() < second + rest
            for start, first, second, rest in covered
        )
    ]


def check(data: bytes, at: int, report: Report) -> str:
    """Settle a verdict, and name the reason for it."""
    verdict = str(report.verdict)
    room = next((item for item in holes(data) if at in item), None)
    ends = [int(item[3]) + int(item[4]) for item in BYTE_RANGE.finditer(data)]
    if room is None and at >= max(ends):
        # What proves a time-stamp may stand behind it; the oracle says what it may do.
        return f"behind: {verdict}"
    if room is None:
        assert verdict != "valid"
        # What ends the name is a part of it where it is another byte.
        kind = any(item.start(1) <= at <= item.end(1) for item in _KIND.finditer(data))
        codes = {reason.code for reason in report.reasons}
        if verdict == "indeterminate":
            assert at < 5 or (kind and "NOT_SUPPORTED" in codes), codes
        return verdict
    digit = changed(data, at)[at : at + 1]
    if digit.lower() == data[at : at + 1].lower():
        assert verdict == "valid"
        return "same"
    rest = data[room.start : room.stop].rstrip(b"0")
    if at > room.start + len(rest) + 1:
        assert verdict == "invalid"
        return "padding"
    return verdict


def look(oracle: Oracle, samples: Samples, name: str, step: int) -> Counter[str]:
    """Change some bytes of a sample; the oracle raises where that is not noticed."""
    item = sample(samples, name)
    found: Counter[str] = Counter()
    for at in range(len(item.data) // 3 % step, len(item.data), step):
        report = oracle.look(changed(item.data, at))
        pdf = Group.PDFS in item.groups
        found[check(item.data, at, report) if pdf else str(report.verdict)] += 1
    return found


@pytest.mark.parametrize("name", EVERY)
def test_some_bytes(oracle: Oracle, samples: Samples, name: str) -> None:
    look(oracle, samples, name, len(sample(samples, name).data) // LOOKS)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", EVERY)
def test_every_byte(oracle: Oracle, samples: Samples, name: str) -> None:
    found = look(oracle, samples, name, 1)
    print(name, dict(found))
    # Of unsigned attributes a time-stamped signature has more than of anything else.
    assert found["invalid"] > 0
    if Group.PDFS in sample(samples, name).groups:
        assert found["same"] > 0
        assert found["padding"] > 0 or Path(name).stem == "ours"
