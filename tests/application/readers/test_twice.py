"""Letters that only the instructions of their font make others: a font made for it, for real."""

from __future__ import annotations

import io
import sys

import pytest

from eqaror_desktop.readers.compared import Compared, Difference, Why
from eqaror_desktop.readers.comparing import compare
from eqaror_desktop.readers.programs import installed
from tests.signing import hostile_pdfs as hostile
from tests.signing.hostile_fonts import moved

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is compared there")


def read(data: bytes) -> Compared:
    return compare(io.BytesIO(data), installed(), seconds=60)


@pytest.mark.parametrize(
    "colour",
    [b"0 g", b".78 g", b".84 g", b"1 .3 .2 rg"],
    ids=["black", "pale", "paler", "red"],
)
def test_letters_that_instructions_move_are_found_in_any_colour(colour: bytes) -> None:
    found = read(moved(20 * 64, colour))
    assert Difference(1, "Ghostscript") in found.differences
    assert found.left is None


@pytest.mark.parametrize("by", [0, 32, 64])
def test_letters_that_instructions_fit_to_the_grid_are_the_same(by: int) -> None:
    assert read(moved(by)) == Compared(("Poppler", "Ghostscript"), ())


def test_a_draft_whose_fonts_cannot_be_read_is_not_called_compared() -> None:
    data = moved(0)
    cut = data.replace(b"\0\1\0\0\0\7", b"\0\1\0\0\x7f\7", 1)
    assert cut != data
    assert read(cut).left is Why.FONTS


def test_a_draft_without_such_fonts_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("eqaror_desktop.readers.twice.Twice.__init__")
    assert read(hostile.make()) == Compared(("Poppler", "Ghostscript"), ())
