"""What is drawn elsewhere than on the page – masks, cells of patterns – and what layers hide."""

from __future__ import annotations

import pytest

from signing.detail import said
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import HONEST, make, stream

TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))

GROUP = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency/CS/DeviceGray>>"
MASK = b"/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>"
CELL = b"/PatternType 1/PaintType %s/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        (b"1 g 0 0 300 842 re f", False),
        (b"1 g BT /F1 12 Tf 9 9 Td (QAROR) Tj ET", False),
        # PDFium leaves out what four numbers are said to colour.
        (b"0 1 1 1 rg 0 0 300 842 re f", True),
        (b"0 1 g 0 0 300 842 re f", True),
        (b"0 g 0 0 300 842 (x) re f", True),
        (b"BT /F9 12 Tf 9 9 Td (QAROR) Tj ET", True),
        (b"/G gs 0 0 9 9 re f", False),
        (b"/X Do", True),
    ],
)
def test_what_a_mask_draws(drawn: bytes, *, told: bool) -> None:
    own = b"/Resources<</Font<</F1 5 0 R>>%s/XObject<</X 7 0 R>>>>" % MASK
    form = stream(b"0 0 9 (x) 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<>>")
    group = stream(drawn, GROUP + own)
    content = HONEST + b"q /G gs 0 g 60 690 400 40 re f Q\n"
    pdf = make(content, resources=MASK, objects=(group, form))
    assert (TOLD in examine_pdf(pdf)) == told


def test_a_mask_that_has_colours_of_patterns() -> None:
    group = GROUP.replace(b"/DeviceGray", b"[/Pattern/DeviceRGB]") + b"/Resources<<>>"
    pdf = make(b"/G gs 0 0 9 9 re f", resources=MASK, objects=(stream(b"", group),))
    assert TOLD in examine_pdf(pdf)


@pytest.mark.parametrize(
    ("drawn", "kind", "colour", "told"),
    [
        (b"1 0 0 rg 0 0 4 4 re f", b"1", b"/Pattern cs /P scn", False),
        (b"0 0 4 4 re f", b"2", b"/C cs 0 0 1 /P scn", False),
        (b"q 4 0 0 4 0 0 cm BI /W 8 /H 1 /IM true /BPC 1 ID \x00 EI Q", b"1",
         b"/Pattern cs /P scn", False),
        # Nobody finds, copies or hears a text that stands there.
        (b"BT /F1 2 Tf 1 1 Td (9) Tj ET", b"1", b"/Pattern cs /P scn", True),
        (b"0 1 1 1 rg 0 0 4 4 re f", b"1", b"/Pattern cs /P scn", True),
        (b"0 0 4 (x) 4 re f", b"2", b"/C cs 0 0 1 /P scn", True),
        # A colour of its own, and one that is given for it.
        (b"1 0 0 rg 0 0 4 4 re f", b"2", b"/C cs 0 0 1 /P scn", True),
        (b"1 0 0 rg 0 0 4 4 re f", b"1", b"/C cs 0 0 1 /P scn", True),
        (b"0 0 4 4 re f", b"2", b"/Pattern cs /P scn", True),
        (b"0 0 4 4 re f", b"2", b"/C cs 0 1 /P scn", True),
        (b"0 0 4 4 re f", b"2", b"/C cs 0 0 9 /P scn", True),
    ],
)  # fmt: skip
def test_what_a_cell_draws(drawn: bytes, kind: bytes, colour: bytes, *, told: bool) -> None:
    cell = stream(drawn, CELL % kind + b"/Resources<</Font<</F1 5 0 R>>>>")
    named = b"/Pattern<</P 6 0 R>>/ColorSpace<</C[/Pattern/DeviceRGB]>>"
    pdf = make(HONEST + colour + b" 0 0 99 99 re f", resources=named, objects=(cell,))
    assert (TOLD in examine_pdf(pdf)) == told


def test_a_cell_has_resources_of_its_own() -> None:
    cell = stream(b"0 0 4 4 re f", CELL % b"1")
    content = b"/Pattern cs /P scn 0 0 99 99 re f"
    assert TOLD in examine_pdf(make(content, resources=b"/Pattern<</P 6 0 R>>", objects=(cell,)))


USAGE = b"/Usage<</View<</ViewState/OFF>>>>"
LISTED = b"/OCProperties<</OCGs[6 0 R]/D<<>>>>"


@pytest.mark.parametrize(
    ("layer", "catalog", "told"),
    [
        (b"<</Type/OCG/Name(a)>>", LISTED, False),
        (b"<</Type/OCMD/OCGs 6 0 R>>", LISTED, True),
        # PDFium alone leaves out what a dictionary of no type is said to hide.
        (b"<<%s>>" % USAGE, b"", True),
        (b"<<%s>>" % USAGE, LISTED, True),
        (b"<</Type(OCG)%s>>" % USAGE, LISTED, True),
        (b"<</Type/OCG/Name(a)%s>>" % USAGE, b"", True),
        (b"<</Type/OCG/Name(a)>>", b"/OCProperties<</OCGs[]/D<</OFF[6 0 R]>>>>", True),
    ],
)
def test_what_hides_is_a_layer_of_the_catalog(layer: bytes, catalog: bytes, *, told: bool) -> None:
    marked = make(
        b"/OC /L BDC " + HONEST + b"EMC\n",
        resources=b"/Properties<</L 6 0 R>>",
        catalog=catalog,
        objects=(layer,),
    )
    form = stream(
        HONEST, b"/Subtype/Form/BBox[0 0 595 842]/OC 6 0 R/Resources<</Font<</F1 5 0 R>>>>"
    )
    drawn = make(
        b"/X Do", resources=b"/XObject<</X 7 0 R>>", catalog=catalog, objects=(layer, form)
    )
    assert [TOLD in examine_pdf(pdf) for pdf in (marked, drawn)] == [told, told]


@pytest.mark.parametrize(
    ("members", "told"),
    [(b"6 0 R", False), (b"[6 0 R]", False), (b"[6 0 R 5 0 R]", True), (b"5 0 R", True)],
)
def test_a_group_of_layers(members: bytes, *, told: bool) -> None:
    pdf = make(
        b"/OC /L BDC " + HONEST + b"EMC\n",
        resources=b"/Properties<</L 7 0 R>>",
        catalog=LISTED,
        objects=(b"<</Type/OCG/Name(a)>>", b"<</Type/OCMD/OCGs %s>>" % members),
    )
    assert (TOLD in examine_pdf(pdf)) == told


def test_a_layer_that_stands_where_it_hides() -> None:
    content = b"/OC <</Type/OCMD/P/AllOff/OCGs[]>> BDC " + HONEST + b"EMC\n"
    assert TOLD in examine_pdf(make(content))


def test_what_somebody_named_so_is_no_layer() -> None:
    form = stream(b"", b"/Subtype/Form/BBox[0 0 9 9]/Resources<<>>")
    pdf = make(HONEST + b"/OC Do", resources=b"/XObject<</OC 6 0 R>>", objects=(form,))
    assert examine_pdf(pdf) == ()
