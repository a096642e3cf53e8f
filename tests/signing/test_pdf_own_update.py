"""Updates by a signer with another program: every object, and every entry of the signature."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from signing.cms import sign_digest
from signing.errors import MalformedDocument
from signing.memory_key import MemorySigner
from signing.pdf import update as writing
from signing.pdf.reading import open_pdf
from signing.pdf.update import SignatureFields
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
    "the catalog stays": (without(1), "another catalog|lacks a part"),
    "the catalog gains more": (other(1, b"/Pages", b"/Lang(uz)/Pages"), "the catalog"),
    "the form says more": (
        other(1, b"/SigFlags 3", b"/SigFlags 3/NeedAppearances true"),
        "a form with more than a signature",
    ),
    "two fields": (other(1, b"[ 7 0 R ]", b"[ 7 0 R 7 0 R ]"), "a form with more"),
    "a field that is none": (other(1, b"[ 7 0 R ]", b"[ null ]"), "."),
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


def test_what_is_no_update(signer: MemorySigner) -> None:
    whole = signed(signer)
    for wrong, why in (
        (FROZEN, "no signature"),
        (whole + whole[len(FROZEN) :], "more than one update"),
        (FROZEN + b"\n%%EOF\n", "byte range"),
    ):
        with pytest.raises(MalformedDocument, match=why):
            check(wrong, FROZEN)
