"""Two revisions side by side: each thing that an update may touch, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict

import pytest

from signing.detail import said
from signing.flaws import Flaw
from signing.foreign.patience import open_beginning
from signing.foreign.pdf_changes import Change, changes
from signing.foreign.pdf_mentions import Mentions
from signing.foreign.pdf_reader import BoundedReader
from signing.foreign.pdf_shown import shown_later
from signing.foreign.pdf_signatures import PdfSignature
from signing.pdf.held import Held
from tests.signing.hostile_pdfs import FONT, make, stream

SIGNATURE = PdfSignature("Imzo", "", (1, 2), 3, b"", None, None, None)
RANGE = b"<</Type/Sig/ByteRange[0 1 2 3]%s>>"
TEXT = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(summa)/V(10)/Rect[72 600 162 620]/AP<</N 8 0 R>>>>"
NOTE = b"<</Type/Annot/Subtype/FreeText/Rect[9 9 99 99]/AP<</N 8 0 R>>%s>>"
RIGHTS = RANGE % b"/Reference[<</Data 1 0 R>>]"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
LOOK = stream(b"(10) Tj", FORM)
OTHER = stream(b"(99) Tj", FORM)
SAYS = TEXT.replace(b"/V(10)", b"/V(10)/DA(/A 9 Tf)")
BARE = TEXT.replace(b"/AP<</N 8 0 R>>", b"")
PRESSED = TEXT.replace(b"/AP<</N", b"/AP<</D")
FONTS = b"/DR<</Font<</A 5 0 R>>>>"
NESTED = b"/Resources<</XObject<</X 11 0 R>>>>"
NEEDS = b"<</Fields[7 0 R]/NeedAppearances true%s>>"
SIGNED = b"<</FT/Sig/T(%s)/Rect[0 0 0 0]/V<</Type/Sig/ByteRange[0 1 2 3]>>>>"


class Form(TypedDict, total=False):
    """What a page with a form may have."""

    fields: bytes
    field: bytes
    others: tuple[bytes, ...]


def updated(pdf: bytes, objects: Mapping[int, bytes], generation: int = 0) -> bytes:
    """Append objects, and a table that names them."""
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    out, table = pdf, b"0 0\n"
    for number, body in objects.items():
        table += b"%d 1\n%010d %05d n\r\n" % (number, len(out), generation)
        out += b"%d %d obj\n%s\nendobj\n" % (number, generation, body)
    end = b"trailer\n<</Size 99/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return out + b"xref\n" + table + end % (start, len(out))


def compared(old: bytes, new: bytes, permission: int | None = None) -> set[Change]:
    return set(all_changes(old, new, SIGNATURE, permission))


def all_changes(
    old: bytes, new: bytes, signature: PdfSignature, permission: int | None
) -> list[Change]:
    mentions = Mentions(Held.of(new), lambda: None)
    return changes(opened(old), opened(new), signature, permission, mentions)


CHILD = TEXT.replace(b"/V(10)", b"/V(10)/Parent 11 0 R")
PARENT: Form = {"fields": b"11 0 R", "field": CHILD, "others": (b"<</T(p)/Kids[7 0 R]>>",)}
BELOW = SIGNED[:-2] % b"b" + b"/Parent 11 0 R>>"
ORPHAN: Form = {
    "field": CHILD,
    "others": (b"<</DV(10)/Parent 12 0 R/Kids[7 0 R]>>", b"<</DA(x)/Parent 13 0 R>>"),
}
HANGING = TEXT.replace(b"/V(10)", b"/V(10)/Parent 12 0 R")
LADDER = (b"<<>>", *(b"<</Parent %d 0 R>>" % (13 + at) for at in range(99)), b"<</DA(x)>>")


def opened(pdf: bytes) -> BoundedReader:
    return open_beginning(Held.of(pdf), len(pdf))


def form(
    more: bytes = b"",
    fields: bytes = b"7 0 R",
    *,
    field: bytes = TEXT,
    look: bytes = b"(10) Tj",
    own: bytes = b"",
    others: tuple[bytes, ...] = (),
) -> bytes:
    """A page with a text field 7 whose look is 8; the form is 6, a note 9."""
    return make(
        page=b"/Annots[7 0 R 9 0 R]",
        catalog=b"/AcroForm 6 0 R/OpenAction 10 0 R/Names<</Dests 10 0 R>>",
        objects=(
            b"<</Fields[%s]%s>>" % (fields, more),
            field,
            LOOK if look == b"(10) Tj" and not own else stream(look, FORM + own),
            NOTE % b"",
            b"<</S/GoTo/D[3 0 R/Fit]>>",
            *others,
        ),
    )


OWN = (b"<</FT/Tx/T(s)/Kids[7 0 R]>>", b"<</FT/Sig>>")
NODE = (b"<</FT/Tx/T(s)/Kids[7 0 R 12 0 R]>>", b"<</FT/Sig/T(v)/Kids[7 0 R]>>")


def drawn(kind: bytes, others: tuple[bytes, ...] = (b"<</FT/Sig/T(s)/Kids[7 0 R]>>",)) -> bytes:
    """A note without a look, a kid of a signature's field that waits."""
    own = 10 + len(others)
    kid = b"<</Type/Annot%b/V(10)/Contents(10)/Rect[9 9 99 99]/Parent %d 0 R>>" % (kind, own)
    return form(field=kid, fields=b"11 0 R", others=others)


WAITED = b"<</Fields[11 0 R]%s>>"
NEEDY = b"<</Fields[7 0 R]%s>>"
INDEXED = make(
    resources=b"/ColorSpace 6 0 R",
    catalog=b"/AcroForm<<>>",
    objects=(b"<</D[/Indexed/DeviceRGB 1 (abcdef)]>>",),
)
INSIDE = b"/Subtype/FreeText/Rect[9 9 99 99]/Contents(%d)"
CATALOG = b"<</Type/Catalog/Pages 2 0 R/OpenAction 10 0 R/Names<</Dests 10 0 R>>%s>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>%s>>"
)
ANNOTATION = "annotation 1"


@pytest.mark.parametrize(
    ("base", "objects", "told"),
    [
        (form(), {}, set()),
        (form(), {6: b"<</Fields[7 0 R]/SigFlags 3/DA(x)>>"}, {"form /DA"}),
        (form(field=SAYS), {6: b"<</Fields[7 0 R]/SigFlags 3/DA(x)>>"}, set()),
        (form(), {3: PAGE % b"/Annots[7 0 R 9 0 R]/Tabs/S"}, set()),
        (form(), {3: PAGE % b"/Annots[7 0 R 9 0 R]/Tabs(trailer)"}, {"page 1"}),
        (form(), {3: PAGE % b"/Annots[7 0 R 9 0 R]/PieceInfo<<>>"}, {"page 1"}),
        (form(), {1: CATALOG % b"/AcroForm 6 0 R/Metadata 8 0 R/Version/2.0"}, set()),
        (form(), {5: FONT, 8: LOOK}, set()),
        # Ways back to what every later signature changes: a page, the catalog, a field.
        (
            make(page=b"/AA<</O<</D[3 0 R/Fit]>>>>", catalog=b"/AcroForm<<>>"),
            {3: PAGE % b"/AA<</O<</D[3 0 R/Fit]>>>>/Annots[]"},
            set(),
        ),
        (
            make(catalog=b"/AcroForm<<>>/Perms<</UR3 6 0 R>>", objects=(RIGHTS,)),
            {1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<<>>/Perms<</UR3 6 0 R>>/Version/2.0>>"},
            set(),
        ),
        (
            make(catalog=b"/AcroForm<<>>/Perms<</UR3 6 0 R>>", objects=(RIGHTS,)),
            {6: RIGHTS.replace(b"[0 1", b"[0 2")},
            {"catalog /Perms"},
        ),
        # The catalog, by its entries and by what is behind them.
        (form(), {1: CATALOG % b""}, {"form"}),
        (make(), {1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<<>>>>"}, {"form"}),
        (form(), {1: CATALOG % b"/AcroForm 6 0 R/Lang(uz)"}, {"catalog /Lang"}),
        (form(), {10: b"<</S/GoTo/D[2 0 R]>>"}, {"catalog /Names", "catalog /OpenAction"}),
        (
            form(),
            {1: CATALOG % b"/AcroForm 6 0 R/StructTreeRoot 11 0 R", 11: b"<</K<</Alt(99)/K 0>>>>"},
            {"catalog /StructTreeRoot"},
        ),
        # Pages and the nodes above them.
        (form(), {2: b"<</Type/Pages/Kids[3 0 R]/Count 1/Rotate 90>>"}, {"pages"}),
        (form(), {2: b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"}, {"pages"}),
        # Its number is another, and all it says is the same.
        (
            form(),
            {
                3: b"<</Type/Pages/Parent 2 0 R/Kids[20 0 R]/Count 1/Rotate 90>>",
                20: PAGE % b"/Annots[7 0 R 9 0 R]",
            },
            {"pages"},
        ),
        (form(), {3: PAGE % b"/Annots[7 0 R 9 0 R]/Rotate 90"}, {"page 1"}),
        (form(), {5: b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"}, {"page 1"}),
        # The form and its fields.
        (form(), {6: b"<</Fields[7 0 R]/NeedAppearances true>>"}, {"form /NeedAppearances"}),
        (form(), {6: b"<</Fields[7 0 R]/XFA[(t) 8 0 R]>>"}, {"form /XFA"}),
        (form(b"/DA(x)"), {6: b"<</Fields[7 0 R]/DA(y)>>"}, {"form /DA"}),
        (form(b"/XFA[(t) 11 0 R]"), {11: stream(b"<x/>")}, {"form /XFA"}),
        (form(), {6: b"<</Fields[7 0 R]/DR<</Font<</A 5 0 R>>>>>>"}, set()),
        (form(b"/DR<<>>"), {6: b"<</Fields[7 0 R]/DR<</Font<</A 5 0 R>>>>>>"}, set()),
        (form(b"/DR<</Font<</A 5 0 R>>>>"), {6: b"<</Fields[7 0 R]>>"}, {"form /DR"}),
        (
            form(b"/DR<</Font<</A 5 0 R>>>>"),
            {6: b"<</Fields[7 0 R]/DR<</Font<</A 5 0 R/B 5 0 R>>/XObject<<>>>>>>"},
            set(),
        ),
        (
            form(b"/DR<</Font<</A 5 0 R>>>>"),
            {6: b"<</Fields[7 0 R]/DR<</Font<</A 8 0 R>>>>>>"},
            {"form /DR"},
        ),
        (form(b"/DR<</Font 5 0 R>>"), {6: b"<</Fields[7 0 R]/DR 5 0 R>>"}, {"form /DR"}),
        (form(b"/DR 3"), {6: b"<</Fields[7 0 R]/DR 4>>"}, {"form /DR"}),
        (form(), {6: b"<</Fields[7 0 R]/DR<</ProcSet[/PDF]>>>>"}, set()),
        (form(), {6: b"<</Fields[7 0 R]/DR<</Font(x)>>>>"}, {"form /DR"}),
        (form(), {6: b"<</Fields[]>>"}, {"field summa"}),
        (form(), {7: TEXT.replace(b"(10)", b"(99)")}, {"field summa"}),
        (form(), {7: TEXT.replace(b"/Tx", b"/Ch")}, {"field summa"}),
        (form(), {6: b"<</Fields[12 0 R]>>", 12: TEXT}, {"field summa"}),
        # A field whose value and name stand above it.
        (
            form(field=b"<</FT/Tx/T(a)/V(10)/Kids[<</T(b)/Rect[0 0 9 9]>>]>>"),
            {7: b"<</FT/Tx/T(a)/V(99)/Kids[<</T(b)/Rect[0 0 9 9]>>]>>"},
            {"field a.b", ANNOTATION},
        ),
        (form(), {8: OTHER}, {"field summa", ANNOTATION}),
        # What stands above a field or a note, listed or not.
        (
            form(field=b"<</FT/Tx/T(a)/DA(x)/Kids[<</T(b)/V(1)/Rect[0 0 9 9]>>]>>"),
            {7: b"<</FT/Tx/T(a)/DA(y)/Kids[<</T(b)/V(1)/Rect[0 0 9 9]>>]>>"},
            {"field a.b", ANNOTATION},
        ),
        (form(**PARENT), {11: b"<</T(p)/Ff 8192/Kids[7 0 R]>>"}, {"field p.summa"}),
        (form(**PARENT), {11: b"<</T(q)/Kids[7 0 R]>>"}, {"field p.summa"}),
        (form(**PARENT), {11: b"<</T(p)/Kids[7 0 R 12 0 R]>>", 12: BELOW}, set()),
        (form(**PARENT), {11: b"<</T(p)/Kids[12 0 R 7 0 R]>>", 12: BELOW}, {"field p.summa"}),
        (form(**PARENT), {11: b"<</T(p)/Kids[12 0 R]>>", 12: BELOW}, {"field p.summa"}),
        (
            form(**PARENT),
            {6: b"<</Fields[12 0 R]>>", 12: b"<</T(p)/Ff 8192/Kids[7 0 R]>>"},
            {"field p.summa"},
        ),
        (
            form(fields=b"<</T(p)/Kids[7 0 R]>>"),
            {6: b"<</Fields[<</T(p)/Ff 8192/Kids[7 0 R]>>]>>"},
            {"field p.summa"},
        ),
        (form(**ORPHAN), {11: b"<</V(99)/Kids[9 0 R]>>"}, {ANNOTATION}),
        (form(**ORPHAN), {12: b"<</DA(y)>>"}, {ANNOTATION}),
        (form(**ORPHAN), {13: b"<<>>"}, {ANNOTATION}),
        (form(field=CHILD, others=(b"<</DA 12 0 R>>", b"(x)")), {12: b"(y)"}, {ANNOTATION}),
        (
            form(field=TEXT.replace(b"/V(10)", b"/V(10)/Parent<</DA 11 0 R>>"), others=(b"(x)",)),
            {11: b"(y)"},
            {"field summa", ANNOTATION},
        ),
        (form(field=HANGING, others=LADDER), {}, set()),
        (form(field=HANGING, others=LADDER), {111: b"<</DA(y)>>"}, {ANNOTATION}),
        # One that no page shows.
        (
            form(fields=b"12 0 R", others=(b"<</DA(x)>>", CHILD)),
            {11: b"<</DA(y)>>"},
            {"field summa"},
        ),
        (form(field=b"(no annotation)"), {}, set()),
        (
            form(),
            {6: b"<</Fields[11 0 R]>>", 11: b"<</Ff 8192/Kids[7 0 R]>>"},
            {"field summa"},
        ),
        # One that waits is signed under another name.
        (form(field=SIGNED.partition(b"/V")[0] % b"b" + b">>"), {7: SIGNED % b"c"}, {"field b"}),
        # What readers draw themselves, with what the form lends them.
        (form(b"/NeedAppearances true"), {6: NEEDS % b"/DA(x)"}, {"form /DA"}),
        (form(b"/NeedAppearances true"), {6: NEEDS % FONTS}, {"form /DR"}),
        (form(b"/NeedAppearances true"), {6: NEEDS % b"/SigFlags 3/DR<<>>"}, set()),
        (form(b"/NeedAppearances false"), {6: NEEDS.replace(b"true", b"false") % FONTS}, set()),
        (form(field=BARE), {6: b"<</Fields[7 0 R]/DA(x)>>"}, {"form /DA"}),
        (form(field=PRESSED), {6: b"<</Fields[7 0 R]/DA(x)>>"}, {"form /DA"}),
        (form(field=BARE), {6: b"<</Fields[7 0 R]%s>>" % FONTS}, {"form /DR"}),
        (drawn(b"/Subtype/Widget/FT/Tx"), {6: WAITED % b"/DA(x)"}, {"form /DA"}),
        (drawn(b"/Subtype/Widget/FT(/Btn)"), {6: WAITED % FONTS}, {"form /DR"}),
        (drawn(b"/Subtype/FreeText"), {6: WAITED % FONTS}, {"form /DR"}),
        (drawn(b"/Subtype(FreeText)"), {6: WAITED % FONTS}, {"form /DR"}),
        (drawn(b"/Subtype(/Link)"), {6: WAITED % b"/DA(x)"}, {"form /DA"}),
        (drawn(b"/Subtype/Redact"), {6: WAITED % b"/DA(x)"}, {"form /DA"}),
        (drawn(b"/Subtype/Widget", OWN), {6: WAITED % b"/DA(x)"}, {"form /DA"}),
        (drawn(b"/Subtype/Widget/FT/Sig", OWN), {6: WAITED % FONTS}, {"form /DR"}),
        (drawn(b"/Subtype/Widget/FT/Sig", NODE), {6: WAITED % FONTS}, {"form /DR"}),
        (drawn(b"/Subtype/Link"), {6: WAITED % b"/DA(x)"}, set()),
        (drawn(b"/Subtype/Widget"), {6: WAITED % FONTS}, set()),
        (form(field=TEXT.replace(b"/FT/Tx", b"/FT(/Btn)")), {6: NEEDY % b"/DA(x)"}, {"form /DA"}),
        (form(look=b"/#41 9 Tf"), {6: b"<</Fields[7 0 R]%s>>" % FONTS}, {"form /DR"}),
        (form(look=b"/B 9 Tf"), {6: b"<</Fields[7 0 R]%s>>" % FONTS}, set()),
        (form(own=b"/Filter/LZWDecode"), {6: b"<</Fields[7 0 R]%s>>" % FONTS}, {"form /DR"}),
        (
            form(look=b"/A 9 Tf", own=b"/Resources<<%s>>" % FONTS[5:-2]),
            {6: b"<</Fields[7 0 R]%s>>" % FONTS},
            set(),
        ),
        (
            form(look=b"/A 9 Tf", own=b"/Resources<</XObject<</A 5 0 R>>>>"),
            {6: b"<</Fields[7 0 R]%s>>" % FONTS},
            {"form /DR"},
        ),
        (
            form(look=b"/X Do", own=NESTED, others=(stream(b"/A 9 Tf", FORM),)),
            {6: b"<</Fields[7 0 R]%s>>" % FONTS},
            {"form /DR"},
        ),
        (form(), {6: b"<</Fields[7 0 R]/DR<</ColorSpace<</DefaultRGB 5 0 R>>>>>>"}, {"form /DR"}),
        # A second field of a name, whatever it is.
        (form(), {6: b"<</Fields[12 0 R 7 0 R]>>", 12: SIGNED % b"summa"}, {"field summa"}),
        (
            form(),
            {6: b"<</Fields[7 0 R 12 0 R 13 0 R]>>", 12: SIGNED % b"b", 13: SIGNED % b"b"},
            {"field b"},
        ),
        # Its looks are in a list of kids.
        (
            form(field=b"<</FT/Tx/T(a)/Kids[9 0 R]>>"),
            {9: NOTE % b"/Contents(b)"},
            {"field a"},
        ),
        # The same value of another kind, the same words in other bytes.
        (
            form(field=TEXT.replace(b"/V(", b"/Ff 2/V(")),
            {7: TEXT.replace(b"/V(", b"/Ff 2.0/V(")},
            {"field summa"},
        ),
        (form(), {9: NOTE.replace(b"[9 9", b"[9 9.0") % b""}, set()),
        (form(), {9: NOTE.replace(b"[9 9", b"[9 99999") % b""}, {ANNOTATION}),
        (form(), {7: TEXT.replace(b"(10)", b"<FEFF00310030>")}, {"field summa"}),
        (form(), {7: TEXT.replace(b"(10)", b"<31 30>")}, set()),
        (form(field=b"<</#C4 1>>"), {7: b"<</#c4 1>>"}, set()),
        # By the names of boxes and places their author may call colours.
        (INDEXED, {6: b"<</D[/Indexed/DeviceRGB 1.0 (abcdef)]>>"}, {"page 1"}),
        (INDEXED, {6: b"<</D[/Indexed/DeviceRGB 1 <616263646566>]>>"}, set()),
        (form(), {10: b"<</S/GoTo/D[3 0 R /Fit]>>"}, set()),
        # Annotations: taken away, touched, and new.
        (form(), {3: PAGE % b"/Annots[7 0 R]"}, {ANNOTATION}),
        (form(), {9: NOTE % b"/Contents(b)"}, {ANNOTATION}),
        (form(), {3: PAGE % b"/Annots[7 0 R 9 0 R 12 0 R]", 12: NOTE % b""}, {ANNOTATION}),
        (
            make(page=b"/Annots[<<%s>>]" % (INSIDE % 10), catalog=b"/AcroForm<<>>"),
            {3: PAGE % b"/Annots[<<%s>>]" % (INSIDE % 99)},
            {ANNOTATION},
        ),
    ],
)
def test_what_is_said(base: bytes, objects: dict[int, bytes], told: set[str]) -> None:
    assert {item.what for item in compared(base, updated(base, objects))} == told


FIELD, ANNOTATED = {7: TEXT.replace(b"(10)", b"(99)")}, {9: NOTE % b"/Contents(b)"}
ADDED = {3: PAGE % b"/Annots[7 0 R 9 0 R 12 0 R]", 12: NOTE % b""}
TAKEN = {3: PAGE % b"/Annots[7 0 R]"}


WIDER = {7: TEXT.replace(b"(10)", b"(99)").replace(b"162", b"500")}
ACTS = {7: TEXT.replace(b"(10)", b"(99)/AA<</K<</S/JavaScript>>>>")}
WIDGET, ACTING = (
    {3: PAGE % b"/Annots[7 0 R 9 0 R 12 0 R]", 12: body}
    for body in (BARE.replace(b"summa", b"b"), NOTE % b"/A<</S/JavaScript>>")
)


@pytest.mark.parametrize(
    ("objects", "allowing"),
    [
        *((FIELD, {2, 3}), (ANNOTATED, {3}), (ADDED, {3}), (TAKEN, set())),
        *((WIDER, set()), (ACTS, set()), (WIDGET, set()), (ACTING, set())),
    ],
    ids=["filled", "touched", "added", "taken away", "moved", "acts", "a field", "acting"],
)
def test_what_a_certification_allows(objects: dict[int, bytes], allowing: set[int]) -> None:
    base = form()
    for permission in (None, 1, 2, 3):
        (only,) = compared(base, updated(base, objects), permission)
        assert only.allowed == (permission in allowing)


@pytest.mark.parametrize("kind", [b"/Sig", b"/Boshqa"])
def test_what_is_no_field_to_fill(kind: bytes) -> None:
    """Whatever a certification allows: what a signature shows, and what nobody knows."""
    signed = TEXT.replace(b"/Tx", kind).replace(b"(10)", RANGE % b"")
    base = form(field=signed)
    new = updated(base, {7: signed.replace(b"8 0 R", b"11 0 R"), 11: OTHER})
    (only,) = compared(base, new, 3)
    assert not only.allowed


def test_a_locked_field_is_not_filled() -> None:
    base = form()
    locked = replace(SIGNATURE, locked=("/All", frozenset()))
    found = all_changes(base, updated(base, FIELD), locked, 2)
    assert found == [Change(said(Flaw.FIELD, "summa"), allowed=False)]


@pytest.mark.parametrize(
    ("value", "permission", "told"),
    [
        (RANGE % b"", None, set()),
        (RANGE % b"", 2, set()),
        (RANGE % b"", 1, {"field b"}),
        (RANGE % b"/SubFilter/ETSI.RFC3161", 1, set()),
        (b"<</Type/Sig>>", None, {"field b"}),
        (b"(x)", None, {"field b"}),
    ],
)
@pytest.mark.parametrize("waits", [True, False])
def test_a_new_signature(
    value: bytes, permission: int | None, told: set[str], *, waits: bool
) -> None:
    """In a field that waited for it, and in one of its own."""
    empty = b"<</FT/Sig/T(b)/Rect[0 0 0 0]>>"
    signed = {7 if waits else 13: empty.replace(b"/T(b)", b"/T(b)/V 12 0 R"), 12: value}
    base = form(field=empty if waits else TEXT)
    if not waits:
        signed[6] = b"<</Fields[7 0 R 13 0 R]>>"
        signed[3] = PAGE % b"/Annots[7 0 R 9 0 R 13 0 R]"
    found = compared(base, updated(base, signed), permission)
    assert {item.what for item in found if item.what != ANNOTATION} == told


@pytest.mark.parametrize(
    ("rectangle", "drawing", "shown"),
    [
        (b"/Rect[0 0 0 0]", None, False),
        (b"", None, False),
        # Ghostscript's text device finds words that are drawn nowhere.
        (b"/Rect[9 9 9 9]", b"/BBox[0 0 0 0]", True),
        (b"/Rect[9 9 99 99]", None, True),
        (b"/Rect[9 9 9 99]", None, True),
        (b"/Rect[9 9 9]", None, True),
        # Ghostscript draws it as large as it is.
        (b"/Rect[0 0 0 0]", b"/BBox[0 0 612 792]", True),
        (b"/Rect[0 0 0 0]", b"", True),
        (b"", b"/BBox[0 0 0 0]", True),
    ],
)
@pytest.mark.parametrize("kid", [True, False])
def test_what_a_later_signature_shows(
    rectangle: bytes, drawing: bytes | None, *, shown: bool, kid: bool
) -> None:
    base = form()
    look = b"" if drawing is None else b"/AP<</N 14 0 R>>"
    widget = b"/Subtype/Widget%s%s" % (rectangle, look)
    field = b"<</FT/Sig/T(b)/V %%b%s>>" % (b"/Kids[13 0 R]" if kid else widget)
    for kind, changed in ((b"ETSI.RFC3161", shown), (b"ETSI.CAdES.detached", False)):
        value = RANGE % (b"/SubFilter/%s" % kind)
        new = updated(
            base,
            {
                3: PAGE % b"/Annots[7 0 R 9 0 R %d 0 R]" % (13 if kid else 12),
                6: b"<</Fields[7 0 R 12 0 R]>>",
                12: field % value,
                **({13: b"<<%s/Parent 12 0 R>>" % widget} if kid else {}),
                14: stream(b"0 0 9 9 re f", b"/Subtype/Form%s" % (drawing or b"")),
            },
        )
        found = shown_later(opened(base), opened(new))
        assert [(item.field, item.pages) for item in found] == ([("b", (1,))] if shown else [])
        # What has no rectangle, or none that is one, may be anywhere.
        assert [item.covers for item in found] == [rectangle in (b"", b"/Rect[9 9 9]")] * shown
        assert {str(item.what) for item in compared(base, new)} == (
            {"field b"} if changed else set()
        )
