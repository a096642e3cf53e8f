"""Parts of the examination of documents, by themselves."""

from __future__ import annotations

import base64
import io
import zlib

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine import content
from signing.examine.budget import Budget, Limits
from signing.examine.content import operators
from signing.examine.document import examine_pdf
from signing.examine.finding import FindingCode
from signing.examine.objects import Objects
from signing.examine.paths import Path
from signing.examine.state import Matrix, upright
from signing.pdf import painted
from signing.pdf.painted import Unsure
from tests.signing.foreign.test_pdf_layout import IN_USE, WITHIN, packed, tabled
from tests.signing.hostile_pdfs import make, stream, written

AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)
Point = tuple[float, float]


def budget(limits: Limits | None = None) -> Budget:
    return Budget(limits or Limits(), lambda: None)


# --- paths -------------------------------------------------------------------------------------


def is_exact(*parts: tuple[Point, ...]) -> bool:
    path = Path()
    for first, *others in parts:
        path.move(AS_IT_IS, *first)
        for point in others:
            path.line(AS_IT_IS, *point)
    return path.boxes()[0]


SQUARE: tuple[Point, ...] = ((0, 0), (0, 9), (9, 9), (9, 0))


@pytest.mark.parametrize(
    "points",
    [
        SQUARE,
        (*SQUARE, (0, 0)),
        (*SQUARE, (0.005, 0.005)),
        tuple(reversed(SQUARE)),
        ((0, 0), (9, 0), (9, 9), (0, 9)),
    ],
)
def test_rectangles(points: tuple[Point, ...]) -> None:
    assert is_exact(points)


@pytest.mark.parametrize(
    "points",
    [
        SQUARE[:3],
        (*SQUARE, (0, 1)),
        (*SQUARE, (0, 0), (0, 9)),
        # Four points within the box of a rectangle, and across from corner to corner.
        ((0, 0), (0, 9), (9, 9), (5, 0)),
        ((0, 4), (4, 9), (9, 4), (4, 0)),
        ((0, 0), (9, 9), (0, 9), (9, 0)),
        (*SQUARE, (9, 9)),
    ],
)
def test_what_covers_less_than_its_box(points: tuple[Point, ...]) -> None:
    """Text beside it is seen, though the box around it hides that."""
    assert not is_exact(points)


def square(begin: float, size: float) -> tuple[Point, ...]:
    end = begin + size
    return ((begin, begin), (begin, end), (end, end), (end, begin))


def test_a_frame_around_nothing() -> None:
    assert not is_exact(square(0, 10), square(1, 8))
    assert not is_exact(square(1, 8), square(0, 10))
    # One that is small within a large one hides what the large one hides, but for a dot.
    assert is_exact(square(0, 10), square(1, 3))
    assert is_exact(square(0, 10), square(5, 9))
    assert is_exact(square(0, 10), square(0, 10))


@pytest.mark.parametrize(
    ("matrix", "stays"),
    [
        ((1, 0, 0, 1, 5, 5), True),
        ((0, 2, -2, 0, 0, 0), True),
        ((1, 0.00001, 0, 1, 0, 0), True),
        ((1, 0.5, 0, 1, 0, 0), False),
        ((1, 0, 0.5, 1, 0, 0), False),
        ((1, 1, -1, 1, 0, 0), False),
        ((0, 1, 1, 1, 0, 0), False),
    ],
)
def test_what_stays_upright(matrix: Matrix, stays: bool) -> None:
    assert upright(matrix) is stays


# --- content -----------------------------------------------------------------------------------


def test_more_operands_than_any_operator_takes() -> None:
    most = content._MOST_OPERANDS
    assert len(next(iter(operators(b"1 " * most + b"m", budget())))[1]) == most
    with pytest.raises(DocumentTooLarge, match="operands"):
        list(operators(b"1 " * (most + 1) + b"m", budget()))


def test_an_array_of_more_than_any_has() -> None:
    most = content._MOST_ITEMS
    ((_, (found,)),) = operators(b"[" + b"1 " * most + b"] TJ", budget())
    assert isinstance(found, list)
    assert len(found) == most
    with pytest.raises(DocumentTooLarge, match="operands"):
        list(operators(b"[" + b"1 " * (most + 1) + b"] TJ", budget()))


def test_pictures_within_a_content() -> None:
    for said, stencil in ((b"/IM true", True), (b"/ImageMask\ntrue", True), (b"/W 1", False)):
        data = b"BI %s ID \x00\nEI Q" % said
        (_, (told, *size)), _ = operators(data, budget())
        assert (told, size) == (stencil, [1.0, 1.0])
    seen = operators(b"BI /W 16 /H 2 /IM true ID abcd\nEI", budget())
    assert list(seen) == [(b"BI", [True, 16.0, 2.0])]
    for broken in (b"BI /W 1 ID \x00", b"BI /W 1"):
        with pytest.raises(MalformedDocument, match="inline image"):
            list(operators(broken, budget()))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"1 0 0 1 0 cm", "without operands"),
        (b"1 m", "without operands"),
        (b"BT (x) Tj ET", "text without a font"),
    ],
)
def test_what_paints_nobody_knows_where(data: bytes, why: str) -> None:
    with pytest.raises(Unsure, match=why):
        painted.painted(data, {})


# --- objects -----------------------------------------------------------------------------------


def objects(pdf: bytes) -> Objects:
    return Objects(PdfReader(io.BytesIO(pdf)), budget())


def test_what_is_packed_is_there() -> None:
    packed_in = tabled(
        make(), packed({6: b"(a)"}), {6: (WITHIN, 90, 0), 90: (IN_USE, len(make()), 0)}
    )
    missing: list[str] = []
    reader = PdfReader(io.BytesIO(packed_in))
    found = Objects(reader, budget(), missing.append)
    assert found.resolve(IndirectObject(6, 0, reader)) == "a"
    assert found.resolve(IndirectObject(7, 0, reader)) is None
    assert missing == ["7 0 R"]


_ROWS = b"<</Predictor 12/Columns 9>>"


@pytest.mark.parametrize(
    ("said", "data", "found"),
    [
        (b"", b"q Q", b"q Q"),
        (b"/Filter[]", b"q Q", b"q Q"),
        (b"/Filter/FlateDecode", zlib.compress(b"q Q") + b"\r\n", b"q Q"),
        (b"/Filter[/FlateDecode]/DecodeParms[<<>>]", zlib.compress(b"q Q"), b"q Q"),
        (b"/Filter/ASCIIHexDecode", b"71 20\n51>", b"q Q"),
        (b"/Filter/ASCII85Decode", b" " + base64.a85encode(b"q Q z") + b"\n~>", b"q Q z"),
        (b"/Filter/ASCII85Decode", b"zz!!~>", bytes(9)),
        (b"/Filter[/ASCII85Decode/FlateDecode]/DecodeParms[null null]",
         base64.a85encode(zlib.compress(b"q Q")) + b"~>", b"q Q"),
        # Of a name beside a list, and the reverse, some readers take the parameters and some not.
        (b"/Filter/FlateDecode/DecodeParms[%s]" % _ROWS, zlib.compress(b"q Q"), None),
        (b"/Filter[/FlateDecode]/DecodeParms%s" % _ROWS, zlib.compress(b"q Q"), None),
        (b"/Filter[/FlateDecode]/DecodeParms[%s]" % _ROWS, zlib.compress(b"q Q"), None),
        (b"/Filter/FlateDecode/DP%s" % _ROWS, zlib.compress(b"q Q"), None),
        (b"/Filter[/ASCII85Decode/FlateDecode]/DecodeParms[null]",
         base64.a85encode(zlib.compress(b"q Q")) + b"~>", None),
        (b"/DecodeParms%s" % _ROWS, b"q Q", None),
        # Null in the place of a name, or of a list, is nothing to some readers only.
        (b"/Filter null", b"q Q", None),
        (b"/Filter[null]", b"q Q", None),
        (b"/Filter[null/FlateDecode]", zlib.compress(b"q Q"), None),
        (b"/Filter[/FlateDecode null]", zlib.compress(b"q Q"), None),
        (b"/Filter[/FlateDecode]/DecodeParms null", zlib.compress(b"q Q"), None),
        (b"/Filter/FlateDecode/DecodeParms null", zlib.compress(b"q Q"), b"q Q"),
        # Packed bytes that do not end, end early, or are no such bytes.
        (b"/Filter/FlateDecode", zlib.compress(b"q Q") + b"more", None),
        (b"/Filter/FlateDecode", zlib.compress(b"q Q")[:-4], None),
        (b"/Filter/FlateDecode", zlib.compress(b"q Q")[:-1] + b"?", None),
        (b"/Filter/ASCIIHexDecode", b"712051", None),
        (b"/Filter/ASCIIHexDecode", b"71205>", None),
        (b"/Filter/ASCIIHexDecode", b"71205x>", None),
        (b"/Filter/ASCIIHexDecode", b"7120>51>", None),
        (b"/Filter/ASCII85Decode", b"!!!!!", None),
        (b"/Filter/ASCII85Decode", b"!!!!!!~>", None),
        (b"/Filter/ASCII85Decode", b"!!z!!~>", None),
        (b"/Filter/ASCII85Decode", b"uuuuu~>", None),
        (b"/Filter/ASCII85Decode", b"!!!y!~>", None),
        (b"/Filter/ASCII85Decode", b"!!~>!!~>", None),
        (b"/Filter/Fl", zlib.compress(b"q Q"), None),
        (b"/Filter/LZWDecode", b"\x80\x0b\x60\x50", None),
        (b"/Filter/RunLengthDecode", b"\2q Q\x80", None),
    ],
)  # fmt: skip
def test_what_is_drawn_is_unpacked_one_way(said: bytes, data: bytes, found: bytes | None) -> None:
    pdf = make(body=stream(data, said))
    reader = Objects(PdfReader(io.BytesIO(pdf)), budget())
    drawn = reader.stream(next(reader.pages()).get("/Contents"))
    assert drawn is not None
    if found is not None:
        assert reader.data(drawn) == found
        return
    with pytest.raises(MalformedDocument):
        reader.data(drawn)
    assert {item.code for item in examine_pdf(pdf)} == {FindingCode.UNREADABLE}


def test_a_picture_that_readers_unpack_to_different_ones() -> None:
    fax = b"<</K -1/Columns 8>>"
    for parameters, told in ((fax, set()), (b"[%s]" % fax, {FindingCode.UNREADABLE})):
        said = b"/Subtype/Image/Width 8/Height 1/ImageMask true/Filter/CCITTFaxDecode/DecodeParms"
        white = stream(b"\x80\x08\x00\x80", said + parameters)
        pdf = make(resources=b"/XObject<</X 6 0 R>>", objects=(white,))
        assert {item.code for item in examine_pdf(pdf)} == told


@pytest.mark.parametrize(
    ("kids", "why"),
    [
        (b"[3 0 R null]", "the page tree"),
        (b"[3 0 R 5]", "the page tree"),
        (b"[2 0 R]", "the page tree runs in a circle"),
        (b"[4 0 R]", "the page tree runs in a circle"),
    ],
)
def test_a_page_tree_that_is_none(kids: bytes, why: str) -> None:
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids%s/Count 1>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/Pages/Kids[2 0 R]/Count 1>>",
    ]
    with pytest.raises(MalformedDocument) as caught:
        list(objects(written(bodies)).pages())
    assert str(caught.value) == why
