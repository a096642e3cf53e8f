"""PDFs of other makers: several signatures and revisions, levels, certification, and attacks."""

from __future__ import annotations

import os
import re
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from signing.foreign.patience import Patience
from signing.foreign.pdf import verify_any_pdf
from signing.foreign.pdf_signatures import PdfSignature
from signing.pdf.pades import sign_pdf
from signing.report import Kind, Report, Verdict
from signing.trust import TrustAnchors
from tests.signing.foreign.makers import Makers
from tests.signing.hostile_pdfs import make, stream, written
from tests.signing.pki import HOKIM, NOW, Authority2

VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE
NAME = generic.NameObject


def judge(makers: Makers, pdf: bytes, anchors: TrustAnchors | None = None) -> Report:
    return verify_any_pdf(pdf, anchors or makers.anchors)


def codes(report: Report) -> set[str]:
    return {item.code for item in report.reasons}


def details(report: Report) -> str:
    return "; ".join(item.detail for item in report.reasons)


def page_of(writer: Any) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def array(*items: Any) -> Any:
    return generic.ArrayObject(items)


def dictionary(**items: Any) -> Any:
    found: Any = generic.DictionaryObject
    return found({NAME(f"/{key}"): item for key, item in items.items()})


def number(value: int) -> Any:
    found: Any = generic.NumberObject
    return found(value)


RECT = array(*map(number, (50, 50, 300, 300)))


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


@pytest.fixture(scope="module")
def signed(makers: Makers) -> bytes:
    return makers.sign_pdf()


# --- what other makers make --------------------------------------------------------------------


def test_a_signature_and_another_behind_it(makers: Makers, signed: bytes) -> None:
    one = judge(makers, signed)
    assert (one.verdict, [item.level for item in one.signatures]) == (VALID, ["B-B"])
    both = judge(makers, makers.sign_pdf(signed, by="second", field_name="Imzo2"))
    assert (both.verdict, both.reasons) == (VALID, ())
    assert [item.scope for item in both.signatures] == ["Imzo1", "Imzo2"]
    assert all(item.intact and item.trusted for item in both.signatures)
    alone = judge(makers, signed, TrustAnchors(()))
    assert (alone.verdict, codes(alone)) == (OPEN, {"NO_CERTIFICATE_CHAIN_FOUND"})


def test_another_signature_behind_ours(makers: Makers) -> None:
    from tests.signing.pki import small_pdf

    begins = makers.people["first"].certificate.not_valid_before_utc
    ours = sign_pdf(small_pdf(), makers.authority.signer(HOKIM, begins=begins), makers.now)
    report = judge(makers, makers.sign_pdf(ours, by="second", field_name="Imzo2"))
    assert (report.verdict, len(report.signatures)) == (VALID, 2), report.reasons


def test_levels(makers: Makers) -> None:
    lists = makers.root_alone
    for_ever = makers.sign_pdf(stamp=True, use_pades_lta=True, **makers.kept())
    archived = judge(makers, for_ever, lists)
    assert (archived.verdict, archived.signatures[0].level) == (VALID, "B-LTA")
    assert archived.signatures[1].kind is Kind.ARCHIVE_TIME_STAMP
    # Its first revision is the signature with its time-stamp alone.
    first = for_ever[: [found.end() for found in re.finditer(rb"%%EOF\s*", for_ever)][1]]
    assert judge(makers, first).signatures[0].level == "B-T"
    kept = makers.sign_pdf(stamp=True, **makers.kept())
    assert [item.level for item in judge(makers, kept, lists).signatures] == ["B-LT"]
    # The store is outside the signature: without it the level falls.
    without = judge(makers, kept.replace(b"/DSS", b"/XXX"), lists)
    assert without.signatures[0].level == "B-T"


def test_older_kinds(makers: Makers) -> None:
    old = makers.sign_pdf(subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    report = judge(makers, old)
    assert report.signatures[0].intact
    unknown = old.replace(b"/adbe.pkcs7.detached", b"/adbe.x509.rsa_sha1 ")
    assert judge(makers, unknown).verdict is not VALID


def test_a_certification_says_what_may_follow(makers: Makers) -> None:
    certified = makers.sign_pdf(certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    later = makers.sign_pdf(certified, by="second", field_name="Imzo2")
    assert judge(makers, later).verdict is VALID
    # Where nothing may follow no honest program signs: the permission is written over afterwards.
    forbidden = later.replace(b"/P 2", b"/P 1")
    assert forbidden != later
    report = judge(makers, forbidden)
    assert report.verdict is INVALID
    assert "field Imzo2" in details(report)


def test_a_signature_may_lock_fields() -> None:
    item = PdfSignature("a", "", (1, 2), 3, b"", 2, ("/Include", frozenset({"summa"})), None)
    assert item.locks("summa")
    assert not item.locks("izoh")
    assert replace(item, locked=("/All", frozenset())).locks("izoh")
    assert replace(item, locked=("/Exclude", frozenset({"summa"}))).locks("izoh")
    assert not replace(item, locked=None).locks("summa")


# --- what somebody does to them ----------------------------------------------------------------


def annotation(writer: Any) -> None:
    page = page_of(writer)
    note = dictionary(
        Type=NAME("/Annot"), Subtype=NAME("/FreeText"), Rect=RECT, Contents=generic.pdf_string("x")
    )
    reference = writer.add_object(note)
    page.setdefault(NAME("/Annots"), array()).append(reference)
    writer.update_container(page)
    writer.update_container(page["/Annots"])


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
        + b"trailer\n<</Size 99/Root %s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (root, start, table)
    )
    report = judge(makers, pdf + update)
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
    assert "page 1" in details(report)


def test_an_object_that_only_repairing_readers_find(makers: Makers, signed: bytes) -> None:
    """Incremental saving: another page behind the signature, and a table that does not name it."""
    start = int(re.findall(rb"startxref\s+(\d+)", signed)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", signed)[-1]
    for body in (b"", b"5 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n"):
        end = b"trailer\n<</Size 99/Root %s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        table = len(signed) + len(body)
        report = judge(makers, signed + body + b"xref\n0 0\n" + end % (root, start, table))
        assert report.verdict is (INVALID if body else VALID), report.reasons
        assert ("unlisted 5" in details(report)) == bool(body)


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
    # The same without a picture is nothing to the first; with one of somebody trusted, neither.
    unseen = judge(makers, stranger.sign_pdf(signed, field_name="Ustidan"))
    assert unseen.signatures[0].verdict is VALID
    known = judge(makers, makers.sign_pdf(signed, field_name="Ustidan", box=box))
    assert known.verdict is VALID


@pytest.mark.parametrize(
    "field",
    [
        b"<</FT/Sig/T(a)/Kids[6 0 R 6 0 R]/V 7 0 R>>",
        b"<</T(a)/Kids[<</Kids[6 0 R]/T(b)>><</Kids[6 0 R]/T(c)>>]>>",
        b"<</FT/Sig/T(a)/V 6 0 R>>",
        b"<</FT/Sig/T(a)/V 7 0 R>>",
        b"[" * 5000 + b"]" * 5000,
    ],
    ids=["circle", "two ways", "itself", "empty value", "deep"],
)
def test_hostile_forms(makers: Makers, field: bytes) -> None:
    value = b"<</Type/Sig/ByteRange[0 9 9 9]/Contents<00>>>"
    begun = time.process_time()
    pdf = make(catalog=b"/AcroForm<</Fields[6 0 R]>>", objects=(field, value))
    report = judge(makers, pdf)
    assert report.verdict is INVALID
    assert not any(item.intact for item in report.signatures)
    assert time.process_time() - begun < 3


def test_an_empty_field_is_no_signature(makers: Makers) -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Imzo)/Rect[0 0 0 0]/P 3 0 R>>"
    empty = make(page=b"/Annots[6 0 R]", catalog=b"/AcroForm<</Fields[6 0 R]>>", objects=(field,))
    for pdf in (empty, make()):
        report = judge(makers, pdf)
        assert (report.verdict, codes(report)) == (OPEN, {"SIGNED_DATA_NOT_FOUND"})


def byte_range(pdf: bytes) -> tuple[int, int, int, int]:
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", pdf)
    assert found is not None
    return tuple(map(int, found.groups()))  # type: ignore[return-value]


def with_range(pdf: bytes, *numbers: int) -> bytes:
    found = re.search(rb"/ByteRange\s*\[[^\]]*\]", pdf)
    assert found is not None
    text = b"/ByteRange [%s]" % b" ".join(b"%d" % number for number in numbers)
    return pdf[: found.start()] + text.ljust(found.end() - found.start()) + pdf[found.end() :]


def no_range(pdf: bytes) -> bytes:
    found = re.search(rb"/ByteRange\s*\[[^\]]*\]", pdf)
    assert found is not None
    return pdf.replace(found[0], b"/ByteRange null".ljust(found.end() - found.start()))


def hole(pdf: bytes, text: bytes) -> bytes:
    _, first, second, _ = byte_range(pdf)
    return pdf[:first] + text.ljust(second - first) + pdf[second:]


def moved(pdf: bytes, *by: int) -> bytes:
    return with_range(
        pdf, *(number + more for number, more in zip(byte_range(pdf), by, strict=True))
    )


def repeated(pdf: bytes) -> bytes:
    _, _, second, rest = byte_range(pdf)
    return moved(pdf + pdf[second:], 0, 0, rest, 0)


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "no byte range": lambda pdf: pdf.replace(b"/ByteRange", b"/ByteRangX"),
    "null byte range": no_range,
    "null contents": lambda pdf: hole(pdf, b"null"),
    "short contents": lambda pdf: hole(pdf, b"<30820000>"),
    "no contents": lambda pdf: pdf.replace(b"/Contents <", b"/Contentx <"),
    "hole too wide": lambda pdf: moved(pdf, 0, -10, 0, 0),
    "second range moved": repeated,
    "begins later": lambda pdf: moved(pdf, 9, -9, 0, 0),
    "ends early": lambda pdf: moved(pdf, 0, 0, 0, -30),
    "ends beyond": lambda pdf: moved(pdf, 0, 0, 0, 30),
    "something behind": lambda pdf: pdf + b"\n99 0 obj\n<<>>\nendobj\n",
    "only an end behind": lambda pdf: (
        pdf + b"1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n0\n%%EOF\n"
    ),
    "text changed": lambda pdf: pdf.replace(b"QAROR", b"BEKOR", 1),
}


@pytest.mark.parametrize("kind", FORGED)
def test_forgeries(makers: Makers, signed: bytes, kind: str) -> None:
    """Universal forgery, wrapping and incremental saving (Mladenov and others, CCS 2019)."""
    report = judge(makers, FORGED[kind](signed))
    assert report.verdict is INVALID, report
    assert not any(item.intact and not item.reasons for item in report.signatures)


def test_a_hidden_change_of_ours_stays_broken() -> None:
    """What is in this program's own words is held to its own rules, whatever strangers may do."""
    from tests.signing.pki import small_pdf

    authority = Authority2()
    own = sign_pdf(small_pdf(), authority.signer(HOKIM), NOW)
    assert verify_any_pdf(own, authority.anchors(), at=NOW).verdict is VALID
    changed = Makers.edit(own, annotation)
    report = verify_any_pdf(changed, authority.anchors(), at=NOW)
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})


class Questions(Patience):
    """Over after some questions, whatever the clock says."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._left = count

    @property
    def is_over(self) -> bool:
        self._left -= 1
        return self._left < 0


def test_where_there_is_no_time_nothing_is_said(makers: Makers, signed: bytes) -> None:
    both = makers.sign_pdf(signed, by="second", field_name="Imzo2")
    assert verify_any_pdf(both, makers.anchors, patience=Questions(4)).verdict is VALID
    # One look at each revision and one before it is judged.
    report = verify_any_pdf(both, makers.anchors, patience=Questions(1))
    assert (report.verdict, codes(report)) == (OPEN, {"NOT_EXAMINED"})
    report = verify_any_pdf(both, makers.anchors, patience=Questions(3))
    told = {item.scope: (item.verdict, item.intact) for item in report.signatures}
    assert sorted(told.values()) == [(OPEN, False), (VALID, True)]
    assert report.verdict is OPEN
    assert verify_any_pdf(both, makers.anchors, patience=Patience(0)).verdict is OPEN


def scan(megabytes: int) -> bytes:
    """A document with a large picture."""
    picture = stream(
        os.urandom(1 << 20) * megabytes,
        b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
    )
    return make(catalog=b"/Picture 6 0 R", objects=(picture,))


def test_a_large_document_is_held_once(makers: Makers) -> None:
    pdf = makers.sign_pdf(makers.sign_pdf(scan(17)), by="second", field_name="Imzo2")
    tracemalloc.start()
    try:
        report = judge(makers, pdf)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (report.verdict, len(report.signatures)) == (VALID, 2), report.reasons
    # Beside the file itself one picture at a time.
    assert peak < 1.6 * len(pdf)


def test_what_is_too_large_to_be_read_is_not_called_broken(makers: Makers) -> None:
    pdf = makers.sign_pdf(makers.sign_pdf(scan(72)), by="second", field_name="Imzo2")
    report = judge(makers, pdf)
    assert (report.verdict, codes(report)) == (OPEN, {"NOT_EXAMINED"})
