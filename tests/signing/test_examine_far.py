"""Points far outside a page, which the window cuts off at its larger sizes, and others do not.

At 200 % a wedge of white with such a corner covered another sum than at 100 %.
"""

from __future__ import annotations

import pytest

from signing.detail import said
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from tests.signing.hostile_fonts import shown
from tests.signing.hostile_pdfs import HONEST, make, stream

TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))
FORM = b"/Type/XObject/Subtype/Form/BBox[%s]/Matrix[%s]/Resources<<>>"


@pytest.mark.parametrize(
    ("drawn", "stops"),
    [
        (b"1 g -20 540 m 15000 3040 l 15000 4540 l f\n", True),
        (b"1 g -20 540 m 3500 3040 l 3500 3540 l f\n", False),
        (b"-2900 0 m 3500 3840 l S\n", False),
        (b"-3100 0 m 500 800 l S\n", True),
        (b"0 0 m 9 9 4000 9 9 0 c S\n", True),
        (b"q 0 0 m 9 9000 l 90 0 l h W n Q\n", True),
        # Cut off, a rectangle stays one.
        (b"q -20000 -20000 40000 40000 re W n Q\n", False),
        (b".9 g -20000 0 40000 9 re f\n", False),
        (b"q .7 .7 -.7 .7 0 0 cm 1 g 0 0 20000 9 re f Q\n", True),
        (b"q 40 0 0 40 0 0 cm 0 0 m 99 0 l 99 99 l f Q\n", True),
        (b"4000 w 9 9 m 99 9 l S\n", True),
        (b"q 9000 0 0 9 0 0 cm BI /W 8 /H 1 /IM true /BPC 1 ID \x00 EI Q\n", True),
        (b"q 3000 0 0 9 0 0 cm BI /W 8 /H 1 /IM true /BPC 1 ID \x00 EI Q\n", False),
        (b"BT /F1 1100 Tf (1) Tj ET\n", True),
        (b"BT /F1 110 Tf 1 0 0 10 0 0 Tm (1) Tj ET\n", True),
        (b"BT /F1 110 Tf 1000 Tz (1) Tj ET\n", True),
        (b"BT /F1 900 Tf (1) Tj ET\n", False),
        (b"BT 1 Tr 4000 w /F1 9 Tf (1) Tj ET\n", True),
    ],
)  # fmt: skip
def test_points_far_outside(drawn: bytes, *, stops: bool) -> None:
    assert (TOLD in examine_pdf(make(drawn + HONEST))) == stops


@pytest.mark.parametrize(
    ("box", "matrix", "drawn", "stops"),
    [
        (b"-9999 -9999 9999 9999", b"1 0 0 1 0 0", b"0 0 m 9 9 l 9 0 l f", False),
        (b"-9999 -9999 9999 9999", b".9 .1 -.1 .9 0 0", b"0 0 m 9 9 l 9 0 l f", True),
        (b"0 0 9 9", b"1 0 0 1 0 0", b"0 0 m 9 9000 l 9 0 l f", True),
        (b"0 0 99 99", b"90 0 0 90 0 0", b"0 0 m 50 50 l 50 0 l f", True),
    ],
)
def test_forms_that_reach_far(box: bytes, matrix: bytes, drawn: bytes, *, stops: bool) -> None:
    form = stream(drawn, FORM % (box, matrix))
    pdf = make(b"/X Do\n" + HONEST, resources=b"/XObject<</X 6 0 R>>", objects=(form,))
    assert (TOLD in examine_pdf(pdf)) == stops


def test_what_masks_and_patterns_draw_far_outside() -> None:
    wedge = b"0 0 m 15000 300 l 15000 400 l f"
    group = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Group<</S/Transparency/CS/DeviceGray>>"
    for drawn, stops in ((wedge, True), (wedge.replace(b"15000", b"1500"), False)):
        masked = b"/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>"
        form = stream(drawn, group + b"/Resources<<>>")
        pdf = make(b"/G gs 0 0 9 9 re f\n", resources=masked, objects=(form,))
        assert (TOLD in examine_pdf(pdf)) == stops
        cell = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"
        cells = stream(drawn, cell + b"/Resources<<>>")
        filled = b"/Pattern cs /P scn 0 0 9 9 re f\n"
        pdf = make(filled, resources=b"/Pattern<</P 6 0 R>>", objects=(cells,))
        assert (TOLD in examine_pdf(pdf)) == stops


@pytest.mark.parametrize(
    ("chosen", "stops"), [(b"/F2 30 Tf 72 ", False), (b"/F2 300 Tf 7 ", True)]
)
def test_glyphs_that_are_drawn_and_reach_far(chosen: bytes, *, stops: bool) -> None:
    """In its own units a glyph may be of any size; what counts is where it comes to lie."""
    font = b"/Subtype/Type3/FontBBox[0 0 1000 20000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs"
    font += b"<</one 7 0 R>>/Encoding<</Differences[49/one]>>/FirstChar 49/LastChar 49/Widths[500]"
    glyph = stream(b"500 0 0 0 1000 20000 d1 0 0 m 900 0 l 900 20000 l f")
    pdf = shown(font + b"/Resources<<>>", glyph).replace(b"/F2 30 Tf 72 ", chosen)
    assert (TOLD in examine_pdf(pdf)) == stops
