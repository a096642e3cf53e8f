"""No file takes more than 10 s of a processor, or 300 MB of memory, the program's own included.

Measured in a process of its own, ``eqaror verify``. The usual suite looks at some, made smaller
where only what is in them matters; the long one at all, of the largest size that is read.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from signing.verify_any import verify_stream
from tests.signing.bounds import other_shapes, pdf_shapes, work_shapes
from tests.signing.bounds.measured import MOST, SECONDS, Measured, measure
from tests.signing.bounds.parts import SAMPLES, named
from tests.signing.fuzz import zips

EVERY = {
    **{f"PDF, {name}": make for name, make in pdf_shapes.SHAPES.items()},
    **other_shapes.SHAPES,
    **work_shapes.SHAPES,
}
# Read to its end, and nothing in it is wrong; a slow processor may not come so far.
VALID = {
    "PDF, behind: nothing", "PDF, behind: byte ranges of nothing",
    "PDF, revisions", "PDF, revisions with objects", "PDF, proofs: bombs",
    "PDF, proofs: many lists",
}  # fmt: skip


MOST_READING = 7.0
"""Seconds of a processor behind which reading may have been ended (decision 34)."""


def look(path: Path, data: bytes) -> Measured:
    path.write_bytes(data)
    found = measure(path)
    path.unlink()
    print(
        f"{len(data) >> 20} MiB: {found.memory // 1_000_000} MB, {found.seconds:.1f} s,", end=" "
    )
    print(found.told["verdict"], found.told["reasons"][:1])
    assert found.memory < MOST
    assert found.seconds < SECONDS
    return found


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", EVERY)
def test_the_largest_that_is_read(tmp_path: Path, name: str) -> None:
    found = look(tmp_path / "file", EVERY[name]())
    if found.seconds > MOST_READING and name in VALID:
        assert found.told["verdict"] == "valid" or found.codes == {"NOT_EXAMINED"}
    else:
        assert (found.told["verdict"] == "valid") == (name in VALID)


def test_a_pdf_of_the_largest_size_is_read_where_it_stands(tmp_path: Path) -> None:
    """It took 318 MB and 14 s."""
    found = look(tmp_path / "file", EVERY["PDF, behind: nothing"]())
    assert found.told["verdict"] == "valid"
    assert found.memory < 100_000_000


def test_a_table_in_letters(tmp_path: Path) -> None:
    """ASCII85 took a hundred bytes for each letter: 5.8 GB for 60 MB."""
    letters = b"z" * (4 << 20) + b"~>"
    made = pdf_shapes._tabled(lambda: letters, pdf_shapes._WIDE, b"/ASCII85Decode")
    found = look(tmp_path / "file", made())
    assert found.codes == {"NOT_EXAMINED"}
    assert found.memory < 120_000_000


def test_a_string_of_digits_without_an_end(tmp_path: Path) -> None:
    """It took 1.8 GB and 25 s, and the signature was called broken."""
    made = pdf_shapes._in_form(b"<", b"0a", b">", 40 << 20)
    found = look(tmp_path / "file", made())
    assert found.codes == {"NOT_EXAMINED"}
    assert found.memory < 200_000_000


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("keys of 16,384 bits", "NO_CERTIFICATE_CHAIN_FOUND"),
        ("archive time-stamps over a content", "TIMESTAMP"),
        ("20,000 lists", "NOT_EXAMINED"),
        ("a hundred of one name", "SIG_CONSTRAINTS_FAILURE"),
    ],
)
def test_checks_and_hashes_of_one_file(tmp_path: Path, name: str, code: str) -> None:
    """They took 12 to 26 s."""
    found = look(tmp_path / "file", EVERY[name]())
    assert found.told["verdict"] == "indeterminate"
    assert code in found.codes
    assert found.seconds < 5


def judged(members: list[zips.Entry]) -> set[str]:
    report = verify_stream(io.BytesIO(zips.written(members)), SAMPLES.anchors, at=SAMPLES.at)
    return {f"{reason.code} {reason.detail}" for reason in report.reasons}


@pytest.mark.parametrize(
    ("name", "size"), [("x%d.tst", 11 << 20), ("ASiCManifest%d.xml", 3 << 20)]
)
def test_what_signatures_and_manifests_bring(name: str, size: int) -> None:
    """Each may have as much as it has here, and all that there were were held."""
    every = zips.entries(named("extended.asice"))
    large = every[0].filled(bytes(size), 0)
    beside = [replace(large, name=b"META-INF/%s" % (name % i).encode()) for i in range(3)]
    assert "NOT_EXAMINED oversized" in judged([*every, *beside])
    assert "NOT_EXAMINED oversized" not in judged([*every, *beside[:2]])


def test_what_answers_bring() -> None:
    every = zips.entries(named("ours.asice"))
    large = every[0].filled(bytes(1 << 20), 0)
    beside = [replace(large, name=b"agreement/entry-%03d.p7s" % i) for i in range(100, 133)]
    told = "FORMAT_FAILURE the signatures of the entries"
    assert told in judged([*every[:-2], *beside, *every[-2:]])
    assert told not in judged([*every[:-2], *beside[:30], *every[-2:]])
