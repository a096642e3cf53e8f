"""A file that other programs open as another document than the one that is signed in it.

Certificates and unsigned attributes may be anything, and so may some members. Poppler, MuPDF and
PDFium take what they find behind ``%PDF-`` in the first kilobyte, and every program that unpacks
goes by a ZIP's end.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pypdf import PdfReader

from signing.cms_asn1 import tlv
from signing.container import one_kind
from signing.detail import Detail
from signing.errors import DocumentTooLarge
from signing.foreign import ber
from signing.report import Report
from signing.reporting.attacks import attack_of
from signing.verify_any import verify_stream
from tests.signing.bounds import other_shapes as shapes
from tests.signing.bounds.parts import SAMPLES, named
from tests.signing.fuzz import zips
from tests.signing.pki import Authority2

ATTACHED, PDF = named("attached.p7m"), named("older.pdf")
UNKNOWN = bytes.fromhex("06022a03")
"""Of an attribute that nobody knows."""


def told(data: bytes) -> Report:
    return verify_stream(io.BytesIO(data), SAMPLES.anchors, at=SAMPLES.at)


def details(data: bytes) -> list[Detail]:
    return [item.detail for item in told(data).reasons if item.code == "FORMAT_FAILURE"]


def attribute(value: bytes) -> bytes:
    return tlv(0x30, UNKNOWN + tlv(0x31, tlv(4, value)))


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("qaror.txt", "Other words")
    return made.getvalue()


def certificates() -> bytes:
    parts = ber.read_all(ATTACHED).children[1].only().children
    return b"".join(item.raw for part in parts if part.tag == 0xA0 for item in part.children)


def test_a_pdf_among_the_certificates() -> None:
    data = shapes._signature(certificates=tlv(0xA3, UNKNOWN + tlv(4, PDF)) + certificates())
    assert PdfReader(io.BytesIO(data[data.index(b"%PDF-") :])).pages
    assert details(data) == ["a PDF in a signature that is not its content"]
    assert not told(data).signatures
    assert attack_of("FORMAT_FAILURE", *details(data)) == "shadow_document"


@pytest.mark.parametrize(
    "word",
    [
        *(b"9 0 obj<<>>endobj", b"startxref 1", b"%%EOF", b"9 0obj", b"9. 0. obj", b"9 +0%\nobj"),
        *(b"9 0% \xff\0 words\r%\nobj", b"9%\xff\xff 1\r\n 0 % 2\n%\n\0obj", b"/a%7 0%\nobj"),
        *(
            b"trailer<<",
            b"trailer\n%x\r<<",
            b"<</Root%\0\n6 0 R>>",
            b"/R#6fot<<",
            b"/Encrypt\x0c9",
        ),
        b"xref\n0 1",
        # What stands before or behind a word goes on farther than is looked.
        *(b"4 0 %" + b"x" * 5000 + b"\nobj<<", b"4 0" + b" " * 5000 + b"obj"),
        *(b"trailer" + b" " * 5000 + b"<<", b"/Root%" + b"x" * 5000 + b"\n6 0 R"),
    ],
)
def test_an_update_behind_a_pdf_that_is_the_content(word: bytes) -> None:
    """That it is not signed so is another matter: here it only has to be one document."""
    data = shapes._content(tlv(4, PDF[:2000]))
    assert not details(data)
    other = tlv(0xA3, UNKNOWN + tlv(4, word))
    parts = ber.read_all(data).children[1].only().children[2]
    changed = shapes._signature(content=parts.raw, certificates=other + certificates())
    assert details(changed) == ["a PDF in a signature that is not its content"]


@pytest.mark.parametrize("word", [b"9 obj", b"0 0\nx\nobj", b"9 0 Xobj", b"obj"])
def test_what_begins_no_object(word: bytes) -> None:
    assert not one_kind.holds_of_a_pdf(word)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (b"9 0 ", b"obj"),
        (b"%%EOF\n4 0 %", b"PK\3\4\n\0\0\0\0\0\nobj<<>>"),
        (b"4 0 %" + b"x" * 4000, b"\nobj<<>>"),
        (b"\n4 0 %" + b"x" * 5000, b"\nobj<<>>"),
        (b"start", b"xref"),
        (b"trai", b"ler<<"),
        (b"<</#52#6f#6f#7", b"4 1 0 R>>"),
    ],
)
def test_what_begins_in_a_document_and_ends_behind_it(before: bytes, behind: bytes) -> None:
    """Its end is somebody's who drafted it."""
    assert one_kind.holds_of_a_pdf(before + behind, len(before))
    assert not one_kind.holds_of_a_pdf(before + b"PK\1\2", len(before))
    stream = io.BytesIO(bytes(1 << 20) + before + behind)
    at = stream.tell() + (1 << 20) + len(before)
    pieces = [*one_kind._pieces(stream, at, at + len(behind))]
    assert [one_kind.holds_of_a_pdf(*piece) for piece in pieces] == [True]


@pytest.mark.parametrize(
    "name", [b"trailer 1.pdf", b"/Root/ca.crl", b"/Root2.crl", b"xrefs", b"trailer%20a.pdf\n<a>"]
)
def test_what_is_no_trailer(name: bytes) -> None:
    assert not one_kind.holds_of_a_pdf(name)


@pytest.mark.parametrize("before", [0, 2000])
def test_an_object_beside_a_pdf_that_stands_late(before: int) -> None:
    """Poppler and MuPDF repair what has no beginning in the first kilobyte."""
    text = zips.entries(named("extended.asice"))[1]
    members = [text.filled(bytes(before), 0), text.filled(PDF, 0)]

    def made(comment: bytes) -> list[Detail]:
        first, _, *others = zips.entries(named("extended.asice"))
        named_so = [replace(item, name=b"%d.bin" % at) for at, item in enumerate(members)]
        listing = replace(text.filled(comment, 0), name=b"META-INF/container.xml")
        return details(zips.written([first, *named_so, *others, listing]))

    assert not made(b"<a/>")
    assert made(b"2\x0c0\x0cobj<</Kids[3 0 R]/Count 1>>") == [
        "a PDF in a signature that is not its content"
    ]


def test_an_object_beside_a_text() -> None:
    """Of a file of texts readers make a PDF, too, if one is anywhere in it."""
    data = container("extended.asice", b"META-INF/container.xml", b"1 0 obj<</Type/Catalog>>")
    assert details(data) == ["a PDF in a signature that is not its content"]
    other = tlv(0xA3, UNKNOWN + tlv(4, b"1 0 obj<</Type/Catalog>>"))
    parts = ber.read_all(shapes._content(tlv(4, b"Qaror"))).children[1].only().children[2]
    changed = shapes._signature(content=parts.raw, certificates=other + certificates())
    assert details(changed) == ["a PDF in a signature that is not its content"]


def test_a_zip_in_an_attribute() -> None:
    data = shapes._with_unsigned("attached.p7m", attribute(zipped()))
    assert zipfile.ZipFile(io.BytesIO(data)).read("qaror.txt") == b"Other words"
    assert details(data) == ["a ZIP in a signature that is not its content"]


def test_contents_are_no_matter() -> None:
    assert not details(shapes._content(tlv(4, zipped())))


def container(sample: str, name: bytes, content: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    """A container in which the second member is another, or a new one."""
    first, *others = zips.entries(named(sample))
    found = next((item for item in others if item.name == name), None)
    if found is not None:
        new = found.filled(content, method)
        return zips.written([first, *(new if item is found else item for item in others)])
    return zips.written([first, replace(first.filled(content, method), name=name), *others])


@pytest.mark.parametrize("name", [b"META-INF/manifest.xml", b"META-INF/container.xml"])
def test_a_pdf_that_no_signature_covers(name: bytes) -> None:
    data = container("extended.asice", name, PDF)
    assert PdfReader(io.BytesIO(data[data.index(b"%PDF-") :])).pages
    assert details(data) == ["a PDF in a signature that is not its content"]
    # Packed nobody finds it; something that is not signed it is.
    for told_of in (
        told(container("extended.asice", name, b"<a/>")),
        told(container("extended.asice", name, PDF, zipfile.ZIP_DEFLATED)),
    ):
        assert [(item.code, item.detail) for item in told_of.reasons] == [
            ("UNSIGNED_BESIDE", name.decode())
        ]


def test_a_document_may_be_a_pdf() -> None:
    data = container("extended.asice", b"ilova.pdf", PDF)
    assert [(item.code, item.failed) for item in told(data).reasons] == [
        ("MEMBER_NOT_LISTED", False)
    ]


def ours(name: bytes, unsigned: bytes = b"", certificate: bytes = b"") -> bytes:
    """A package of ours with more in one of its signatures."""
    (own,) = [item for item in zips.entries(named("ours.asice")) if item.name == name]
    top = ber.read_all(own.content)
    parts = [*top.children[1].only().children]
    signer = parts[-1].only()
    added = tlv(ber.CONTEXT_1, attribute(unsigned)) if unsigned else b""
    signers = tlv(0x31, tlv(0x30, b"".join(item.raw for item in signer.children) + added))
    raw = [item.raw for item in parts[:-1]]
    every = [*(item.raw for item in parts[3].children), *filter(None, [certificate])]
    raw[3] = tlv(ber.CONTEXT_0, b"".join(sorted(every)))
    data = tlv(0x30, b"".join(raw) + signers)
    return container("ours.asice", name, tlv(0x30, top.children[0].raw + tlv(0xA0, data)))


SIGNATURES = {b"META-INF/signature.p7s": "package", b"agreement/entry-01.p7s": "entry-01"}


@pytest.mark.parametrize("name", SIGNATURES)
@pytest.mark.parametrize("word", [b"9 0 obj<<>>endobj", b"startxref\n1", b"%%EOF", b"%PDF-1.7"])
def test_an_update_of_the_decision_in_a_package(name: bytes, word: bytes) -> None:
    """Its text stands at the beginning as it is: what comes behind it there counts as newer."""
    assert told(named("ours.asice")).verdict == "valid"
    assert details(ours(name, word)) == ["a PDF in a signature that is not its content"]


@pytest.mark.parametrize("name", SIGNATURES)
def test_what_a_package_of_ours_does_not_have(name: bytes) -> None:
    scope = SIGNATURES[name]
    assert details(ours(name, b"<h1>Evil</h1>")) == [
        f"{scope}: an attribute outside the signature, 1.2.3"
    ]


def test_certificates_in_a_package_of_ours() -> None:
    name = b"META-INF/signature.p7s"
    root = SAMPLES.anchors.anchors[0].public_bytes(Encoding.DER)
    assert told(ours(name, certificate=root)).verdict == "valid"
    stranger = Authority2("Boshqa").issuing.certificate.public_bytes(Encoding.DER)
    report = told(ours(name, certificate=stranger))
    assert [(item.code, item.failed, item.detail) for item in report.reasons] == [
        ("UNSIGNED_BESIDE", False, "a certificate that leads to no trusted authority")
    ]


def test_more_beside_the_documents_than_anybody_looks_at(tmp_path: Path) -> None:
    empty = zipfile.ZipFile(io.BytesIO(), "w")
    with (tmp_path / "large").open("w+b") as stream, empty as archive:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(one_kind._MOST + 1)
        with pytest.raises(DocumentTooLarge):
            one_kind.check_one_kind(stream, archive, {}, own=False)
