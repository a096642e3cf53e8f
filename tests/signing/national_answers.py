"""OCSP answers, time-stamps and certificates by national keys, and their Russian twins.

OpenSSL's GOST engine knows the same mathematics under Russian identifiers. A twin is the same
key, name and number under these, so that ``openssl ocsp`` and ``openssl cms`` can sign and judge.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import ocsp as ocsp_forms
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from signing import digests
from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.national.parameters import Standard
from signing.ocsp import OcspAnswer, load_answer
from signing.public_key import public_key_bits
from tests.signing.gost_engine import Engine, key_info
from tests.signing.national_key import NationalPrivateKey
from tests.signing.national_pki import DER, NULL, NationalAuthority, with_key
from tests.signing.pki import NOW, Issued

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD, REVOKED = ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED
RUSSIAN_HASH, RUSSIAN_KEY = "1.2.643.2.2.9", "1.2.643.2.2.19"
RUSSIAN_SIGNATURE = "1.2.643.2.2.3"
_SETS = ("1.2.643.2.2.35.1", "1.2.643.2.2.30.1")
"""CryptoPro-A and the hash's S-boxes (RFC 4357)."""


@dataclass(frozen=True)
class Responder:
    """Who answers: a certificate, its key, and whether it comes along."""

    certificate: x509.Certificate
    key: NationalPrivateKey
    delegated: bool = False


def issuer_of(authority: NationalAuthority) -> Responder:
    """The issuing authority itself."""
    certificate = authority.issuing.certificate
    return Responder(certificate, authority.keys[certificate])


def responder(
    authority: NationalAuthority, *usages: x509.ObjectIdentifier, by: Issued | None = None
) -> Responder:
    """Somebody else, whom the issuing authority, or ``by``, gave a certificate."""
    by = by or authority.issuing
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Holat xizmati")])
    builder = authority._builder(subject, by.certificate, key, NOW - 30 * DAY, 300)
    builder = builder.add_extension(x509.ExtendedKeyUsage(usages), False)
    builder = builder.add_extension(x509.OCSPNoCheck(), False)
    made = authority.converted(Issued(builder.sign(by.key, hashes.SHA256()), key), by)
    return Responder(made.certificate, authority.keys[made.certificate], delegated=True)


def says(
    authority: NationalAuthority,
    certificate: x509.Certificate,
    status: ocsp.OCSPCertStatus = GOOD,
    *,
    by: Responder | None = None,
    encoding: ocsp.OCSPResponderEncoding = ocsp.OCSPResponderEncoding.HASH,
    nonce: bytes | None = None,
    since: datetime = NOW - HOUR,
) -> OcspAnswer:
    """What the authority says of a certificate of its own; signed by its issuer unless told."""
    by = by or issuer_of(authority)
    builder = ocsp.OCSPResponseBuilder().add_response(
        *(certificate, authority.issuing.certificate, hashes.SHA1(), status),
        *(since, since + DAY, since if status is REVOKED else None, None),
    )
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), False)
    # The builder knows no national key, so it is given a namesake, whose hash is then replaced.
    key, namesake = _namesake(authority, by.certificate)
    made = builder.responder_id(encoding, namesake).sign(key, hashes.SHA256())
    # It writes when it was made, which is now; the tests' time is another.
    data = ocsp_forms.ResponseData.load(made.tbs_response_bytes)
    data["produced_at"] = since
    tbs = data.dump(force=True)
    if encoding is ocsp.OCSPResponderEncoding.HASH:
        assert _key_hash(namesake) in tbs
        tbs = tbs.replace(_key_hash(namesake), _key_hash(by.certificate))
    value = by.key.sign_digest(digests.of(by.key.standard.hash_name, tbs))
    identifier = _identifier(by.key.standard.signature.dotted_string)
    own = by.certificate.public_bytes(DER)
    certificates = tlv(0xA0, tlv(0x30, own)) if by.delegated else b""
    basic = tlv(0x30, tbs + identifier + tlv(0x03, b"\0" + value) + certificates)
    return load_answer(_wrapped(basic))


def _wrapped(basic: bytes) -> bytes:
    """Write an OCSPResponse around a BasicOCSPResponse (RFC 6960, 4.2.1)."""
    kind = asn1.encode_der(x509.ObjectIdentifier("1.3.6.1.5.5.7.48.1.1"))
    return tlv(0x30, b"\x0a\1\0" + tlv(0xA0, tlv(0x30, kind + tlv(4, basic))))


def _namesake(
    authority: NationalAuthority, certificate: x509.Certificate
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = authority._builder(certificate.subject, None, key, NOW - DAY, 300)
    return key, builder.sign(key, hashes.SHA256())


def _key_hash(certificate: x509.Certificate) -> bytes:
    """RFC 6960, 4.2.1: SHA-1 of the key's bits."""
    return hashlib.sha1(public_key_bits(certificate), usedforsecurity=False).digest()


# Under Russian names.


def twin(engine: Engine, certificate: x509.Certificate) -> Path:
    """Write a certificate with its key under the Russian names; its signature is then wrong."""
    sets = b"".join(asn1.encode_der(x509.ObjectIdentifier(name)) for name in _SETS)
    point = tlv(4, public_key_bits(certificate)[-64:])
    info = key_info(x509.ObjectIdentifier(RUSSIAN_KEY), sets, point)
    # OpenSSL looks at the kind of signature before it is asked to check one.
    kind = x509.ObjectIdentifier(RUSSIAN_SIGNATURE)
    der = with_key(certificate.public_bytes(DER), info, kind)
    return _pem(engine, "CERTIFICATE", certificate.serial_number, der)


def twin_key(engine: Engine, key: NationalPrivateKey) -> Path:
    """Write a private key of set A as the engine reads it (RFC 4357, 11.4; PKCS #8)."""
    assert key.parameter_set == "A"
    sets = b"".join(asn1.encode_der(x509.ObjectIdentifier(name)) for name in _SETS)
    kind = asn1.encode_der(x509.ObjectIdentifier(RUSSIAN_KEY)) + tlv(0x30, sets)
    number = tlv(4, tlv(4, key.number.to_bytes(32, "little")))
    der = tlv(0x30, b"\2\1\0" + tlv(0x30, kind) + number)
    return _pem(engine, "PRIVATE KEY", key.number, der)


def _pem(engine: Engine, kind: str, number: int, der: bytes) -> Path:
    path = engine.directory / f"{kind[:4]}-{number % (1 << 64):x}.pem"
    body = b64encode(der).decode()
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    path.write_text(f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n")
    return path


def renamed_answer(der: bytes, signature: str, certificate: x509.Certificate | None) -> bytes:
    """An answer whose signature is called otherwise; what is signed stays as it is.

    Args:
        der: the answer.
        signature: the new identifier.
        certificate: what comes along instead of what did; nothing, if None.
    """
    answer = load_answer(der).parsed
    identifier = _identifier(signature)
    own = tlv(0xA0, tlv(0x30, certificate.public_bytes(DER))) if certificate else b""
    value = tlv(3, b"\0" + answer.signature)
    return _wrapped(tlv(0x30, answer.tbs_response_bytes + identifier + value + own))


def russian_cms(der: bytes) -> bytes:
    """A signature under the Russian names, without its certificates; attributes stay."""
    # Not by the other library: its names of attributes are settled when the first is written.
    hashed, signed = (_identifier(name) for name in (RUSSIAN_HASH, RUSSIAN_KEY))
    top = ber.read_all(der)
    data = top.children[1].only()
    version, _, content, *_, infos = data.children
    begins, sid, digest, attributes, _, value = infos.only().children[:6]
    assert digest.raw in {_identifier(item.hash.dotted_string) for item in Standard}
    info = tlv(0x30, begins.raw + sid.raw + hashed + attributes.raw + signed + value.raw)
    inner = version.raw + tlv(0x31, hashed) + content.raw + tlv(0x31, info)
    return tlv(0x30, top.children[0].raw + tlv(0xA0, tlv(0x30, inner)))


def _identifier(name: str) -> bytes:
    return tlv(0x30, asn1.encode_der(x509.ObjectIdentifier(name)) + NULL)
