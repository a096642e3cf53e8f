"""What printers make another thing of than screens: inks over inks, and fine pictures."""

from __future__ import annotations

import zlib

import pytest

from signing.detail import said
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import HONEST, make, stream

UNLIKE = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))
FINE = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.PICTURE_FINE)))
BOX = b"60 690 30 30 re "


@pytest.mark.parametrize(
    ("over", "painted", "told"),
    [
        (b"/op true/OPM 1", b"0 0 0 0 k " + BOX + b"f", True),
        (b"/OP true/OPM 1", b"0 0 0 0 k " + BOX + b"f", True),
        (b"/OP true/op false/OPM 1", b"0 0 0 0 k " + BOX + b"f", False),
        (b"/op false", b"0 0 0 0 k " + BOX + b"f", False),
        (b"/op true", b"0 0 1 0 k " + BOX + b"f", True),
        # Black text over a ground, as designers' programs write it.
        (b"/OP true/op true/OPM 1", b"0 0 0 1 k BT /F1 12 Tf 72 600 Td (1) Tj ET", False),
        (b"/OP true/op true/OPM 1", b"0 0 0 0 k BT /F1 12 Tf 72 600 Td (1) Tj ET", True),
        (b"/op true", b"/C cs 0 scn " + BOX + b"f", True),
        (b"/OP true/op false", b"1 G 9 w 60 690 m 90 690 l S", True),
        (b"/OP true/op false", b"0 G 9 w 60 690 m 90 690 l S", False),
        (b"/OP true/op false", b"1 G 0 g " + BOX + b"B", True),
        (b"/op true", b"1 g q 9 0 0 9 72 600 cm BI /W 8/H 1/IM true/BPC 1 ID \x00 EI Q", True),
        (b"/op true", b"q 9 0 0 9 72 600 cm BI /W 1/H 1/CS/G/BPC 8 ID \x00 EI Q", False),
        (b"/op true", b"1 g q /X Do Q", True),
    ],
)
def test_an_ink_that_is_laid_over_others(over: bytes, painted: bytes, *, told: bool) -> None:
    spot = b"[/Separation/Foo/DeviceCMYK<</FunctionType 2/Domain[0 1]/N 1"
    spot += b"/C0[0 0 0 0]/C1[0 1 0 0]>>]"
    named = b"/ExtGState<</G<<%s>>>>/ColorSpace<</C %s>>/XObject<</X 6 0 R>>" % (over, spot)
    form = stream(BOX + b"f", b"/Subtype/Form/BBox[0 0 595 842]/Resources<<>>")
    pdf = make(HONEST + b"q /G gs " + painted + b" Q\n", resources=named, objects=(form,))
    assert (UNLIKE in examine_pdf(pdf)) == told


SIZE = 1000
DOTS = zlib.compress(bytes(SIZE * SIZE // 8))
PICTURE = b"/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % (SIZE, SIZE)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (b"72 0 0 72", False),
        (b"36.1 0 0 36.1", False),
        (b"35 0 0 72", True),
        (b"72 0 0 35", True),
        (b"0 35 -35 0", True),
        # Smaller than a letter.
        (b"1 0 0 1", False),
    ],
)
def test_a_picture_that_is_finer_than_paper(place: bytes, *, told: bool) -> None:
    fine = stream(DOTS, b"/Type/XObject/Subtype/Image/Filter/FlateDecode" + PICTURE)
    drawn = b"q %s 100 600 cm /X Do Q\n" % place
    of_page = make(HONEST + drawn, resources=b"/XObject<</X 6 0 R>>", objects=(fine,))
    within = b"BI /W 1000/H 1000/BPC 1/CS/G/F/Fl/L %d ID %s\nEI" % (len(DOTS), DOTS)
    inline = make(HONEST + drawn.replace(b"/X Do", within))
    form = stream(drawn, b"/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>>>")
    small = make(HONEST + b"/F Do", resources=b"/XObject<</F 7 0 R>>", objects=(fine, form))
    cell = stream(
        drawn, b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 595 842]/XStep 595/YStep 842"
        b"/Matrix[1 0 0 1 0 0]/Resources<</XObject<</X 6 0 R>>>>",
    )  # fmt: skip
    filled = make(
        b"/Pattern cs /P scn 0 0 595 842 re f",
        resources=b"/Pattern<</P 7 0 R>>",
        objects=(fine, cell),
    )
    files = (of_page, inline, small, filled)
    assert [FINE in examine_pdf(pdf) for pdf in files] == [told] * len(files)
