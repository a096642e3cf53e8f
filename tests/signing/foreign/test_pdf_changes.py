"""What somebody does to a PDF of another maker after it was signed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import MDPPerm

from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import (
    INVALID,
    NAME,
    OPEN,
    RECT,
    VALID,
    annotation,
    array,
    codes,
    details,
    dictionary,
    judge,
    number,
    page_of,
)
from tests.signing.hostile_pdfs import make, stream, written


@pytest.fixture(scope="module")
def form_pdf() -> bytes:
    """A page with a text field, its look beside it."""
    look = stream(b"BT /F1 12 Tf (10) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 90 20]")
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(summa)/V(10)/Rect[72 600 162 620]/P 3 0 R"
        b"/AP<</N 6 0 R>>>>"
    )
    return make(
        page=b"/Annots[7 0 R]", catalog=b"/AcroForm<</Fields[7 0 R]>>", objects=(look, field)
    )


def empty_field(writer: Any) -> None:
    """A widget with a look over the text, and no signature in it."""
    page = page_of(writer)
    field = dictionary(
        Type=NAME("/Annot"),
        Subtype=NAME("/Widget"),
        FT=NAME("/Sig"),
        T=generic.pdf_string("boshqa"),
        Rect=RECT,
    )
    reference = writer.add_object(field)
    page["/Annots"].append(reference)
    writer.root["/AcroForm"]["/Fields"].append(reference)
    for item in (page, writer.root["/AcroForm"]["/Fields"], writer.root):
        writer.update_container(item)


def other_content(writer: Any) -> None:
    page = page_of(writer)
    page[NAME("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def same_object_other_content(writer: Any) -> None:
    writer.mark_update(page_of(writer).raw_get("/Contents"))
    page_of(writer)["/Contents"]._data = b"BT /F1 14 Tf 72 700 Td (BOSHQA) Tj ET"
    page_of(writer)["/Contents"]._encoded_data = None


def other_font(writer: Any) -> None:
    font = page_of(writer)["/Resources"]["/Font"]["/F1"]
    font[NAME("/BaseFont")] = NAME("/Symbol")
    writer.update_container(font)


def other_pages(writer: Any) -> None:
    """Hide and replace: another tree of pages behind the same catalog."""
    page = dictionary(**{key[1:]: item for key, item in page_of(writer).items()})
    reference = writer.add_object(page)
    kids = writer.root["/Pages"]["/Kids"]
    kids[0] = reference
    writer.update_container(kids)
    writer.update_container(writer.root["/Pages"])


def smaller_page(writer: Any) -> None:
    page = page_of(writer)
    page[NAME("/CropBox")] = array(*map(number, (0, 0, 100, 100)))
    writer.update_container(page)


def script(writer: Any) -> None:
    action = dictionary(S=NAME("/JavaScript"), JS=generic.pdf_string("app.alert(1)"))
    writer.root[NAME("/OpenAction")] = writer.add_object(action)
    writer.update_root()


def layers(writer: Any) -> None:
    writer.root[NAME("/OCProperties")] = dictionary(OCGs=array(), D=dictionary())
    writer.update_root()


def other_look_of_the_signature(writer: Any) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[NAME("/Rect")] = RECT
    writer.update_container(field)


def signature_taken_away(writer: Any) -> None:
    form = writer.root["/AcroForm"]
    form[NAME("/Fields")] = array()
    writer.update_container(form)
    writer.update_root()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (annotation, "annotation 1"),
        (empty_field, "field boshqa"),
        (other_content, "page 1"),
        (same_object_other_content, "page 1"),
        (other_font, "page 1"),
        (other_pages, "pages"),
        (smaller_page, "page 1"),
        (script, "catalog /OpenAction"),
        (layers, "catalog /OCProperties"),
        (other_look_of_the_signature, "field Imzo1"),
    ],
)
def test_changes_after_signing_are_named(
    makers: Makers, signed: bytes, change: Callable[[Any], None], named: str
) -> None:
    report = judge(makers, Makers.edit(signed, change))
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
    assert named in details(report)
    # The signature itself is right over what it covers, and that is told too.
    assert report.signatures[0].intact


def test_a_signature_that_is_taken_out_of_sight(makers: Makers, signed: bytes) -> None:
    report = judge(makers, Makers.edit(signed, signature_taken_away))
    assert report.verdict is INVALID


def test_a_field_is_filled_after_signing(makers: Makers, form_pdf: bytes) -> None:
    def fill(writer: Any) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        field[NAME("/V")] = generic.pdf_string("10000")
        writer.update_container(field)

    def paint(writer: Any) -> None:
        """The value stays, what is seen of it does not (shadow: replace)."""
        field = writer.root["/AcroForm"]["/Fields"][0]
        writer.mark_update(field["/AP"].raw_get("/N"))
        field["/AP"]["/N"]._data = b"BT /F1 12 Tf (10000) Tj ET"
        field["/AP"]["/N"]._encoded_data = None

    plain = makers.sign_pdf(form_pdf)
    assert judge(makers, plain).verdict is VALID
    allowed = makers.sign_pdf(form_pdf, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    closed = makers.sign_pdf(form_pdf, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    for pdf, change, verdict, code in (
        (plain, fill, INVALID, "CHANGED_AFTER_SIGNING"),
        (plain, paint, INVALID, "CHANGED_AFTER_SIGNING"),
        (closed, fill, INVALID, "CHANGED_AFTER_SIGNING"),
        (allowed, paint, OPEN, "ADDED_AS_ALLOWED"),
    ):
        report = judge(makers, Makers.edit(pdf, change))
        assert (report.verdict, codes(report)) == (verdict, {code})
        assert "field summa" in details(report)


def test_annotations_where_they_are_allowed_are_told(makers: Makers) -> None:
    certified = makers.sign_pdf(certify=True, docmdp_permissions=MDPPerm.ANNOTATE)
    report = judge(makers, Makers.edit(certified, annotation))
    assert (report.verdict, codes(report)) == (OPEN, {"ADDED_AS_ALLOWED"})


def test_a_text_that_waits_for_an_object(makers: Makers) -> None:
    """Shadow, hide: the page refers to what only a later update brings."""
    waiting = written(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R 40 0 R]>>",
            stream(b"q Q"),
        ]
    )
    pdf = makers.sign_pdf(waiting)
    assert judge(makers, pdf).verdict is VALID
    size = len(pdf)
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    body = b"40 0 obj\n" + stream(b"BT /F1 9 Tf (BOSHQA) Tj ET") + b"\nendobj\n"
    table = size + len(body)
    update = (
        body
        + b"xref\n40 1\n%010d 00000 n\r\n" % size
        + b"trailer\n<</Size 41/Root %s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (root, start, table)
    )
    report = judge(makers, pdf + update)
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
    assert details(report) == "Imzo1: unsound"


def test_an_object_that_only_repairing_readers_find(makers: Makers, signed: bytes) -> None:
    """Incremental saving: another page behind the signature, and a table that does not name it."""
    start = int(re.findall(rb"startxref\s+(\d+)", signed)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", signed)[-1]
    for body in (b"", b"5 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n"):
        end = b"trailer\n<</Size %s/Root %s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        table = len(signed) + len(body)
        end %= (re.findall(rb"/Size (\d+)", signed)[-1], root, start, table)
        report = judge(makers, signed + body + b"xref\n0 0\n" + end)
        assert report.verdict is (INVALID if body else VALID), report.reasons
        assert details(report) == ("Imzo1: unsound" if body else "")


def test_a_strangers_signature_over_the_text(
    makers: Makers, signed: bytes, tmp_path: Path
) -> None:
    """Sneaky: somebody nobody trusts signs later, with a picture over what was signed."""
    stranger = Makers(tmp_path, makers.now)
    box = (0, 0, 595, 842)
    visible = stranger.sign_pdf(signed, field_name="Ustidan", box=box)
    report = judge(makers, visible)
    first = report.signatures[0]
    assert (first.verdict, first.intact) == (OPEN, True)
    assert [item.detail for item in first.reasons] == ["field Ustidan"]
    # The same without a picture is nothing to the first.
    unseen = judge(makers, stranger.sign_pdf(signed, field_name="Ustidan"))
    assert (unseen.signatures[0].verdict, unseen.signatures[0].warnings) == (VALID, ())


def test_what_a_trusted_signature_shows_is_told(makers: Makers, signed: bytes) -> None:
    """It is no change; but whoever signed before did not see it."""
    page = (0, 0, 595, 842)
    for boxes, verdict in (
        ([(50, 50, 250, 130)], VALID),
        ([page], OPEN),
        ([(-595, 400, 595, 700)], OPEN),
        # Many that are small cover as much as one that is large.
        ([(0, at, 595, at + 150) for at in (0, 150, 300)], OPEN),
        ([(0, at, 595, at + 150) for at in (0, 150)], VALID),
    ):
        pdf = signed
        for index, box in enumerate(boxes, 2):
            pdf = makers.sign_pdf(pdf, by="second", field_name=f"Imzo{index}", box=box)
        report = judge(makers, pdf)
        assert (report.verdict, report.signatures[-1].verdict) == (verdict, VALID), details(report)
        for index, item in enumerate(report.signatures, 2):
            assert [(one.code, one.detail) for one in item.warnings] == [
                ("SHOWN_LATER", f"field Imzo{later}: page 1")
                for later in range(index, len(boxes) + 2)
            ]
        if verdict is OPEN:
            assert codes(report) == {"CHANGED_AFTER_SIGNING"}


def test_a_time_stamp_shows_nothing(makers: Makers, signed: bytes) -> None:
    """Its server never sees the document, so it vouches for nothing that its field shows."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    closed = makers.sign_pdf(certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    for pdf in (signed, closed):
        for box, verdict in ((None, VALID), ((50, 50, 90, 90), INVALID)):
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            fields.append_signature_field(writer, fields.SigFieldSpec("Vaqt", box=box))
            stamper = signers.PdfTimeStamper(makers.stamper, field_name="Vaqt")
            report = judge(makers, stamper.timestamp_pdf(writer, "sha256").getvalue())
            assert report.verdict is verdict
            assert report.signatures[-1].intact
            if verdict is INVALID:
                assert "field Vaqt" in details(report)


def test_fields_of_one_name(makers: Makers) -> None:
    """Makers of forms give a name twice; only what came later must not."""
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(summa)/V(10)/Rect[72 600 162 620]/P 3 0 R>>"
    form = make(
        page=b"/Annots[6 0 R 7 0 R]",
        catalog=b"/AcroForm<</Fields[6 0 R 7 0 R]>>",
        objects=(field, field),
    )
    both = makers.sign_pdf(makers.sign_pdf(form), by="second", field_name="Imzo2")
    report = judge(makers, both)
    assert (report.verdict, report.reasons) == (VALID, ())


@pytest.mark.parametrize("more", ["/AA", "/A", "/OC"])
def test_a_later_signature_does_nothing_else(makers: Makers, signed: bytes, more: str) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields

    writer: Any = IncrementalPdfFileWriter(io.BytesIO(signed))
    fields.append_signature_field(writer, fields.SigFieldSpec("Imzo2"))
    writer.root["/AcroForm"]["/Fields"][1][NAME(more)] = dictionary(S=NAME("/JavaScript"))
    out = io.BytesIO()
    writer.write(out)
    report = judge(makers, makers.sign_pdf(out.getvalue(), by="second", field_name="Imzo2"))
    assert report.verdict is INVALID
    assert "field Imzo2" in details(report)
