"""Small files that QtPdf would draw for minutes are told by counting, and never given to it."""

from __future__ import annotations

import base64
import time
import zlib

import pytest

from signing.detail import said
from signing.errors import MalformedDocument
from signing.examine.drawable import require_drawable
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import HONEST, make, stream

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
GROUP = b"/Group<</S/Transparency/I true/CS/DeviceGray>>"
FILL = b"/Pattern cs /P scn 0 0 595 842 re f "
SHADE = b"/ShadingType %d/ColorSpace/DeviceGray/BitsPerCoordinate 16/BitsPerComponent 8"
SHADE += b"/BitsPerFlag 8/Decode[0 600 0 842 0 1]"


def packed(data: bytes, keys: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + keys)


def nested(first: int, depth: int, times: int) -> tuple[bytes, ...]:
    """Drawings from object ``first`` on, each of which draws the next so many times."""
    own = b"/Resources<</XObject<</X %d 0 R>>>>"
    forms = (packed(b"/X Do " * times, FORM + own % (first + 1 + at)) for at in range(depth))
    return (*forms, stream(b"0 0 9 9 re f", FORM + b"/Resources<<>>"))


def tiled(
    steps: bytes, drawn: bytes = b"0 g 0 0 1 1 re f", keys: bytes = b"/BBox[0 0 1 1]"
) -> bytes:
    return stream(
        drawn, b"/PatternType 1/PaintType 1/TilingType 1/Resources<</XObject<</X 7 0 R>>>>"
        + keys + steps,
    )  # fmt: skip


def with_pattern(*objects: bytes) -> bytes:
    return make(FILL + HONEST, resources=b"/Pattern<</P 6 0 R>>", objects=objects)


def with_form(content: bytes, *objects: bytes) -> bytes:
    return make(HONEST + content, resources=b"/XObject<</X 6 0 R>>", objects=objects)


def with_shade(*objects: bytes) -> bytes:
    return make(b"/S sh " + HONEST, resources=b"/Shading<</S 6 0 R>>", objects=objects)


SELF = b"/Resources<</XObject<</X 6 0 R>>>>"
MASKED = b"/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>"
PATCH = b"\0" + bytes(48) + b"\1\2\3\4"
LONG = {
    "forms within forms": with_form(b"/X Do ", *nested(6, 7, 12)),
    "forms of an annotation": make(
        page=b"/Annots[<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>]",
        objects=nested(6, 7, 12),
    ),
    "forms within a form that is packed as text": with_form(
        b"/X Do ",
        stream(
            base64.a85encode(b"/X Do " * 12) + b"~>",
            FORM + b"/Filter/ASCII85Decode/Resources<</XObject<</X 7 0 R>>>>",
        ),
        *nested(7, 7, 12),
    ),
    "one form again and again": with_form(
        b"/X Do " * 4000, packed(b"0 0 9 9 re f " * 9000, FORM + b"/Resources<<>>")
    ),
    "groups": with_form(b"/X Do " * 4000, stream(b"", FORM + GROUP + b"/Resources<<>>")),
    "steps too small": with_pattern(tiled(b"/XStep .01/YStep .01")),
    "steps of nothing": with_pattern(tiled(b"/XStep 0/YStep 0")),
    "a cell that lies nowhere": with_pattern(
        tiled(b"/XStep 9/YStep 9/Matrix[%s %s %s %s 0 0]" % ((b"9" * 30,) * 4))
    ),
    "cells over cells": with_pattern(tiled(b"/XStep .1/YStep .1", b"0 0 9 9 re f " * 200)),
    "forms within a cell": with_pattern(
        tiled(b"/XStep 9/YStep 9", b"/X Do "), *nested(7, 7, 12)
    ),
    "forms within a mask": make(
        HONEST + b"/G gs 0 0 9 9 re f ",
        resources=MASKED,
        objects=tuple(form.replace(FORM, FORM + GROUP) for form in nested(6, 7, 12)),
    ),
    "a program for each dot": with_shade(
        b"<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 600 0 842]/Function 7 0 R>>",
        packed(b"{" + b"dup mul " * 200_000 + b"pop}",
               b"/FunctionType 4/Domain[0 600 0 842]/Range[0 1]"),
    ),
    "patches": with_shade(packed(PATCH * 2000, SHADE % 6)),
    "triangles": with_shade(packed(bytes(8) * 1_000_000, SHADE % 4)),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_what_would_be_drawn_for_minutes(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(MalformedDocument) as caught:
        require_drawable(LONG[name])
    assert str(caught.value.detail) == str(said(Flaw.DRAWN_TOO_LONG))
    assert time.process_time() - begun < 8


@pytest.mark.parametrize(
    "pdf",
    [
        with_form(b"/X Do ", *nested(6, 3, 3)),
        # One that draws itself.
        with_form(b"/X Do ", stream(b"/X Do /X Do ", FORM + SELF)),
        with_pattern(tiled(b"/XStep 4/YStep 4", keys=b"/BBox[0 0 4 4]")),
        with_pattern(b"<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceGray"
                     b"/Coords[0 0 9 9]/Function<</FunctionType 2/Domain[0 1]/N 1>>>>>>"),
        with_shade(packed(PATCH * 50, SHADE % 6)),
        make(b"/G gs " + b"0 0 9 9 re f " * 50, resources=MASKED,
             objects=(stream(b"1 g 0 0 9 9 re f", FORM + GROUP + b"/Resources<<>>"),)),
    ],
)  # fmt: skip
def test_what_is_drawn_at_once(pdf: bytes) -> None:
    require_drawable(pdf)
