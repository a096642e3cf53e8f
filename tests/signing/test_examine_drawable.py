"""A file at which the window's own PDF program would end is told, and never given to it.

Each of what is held ended QtPdf 6.11, by SIGABRT or SIGTRAP, when its page was drawn.
"""

from __future__ import annotations

import io
import re
import struct
import time
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from signing.detail import said
from signing.errors import MalformedDocument
from signing.examine.document import examine_pdf
from signing.examine.drawable import require_drawable
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import HONEST, make, stream

TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.PICTURE_ENDS)))
_MADE = io.BytesIO()
Image.linear_gradient("L").resize((16, 8)).save(_MADE, "JPEG2000")
JPX = _MADE.getvalue()
STENCIL = b"/ImageMask true/Filter/JPXDecode"
GRAY, LAB = b"/ColorSpace/DeviceGray/BitsPerComponent 8", b"[/Lab<</WhitePoint[1 1 1]>>]"


def picture(keys: bytes, data: bytes = JPX) -> bytes:
    return stream(data, b"/Type/XObject/Subtype/Image/Width 16/Height 8" + keys)


def shown(*objects: bytes) -> bytes:
    content = HONEST + b"q 90 0 0 90 72 72 cm /X Do Q\n"
    return make(content, resources=b"/XObject<</X 6 0 R>>", objects=objects)


def inline(keys: bytes, data: bytes) -> bytes:
    content = b"q 90 0 0 90 72 72 cm BI /W 16/H 8%s ID %s\nEI Q\n" % (keys, data) + HONEST
    packed = stream(zlib.compress(content), b"/Filter/FlateDecode")
    return make(body=packed)


def within_a_stream(inner: bytes) -> bytes:
    """A file whose object 6 stands in a stream of objects, where no stream may stand."""
    plain = shown(stream(b"6 0 " + inner, b"/Type/ObjStm/N 1/First 4"))
    out = plain[: plain.rindex(b"xref\n0 ")].replace(b"\n6 0 obj", b"\n7 0 obj")
    places = [found.start() for found in re.finditer(rb"(?m)^\d+ 0 obj", out)]
    rows = [(0, 0, 0), *((1, place, 0) for place in places[:5]), (2, 7, 0), (1, places[5], 0)]
    rows.append((1, len(out), 0))
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    last = stream(table, b"/Type/XRef/Size 9/W[1 4 1]/Root 1 0 R")
    return out + b"8 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, len(out))


@pytest.mark.parametrize(
    "objects",
    [
        (picture(STENCIL),),
        (picture(STENCIL + b"/ColorSpace/DeviceGray"),),
        (picture(b"/ImageMask true/Filter 7 0 R"), b"/JPXDecode"),
        (picture(b"/#49mageMask true/Filter/J#50XDecode"),),
        (picture(b"/ImageMask true/Filter[/FlateDecode/JPXDecode]", zlib.compress(JPX)),),
        (picture(b"/Filter/JPXDecode/ColorSpace" + LAB),),
        (picture(b"/ColorSpace[/Pattern/DeviceGray]/BitsPerComponent 8", bytes(128)),),
        (picture(b"/ColorSpace 7 0 R/BitsPerComponent 8", bytes(128)), b"[/Pattern /DeviceGray]"),
        (picture(GRAY + b"/SMask 7 0 R", bytes(128)), picture(STENCIL)),
        (picture(GRAY, bytes(128)).replace(b"h 16", b"h 65535").replace(b"t 8", b"t 65535"),),
    ],
)
def test_a_picture_at_which_the_window_would_end(objects: tuple[bytes, ...]) -> None:
    pdf = shown(*objects)
    with pytest.raises(MalformedDocument) as caught:
        require_drawable(pdf)
    assert str(caught.value.detail) == TOLD.detail
    assert TOLD in examine_pdf(pdf)


@pytest.mark.parametrize(
    "pdf",
    [
        inline(b"/IM true/F[/AHx/JPXDecode]", JPX.hex().encode() + b">"),
        inline(b"/IM true/F[/Fl/J#50XDecode]", zlib.compress(JPX)),
        within_a_stream(picture(STENCIL)),
    ],
)
def test_one_that_does_not_stand_by_itself(pdf: bytes) -> None:
    with pytest.raises(MalformedDocument):
        require_drawable(pdf)
    assert examine_pdf(pdf)


@pytest.mark.parametrize(
    "pdf",
    [
        shown(picture(GRAY + b"/Filter/JPXDecode", JPX)),
        shown(picture(b"/Filter/JPXDecode", JPX)),
        shown(picture(b"/ImageMask true", bytes(16)), picture(GRAY + b"/Filter/JPXDecode")),
        make(b"/C cs 0 0 9 9 re f", resources=b"/ColorSpace<</C[/Pattern/DeviceGray]>>"),
        inline(b"/IM true", b"JPXDecode BI /JP"),
        b"%PDF-1.7 a text",
    ],
)
def test_what_the_window_draws(pdf: bytes) -> None:
    require_drawable(pdf)


@pytest.mark.parametrize(
    "pdf",
    [
        make()[:-6] + b"\n" + b"stream\n" * 100_000,
        make(objects=(stream(b"x", b"/X[" + b"/ASCII85Decode" * 60_000 + b"]"),)),
        make(objects=(stream(zlib.compress(bytes(16 << 20), 9), b"/Filter/FlateDecode"),) * 40),
    ],
    ids=["beginnings", "filters", "bombs"],
)
def test_it_is_looked_through_in_bounded_time(pdf: bytes) -> None:
    begun = time.process_time()
    with suppress(MalformedDocument):
        require_drawable(pdf)
    assert time.process_time() - begun < 8
