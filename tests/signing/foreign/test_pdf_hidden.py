"""Shadow attacks: what is replaced after signing stands where a comparison might not look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec

from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import (
    INVALID,
    NAME,
    RECT,
    VALID,
    codes,
    details,
    judge,
    page_of,
)
from tests.signing.hostile_pdfs import make, stream

LOOK = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>"
SUM, OTHER = (b"BT /F1 12 Tf 72 500 Td (%s) Tj ET" % words for words in (b"100", b"100000"))
FORM = stream(SUM, LOOK)


def repaint(found: Any, key: str) -> Callable[[Any], None]:
    """Put other words into the stream that an entry of a dictionary leads to."""

    def change(writer: Any) -> None:
        place = found(writer)
        writer.mark_update(place.raw_get(key))
        place[key]._data = OTHER
        place[key]._encoded_data = None

    return change


def refused(makers: Makers, signed: bytes, change: Callable[[Any], None], named: str) -> None:
    assert judge(makers, signed).verdict is VALID
    report = judge(makers, Makers.edit(signed, change))
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
    assert details(report) == f"Imzo1: {named}"


def test_pictures_named_like_ways_up(makers: Makers) -> None:
    """Names of pictures are their author's, whatever the same words mean elsewhere."""
    names = ("P", "Parent", "Kids", "Popup", "IRT", "StructParent")
    pictures = b"".join(b"/%s %d 0 R" % (name.encode(), 6 + at) for at, name in enumerate(names))
    drawn = b"".join(b"/%s Do\n" % name.encode() for name in names)
    pdf = make(drawn, resources=b"/XObject<<%s>>" % pictures, objects=[FORM] * len(names))
    signed = makers.sign_pdf(pdf)
    both = makers.sign_pdf(signed, by="second", field_name="Imzo2")
    assert judge(makers, both).verdict is VALID
    for name in names:
        change = repaint(lambda writer: page_of(writer)["/Resources"]["/XObject"], f"/{name}")
        refused(makers, signed, change, "page 1")


def test_a_picture_in_an_entry_that_may_change(makers: Makers) -> None:
    """The page is its own list of pictures."""
    page, pictures = b"/PieceInfo 6 0 R", b"/XObject 3 0 R"
    pdf = make(b"/PieceInfo Do\n", page=page, resources=pictures, objects=(FORM,))
    refused(makers, makers.sign_pdf(pdf), repaint(page_of, "/PieceInfo"), "page 1")


# --- fields that wait for a signature ----------------------------------------------------------


def waiting(rectangle: bytes) -> bytes:
    """A field for the second signer, with a look."""
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Ikkinchi)/Rect[%s]/P 3 0 R/AP<</N 6 0 R>>>>"
        % rectangle
    )
    return make(
        page=b"/Annots[7 0 R]", catalog=b"/AcroForm<</Fields[7 0 R]>>", objects=(FORM, field)
    )


def first_field(writer: Any) -> Any:
    return writer.root["/AcroForm"]["/Fields"][0]


def larger(writer: Any) -> None:
    field = first_field(writer)
    field[NAME("/Rect")] = RECT
    writer.update_container(field)


@pytest.mark.parametrize("rectangle", [b"0 0 0 0", b"72 72 200 100"])
def test_an_empty_field_changes_nothing_until_it_is_signed(
    makers: Makers, rectangle: bytes
) -> None:
    pdf = makers.sign_pdf(waiting(rectangle))
    report = judge(makers, pdf)
    assert (report.verdict, report.reasons) == (VALID, ())
    later = judge(makers, makers.sign_pdf(pdf, by="second", field_name="Ikkinchi"))
    assert (later.verdict, len(later.signatures)) == (VALID, 2)
    for change in (larger, repaint(lambda writer: first_field(writer)["/AP"], "/N")):
        report = judge(makers, Makers.edit(pdf, change))
        assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
        assert details(report) == "Imzo1: field Ikkinchi"


def test_a_signature_that_locks_fields_may_be_followed(makers: Makers) -> None:
    """Its dictionary leads to the catalog (12.8.4), which every later signature changes."""
    lock = FieldMDPSpec(FieldMDPAction.INCLUDE, ["summa"])
    first = makers.sign_pdf(field={"field_mdp_spec": lock})
    assert b"/TransformMethod /FieldMDP" in first
    report = judge(makers, makers.sign_pdf(first, by="second", field_name="Imzo2"))
    assert (report.verdict, report.reasons) == (VALID, ())
