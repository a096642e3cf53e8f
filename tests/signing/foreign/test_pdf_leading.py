"""Chains to what an update replaces, that the library does not go along and other readers do."""

from __future__ import annotations

import pytest

from signing.errors import MalformedDocument
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import INVALID, OPEN, VALID, details, judge
from tests.signing.foreign.test_pdf_layout import IN_USE, WITHIN, packed, tabled
from tests.signing.foreign.test_pdf_readers import appended
from tests.signing.foreign.test_pdf_what_readers_find import PAGE, require_plain, updated
from tests.signing.hostile_pdfs import FONT, make, stream, written

LOOK = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
EMPTY, FORGED = stream(b"", LOOK), stream(b"BT /F1 12 Tf 72 500 Td (1000000) Tj ET", LOOK)
KEPT = b"/DSS<</A 9 0 R>>"
PLAIN = b"8 0 R"
FREE = b"0000000000 00001 f \n"


def chain(
    way: bytes = PLAIN, kept: bytes = KEPT, through: bytes = b"9", last: bytes = EMPTY
) -> bytes:
    """A page whose resources, object 6, lead to 8 and so to 9, which the catalog names too."""
    return written(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % kept,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            PAGE.replace(b"<</Font<</F1 6 0 R>>>>", b" 6 0 R") % (2, 4),
            stream(b"/A Do"),
            FONT,
            b"<</XObject %s/Font<</F1 5 0 R>>>>" % way,
            b"<</A 10 0 R>>",
            b"<</A %s 0 R>>" % through,
            last,
            EMPTY,
            b"<</A 9 0 R>>" if kept == LONE else b"<<>>",
        ]
    )


LONE = b"/PageMode/UseNone"
TWICE = b"7 0 R/XObject 8 0 R"
AMBIGUOUS = [
    b"8\0000 R",
    b"8 -0 R",
    b"8%x\n0 R",
    b"8 0%x\nR",
    b"8 0R",
    b"8.0 0 R",
    b"8\xff0 R",
    TWICE,
    b"8 0 #52",
]
OTHERS = [b"8 1 R", b"8 65535 R", b"8 00007 R", b"%d 0 R" % (1 << 20)]
OTHERS += [b"%d 0 R" % (8 + (1 << bits)) for bits in (31, 32)]
"""Some readers go by the number alone, and some count no further than 32 bits."""
WHY = "objects of other generations"


def replaced(makers: Makers, pdf: bytes) -> str:
    """Sign, replace what the chain leads to, and return what is said of it."""
    signed = makers.sign_pdf(pdf)
    assert judge(makers, signed).verdict is VALID
    report = judge(makers, updated(signed, {9: FORGED}))
    assert (report.verdict is VALID) == (not report.reasons)
    return details(report)


@pytest.mark.parametrize("way", AMBIGUOUS)
def test_what_leads_to_what_leads_to_it(makers: Makers, way: bytes) -> None:
    assert replaced(makers, chain(way)) == "Imzo1: unsound"
    # It leads somewhere else: nothing was changed, but what is no plain file is left open.
    assert "Imzo1" not in (replaced(makers, chain(way, through=b"10")) or "Imzo1")


@pytest.mark.parametrize("way", [*OTHERS, b"%d 0 R" % (8 - (1 << 32))])
def test_what_leads_elsewhere_to_some(makers: Makers, way: bytes) -> None:
    """Whoever went there by the number was shown another page."""
    why = WHY if way in OTHERS else "a reference without two numbers"
    assert "changes object 9" in replaced(makers, chain(way))
    assert replaced(makers, chain(way, through=b"10")) == why


DRAWN = b"BT /F1 30 Tf 72 700 Td [8 0 R] TJ ET"


@pytest.mark.parametrize("way", OTHERS)
def test_a_way_that_ends_for_the_library(makers: Makers, way: bytes) -> None:
    """No object mentions what is replaced but what tells of the document."""
    refers = stream(b"BT /F1 30 Tf 72 700 Td [9 0 R] TJ ET", LOOK)
    objects = (b"<</Title(x)/Y 9 0 R>>", b"<</F1 5 0 R>>", refers, EMPTY)
    for resources, page, why in (
        (b"", b"", ""),
        (b"/XObject<</X %s>>" % way, b"", WHY),
        (b"", b"/Annots[%s]" % way, WHY),
    ):
        told = b"/Info 6 0 R"
        pdf = make(resources=resources, page=page, objects=objects, trailer=told)
        assert replaced(makers, pdf) == why


def test_an_object_of_another_generation(makers: Makers) -> None:
    for way, told in ((PLAIN, "the update changes object 9 of the text"), (OTHERS[0], "page 1")):
        # Who asks for this one gets it, and sees that it is another.
        pdf = appended(chain(way, through=b"10"), rows={8: FREE})
        body = b"8 1 obj\n<</A 9 0 R>>\nendobj\n"
        pdf = appended(pdf, body, {8: (0, b"%010d 00001 n \n")})
        assert replaced(makers, pdf) == f"Imzo1: {told}"


def test_an_object_that_was_freed_before(makers: Makers) -> None:
    """Poppler repairs the file for it, and PDFium shows some of it still."""
    why = "object 8 is not where the table says"
    assert "changes object 9" in replaced(makers, appended(chain(), rows={8: FREE}))
    assert replaced(makers, appended(chain(through=b"10"), rows={8: FREE})) == why


@pytest.mark.parametrize("last", [0, 1])
def test_an_object_that_a_table_names_twice(makers: Makers, last: int) -> None:
    """PDFium takes the first row, others the last."""
    for through in (b"9", b"10"):
        pdf = chain(through=b"10")
        other = b"8 0 obj\n<</A %s 0 R>>\nendobj\n" % through
        start = pdf.index(b"xref\n0 ")
        rows = [b"%010d 00000 n\r\n" % at for at in (start, pdf.index(b"8 0 obj"))]
        pdf = pdf[:start] + other + pdf[start:]
        pdf = pdf.replace(b"trailer\n", b"8 1\n%strailer\n" % rows[last])
        at = pdf.index(rows[1])
        pdf = pdf[:at] + rows[1 - last] + pdf[at + 20 :]
        pdf = pdf.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(other)))
        signed = makers.sign_pdf(pdf)
        report = judge(makers, updated(signed, {9: FORGED}))
        assert report.verdict is INVALID if through == b"9" else report.verdict is not INVALID


def test_an_object_that_was_packed_before(makers: Makers) -> None:
    """In a stream of objects that was freed with it."""
    pdf = chain(through=b"10")
    body = packed({8: b"<</A 9 0 R>>"})
    pdf = tabled(pdf, body, {8: (WITHIN, 90, 0), 90: (IN_USE, len(pdf), 0)})
    assert replaced(makers, pdf) == "Imzo1: page 1"
    assert replaced(makers, appended(pdf, rows={8: FREE, 90: FREE})) == (
        "object 8 is not where the table says"
    )


@pytest.mark.parametrize("kept", [b"/Extensions<</A 9 0 R>>", b"/PieceInfo<</A 9 0 R>>", LONE])
def test_wherever_it_is_kept(makers: Makers, kept: bytes) -> None:
    assert replaced(makers, chain(TWICE, kept)) == "Imzo1: unsound"
    # What nothing leads to here may be something to somebody.
    told = replaced(makers, chain(TWICE, kept, b"10"))
    assert (told == "Imzo1: the update changes object 9 of the text") == (kept == LONE)
    assert ("twice" in told) == (kept != LONE)


def test_nothing_that_becomes_something(makers: Makers) -> None:
    pdf = chain(TWICE, b"", last=b"null")
    assert replaced(makers, pdf) == "Imzo1: unsound"


@pytest.mark.parametrize(
    ("kind", "value", "apart"),
    [
        (b"Sig", b"<</Reference[<</Data 8 0 R>>]>>", True),
        (b"Sig", b"<</Reference[<</Data 8 0 R>> 4]>>", False),
        # Other readers take such an entry for a font.
        (b"Sig", b"<</Reference<</Data 8 0 R>>>>", False),
        (b"Sig", b"<</A 8 0 R>>", False),
        (b"Sig", b"[<</Data 8 0 R>>]", False),
        (b"Tx", b"<</Reference[<</Data 8 0 R>>]>>", False),
    ],
)
def test_only_a_signature_over_data_is_compared_by_itself(
    kind: bytes, value: bytes, apart: bool
) -> None:
    """It leads to nearly everything; all else that leads on must be one thing to every reader."""
    catalog = b"/AcroForm<</Fields[9 0 R]>>"
    require_apart(catalog, b"", b"<</FT/%s/T(a)/V 10 0 R>>" % kind, value, apart)


@pytest.mark.parametrize(
    ("value", "apart"),
    [(b"[8 0 R]", True), (b"<</A 8 0 R>>", False), (stream(b"", b"/A 8 0 R"), False)],
)
def test_only_a_list_of_annotations_is_compared_by_itself(value: bytes, apart: bool) -> None:
    """Of a picture in its place the library looks at nothing."""
    require_apart(b"", b"/Annots 10 0 R", b"<<>>", value, apart)


def require_apart(catalog: bytes, page: bytes, field: bytes, value: bytes, apart: bool) -> None:
    """Whether who leads to object 10 in two ways leads to 8, to which that leads."""
    first = PAGE.replace(b"<</Font<</F1 6 0 R>>>>", b" 6 0 R%s" % page)
    pdf = written(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            first % (2, 4),
            stream(b"/A Do"),
            FONT,
            b"<</Font 7 0 R/Font 10 0 R>>",
            b"<<>>",
            EMPTY,
            field,
            value,
        ]
    )
    if apart:
        require_plain(pdf)
    else:
        with pytest.raises(MalformedDocument, match="twice"):
            require_plain(pdf)


def test_what_leads_to_a_page_and_is_written_carelessly(makers: Makers) -> None:
    """Every later signature has its annotation there; the page is compared itself."""
    item = b"<</Title(a)/Dest[3 0 R/Fit]/Parent 6 0 R>>"
    outlines = b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1/Count 1>>"
    signed = makers.sign_pdf(make(catalog=b"/Outlines 6 0 R", objects=(outlines, item)))
    later = makers.sign_pdf(signed, by="second", field_name="Imzo2")
    # Nothing was changed, and who knows what all readers list?
    report = judge(makers, later)
    assert (report.verdict, "twice" in details(report)) == (OPEN, True)


def test_what_ends_where_another_seems_to_begin(makers: Makers) -> None:
    """A header within a text ends nothing."""
    pdf = chain(TWICE, through=b"10 0 R/B(\n99 0 obj()endobj )/C 9")
    assert replaced(makers, pdf) == "Imzo1: unsound"


def test_a_field_that_is_a_drawing_besides(makers: Makers) -> None:
    keys = b"/Type/Annot/Subtype/Widget/FT/Sig/T(Ikkinchi)/Rect[0 0 0 0]/P 3 0 R"
    for field, verdict in ((b"<<%s>>" % keys, VALID), (stream(b"q Q", keys), INVALID)):
        pdf = make(
            page=b"/Annots[6 0 R]", catalog=b"/AcroForm<</Fields[6 0 R]>>", objects=(field,)
        )
        signed = makers.sign_pdf(makers.sign_pdf(pdf), by="second", field_name="Ikkinchi")
        assert judge(makers, signed).verdict is verdict
