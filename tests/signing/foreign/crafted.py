"""A CMS put together by hand, each part of it as a test wants it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from tests.signing.pki import Issued

SEQUENCE, SET, OCTETS = 0x30, 0x31, 0x04
NULL = b"\x05\x00"
DATA = "1.2.840.113549.1.7.1"
SHA256 = "2.16.840.1.101.3.4.2.1"
SHA512 = "2.16.840.1.101.3.4.2.3"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
RSA = "1.2.840.113549.1.1.1"
RSA_SHA256 = "1.2.840.113549.1.1.11"
COUNTER = "1.2.840.113549.1.9.6"
TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
SIGNING_TIME = "1.2.840.113549.1.9.5"
CLAIMED = datetime(2020, 2, 29, 10, 0, tzinfo=UTC)

Sign = Callable[[bytes], bytes]
"""Makes a signature value over bytes."""


def oid(name: str) -> bytes:
    return asn1.encode_der(x509.ObjectIdentifier(name))


def algorithm(name: str, parameters: bytes = b"") -> bytes:
    return tlv(SEQUENCE, oid(name) + parameters)


def attribute(name: str, *values: bytes) -> bytes:
    return tlv(SEQUENCE, oid(name) + tlv(SET, b"".join(values)))


def content_type(name: str = DATA) -> bytes:
    return attribute("1.2.840.113549.1.9.3", oid(name))


def message_digest(content: bytes, name: str = "sha256") -> bytes:
    digest = hashlib.new(name, content).digest()
    return attribute("1.2.840.113549.1.9.4", tlv(OCTETS, digest))


def signing_certificate(
    certificate: x509.Certificate, issued: bytes = b"", *, version: int = 2
) -> bytes:
    """``issued``: an IssuerSerial (RFC 5035, 5)."""
    digest = hashlib.new({1: "sha1", 2: "sha256"}[version], certificate.public_bytes(Encoding.DER))
    inner = tlv(OCTETS, digest.digest()) + issued
    kind = {1: "1.2.840.113549.1.9.16.2.12", 2: "1.2.840.113549.1.9.16.2.47"}[version]
    return attribute(kind, tlv(SEQUENCE, tlv(SEQUENCE, tlv(SEQUENCE, inner))))


def issuer_serial(certificate: x509.Certificate, serial: int | None = None) -> bytes:
    """Issuer and serial number of a certificate, or another number."""
    issuer = tlv(SEQUENCE, tlv(0xA4, certificate.issuer.public_bytes()))
    return tlv(SEQUENCE, issuer + asn1.encode_der(serial or certificate.serial_number))


def signing_time() -> bytes:
    return attribute(SIGNING_TIME, asn1.encode_der(asn1.UTCTime(CLAIMED)))


def usual(issued: Issued, content: bytes) -> list[bytes]:
    return [content_type(), message_digest(content), signing_certificate(issued.certificate)]


def signs(issued: Issued) -> Sign:
    """The usual way of a key: ECDSA or PKCS #1 with SHA-256."""

    def sign(data: bytes) -> bytes:
        key = issued.key
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    return sign


def plain_ecdsa(issued: Issued) -> Sign:
    """r and s side by side (BSI TR-03111)."""

    def sign(data: bytes) -> bytes:
        r, s = utils.decode_dss_signature(signs(issued)(data))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return sign


def raw_rsa(issued: Issued, info: Callable[[bytes], bytes]) -> Sign:
    """PKCS #1 padding around whatever ``info`` makes of the SHA-256 digest."""

    def sign(data: bytes) -> bytes:
        assert isinstance(issued.key, rsa.RSAPrivateKey)
        numbers = issued.key.private_numbers()
        modulus = numbers.public_numbers.n
        size = (modulus.bit_length() + 7) // 8
        block = info(hashlib.sha256(data).digest())
        padded = b"\0\1" + b"\xff" * (size - len(block) - 3) + b"\0" + block
        return pow(int.from_bytes(padded, "big"), numbers.d, modulus).to_bytes(size, "big")

    return sign


def sid(certificate: x509.Certificate) -> bytes:
    serial = asn1.encode_der(certificate.serial_number)
    return tlv(SEQUENCE, certificate.issuer.public_bytes() + serial)


@dataclass
class Crafted:
    """One signature; every field may be replaced."""

    issued: Issued
    content: bytes
    attributes: Sequence[bytes] | None = None
    sign: Sign | None = None
    digest: bytes = algorithm(SHA256)
    signature: bytes = algorithm(ECDSA_SHA256)
    unsigned: Sequence[bytes] = ()
    certificates: Sequence[x509.Certificate] = ()
    lists: Sequence[x509.CertificateRevocationList] = ()
    attached: bool = True
    sorted: bool = True
    bare: bool = False
    """Without signed attributes."""
    kind: str = DATA
    """Of the content, as it is named beside it."""

    @property
    def signed(self) -> bytes:
        found = usual(self.issued, self.content) if self.attributes is None else self.attributes
        return b"".join(sorted(found) if self.sorted else found)

    def info(self) -> bytes:
        """The SignerInfo."""
        sign = self.sign or signs(self.issued)
        value = sign(self.content if self.bare else tlv(SET, self.signed))
        return self.info_of(value)

    def info_of(self, value: bytes) -> bytes:
        parts = [b"\x02\x01\x01", sid(self.issued.certificate), self.digest]
        if not self.bare:
            parts.append(tlv(0xA0, self.signed))
        parts += [self.signature, tlv(OCTETS, value)]
        if self.unsigned:
            parts.append(tlv(0xA1, b"".join(self.unsigned)))
        return tlv(SEQUENCE, b"".join(parts))

    def der(self, info: bytes | None = None, *, indefinite: bool = False) -> bytes:
        """The ContentInfo; with ``indefinite`` as streaming writers make it, in pieces."""
        own = [self.issued.certificate] if not self.certificates else self.certificates
        carried = b""
        if self.attached and indefinite:
            starts = range(0, len(self.content), 1024)
            strings = b"".join(tlv(OCTETS, self.content[at : at + 1024]) for at in starts)
            carried = endless(0xA0, endless(0x24, strings))
        elif self.attached:
            carried = tlv(0xA0, tlv(OCTETS, self.content))
        wrap = endless if indefinite else tlv
        encapsulated = wrap(SEQUENCE, oid(self.kind) + carried)
        certificates = b"".join(item.public_bytes(Encoding.DER) for item in own)
        lists = b"".join(item.public_bytes(Encoding.DER) for item in self.lists)
        body = (
            b"\x02\x01\x01"
            + tlv(SET, self.digest)
            + encapsulated
            + wrap(0xA0, certificates)
            + (wrap(0xA1, lists) if lists else b"")
            + tlv(SET, info or self.info())
        )
        outer = wrap(0xA0, wrap(SEQUENCE, body))
        return wrap(SEQUENCE, oid("1.2.840.113549.1.7.2") + outer)


def endless(tag: int, body: bytes) -> bytes:
    """An element of indefinite length (X.690, 8.1.3.6)."""
    return bytes((tag, 0x80)) + body + b"\0\0"
