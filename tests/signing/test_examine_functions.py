"""Functions and shadings that each reader works out in its own way.

Each of what is told was black in one of Poppler, MuPDF, Ghostscript and PDFium, and white or
nothing in another.
"""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from signing.detail import said
from signing.examine.budget import Budget, Limits
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from signing.examine.functions import results
from signing.examine.objects import Objects
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import HONEST, make, stream

TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))
SAMPLED = b"/FunctionType 0/BitsPerSample 8/Range[0 1]"


# --- functions ---------------------------------------------------------------------------------


WAY = b"<</FunctionType 2/Domain[0 1]/N 1/C0[%d]/C1[%d]>>"


def joined(bounds: bytes, encode: bytes = b"0 1 0 1", domain: bytes = b"0 1") -> bytes:
    """Two functions side by side: white, and then black."""
    parts = WAY % (1, 1) + WAY % (0, 0)
    said_of = b"/Functions[%s]/Bounds[%s]/Encode[%s]/Domain[%s]" % (parts, bounds, encode, domain)
    return b"<</FunctionType 3%s>>" % said_of


@pytest.mark.parametrize(
    ("function", "alone", "steps"),
    [
        (WAY % (1, 0), 1, 1),
        (b"<</FunctionType 2/Domain[0 1]/Range[0 1 0 1]/N 1.47/C0[1 0]/C1[0 .5]>>", 2, 2),
        (joined(b".5"), None, 1),
        (joined(b".5", b"1 0 0 1"), None, 1),
        (joined(b"0", domain=b"-2 3"), None, 1),
        (joined(b"1"), None, None),
        (joined(b"0"), None, None),
        (joined(b"0").replace(b"[1]", b"[0]"), None, 1),
        (joined(b""), None, None),
        (joined(b"5"), None, None),
        (joined(b"-5"), None, None),
        (joined(b".5 .7"), None, None),
        (joined(b".5", b""), None, None),
        (joined(b".5", b"0 9 0 1"), None, None),
        (joined(b".5", domain=b"1 0"), None, None),
        (joined(b".5").replace(WAY % (0, 0), WAY.replace(b"]", b" 0]") % (0, 0)), None, None),
        (b"<</FunctionType 2/Domain[0 1]/N 1/C0[1]>>", None, None),
        (b"<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]>>", None, None),
        (b"<</FunctionType 2/Domain[0 1]/N -1/C0[1]/C1[0]>>", None, None),
        (b"<</FunctionType 2/Domain[0 1]/N 1/C0[1 1]/C1[0]>>", None, None),
        (b"<</FunctionType 2/Domain[0 1]/N 1/C0[2]/C1[0]>>", None, None),
        (b"<</FunctionType 2/Domain[5 9]/N 1/C0[1]/C1[0]>>", None, None),
        (b"<</FunctionType 2/Domain[0 1]/Range[]/N 1/C0[1]/C1[0]>>", None, None),
        (b"<</FunctionType 2.0/Domain[0 1]/N 1/C0[1]/C1[0]>>", None, None),
        (b"<</FunctionType 9/Domain[0 1]/N 1/C0[1]/C1[0]>>", None, None),
        (stream(b"{1 exch sub}", b"/FunctionType 4/Domain[0 1]/Range[0 1]"), None, None),
        (stream(b"\xff\0", SAMPLED + b"/Domain[0 1]/Size[2]/Order 1/Encode[0 1]"), 1, 1),
        (stream(b"\xff", SAMPLED + b"/Domain[0 1]/Size[2]"), None, None),
        (stream(b"\xff\0", SAMPLED + b"/Domain[0 1]/Size 2"), None, None),
        (stream(b"\xff\0", SAMPLED + b"/Domain[0 1]/Size[0]"), None, None),
        (stream(b"\xff\0", SAMPLED + b"/Domain[0 1]/Size[2]/Encode[1]"), None, None),
        (stream(b"\xff\0", SAMPLED + b"/Domain[0 1]/Size[2]/Decode[1 0]"), None, None),
        (stream(b"\xff\0", SAMPLED.replace(b"e 8", b"e 3") + b"/Domain[0 1]/Size[2]"), None, None),
        (b"<<%s/Domain[0 1]/Size[2]>>" % SAMPLED, None, None),
        (b"null", None, None),
    ],
)  # fmt: skip
def test_functions_that_each_reader_works_out(
    function: bytes, alone: int | None, steps: int | None
) -> None:
    pdf = PdfReader(io.BytesIO(make(objects=(function,))))
    objects = Objects(pdf, Budget(Limits(), lambda: None))
    value = IndirectObject(6, 0, pdf)
    assert results(objects, value, joined=False) == alone
    assert results(objects, value) == steps


# --- shadings ----------------------------------------------------------------------------------


AXIAL = b"/ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 600 0]/Function %s" % (WAY % (1, 0))
RADIAL = AXIAL.replace(b"Type 2/C", b"Type 3/C", 1).replace(b"0 0 600 0", b"9 9 0 9 9 90")
TENSOR = (
    b"/ShadingType 7/ColorSpace/DeviceGray/BitsPerCoordinate 32/BitsPerComponent 8/BitsPerFlag 8"
)
TENSOR += b"/Decode[0 600 0 842 0 1]"
IN_RGB = AXIAL.replace(b"Gray", b"RGB")
THREE = WAY.replace(b"[%d]", b"[%d 0 1]") % (1, 0)


@pytest.mark.parametrize(
    ("shading", "told"),
    [
        (AXIAL, False),
        (AXIAL + b"/Extend[true false]/Domain[0 1]/AntiAlias true", False),
        (AXIAL.replace(WAY % (1, 0), b"[%s]" % (WAY % (1, 0))), False),
        (IN_RGB.replace(WAY % (1, 0), THREE), False),
        (IN_RGB.replace(WAY % (1, 0), b"[%s]" % ((WAY % (1, 0)) * 3)), False),
        (AXIAL.replace(WAY % (1, 0), joined(b".5", domain=b"-2 3")) + b"/Domain[-2 3]", False),
        (RADIAL + b"/Extend[true true]", False),
        (TENSOR, False),
        (AXIAL.replace(b"600", b"0"), True),
        (AXIAL.replace(b" 600 0", b" 600"), True),
        (AXIAL + b"/Domain[5 9]", True),
        (AXIAL + b"/Domain[1 0]", True),
        (AXIAL + b"/Extend[1 1]", True),
        (AXIAL + b"/Extend[true]", True),
        (AXIAL + b"/AntiAlias 5", True),
        (AXIAL + b"/Background[1]", True),
        (AXIAL + b"/BBox[0 0 100]", True),
        (IN_RGB, True),
        (AXIAL.replace(b"/DeviceGray", b"[/Indexed/DeviceRGB 1<000000FFFFFF>]"), True),
        (AXIAL.replace(b"/DeviceGray", b"/Pattern"), True),
        (AXIAL.replace(b"Type 2/C", b"Type 2.0/C"), True),
        (AXIAL.replace(WAY % (1, 0), b"[]"), True),
        (AXIAL.replace(WAY % (1, 0), b"[%s null]" % (WAY % (1, 0))), True),
        (RADIAL.replace(b"9 9 0", b"9 9 -9"), True),
        (RADIAL.replace(b" 90", b" 0") + b"/Extend[true true]", True),
        (RADIAL.replace(b"9 9 90", b"99 9 90") + b"/Extend[true true]", True),
        (RADIAL.replace(b"9 9 0", b"9 9 90") + b"/Extend[true true]", True),
        (b"/ShadingType 1/ColorSpace/DeviceGray/Function 7 0 R/Matrix[600 0 0 800 0 0]", True),
        (TENSOR.replace(b"Type 7", b"Type 6"), True),
        (TENSOR.replace(b" 0 1]", b"]"), True),
        (TENSOR.replace(b"Flag 8", b"Flag 2"), True),
        (b"/ShadingType 9/ColorSpace/DeviceGray", True),
    ],
)
def test_shadings_that_fill_a_letter_in_some_readers(shading: bytes, *, told: bool) -> None:
    sampled = stream(bytes(4), SAMPLED + b"/Domain[0 1 0 1]/Size[2 2]")
    whole = stream(bytes(133), shading) if b"BitsPer" in shading else b"<<%s>>" % shading
    objects = whole, sampled, b"<</PatternType 2/Shading 6 0 R/Matrix[1 0 0 1 0 0]>>"
    held = b"/Shading<</S 6 0 R>>"
    assert (TOLD in examine_pdf(make(HONEST + b"/S sh", resources=held, objects=objects))) == told
    held = b"/Pattern<</P 8 0 R>>"
    content = b"/Pattern cs /P scn " + HONEST
    assert (TOLD in examine_pdf(make(content, resources=held, objects=objects))) == told


@pytest.mark.parametrize(
    "entries",
    [
        b"/PatternType 2.0/Shading 6 0 R",
        b"/PatternType 2",
        b"/PatternType 2/Shading 6 0 R/Matrix[0 0 0 0 0 0]",
        b"/PatternType 2/Shading 6 0 R/Matrix[1 0 0 1 0]",
        b"/PatternType 2/Shading 6 0 R/Matrix[.0001 0 0 .0001 0 0]",
        b"/PatternType 2/Shading 6 0 R/ExtGState<</ca 0>>",
    ],
)
def test_patterns_of_shadings(entries: bytes) -> None:
    content = b"/Pattern cs /P scn " + HONEST
    for other, told in ((entries, True), (b"/PatternType 2/Shading 6 0 R/Type/Pattern", False)):
        objects = b"<<%s>>" % AXIAL, b"<<%s>>" % other
        pdf = make(content, resources=b"/Pattern<</P 7 0 R>>", objects=objects)
        assert (TOLD in examine_pdf(pdf)) == told


def test_meshes_that_go_on_from_another() -> None:
    for flag in range(4):
        mesh = stream(bytes([0, *bytes(132), flag, *bytes(132)]), TENSOR)
        pdf = make(HONEST + b"/S sh", resources=b"/Shading<</S 6 0 R>>", objects=(mesh,))
        assert (TOLD in examine_pdf(pdf)) == bool(flag)
