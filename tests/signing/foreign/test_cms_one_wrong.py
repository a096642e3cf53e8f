"""Parts of signatures of other makers, each wrong by itself, and what is asked of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject

from signing.cms_asn1 import tlv
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign import archive_stamp, ber, levels, pdf_tags
from signing.foreign.check import Checked, check_signer
from signing.foreign.cms import verify_signature
from signing.foreign.contents import Content
from signing.foreign.patience import open_beginning
from signing.foreign.pdf_graph import Pair
from signing.foreign.signed_data import read_signed_data, read_signer
from signing.ocsp import OcspAnswer
from signing.pdf.held import Held
from signing.report import Report, Verdict
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import OCTETS, SEQUENCE, Crafted, attribute, oid
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_structure import REST, SIGNER, TIME, whole
from tests.signing.hostile_pdfs import make
from tests.signing.ocsp_answers import says
from tests.signing.pki import HOKIM, NOW, Authority2

MATTER = b"Qaror matni\n"
AUTHORITY = Authority2()
PERSON = AUTHORITY.issue(HOKIM)
CHAIN = [AUTHORITY.issuing.certificate, AUTHORITY.root.certificate]
LISTS = AUTHORITY.crls()
ED25519, NOBODYS = "1.3.101.112", "1.3.101.121"
SECOND = timedelta(seconds=1)


def shaped(**how: object) -> Crafted:
    made = Crafted(PERSON, MATTER, certificates=[PERSON.certificate, *CHAIN])
    return replace(made, **how)  # type: ignore[arg-type]


def checked(made: Crafted) -> Checked:
    data = read_signed_data(made.der())
    return check_signer(data, data.signers[0], (Content.of(MATTER),))


def codes(report: Report) -> set[str]:
    return {item.code for item in report.reasons}


# --- what is signed ----------------------------------------------------------------------------


def test_one_of_several_contents_or_none() -> None:
    """Where others than the right one may have been given nothing is broken by that."""
    bare = shaped(bare=True, attached=False).der()
    others = tuple(Content.of(item) for item in (b"bir", b"ikki"))
    anchors = AUTHORITY.anchors()
    for missing, verdict, code in (
        ("SIGNED_DATA_NOT_FOUND", Verdict.INDETERMINATE, "SIGNED_DATA_NOT_FOUND"),
        ("HASH_FAILURE", Verdict.INVALID, "SIG_CRYPTO_FAILURE"),
    ):
        report = verify_signature(bare, others, anchors, at=NOW, missing=missing)
        assert report.verdict is verdict
        assert code in codes(report)
        assert not report.signatures[0].intact


def test_a_certificate_of_one_name_with_a_key_of_another_kind() -> None:
    """It comes first, is bound by nothing, and its key made no value that anybody could read."""
    real = PERSON.certificate
    builder = x509.CertificateBuilder(
        real.issuer,
        real.subject,
        ed25519.Ed25519PrivateKey.generate().public_key(),
        real.serial_number,
        real.not_valid_before_utc,
        real.not_valid_after_utc,
    )
    made_up = builder.sign(PERSON.key, hashes.SHA256())
    der = made_up.public_bytes(Encoding.DER).replace(oid(ED25519), oid(NOBODYS), 1)
    unknown = x509.load_der_x509_certificate(der)
    attributes = [crafted.content_type(), crafted.message_digest(MATTER)]
    for twin in (made_up, unknown):
        made = shaped(attributes=attributes, certificates=[twin, real, *CHAIN])
        assert checked(made).certificate == real
        assert checked(made).intact


def test_more_beside_the_content_than_anybody_sends() -> None:
    large = tlv(OCTETS, bytes(33 << 20))
    with pytest.raises(DocumentTooLarge, match="brings too much"):
        read_signed_data(whole(tlv(0xA0, large)))
    content = tlv(SEQUENCE, oid(crafted.DATA) + tlv(0xA0, large))
    assert len(read_signed_data(whole(content=content)).signers) == 1


@pytest.mark.parametrize(
    "parts",
    [
        SIGNER + tlv(0xA0, b"") + crafted.algorithm(crafted.ECDSA_SHA256),
        SIGNER + REST + tlv(0xA1, b"") + tlv(0xA1, b""),
        SIGNER,
    ],
)
def test_a_signature_of_other_parts(parts: bytes) -> None:
    with pytest.raises(MalformedDocument, match="a signature with missing parts"):
        read_signer(ber.read_all(tlv(SEQUENCE, parts)))


def test_lists_and_answers_that_came_along() -> None:
    """RFC 5652, 10.2.1, and RFC 5940."""
    answer = says()
    basic = ber.read_all(answer.der).children[1].only().children[1].octets()
    other = tlv(0xA1, oid("1.2.3") + basic)
    choices = (
        LISTS[0].public_bytes(Encoding.DER),
        tlv(0xA1, oid("1.3.6.1.5.5.7.16.2") + answer.der),
        tlv(0xA1, oid("1.3.6.1.5.5.7.48.1.1") + basic),
        other,
    )
    found = read_signed_data(whole(tlv(0xA1, b"".join(choices)))).sources
    assert found[0] == LISTS[0]
    assert len(found) == 3
    for item in found[1:]:
        assert isinstance(item, OcspAnswer)
        assert item.parsed.tbs_response_bytes == answer.parsed.tbs_response_bytes


# --- what proves it for longer -----------------------------------------------------------------


def test_what_has_no_time_stamp_is_not_archived() -> None:
    assert not archive_stamp.archive_stamps(checked(shaped()), ())


@pytest.mark.parametrize("parts", [b"", tlv(SEQUENCE, b""), 2 * tlv(SEQUENCE, b""), 5 * TIME])
def test_an_index_of_other_parts(parts: bytes) -> None:
    some = shaped(unsigned=[attribute("1.2.3", tlv(OCTETS, b""))])
    index = ber.read_all(tlv(SEQUENCE, 3 * tlv(SEQUENCE, b"")))
    assert archive_stamp._named(index, checked(some)) is not None
    assert archive_stamp._named(ber.read_all(tlv(SEQUENCE, parts)), checked(some)) is None


def test_when_an_archive_time_stamp_came(makers: Makers) -> None:
    with pytest.raises(MalformedDocument, match="not a time-stamp"):
        archive_stamp._time_of(ber.read_all(whole()))
    token = ber.read_all(makers.token(MATTER))
    time = archive_stamp._time_of(token)
    version_2 = attribute("1.2.840.113549.1.9.16.2.48", token.raw)
    for kind, at, later in (
        (version_2, time, True),
        (version_2, time - SECOND, True),
        (version_2, time + SECOND, False),
        (attribute(crafted.TIME_STAMP, token.raw), time, False),
    ):
        assert archive_stamp._came_later(ber.read_all(kind), at) is later


def test_what_came_along_tells_of_all_or_of_nothing() -> None:
    person, every = PERSON.certificate, (PERSON.certificate, *CHAIN)
    assert levels.is_told(person, every, LISTS, NOW, NOW)
    for certificate, others, sources in (
        (person, every, LISTS[:1]),
        (person, every, LISTS[1:]),
        (person, every, ()),
        (person, (), LISTS),
        (person, CHAIN, LISTS),
        (AUTHORITY.root.certificate, every, LISTS),
        (None, every, LISTS),
    ):
        assert not levels.is_told(certificate, others, sources, NOW, NOW)


# --- what is read aloud ------------------------------------------------------------------------


def test_lists_that_are_no_kids_do_not_grow() -> None:
    pdf = Held.of(make())
    reader = open_beginning(pdf, pdf.size)
    tree = pdf_tags._Tree(Pair(reader, reader), lambda _: True)
    one, two = (ArrayObject(map(NumberObject, numbers)) for numbers in ((1,), (1, 2)))
    assert tree.grew(one, one)
    assert not tree.grew(one, two)
    assert not tree.grew(two, one)
    assert not tree.grew(one, ArrayObject([NumberObject(2)]))
    assert tree.grew(one, two, "/K")


def test_an_element_of_another_annotation() -> None:
    pdf = Held.of(make())
    reader = open_beginning(pdf, pdf.size)
    element = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OBJR"),
            NameObject("/Obj"): IndirectObject(5, 0, reader),
        }
    )
    assert pdf_tags._is_of_signature(element, frozenset({5}))
    assert not pdf_tags._is_of_signature(element, frozenset({4}))
    assert not pdf_tags._is_of_signature(element, frozenset())
