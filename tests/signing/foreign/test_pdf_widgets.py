"""What a later signature or a time-stamp may be on a page, and what a waiting field may become."""

from __future__ import annotations

import zlib

import pytest

from signing.foreign.pdf_shown import shown_later
from tests.signing.foreign.test_pdf_compared import (
    FORM,
    PAGE,
    RANGE,
    compared,
    form,
    opened,
    updated,
)
from tests.signing.hostile_pdfs import make, stream

STAMP, PERSON = (RANGE % b"/SubFilter/%s" % kind for kind in (b"ETSI.RFC3161", b"x"))
NOWHERE = b"/Rect[0 0 0 0]"
EMPTY = b"/Type/XObject/Subtype/Form/BBox[0 0 0 0]"


def said(base: bytes, objects: dict[int, bytes], permission: int | None = None) -> set[str]:
    found = compared(base, updated(base, objects), permission)
    return {str(item.what) for item in found if not item.allowed}


def added(field: bytes, kid: bytes = b"") -> dict[int, bytes]:
    """A new field, on the page itself or by a kid."""
    objects = {
        3: PAGE % b"/Annots[7 0 R 9 0 R %d 0 R]" % (13 if kid else 12),
        6: b"<</Fields[7 0 R 12 0 R]>>",
        12: field,
    }
    return objects | ({13: kid} if kid else {})


@pytest.mark.parametrize("value", [STAMP, PERSON], ids=["time-stamp", "person"])
@pytest.mark.parametrize("kind", [b"Text", b"Link", b"FreeText", b"Stamp", b"FileAttachment"])
@pytest.mark.parametrize("kid", [False, True])
def test_another_kind_draws_itself(kind: bytes, value: bytes, *, kid: bool) -> None:
    """Readers draw an icon, a frame or a text of their own, with an empty place too."""
    own = b"/Type/Annot/Subtype/%s" % kind + NOWHERE
    field = b"<</FT/Sig/T(b)/V %b%b>>" % (value, b"/Kids[13 0 R]" if kid else own)
    objects = added(field, b"<<%b/Parent 12 0 R>>" % own if kid else b"")
    assert said(form(), objects) == {"field b"}
    assert said(form(), {n: body.replace(kind, b"Widget") for n, body in objects.items()}) == set()


@pytest.mark.parametrize(
    ("entry", "stamp"),
    [
        (b"/F 132/P 3 0 R/DA(/Helv 0 Tf)", True),
        (b"/MK<<>>", True),
        (b"/MK<</BG[1 0 0]>>", False),
        (b"/BS<</W 30>>", False),
        (b"/Border[0 0 1200]", False),
        (b"/C[1 1 1]", False),
        (b"/Contents(bekor)", False),
        (b"/TU(Timestamp)", True),
        (b"/TU(bekor)", False),
        (b"/TM(bekor)", False),
        (b"/Lang(uz)", False),
    ],
)
def test_a_time_stamp_says_nothing(entry: bytes, *, stamp: bool) -> None:
    for value, told in ((STAMP, set() if stamp else {"field b"}), (PERSON, set())):
        field = b"<</FT/Sig/T(b)/Subtype/Widget%b%b/V %b>>" % (NOWHERE, entry, value)
        assert said(form(), added(field)) == told


@pytest.mark.parametrize(
    ("drawing", "shown"),
    [
        (b"", False),
        (b"% DSBlank\n", False),
        (b"q\nQ % q\n", False),
        (b"q 1 g Q", True),
        (b"Q1", True),
        (b"%\nBT (99) Tj ET", True),
    ],
)
def test_a_look_that_draws_nothing(drawing: bytes, *, shown: bool) -> None:
    """Programs give the field of an unseen signature an empty one."""
    field = b"<</FT/Sig/T(b)/Subtype/Widget%b/AP<</N 14 0 R>>/V %b>>"
    look = {14: stream(drawing, EMPTY)}
    for value, told in ((STAMP, {"field b"} if shown else set()), (PERSON, set())):
        objects = added(field % (NOWHERE, value)) | look
        assert said(form(), objects) == told
        new = updated(form(), objects)
        assert bool(shown_later(opened(form()), opened(new))) == shown


BEYOND = b"[4294967396 4294967396 4294967396.0 4294967396.0]"
"""Where whole numbers begin again at 32 bits, and real ones do not, a hundred points each way."""


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (b"[0.0 0.0 0.0 0.0]", False),
        (b"[40 700 40 700]", False),
        (b"[0 0 0.0 0.0]", True),
        (b"[9999999999 9999999999 9999999999 9999999999]", True),
        (BEYOND, True),
        (b"[0 0 0]", True),
        (b"[(0)(0)(0)(0)]", True),
        (b"<<>>", True),
    ],
)
def test_boxes_of_no_size(place: bytes, *, shown: bool) -> None:
    field = b"<</FT/Sig/T(b)/Subtype/Widget/Rect%b/AP<</N 14 0 R>>/V %b>>"
    look = {14: stream(b"", EMPTY)}
    told = {"field b"} if shown else set()
    assert said(form(), added(field % (place, STAMP)) | look) == told
    look = {14: stream(b"", EMPTY.replace(b"[0 0 0 0]", place))}
    assert said(form(), added(field % (b"[0 0 0 0]", STAMP)) | look) == told


FLATE = b"/Filter/FlateDecode"
HIDING = b"\0%                  \2\n1 g 0 0 99 99 re f"
"""To whom takes them for rows one comment."""


@pytest.mark.parametrize(
    ("said_of", "data", "shown"),
    [
        (FLATE, zlib.compress(b"q\nQ\n"), False),
        (b"/Filter[/FlateDecode]/DecodeParms[null]", zlib.compress(b"% DSBlank\n"), False),
        (FLATE + b"/DecodeParms[<</Predictor 12/Columns 19>>]", zlib.compress(HIDING), True),
        (b"/Filter[/FlateDecode]/DecodeParms<</Predictor 12/Columns 19>>", zlib.compress(HIDING),
         True),
        (FLATE + b"/DP<</Predictor 12/Columns 19>>", zlib.compress(b"q Q"), True),
        (b"/Filter/ASCIIHexDecode", b">", True),
        (b"/Filter/LZWDecode", b"", True),
        (FLATE, zlib.compress(b"q Q") + b"more", True),
        (FLATE, zlib.compress(b"q Q")[:-1] + b"?", True),
        (b"/F(elsewhere)", b"", True),
        (b"/Ref<</F(other.pdf)/Page 0>>", b"", True),
        (b"/PS 4 0 R", b"", True),
        (b"/Group<</S/Transparency>>", b"", True),
        # For what is transparent there Ghostscript prints all of the page in another way.
        (b"/Resources<</ExtGState<</G<</ca .5/BM/Multiply>>>>>>", b"", True),
        (b"/Resources<</ProcSet[/PDF]>>", b"", False),
        (b"/Resources<<>>", b"", False),
        (b"/Resources 5 0 R", b"", True),
        (b"/Resources(no dictionary)", b"", True),
    ],
)  # fmt: skip
def test_looks_that_draw_nothing_to_everybody(said_of: bytes, data: bytes, *, shown: bool) -> None:
    field = b"<</FT/Sig/T(b)/Subtype/Widget%b/AP<</N 14 0 R>>/V %b>>" % (NOWHERE, STAMP)
    look = {14: stream(data, EMPTY + said_of)}
    assert said(form(), added(field) | look) == ({"field b"} if shown else set())
    picture = {14: stream(data, EMPTY.replace(b"/Form", b"/Image") + said_of)}
    assert said(form(), added(field) | picture) == {"field b"}


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        (b"null", False),
        (b"<<>>", False),
        (b"<</N<</Off 14 0 R/On 14 0 R>>/D 14 0 R>>", False),
        (b"14 0 R", True),
        (b"<</N[14 0 R]>>", True),
        (b"<</N<</Off 15 0 R>>>>", True),
        (b"<</N 14 0 R/D 15 0 R>>", True),
    ],
)
def test_looks_for_each_state(look: bytes, *, shown: bool) -> None:
    field = b"<</FT/Sig/T(b)/Subtype/Widget%b/AP %b/V %b>>" % (NOWHERE, look, STAMP)
    looks = {14: stream(b"", EMPTY), 15: stream(b"0 0 9 9 re f", EMPTY)}
    assert said(form(), added(field) | looks) == ({"field b"} if shown else set())


def test_a_place_beyond_all_measure_may_be_the_whole_page() -> None:
    field = b"<</FT/Sig/T(b)/Subtype/Widget/Rect%b/AP<</N 14 0 R>>/V %b>>"
    looks = {14: stream(b"0 0 9 9 re f", FORM)}
    for place, covers in ((b"[0 0 9 9]", False), (BEYOND, True)):
        new = updated(form(), added(field % (place, PERSON)) | looks)
        (shown,) = shown_later(opened(form()), opened(new))
        assert shown.covers == covers


WAITS = b"<</FT/Sig/T(b)/Type/Annot/Subtype/Widget%b%b>>"
SOMEWHERE = b"/Rect[72 640 572 680]"


@pytest.mark.parametrize(
    ("value", "place", "told"),
    [
        (STAMP, NOWHERE, {"field b"}),
        (STAMP, SOMEWHERE, {"field b"}),
        (PERSON, NOWHERE, {"field b"}),
        (PERSON, SOMEWHERE, set()),
    ],
)
def test_what_a_waiting_field_shows_does_not_vanish(
    value: bytes, place: bytes, told: set[str]
) -> None:
    """It may hold words of the page; signed by a person it is told, and stays where it was."""
    base = make(
        page=b"/Annots[7 0 R]",
        catalog=b"/AcroForm 6 0 R",
        objects=(
            b"<</Fields[7 0 R]>>",
            WAITS % (SOMEWHERE, b"/AP<</N 8 0 R>>"),
            stream(b"BT (faqat) Tj ET", FORM),
        ),
    )
    objects = {7: WAITS % (place, b"/V %b" % value)}
    assert said(base, objects) == told
    assert [item.field for item in shown_later(opened(base), opened(updated(base, objects)))] == [
        "b"
    ]


BUTTON = b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/Rect[9 9 20 20]/V/Yoq/AS%b/ON[11 0 R]>>"


def test_filling_a_field_is_nothing_else() -> None:
    """One object that is the order of layers too: its state becomes a rule for them."""
    base = form(field=BUTTON % b"/Yoq", others=(b"<</Type/OCG/Name(q)>>",))
    assert said(base, {7: BUTTON % b"/Ha"}, 2) == set()
    assert said(base, {7: BUTTON % b"[<</Event/View/OCGs[11 0 R]>>]"}, 2) == {"field b"}


@pytest.mark.parametrize(("permission", "told"), [(None, True), (1, True), (2, False), (3, False)])
def test_looks_that_are_to_be_made_anew(permission: int | None, *, told: bool) -> None:
    """Programs ask for it as they fill a field: told, and no attack where that was allowed."""
    objects = {6: b"<</Fields[7 0 R]/NeedAppearances true>>"}
    found = compared(form(), updated(form(), objects), permission)
    assert [item.allowed for item in found] == [not told]
