"""What a page draws is plain to every reader, or it is told before anybody signs.

Each of what is told was drawn elsewhere, or not at all, by one of Poppler, MuPDF, Ghostscript and
PDFium.
"""

from __future__ import annotations

import zlib

import pytest

from signing.detail import said
from signing.errors import MalformedDocument
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from signing.pdf.update import SignatureFields, prepare
from tests.signing.hostile_pdfs import annotated, make, stream, updated, written
from tests.signing.pki import NOW

TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))
ONE, FOUR, FLATE = b"/W 1 /H 1 /BPC 8 /CS /G", b"/W 2/H 2/BPC 1/IM true", b"/W 1/H 1/IM true/F/Fl"


def text(place: bytes, words: bytes = b"(100000) Tj") -> bytes:
    return b"BT /F1 12 Tf %s %s ET\n" % (place, words)


def picture(said_of: bytes, data: bytes, end: bytes = b"\nEI") -> bytes:
    return b"q BI %s ID %s%s Q\n" % (said_of, data, end)


@pytest.mark.parametrize(
    "content",
    [
        text(b"72 700 300 300 Td"),
        text(b"9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 72 700 Td"),
        text(b"72 700 Td", b"(100000) (900000) Tj"),
        text(b"72 700 Td", b"[(100) /A (000)] TJ"),
        text(b"72 700 Td", b"[(100) Tj (000)] TJ"),
        text(b"72 700 Td", b"[(100000)"),
        text(b"72 700 Td", b"<31 zz 32 3> Tj"),
        text(b"72 --300 Td"),
        text(b"72 +-300 Td"),
        text(b"72 3-00 Td"),
        text(b"72 300- Td"),
        text(b"72 3.00.5 Td"),
        text(b"72 3e2 Td"),
        text(b"72 16#FF Td"),
        text(b"72 300,5 Td"),
        text(b"72 . 300 Td"),
        text(b"- 72 300 Td"),
        text(b"72 4294967596 Td"),
        text(b"72 300Td"),
        text(b"72\x0b300 Td"),
        text(b"72\xa0300 Td"),
        text(b"q 72 300 Td"),
        b"BT /F1 12 Tf q 72 700 Td (1) Tj Q 100 0 Td (2) Tj ET",
        b"Q " + text(b"72 700 Td"),
        b"ET " + text(b"72 700 Td"),
        b"BT " + text(b"72 700 Td"),
        b"foo " + text(b"72 700 Td"),
        b"> " + text(b"72 700 Td"),
        b") " + text(b"72 700 Td"),
        b"] " + text(b"72 700 Td"),
        b"{ " + text(b"72 700 Td") + b"}",
        b"/Span <</A 1 /B>> BDC EMC " + text(b"72 700 Td"),
        b"/Span <<1 /B>> BDC EMC " + text(b"72 700 Td"),
        b"q 1 0 0 1 0 -300 77 cm Q " + text(b"72 700 Td"),
        # Readers go by the size of a picture: what stands between is drawn, or is part of it.
        picture(ONE, b"x", b"EI") + text(b"72 700 Td") + picture(ONE, b"x"),
        picture(ONE + b"/W 9", b"x"),
        picture(ONE + b"/D[1 0]/Decode[0 1]", b"x"),
        picture(b"/W 80/H 1/BPC 8/CS/G", (b"x EI Q " + text(b"72 700 Td")).ljust(80)),
        picture(FLATE, b"x", b"EI") + text(b"72 700 Td") + picture(FLATE, b"x"),
        picture(b"/W 1/H 1/BPC 8/CS/I", b"x", b"EI") + picture(ONE, b"x"),
    ],
)
def test_what_readers_draw_in_different_ways(content: bytes) -> None:
    assert TOLD in examine_pdf(make(content))
    drawn = stream(content, b"/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>")
    within = make(b"/X Do", resources=b"/XObject<</X 6 0 R>>", objects=(drawn,))
    assert TOLD in examine_pdf(within)


@pytest.mark.parametrize(
    "content",
    [
        text(b"72 700 Td"),
        text(b"+72 -.0 Td 0. 700.00000000000000001 Td"),
        text(b"1 0 0 1 72 700 Tm", b"[(10) -5.5 <30 30> 3 (0)] TJ T* (1) ' 0 0 (2) \""),
        b"q q Q Q q " + text(b"72 700 Td"),
        b"/F1 12 Tf 1 0 0 rg /DeviceRGB cs 1 0 0 sc 1 0 0 scn [3 2] 0 d 1 w 9 9 9 9 re S "
        + text(b"72 700 Td"),
        b"/P <</MCID 0>> BDC " + text(b"72 700 Td") + b"EMC /A BMC EMC /B /C DP BX EX",
        picture(ONE, b"x") + picture(ONE, b"x", b"EI") + text(b"72 700 Td"),
        picture(FOUR, b"xy") + picture(b"/W 1/H 1/BPC 8/CS/RGB", b"EIx") + text(b"72 700 Td"),
        picture(FLATE, zlib.compress(b"x")) + text(b"72 700 Td"),
    ],
)
def test_what_all_readers_draw_alike(content: bytes) -> None:
    assert TOLD not in examine_pdf(make(content))


# --- tables ------------------------------------------------------------------------------------


def tabled_twice(*, first: bool) -> bytes:
    """A page's text of two rows: PDFium takes the last, others the first, or the reverse."""
    pdf = make(text(b"72 700 Td"), objects=(stream(text(b"72 300 Td")),))
    rows = pdf.index(b"0 7\n")
    other = b"4 1\n%010d 00000 n\r\n" % pdf.index(b"6 0 obj")
    at = rows if first else pdf.index(b"trailer")
    return pdf[:at] + other + pdf[at:]


def beside(row: bytes, *, word: bool) -> bytes:
    """A table with a stream of tables beside it, which lists the text."""
    pdf = make(text(b"72 700 Td"), objects=(stream(text(b"72 300 Td")),))
    start = pdf.index(b"xref\n0 7")
    where = pdf.index(b"4 0 obj" if row == b"same" else b"6 0 obj").to_bytes(4)
    said_of = b"/Type/XRef/Size 8/W[1 4 2]/Index[4 1]/Root 1 0 R"
    table = b"7 0 obj\n%s\nendobj\n" % stream(b"\1%s\0\0" % where, said_of)
    if not word:
        old = pdf[start:].replace(b"trailer\n<<", b"trailer\n<</XRefStm %d" % start)
        old = old.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(table)))
        return pdf[:start] + table + old
    at = len(pdf) + len(table)
    ends = (
        b"xref\n0 0\ntrailer\n<</Size 8/Root 1 0 R/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
    )
    return pdf + table + ends % (start, len(pdf), at)


@pytest.mark.parametrize(
    ("pdf", "told"),
    [
        (make(), False),
        # As pdfunite counts, and not where several tables are counted together.
        (make().replace(b"/Size 6", b"/Size 3"), False),
        (make(objects=(b"null",)).replace(b"0000000000 65535 f", b"0000000000 00000 n"), True),
        (updated(make()).replace(b"/Size 6/Root 1 0 R/Prev", b"/Size 3/Root 1 0 R/Prev"), True),
        (tabled_twice(first=True), True),
        (tabled_twice(first=False), True),
        (beside(b"same", word=False), True),
        (beside(b"other", word=False), True),
        (beside(b"same", word=True), False),
        (beside(b"other", word=True), True),
    ],
)
def test_tables_by_which_readers_find_other_objects(pdf: bytes, *, told: bool) -> None:
    assert (FindingCode.DAMAGED in {item.code for item in examine_pdf(pdf)}) == told


# --- what content is drawn with, and where -----------------------------------------------------


FORM = b"/Subtype/Form/BBox[0 0 595 842]"


def drawn_with(entries: bytes) -> bytes:
    drawn = stream(text(b"72 300 Td"), entries + b"/Resources<</Font<</F1 5 0 R>>>>")
    return make(b"/X Do", resources=b"/XObject<</X 6 0 R>>", objects=(drawn,))


def shaded(entries: bytes) -> bytes:
    return make(b"/G gs " + text(b"72 700 Td"), resources=b"/ExtGState<</G<<%s>>>>" % entries)


@pytest.mark.parametrize(
    ("pdf", "told"),
    [
        (drawn_with(FORM), False),
        (drawn_with(b"/Subtype/Form"), True),
        (drawn_with(b"/Subtype/Form/BBox[0 0 595]"), True),
        (drawn_with(b"/BBox[0 0 595 842]"), True),
        (drawn_with(FORM + b"/Subtype2/PS"), True),
        (drawn_with(FORM + b"/PS 5 0 R"), True),
        (drawn_with(b"/Subtype/PS"), True),
        (shaded(b"/TR/Identity/TR2/Default/CA 1/SMask/None"), False),
        (shaded(b"/TR<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[1]>>"), True),
        (shaded(b"/TR2[/Identity/Identity/Identity/Identity]"), True),
        (make(page=b"/Rotate 270"), False),
        (make(page=b"/Rotate -90"), False),
        (make(page=b"/Rotate 45"), True),
        (make(page=b"/Rotate 90.0"), True),
        (make(page=b"/Rotate(90)"), True),
        (make().replace(b"/Count 1", b"/Count 1/Rotate 45"), True),
        (make(page=b"/CropBox[0 100 595 742.5]"), False),
        (make(page=b"/CropBox[595 842 0 0]"), False),
        (make(page=b"/CropBox[0 0 (595) 400]"), True),
        (make(page=b"/CropBox[0 0 595 400 9]"), True),
        (make(page=b"/CropBox[1000 1000 1200 1200]"), True),
        (make(page=b"/CropBox[0 0 4294967891 842]"), True),
    ],
)
def test_what_is_drawn_and_turned_in_different_ways(pdf: bytes, *, told: bool) -> None:
    assert (TOLD in examine_pdf(pdf)) == told


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (b"/Subtype/Link/Border[0 0 0]/F 4", False),
        (b"/Subtype/Link/Border[0 0 0]/F 4/AP<</N 4 0 R>>", True),
        (b"/Subtype/Stamp/F 4/AP<</N<</On 5 0 R>>>>", True),
        (b"/Subtype/Stamp/F 4/AS/On/AP<</N<</On 5 0 R>>>>", False),
        (b"/Subtype/Stamp/F 4/AP<</N 4 0 R>>", False),
    ],
)
def test_annotations_that_some_readers_draw(entries: bytes, *, told: bool) -> None:
    found = {item.code for item in examine_pdf(annotated(entries))}
    assert (FindingCode.HIDDEN_ANNOTATION in found) == told


# --- the tree of pages -------------------------------------------------------------------------


LEAF = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>"
NODE = b"<</Type/Pages/Kids[%s]/Count %s>>"


def tree(*bodies: bytes) -> bytes:
    """A document of these nodes and pages, from object 2 on."""
    return written((b"<</Type/Catalog/Pages 2 0 R>>", *bodies))


@pytest.mark.parametrize(
    ("pdf", "told"),
    [
        (tree(NODE % (b"3 0 R", b"1"), LEAF % b""), False),
        (tree(NODE % (b"3 0 R 4 0 R", b"2"), LEAF % b"", NODE % (b"5 0 R", b"1"), LEAF % b""),
         False),
        (tree(NODE % (b"3 0 R 4 0 R", b"1"), LEAF % b"", NODE % (b"", b"0")), False),
        # PDFium shows a page's kid, others the page.
        (tree(NODE % (b"3 0 R", b"1"), LEAF % b"/Kids[4 0 R]/Count 1", LEAF % b""), True),
        (tree(NODE % (b"3 0 R", b"1"), LEAF % b"/Kids[]"), True),
        (tree(NODE % (b"3 0 R", b"2"), LEAF % b""), True),
        (tree(NODE % (b"3 0 R", b"-1"), LEAF % b""), True),
        (tree(NODE % (b"3 0 R", b"1.0"), LEAF % b""), True),
        (tree(NODE % (b"3 0 R 3 0 R", b"2"), LEAF % b""), True),
        (tree(NODE % (b"null 3 0 R", b"1"), LEAF % b""), True),
        (tree(NODE % (LEAF % b"", b"1")), True),
        (tree(NODE % (b"3 0 R", b"1"), (LEAF % b"").replace(b"/Type/Page", b"")), True),
        (tree((NODE % (b"3 0 R", b"1")).replace(b"/Pages", b"/Page"), LEAF % b""), True),
        (tree(NODE % (b"3 0 R", b"0"), NODE % (b"", b"0")), False),
        (tree(LEAF % b""), True),
        (tree(stream(b"", (NODE % (b"3 0 R", b"1"))[2:-2]), LEAF % b""), True),
        (tree(*(NODE % (b"%d 0 R" % number, b"1") for number in range(3, 23)), LEAF % b""), False),
        (tree(*(NODE % (b"%d 0 R" % number, b"1") for number in range(3, 45)), LEAF % b""), True),
    ],
)  # fmt: skip
def test_a_tree_in_which_readers_find_other_pages(pdf: bytes, *, told: bool) -> None:
    apart = Finding(FindingCode.DAMAGED, None, str(said(Flaw.PAGE_TREE)))
    assert (apart in examine_pdf(pdf)) == told
    if told:
        with pytest.raises(MalformedDocument):
            prepare(pdf, SignatureFields("A", NOW), 100)


GROUP = b"/Group<</S/Transparency%s>>/BBox[0 0 595 842]/Subtype/Form"
MASK = b"/ExtGState<</M<</SMask<</S/Alpha/G 6 0 R>>>>>>"
LONG = b"BT /F1 12 Tf 72 700 Td (%s9) Tj ET"
CLIP = b"q BT /F1 12 Tf 72 700 Td %s ET 0 0 99 99 re f Q"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (LONG % (b" " * 32766), False),
        (LONG % (b" " * 32767), True),
        (b"BT /F1 12 Tf 72 700 Td <%s> Tj ET" % (b"20" * 32768), True),
        (CLIP % b"7 Tr (1) Tj (9) Tj", False),
        (CLIP % b"2 Tr (1) Tj 0 Tr (9) Tj", False),
        (CLIP % b"7 Tr (1) Tj 0 Tr (9) Tj", True),
        (CLIP % b"7 Tr", True),
        (CLIP % b"8 Tr (1) Tj", True),
        (b"BT 7 Tr ET", True),
        (b"q 0 0 9 9 re W n Q q 0 0 9 9 re W* f Q", False),
        (b"0 0 9 9 re h 0 G 1 0 0 rg B", False),
        (b"q W n 0 0 9 9 re f Q", True),
        (b"0 0 9 9 re /X Do f", True),
        (b"0 0 m 1 0 0 1 0 30 cm 9 9 l S", True),
        (b"0 0 9 9 re q f Q", True),
        (b"9 9 l 0 9 l 0 0 l f", True),
        (b"10 M 0 0 m 9 9 l S", False),
        (b"30000 M 0 0 m 9 9 l S", True),
        (text(b"100000000 0 Td -99999928 700 Td"), True),
        (text(b"72 700 Td", b"(10\\0600000) Tj"), False),
        (text(b"72 700 Td", b"(10\\\\600000) Tj"), False),
        (text(b"72 700 Td", b"(10\\600000) Tj"), True),
        (text(b"72 700 Td", b"(10\r0000) Tj"), True),
        (text(b"72 700 Td", b"(10\\\r\r0000) Tj"), True),
        (b"q /M gs 0 0 9 9 re f Q " + text(b"72 700 Td"), False),
        (b"q /M gs " + text(b"72 700 Td") + b" Q", True),
    ],
)
def test_what_is_left_out_by_one_reader(content: bytes, *, told: bool) -> None:
    form = stream(b"", GROUP % b"")
    pdf = make(content, resources=b"/XObject<</X 6 0 R>>" + MASK, objects=(form,))
    assert (TOLD in examine_pdf(pdf)) == told


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (b"", False),
        (b"/I true/K false/CS/DeviceRGB", False),
        # Ghostscript writes it of drawings, and draws none that stands alone.
        (b"/CS[/Pattern/DeviceRGB]", False),
        (b"/CS[/Pattern/DeviceRGB]/I true", True),
        (b"/CS[/Pattern/DeviceGray]", True),
        (b"/CS/Pattern", True),
        (b"/K true", True),
        (b"/K 1", True),
        (b"/CS/Foo", True),
        (b"/Foo 1", True),
    ],
)
def test_groups(entries: bytes, *, told: bool) -> None:
    of_form = make(
        b"/X Do",
        resources=b"/XObject<</X 6 0 R>>",
        objects=(stream(b"0 0 9 9 re f", GROUP % entries),),
    )
    of_page = make(page=b"/Group<</S/Transparency%s>>" % entries)
    assert [TOLD in examine_pdf(pdf) for pdf in (of_form, of_page)] == [told, told]


@pytest.mark.parametrize(
    ("steps", "told"),
    [(b"9 9", False), (b"0 0", True), (b"-9 -9", True), (b"9 (9)", True)],
)
def test_cells_of_no_size(steps: bytes, *, told: bool) -> None:
    across, up = steps.split()
    keys = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/Resources<<>>"
    cell = stream(b"0 0 9 9 re f", keys + b"/XStep %s/YStep %s" % (across, up))
    content = b"/Pattern cs /P scn 0 0 99 99 re f"
    pdf = make(content, resources=b"/Pattern<</P 6 0 R>>", objects=(cell,))
    assert (TOLD in examine_pdf(pdf)) == told
