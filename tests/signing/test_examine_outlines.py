"""Outlines of glyphs that some readers leave out, put elsewhere or draw for ever."""

from __future__ import annotations

import struct
import time

import pytest

from signing.examine.document import examine_pdf
from tests.signing.hostile_fonts import (
    FONT_TOLD,
    HEAD,
    OF_ONE,
    WIN,
    composite,
    drawn,
    made_of,
    outline,
    shown,
    simple,
)
from tests.signing.hostile_pdfs import stream

SQUARE = outline((0, 0), (600, 0), (600, 700), (0, 700))
NESTED = {9: b""} | {at: made_of(*[(at - 1, 0, 0)] * 30) for at in range(10, 16)}


def told(program: bytes, box: bytes = b"") -> bool:
    """Whether a font is told, shown by code and shown by glyph; both have to say the same."""
    described = OF_ONE % (32, b"/FontFile2 7 0 R" + box)
    by_code = shown(simple(WIN + described, b"X", b"TrueType"), stream(program))
    entries = b"/Type/FontDescriptor/FontName/X/Flags 4/FontFile2 7 0 R" + box
    font = composite(b"/Identity-H", entries, b"/W[7[556]]")
    by_glyph = shown(font, stream(program), text=b"<0007>")
    found = {FONT_TOLD in examine_pdf(pdf) for pdf in (by_code, by_glyph)}
    assert len(found) == 1
    return found.pop()


def named(kind: int, name: bytes) -> bytes:
    head = struct.pack(">3H", 0, 1, 18) + struct.pack(">6H", 3, 1, 0x409, kind, len(name), 0)
    return head + name


@pytest.mark.parametrize(
    ("glyph", "stops"),
    [
        (SQUARE, False),
        (b"", False),
        (SQUARE[:8], True),
        (SQUARE[:20], True),
        # A spike of no area: the window leaves the whole glyph out at some sizes.
        (outline((0, 0), (2900, 0), (0, 0)), False),
        (outline((0, 0), (3100, 0), (0, 0)), True),
        (outline((0, 0), (-3100, 0), (0, 0)), True),
        # Letters far below their line stand where the panel's place seems to be free.
        (outline((0, -450), (600, -450), (0, 0)), False),
        (outline((0, -600), (600, -600), (0, 0)), True),
        (outline((0, 0), (600, 1400), (0, 0)), True),
        (made_of((3, 0, 0), (3, 100, 100)), False),
        (made_of((3, 0, 0), (3, 3000, 0)), True),
        (made_of((3, 0, -600)), True),
        (made_of((7, 0, 0)), True),
        (made_of((30, 0, 0)), True),
        (made_of((3, 0, 0), flags=1), True),
        (struct.pack(">5h", -2, 0, 0, 0, 0) + made_of((3, 0, 0))[10:], True),
        (struct.pack(">5h", 2, 0, 0, 0, 0) + SQUARE[10:], True),
    ],
)
def test_where_the_points_of_a_glyph_lie(glyph: bytes, *, stops: bool) -> None:
    assert told(drawn({3: SQUARE, 7: glyph})) == stops


@pytest.mark.parametrize(
    ("turn", "stops"),
    [
        ((16384, 0, 0, 16384), False),
        ((32767, 0, 0, 32767), True),
        ((0, 16384, -16384, 0), False),
        ((0, -16384, 16384, 0), True),
    ],
)
def test_a_glyph_that_is_turned(turn: tuple[int, ...], *, stops: bool) -> None:
    glyph = struct.pack(">5h2H6h", -1, 0, 0, 0, 0, 131, 3, 0, 0, *turn).ljust(64, b"\0")
    part = outline((0, 0), (600, 0), (600, 700))
    assert told(drawn({3: part, 7: glyph})) == stops


def test_a_font_that_says_how_far_its_letters_reach() -> None:
    deep = drawn({7: outline((0, -1400), (600, -1400), (0, 0))})
    assert told(deep)
    assert not told(deep, b"/FontBBox[0 -1400 600 900]")


@pytest.mark.parametrize(
    ("places", "stops"),
    [
        ([0] * 8 + [32] * 13, False),
        ([0] * 7 + [40] + [32] * 13, True),
        ([0] * 8 + [0xFFFF] * 13, True),
        ([0] * 8 + [32] * 12 + [33], True),
        ([0] * 8 + [32] * 5 + [30] * 8, True),
    ],
)
def test_places_that_go_back_or_out_of_their_table(places: list[int], *, stops: bool) -> None:
    assert told(drawn({7: SQUARE}, loca=struct.pack(">21H", *places))) == stops


@pytest.mark.parametrize(("unit", "stops"), [(16, True), (64, False), (16384, False), (0, True)])
def test_units_of_an_em(unit: int, *, stops: bool) -> None:
    head = HEAD[:18] + struct.pack(">H", unit) + HEAD[20:]
    assert told(drawn({7: outline((0, 0), (9, 0), (9, 9))}, head=head)) == stops


@pytest.mark.parametrize(
    ("tables", "stops"),
    [
        ({"name": named(1, "DejaVu Serif".encode("utf-16-be"))}, False),
        ({"name": named(1, "MingLiU".encode("utf-16-be"))}, True),
        ({"name": named(16, b"ABCDEF+DFHei-Bd")}, True),
        ({"name": named(5, b"MingLiU")}, False),
        ({"name": named(1, b"MingLiU")[:-1]}, False),
        ({"name": b"\0\0\0\1"}, False),
        ({"fpgm": bytes(0xE5), "prep": bytes(0x117C)}, True),
        ({"fpgm": bytes(0xE5), "prep": bytes(0x117D)}, False),
    ],
)
def test_fonts_whose_instructions_run_whatever_a_reader_says(
    tables: dict[str, bytes], *, stops: bool
) -> None:
    assert told(drawn({7: SQUARE}, **tables)) == stops


@pytest.mark.parametrize(
    ("called", "stops"),
    [
        *((name, True) for name in (b"DFoo", b"ABCDEF+DFoo", b"DLCKai", b"A+DLC", b"XMingLiY")),
        *((name, False) for name in (b"ABCDEF+Foo", b"UDF", b"ABCDEF+PDFont", b"Ming")),
    ],
)
def test_fonts_whose_instructions_run_by_what_they_are_called(
    called: bytes, *, stops: bool
) -> None:
    data = drawn({7: SQUARE})
    described = OF_ONE % (32, b"/FontFile2 7 0 R")
    entries = b"/Type/FontDescriptor/FontName/X/Flags 4/FontFile2 7 0 R"
    inner = composite(b"/Identity-H", entries, b"/W[7[556]]")
    for font, text in (
        (simple(WIN + described, called, b"TrueType"), b"(1)"),
        (simple(WIN + described.replace(b"/X/", b"/%s/" % called), b"X", b"TrueType"), b"(1)"),
        (inner.replace(b"/BaseFont/X", b"/BaseFont/" + called, 1), b"<0007>"),
        (inner.replace(b"2/BaseFont/X", b"2/BaseFont/" + called), b"<0007>"),
        (inner.replace(b"/FontName/X", b"/FontName/" + called), b"<0007>"),
    ):
        assert (FONT_TOLD in examine_pdf(shown(font, stream(data), text=text))) == stops


def test_glyphs_made_of_glyphs() -> None:
    begun = time.process_time()
    assert told(drawn(NESTED | {7: made_of((15, 0, 0), (3, 0, 0)), 3: SQUARE}))
    within_itself = {at: made_of((at - 1, 0, 0)) for at in range(8, 19)}
    assert told(drawn(within_itself | {7: made_of((18, 0, 0))}))
    assert time.process_time() - begun < 2
