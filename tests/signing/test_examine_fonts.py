"""Fonts that readers draw in different ways, and such that all draw alike.

Each of what is told was drawn as 100000 by one of Poppler, MuPDF, Ghostscript, PDFium and pdf.js,
and as 900000 or with a gap by another.
"""

from __future__ import annotations

import struct

import pytest

from signing.detail import said
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from signing.examine.programs import names_in
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import FONT, make, stream

FONT_TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.FONT_UNLIKE)))
TEXT_TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))
TOLD = {FONT_TOLD, TEXT_TOLD}
OF_ONE = b"/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags %d%s>>"


def cmap(*maps: tuple[int, int, int, str, int], form: int = 4) -> bytes:
    """Maps of platform, encoding, what is added to codes, a letter and its glyph."""
    head, bodies = struct.pack(">2H", 0, len(maps)), b""
    for platform, encoding, more, letter, glyph in maps:
        place = 4 + 8 * len(maps) + len(bodies)
        head += struct.pack(">2HI", platform, encoding, place)
        code = ord(letter) + more
        if form == 0:
            bodies += struct.pack(">3H", 0, 262, 0) + bytes(code) + bytes([glyph])
            bodies += bytes(255 - code)
        elif form == 4:
            step = (glyph - code) & 0xFFFF
            bodies += struct.pack(">7H", 4, 32, 0, 4, 0, 0, 0)
            bodies += struct.pack(">9H", code, 0xFFFF, 0, code, 0xFFFF, step, 1, 0, 0)
        elif form == 6:
            bodies += struct.pack(">6H", 6, 12, 0, code, 1, glyph)
        else:
            bodies += struct.pack(">2H6I", 12, 0, 28, 0, 1, code, code, glyph)
    return head + bodies


def post(name: bytes, glyph: int) -> bytes:
    """Names of glyphs: all but one are .notdef."""
    indices = [258 if at == glyph else 0 for at in range(20)]
    said_of = struct.pack(">H20H", 20, *indices) + bytes([len(name)]) + name
    return b"\0\2\0\0" + bytes(28) + said_of


def program(letter: str = "1", glyph: int = 7, *, without: bytes = b"", **more: bytes) -> bytes:
    """A TrueType program of twenty glyphs without outlines, and the map of one letter."""
    tables = {
        b"cmap": cmap((3, 1, 0, letter, glyph)),
        b"glyf": bytes(4),
        b"head": bytes(54),
        b"hhea": bytes(36),
        b"hmtx": bytes(80),
        b"loca": bytes(42),
        b"maxp": struct.pack(">IH", 0x10000, 20),
        **{name.encode(): data for name, data in more.items()},
    }
    tables.pop(without, None)
    out = b"\0\1\0\0" + struct.pack(">H", len(tables)) + bytes(6)
    place, body = 12 + 16 * len(tables), b""
    for name, data in tables.items():
        out += struct.pack(">4s3I", name, 0, place + len(body), len(data))
        body += data
    return out + body


PROGRAM = stream(program())


def shown(font: bytes, *objects: bytes, text: bytes = b"(1)") -> bytes:
    """A text of one font, object 6, with what it needs from object 7 on."""
    content = b"BT /F2 30 Tf 72 700 Td %s Tj ET\n" % text
    font = font if font.startswith(b"<<") else b"<</Type/Font" + font + b">>"
    made = make(content, objects=(font, *objects))
    at = made.index(b"/F1 5 0 R")
    # The names are as long as before, so that the table stays true.
    return made[:at] + b"/F2 6 0 R" + made[at + 9 :]


def simple(entries: bytes, name: bytes = b"Helvetica", kind: bytes = b"Type1") -> bytes:
    return b"/Subtype/%s/BaseFont/%s%s" % (kind, name, entries)


def other(differences: bytes) -> bytes:
    return simple(b"/Encoding<</Differences[%s]>>" % differences)


def composite(encoding: bytes, descriptor: bytes = b"", inner: bytes = b"") -> bytes:
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X%s/FontDescriptor<<%s>>>>"
    return b"/Subtype/Type0/BaseFont/X/Encoding%s/DescendantFonts[%s]" % (
        encoding,
        below % (inner, descriptor),
    )


LEAF = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F2 6 0 R>>>>>>"
)
WIN = b"/Encoding/WinAnsiEncoding"


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
CLEAR = b"%%!\n/Encoding 256 array dup 49 /%s put readonly def\ncurrentfile eexec "


def secret(*names: bytes) -> bytes:
    """What stands behind ``eexec``: glyphs of these names, encrypted."""
    plain = b"xxxx/CharStrings 2 dict dup begin\n" + b"".join(
        b"/%s 3 RD abc ND\n" % name for name in names
    )
    key, found = 55665, bytearray()
    for byte in plain:
        found.append(byte ^ key >> 8)
        key = ((found[-1] + key) * 52845 + 22719) & 0xFFFF
    return bytes(found)


def compact(*names: bytes) -> bytes:
    """A compact program with glyphs of names of its own, and .notdef."""

    def index(*items: bytes) -> bytes:
        if not items:
            return b"\0\0"
        places = [1 + sum(map(len, items[:at])) for at in range(len(items) + 1)]
        return struct.pack(">HB", len(items), 1) + bytes(places) + b"".join(items)

    def whole(number: int) -> bytes:
        return b"\x1d" + struct.pack(">i", number)

    head, strings = b"\1\0\4\1" + index(b"X"), index(*names) + index()
    behind = len(head) + len(index(bytes(12))) + len(strings)
    charset = b"\0" + struct.pack(f">{len(names)}H", *range(391, 391 + len(names)))
    top = whole(behind) + b"\x0f" + whole(behind + len(charset)) + b"\x11"
    return head + index(top) + strings + charset + index(*[b"\x0e"] * (1 + len(names)))


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


def test_letters_that_mathematics_writes_otherwise() -> None:
    font = simple(b"/Encoding<</Differences[49/a]>>/ToUnicode 7 0 R")
    copied = stream(b"1 beginbfchar <31> <D835DC4E> endbfchar")
    assert FindingCode.OTHER_TEXT not in {item.code for item in examine_pdf(shown(font, copied))}


def test_a_font_is_told_where_it_is_first_seen() -> None:
    """Or the pages of a long document would be as many findings."""
    pdf = shown(simple(WIN, b"Wingdings"), LEAF, text=b"(1)")
    pdf = pdf.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 7 0 R]/Count 2")
    assert [item.page for item in examine_pdf(pdf) if item.detail == FONT_TOLD.detail] == [1]


# --- embedded programs -------------------------------------------------------------------------


def named(differences: bytes, kind: bytes, key: bytes, flags: int = 32) -> bytes:
    descriptor = OF_ONE % (flags, b"/%s 7 0 R" % key)
    return simple(b"/Encoding<</Differences[%s]>>" % differences + descriptor, b"X", kind)


OPENED = CLEAR % b"one" + secret(b"one", b"nine")


@pytest.mark.parametrize(
    ("font", "data", "told"),
    [
        (named(b"49/one", b"Type1", b"FontFile"), OPENED, False),
        (named(b"49/one", b"Type1", b"FontFile", 4), OPENED, False),
        (named(b"49/two", b"Type1", b"FontFile"), OPENED, True),
        (named(b"49/uni0039", b"Type1", b"FontFile"), OPENED, True),
        (named(b"49/one", b"Type1", b"FontFile"), CLEAR % b"one", True),
        (named(b"49/one", b"Type1", b"FontFile3"), compact(b"one", b"g7"), True),
        (named(b"49/one", b"TrueType", b"FontFile2"), program(), False),
        (named(b"49/uni0039", b"TrueType", b"FontFile2"), program(), False),
        (named(b"49/one", b"TrueType", b"FontFile2", 4), program(), True),
        (named(b"49/g9", b"TrueType", b"FontFile2"), program(), True),
        (named(b"49/nine.alt", b"TrueType", b"FontFile2"), program(), True),
    ],
)
def test_names_that_an_embedded_program_may_not_have(
    font: bytes, data: bytes, *, told: bool
) -> None:
    assert (FONT_TOLD in examine_pdf(shown(font, stream(data)))) == told


def test_names_of_a_compact_program() -> None:
    for name, told in ((b"one", False), (b"g7", False), (b"nine", True)):
        font = named(b"49/" + name, b"Type1", b"FontFile3")
        packed = stream(compact(b"one", b"g7"), b"/Subtype/Type1C")
        assert (FONT_TOLD in examine_pdf(shown(font, packed))) == told
    assert names_in(compact(b"one", b"g7")) == {"one", "g7"}
    assert not names_in(compact(b"one")[:40])


ONE, NINE_TOO = (3, 1, 0, "1", 7), (1, 0, 0, "1", 9)
PLAIN = WIN + OF_ONE % (32, b"/FontFile2 7 0 R")
SIGNED = OF_ONE % (4, b"/FontFile2 7 0 R")


@pytest.mark.parametrize(
    ("entries", "data", "told"),
    [
        (PLAIN, program(), False),
        (SIGNED, program(), False),
        (PLAIN, program(cmap=cmap(ONE, (1, 0, 0, "1", 7), form=0)), False),
        (PLAIN, program(cmap=cmap(ONE, (1, 0, 0, "2", 9))), False),
        (PLAIN, program(cmap=cmap(ONE, NINE_TOO)), True),
        (PLAIN, program(cmap=cmap(ONE, NINE_TOO, form=6)), True),
        (PLAIN, program(cmap=cmap(ONE, NINE_TOO, form=0)), True),
        (SIGNED, program(cmap=cmap(ONE, (3, 0, 0xF000, "1", 9))), True),
        (SIGNED, program(cmap=cmap(ONE, (3, 0, 0, "1", 9))), True),
        (SIGNED, program(cmap=cmap(ONE, (3, 0, 0xF000, "1", 7))), False),
        (PLAIN, program(post=post(b"one", 7)), False),
        (PLAIN, program(post=post(b"one", 9)), True),
        (SIGNED, program(post=post(b"one", 9)), False),
        (SIGNED, program(without=b"cmap"), True),
        (PLAIN, program(without=b"head"), True),
        (PLAIN, program(without=b"loca"), True),
        (PLAIN, program(loca=bytes(40)), True),
        (PLAIN, program()[:-1], True),
        (PLAIN, b"no program at all", True),
        (PLAIN, b"", True),
    ],
)
def test_maps_of_one_program_that_disagree(entries: bytes, data: bytes, *, told: bool) -> None:
    font = simple(entries, b"X", b"TrueType")
    assert (FONT_TOLD in examine_pdf(shown(font, stream(data)))) == told


@pytest.mark.parametrize(
    ("glyphs", "code", "told"),
    [(b"", 19, False), (b"", 20, True), (bytes(16), 7, False), (bytes(16), 8, True),
     (bytes(17), 7, True)],
)  # fmt: skip
def test_glyphs_beyond_a_map_or_a_program(glyphs: bytes, code: int, *, told: bool) -> None:
    inner = b"/CIDToGIDMap 8 0 R" if glyphs else b""
    font = composite(b"/Identity-H", b"/FontFile2 7 0 R", inner)
    pdf = shown(font, PROGRAM, stream(glyphs), text=b"<%04X>" % code)
    assert (FONT_TOLD in examine_pdf(pdf)) == told
