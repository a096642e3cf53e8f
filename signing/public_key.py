"""What kind of public key a certificate holds; national keys included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from signing.errors import AlgorithmRefused, MalformedDocument
from signing.flaws import Flaw
from signing.national import read_public_key
from signing.national.parameters import ALGORITHM_1_KEY, BY_KEY
from signing.once import once
from signing.work import remember

MINIMUM_RSA_BITS = 2048
MAXIMUM_RSA_BITS = 8192
_MAXIMUM_EXPONENT = 1 << 32
"""Nobody's is larger, and a check takes as much longer as it has more bits (OpenSSL, which allows
64 bits of exponent and 16,384 of modulus, needs 5 ms for one)."""
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


@dataclass(frozen=True)
class KeyFacts:
    """A public key as the choice of a signature algorithm and a mechanism needs it."""

    kind: str
    """``rsa``, ``ec``, or the dotted OID of the key's algorithm: national keys, and unknown."""
    size: int
    """Bits of the modulus or of the curve; 0 for an unknown kind."""
    name: str
    """In words, e.g. ``ECDSA P-256``; for an unknown kind what it is refused by."""
    usable: bool
    """Whether the package format allows it (docs/package-format.md)."""
    curve: str = ""
    """``P-256`` and so on; empty for other kinds."""

    @property
    def national(self) -> bool:
        """Whether it is a key of the national standards."""
        return self.usable and self.kind not in ("rsa", "ec")

    def require_usable(self) -> None:
        """Refuse a key the package format does not allow.

        Raises:
            AlgorithmRefused: RSA under 2048 or over 8192 bits or with an exponent over 2^32, a
                curve other than P-256/384/521, national algorithm 1, an unpublished parameter
                set, or another kind; by name.
        """
        if not self.usable:
            raise AlgorithmRefused(self.name)


@asn1.sequence
class _TbsCertificate:
    """RFC 5280, 4.1, as far as the key; the rest is read by ``cryptography``."""

    version: Annotated[int | None, asn1.Explicit(0)]
    serial: int
    signature: asn1.TLV
    issuer: asn1.TLV
    validity: asn1.TLV
    subject: asn1.TLV
    key: asn1.TLV
    issuer_id: Annotated[asn1.BitString | None, asn1.Implicit(1)]
    subject_id: Annotated[asn1.BitString | None, asn1.Implicit(2)]
    extensions: Annotated[list[asn1.TLV] | None, asn1.Explicit(3)]


@asn1.sequence
class _PublicKeyInfo:
    """RFC 5280, 4.1.2.7."""

    algorithm: asn1.TLV
    key: asn1.BitString


def public_key_info(certificate: x509.Certificate) -> bytes:
    """Return the DER of the SubjectPublicKeyInfo, of whatever kind the key is.

    Raises:
        MalformedDocument: the certificate is damaged.
    """
    try:
        tbs = asn1.decode_der(_TbsCertificate, certificate.tbs_certificate_bytes)
    except ValueError as error:
        raise MalformedDocument(Flaw.DAMAGED_CERTIFICATE) from error
    return asn1.encode_der(tbs.key)


@once
def public_key_bits(certificate: x509.Certificate) -> bytes:
    """Return the content of the subjectPublicKey, which key identifiers are hashes of.

    Raises:
        MalformedDocument: the certificate is damaged.
    """
    return asn1.decode_der(_PublicKeyInfo, public_key_info(certificate)).key.as_bytes()


def read_key_facts(certificate: x509.Certificate) -> KeyFacts:
    """Return what kind of key a certificate holds.

    Raises:
        MalformedDocument: a national key that is damaged or no point of its curve.
    """
    oid = certificate.public_key_algorithm_oid
    if oid in BY_KEY or oid == ALGORITHM_1_KEY:
        try:
            name = read_public_key(public_key_info(certificate)).name
        except AlgorithmRefused as error:
            return KeyFacts(oid.dotted_string, 0, error.name, usable=False)
        return KeyFacts(oid.dotted_string, 256, name, usable=True)
    try:
        return facts_of(certificate.public_key())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return KeyFacts(oid.dotted_string, 0, oid.dotted_string, usable=False)


# What a certificate says never changes, and it is asked at every step of a signature. Who only
# looks whether it can be read at all takes the other one, which keeps nothing.
key_facts = once(read_key_facts)


def is_bounded(certificate: x509.Certificate) -> bool:
    """Whether a certificate's key is of a size whose check anybody waits for, or none at all."""
    return remember((certificate,), "bounded", lambda: _has_bounded(certificate))


def _has_bounded(certificate: x509.Certificate) -> bool:
    try:
        key = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return True
    return not isinstance(key, rsa.RSAPublicKey) or _is_bounded(key)


def require_bounded(certificate: x509.Certificate) -> None:
    """Refuse a key that takes too long; see :func:`is_bounded`.

    Raises:
        AlgorithmRefused: by its name.
    """
    if not is_bounded(certificate):
        raise AlgorithmRefused(key_facts(certificate).name)


def _is_bounded(key: rsa.RSAPublicKey) -> bool:
    return key.key_size <= MAXIMUM_RSA_BITS and key.public_numbers().e < _MAXIMUM_EXPONENT


def facts_of(key: PublicKeyTypes) -> KeyFacts:
    """Return the facts of a key of ``cryptography``."""
    match key:
        case rsa.RSAPublicKey():
            usable = key.key_size >= MINIMUM_RSA_BITS and _is_bounded(key)
            name = f"RSA {key.key_size}"
            if key.public_numbers().e >= _MAXIMUM_EXPONENT:
                name += " (e ≥ 2^32)"
            return KeyFacts("rsa", key.key_size, name, usable)
        case ec.EllipticCurvePublicKey():
            curve = _CURVES.get(key.curve.name, "")
            name = f"ECDSA {curve or key.curve.name}"
            return KeyFacts("ec", key.key_size, name, bool(curve), curve)
    name = type(key).__name__.removesuffix("PublicKey").lower()
    return KeyFacts(name, 0, name, usable=False)
