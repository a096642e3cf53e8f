"""Updates by a signer with another program: every object, and every entry of the signature."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest
from pypdf.generic import IndirectObject

from signing.cms import sign_digest
from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf import verify_any_pdf
from signing.memory_key import MemorySigner
from signing.pdf import painted
from signing.pdf import update as writing
from signing.pdf.pades import sign_pdf
from signing.pdf.painted import Unsure
from signing.pdf.place import last_sheet
from signing.pdf.reading import open_pdf
from signing.pdf.update import SignatureFields
from signing.report import Verdict
from signing.trust import TrustAnchors
from tests.signing.hostile_pdfs import make
from tests.signing.panels import check
from tests.signing.pki import HOKIM, NOW, Authority2

Objects = dict[int, bytes]
FROZEN = make(page=b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 1 1]>>]")
FIELD = 7
"""Its signature is 6, the page 3, the catalog 1."""
ROOM = b" " * 20


@pytest.fixture(scope="module")
def signer() -> MemorySigner:
    return Authority2().signer(HOKIM)


def signed(
    signer: MemorySigner,
    trick: Callable[[Objects], Objects] = lambda objects: objects,
    edit: Callable[[bytes], bytes] = lambda data: data,
) -> bytes:
    """Sign an update of other objects; ``edit`` changes its bytes before, and not their number."""
    reader = open_pdf(FROZEN)
    objects = trick(writing._objects(reader, None, None))
    written = writing._write(FROZEN, reader, objects, SignatureFields(HOKIM[0], NOW), 4000)
    data = edit(written.data)
    assert len(data) == len(written.data)
    prepared = writing.PreparedPdf(FROZEN + data, written.hole_start, written.hole_end)
    digest = hashlib.sha256(prepared.first)
    digest.update(prepared.second)
    return prepared.fill(sign_digest(signer, digest.digest(), signing_time=None))


def other(number: int, old: bytes, new: bytes) -> Callable[[Objects], Objects]:
    def trick(objects: Objects) -> Objects:
        assert old in objects[number]
        return {**objects, number: objects[number].replace(old, new, 1)}

    return trick


def without(number: int) -> Callable[[Objects], Objects]:
    return lambda objects: {key: body for key, body in objects.items() if key != number}


def renumbered(objects: Objects) -> Objects:
    """The field has another number than the one behind its signature's."""
    moved = {FIELD + 1: objects[FIELD]}
    rest = {key: body for key, body in objects.items() if key != FIELD}
    return {key: body.replace(b"7 0 R", b"8 0 R") for key, body in rest.items()} | moved


TRICKS: dict[str, tuple[Callable[[Objects], Objects], str]] = {
    "the catalog stays": (without(1), "puts another catalog in place"),
    "the catalog gains more": (other(1, b"/Pages", b"/Lang(uz)/Pages"), "the catalog"),
    "the form says more": (
        other(1, b"/SigFlags 3", b"/SigFlags 3/NeedAppearances true"),
        "a form with more than a signature",
    ),
    "two fields": (other(1, b"[ 7 0 R ]", b"[ 7 0 R 7 0 R ]"), "a form with more"),
    "a field that is none": (other(1, b"[ 7 0 R ]", b"[ null ]"), "annotations of a page"),
    "no page": (without(3), "changes objects of the text"),
    "another object too": (
        lambda objects: {**objects, 5: b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"},
        "changes objects of the text",
    ),
    "another object instead": (
        lambda objects: {**without(3)(objects), 5: objects[3]},
        "changes object 5 of the text",
    ),
    "a turned page": (other(3, b"/Parent", b"/Rotate 90/Parent"), "changes the page"),
    "no annotation": (other(3, b"7 0 R", b""), "annotations of a page"),
    "the annotation before the others": (
        lambda objects: {
            **objects,
            3: objects[3].replace(b"/Annots [", b"/Annots [ 7 0 R").replace(b"7 0 R ]", b"]"),
        },
        "annotations of a page",
    ),
    "two annotations": (other(3, b"7 0 R", b"7 0 R 7 0 R"), "annotations of a page"),
    "other numbers": (renumbered, "another order"),
    "one object more": (lambda objects: {**objects, 8: b"<<>>"}, "no part of the signature"),
    "a field of another kind": (other(FIELD, b"/FT/Sig", b"/FT/Btn"), "not a plain signature"),
    "a field that is seen": (other(FIELD, b"[0 0 0 0]", b"[0 0 9 9]"), "not a plain signature"),
}


def test_the_right_one_is_right(signer: MemorySigner) -> None:
    check(signed(signer), FROZEN)


@pytest.mark.parametrize("name", TRICKS)
def test_no_object_is_another(signer: MemorySigner, name: str) -> None:
    trick, why = TRICKS[name]
    with pytest.raises(MalformedDocument, match=why):
        check(signed(signer, trick), FROZEN)


def test_whoever_uses_our_words_keeps_our_rules(signer: MemorySigner) -> None:
    """By those for strangers it would do: the whole file is signed."""
    for trick, verdict in (("one object more", Verdict.INVALID), ("", Verdict.INDETERMINATE)):
        pdf = signed(signer, *TRICKS[trick][:1]) if trick else signed(signer)
        report = verify_any_pdf(pdf, TrustAnchors(()), at=NOW)
        assert report.verdict is verdict


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        assert data.count(old) == 1, old
        return data.replace(old, new)

    return edit


EDITS: dict[str, tuple[bytes, bytes, str]] = {
    "a name more": (ROOM + b"/Contents", b"/Reason(x)".ljust(20) + b"/Contents", "more than it"),
    "no time": (b"/M(D:", b"/X(D:", "more than it may"),
    "another kind": (b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached", "not PAdES"),
    "the contents of another": (b"/Contents<", b"/Contentx<", "more than it may"),
}


@pytest.mark.parametrize("name", EDITS)
def test_the_signature_says_what_it_must_and_no_more(signer: MemorySigner, name: str) -> None:
    old, new, why = EDITS[name]
    with pytest.raises(MalformedDocument, match=why):
        check(signed(signer, edit=swapped(old, new.ljust(len(old)))), FROZEN)


def test_a_byte_range_that_another_reader_does_not_see(signer: MemorySigner) -> None:
    """A name may be written in two ways (ISO 32000-1, 7.3.5), and then an entry comes twice."""
    more = b"/ByteRang#65[0 1 2 3]"
    edit = swapped(b" " * len(more) + b"/Contents", more + b"/Contents")
    with pytest.raises(MalformedDocument, match="not a well-formed PDF"):
        check(signed(signer, edit=edit), FROZEN)


def rewritten(change: Callable[[bytes, bytes], bytes]) -> Callable[[bytes], bytes]:
    """Change what stands from the time to the hole: the name, the byte range and its room."""

    def edit(data: bytes) -> bytes:
        begin, end = data.index(b"/M(D:"), data.index(b"/Contents<") + len(b"/Contents")
        said = data[begin:end]
        (name,), (numbers,) = (re.findall(i, said) for i in (rb"/Name<.*?>", rb"\[0 [0-9 ]+\]"))
        new = change(name, numbers)
        head, _, last = new.partition(b"|")
        return data[:begin] + head + last.rjust(len(said) - len(head)) + data[end:]

    return edit


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda name, at: b"/M(D:x)" + name + b"/ByteRange " + at + b"|/Contents", ""),
        (
            lambda name, at: (
                b"/M(/ByteRange " + at + b")" + name + b"/#42yteRange[0 1 2 3]|/Contents"
            ),
            "does not cover the whole file",
        ),
        (
            lambda _, at: b"/M(D:x)/ByteRange " + at + b"/Contents<3000>|/Name",
            "byte range leaves out something else",
        ),
        (
            lambda name, _: b"/M(D:x)" + name + b"/ByteRange [0 1 2 3]|/Contents",
            "does not cover the whole file",
        ),
    ],
)
def test_the_byte_range_and_the_hole_are_the_signatures(
    signer: MemorySigner, change: Callable[[bytes, bytes], bytes], why: str
) -> None:
    """The words stand there, in a text; what counts is what the dictionary says."""
    whole = signed(signer, edit=rewritten(change))
    if not why:
        check(whole, FROZEN)
        return
    with pytest.raises(MalformedDocument, match=why):
        check(whole, FROZEN)


def test_what_is_in_the_hole_is_a_cms() -> None:
    reader = open_pdf(FROZEN)
    objects = writing._objects(reader, None, None)
    written = writing._write(FROZEN, reader, objects, SignatureFields(HOKIM[0], NOW), 400)
    prepared = writing.PreparedPdf(FROZEN + written.data, written.hole_start, written.hole_end)
    for contents, why in (
        (b"", "the PDF signature is not a CMS"),
        (b"\x31\x82\0\2ab", "the PDF signature is not a CMS"),
        (b"\x30\x81\2ab", "the PDF signature is not a CMS"),
        (b"\x30\x82\0\2abc", "holds something else"),
        (b"\x30\x82\2\0ab", "holds something else"),
    ):
        with pytest.raises(MalformedDocument, match=why):
            check(prepared.fill(contents), FROZEN)


def test_the_hole_is_of_digits_alone(signer: MemorySigner) -> None:
    """White space among them is read by most, and counted by some."""
    pdf = signed(signer)
    end = pdf.index(b"00>", pdf.index(b"/Contents<"))
    check(pdf, FROZEN)
    with pytest.raises(MalformedDocument, match="does not cover the whole file"):
        check(pdf[:end] + b"  >" + pdf[end + 3 :], FROZEN)


def test_room_for_no_signature() -> None:
    reader = open_pdf(FROZEN)
    objects = writing._objects(reader, None, None)
    written = writing._write(FROZEN, reader, objects, SignatureFields(HOKIM[0], NOW), 10)
    # In its own words, and in those of another program.
    for data in (written.data, written.data.replace(b"/M(D:", b"/M(d:")):
        with pytest.raises(MalformedDocument, match="the PDF signature is not a CMS"):
            check(FROZEN + data, FROZEN)


# --- texts that no signature is put behind -----------------------------------------------------


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (b"/Rotate 45", "a page of no shape"),
        (b"/CropBox[0 0 0 9]", "a page of no shape"),
        (b"/CropBox[0 0 9 0]", "a page of no shape"),
        (b"/UserUnit 2", "units of its own"),
        (b"/Rotate 90000000", "an array of other numbers"),
    ],
)
def test_a_page_on_which_nobody_knows_what_is_where(page: bytes, why: str) -> None:
    with pytest.raises(Unsure, match=why):
        last_sheet(open_pdf(make(page=page)))


def test_a_drawing_that_is_too_large_to_be_followed() -> None:
    assert painted.painted(b" " * painted._MAX_CONTENT, {}).boxes == ()
    with pytest.raises(Unsure, match="a large drawing"):
        painted.painted(b" " * (painted._MAX_CONTENT + 1), {})
    for found, count in (([1, 2], 1), ([1], 2), ([1e30], 1)):
        with pytest.raises(Unsure, match="an array of other numbers"):
            painted.numbers(found, count)


def test_what_must_be_an_object_of_its_own() -> None:
    reader = open_pdf(make(trailer=b"/ID(x)"))
    with pytest.raises(MalformedDocument, match="the PDF's trailer"):
        writing._trailer(reader, 9, 9)
    for value in (5, IndirectObject(1, 1, reader), IndirectObject(4, 0, reader).get_object()):
        with pytest.raises(MalformedDocument, match="is not an object of its own"):
            writing._dictionary(value, Flaw.PART_PAGE_TREE)
    listed = open_pdf(make(objects=(b"[1]",)))
    with pytest.raises(MalformedDocument, match="is not a dictionary"):
        writing._dictionary(IndirectObject(6, 0, listed), Flaw.PART_PAGE_TREE)
    nobodys = open_pdf(make(objects=(b"<</Kids 5 0 R>>",)))
    with pytest.raises(MalformedDocument, match="the page tree"):
        writing._one_more_page(IndirectObject(6, 0, nobodys), nobodys, 9)


def test_what_is_no_update(signer: MemorySigner) -> None:
    whole = signed(signer)
    for wrong, why in (
        (FROZEN, "no signature"),
        (whole + whole[len(FROZEN) :], "more than one update"),
        (FROZEN + b"\n%%EOF\n", "byte range"),
    ):
        with pytest.raises(MalformedDocument, match=why):
            check(wrong, FROZEN)


def test_a_document_whose_trailer_counts_too_few_is_signed_with_all_of_them() -> None:
    """As pdfunite writes it; every reader goes by the rows of its one table."""
    authority = Authority2("A")
    few = make().replace(b"/Size 6", b"/Size 3")
    signed = sign_pdf(few, authority.signer(HOKIM), NOW)
    assert b"/Size 8" in signed[len(few) :]
    anchors = TrustAnchors((authority.root.certificate,), (), authority.crls(NOW))
    assert verify_any_pdf(signed, anchors, at=NOW).verdict is Verdict.VALID
