"""Fonts that readers draw in different ways, and such that all draw alike.

Each of what is told was drawn as 100000 by one of Poppler, MuPDF, Ghostscript, PDFium and pdf.js,
and as 900000 or with a gap by another.
"""

from __future__ import annotations

import time

import pytest

from signing.examine.document import examine_pdf
from signing.examine.finding import FindingCode
from signing.examine.finding import shown as shown_as
from tests.signing.hostile_fonts import (
    CLEAR,
    FONT_TOLD,
    OF_ONE,
    TEXT_TOLD,
    TOLD,
    WIN,
    cmap,
    composite,
    other,
    program,
    secret,
    shown,
    simple,
)
from tests.signing.hostile_pdfs import FONT, make, stream

PROGRAM = stream(program())
LEAF = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F2 6 0 R>>>>>>"
)


@pytest.mark.parametrize(
    ("pdf", "told"),
    [
        (shown(FONT), False),
        (shown(simple(b"")), False),
        (shown(simple(b""), text=b"(')"), True),
        (shown(simple(b""), text=b"(\\351)"), True),
        (shown(simple(WIN), text=b"(\\351\\177')"), False),
        (shown(simple(WIN), text=b"(1\n1)"), True),
        (shown(simple(b"/Encoding/MacRomanEncoding"), text=b"(\\312)"), False),
        (shown(simple(b"/Encoding/MacRomanEncoding"), text=b"(\\261\\255)"), True),
        (shown(simple(b"/Encoding/MacExpertEncoding")), True),
        (shown(simple(b"/Encoding/Identity-H")), True),
        (shown(simple(b"/Encoding null")), True),
        (shown(simple(WIN, b"Arial,Bold", b"TrueType")), False),
        (shown(simple(WIN, b"ABCDEF+Arial", b"TrueType")), True),
        (shown(simple(WIN, b"Wingdings", b"TrueType")), True),
        (shown(simple(WIN + OF_ONE % (4, b""), b"Arial", b"TrueType")), True),
        (shown(simple(WIN + OF_ONE % (32, b""), b"Arial", b"TrueType")), False),
        (shown(simple(WIN + OF_ONE % (32, b"/FontFile2 9 0 R"), b"Arial", b"TrueType")), True),
        (shown(simple(b"", b"Symbol")), False),
        (shown(simple(WIN, b"Symbol")), True),
        (shown(simple(OF_ONE % (4, b""), b"ZapfDingbats")), True),
        (shown(simple(b"", b"ZapfDingbats")), False),
        (shown(simple(b"/Encoding<</Differences[49/one]>>", b"Symbol")), False),
        (shown(simple(b"/Encoding<</Differences[49/nine]>>", b"Symbol")), True),
        (shown(simple(WIN + OF_ONE % (4, b"/FontFile2 7 0 R"), b"X", b"TrueType"), PROGRAM),
         False),
        (shown(simple(WIN + OF_ONE % (4, b"/FontFile2 7 0 R"), b"X", b"Type1"), PROGRAM), True),
        (shown(simple(WIN + OF_ONE % (4, b"/FontFile2 7 0 R/FontFile 7 0 R"), b"X", b"TrueType"),
               PROGRAM), True),
        (shown(other(b"49/one/two 65/A")), False),
        (shown(other(b"49/one 50/uni0039")), False),
        (shown(other(b"49/uni0039")), True),
        (shown(other(b"49/nine.alt")), True),
        (shown(other(b"49/.notdef")), True),
        (shown(other(b"49/57")), True),
        (shown(other(b"49.0/one")), True),
        (shown(other(b"49 null/one")), True),
        (shown(other(b"49(one)")), True),
        (shown(other(b"49/one 49/nine")), True),
        (shown(other(b"/one 49/one")), True),
        (shown(other(b"255/one/two 49/one")), True),
        (shown(composite(b"/Identity-H"), text=b"<0031>"), True),
        (shown(composite(b"/Identity-H", b"/FontFile2 7 0 R"), PROGRAM, text=b"<0007>"), False),
        (shown(composite(b"/Identity-H", b"/FontFile2 7 0 R"), PROGRAM, text=b"<000700>"), True),
        (shown(composite(b"/UniJIS-UCS2-H", b"/FontFile2 7 0 R"), PROGRAM, text=b"<0007>"), True),
        (shown(composite(b" 7 0 R", b"/FontFile2 7 0 R"), PROGRAM, text=b"<0007>"), True),
        (shown(composite(b"/Identity-H", b"/FontFile2 7 0 R", b"/CIDToGIDMap/X"), PROGRAM,
               text=b"<0007>"), True),
    ],
)  # fmt: skip
def test_fonts_that_each_reader_replaces(pdf: bytes, *, told: bool) -> None:
    assert (FONT_TOLD in examine_pdf(pdf)) == told
    assert told or not TOLD & set(examine_pdf(pdf))


# --- glyphs that are drawn as a page is --------------------------------------------------------


def drawn(
    procedure: bytes,
    entries: bytes = b"",
    *,
    name: bytes = b"x",
    resources: bytes = b"",
    text: bytes = b"(1)",
) -> bytes:
    font = (
        b"/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]"
        b"/CharProcs<</%s 7 0 R>>/Encoding<</Differences[49/%s]>>/FirstChar 49/LastChar 49"
        b"/Widths[556]/Resources<</Font<</F1 5 0 R>>%s>>%s" % (name, name, resources, entries)
    )
    copied = stream(b"1 beginbfchar <31> <0039> endbfchar")
    return shown(font, stream(procedure), copied, text=text)


NINE = b"BT /F1 1000 Tf (9) Tj ET"
BOX = b"556 0 0 -250 600 800 d1 "


@pytest.mark.parametrize(
    ("procedure", "told"),
    [
        (b"556 0 d0 1 0 0 rg " + NINE, False),
        (BOX + NINE, False),
        (BOX + b"0 0 500 700 re f q 9 0 0 9 0 0 cm BI /W 1/H 1/IM true ID \0 EI Q", False),
        (BOX, False),
        (b"556 0 0 0 0 0 d1", False),
        (NINE, True),
        (b"1 g " + NINE + b" 556 0 d0", True),
        (b"556 0 d0 556 0 d0 " + NINE, True),
        (b"556 0 d0 " + BOX + NINE, True),
        (b"556 0 d1 " + NINE, True),
        (BOX + b"1 g " + NINE, True),
        (BOX + b"/DeviceGray cs " + NINE, True),
        (BOX + b"q 9 0 0 9 0 0 cm BI /W 1/H 1/BPC 8/CS/G ID \0 EI Q", True),
        (BOX + b"0 0 900 700 re f", True),
        (b"556 0 0 0 0 0 d1 " + NINE, True),
        (b"556 0 d0 ET " + NINE, True),
        (b"556 0 d0 9 w [] 0 d 0 0 m 9 9 l S", False),
        (b"556 0 d0 0 0 m 9 9 l S", True),
        (b"556 0 d0 9 w 0 0 m 9 9 l S", True),
        (b"556 0 d0 [] 0 d 9 9 9 9 re b*", True),
        (b"557 0 d0 " + NINE, False),
        (b"559 0 d0 " + NINE, True),
        (b"0 0 d0 " + NINE, True),
        (b"556 0 d0 /F7 9 Tf", True),
        (b"556 0 d0 /X gs", True),
    ],
)
def test_procedures_of_glyphs(procedure: bytes, *, told: bool) -> None:
    assert (TEXT_TOLD in examine_pdf(drawn(procedure))) == told


@pytest.mark.parametrize(
    ("mode", "setting", "told"),
    [
        (b"0", b"/ca 1/CA 1/BM/Normal/SMask/None", False),
        (b"1", b"", True),
        (b"2", b"", True),
        (b"7", b"", True),
        (b"0", b"/ca 0", True),
        (b"0", b"/CA 0.5", True),
        (b"0", b"/BM/Multiply", True),
    ],
)
def test_a_glyph_within_what_is_around_it(mode: bytes, setting: bytes, *, told: bool) -> None:
    """PDFium takes no transparency within a glyph, Poppler and pdf.js the mode around it."""
    held = b"/ExtGState<</G<<%s>>>>" % setting
    pdf = drawn(b"556 0 d0 /G gs " + NINE, resources=held, text=mode + b" Tr (1)")
    assert (TEXT_TOLD in examine_pdf(pdf)) == told


def test_a_glyph_that_nothing_draws() -> None:
    assert not TOLD & set(examine_pdf(drawn(BOX + NINE)))
    found = examine_pdf(drawn(BOX + NINE).replace(b"Differences[49", b"Differences[48"))
    assert FONT_TOLD in found
    assert TEXT_TOLD in examine_pdf(make(b"556 0 d0 BT /F1 12 Tf 72 700 Td (1) Tj ET"))


# --- what is drawn, and what is copied ---------------------------------------------------------


def mapped(data: bytes, inner: bytes = b"", *, code: int = 7, copied: bytes = b"0039") -> bytes:
    font = composite(b"/Identity-H/ToUnicode 8 0 R", b"/FontFile2 7 0 R", inner)
    said_of = stream(b"1 beginbfchar <%04X> <%s> endbfchar" % (code, copied))
    glyphs = stream(bytes(10) + b"\0\7")
    return shown(font, stream(data), said_of, glyphs, text=b"<%04X>" % code)


T1 = simple(b"/ToUnicode 8 0 R" + OF_ONE % (4, b"/FontFile 7 0 R"), b"X")
UNICODE = stream(b"1 beginbfchar <31> <0039> endbfchar")


@pytest.mark.parametrize(
    ("pdf", "other"),
    [
        (drawn(b"556 0 d0 " + NINE, b"/ToUnicode 8 0 R"), ""),
        (drawn(b"556 0 d0 BT /F1 9 Tf (1) Tj ET", b"/ToUnicode 8 0 R"), "1 ≠ 9"),
        (drawn(b"556 0 d0", b"/ToUnicode 8 0 R", name=b"one"), "1 ≠ 9"),
        (drawn(b"556 0 d0", b"/ToUnicode 8 0 R", name=b"a"), ""),
        (mapped(program("9", 7)), ""),
        (mapped(program("1", 7)), "1 ≠ 9"),
        (mapped(program(cmap=cmap((3, 10, 0, "1", 7), form=12))), "1 ≠ 9"),
        (mapped(program("1", 8)), ""),
        (mapped(program(cmap=cmap((1, 0, 0, "1", 7)))), ""),
        (mapped(program(cmap=cmap((3, 1, 0, "1", 7))[:30])), ""),
        (mapped(program("A", 7), copied=b"0410"), ""),
        (mapped(program("1", 7), b"/CIDToGIDMap 9 0 R", code=5), "1 ≠ 9"),
        (mapped(program("1", 7), b"/CIDToGIDMap 9 0 R"), ""),
        (shown(T1, stream(CLEAR % b"one" + secret(b"one")), UNICODE), "1 ≠ 9"),
        (shown(T1, stream(CLEAR % b"nine" + secret(b"nine")), UNICODE), ""),
        (shown(T1, stream(b"%!\ncurrentfile eexec dup 49 /one put"), UNICODE), ""),
    ],
)
def test_what_is_copied_beside_what_is_drawn(pdf: bytes, other: str) -> None:
    found = [item.detail for item in examine_pdf(pdf) if item.code is FindingCode.OTHER_TEXT]
    assert found == ([other] if other else [])


def copied(data: bytes) -> bytes:
    """A one and a nine in a standard font, copied as a map says."""
    return shown(simple(WIN + b"/ToUnicode 7 0 R"), stream(data), text=b"(19-)")


LISTED = b"1 beginbfchar %s endbfchar"


@pytest.mark.parametrize(
    ("data", "other"),
    [
        (LISTED % b"<31> <0031>", ""),
        (LISTED % b"<31> <00B9>", ""),
        (LISTED % b"<31> <D835DFCF>", ""),
        (LISTED % b"<31> <FEFF0031>", ""),
        (LISTED % b"<2D> <00AD>", ""),
        (b"%!PS\n%%Title: (1)\nbegincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
         + LISTED % b"<31> <0031>" + b"\nendcmap end\n%%EOF", ""),
        (b"1 beginbfrange <30> <39> <0030> endbfrange", ""),
        (b"1 beginbfrange <31> <32> [<0031> <0032>] endbfrange", ""),
        (LISTED % b"<31> <0039>", "1 ≠ 9"),
        (LISTED % b"<31> <00310031>", "1 ≠ 11"),
        (LISTED % b"<31> <002C>", "1 ≠ ,"),
        (LISTED % b"<31> <0020>", "1 ≠"),
        (LISTED % b"<31> <00AD>", "1 ≠ \xad"),
        (LISTED % b"<31> <>", "1 ≠"),
        (LISTED % b"<31> <FEFF0039>", "1 ≠ 9"),
        (LISTED % b"<31> <00BD>", "1 ≠ ½"),
        (LISTED % b"<2D> <0031>", "- ≠ 1"),
        (LISTED % b"<31> <0031> <31> <0039>", "/ToUnicode"),
        (LISTED % b"<31> <00319>", "/ToUnicode"),
        (LISTED % b"<0031> <0039>", "/ToUnicode"),
        (LISTED % b"<31> /nine", "/ToUnicode"),
        (LISTED % b"<31>", "/ToUnicode"),
        (LISTED % b"<31> <0039> %endbfchar\n", "/ToUnicode"),
        (b"%" + LISTED % b"<31> <0031>" + b"\n" + LISTED % b"<31> <0039>", "/ToUnicode"),
        (LISTED % b"<31> <0031>" + b" % " + LISTED % b"<31> <0039>", "/ToUnicode"),
        (b"(" + LISTED % b"<31> <0031>" + b") pop " + LISTED % b"<31> <0039>", "/ToUnicode"),
        (b"1 beginbfrange <32> <31> <0039> endbfrange", "/ToUnicode"),
        (b"1 beginbfrange <31> <31> [<0031> <0039>] endbfrange", "/ToUnicode"),
        (b"1 begincidchar <31> 57 endcidchar", "/ToUnicode"),
        (b"/Foo usecmap", "/ToUnicode"),
        (b"1 beginbfchar <31> <0031>", "/ToUnicode"),
        (b" " * (1 << 20) + LISTED % b"<31> <0031>", "/ToUnicode"),
    ],
)  # fmt: skip
def test_digits_stand_for_themselves_alone(data: bytes, other: str) -> None:
    found = [
        item.detail for item in examine_pdf(copied(data)) if item.code is FindingCode.OTHER_TEXT
    ]
    assert found == ([shown_as(other)] if other else [])


def test_a_map_that_is_no_stream() -> None:
    pdf = shown(simple(WIN + b"/ToUnicode/Identity-H"))
    assert [item.detail for item in examine_pdf(pdf)] == ["/ToUnicode"]


def test_a_map_of_words_without_an_end_takes_no_time() -> None:
    """It took minutes of one processor, and could not be ended."""
    pdf = copied(b"1 beginbfchar " * 60_000)
    begun = time.process_time()
    assert [item.detail for item in examine_pdf(pdf)] == ["/ToUnicode"]
    assert time.process_time() - begun < 2


def test_letters_that_mathematics_writes_otherwise() -> None:
    font = simple(b"/Encoding<</Differences[49/a]>>/ToUnicode 7 0 R")
    copied = stream(b"1 beginbfchar <31> <D835DC4E> endbfchar")
    assert FindingCode.OTHER_TEXT not in {item.code for item in examine_pdf(shown(font, copied))}


def test_a_font_is_told_where_it_is_first_seen() -> None:
    """Or the pages of a long document would be as many findings."""
    pdf = shown(simple(WIN, b"Wingdings"), LEAF, text=b"(1)")
    pdf = pdf.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 7 0 R]/Count 2")
    assert [item.page for item in examine_pdf(pdf) if item.detail == FONT_TOLD.detail] == [1]
