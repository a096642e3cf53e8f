"""The ASN.1 of Cryptographic Message Syntax, as far as signatures need it (RFC 5652).

Fields that are ``SET OF`` with an implicit tag are declared as lists: their encoding is the same,
and unlike a ``SET OF`` a list is read in any order. Time-stamp servers in the field do not sort
their certificates; what this program writes is sorted by :mod:`signing.cms`.
"""

from __future__ import annotations

from typing import Annotated

from cryptography import x509
from cryptography.hazmat import asn1

from signing.algorithms import AlgorithmId

DATA = x509.ObjectIdentifier("1.2.840.113549.1.7.1")
SIGNED_DATA = x509.ObjectIdentifier("1.2.840.113549.1.7.2")
CONTENT_TYPE = x509.ObjectIdentifier("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = x509.ObjectIdentifier("1.2.840.113549.1.9.4")
SIGNING_TIME = x509.ObjectIdentifier("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE_V2 = x509.ObjectIdentifier("1.2.840.113549.1.9.16.2.47")
COMMITMENT_TYPE = x509.ObjectIdentifier("1.2.840.113549.1.9.16.2.16")
SIGNATURE_POLICY = x509.ObjectIdentifier("1.2.840.113549.1.9.16.2.15")
OCSP_RESPONSE = x509.ObjectIdentifier("1.3.6.1.5.5.7.16.2")
"""id-ri-ocsp-response (RFC 5940, 2.1)."""
SIGNATURE_TIME_STAMP = x509.ObjectIdentifier("1.2.840.113549.1.9.16.2.14")


@asn1.sequence
class IssuerAndSerialNumber:
    """RFC 5652, 10.2.4; the issuer's name is compared as its bytes."""

    issuer: asn1.TLV
    serial: int


@asn1.sequence
class Attribute:
    """RFC 5652, 5.3."""

    type: x509.ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class SignerInfo:
    """RFC 5652, 5.3."""

    version: int
    sid: IssuerAndSerialNumber | Annotated[bytes, asn1.Implicit(0)]
    digest_algorithm: AlgorithmId
    signed_attributes: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    signature_algorithm: AlgorithmId
    signature: bytes
    unsigned_attributes: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]


@asn1.sequence
class EncapsulatedContentInfo:
    """RFC 5652, 5.2."""

    type: x509.ObjectIdentifier
    content: Annotated[bytes | None, asn1.Explicit(0)]


@asn1.sequence
class SignedData:
    """RFC 5652, 5.1."""

    version: int
    digest_algorithms: asn1.SetOf[asn1.TLV]
    content: EncapsulatedContentInfo
    certificates: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    crls: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.SetOf[SignerInfo]


@asn1.sequence
class OtherRevocationInfo:
    """RFC 5652, 10.2.1: ``OtherRevocationInfoFormat``."""

    format: x509.ObjectIdentifier
    info: asn1.TLV


@asn1.sequence
class ContentInfo:
    """RFC 5652, 3."""

    type: x509.ObjectIdentifier
    content: Annotated[SignedData, asn1.Explicit(0)]


@asn1.sequence
class IssuerSerial:
    """RFC 5035, 5: GeneralNames and serial of the certificate."""

    issuer: asn1.TLV
    serial: int


@asn1.sequence
class EssCertIdV2:
    """RFC 5035, 4; without an algorithm the hash is SHA-256."""

    algorithm: AlgorithmId | None
    hash: bytes
    issuer_serial: IssuerSerial | None


@asn1.sequence
class SigningCertificateV2:
    """RFC 5035, 3."""

    certificates: list[EssCertIdV2]
    policies: list[asn1.TLV] | None


def tlv(tag: int, content: bytes) -> bytes:
    """Encode one element with a definite length (X.690, 8.1.3)."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def raw(element: asn1.TLV) -> bytes:
    """Return the element's own bytes."""
    return asn1.encode_der(element)
