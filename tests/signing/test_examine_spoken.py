"""Texts of structure elements that are read aloud, beside what stands on their pages."""

from __future__ import annotations

import zlib

import pytest

from signing.examine.document import examine_pdf
from signing.examine.finding import FindingCode
from tests.signing.hostile_pdfs import HONEST, make, stream

TEXT = b"/P <</MCID 0>> BDC BT /F1 12 Tf 72 700 Td (Jarima 100-) Tj 0 -14 Td (000) Tj ET EMC"
BELOW = b"/Pg 3 0 R/K 0"


def tagged(entries: bytes, *objects: bytes, content: bytes = TEXT, kind: bytes = b"P") -> bytes:
    """A page with one element, object 7; what it needs stands from object 8 on."""
    return make(
        content,
        page=b"/StructParents 0",
        catalog=b"/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R",
        objects=(
            b"<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[7 0 R]]>>>>",
            b"<</Type/StructElem/S/%s/P 6 0 R%s>>" % (kind, entries),
            *objects,
        ),
    )


def others(pdf: bytes) -> list[tuple[int | None, str]]:
    return [(item.page, item.detail) for item in examine_pdf(pdf)
            if item.code is FindingCode.OTHER_TEXT]  # fmt: skip


WRONG = [(1, "≠ JARIMA 900000")]
NOWHERE = [(None, "≠ JARIMA 900000")]


@pytest.mark.parametrize(
    ("pdf", "told"),
    [
        (tagged(BELOW + b"/ActualText(JARIMA 100000)"), []),
        (tagged(BELOW + b"/ActualText<FEFF00AD>"), []),
        (tagged(BELOW + b"/ActualText()/Alt(jarima)/E 5"), []),
        (tagged(BELOW + b"/ActualText(JARIMA 900000)"), WRONG),
        (tagged(BELOW + b"/Alt(JARIMA 900000)"), WRONG),
        (tagged(BELOW + b"/E(JARIMA 900000)"), WRONG),
        (tagged(BELOW + b"/E(fine of 100000)"), []),
        (tagged(BELOW + b"/Alt(JARIMA 900000)", kind=b"Figure"), []),
        (tagged(BELOW + b"/ActualText(JARIMA 900000)", kind=b"Figure"), WRONG),
        (tagged(BELOW + b"/Alt(a way to it)", kind=b"Link"), []),
        (tagged(BELOW + b"/Alt(JARIMA 900000)", kind=b"Link"), WRONG),
        (tagged(BELOW + b"/Actual#54ext(JARIMA 900000)"), WRONG),
        (tagged(BELOW + b"/A#6Ct(JARIMA 900000)"), WRONG),
        (tagged(BELOW + b"/ActualText 8 0 R", b"(JARIMA 900000)"), WRONG),
        (tagged(b"/K<</Type/MCR/Pg 3 0 R/MCID 0>>/Alt(JARIMA 900000)"), WRONG),
        (tagged(b"/K[8 0 R]/Alt(JARIMA 900000)", b"<</S/Span/P 7 0 R" + BELOW + b">>"), WRONG),
        (tagged(b"/K[8 0 R]", b"<</S/Span/P 7 0 R/Alt(JARIMA 900000)" + BELOW + b">>"), WRONG),
        (tagged(b"/K[<</S/Span/P 7 0 R/Alt(JARIMA 900000)%s>>]" % BELOW), WRONG),
        (tagged(b"/Alt(JARIMA 900000)"), NOWHERE),
    ],
)
def test_what_elements_are_read_as(pdf: bytes, told: list[tuple[int | None, str]]) -> None:
    assert others(pdf) == told


def test_a_page_of_which_nobody_knows_what_it_says() -> None:
    signs = b"/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</x 9 0 R>>"
    signs += b"/Encoding<</Differences[49/x]>>/FirstChar 49/LastChar 49/Widths[9]"
    content = b"/P <</MCID 0>> BDC BT /F2 1 Tf 72 700 Td (1) Tj ET EMC"
    pdf = tagged(
        BELOW + b"/ActualText(JARIMA)", b"<</Type/Font%s>>" % signs, stream(b"9 0 d0"),
        content=content,
    )  # fmt: skip
    at = pdf.index(b"/F1 5 0 R")
    assert others(pdf[:at] + b"/F2 8 0 R" + pdf[at + 9 :]) == []


def test_an_element_that_cannot_be_read() -> None:
    """The pages are examined all the same."""
    content = TEXT + b" foo"
    found = examine_pdf(tagged(BELOW + b"/Alt 8 0 R", b"8 0 R", content=content))
    unread = [item.page for item in found if item.code is FindingCode.UNREADABLE]
    assert None in unread
    assert 1 in unread


def test_an_element_within_a_stream_of_objects() -> None:
    pdf = tagged(BELOW)
    element = b"<</Type/StructElem/S/P/P 6 0 R%s/Alt(JARIMA 900000)>>" % BELOW
    packed = zlib.compress(b"7 0 " + element)
    start = len(pdf[: pdf.index(b"xref\n0 ")])
    head = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    body = pdf[:start] + b"8 0 obj\n%s\nendobj\n" % stream(packed, head)
    places = [0, *(body.index(b"%d 0 obj" % number) for number in range(1, 7)), 0,
              body.index(b"8 0 obj"), len(body)]  # fmt: skip
    rows = b"".join(
        b"\2" + (8).to_bytes(4) + b"\0" if number == 7 else b"\1" + place.to_bytes(4) + b"\0"
        for number, place in enumerate(places)
    )
    rows = b"\0" + bytes(5) + rows[6:]
    said_of = b"/Type/XRef/Size 10/W[1 4 1]/Root 1 0 R"
    whole = body + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        stream(rows, said_of),
        len(body),
    )
    assert others(whole) == WRONG


# --- what a part of a content is read as ---------------------------------------------------------


@pytest.mark.parametrize(
    ("drawn", "read", "told"),
    [
        (b"(1,5 mln) Tj", b"(1,5 mln)", False),
        (b"(1 500 000) Tj", b"(1500000)", False),
        (b"(QA-) Tj 0 -14 Td (ROR) Tj", b"(qaror)", False),
        (b"(-) Tj", b"<FEFF00AD>", False),
        (b"(-) Tj", b"()", False),
        (b"(-500) Tj", b"<FEFF2212003500300030>", False),
        (b"(1,5 mln) Tj", b"(15 mln)", True),
        (b"(-500) Tj", b"(500)", True),
        (b"(100000) Tj", b"(1.00000)", True),
        (b"(100000) Tj", b"( )", True),
        (b"(100000) Tj", b"(-)", True),
        (b"(______) Tj", b"(BEKOR)", True),
        (b"", b"(900000)", True),
    ],
)
def test_what_a_part_is_read_as(drawn: bytes, read: bytes, *, told: bool) -> None:
    content = b"/Span<</ActualText %s>>BDC BT /F1 12 Tf 72 600 Td %s ET EMC\n" % (read, drawn)
    found = {item.code for item in examine_pdf(make(HONEST + content))}
    assert (FindingCode.OTHER_TEXT in found) == told
