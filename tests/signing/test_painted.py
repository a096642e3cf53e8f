"""Where a page is painted, and where a panel goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from signing.pdf.painted import Box, Unsure, painted
from signing.pdf.panel import WIDTH
from signing.pdf.place import Sheet, choose

# Placement and reading of content.

boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.floats(-50, 600),
    st.floats(-50, 850),
    st.floats(0, 600),
    st.floats(0, 300),
)


@given(
    st.lists(boxes, max_size=12),
    st.floats(0, 300),
    st.integers(40, 300),
    st.sampled_from([(595, 842), (842, 595), (612.5, 1008.25)]),
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
)
def test_the_chosen_rectangle_never_overlaps(
    taken: list[Box],
    left: float,
    height: int,
    size: tuple[float, float],
    rotation: int,
    corner: tuple[float, float],
) -> None:
    sheet = Sheet(*size, corner, rotation, tuple(taken), left)
    found = choose(sheet, WIDTH, height)
    if found is None:
        return
    x, y = found
    mine = Box(x, y, x + WIDTH, y + height)
    assert not any(mine.wider(10).overlaps(box) for box in taken)
    assert x > 20
    assert x + WIDTH < size[0] - 20
    assert y > 20
    assert y + height < size[1] - 20
    # In the page's own units it has the same size, and is on the page.
    rect = sheet.back(x, y, WIDTH, height)
    wide, high = size if rotation % 180 == 0 else size[::-1]
    assert {rect[2] - rect[0], rect[3] - rect[1]} == {WIDTH, height}
    assert corner[0] < rect[0] < rect[2] < corner[0] + wide
    assert corner[1] < rect[1] < rect[3] < corner[1] + high


def _dictionary(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(value) for value in values])


FONT = _dictionary(Subtype=NameObject("/Type1"))
TALL = _dictionary(
    Subtype=NameObject("/TrueType"),
    FontDescriptor=_dictionary(FontBBox=_numbers(-100, -900, 900, 2300)),
)
WIDE = _dictionary(
    Subtype=NameObject("/Type0"),
    Encoding=NameObject("/Identity-H"),
    DescendantFonts=ArrayObject([TALL]),
)
DRAWN = _dictionary(
    Subtype=NameObject("/Form"),
    BBox=_numbers(0, 0, 50, 20),
    Matrix=_numbers(1, 0, 0, 2, 0, 5),
)
RESOURCES = _dictionary(
    Font=_dictionary(
        F1=FONT,
        Tall=TALL,
        Wide=WIDE,
        Down=_dictionary(Subtype=NameObject("/Type0"), Encoding=NameObject("/Identity-V")),
        Drawings=_dictionary(Subtype=NameObject("/Type3")),
    ),
    XObject=_dictionary(Form=DRAWN, Script=_dictionary(Subtype=NameObject("/PS"))),
    ExtGState=_dictionary(
        Thick=_dictionary(LW=NumberObject(8), ML=NumberObject(2)),
        Font=_dictionary(Font=_numbers(1, 2)),
    ),
)


@pytest.mark.parametrize(
    ("content", "bottom", "top"),
    [
        (b"BT /F1 10 Tf 1 0 0 1 72 700 Tm (a(b\\)c)d) Tj ET", 696, 712),
        (b"BT /F1 10 Tf 14 TL 72 700 Td T* (a) Tj ET", 682, 698),
        (b"BT /F1 10 Tf 72 700 TD 0 -20 TD [(a) -200 <62>] TJ ET", 676, 692),
        (b"BT /F1 10 Tf 0 14 TD 5 Ts 20 0 Td (a) ' ET", 29, 45),
        (b"2 0 0 2 0 100 cm BT /F1 10 Tf 0 50 Td (a) Tj ET", 192, 224),
        (b"q 2 w 10 500 m 20 520 l S Q", 490, 530),
        (b"/Thick gs 0 100 m 9 100 l S", 92, 108),
        (b"BT /Tall 10 Tf 0 100 Td (a) Tj ET", 91, 123),
        (b"BT /Wide 10 Tf 0 100 Td (a) Tj ET", 91, 123),
        (b"1 0 0 1 0 100 cm /Form Do", 105, 145),
        (b"10 20 30 -15 re f", 5, 20),
        (b"0 0 m 10 90 20 -10 30 0 c f*", -10, 90),
        (b"/P <</A (x) /B [1 2]>> BDC 1 2 3 4 re f EMC % r", 2, 6),
    ],
)
def test_where_content_paints(content: bytes, bottom: float, top: float) -> None:
    (*_, box) = painted(content, RESOURCES).boxes
    assert box.y0 == pytest.approx(bottom)
    assert box.y1 == pytest.approx(top)


@pytest.mark.parametrize(
    "content",
    [
        b"Q",
        b"1 2 re f",
        b"(a) Tj",
        b"BT /F2 10 Tf (a) Tj ET",
        b"BT /F1 10 Tf 1 1 -1 1 0 0 Tm (a) Tj ET",
        b"/X Do",
        b"/Script Do",
        b"/Font gs",
        b"BT /Down 10 Tf (a) Tj ET",
        b"BT /Drawings 10 Tf (a) Tj ET",
        b"/G gs",
        b"/S sh",
        b"BI ID x EI",
        b"<< /A",
        b"((((((deep))))))",
        b"1 0 0 (x) 0 0 cm",
        b"\x80",
        b"0 0 1000 0 d0",
    ],
)
def test_what_it_cannot_be_sure_of(content: bytes) -> None:
    with pytest.raises(Unsure):
        painted(content, RESOURCES)


@pytest.mark.parametrize(
    "content",
    [
        b"100 w 1 Tr BT /F1 12 Tf 72 400 Td (QAROR) Tj ET",
        b"BT /F1 12 Tf 100 w 2 Tr 72 400 Td (QAROR) Tj ET",
        b"1 M 50 w 2 0 0 2 0 0 cm 6 Tr q 0 Tr Q BT /F1 6 Tf 36 200 Td (QAROR) Tj ET",
    ],
)
def test_outlined_text_is_as_wide_as_its_line(content: bytes) -> None:
    (box,) = painted(content, RESOURCES).boxes
    assert box.y0 < 350
    assert box.y1 > 450
    (plain,) = painted(content.replace(b"Tr", b"Tz"), RESOURCES).boxes
    assert plain.y0 > 390
