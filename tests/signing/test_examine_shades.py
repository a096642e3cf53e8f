"""Contents, graphics states, colours and sizes that readers take over in different ways.

Each of what is told was another picture in one of Poppler, MuPDF, Ghostscript, PDFium and pdf.js.
"""

from __future__ import annotations

import pytest

from signing.detail import said
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import FONT, HONEST, make, stream, written

TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))
FUNCTION = b"<</FunctionType 2/Domain[0 1]/N 1/C0[0]/C1[1]>>"
SAMPLED = b"/FunctionType 0/BitsPerSample 8/Range[0 1]"
INK = b"<</FunctionType 2/Domain[0 1]/N 1/C0[0 0 0 0]/C1[0 0 0 %d]>>"
WHITE = b"/WhitePoint[0.95 1 1.09]"
CELL = b"/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>"
SRGB = b"/Matrix[0.41 0.21 0.02 0.36 0.72 0.12 0.18 0.07 0.95]"


# --- contents ----------------------------------------------------------------------------------


def parts(*data: bytes) -> bytes:
    """A page of several streams."""
    places = b" ".join(b"%d 0 R" % number for number in range(6, 6 + len(data)))
    made = make(page=b"/Contents[%s]" % places, objects=[stream(item) for item in data])
    return made.replace(b"/Contents 4 0 R", b"/Tabs/R         ", 1)


def listed(contents: bytes, *objects: bytes) -> bytes:
    made = make(page=b"/Contents %s" % contents, objects=objects)
    return made.replace(b"/Contents 4 0 R", b"/Tabs/R         "[:15], 1)


TEXT = b"BT /F1 12 Tf 72 700 Td (100000) Tj ET"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ((TEXT,), False),
        ((TEXT, TEXT), False),
        ((b"q\n", TEXT, b"\nQ"), False),
        ((b"q", b"1 0 0 1 0 0 cm " + TEXT, b"Q"), False),
        ((b"BT /F1 12 Tf 72 700 Td [(100) ", b"(000)] TJ ET"), False),
        ((TEXT + b"% a comment\n", TEXT), False),
        ((b"BT /F1 12 Tf 72 700 Td (100", b"000) Tj ET"), True),
        ((b"BT /F1 12 Tf 72 700 Td (1\\(0", b"000) Tj ET"), True),
        ((b"BT /F1 12 Tf 72 700 Td [(100", b"000)] TJ ET"), True),
        ((b"BT /F1 12 Tf 72 700 Td <3130", b"30> Tj ET"), True),
        ((b"BT /F1 12 Tf 72 700 Td [(100) 10", b"0 (000)] TJ ET"), True),
        ((b"BT /F1 12 Tf 72 700 Td [(100)10", b"(000)] TJ ET"), False),
        ((b"BT /F1 12 Tf 72 700 T", b"d (100000) Tj ET"), True),
        ((TEXT + b"% a comment", TEXT), True),
        ((TEXT + b" [] 0 d", b"0 0 m 9 9 l S"), True),
        ((TEXT + b" q 9 0 0 9 0 0 cm BI /W 1/H 1/BPC 8/CS/G ID ", b"x EI Q"), True),
    ],
)
def test_words_that_are_cut_over_two_streams(data: tuple[bytes, ...], *, told: bool) -> None:
    assert (TOLD in examine_pdf(parts(*data))) == told


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        (b"4 0 R", False),
        (b"[4 0 R]", False),
        (b"[]", False),
        (b"[null 4 0 R]", True),
        (b"[<<>> 4 0 R]", True),
        (b"[(x) 4 0 R]", True),
        (b"[[4 0 R]]", True),
        (b"<<>>", True),
        (b"null", True),
    ],
)
def test_contents_that_are_no_streams(contents: bytes, *, told: bool) -> None:
    assert (TOLD in examine_pdf(listed(contents))) == told


# --- what content names ------------------------------------------------------------------------


OWN = b"/Resources<</Font<</F1 5 0 R>>>>"


def held(above: bytes, page: bytes, content: bytes = HONEST) -> bytes:
    """A page with its own entries, below a node with others."""
    made = make(content)
    font = made[made.index(b"5 0 obj\n") + 8 : made.index(b"\nendobj\nxref")]
    return written([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1%s>>" % above,
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R%s>>" % page,
        stream(content),
        font,
    ])  # fmt: skip


BOX = b"/MediaBox[0 0 595 842]"


@pytest.mark.parametrize(
    ("pdf", "told"),
    [
        (held(b"", BOX + OWN), False),
        (held(BOX + OWN, b""), False),
        (held(BOX + OWN, b"/UserUnit 1"), False),
        (held(OWN, BOX + b"/Resources<<>>"), True),
        (held(OWN, BOX + b"/Resources null"), True),
        (held(b"", BOX), True),
        (held(b"", OWN), True),
        (held(b"", BOX + OWN + b"/UserUnit 2"), True),
        (held(b"", BOX + OWN + b"/UserUnit 0"), True),
        (held(b"", BOX + OWN + b"/UserUnit -1"), True),
        (held(b"", BOX + OWN, b"BT 12 TL 72 700 Td (1) Tj ET"), True),
        (held(b"", BOX + OWN, b"/X gs " + HONEST), True),
        (held(b"", BOX + OWN, b"/X Do " + HONEST), True),
        (held(b"", BOX + OWN, b"/X sh " + HONEST), True),
        (held(b"", BOX + OWN, b"/X cs " + HONEST), True),
        (held(b"", BOX + OWN, b"/Pattern cs /X scn " + HONEST), True),
    ],
)
def test_resources_and_boxes_that_some_readers_find(pdf: bytes, *, told: bool) -> None:
    assert (TOLD in examine_pdf(pdf)) == told


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (b"", b""),
        (b"", b"/Rotate 90"),
        (b"", b"/CropBox[0 0 200 842]"),
        (b"/Rotate 90", b""),
    ],
)
def test_what_stands_above_a_page_on_two_ways(own: bytes, other: bytes) -> None:
    """Poppler and Ghostscript go by the kids, PDFium, MuPDF and pdf.js by each one's parent."""
    for above in (2, 6):
        pdf = written([
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1%s%s>>" % (OWN, own),
            b"<</Type/Page/Parent %d 0 R/Contents 4 0 R%s>>" % (above, BOX),
            stream(HONEST),
            FONT,
            b"<</Type/Pages/Kids[3 0 R]/Count 1/Resources 7 0 R%s>>" % other,
            b"<</Font<</F1 5 0 R>>>>",
        ])  # fmt: skip
        assert (TOLD in examine_pdf(pdf)) == (above == 6)


def test_a_drawing_looks_around_it_only_without_resources_of_its_own() -> None:
    for own, told in ((b"", False), (b"/Resources<<>>", True)):
        drawn = stream(HONEST, b"/Subtype/Form/BBox[0 0 595 842]" + own)
        pdf = make(b"/X Do", resources=b"/XObject<</X 6 0 R>>", objects=(drawn,))
        assert (TOLD in examine_pdf(pdf)) == told


# --- graphics states ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (b"/Type/ExtGState/ca 0.5/CA 1/BM/Multiply/AIS false/SMask/None/SA true/SM 0.02", False),
        (b"/LW 1/LC 2/LJ 0/ML 10/D[[3 2]0]/RI/Perceptual/OP true/op false/OPM 1/TK true", False),
        (b"/BM/Screen/BG 5 0 R/UCR2/Default/HT/Default/FL 1/AAPL:AA true", False),
        (b"/SMask<</S/Luminosity/G 7 0 R>>/HT<</HalftoneType 1>>", False),
        (b"/Font[5 0 R 30]", True),
        (b"/BM[/Multiply]", True),
        (b"/BM(Multiply)", True),
        (b"/SMask<</S/Luminosity/G 8 0 R>>", True),
        (b"/SMask<</S/Foo/G 7 0 R>>", True),
        (b"/SMask<</Type/Foo/S/Alpha/G 7 0 R>>", True),
        (b"/SMask<</S/Luminosity/G 7 0 R/BC[1 1 1]>>", True),
        (b"/SMask<</S/Luminosity/G 7 0 R/BC[1]>>", False),
        (b"/ML 30000", True),
        (b"/ca(0)", True),
        (b"/ca null", True),
        (b"/ca 2", True),
        (b"/ca -1", True),
        (b"/AIS 1", True),
        (b"/BM/Foo", True),
        (b"/D[[0]0]", True),
        (b"/SMask<<>>", True),
        (b"/SMask<</S/Luminosity/G 7 0 R/TR 5 0 R>>", True),
        (b"/HT<</HalftoneType 1/TransferFunction/Identity>>", True),
        (b"/Type/Foo", True),
        (b"/Foo 1", True),
    ],
)
def test_graphics_states_of_which_readers_leave_parts_out(entries: bytes, *, told: bool) -> None:
    alone = stream(b"", b"/Subtype/Form/BBox[0 0 9 9]")
    drawn = alone.replace(b"/BBox", b"/Group<</S/Transparency/CS/DeviceGray>>/BBox")
    states = b"/ExtGState<</G<<%s>>>>" % entries
    pdf = make(HONEST + b"/G gs", resources=states, objects=(b"0", drawn, alone))
    assert (TOLD in examine_pdf(pdf)) == told


@pytest.mark.parametrize(
    ("dashes", "told"),
    [
        (b"[]", False),
        (b"[3]", False),
        (b"[3 0]", False),
        (b"[0]", True),
        (b"[3 -1]", True),
        (b"[.0001 .0001]", True),
        (b"[30000]", True),
    ],
)
def test_dashes_of_no_length(dashes: bytes, *, told: bool) -> None:
    assert (TOLD in examine_pdf(make(dashes + b" 0 d " + HONEST))) == told


# --- colours -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("space", "colour", "told"),
    [
        (b"/DeviceRGB", b"0 0 0 sc", False),
        (b"[/DeviceCMYK]", b"0 0 0 1 scn", False),
        (b"[/CalGray<<%s/Gamma 2.2>>]" % WHITE, b"0 sc", False),
        (b"[/CalRGB<<%s%s/Gamma[2.2 2.2 2.2]>>]" % (WHITE, SRGB), b"0 0 0 sc", False),
        (b"[/ICCBased 6 0 R]", b"0 0 0 sc", False),
        (b"[/Indexed/DeviceRGB 1(abcdef)]", b"0 sc", False),
        (b"[/Separation/Gold/DeviceGray %s]" % FUNCTION, b"0 scn", False),
        (b"[/Separation/Black/DeviceCMYK %s]" % (INK % 1), b"1 scn", False),
        (b"[/DeviceN[/Gold]/DeviceGray %s]" % FUNCTION, b"0 scn", False),
        (b"[/Pattern/DeviceRGB]", b"0 0 0 /P scn", False),
        (b"/DeviceRGB", b"0 sc", True),
        (b"/DeviceGray", b"0 0 0 sc", True),
        (b"/DeviceGray", b"/P scn", True),
        (b"[/CalGray<<%s/Gamma 0.01>>]" % WHITE, b"0.2 sc", True),
        (b"[/CalRGB<<%s/Matrix[0 0 0 0 0 0 0 0 0]>>]" % WHITE, b"1 1 1 sc", True),
        (b"[/CalRGB<<>>]", b"0 0 0 sc", True),
        (b"[/ICCBased 7 0 R]", b"0 sc", True),
        (b"[/ICCBased 5 0 R]", b"0 sc", True),
        (b"[/Separation/None/DeviceGray %s]" % FUNCTION, b"0 scn", True),
        (b"[/Separation/All/DeviceGray %s]" % FUNCTION, b"0 scn", True),
        (b"[/Separation/Black/DeviceCMYK %s]" % (INK % 0), b"1 scn", True),
        (b"[/Separation/Black/DeviceGray %s]" % FUNCTION, b"1 scn", True),
        (b"[/Separation/Gold/DeviceGray null]", b"0 scn", True),
        (b"[/Separation/Gold[/Separation/None/DeviceGray %s]%s]" % (FUNCTION, FUNCTION),
         b"0 scn", True),
        (b"[/DeviceN[/None]/DeviceGray %s]" % FUNCTION, b"0 scn", True),
        (b"[/Foo]", b"0 sc", True),
        # What follows was white in one reader and black in another.
        (b"[/Lab<<%s>>]" % WHITE, b"0 0 0 sc", True),
        (b"[/CalGray<</WhitePoint[0.95 0.05 1.09]>>]", b"1 sc", True),
        (b"[/CalRGB<</WhitePoint[0.01 1 0.01]>>]", b"1 1 1 sc", True),
        (b"[/ICCBased 10 0 R]", b"0 0 0 sc", True),
        (b"[/ICCBased 11 0 R]", b"0 sc", True),
        (b"[/ICCBased 6 0 R]", b"2 0 0 sc", True),
        (b"[/Indexed/DeviceRGB 1(abcdef)]", b"2 sc", True),
        (b"[/Indexed/DeviceRGB 1(abcdef)]", b"-1 sc", True),
        (b"[/Indexed/DeviceRGB 1(abcdef)]", b"0.6 sc", True),
        (b"[/Indexed/DeviceRGB 1(abcde)]", b"0 sc", True),
        (b"[/Indexed/DeviceRGB 1 7]", b"0 sc", True),
        (b"[/Indexed[/Indexed/DeviceRGB 1(abcdef)]1(ab)]", b"0 sc", True),
        (b"[/Indexed/Pattern 1(ab)]", b"0 sc", True),
        (b"[/Separation/Gold/DeviceGray %s]" % FUNCTION, b"2 scn", True),
        (b"[/Separation(Gold)/DeviceGray %s]" % FUNCTION, b"0 scn", True),
        (b"[/Separation/Gold/DeviceRGB %s]" % FUNCTION, b"0 scn", True),
        (b"[/DeviceN[/Gold/Black]/DeviceGray %s]" % FUNCTION, b"0 0 scn", True),
        (b"[/DeviceN[/Gold/Black]/DeviceGray 9 0 R]", b"0 0 scn", True),
        (b"[/DeviceN/Gold/DeviceGray %s]" % FUNCTION, b"0 scn", True),
        (b"[/Separation[/Gold]/DeviceGray %s]" % FUNCTION, b"0 scn", True),
        (b"/DeviceCMYK", b"", True),
        (b"/Pattern", b"", True),
        (b"/DeviceGray", b"", False),
        (b"/DeviceGray", b"1 sc /C cs", True),
        (b"/DeviceGray", b"1 sc /C cs 0 sc", False),
        (b"[/ICCBased 6 0 R]", b"", False),
        (b"[/ICCBased 6 0 R]", b"1 g /C cs", True),
        (b"[/ICCBased 12 0 R]", b"", True),
        (b"[/Indexed/DeviceRGB 1(abcdef)]", b"", True),
    ],
)  # fmt: skip
def test_colours_that_some_readers_show_as_others(
    space: bytes, colour: bytes, *, told: bool
) -> None:
    resources = b"/ColorSpace<</C %s>>/Pattern<</P 8 0 R>>" % space
    profiles = [stream(b"", b"/N 3/Alternate/DeviceRGB"), stream(b"", b"/N 1/Alternate/DeviceRGB")]
    profiles.append(stream(b"", b"/PatternType 1/PaintType 2/TilingType 1" + CELL))
    profiles.append(stream(bytes(4), SAMPLED + b"/Domain[0 1 0 1]/Size[2 2]"))
    profiles.append(stream(b"", b"/N 3/Range[.9 1 .9 1 .9 1]"))
    profiles.append(stream(b"", b"/N 1/Alternate[/Indexed/DeviceRGB 1<FFFFFF000000>]"))
    profiles.append(stream(b"", b"/N 4/Alternate/DeviceCMYK"))
    pdf = make(b"/C cs %s %s" % (colour, HONEST), resources=resources, objects=profiles)
    assert (TOLD in examine_pdf(pdf)) == told


@pytest.mark.parametrize(
    ("defaults", "told"),
    [
        (b"/DefaultRGB[/ICCBased 6 0 R]", False),
        (b"/DefaultGray[/CalGray<<%s>>]/DefaultCMYK/DeviceCMYK" % WHITE, False),
        (b"/DefaultGray[/ICCBased 6 0 R]", True),
        (b"/DefaultRGB[/Lab<<%s>>]" % WHITE, True),
        (b"/DefaultGray[/Separation/Gold/DeviceGray %s]" % FUNCTION, True),
        (b"/DefaultRGB null", True),
    ],
)
def test_what_stands_in_for_plain_colours(defaults: bytes, *, told: bool) -> None:
    profile = stream(b"", b"/N 3/Alternate/DeviceRGB")
    pdf = make(resources=b"/ColorSpace<<%s>>" % defaults, objects=(profile,))
    assert (TOLD in examine_pdf(pdf)) == told
