"""Compact programs whose glyphs reach far from their place, or are drawn for seconds."""

from __future__ import annotations

import time
import zlib

import pytest

from signing.detail import said
from signing.errors import MalformedDocument
from signing.examine.compact import read_compact
from signing.examine.document import examine_pdf
from signing.examine.drawable import require_drawable
from signing.examine.programs import read_type_1
from signing.flaws import Flaw
from tests.signing.hostile_fonts import (
    CLEAR,
    FONT_TOLD,
    OF_ONE,
    WIN,
    compact,
    composite,
    drawn,
    encrypted,
    listed,
    made_of,
    shown,
    simple,
)
from tests.signing.hostile_pdfs import stream
from tests.signing.test_examine_outlines import NESTED, SQUARE

END = b"\x0e"
_OPERATORS = {
    "hstem": b"\x01", "vmoveto": b"\x04", "rlineto": b"\x05", "hlineto": b"\x06",
    "vlineto": b"\x07", "rrcurveto": b"\x08", "return": b"\x0b", "endchar": END,
    "hstemhm": b"\x12", "hintmask": b"\x13", "rmoveto": b"\x15", "hmoveto": b"\x16",
    "rcurveline": b"\x18", "rlinecurve": b"\x19", "vvcurveto": b"\x1a", "hhcurveto": b"\x1b",
    "callgsubr": b"\x1d", "vhcurveto": b"\x1e", "hvcurveto": b"\x1f", "hflex": b"\x0c\x22",
    "flex": b"\x0c\x23", "hflex1": b"\x0c\x24", "flex1": b"\x0c\x25", "drop": b"\x0c\x12",
}  # fmt: skip


def glyph(text: str) -> bytes:
    """A charstring as it is written in the standard; ``#`` before a byte that is no number."""
    made = b""
    for word in text.split():
        if word.startswith("#"):
            made += bytes([int(word[1:])])
        elif word in _OPERATORS:
            made += _OPERATORS[word]
        else:
            made += b"\x1c" + int(word).to_bytes(2, signed=True)
    return made


def font(text: str, *called: str, more: bytes = b"") -> bytes:
    return compact(b"one", glyphs=(END, glyph(text)), called=tuple(map(glyph, called)), more=more)


def told(program: bytes) -> bool:
    described = OF_ONE % (32, b"/FontFile3 7 0 R")
    pdf = shown(simple(WIN + described, b"X"), stream(program, b"/Subtype/Type1C"))
    return FONT_TOLD in examine_pdf(pdf)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("9 100 200 rmoveto 10 20 rlineto endchar", (100, 200, 110, 220)),
        ("100 hmoveto 10 20 30 hlineto endchar", (100, 0, 140, 20)),
        ("100 vmoveto 10 20 30 vlineto endchar", (0, 100, 20, 140)),
        ("0 0 rmoveto 1 2 3 4 5 6 rrcurveto endchar", (0, 0, 9, 12)),
        ("0 0 rmoveto 1 2 3 4 5 6 7 8 rcurveline endchar", (0, 0, 16, 20)),
        ("0 0 rmoveto 7 8 1 2 3 4 5 6 rlinecurve endchar", (0, 0, 16, 20)),
        ("0 0 rmoveto 9 1 2 3 4 vvcurveto endchar", (0, 0, 11, 8)),
        ("0 0 rmoveto 9 1 2 3 4 hhcurveto endchar", (0, 0, 7, 12)),
        ("0 0 rmoveto 1 2 3 4 5 6 7 8 9 vhcurveto endchar", (0, 0, 26, 19)),
        ("0 0 rmoveto 1 2 3 4 5 6 7 8 hvcurveto endchar", (0, 0, 17, 19)),
        ("0 0 rmoveto 1 2 3 4 5 6 7 hflex endchar", (0, 0, 25, 3)),
        ("0 0 rmoveto 1 2 3 4 5 6 7 8 9 10 11 12 50 flex endchar", (0, 0, 36, 42)),
        ("0 0 rmoveto 1 2 3 4 5 6 7 8 9 hflex1 endchar", (0, 0, 31, 14)),
        ("0 0 rmoveto 1 2 3 4 5 6 7 8 9 10 11 flex1 endchar", (0, 0, 25, 41)),
        ("1 2 hstemhm 3 4 hintmask #5 9 9 rmoveto endchar", (9, 9, 9, 9)),
        ("1 2 3 hstem 5 5 rmoveto -107 callgsubr endchar", (5, 5, 12, 14)),
        ("9 endchar", None),
    ],
)
def test_where_a_charstring_draws(text: str, box: tuple[int, ...] | None) -> None:
    found = read_compact(font(text, "7 9 rlineto return")).drawn
    assert found is not None
    assert found.box(1) == (None if box is None else pytest.approx([at / 1000 for at in box]))


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("0 0 rmoveto 600 700 rlineto endchar", False),
        ("0 0 rmoveto 2900 0 rlineto -2900 0 rlineto endchar", False),
        ("0 0 rmoveto 3100 0 rlineto -3100 0 rlineto endchar", True),
        ("0 -600 rmoveto 600 0 rlineto endchar", True),
        ("0 0 rmoveto 1 2 3 rlineto endchar", True),
        ("0 0 rmoveto 9 9 9 9 9 rrcurveto endchar", True),
        ("1 drop 0 0 rmoveto 9 9 rlineto endchar", True),
        ("0 0 rmoveto 9 callgsubr endchar", True),
        ("0 0 rmoveto #28", True),
        ("0 0 49 49 endchar", True),
        ("0 0 rmoveto 9 9 rlineto", True),
    ],
)
def test_what_a_compact_program_draws(text: str, *, stops: bool) -> None:
    assert told(font(text, "return")) == stops


def test_units_of_a_compact_program() -> None:
    """A matrix of its own: half a thousandth, and ten times as much."""
    for digits, stops in ((b"\x1e\xa0\x00\x5f", False), (b"\x1e\xa0\x1f", True)):
        matrix = digits + b"\x8b\x8b" + digits + b"\x8b\x8b\x0c\x07"
        assert told(font("0 0 rmoveto 900 700 rlineto endchar", more=matrix)) == stops


BOMB = ["return"] + [f"{at - 107} callgsubr " * 6 + "return" for at in range(7)]


def test_subroutines_that_call_subroutines() -> None:
    begun = time.process_time()
    assert told(font("0 0 rmoveto -100 callgsubr endchar", *BOMB))
    assert not told(font("0 0 rmoveto -103 callgsubr endchar", *BOMB))
    assert time.process_time() - begun < 3


def old(text: str, *called: str, more: bytes = b"") -> bytes:
    """A Type 1 program, every glyph of which is drawn by one charstring."""
    written = [
        b"".join(
            _OLD[word] if word in _OLD
            else b"\xff" + int(word).to_bytes(4, signed=True)
            for word in item.split()
        )
        for item in (text, *called)
    ]  # fmt: skip
    names = (b"one", b"A", b"acute")
    below = encrypted(more + listed(*names, glyph=written[0], called=tuple(written[1:])))
    return b"%!PS-AdobeFont-1.0" + (CLEAR % b"one")[2:] + below


_OLD = {
    "hsbw": b"\x0d", "endchar": END, "rmoveto": b"\x15", "hmoveto": b"\x16", "vmoveto": b"\x04",
    "rlineto": b"\x05", "hlineto": b"\x06", "vlineto": b"\x07", "rrcurveto": b"\x08",
    "vhcurveto": b"\x1e", "hvcurveto": b"\x1f", "closepath": b"\x09", "callsubr": b"\x0a",
    "return": b"\x0b", "hstem": b"\x01", "vstem3": b"\x0c\x01", "sbw": b"\x0c\x07",
    "seac": b"\x0c\x06", "div": b"\x0c\x0c", "othersubr": b"\x0c\x10", "pop": b"\x0c\x11",
    "setpoint": b"\x0c\x21",
}  # fmt: skip
FLEX = (
    "3 0 othersubr pop pop setpoint return",
    "0 1 othersubr return",
    "0 2 othersubr return",
    "return",
    "1 3 othersubr pop callsubr return",
)


def told_old(program: bytes) -> bool:
    described = OF_ONE % (4, b"/FontFile 7 0 R")
    return FONT_TOLD in examine_pdf(shown(simple(described, b"X"), stream(program)))


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("50 600 hsbw 10 20 rmoveto 30 hlineto 40 vlineto closepath endchar", (60, 20, 90, 60)),
        ("50 5 600 0 sbw 10 hmoveto 20 vmoveto 1 2 rlineto endchar", (60, 5, 61, 27)),
        ("0 9 hsbw 0 0 rmoveto 1 2 3 4 5 6 rrcurveto endchar", (0, 0, 9, 12)),
        ("0 9 hsbw 0 0 rmoveto 1 2 3 4 vhcurveto endchar", (0, 0, 6, 4)),
        ("0 9 hsbw 0 0 rmoveto 1 2 3 4 hvcurveto endchar", (0, 0, 3, 7)),
        ("0 9 hsbw 0 9 hstem 9 2 div hmoveto 1 hlineto endchar", (4.5, 0, 5.5, 0)),
        ("0 9 hsbw 0 0 rmoveto 1 callsubr 5 5 rmoveto 2 callsubr 50 9 5 0 callsubr endchar", None),
        ("0 9 hsbw 0 0 rmoveto 1 callsubr 5 5 rmoveto 2 callsubr 50 5 5 0 callsubr endchar",
         (0, 0, 5, 5)),
        ("0 9 hsbw 5 4 callsubr 5 5 rmoveto 1 1 rlineto endchar", (5, 5, 6, 6)),
        ("0 9 hsbw 6 4 callsubr 5 5 rmoveto endchar", None),
    ],
)  # fmt: skip
def test_where_an_older_charstring_draws(text: str, box: tuple[float, ...] | None) -> None:
    """None stands for what is not let through."""
    found = read_type_1(old(text, *FLEX, "1 9 hstem return", "9 9 rlineto return")).drawn
    assert found is not None
    if box is None:
        with pytest.raises(ValueError, match=r"\d"):
            found.box(0)
    else:
        assert found.box(0) == pytest.approx([at / 1000 for at in box])


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("0 9 hsbw 0 0 rmoveto 600 700 rlineto endchar", False),
        ("0 9 hsbw 3100 0 rlineto -3100 0 rlineto endchar", True),
        ("0 9 hsbw 0 -600 rlineto endchar", True),
        ("0 9 hsbw 1 2 3 rlineto endchar", True),
        ("0 9 hsbw 9 9 rlineto", True),
        ("0 9 hsbw 9 0 div endchar", True),
        ("0 9 hsbw 9 callsubr endchar", True),
        ("0 9 hsbw 0 9 othersubr endchar", True),
        ("0 0 0 65 194 seac", True),
    ],
)
def test_what_an_older_program_draws(text: str, *, stops: bool) -> None:
    assert told_old(old(text, *FLEX)) == stops


@pytest.mark.parametrize(("count", "stops"), [(b"4", False), (b"0", True), (b"-1", True)])
def test_bytes_before_a_charstring(count: bytes, *, stops: bool) -> None:
    """Makers of fonts put four of them there, or say how many."""
    text = "0 9 hsbw 0 0 rmoveto 9 9 rlineto endchar"
    assert told_old(old(text, more=b"xxxx/lenIV %s def\n" % count)) == stops


def test_an_older_program_that_holds_the_window() -> None:
    below = ["return"] + [f"{at} callsubr " * 8 + "return" for at in range(6)]
    for first, stops in ((6, True), (2, False)):
        program = old(f"0 9 hsbw {first} callsubr endchar", *below)
        pdf = brought(program, b"FontFile")
        assert told_old(program) == stops
        if stops:
            with pytest.raises(MalformedDocument):
                require_drawable(pdf)
        else:
            require_drawable(pdf)


def brought(program: bytes, key: bytes = b"FontFile2", head: bytes = b"") -> bytes:
    """A page that shows a glyph of a program, packed, or as it is behind a head."""
    entries = b"/Type/FontDescriptor/FontName/X/Flags 4/%s 7 0 R" % key
    found = composite(b"/Identity-H", entries, b"/W[7[556]]")
    packed = stream(zlib.compress(program), b"/Filter/FlateDecode")
    return shown(found, stream(program, head) if head else packed, text=b"<0007>")


def by_state(program: bytes) -> bytes:
    """A page on which a graphics state chooses the font."""
    pdf = brought(program).replace(b"BT /F2 30 Tf 72 700 ", b"/G gs BT     72 700 ")
    whole = b"/Font<</F2 6 0 R>>"
    state = b"/ExtGState<</G<</Font[6 0 R 30]>>>>"
    return pdf.replace(whole, state)


HEAVY = drawn(NESTED | {7: made_of((15, 0, 0), (3, 0, 0)), 3: SQUARE})
LONG = font("0 0 rmoveto -100 callgsubr endchar", *BOMB)


@pytest.mark.parametrize(
    ("pdf", "stops"),
    [
        (brought(drawn({7: SQUARE})), False),
        (brought(HEAVY), True),
        (brought(LONG, b"FontFile3"), True),
        (brought(font("0 0 rmoveto -103 callgsubr endchar", *BOMB), b"FontFile3"), False),
        # Not packed, or as something else than it is.
        (brought(HEAVY, head=b"/Length1 9"), True),
        (brought(HEAVY, head=b"/Type/XObject/Subtype/Image"), True),
        (brought(HEAVY).replace(b"/FontFile2", b"/FontFil#652"), True),
        (brought(HEAVY).replace(b"/FontFile2 7", b"/FontFile2%\n7"), True),
        (by_state(HEAVY), True),
        (by_state(drawn({7: SQUARE})), False),
        # What no reader can read is nothing that takes long.
        (brought(b"no font at all"), False),
    ],
)
def test_programs_that_hold_the_window(pdf: bytes, *, stops: bool) -> None:
    if not stops:
        require_drawable(pdf)
        return
    with pytest.raises(MalformedDocument) as caught:
        require_drawable(pdf)
    assert str(caught.value.detail) == str(said(Flaw.DRAWN_TOO_LONG))
