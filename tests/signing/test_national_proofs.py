"""OCSP answers and time-stamps signed by national keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing import digests
from signing.cms_asn1 import tlv
from signing.errors import SignatureCheckFailed, UntrustedCertificate
from signing.ocsp import OcspAnswer, load_answer
from signing.ocsp import ask as ask_status
from signing.ocsp import check_answer as check_status
from signing.public_key import public_key_bits
from signing.revocation import Status, check_path
from signing.timestamp import ask, check_answer
from tests.signing.national_key import NationalPrivateKey
from tests.signing.national_pki import DER, NULL, NationalAuthority
from tests.signing.pki import HOKIM, NOW, Issued
from tests.signing.test_timestamp import SERVER, stamp

HOUR = timedelta(hours=1)
AUTHORITY = NationalAuthority()
ISSUING = AUTHORITY.issuing
CERTIFICATE = AUTHORITY.issue(HOKIM).certificate
PATH = (CERTIFICATE, ISSUING.certificate, AUTHORITY.root.certificate)
(ROOT_LIST, _) = AUTHORITY.crls()
GOOD, REVOKED = ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED


@dataclass(frozen=True)
class Responder:
    """Who answers: a certificate, its key, and whether it comes along."""

    certificate: x509.Certificate
    key: NationalPrivateKey
    delegated: bool = False


OWN = Responder(ISSUING.certificate, AUTHORITY.keys[ISSUING.certificate])


def says(
    status: ocsp.OCSPCertStatus = GOOD,
    by: Responder = OWN,
    encoding: ocsp.OCSPResponderEncoding = ocsp.OCSPResponderEncoding.HASH,
    nonce: bytes | None = None,
) -> OcspAnswer:
    when = NOW - HOUR if status is REVOKED else None
    builder = ocsp.OCSPResponseBuilder().add_response(
        CERTIFICATE, ISSUING.certificate, hashes.SHA1(), status, NOW - HOUR, NOW + HOUR, when, None
    )
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), False)
    # The builder knows no national key, so it is given a namesake, whose hash is then replaced.
    key, namesake = _namesake(by.certificate)
    tbs = builder.responder_id(encoding, namesake).sign(key, hashes.SHA256()).tbs_response_bytes
    if encoding is ocsp.OCSPResponderEncoding.HASH:
        assert _key_hash(public_key_bits(namesake)) in tbs
        tbs = tbs.replace(
            _key_hash(public_key_bits(namesake)), _key_hash(public_key_bits(by.certificate))
        )
    value = by.key.sign_digest(digests.of("ozdst1106", tbs))
    identifier = tlv(0x30, asn1.encode_der(by.key.standard.signature) + NULL)
    own = by.certificate.public_bytes(DER)
    certificates = tlv(0xA0, tlv(0x30, own)) if by.delegated else b""
    basic = tlv(0x30, tbs + identifier + tlv(0x03, b"\0" + value) + certificates)
    kind = asn1.encode_der(x509.ObjectIdentifier("1.3.6.1.5.5.7.48.1.1"))
    content = tlv(0xA0, tlv(0x30, kind + tlv(0x04, basic)))
    return load_answer(tlv(0x30, b"\x0a\1\0" + content))


def _namesake(
    certificate: x509.Certificate,
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    begins = timedelta(days=-1)
    builder = AUTHORITY._builder(certificate.subject, None, key, NOW + begins, 300)
    return key, builder.sign(key, hashes.SHA256())


def _key_hash(bits: bytes) -> bytes:
    """RFC 6960, 4.2.1: SHA-1 of the key's bits."""
    return hashlib.sha1(bits, usedforsecurity=False).digest()


def responder(*usages: x509.ObjectIdentifier, by: Issued = ISSUING) -> Responder:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Holat xizmati")])
    builder = AUTHORITY._builder(subject, by.certificate, key, NOW - timedelta(days=1), 300)
    builder = builder.add_extension(x509.ExtendedKeyUsage(usages), False)
    builder = builder.add_extension(x509.OCSPNoCheck(), False)
    made = AUTHORITY.converted(Issued(builder.sign(by.key, hashes.SHA256()), key), by)
    return Responder(made.certificate, AUTHORITY.keys[made.certificate], delegated=True)


def status(answer: OcspAnswer) -> Status:
    return check_path(PATH, (ROOT_LIST, answer), NOW).status


@pytest.mark.parametrize("encoding", ocsp.OCSPResponderEncoding)
def test_the_issuer_answers(encoding: ocsp.OCSPResponderEncoding) -> None:
    assert status(says(encoding=encoding)) is Status.GOOD
    assert status(says(REVOKED, encoding=encoding)) is Status.REVOKED


def test_whom_it_gave_that_task() -> None:
    assert status(says(by=responder(ExtendedKeyUsageOID.OCSP_SIGNING))) is Status.GOOD
    assert status(says(by=responder(ExtendedKeyUsageOID.CODE_SIGNING))) is Status.UNKNOWN
    foreign = responder(ExtendedKeyUsageOID.OCSP_SIGNING, by=AUTHORITY.root)
    assert status(says(by=foreign)) is Status.UNKNOWN


def test_nobody_else_is_heard() -> None:
    stranger = Responder(ISSUING.certificate, NationalPrivateKey.make())
    assert status(says(REVOKED, by=stranger)) is Status.UNKNOWN
    assert status(says(by=stranger)) is Status.UNKNOWN


def test_a_question_of_a_national_certificate_is_answered() -> None:
    question = ask_status(CERTIFICATE, ISSUING.certificate)
    asked = ocsp.load_der_ocsp_request(question.der)
    assert asked.serial_number == CERTIFICATE.serial_number
    answer = says(nonce=question.nonce)
    check_status(answer, question, CERTIFICATE, ISSUING.certificate, NOW)


def test_a_national_time_stamp() -> None:
    server = AUTHORITY.signer(SERVER, time_stamping=True)
    question = ask(b"qiymat")
    found = check_answer(stamp(server, question), question, b"qiymat", AUTHORITY.anchors())
    assert (found.time, found.server) == (NOW, SERVER[0])
    stranger = NationalAuthority().signer(SERVER, time_stamping=True)
    with pytest.raises(UntrustedCertificate):
        check_answer(stamp(stranger, question), question, b"qiymat", AUTHORITY.anchors())
    with pytest.raises(SignatureCheckFailed):
        check_answer(stamp(server, question), question, b"boshqa", AUTHORITY.anchors())
