"""Contents that refer to objects: what follows a signature may be drawn there."""

from __future__ import annotations

import zlib
from base64 import a85encode

import pytest

from signing.errors import MalformedDocument
from signing.foreign.pdf_contents import require_no_references
from signing.pdf.reading import reading
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import OPEN, VALID, details, judge
from tests.signing.foreign.test_pdf_compared import opened
from tests.signing.hostile_pdfs import make, stream

WHY = "a drawing that refers to an object"
DRAWN = b"BT /F1 30 Tf 72 700 Td (JARIMA ) Tj [8 0 R] TJ ET\n"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"


def refers(pdf: bytes) -> bool:
    with reading():
        try:
            require_no_references(opened(pdf))
        except MalformedDocument as error:
            return str(error) == WHY
    return False


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (DRAWN, True),
        (b"[8 0 R]TJ", True),
        (b"[+8\f0R]TJ", True),
        (b"/Span<</ActualText 8 0 R>>BDC", True),
        (b"BI /W 1/D 8 0 R ID \x80 EI", True),
        (b"[8 %x\n0 R] TJ", True),
        (b"[8 0%x\r R] TJ", True),
        (b"(100%) Tj [8 %x\n 0 %\n R] TJ", True),
        (b"<(> [8 0 R] TJ <)>", True),
        (b"%(\n[8 0 R] TJ %)\n", True),
        (b"1 0 0 RG /R 5 0 Rx", False),
        (b"(8 0 r) Tj /F1 8 Tf % 5 R\n(R) Tj", False),
    ],
)
def test_what_refers(content: bytes, found: bool) -> None:
    assert refers(make(content)) == found
    packed = zlib.compress(content)
    assert refers(make(body=stream(packed, b"/Filter/FlateDecode"))) == found
    letters = stream(a85encode(packed) + b"~>", b"/Filter[/ASCII85Decode/FlateDecode]")
    assert refers(make(body=letters)) == found


def test_wherever_it_is_drawn() -> None:
    form, other = stream(DRAWN, FORM), stream(DRAWN)
    note = b"<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N<</a 6 0 R>>>>>>"
    assert refers(make(resources=b"/XObject<</X 6 0 R>>", objects=(form,)))
    assert refers(make(resources=b"/Pattern<</X 6 0 R>>", objects=(other,)))
    assert refers(make(page=b"/Annots[7 0 R]", objects=(other, note)))
    glyphs = b"<</Type/Font/Subtype/Type3/CharProcs<</a 6 0 R>>>>"
    inner = stream(b"q Q", FORM + b"/Resources<</A<</F 7 0 R>>>>")
    assert refers(make(resources=b"/XObject<</X 8 0 R>>", objects=(other, glyphs, inner)))
    # In a picture it is a colour.
    picture = stream(DRAWN, b"/Subtype/Image")
    assert not refers(make(resources=b"/XObject<</X 6 0 R>>", objects=(picture,)))
    assert not refers(make(resources=b"/XObject<</X 6 0 R>>", objects=(stream(b"q Q", FORM),)))


def test_a_text_that_comes_later(makers: Makers) -> None:
    for content, verdict in ((DRAWN, OPEN), (DRAWN.replace(b"R]", b"0]"), VALID)):
        pdf = makers.sign_pdf(make(content, objects=(b"(1)", b"null", b"(100000)")))
        assert judge(makers, pdf).verdict is VALID
        stamped = makers.stamp_pdf(pdf)
        report = judge(makers, stamped)
        assert (report.verdict, details(report)) == (verdict, WHY if verdict is OPEN else "")


@pytest.mark.parametrize(
    "name", ["Fl", "LZW", "AHx", "A85", "RL", "CCF", "DCT", "JBIG2Decode", "x"]
)
def test_a_filter_that_is_not_known_leaves_the_answer_open(makers: Makers, name: str) -> None:
    pdf = makers.sign_pdf(make(body=stream(b"q Q", b"/Filter/" + name.encode())))
    assert judge(makers, pdf).verdict is VALID
    assert judge(makers, makers.stamp_pdf(pdf)).verdict is OPEN
