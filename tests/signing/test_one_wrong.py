"""Algorithms, certificates and signatures of which one thing alone is wrong."""

from __future__ import annotations

import hashlib
import warnings
from datetime import UTC, datetime

import pytest
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signing import algorithms
from signing.certificate import load_certificate
from signing.cms import add_signature_time_stamp, signature_value
from signing.cms_asn1 import raw, tlv
from signing.errors import (
    AlgorithmRefused,
    MalformedDocument,
    SignatureCheckFailed,
    TokenAbsent,
)
from signing.foreign.signed_data import token_answered
from signing.identity import reason_of
from signing.memory_key import MemorySigner
from signing.national import Standard
from signing.signer import SignatureAlgorithm, SignerCertificate
from signing.timestamp import ask, check_token
from tests.signing.foreign.crafted import NULL, SHA256, Crafted, algorithm, oid
from tests.signing.pki import HOKIM, NOW, Authority2, Key
from tests.signing.test_timestamp import SERVER, stamp

AUTHORITY = Authority2()
SHA1, SHA224 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.4"
SHA384 = "2.16.840.1.101.3.4.2.2"
MGF1, PSS = "1.2.840.113549.1.1.8", "1.2.840.113549.1.1.10"
NATIONAL = Standard.OZDST_2009.hash.dotted_string
SALT = {SHA1: 20, SHA224: 28, SHA256: 32, SHA384: 48, NATIONAL: 32}


@asn1.sequence
class _Holder:
    parts: list[asn1.TLV]


def read(element: bytes) -> list[asn1.TLV]:
    """What is in a sequence."""
    return asn1.decode_der(_Holder, tlv(0x30, element)).parts


@pytest.mark.parametrize("body", [b"", oid(SHA256) + NULL + NULL, NULL, b"\x02\1\1"])
def test_what_names_no_algorithm(body: bytes) -> None:
    with pytest.raises(MalformedDocument):
        algorithms.hash_name(read(tlv(0x30, body)))


def test_hashes_that_are_refused() -> None:
    assert algorithms.hash_name(read(algorithm(SHA256))) == "sha256"
    for name in (SHA1, SHA224, "1.2.3"):
        with pytest.raises(AlgorithmRefused):
            algorithms.hash_name(read(algorithm(name)))


def pss(
    hashed: str, masked: str | None = None, salt: int | None = None, mask: str = MGF1
) -> bytes:
    """RSASSA-PSS with all its parameters (RFC 4055, 3.1)."""
    parts = (
        algorithm(hashed, NULL),
        algorithm(mask, algorithm(masked or hashed, NULL)),
        asn1.encode_der(SALT[hashed] if salt is None else salt),
    )
    wrapped = b"".join(tlv(0xA0 + at, part) for at, part in enumerate(parts))
    return algorithm(PSS, tlv(0x30, wrapped))


def test_parameters_of_pss_are_of_one_hash() -> None:
    found = algorithms.read_signature_algorithm(read(pss(SHA256)), "sha256")
    assert found is SignatureAlgorithm.RSA_PSS_SHA256
    for wrong in (
        pss(SHA1),
        pss(SHA224),
        pss(SHA256, SHA384),
        pss(SHA256, SHA1),
        pss(SHA256, salt=20),
        pss(SHA256, salt=0),
        pss(SHA256, mask="1.2.3"),
        pss(NATIONAL),
        algorithm(PSS),
    ):
        for digest in ("sha256", "sha1", "sha224"):
            with pytest.raises(AlgorithmRefused):
                algorithms.read_signature_algorithm(read(wrong), digest)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (ec.generate_private_key(ec.SECP256R1()), SignatureAlgorithm.RSA_PKCS1_SHA256),
        (ec.generate_private_key(ec.SECP256R1()), SignatureAlgorithm.RSA_PSS_SHA256),
        (rsa.generate_private_key(65537, 2048), SignatureAlgorithm.ECDSA_SHA256),
    ],
)
def test_a_key_of_another_kind_than_the_value(key: Key, kind: SignatureAlgorithm) -> None:
    certificate = AUTHORITY.issue(HOKIM, key=key).certificate
    digest = hashlib.sha256(b"matn").digest()
    with pytest.raises(SignatureCheckFailed) as caught:
        algorithms.check_value(certificate, kind, digest, bytes(256))
    assert caught.value.reasons == ("SIG_CRYPTO_FAILURE",)


def test_a_curve_that_nobody_uses() -> None:
    key = ec.generate_private_key(ec.SECP256K1())
    identity = SignerCertificate(AUTHORITY.issue(HOKIM).certificate, ())
    with pytest.raises(AlgorithmRefused, match="secp256k1"):
        MemorySigner(key, identity)


@pytest.mark.parametrize("serial", [0, -1])
def test_a_certificate_without_a_number(serial: int) -> None:
    der = AUTHORITY.issue(HOKIM).certificate.public_bytes(Encoding.DER)
    signed, *rest = (raw(item) for item in read(der))
    version, number, *fields = (raw(item) for item in read(signed))
    assert number[0] == 0x02
    content = tlv(0x30, b"".join((version, asn1.encode_der(serial), *fields)))
    with warnings.catch_warnings():
        # The library tells of it too, and reads it.
        warnings.simplefilter("ignore")
        with pytest.raises(MalformedDocument, match="serial number"):
            load_certificate(tlv(0x30, content + b"".join(rest)))


def test_two_signatures_where_one_is_expected() -> None:
    person = AUTHORITY.issue(HOKIM)
    one = Crafted(person, b"matn")
    assert signature_value(one.der())[0]
    infos = sorted((one.info(), one.info()))
    two = one.der(b"".join(infos))
    token = tlv(0x30, b"")
    assert len(add_signature_time_stamp(one.der(), token)) > len(one.der())
    with pytest.raises(MalformedDocument, match="exactly one"):
        signature_value(two)
    with pytest.raises(MalformedDocument, match="exactly one"):
        add_signature_time_stamp(two, token)


def test_a_token_at_the_end_of_the_calendar() -> None:
    question = ask(b"value")
    server = AUTHORITY.signer(SERVER, time_stamping=True)
    for time, right in ((NOW, True), (datetime(9999, 12, 31, 23, tzinfo=UTC), False)):
        token = token_answered(stamp(server, question, time))
        assert token is not None
        if right:
            assert check_token(token, b"value", AUTHORITY.anchors()).time == time
            continue
        with pytest.raises(MalformedDocument, match="time"):
            check_token(token, b"value", AUTHORITY.anchors())


def test_a_fault_of_a_token_is_no_reason() -> None:
    """A report tells of files; what went wrong with a card is no word about any."""
    with pytest.raises(TokenAbsent):
        reason_of(TokenAbsent())
