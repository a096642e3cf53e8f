"""Algorithms of other makers: more than this program signs with, each with the day it fell.

What is weak is checked all the same, so that a report can say that a signature is intact and that
it proves nothing any more: the day is that of the first public collision, or of the end of a key's
size (NIST SP 800-131A), and a time-stamp from before it still counts (EN 319 102-1, 5.2.8).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from signing import digests
from signing.algorithms import HASH_OIDS, NATIONAL_ALGORITHMS, check_value, refused
from signing.certificate import utc_now
from signing.cms_asn1 import tlv
from signing.detail import said
from signing.endings import hash_ends, signature_ends
from signing.errors import AlgorithmRefused, MalformedDocument, SignatureCheckFailed
from signing.flaws import Flaw
from signing.foreign import ber
from signing.foreign.ber import Element
from signing.national.parameters import BY_KEY, BY_SIGNATURE
from signing.public_key import require_bounded
from signing.work import checked, hashing

_OID = x509.ObjectIdentifier

_SHA2 = "2.16.840.1.101.3.4.2."
_HASHES: dict[str, tuple[str, hashes.HashAlgorithm]] = {
    "1.2.840.113549.2.5": ("md5", hashes.MD5()),  # noqa: S303 - named and refused, see above
    "1.3.14.3.2.26": ("sha1", hashes.SHA1()),  # noqa: S303
    f"{_SHA2}1": ("sha256", hashes.SHA256()),
    f"{_SHA2}2": ("sha384", hashes.SHA384()),
    f"{_SHA2}3": ("sha512", hashes.SHA512()),
    f"{_SHA2}4": ("sha224", hashes.SHA224()),
    f"{_SHA2}6": ("sha512_256", hashes.SHA512_256()),
    f"{_SHA2}7": ("sha3_224", hashes.SHA3_224()),
    f"{_SHA2}8": ("sha3_256", hashes.SHA3_256()),
    f"{_SHA2}9": ("sha3_384", hashes.SHA3_384()),
    f"{_SHA2}10": ("sha3_512", hashes.SHA3_512()),
}
_PRIMITIVES = dict(_HASHES.values())
_NAMES = {oid: name for oid, (name, _) in _HASHES.items()} | {
    oid.dotted_string: name for name, oid in HASH_OIDS.items()
}
_OID_OF = {name: oid for oid, name in _NAMES.items()}

_NIST = "2.16.840.1.101.3.4.3."
_PLAIN = "0.4.0.127.0.7.1.1.4.1."
"""ECDSA with r and s side by side instead of DER (BSI TR-03111, 5.2.1)."""
_SIGNATURES: dict[str, tuple[str, str]] = {
    "1.2.840.113549.1.1.4": ("rsa-pkcs1", "md5"),
    "1.2.840.113549.1.1.5": ("rsa-pkcs1", "sha1"),
    "1.2.840.113549.1.1.14": ("rsa-pkcs1", "sha224"),
    "1.2.840.113549.1.1.11": ("rsa-pkcs1", "sha256"),
    "1.2.840.113549.1.1.12": ("rsa-pkcs1", "sha384"),
    "1.2.840.113549.1.1.13": ("rsa-pkcs1", "sha512"),
    f"{_NIST}13": ("rsa-pkcs1", "sha3_224"),
    f"{_NIST}14": ("rsa-pkcs1", "sha3_256"),
    f"{_NIST}15": ("rsa-pkcs1", "sha3_384"),
    f"{_NIST}16": ("rsa-pkcs1", "sha3_512"),
    "1.2.840.10045.4.1": ("ecdsa", "sha1"),
    "1.2.840.10045.4.3.1": ("ecdsa", "sha224"),
    "1.2.840.10045.4.3.2": ("ecdsa", "sha256"),
    "1.2.840.10045.4.3.3": ("ecdsa", "sha384"),
    "1.2.840.10045.4.3.4": ("ecdsa", "sha512"),
    f"{_NIST}9": ("ecdsa", "sha3_224"),
    f"{_NIST}10": ("ecdsa", "sha3_256"),
    f"{_NIST}11": ("ecdsa", "sha3_384"),
    f"{_NIST}12": ("ecdsa", "sha3_512"),
    f"{_PLAIN}1": ("ecdsa-plain", "sha1"),
    f"{_PLAIN}2": ("ecdsa-plain", "sha224"),
    f"{_PLAIN}3": ("ecdsa-plain", "sha256"),
    f"{_PLAIN}4": ("ecdsa-plain", "sha384"),
    f"{_PLAIN}5": ("ecdsa-plain", "sha512"),
}
_RSA, _PSS, _MGF1 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
_ED25519 = "1.3.101.112"
_NULL = b"\x05\x00"
_KNOWN = frozenset(
    (*_NAMES, *_SIGNATURES, _RSA, _ED25519, *(item.dotted_string for item in BY_SIGNATURE))
)
"""Identifiers that have no parameters, or NULL."""
_MOST_SALT = 2
"""Bytes of a number."""


@dataclass(frozen=True)
class Algorithm:
    """What a signature says it was made with."""

    scheme: str
    """``rsa-pkcs1``, ``rsa-pss``, ``ecdsa``, ``ecdsa-plain``, ``ed25519``, or a national one."""
    hash_name: str
    """Of what the value is over; as :func:`hash_of` takes it."""
    mask: str = ""
    """RSA-PSS: the hash of its mask."""
    salt: int = 0
    """RSA-PSS: bytes."""

    def __str__(self) -> str:
        return f"{self.scheme}-{self.hash_name}".replace("_", "-")

    def weak_since(self, certificate: x509.Certificate) -> datetime | None:
        """Return since when nothing new of it counts; None if it is strong."""
        return signature_ends(self.scheme, self.hash_name, certificate)


def weak_since(hash_name: str) -> datetime | None:
    """Return since when a hash counts for nothing new; None if it is strong."""
    return hash_ends(hash_name)


def is_weak(hash_name: str) -> bool:
    """Whether a hash counts for nothing new today."""
    ends = hash_ends(hash_name)
    return ends is not None and ends <= utc_now()


def hash_of(name: str, data: bytes | memoryview = b"") -> digests.Digest:
    """Begin a hash of :func:`hash_name`."""
    if name in digests.NATIONAL:
        return digests.new(name, data)
    return hashlib.new(name, data, usedforsecurity=False)


def digest(name: str, data: bytes | memoryview) -> bytes:
    """Return the hash of ``data``."""
    hashing(name, len(data))
    return hash_of(name, data).digest()


def object_identifier(item: Element) -> str:
    """Return a dotted object identifier (X.690, 8.19).

    Raises:
        MalformedDocument: it is none.
    """
    body = item.require(ber.OID, Flaw.OBJECT_IDENTIFIER).body
    if not body or len(body) > 64 or body[-1] & 0x80:
        raise MalformedDocument(Flaw.OBJECT_IDENTIFIER)
    return _dotted(body)


# The same dozen stand in every signature.
@lru_cache(maxsize=256)
def _dotted(body: bytes) -> str:
    numbers, value = [], 0
    for octet in body:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


def hash_name(identifier: Element) -> str:
    """Return the name of the hash in an AlgorithmIdentifier.

    Raises:
        AlgorithmRefused: unknown, by its identifier.
        MalformedDocument: not an AlgorithmIdentifier.
    """
    oid = _oid(identifier)
    name = _NAMES.get(oid)
    if name is None:
        raise refused(_OID(oid))
    return name


def names_hash(item: Element) -> bool:
    """Whether an object identifier is that of a hash."""
    return object_identifier(item) in _NAMES


def is_plain(identifier: Element) -> bool:
    """Whether an AlgorithmIdentifier says an algorithm that is known here, and nothing else.

    Raises:
        MalformedDocument: not an AlgorithmIdentifier.
    """
    oid, more = _oid(identifier), identifier.children[1:]
    if oid == _PSS:
        return all(map(_is_plain_pss, more))
    return oid in _KNOWN and all(item.raw == _NULL for item in more)


def _is_plain_pss(parameters: Element) -> bool:
    """Each field at most once, in their order, with one value (RFC 4055, 3.1)."""
    fields = parameters.require(ber.SEQUENCE, Flaw.PSS_PARAMETERS).children
    tags = [item.tag for item in fields]
    return tags == sorted(set(tags)) and all(_is_plain_field(item.tag, item) for item in fields)


def _is_plain_field(tag: int, field: Element) -> bool:
    value = field.only()
    if tag == 0xA0:
        return _oid(value) in _NAMES and is_plain(value)
    if tag == 0xA1:
        hashed = value.children[1:]
        return _oid(value) == _MGF1 and all(_oid(i) in _NAMES and is_plain(i) for i in hashed)
    return tag in (0xA2, 0xA3) and value.tag == ber.INTEGER and 1 <= value.size <= _MOST_SALT


def read_algorithm(identifier: Element, digest_name: str) -> Algorithm:
    """Return what a SignerInfo's signature algorithm says.

    Args:
        identifier: the AlgorithmIdentifier.
        digest_name: the SignerInfo's digest, for those that name none of their own.

    Raises:
        AlgorithmRefused: unknown, by its identifier.
        MalformedDocument: not an AlgorithmIdentifier.
    """
    oid = _oid(identifier)
    national = BY_SIGNATURE.get(_OID(oid))
    if national is not None:
        kind = NATIONAL_ALGORITHMS[national]
        return Algorithm(kind.scheme, kind.hash_name)
    if oid == _RSA:
        return Algorithm("rsa-pkcs1", digest_name)
    if oid == _ED25519:
        return Algorithm("ed25519", "sha512")
    if oid == _PSS:
        return _read_pss(identifier)
    if oid not in _SIGNATURES:
        raise refused(_OID(oid))
    return Algorithm(*_SIGNATURES[oid])


def _read_pss(identifier: Element) -> Algorithm:
    """Read RSASSA-PSS-params; what is absent has the value of RFC 4055, 3.1."""
    hashed, mask, salt = "sha1", "sha1", 20
    parts = identifier.children
    for item in parts[1].require(ber.SEQUENCE, Flaw.PSS_PARAMETERS).children if parts[1:] else ():
        value = item.only()
        match item.tag:
            case 0xA0:
                hashed = hash_name(value)
            case 0xA1:
                if _oid(value) != _MGF1 or len(value.children) != 2:
                    raise AlgorithmRefused(said(Flaw.PSS_MASK))
                mask = hash_name(value.children[1])
            case 0xA2:
                salt = int.from_bytes(
                    value.require(ber.INTEGER, Flaw.SALT).body, "big", signed=True
                )
            case 0xA3:
                if value.body != b"\1":
                    raise AlgorithmRefused(said(Flaw.PSS_TRAILER))
            case _:
                raise MalformedDocument(Flaw.PSS_PARAMETERS)
    if not 0 <= salt <= 1024:
        raise AlgorithmRefused(said(Flaw.PSS_SALT))
    return Algorithm("rsa-pss", hashed, mask, salt)


def check(
    certificate: x509.Certificate,
    algorithm: Algorithm,
    signed: bytes | None,
    over: bytes,
    value: bytes,
) -> None:
    """Check a signature value with the certificate's key.

    Args:
        certificate: whose key.
        algorithm: of the value.
        signed: the signed bytes, where they are at hand; Ed25519 needs them.
        over: their digest by ``algorithm.hash_name``.
        value: the signature.

    Raises:
        SignatureCheckFailed: ``SIG_CRYPTO_FAILURE``.
        AlgorithmRefused: the key is of a kind that is not known, or takes too long.
    """
    require_bounded(certificate)

    def is_right() -> bool:
        try:
            _check_once(certificate, algorithm, signed, over, value)
        except SignatureCheckFailed:
            return False
        return True

    if not checked(certificate, (), (algorithm, signed, over, value), is_right):
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))


def _check_once(
    certificate: x509.Certificate,
    algorithm: Algorithm,
    signed: bytes | None,
    over: bytes,
    value: bytes,
) -> None:
    standard = BY_KEY.get(certificate.public_key_algorithm_oid)
    if standard is not None:
        # No value covers what is written of it: whoever has a file could write RSA.
        kind = NATIONAL_ALGORITHMS[standard]
        if algorithm != Algorithm(kind.scheme, kind.hash_name):
            raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))
        check_value(certificate, kind, over, value)
        return
    try:
        key = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise refused(certificate.public_key_algorithm_oid) from error
    try:
        _check(key, algorithm, signed, over, value)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, OverflowError) as error:
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",)) from error


def _check(
    key: object, algorithm: Algorithm, signed: bytes | None, over: bytes, value: bytes
) -> None:
    if isinstance(key, ed25519.Ed25519PublicKey) and algorithm.scheme == "ed25519":
        if signed is None:
            raise AlgorithmRefused(said(Flaw.BARE_ED25519))
        key.verify(value, signed)
        return
    if not {algorithm.hash_name, algorithm.mask or algorithm.hash_name} <= _PRIMITIVES.keys():
        # The national hashes are of national keys.
        raise InvalidSignature
    prehashed = utils.Prehashed(_PRIMITIVES[algorithm.hash_name])
    if isinstance(key, ec.EllipticCurvePublicKey) and algorithm.scheme == "ecdsa":
        key.verify(value, over, ec.ECDSA(prehashed))
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm.scheme == "ecdsa-plain":
        half = (key.key_size + 7) // 8
        if len(value) != 2 * half:
            raise InvalidSignature
        pair = (int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
        key.verify(utils.encode_dss_signature(*pair), over, ec.ECDSA(prehashed))
    elif isinstance(key, rsa.RSAPublicKey) and algorithm.scheme == "rsa-pss":
        pss = padding.PSS(padding.MGF1(_PRIMITIVES[algorithm.mask]), algorithm.salt)
        key.verify(value, over, pss, prehashed)
    elif isinstance(key, rsa.RSAPublicKey) and algorithm.scheme == "rsa-pkcs1":
        _check_pkcs1(key, algorithm.hash_name, over, value)
    else:
        raise InvalidSignature


def _check_pkcs1(key: rsa.RSAPublicKey, name: str, over: bytes, value: bytes) -> None:
    """Compare the whole DigestInfo, with NULL parameters or without (RFC 8017, 9.2, note 1).

    Nothing in it is parsed, so nothing can hide in it (CVE-2006-4339 and its descendants).
    """
    if len(value) != (key.key_size + 7) // 8:
        raise InvalidSignature
    found = key.recover_data_from_signature(value, padding.PKCS1v15(), None)
    oid = _encoded(_OID_OF[name])
    for parameters in (b"\x05\x00", b""):
        identifier = tlv(ber.SEQUENCE, oid + parameters)
        if found == tlv(ber.SEQUENCE, identifier + tlv(ber.OCTETS, over)):
            return
    raise InvalidSignature


def _encoded(oid: str) -> bytes:
    from cryptography.hazmat import asn1

    return asn1.encode_der(_OID(oid))


def _oid(identifier: Element) -> str:
    parts = identifier.require(ber.SEQUENCE, Flaw.ALGORITHM_IDENTIFIER).children
    if not 1 <= len(parts) <= 2:
        raise MalformedDocument(Flaw.ALGORITHM_IDENTIFIER)
    return object_identifier(parts[0])
