"""The PDF signature: a prefix kept, and no other change let through."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

from signing.errors import DraftChanged, MalformedDocument, SignatureCheckFailed, SigningError
from signing.memory_key import MemorySigner
from signing.pdf.pades import check_pdf, sign_pdf
from signing.pdf.update import SignatureFields, prepare
from tests.signing.pki import HOKIM, NOW, Authority2, small_pdf


@pytest.fixture(scope="module")
def signer() -> MemorySigner:
    return Authority2().signer(HOKIM)


@pytest.fixture(scope="module")
def frozen() -> bytes:
    return small_pdf()


def check(signed: bytes, frozen: bytes) -> object:
    return check_pdf(signed, len(frozen), hashlib.sha256(frozen).hexdigest())


def with_xref_stream() -> bytes:
    """A PDF whose cross-reference is a stream with object streams, as many programs write it."""
    import zlib

    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    rows = b"\0\0\0\0\xff" + b"".join(
        b"\1" + offset.to_bytes(3, "big") + b"\0" for offset in [*offsets, start]
    )
    packed = zlib.compress(rows)
    out.write(
        b"4 0 obj\n<</Type/XRef/Size 5/W[1 3 1]/Root 1 0 R"
        b"/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    )
    out.write(packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


@pytest.mark.parametrize("make", [small_pdf, with_xref_stream], ids=["table", "stream"])
def test_frozen_bytes_are_a_prefix(signer: MemorySigner, make: Callable[[], bytes]) -> None:
    pdf = make()
    signed = sign_pdf(pdf, signer, NOW)
    assert signed.startswith(pdf)
    check(signed, pdf)
    reader = PdfReader(io.BytesIO(signed), strict=True)
    assert len(reader.pages) == len(PdfReader(io.BytesIO(pdf)).pages)
    form = reader.trailer["/Root"]["/AcroForm"]  # type: ignore[index]
    assert form["/SigFlags"] == 3


def test_each_object_stands_once_in_the_table(signer: MemorySigner, frozen: bytes) -> None:
    """ISO 32000-1, 7.5.4: no object in two subsections of one section."""
    section = sign_pdf(frozen, signer, NOW).rpartition(b"xref\n0 1\n")[2].split(b"trailer")[0]
    numbers = re.findall(rb"^(\d+) 1$", section, re.MULTILINE)
    assert len(numbers) == 4
    assert len(set(numbers)) == 4


def test_the_hole_is_measured(signer: MemorySigner, frozen: bytes) -> None:
    """Not more than the few bytes by which ECDSA values differ in length are left over."""
    for _ in range(20):
        signed = sign_pdf(frozen, signer, NOW)
        found = re.search(rb"/Contents<([0-9a-f]+)>", signed)
        assert found
        zeros = len(found[1]) - len(found[1].rstrip(b"0"))
        assert zeros < 40


def test_a_cms_that_does_not_fit_is_refused(frozen: bytes) -> None:
    prepared = prepare(frozen, SignatureFields("x", NOW), 10)
    with pytest.raises(ValueError, match="do not fit"):
        prepared.fill(bytes(11))


def test_every_byte_counts(signer: MemorySigner, frozen: bytes) -> None:
    """All but the chain that came along: those certificates must lead to an anchor themselves."""
    signed = sign_pdf(frozen, signer, NOW)
    (issuing,) = signer.identity.chain
    chain = issuing.public_bytes(Encoding.DER).hex().encode()
    chain_start = signed.index(chain)
    for at in range(0, len(signed), 3):
        if chain_start <= at < chain_start + len(chain):
            continue
        changed = bytearray(signed)
        changed[at] ^= 0x02
        with pytest.raises(SigningError):
            check(bytes(changed), frozen)


def test_another_text_is_a_changed_draft(signer: MemorySigner, frozen: bytes) -> None:
    other = sign_pdf(small_pdf("BOSHQA MATN"), signer, NOW)
    with pytest.raises(DraftChanged):
        check(other, frozen)


def test_an_update_behind_the_signature(signer: MemorySigner, frozen: bytes) -> None:
    signed = sign_pdf(frozen, signer, NOW)
    writer = PdfWriter(io.BytesIO(signed), incremental=True)
    writer.add_metadata({"/Title": "boshqa"})
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(signed)
    with pytest.raises(MalformedDocument, match="more than one update"):
        check(out.getvalue(), frozen)


def overlay(pdf: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    """An update of the attacker's own, to be signed as if it were the text."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def new_content(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 30 Tf 72 600 Td (PUL BERILSIN) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)


def sticky_note(writer: PdfWriter) -> None:
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/FreeText"),
            NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (0, 0, 500, 500)]),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def more_pages(writer: PdfWriter) -> None:
    writer.add_blank_page(200, 200)


@pytest.mark.parametrize(
    "change", [new_content, sticky_note, more_pages], ids=lambda f: f.__name__
)
def test_a_signer_cannot_change_the_text_in_his_update(
    signer: MemorySigner, frozen: bytes, change: Callable[[PdfWriter], None]
) -> None:
    """Shadow attacks: the prefix is the frozen text, but the update shows another."""
    hidden = overlay(frozen, change)
    signed = sign_pdf(hidden, signer, NOW)
    assert signed.startswith(frozen)
    with pytest.raises(MalformedDocument):
        check(signed, frozen)


def one_update(signed: bytes, old: bytes, new: bytes) -> bytes:
    """Change the signing update itself without moving an offset."""
    assert len(old) == len(new)
    assert old in signed
    return signed.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Rect[0 0 0 0]", b"/Rect[0 0 9 9]"),
        (b"/FT/Sig", b"/FT/Btn"),
        (b"/SubFilter/ETSI.CAdES.detached", b"/SubFilter/adbe.pkcs7.detached"),
        (b"/SigFlags 3", b"/XfaFlags 3"),
    ],
)
def test_fields_that_do_more_than_sign(
    signer: MemorySigner, frozen: bytes, old: bytes, new: bytes
) -> None:
    with pytest.raises(SigningError):
        check(one_update(sign_pdf(frozen, signer, NOW), old, new), frozen)


def test_a_byte_range_that_leaves_something_out(signer: MemorySigner, frozen: bytes) -> None:
    signed = sign_pdf(frozen, signer, NOW)
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *", signed)
    assert found
    start, end, rest = (int(number) for number in found.groups())
    wider = b"/ByteRange [0 %d %d %d]" % (start - 10, end + 10, rest - 10)
    with pytest.raises(SigningError):
        check(signed.replace(found[0], wider.ljust(len(found[0]))), frozen)


def test_another_documents_signature(signer: MemorySigner, frozen: bytes) -> None:
    mine, other = sign_pdf(frozen, signer, NOW), sign_pdf(small_pdf("XATO SIRLI"), signer, NOW)
    contents = re.compile(rb"/Contents<([0-9a-f]+)>")
    ours, theirs = contents.search(mine), contents.search(other)
    assert ours
    assert theirs
    mixed = mine.replace(ours[1], theirs[1].ljust(len(ours[1]), b"0")[: len(ours[1])])
    with pytest.raises(SignatureCheckFailed, match="HASH_FAILURE"):
        check(mixed, frozen)


def test_a_form_is_not_signed(signer: MemorySigner, frozen: bytes) -> None:
    signed = sign_pdf(frozen, signer, NOW)
    with pytest.raises(MalformedDocument, match="form"):
        sign_pdf(signed, signer, NOW)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\nstartxref\n0\n%%EOF", b"x" * 900])
def test_what_is_not_a_pdf(signer: MemorySigner, data: bytes) -> None:
    with pytest.raises(MalformedDocument):
        sign_pdf(data, signer, NOW)


def test_an_encrypted_pdf_is_not_signed(signer: MemorySigner, frozen: bytes) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(frozen))
    writer.encrypt("parol", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(MalformedDocument, match="encrypted"):
        sign_pdf(out.getvalue(), signer, NOW)
