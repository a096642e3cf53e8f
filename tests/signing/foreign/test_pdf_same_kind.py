"""What an update writes again stays of its kind, and references name the generation in use."""

from __future__ import annotations

import re

import pytest

from signing.pdf.grammar import parse
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import INVALID, VALID, judge
from tests.signing.foreign.test_pdf_held import updated
from tests.signing.hostile_pdfs import make, stream

FORM = b"<</Fields[7 0 R]/DR 9 0 R/DA(/F1 9 Tf 0 g)>>"
NODE = b"<</FT/Tx/T(a)/V(100000)/DA(/F1 20 Tf 0 g)/Kids[8 0 R]>>"
WIDGET = b"<</T(b)/Parent 7 0 R/Type/Annot/Subtype/Widget/P 3 0 R/F 4/Rect[72 500 400 540]>>"
LENT = (b"<</Font 10 0 R>>", b"<</F1 5 0 R>>")
SPOKEN = (
    b"<</Type/StructTreeRoot/K[12 0 R]/ParentTree 13 0 R/ParentTreeNextKey 1>>",
    b"<</Type/StructElem/S/P/P 11 0 R/Pg 3 0 R/K 0/ActualText(JARIMA)>>",
    b"<</Nums[0 [12 0 R]]>>",
)


@pytest.fixture(scope="module")
def signed(makers: Makers) -> bytes:
    """A form nested in a node, with what it lends, and a structure that is heard."""
    catalog = b"/AcroForm 6 0 R/MarkInfo<</Marked true>>/StructTreeRoot 11 0 R"
    page = b"/Annots[8 0 R]/StructParents 0"
    objects = (FORM, NODE, WIDGET, *LENT, *SPOKEN)
    return makers.sign_pdf(make(page=page, catalog=catalog, objects=objects))


def body(pdf: bytes, number: int) -> bytes:
    """An object as the last update has it."""
    found: list[bytes] = re.findall(rb"(?:^|\n)%d 0 obj\s*(.*?)\s*endobj" % number, pdf, re.DOTALL)
    return found[-1]


def as_stream(found: bytes) -> bytes:
    return stream(b"x", found[2:-2])


@pytest.mark.parametrize("number", [1, 3, 7])
def test_a_dictionary_stays_one(makers: Makers, signed: bytes, number: int) -> None:
    """As a stream, Poppler and Ghostscript found no catalog, page or value of a node any more."""
    found = body(signed, number)
    assert judge(makers, updated(signed, {number: found})).verdict is VALID
    assert judge(makers, updated(signed, {number: as_stream(found)})).verdict is INVALID


def test_what_stood_within_is_no_stream_elsewhere(makers: Makers, signed: bytes) -> None:
    widget = WIDGET.replace(b"/Parent 7 0 R", b"/FT/Tx/V(1)/DA(/F1 9 Tf)")
    form = b"/AcroForm<</Fields[6 0 R]/DR<</Font<</F1 5 0 R>>>>/DA(/F1 9 Tf 0 g)>>"
    heard = b"/StructTreeRoot<</Type/StructTreeRoot>>"
    pdf = makers.sign_pdf(make(page=b"/Annots[6 0 R]", catalog=form + heard, objects=(widget,)))
    catalog = body(pdf, 1)
    for key in (b"/AcroForm", b"/StructTreeRoot"):
        begin = catalog.index(b"<<", catalog.index(key))
        end = parse(catalog, begin).end
        own, moved = catalog[begin:end], catalog[:begin] + b" 90 0 R" + catalog[end:]
        for written, verdict in ((own, VALID), (as_stream(own), INVALID)):
            assert judge(makers, updated(pdf, {90: written, 1: moved})).verdict is verdict
    # What a form lends may stand elsewhere only as what it was.
    lends = body(signed, 6).replace(b"/DR 9 0 R", b"/DR 90 0 R")
    for written, verdict in ((LENT[0], VALID), (as_stream(LENT[0]), INVALID)):
        assert judge(makers, updated(signed, {90: written, 6: lends})).verdict is verdict


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (3, b"8 0 R", b"8 1 R"),
        (1, b"11 0 R", b"11 1 R"),
        (11, b"12 0 R", b"12 1 R"),
    ],
)
def test_a_reference_names_the_generation_in_use(
    makers: Makers, signed: bytes, number: int, old: bytes, new: bytes
) -> None:
    """Poppler and Firefox leave out what MuPDF, Ghostscript and PDFium find by its number."""
    found = body(signed, number)
    assert old in found
    forged = updated(signed, {number: found.replace(old, new, 1)})
    assert judge(makers, forged).verdict is INVALID


def test_a_reference_of_another_generation_put_right(makers: Makers) -> None:
    """What some readers left out when it was signed comes to light."""
    note = b"<</Type/Annot/Subtype/Stamp/F 4/Rect[9 9 99 99]>>"
    pdf = makers.sign_pdf(make(page=b"/Annots 7 0 R", objects=(note, b"[6 1 R]")))
    page, notes = body(pdf, 3), body(pdf, 7)
    right = notes.replace(b"6 1 R", b"6 0 R")
    assert right != notes
    for number, changed in ((7, right), (3, page.replace(b"7 0 R", right))):
        assert judge(makers, updated(pdf, {number: changed})).verdict is INVALID
