"""Fields of a form after it was signed: what leads to them, and what they lead to."""

from __future__ import annotations

import re
import tracemalloc
from time import thread_time

import pytest

from signing.detail import said
from signing.flaws import Flaw
from signing.foreign.pdf_changes import Change
from signing.foreign.pdf_form import _of_signatures
from signing.foreign.pdf_shown import shown_later
from signing.foreign.pdf_signatures import fields
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import VALID, codes, details, judge
from tests.signing.foreign.test_pdf_compared import (
    ANNOTATED,
    ANNOTATION,
    BARE,
    CHILD,
    FIELD,
    FORM,
    LOOK,
    PAGE,
    RANGE,
    SIGNED,
    TEXT,
    compared,
    form,
    opened,
    updated,
)
from tests.signing.hostile_pdfs import make, stream

ELSEWHERE = TEXT.replace(b"(10)", b" %s")
PARENT = b"<</T(p)/Kids[%s]%s>>"
WIDGET = b"<</Subtype/Widget/Rect[9 9 99 99]/Parent 11 0 R>>"
KIDS = b"<</FT/Tx/T(a)/Kids 11 0 R>>"
ALONE = b"<</Subtype/Widget/Rect[9 9 99 99]>>"
WAITS = b"<</FT/Sig/T(b)/Rect[0 0 0 0]/X %d>>"
HALF = SIGNED[:-2].replace(b"%s", b"b") + b"/X %d>>"
DIRECT = b"<</FT/Tx/T(a)/V(%d)>> <</FT/Tx/T(b)/V(2)>>"


@pytest.mark.parametrize(
    ("base", "objects", "told"),
    [
        # A value that stands elsewhere, and one of several parts.
        (form(field=ELSEWHERE % b"11 0 R", others=(b"(10)",)), {11: b"(99)"}, {"field summa"}),
        (form(field=ELSEWHERE % b"[11 0 R]", others=(b"(10)",)), {11: b"(99)"}, {"field summa"}),
        (form(field=ELSEWHERE % b"11 0 R", others=(b"(10)",)), {11: b"(10)"}, set()),
        # Two that have no numbers.
        (form(fields=DIRECT % 1), {6: b"<</Fields[%s]>>" % (DIRECT % 9)}, {"field a"}),
        (form(fields=DIRECT % 1), {6: b"<</Fields[%s]/SigFlags 3>>" % (DIRECT % 1)}, set()),
        # What stands above: a picture of a button that no other field has, a way to draw.
        (
            form(fields=b"11 0 R", field=CHILD, others=(PARENT % (b"7 0 R 12 0 R", b""), WIDGET)),
            {11: PARENT % (b"7 0 R", b"")},
            {"field p.summa"},
        ),
        (
            form(
                fields=b"11 0 R", field=CHILD, others=(PARENT % (b"7 0 R", b"/DR 12 0 R"), b"<<>>")
            ),
            {12: b"<</Font<</A 5 0 R>>>>"},
            {"field p.summa"},
        ),
        # Its kids' looks, and kids that are streams or nothing.
        (
            form(field=b"<</FT/Tx/T(a)/Kids[11 0 R]>>", others=(stream(b"(1)", FORM),)),
            {11: stream(b"(9)", FORM)},
            {"field a"},
        ),
        (form(field=KIDS, others=(b"[12 0 R]", ALONE, ALONE)), {11: b"[13 0 R]"}, {"field a"}),
        (form(field=KIDS, others=(b"[12 0 R]", ALONE, ALONE)), {11: b"[12 0 R]"}, set()),
        (form(field=b"<</FT/Tx/T(a)/Kids[(1)]>>"), {7: b"<</FT/Tx/T(a)/Kids[(9)]>>"}, {"field a"}),
        (form(field=b"<</FT/Tx/T(a)/Kids[11 0 R]>>", others=(b"(1)",)), {11: b"(9)"}, {"field a"}),
        # A new one that is no signature, whatever its value looks like.
        (
            form(),
            {
                6: b"<</Fields[7 0 R 12 0 R]>>",
                12: b"<</FT/Tx/T(b)/Rect[0 0 0 0]/V%s>>" % (RANGE % b""),
            },
            {"field b"},
        ),
        # One of the page's that no form listed, or that no page showed.
        (
            form(fields=b"7 0 R 11 0 R", others=(BARE.replace(b"summa", b"b"),)),
            {3: PAGE % b"/Annots[7 0 R 9 0 R 11 0 R]"},
            {ANNOTATION},
        ),
        # One that waits, and one that waited says more than others, the same afterwards.
        (form(field=WAITS % 1), {}, set()),
        (form(field=WAITS % 1), {7: HALF % 1}, set()),
        (form(field=WAITS % 1), {7: HALF % 2}, {"field b"}),
    ],
)
def test_what_is_said(base: bytes, objects: dict[int, bytes], told: set[str]) -> None:
    assert {item.what for item in compared(base, updated(base, objects))} == told


def test_a_field_that_stands_in_two_places() -> None:
    """A row leads back to what was signed, where only the library sees the same."""
    old = form(
        others=(stream(b"\n7 0 obj\n%s\nendobj\n" % TEXT.replace(b"/V(10)", b"/V(10)/V(9)")),)
    )
    row = b"%010d 00000 n\r\n" % (old.rindex(b"\n7 0 obj\n") + 1)
    new = updated(old, {}).replace(b"xref\n0 0\ntrailer", b"xref\n7 1\n%strailer" % row)
    assert re.search(rb"xref\n7 1\n", new)
    assert compared(old, new) == {Change(said(Flaw.FIELD, "summa"))}


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        (ALONE, ALONE, True),
        (ALONE, b"(9)", False),
        (b"(1)", b"(9)", False),
        (stream(b"1", FORM), stream(b"9", FORM), False),
    ],
)
def test_filling_is_no_cloak_for_more(old: bytes, new: bytes, *, allowed: bool) -> None:
    field = b"<</FT/Tx/T(a)%s/Kids[11 0 R]>>"
    for before, after in ((b"", b"/V(9)"), (b"/V(1)", b"/V(9)")):
        base = form(field=field % before, others=(old,))
        (only,) = compared(base, updated(base, {7: field % after, 11: new}), 2)
        assert (only.what, only.allowed) == ("field a", allowed)


def test_what_leads_to_a_field_from_elsewhere() -> None:
    """It may be filled, and nothing else is another for that."""
    base = make(
        page=b"/Annots[7 0 R]",
        catalog=b"/AcroForm 6 0 R/OpenAction<</S/ResetForm/Fields[7 0 R]>>",
        objects=(b"<</Fields[7 0 R]>>", TEXT, LOOK),
    )
    assert compared(base, updated(base, FIELD), 2) == {
        Change(said(Flaw.FIELD, "summa"), allowed=True)
    }


FONTS = b"<</Fields[7 0 R]/DR<</Font<<%s>>>>>>"
PLAIN = b"/A<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s>>"
BUTTON = b"<</FT/Btn/Ff 65536/T(b)/Subtype/Widget/Rect[9 9 99 99]/AS/On/AP<</N %b>>>>"
ITSELF = b"/Resources<</XObject<</X 11 0 R>>>>"


@pytest.mark.parametrize(
    ("base", "new", "same"),
    [
        # One less, one that gains something, and one that leads to something else.
        (form(FONTS[16:-2] % b"/A 5 0 R/B 5 0 R"), FONTS % b"/B 5 0 R", False),
        (form(FONTS[16:-2] % (PLAIN % b"")), FONTS % (PLAIN % b"/Encoding/X"), False),
        (form(FONTS[16:-2] % (PLAIN % b"")), FONTS % (PLAIN % b"" + b"/B 5 0 R"), True),
        # What draws for itself, what is not drawn with it, and what is nothing.
        (
            form(field=SIGNED.replace(b"<<", b"<</Subtype/Widget", 1) % b"b"),
            FONTS % b"/A 5 0 R",
            True,
        ),
        (
            form(fields=b"", field=b"<</Subtype/Link>>"),
            FONTS[:10] + FONTS[15:] % b"/A 5 0 R",
            True,
        ),
        (form(field=b"(no annotation)"), FONTS % b"/A 5 0 R", True),
        # What MuPDF writes on a button by itself.
        (form(field=BUTTON % b"8 0 R"), FONTS % b"/A 5 0 R", True),
        (form(field=BUTTON % b"<</On 8 0 R>>"), FONTS % b"/A 5 0 R", False),
        # More than is looked for.
        (form(), FONTS % b"".join(b"/A%d 5 0 R" % at for at in range(65)), False),
        (form(), FONTS % b"".join(b"/A%d 5 0 R" % at for at in range(64)), True),
        (form(look=b"#" * 10_001), FONTS % b"/A 5 0 R", False),
        (form(look=b"#" * 10_000), FONTS % b"/A 5 0 R", True),
        # A drawing in itself.
        (
            form(look=b"/X Do", own=ITSELF, others=(stream(b"/X Do", FORM + ITSELF),)),
            FONTS % b"/A 5 0 R",
            True,
        ),
        (
            form(look=b"/X Do", own=ITSELF, others=(b"(no drawing)",)),
            FONTS % b"/A 5 0 R",
            True,
        ),
    ],
)
def test_what_a_form_lends(base: bytes, new: bytes, *, same: bool) -> None:
    found = {str(item.what) for item in compared(base, updated(base, {6: new}))}
    assert found == (set() if same else {"form /DR"})


def test_a_font_that_is_another() -> None:
    base = form(FONTS[16:-2] % b"/A 11 0 R", others=(b"<</DescendantFonts[12 0 R]>>", b"<<>>"))
    assert compared(base, updated(base, {12: b"<</W[0[999]]>>"})) == {
        Change(said(Flaw.FORM_ENTRY, "/DR"))
    }


def test_what_waited_shows_something_once_it_is_signed() -> None:
    waits = b"<</FT/Sig/T(b)/Subtype/Widget/Rect[9 9 99 99]%s>>"
    base = form(field=waits % b"")
    new = updated(base, {7: waits % (b"/V" + RANGE % b"")})
    assert [(item.field, item.pages) for item in shown_later(opened(base), opened(new))] == [
        ("b", (1,))
    ]
    assert shown_later(opened(new), opened(new)) == ()


def test_a_window_for_a_note_has_no_parent_of_its_own() -> None:
    """What it calls its parent is the note, which a certification may let people change."""
    base = form(fields=b"", field=b"<</Subtype/Popup/Rect[9 9 99 99]/Parent 9 0 R>>")
    (only,) = compared(base, updated(base, ANNOTATED), 3)
    assert (only.what, only.allowed) == (ANNOTATION, True)


# --- what many of them cost ---------------------------------------------------------------------


def test_a_name_without_end(makers: Makers) -> None:
    """Each of its beginnings was kept, and is a name to nobody."""
    for dots, found in ((20_000, "oversized"), (2000, "")):
        pdf = make(
            catalog=b"/AcroForm<</Fields[6 0 R]>>", objects=(b"<</FT/Tx/T(%s)>>" % (b"." * dots),)
        )
        signed = makers.sign_pdf(makers.sign_pdf(pdf), by="second", field_name="Imzo2")
        tracemalloc.start()
        report = judge(makers, signed)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (report.verdict is VALID, details(report)) == (not found, found)
        assert most < 60 << 20


def test_kids_are_gone_through_once() -> None:
    fields_of = b"".join(b"%d 0 R " % number for number in range(7, 807))
    node = b"<</T(a)/Kids[%s%s]>>" % (fields_of, b"null " * 8000)
    below = [b"<</FT/Tx/T(%d)/Parent 6 0 R>>" % number for number in range(800)]
    for top, objects in (
        (b"6 0 R", (node, *below)),
        (node, (b"null", *below)),
    ):
        pdf = make(catalog=b"/AcroForm<</Fields[%s]>>" % top, objects=objects)
        found = fields(opened(pdf))
        begun = thread_time()
        assert len(found) == 800
        assert _of_signatures(found) == frozenset()
        assert thread_time() - begun < 0.5


def test_annotations_are_gone_through_once() -> None:
    base = make(page=b"/Annots[%s]" % (b"6 0 R " * 5000), objects=(b"null",))
    listed = b"".join(b"%d 0 R " % number for number in range(20, 520))
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % listed
    signed = {n: b"<</FT/Sig/T(%d)/V<<>>/Rect[0 0 9 9]>>" % n for n in range(20, 520)}
    new = opened(updated(base, {1: catalog, **signed}))
    begun = thread_time()
    assert len(shown_later(opened(base), new)) == 500
    assert thread_time() - begun < 1.5


def test_what_only_looks_signed_counts(makers: Makers) -> None:
    listed = b"".join(b"%d 0 R " % number for number in range(6, 72))
    looks = [b"<</FT/Sig/T(%d)/V<<>>>>" % number for number in range(66)]
    pdf = make(catalog=b"/AcroForm<</Fields[%s]>>" % listed, objects=looks)
    assert codes(judge(makers, makers.sign_pdf(pdf))) == {"NOT_EXAMINED"}
