"""Programs that fonts bring, and widths of their glyphs, which readers take in different ways.

Each of what is told was drawn as 100000 by one of Poppler, MuPDF, Ghostscript and PDFium, and as
900000, 1000000 or with a gap by another.
"""

from __future__ import annotations

import pytest

from signing.examine.compact import read_compact
from signing.examine.document import examine_pdf
from tests.signing.hostile_fonts import (
    CLEAR,
    FONT_TOLD,
    OF_ONE,
    TEXT_TOLD,
    WIN,
    cmap,
    compact,
    composite,
    encrypted,
    listed,
    post,
    program,
    secret,
    shown,
    simple,
)
from tests.signing.hostile_pdfs import stream

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
        (named(b"49/uni0039", b"TrueType", b"FontFile2"), program("9"), False),
        (named(b"49/uni0039", b"TrueType", b"FontFile2"), program(), True),
        (named(b"49/afii10065", b"TrueType", b"FontFile2"), program("а"), False),
        (named(b"49/afii10110", b"TrueType", b"FontFile2"), program("ў"), False),
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
    assert read_compact(compact(b"one", b"g7")).names == {"one": 1, "g7": 2}
    assert not read_compact(compact(b"one")[:40]).names


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
        (PLAIN, program(cmap=cmap((3, 0, 0xF000, "1", 7))), True),
        (SIGNED, program(cmap=cmap((3, 0, 0xF000, "1", 7))), False),
        (SIGNED, program(cmap=cmap(ONE, (3, 0, 0xF100, "1", 9))), True),
        (PLAIN, program(cmap=cmap(ONE, (3, 1, 0, "1", 7))), True),
        (PLAIN, program(cmap=cmap(ONE, (3, 10, 0, "1", 7), form=12)), False),
        (PLAIN, program(cmap=cmap(ONE, (3, 10, 0, "1", 7), form=13)), True),
        (PLAIN, program(cmap=cmap(ONE, (3, 3, 0, "1", 7))), True),
        (PLAIN, program(cmap=cmap((1, 0, 0, "1", 7), ONE)[:-20]), True),
        (PLAIN, program("1", 20), True),
        (PLAIN, program("2"), True),
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
    pdf = shown(font, stream(program()), stream(glyphs), text=b"<%04X>" % code)
    assert (FONT_TOLD in examine_pdf(pdf)) == told


MAC = b"/Encoding/MacRomanEncoding"
BOTH = b"/FirstChar 0/LastChar 255/Widths[%s]" % (b"500 " * 256)


@pytest.mark.parametrize(
    ("entries", "code", "maps", "told"),
    [
        (PLAIN, 0xE0, ((3, 1, 0, "à", 7),), False),
        (PLAIN, 0xE0, ((0, 3, 0, "à", 7),), True),
        (PLAIN, 0xE0, ((1, 0, 0, "\x88", 7),), True),
        (PLAIN, 0xA0, ((3, 1, 0, "\xa0", 7),), False),
        (PLAIN, 0xA0, ((3, 1, 0, " ", 7),), True),
        (PLAIN, 0x27, ((3, 1, 0, "'", 7),), False),
        (PLAIN, 0x27, ((1, 0, 0, "'", 7),), True),
        (PLAIN, 0x31, ((1, 0, 0, "1", 7),), False),
        (PLAIN.replace(WIN, MAC), 0xE0, ((3, 1, 0, "‡", 7),), False),
        (PLAIN.replace(WIN, MAC), 0xE0, ((1, 0, 0, "\xe0", 7),), True),
        (PLAIN.replace(WIN, b""), 0xE0, ((3, 1, 0, "à", 7),), True),
        (PLAIN.replace(WIN, b""), 0x31, ((3, 1, 0, "1", 7),), False),
        (WIN + SIGNED, 0xE0, ((3, 1, 0, "à", 7),), False),
        (WIN + SIGNED, 0xAD, ((3, 1, 0, "-", 7),), True),
        (MAC + SIGNED, 0xE0, ((3, 1, 0, "‡", 7),), True),
        (SIGNED, 5, ((3, 0, 0xF000, "\5", 7),), False),
        (SIGNED, 5, ((1, 0, 0, "\5", 7),), False),
        (SIGNED, 0xE0, ((1, 0, 0, "\xe0", 7), (3, 1, 0, "à", 7)), False),
        (SIGNED, 0xE0, ((1, 0, 0, "\x88", 7), (3, 1, 0, "à", 7)), True),
    ],
)
def test_maps_that_only_some_readers_ask(
    entries: bytes, code: int, maps: tuple[tuple[int, int, int, str, int], ...], *, told: bool
) -> None:
    font = simple(entries + BOTH, b"X", b"TrueType")
    pdf = shown(font, stream(program(cmap=cmap(*maps))), text=b"<%02X>" % code)
    assert (FONT_TOLD in examine_pdf(pdf)) == told


@pytest.mark.parametrize(("sign", "name"), [(".", b"period"), (",", b"comma"), (" ", b"")])
def test_signs_that_one_map_leads_to_a_digit(sign: str, name: bytes) -> None:
    """1.5 was 195 in the window alone, and 100 000 was 1000000."""
    entries = PLAIN + b"/FirstChar 32/LastChar 57/Widths[%s]" % (b"500 " * 26)
    font = simple(entries, b"X", b"TrueType")
    for glyph, told in ((7, False), (9, True)):
        maps = program(cmap=cmap((3, 1, 0, sign, 7), (1, 0, 0, sign, glyph)))
        pdf = shown(font, stream(maps), text=b"(%s)" % sign.encode())
        assert (FONT_TOLD in examine_pdf(pdf)) == told
        names = program(sign, 7, post=post(name, glyph))
        pdf = shown(font, stream(names), text=b"(%s)" % sign.encode())
        assert (FONT_TOLD in examine_pdf(pdf)) == (told and bool(name))


# --- programs that go by names -----------------------------------------------------------------


OWN = OF_ONE % (4, b"/FontFile 7 0 R")
BY_NAME = OF_ONE % (32, b"/FontFile 7 0 R")
ONCE, NINE = b"dup 49 /one put\n", b"dup 49 /nine put\n"
EACH = listed(b"one").partition(b"begin\n")[2].removesuffix(b"end\n")


def clear(coded: bytes, more: bytes = b"") -> bytes:
    whole = CLEAR % b"one"
    return whole.replace(ONCE, coded).replace(b"currentfile", more + b"currentfile")


@pytest.mark.parametrize(
    ("entries", "data", "told"),
    [
        (OWN, OPENED, False),
        (OWN, clear(b"dup 49/one put\r\n") + secret(b"one"), False),
        (OWN, clear(b"dup 50 /two put\n" + ONCE) + secret(b"one"), False),
        (OWN, clear(ONCE + NINE) + secret(b"one", b"nine"), True),
        (OWN, clear(ONCE + b"% def\n" + NINE) + secret(b"one", b"nine"), True),
        (OWN, clear(b"dup 8#61 /nine put\n") + secret(b"nine"), True),
        (OWN, clear(ONCE, b"/Encoding StandardEncoding def\n") + secret(b"one"), True),
        (OWN, clear(b"") + secret(b"one"), True),
        (OWN, b"%!\n/Encoding StandardEncoding def\ncurrentfile eexec " + secret(b"one"), False),
        (OWN, clear(NINE) + secret(b"nine"), False),
        # Who takes it for a font of letters goes by the standard's names.
        (BY_NAME, clear(NINE) + secret(b"nine"), True),
        (BY_NAME, OPENED, False),
        (WIN + BY_NAME, clear(NINE) + secret(b"one", b"nine"), False),
        (WIN + BY_NAME, clear(NINE) + secret(b"nine"), True),
        # Of a font of signs Ghostscript takes no encoding but the program's own.
        (WIN + OWN, clear(NINE) + secret(b"one", b"nine"), True),
        (b"/Encoding/StandardEncoding" + BY_NAME, clear(NINE) + secret(b"one", b"nine"), True),
        (b"/Encoding<</Differences[49/one]>>" + OWN, clear(NINE) + secret(b"one", b"nine"), False),
        (WIN + OWN, OPENED.replace(b"%!", b"%%"), True),
        (WIN + OWN, clear(ONCE) + secret(b"one", b"one"), True),
        (WIN + OWN, clear(ONCE) + encrypted(listed(b"one") + listed(b"one")), True),
        (WIN + OWN, clear(ONCE) + encrypted(listed(b"one").replace(b"end", b"")), True),
        (WIN + OWN, clear(ONCE) + encrypted(listed(b"one").replace(EACH, EACH + b"/x")), True),
        (WIN + OWN, clear(ONCE) + encrypted(listed(b"one").replace(b"s 1", b"s 0")), True),
        (WIN + OWN, clear(ONCE) + encrypted(b"/Subrs 1 array\ndup 0 1 RD x NP\n"
                                            + listed(b"one")), False),
        (WIN + OWN, clear(ONCE) + encrypted(b"/Subrs 1 array\ndup 0 1 RD x NP\n" * 2
                                            + listed(b"one")), True),
    ],
)  # fmt: skip
def test_programs_whose_words_each_reader_looks_for(
    entries: bytes, data: bytes, *, told: bool
) -> None:
    assert (FONT_TOLD in examine_pdf(shown(simple(entries, b"X"), stream(data)))) == told


@pytest.mark.parametrize(
    ("entries", "data", "told"),
    [
        (WIN, compact(b"one"), False),
        (WIN, compact(b"nine"), True),
        (WIN, compact(b"one", b"one"), True),
        (WIN, compact(b"one", b"nine", numbers=(18, 18)), True),
        (WIN, compact(b"one", twice=True), True),
        (b"", compact(b"one", codes=b"\0\1\x31"), False),
        (b"", compact(b"nine", codes=b"\0\1\x31"), False),
        (b"", compact(b"nine", codes=b"\1\1\x31\0"), False),
        (b"", compact(b"nine", b"one", codes=b"\0\2\x31\x31"), True),
        (b"", compact(b"one", codes=b"\x80\1\x31\1\x32\1\x87"), True),
        (b"", compact(b"one"), False),
        (b"", compact(b"nine"), True),
    ],
)
def test_compact_programs(entries: bytes, data: bytes, *, told: bool) -> None:
    packed = stream(data, b"/Subtype/Type1C")
    font = entries + OF_ONE % (4, b"/FontFile3 7 0 R")
    assert (FONT_TOLD in examine_pdf(shown(simple(font, b"X"), packed))) == told
    # Named for a font of another kind, some readers ask it for maps that it has not.
    assert FONT_TOLD in examine_pdf(shown(simple(font, b"X", b"TrueType"), packed))


def open_type(data: bytes) -> bytes:
    return b"OTTO\0\1" + bytes(6) + b"CFF \0\0\0\0\0\0\0\x1c" + len(data).to_bytes(4) + data


def test_open_type_stands_for_no_font_of_one_byte() -> None:
    """The maps in it are another way to a glyph, which PDFium alone goes."""
    for kind in (b"Type1", b"TrueType"):
        for key in (b"FontFile2", b"FontFile3"):
            font = simple(WIN + OF_ONE % (4, b"/%s 7 0 R" % key), b"X", kind)
            packed = stream(open_type(compact(b"one")), b"/Subtype/OpenType")
            assert FONT_TOLD in examine_pdf(shown(font, packed))


NUMBERED = compact(numbers=(2, 1))


@pytest.mark.parametrize(
    ("kind", "packed", "data", "inner", "code", "told"),
    [
        (0, b"CIDFontType0C", compact(b"one"), b"", 1, False),
        (0, b"CIDFontType0C", compact(b"one"), b"/CIDToGIDMap/Identity", 1, False),
        (0, b"CIDFontType0C", compact(b"one"), b"", 2, True),
        (0, b"CIDFontType0C", NUMBERED, b"", 2, False),
        (0, b"CIDFontType0C", NUMBERED, b"", 3, True),
        (0, b"CIDFontType0C", compact(numbers=(1, 1)), b"", 1, True),
        (0, b"CIDFontType0C", NUMBERED, b"/CIDToGIDMap 8 0 R", 1, True),
        (0, b"CIDFontType0C", b"junk", b"", 1, True),
        (0, b"Type1C", compact(b"one"), b"", 1, True),
        (0, b"OpenType", open_type(compact(b"one")), b"", 1, False),
        (0, b"OpenType", open_type(compact(numbers=(1, 2))), b"", 1, False),
        (0, b"OpenType", open_type(NUMBERED), b"", 1, True),
        (2, b"CIDFontType0C", NUMBERED, b"", 1, True),
        (2, b"OpenType", open_type(compact(b"one")), b"", 1, True),
    ],
)
def test_glyphs_by_numbers(
    kind: int, packed: bytes, data: bytes, inner: bytes, code: int, *, told: bool
) -> None:
    """Of a map beside a compact program Poppler knows nothing."""
    font = composite(b"/Identity-H", b"/FontFile3 7 0 R", inner)
    font = font.replace(b"CIDFontType2", b"CIDFontType%d" % kind)
    objects = stream(data, b"/Subtype/" + packed), stream(b"\0\0\0\2\0\1")
    pdf = shown(font, *objects, text=b"<%04X>" % code)
    assert (FONT_TOLD in examine_pdf(pdf)) == told


BY_GHOSTSCRIPT = b"""
/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo 3 dict dup begin
/Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def
/CMapName /OneByteIdentityH def /CMapVersion 1.000 def /CMapType 1 def /UIDOffset 0 def
/XUID [1 10 25404 9999] def /WMode 0 def 1 begincodespacerange <00> <FF> endcodespacerange
1 begincidrange <00> <FF> 0 endcidrange endcmap
CMapName currentdict /CMap defineresource pop end end"""


@pytest.mark.parametrize(
    ("encoding", "text", "told"),
    [
        (BY_GHOSTSCRIPT, b"(\\007)", False),
        (BY_GHOSTSCRIPT, b"<0007>", False),
        (BY_GHOSTSCRIPT, b"(\\024)", True),
        (BY_GHOSTSCRIPT.replace(b"<00> <FF> 0", b"<00> <FF> 1"), b"(\\007)", True),
        (BY_GHOSTSCRIPT.replace(b"endcmap", b"%endcmap"), b"(\\007)", True),
        (BY_GHOSTSCRIPT + b" begincmap", b"(\\007)", True),
    ],
)
def test_codes_of_one_byte_for_archives(encoding: bytes, text: bytes, *, told: bool) -> None:
    font = composite(b" 8 0 R", b"/FontFile2 7 0 R")
    pdf = shown(font, stream(program()), stream(encoding, b"/Type/CMap"), text=text)
    assert (FONT_TOLD in examine_pdf(pdf)) == told
    for entry in (b"/WMode 1", b"/UseCMap/Identity-H"):
        pdf = shown(font, stream(program()), stream(encoding, entry), text=text)
        assert FONT_TOLD in examine_pdf(pdf)


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        (b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>", False),
        (b"/CIDSystemInfo<</Registry(Adobe)/Supplement 2>>", True),
        (b"/CIDSystemInfo<</Registry/Adobe/Ordering/Japan1/Supplement 2>>", True),
        (b"/CIDSystemInfo 5", True),
        (b"/CIDSystemInfo<<>>", True),
    ],
)
def test_collections_of_signs(inner: bytes, *, told: bool) -> None:
    """Without one Poppler draws nothing."""
    font = composite(b"/Identity-H", b"/FontFile2 7 0 R", inner)
    pdf = shown(font, stream(program()), text=b"<0007>")
    assert (FONT_TOLD in examine_pdf(pdf)) == told


def test_what_calls_itself_something_else() -> None:
    """Ghostscript draws it with a font of its own, and PDFium one by the signs of its name."""
    brought = b"/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/FontFile 7 0 R>>"
    for entries, told in (
        (b"/Type/Font/BaseFont/X", False),
        (b"/Type/Foo/BaseFont/X", True),
        (b"/Type/Font/BaseFont/ZapfDingbats", True),
    ):
        font = b"<</Subtype/Type1/FirstChar 49/LastChar 49/Widths[9]%s%s>>" % (entries, brought)
        assert (FONT_TOLD in examine_pdf(shown(font, stream(OPENED)))) == told


def test_codes_from_top_to_bottom() -> None:
    font = composite(b"/Identity-V", b"/FontFile2 7 0 R")
    assert FONT_TOLD in examine_pdf(shown(font, stream(program()), text=b"<0007>"))


# --- widths ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (b"", False),
        (b"/FirstChar 48/LastChar 49/Widths[0 32767]", False),
        (b"/FirstChar 49/LastChar 49/Widths[556.5]", False),
        (b"/FirstChar 49/LastChar 49/Widths[-3000]", True),
        (b"/FirstChar 49/LastChar 49/Widths[68536]", True),
        (b"/FirstChar 49/LastChar 49/Widths[(3000)]", True),
        (b"/FirstChar 49/LastChar 49/Widths[]", True),
        (b"/FirstChar 49/LastChar 49/Widths null", True),
        (b"/FirstChar 49/LastChar 48/Widths[556]", True),
        (b"/FirstChar 49/LastChar 50/Widths[556]", True),
        (b"/FirstChar 49/Widths[556]", True),
        (b"/FirstChar 49.0/LastChar 49/Widths[556]", True),
        (b"/FirstChar 50/LastChar 50/Widths[556]", True),
        (b"/Widths null", True),
    ],
)
def test_widths_that_some_readers_take_otherwise(entries: bytes, *, told: bool) -> None:
    assert (FONT_TOLD in examine_pdf(shown(simple(WIN + entries)))) == told
    font = WIN + OF_ONE % (32, b"/FontFile2 7 0 R") + (entries or b"/Widths null")
    brought = shown(simple(font, b"X", b"TrueType"), stream(program()))
    assert (FONT_TOLD in examine_pdf(brought)) == (told or not entries)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (b"/DW 600/W[7[500]]", False),
        (b"/W[1 6 500 7[500 600.5]]", False),
        (b"/W[]", False),
        (b"/DW -600", True),
        (b"/DW null", True),
        (b"/DW 600.5", True),
        (b"/W null", True),
        (b"/W[7[-500]]", True),
        (b"/W[7[68536]]", True),
        (b"/W[7[(500)]]", True),
        (b"/W[7.0[500]]", True),
        (b"/W[7[500]7[600]]", True),
        (b"/W[7 6 500]", True),
        (b"/W[7 500]", True),
        (b"/W[7 8[500]7]", True),
    ],
)
def test_widths_by_numbers(entries: bytes, *, told: bool) -> None:
    font = composite(b"/Identity-H", b"/FontFile2 7 0 R", entries)
    pdf = shown(font, stream(program()), text=b"<0007>")
    assert (FONT_TOLD in examine_pdf(pdf)) == told


def test_widths_of_which_readers_leave_a_part_out() -> None:
    """PDFium counts in whole thousandths; of a long line that is letters."""
    font = simple(WIN + b"/FirstChar 49/LastChar 49/Widths[%s]")
    for width, count, told in ((b"500", 900, False), (b"500.9", 90, False), (b"500.9", 900, True)):
        pdf = shown(font % width, text=b"(%s)" % (b"1" * count))
        assert (TEXT_TOLD in examine_pdf(pdf)) == told
