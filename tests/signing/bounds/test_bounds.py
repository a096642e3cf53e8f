"""No file takes more than 10 s of a processor, or 300 MB of memory, the program's own included.

Measured in a process of its own, ``eqaror verify``. The usual suite looks at some, made smaller
where only what is in them matters; the long one at all, of the largest size that is read.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.signing.bounds import other_shapes, pdf_shapes
from tests.signing.bounds.measured import MOST, SECONDS, Measured, measure

EVERY = {
    **{f"PDF, {name}": make for name, make in pdf_shapes.SHAPES.items()},
    **other_shapes.SHAPES,
}
# Read to its end, and nothing in it is wrong.
VALID = {
    "PDF, behind: nothing", "PDF, behind: numbers far apart", "PDF, behind: ends",
    "PDF, revisions", "PDF, revisions with objects", "PDF, proofs: bombs",
    "a list of a million", "many lists", "many time-stamps",
}  # fmt: skip


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
    assert (found.told["verdict"] == "valid") == (name in VALID)


def test_a_pdf_of_the_largest_size_is_read_where_it_stands(tmp_path: Path) -> None:
    """It took 318 MB and 14 s."""
    found = look(tmp_path / "file", EVERY["PDF, behind: nothing"]())
    assert found.told["verdict"] == "valid"
    assert found.memory < 100_000_000


@pytest.mark.parametrize(
    ("name", "before"),
    [("table: in letters", "ASCII85 took a hundred bytes for each"), ("table: rows", "11 s")],
)
def test_tables_in_another_writing(tmp_path: Path, name: str, before: str) -> None:
    del before
    wide = pdf_shapes._WIDE
    if name == "table: in letters":
        made = pdf_shapes._tabled(lambda: b"z" * (4 << 20) + b"~>", wide, b"/ASCII85Decode")
    else:
        rows = zlib.compress((b"\4" + bytes(7)) * (3 << 20), 9)
        made = pdf_shapes._tabled(lambda: rows, wide + b"/DecodeParms<</Predictor 15/Columns 7>>")
    found = look(tmp_path / "file", made())
    assert found.codes == {"FORMAT_FAILURE"}
    assert found.memory < 120_000_000
    assert found.seconds < 3


def test_a_string_of_digits_without_an_end(tmp_path: Path) -> None:
    """It took 1.8 GB and 25 s, and the signature was called broken."""
    made = pdf_shapes._in_form(b"<", b"0a", b">", 40 << 20)
    found = look(tmp_path / "file", made())
    assert found.codes == {"NOT_EXAMINED"}
    assert found.memory < 200_000_000


def test_what_signatures_bring(tmp_path: Path) -> None:
    """Each may have 16 MiB, and they were all held."""
    found = look(tmp_path / "file", other_shapes._with_lists("token.tst", "tst", 4, 400_000))
    assert found.codes == {"NOT_EXAMINED"}
    found = look(tmp_path / "file", other_shapes._entries())
    assert "FORMAT_FAILURE" in found.codes
