"""Signature values, algorithms and certificates that nearly fit: of other makers, one by one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.cms_verify import check_cms
from signing.errors import AlgorithmRefused, MalformedDocument, SignatureCheckFailed
from signing.foreign import ber
from signing.foreign.algorithms import Algorithm, check, read_algorithm
from signing.foreign.cms import verify_signature
from signing.foreign.contents import Content
from signing.report import Report, Verdict
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import NULL, OCTETS, SEQUENCE, Crafted, algorithm
from tests.signing.pki import HOKIM, NOW, Authority2

OPEN, NOBODY = Verdict.INDETERMINATE, "NO_SIGNING_CERTIFICATE_FOUND"
PSS, MGF1 = "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
ED25519 = "1.3.101.112"
MATTER = b"Qaror matni\n"
AUTHORITY = Authority2()
ANCHORS = AUTHORITY.anchors()
CHAIN = [AUTHORITY.issuing.certificate]
ELLIPTIC = AUTHORITY.issue(HOKIM)
CLASSIC = AUTHORITY.issue(HOKIM, key=rsa.generate_private_key(65537, 2048))
EDWARDS_KEY = ed25519.Ed25519PrivateKey.generate()
EDWARDS = AUTHORITY.issue(HOKIM, key=EDWARDS_KEY)  # type: ignore[arg-type] # as others make them


def judge(der: bytes, *data: bytes) -> Report:
    contents = tuple(Content.of(item, f"{number}") for number, item in enumerate(data))
    return verify_signature(der, contents, ANCHORS, at=NOW)


def codes(report: Report) -> set[str]:
    return {item.code for item in report.reasons}


# --- algorithms --------------------------------------------------------------------------------


def pss(*fields: bytes) -> ber.Element:
    return ber.read_all(algorithm(PSS, tlv(SEQUENCE, b"".join(fields))))


HASH = algorithm(crafted.SHA256)
MASK = algorithm(MGF1, HASH)


def salt(number: int) -> bytes:
    return tlv(0xA2, asn1.encode_der(number))


def test_parameters_of_pss() -> None:
    def read(*fields: bytes) -> Algorithm:
        return read_algorithm(pss(*fields), "sha256")

    whole = (tlv(0xA0, HASH), tlv(0xA1, MASK), salt(32), tlv(0xA3, asn1.encode_der(1)))
    assert read(*whole) == Algorithm("rsa-pss", "sha256", "sha256", 32)
    assert read() == Algorithm("rsa-pss", "sha1", "sha1", 20)
    assert [read(salt(number)).salt for number in (0, 1024)] == [0, 1024]
    for number in (-1, 1025):
        with pytest.raises(AlgorithmRefused, match="salt of impossible length"):
            read(salt(number))
    for mask in (algorithm("1.2.3", HASH), algorithm(MGF1)):
        with pytest.raises(AlgorithmRefused, match="another mask"):
            read(tlv(0xA1, mask))
    with pytest.raises(AlgorithmRefused, match="another trailer"):
        read(tlv(0xA3, asn1.encode_der(2)))
    with pytest.raises(MalformedDocument, match="PSS parameters"):
        read(tlv(0xA4, NULL))
    with pytest.raises(MalformedDocument, match="PSS parameters"):
        read_algorithm(ber.read_all(algorithm(PSS, NULL)), "sha256")


@pytest.mark.parametrize("body", [b"", HASH[2:] + NULL + NULL])
def test_what_is_no_identifier(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match="an AlgorithmIdentifier"):
        read_algorithm(ber.read_all(tlv(SEQUENCE, body)), "sha256")


OVER = bytes(32)


def plain(half: int) -> bytes:
    return bytes([1]) * 2 * half


@pytest.mark.parametrize(
    ("certificate", "kind", "value"),
    [
        # A key of another kind than the algorithm says.
        (EDWARDS.certificate, Algorithm("ecdsa", "sha256"), bytes(64)),
        (ELLIPTIC.certificate, Algorithm("ed25519", "sha512"), bytes(64)),
        (CLASSIC.certificate, Algorithm("ed25519", "sha512"), bytes(256)),
        (CLASSIC.certificate, Algorithm("ecdsa", "sha256"), bytes(256)),
        (CLASSIC.certificate, Algorithm("ecdsa-plain", "sha256"), bytes(256)),
        (ELLIPTIC.certificate, Algorithm("rsa-pkcs1", "sha256"), bytes(256)),
        (ELLIPTIC.certificate, Algorithm("rsa-pss", "sha256", "sha256", 32), bytes(256)),
        # Values of other lengths, and numbers that are none of the curve.
        (ELLIPTIC.certificate, Algorithm("ecdsa-plain", "sha256"), plain(31)),
        (ELLIPTIC.certificate, Algorithm("ecdsa-plain", "sha256"), plain(32)),
        (ELLIPTIC.certificate, Algorithm("ecdsa-plain", "sha256"), plain(33)),
        (ELLIPTIC.certificate, Algorithm("ecdsa-plain", "sha256"), bytes(64)),
        (ELLIPTIC.certificate, Algorithm("ecdsa", "sha256"), b""),
        (CLASSIC.certificate, Algorithm("rsa-pkcs1", "sha256"), b""),
        (CLASSIC.certificate, Algorithm("rsa-pkcs1", "sha256"), bytes(256)),
        (CLASSIC.certificate, Algorithm("rsa-pss", "sha256", "sha256", 1024), bytes(256)),
        (EDWARDS.certificate, Algorithm("ed25519", "sha512"), bytes(63)),
        # A national hash, with a key that is none.
        (CLASSIC.certificate, Algorithm("ozdst1092", "ozdst1106"), bytes(256)),
        (CLASSIC.certificate, Algorithm("rsa-pkcs1", "ozdst1106"), bytes(256)),
        (CLASSIC.certificate, Algorithm("rsa-pss", "sha256", "ozdst1106", 32), bytes(256)),
        (ELLIPTIC.certificate, Algorithm("ecdsa", "ozdst1106"), bytes(64)),
    ],
)
def test_values_of_nobody(certificate: x509.Certificate, kind: Algorithm, value: bytes) -> None:
    with pytest.raises(SignatureCheckFailed, match="SIG_CRYPTO_FAILURE"):
        check(certificate, kind, b"signed", OVER, value)


def test_a_value_of_rsa_is_as_long_as_its_key() -> None:
    """The same number with a zero before it, or without one, is no value (RFC 8017, 8.2.2)."""
    assert isinstance(CLASSIC.key, rsa.RSAPrivateKey)
    kind = Algorithm("rsa-pkcs1", "sha256")
    value, number = b"\1", 0
    while value[0]:
        number += 1
        value = CLASSIC.key.sign(b"%d" % number, padding.PKCS1v15(), hashes.SHA256())
    over = hashlib.sha256(b"%d" % number).digest()
    check(CLASSIC.certificate, kind, None, over, value)
    for wrong in (value[1:], b"\0" + value, value[:-1], value + b"\0"):
        with pytest.raises(SignatureCheckFailed):
            check(CLASSIC.certificate, kind, None, over, wrong)
    with pytest.raises(SignatureCheckFailed):
        check(CLASSIC.certificate, kind, None, OVER, value)


def test_a_plain_value_is_two_numbers_of_one_length() -> None:
    """BSI TR-03111, 5.2.1: the same numbers with a zero between them are another value."""
    kind, over = Algorithm("ecdsa-plain", "sha256"), hashlib.sha256(MATTER).digest()
    value = crafted.plain_ecdsa(ELLIPTIC)(MATTER)
    check(ELLIPTIC.certificate, kind, None, over, value)
    with pytest.raises(SignatureCheckFailed):
        check(ELLIPTIC.certificate, kind, None, over, value[:32] + b"\0" + value[32:])


def edwards(**how: Any) -> Crafted:
    shaped = Crafted(
        EDWARDS,
        MATTER,
        sign=EDWARDS_KEY.sign,
        digest=algorithm(crafted.SHA512),
        signature=algorithm(ED25519),
        certificates=[EDWARDS.certificate, *CHAIN],
        attributes=[
            crafted.content_type(),
            crafted.message_digest(MATTER, "sha512"),
            crafted.signing_certificate(EDWARDS.certificate),
        ],
    )
    return replace(shaped, **how)


def test_a_key_that_hashes_for_itself() -> None:
    """Ed25519 signs the attributes (RFC 8419), or a small content itself."""
    assert judge(edwards().der()).signatures[0].intact
    other = judge(edwards(sign=lambda data: EDWARDS_KEY.sign(data + b".")).der())
    assert other.verdict is Verdict.INVALID
    assert "SIG_CRYPTO_FAILURE" in codes(other)
    bare = edwards(bare=True)
    assert judge(bare.der()).signatures[0].intact
    large = bytes(1 << 17)
    report = judge(edwards(bare=True, content=large).der())
    assert (report.verdict, report.signatures[0].intact) == (Verdict.INDETERMINATE, False)
    assert "CRYPTO_CONSTRAINTS_FAILURE" in codes(report)


# --- certificates and what is bound ------------------------------------------------------------


def shaped(**how: Any) -> Crafted:
    return replace(Crafted(ELLIPTIC, MATTER, certificates=[ELLIPTIC.certificate, *CHAIN]), **how)


def named(by: bytes) -> bytes:
    """A signature whose signer is named in another way."""
    made = shaped()
    return made.der(renamed(made.info(), by))


def renamed(info: bytes, by: bytes) -> bytes:
    inner = ber.read_all(info)
    parts = [item.raw for item in inner.children]
    return tlv(SEQUENCE, b"".join((parts[0], by, *parts[2:])))


KEY_ID = ELLIPTIC.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
ISSUER = ELLIPTIC.certificate.issuer.public_bytes()
SERIAL = asn1.encode_der(ELLIPTIC.certificate.serial_number)


@pytest.mark.parametrize(
    ("by", "verdict", "code"),
    [
        (tlv(SEQUENCE, ISSUER + SERIAL), Verdict.VALID, ""),
        (tlv(0x80, KEY_ID.digest), Verdict.VALID, ""),
        (tlv(0xA0, tlv(OCTETS, KEY_ID.digest)), Verdict.VALID, ""),
        (tlv(0x80, bytes(20)), OPEN, NOBODY),
        (tlv(OCTETS, KEY_ID.digest), OPEN, NOBODY),
        (tlv(0x81, KEY_ID.digest), OPEN, NOBODY),
        (tlv(SEQUENCE, ISSUER + asn1.encode_der(1)), OPEN, NOBODY),
        (tlv(SEQUENCE, tlv(SEQUENCE, b"") + SERIAL), OPEN, NOBODY),
        (tlv(SEQUENCE, ISSUER), Verdict.INVALID, "FORMAT_FAILURE"),
        (tlv(SEQUENCE, b""), Verdict.INVALID, "FORMAT_FAILURE"),
        (tlv(SEQUENCE, ISSUER + SERIAL + NULL), Verdict.INVALID, "FORMAT_FAILURE"),
        (tlv(SEQUENCE, ISSUER + NULL), Verdict.INVALID, "FORMAT_FAILURE"),
    ],
    # Keys are made anew, and workers compare the names of their tests.
    ids=lambda value: "by" if isinstance(value, bytes) else None,
)
def test_the_signer_is_named_in_two_ways(by: bytes, verdict: Verdict, code: str) -> None:
    report = judge(named(by))
    assert (report.verdict, codes(report)) == (verdict, {code} - {""})


def without_key_id() -> x509.Certificate:
    key = ELLIPTIC.key.public_key()
    builder = x509.CertificateBuilder(
        ELLIPTIC.certificate.issuer,
        ELLIPTIC.certificate.subject,
        key,
        5,
        ELLIPTIC.certificate.not_valid_before_utc,
        ELLIPTIC.certificate.not_valid_after_utc,
    )
    return builder.sign(AUTHORITY.issuing.key, hashes.SHA256())


def test_a_certificate_without_a_key_identifier_is_not_named_by_one() -> None:
    made = shaped(certificates=[without_key_id(), *CHAIN])
    der = made.der(renamed(made.info(), tlv(0x80, KEY_ID.digest)))
    assert codes(judge(der)) == {"NO_SIGNING_CERTIFICATE_FOUND"}
    with pytest.raises(SignatureCheckFailed, match="NO_SIGNING_CERTIFICATE_FOUND"):
        check_cms(newer(der))


def newer(der: bytes) -> bytes:
    """The versions of a signature whose signer is named by the key (RFC 5652, 5.1 and 5.3)."""
    for behind in (tlv(0x80, KEY_ID.digest), tlv(0x31, HASH)):
        der = der.replace(b"\2\1\1" + behind, b"\2\1\3" + behind)
    return der


# --- the content -------------------------------------------------------------------------------


def test_bare_signatures_and_their_content() -> None:
    bare = shaped(bare=True, attached=False)
    der = bare.der()
    assert judge(der, MATTER).signatures[0].intact
    none = judge(der)
    assert (none.verdict, none.signatures[0].intact) == (Verdict.INDETERMINATE, False)
    assert "SIGNED_DATA_NOT_FOUND" in codes(none)
    wrong = judge(der, b"Boshqa")
    assert (wrong.verdict, codes(wrong) & {"SIG_CRYPTO_FAILURE"}) == (
        Verdict.INVALID,
        {"SIG_CRYPTO_FAILURE"},
    )


@pytest.mark.parametrize(
    "content",
    [
        b"\x31\x00",
        b"\x31\x05hello",
        b"\x31\x04\x30\x02\x05\x00",
        tlv(0x31, b"") + b"more",
        tlv(0x31, crafted.content_type()),
        tlv(0x31, tlv(SEQUENCE, b"")),
        tlv(SEQUENCE, crafted.message_digest(MATTER)),
    ],
)
def test_a_content_that_looks_like_attributes_and_is_none(content: bytes) -> None:
    """Only a set with a message-digest in it can be the attributes of another signature."""
    report = judge(shaped(bare=True, content=content).der())
    assert (report.signatures[0].intact, codes(report)) == (True, {"SIG_CONSTRAINTS_FAILURE"})
    assert (
        not judge(shaped(bare=True, content=tlv(0x31, crafted.message_digest(MATTER))).der())
        .signatures[0]
        .intact
    )


# --- of our own packages -----------------------------------------------------------------------


def test_a_content_inside_that_is_another() -> None:
    """What was signed is given, and the signature carries something else to be shown."""
    made = shaped(content=b"Boshqa matn", attributes=crafted.usual(ELLIPTIC, MATTER))
    with pytest.raises(SignatureCheckFailed, match="HASH_FAILURE"):
        check_cms(made.der(), MATTER)


@pytest.mark.parametrize("text", [b"000101000000Z", b"00010101000000Z", b"99991231235959Z"])
def test_a_claimed_time_that_nobody_reckons_with(text: bytes) -> None:
    time = crafted.attribute(crafted.SIGNING_TIME, tlv(0x18, text))
    made = shaped(attributes=[*crafted.usual(ELLIPTIC, MATTER), time])
    with pytest.raises(MalformedDocument):
        check_cms(made.der())


def test_more_lists_than_anybody_sends() -> None:
    crl = AUTHORITY.crls()[1].public_bytes(Encoding.DER)
    whole = shaped().der()
    for count in (32, 33):
        lists = tlv(0xA1, crl * count)
        top = ber.read_all(whole).children
        parts = [item.raw for item in top[1].children[0].children]
        body = tlv(SEQUENCE, b"".join((*parts[:-1], lists, parts[-1])))
        der = tlv(SEQUENCE, top[0].raw + tlv(0xA0, body))
        if count == 32:
            assert len(check_cms(der).crls) == 32
        else:
            with pytest.raises(MalformedDocument, match="more than 32 revocation lists"):
                check_cms(der)
