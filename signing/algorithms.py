"""Object identifiers of the algorithms in CMS, and the check of a signature value.

Sources: RFC 5754 (SHA-2 with RSA and ECDSA in CMS), RFC 4056 (RSASSA-PSS in CMS), RFC 8017; the
national ones are written {OID, NULL} everywhere, as the national signing tool does.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Annotated

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from signing.detail import said
from signing.digests import NATIONAL
from signing.errors import AlgorithmRefused, MalformedDocument, SignatureCheckFailed
from signing.flaws import Flaw
from signing.national import check_signature
from signing.national.parameters import (
    ALGORITHM_1,
    ALGORITHM_1_KEY,
    ALGORITHM_1_SIGNATURE,
    BY_KEY,
    BY_SIGNATURE,
    Standard,
)
from signing.public_key import public_key_info, require_bounded
from signing.signer import SignatureAlgorithm
from signing.work import spend, weight

_OID = x509.ObjectIdentifier

HASH_OIDS = {
    "sha256": _OID("2.16.840.1.101.3.4.2.1"),
    "sha384": _OID("2.16.840.1.101.3.4.2.2"),
    "sha512": _OID("2.16.840.1.101.3.4.2.3"),
    **{name: standard.hash for name, standard in NATIONAL.items()},
}
_HASH_NAMES = {oid: name for name, oid in HASH_OIDS.items()}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}

RSA_ENCRYPTION = _OID("1.2.840.113549.1.1.1")
RSASSA_PSS = _OID("1.2.840.113549.1.1.10")
_MGF1 = _OID("1.2.840.113549.1.1.8")
_RSA_WITH = {
    _OID("1.2.840.113549.1.1.11"): "sha256",
    _OID("1.2.840.113549.1.1.12"): "sha384",
    _OID("1.2.840.113549.1.1.13"): "sha512",
}
_ECDSA_WITH = {
    "sha256": _OID("1.2.840.10045.4.3.2"),
    "sha384": _OID("1.2.840.10045.4.3.3"),
    "sha512": _OID("1.2.840.10045.4.3.4"),
}
_ECDSA_NAMES = {oid: name for name, oid in _ECDSA_WITH.items()}
NATIONAL_ALGORITHMS = {
    Standard.OZDST_2009: SignatureAlgorithm.OZDST_1092,
    Standard.OZMST_2024: SignatureAlgorithm.OZMST_286,
}

# Names for the refusals: people look these up.
_REFUSED = {
    "1.3.14.3.2.26": "SHA-1",
    "1.2.840.113549.2.5": "MD5",
    "1.2.840.113549.1.1.5": "SHA-1 with RSA",
    "1.2.840.113549.1.1.4": "MD5 with RSA",
    "1.2.840.10045.4.1": "SHA-1 with ECDSA",
    ALGORITHM_1_KEY.dotted_string: ALGORITHM_1,
    ALGORITHM_1_SIGNATURE.dotted_string: ALGORITHM_1,
}

AlgorithmId = list[asn1.TLV]
"""AlgorithmIdentifier as its one or two elements (RFC 5280, 4.1.1.2); parameters are ANY."""


@asn1.sequence
class _Plain:
    algorithm: x509.ObjectIdentifier


@asn1.sequence
class _WithNull:
    algorithm: x509.ObjectIdentifier
    parameters: asn1.Null


@asn1.sequence
class _Mgf:
    algorithm: x509.ObjectIdentifier
    parameters: _WithNull


@asn1.sequence
class _PssParameters:
    """RSASSA-PSS-params (RFC 4055, 3.1); the SHA-1 defaults are refused, so all are explicit."""

    hash: Annotated[_WithNull, asn1.Explicit(0)]
    mask: Annotated[_Mgf, asn1.Explicit(1)]
    salt: Annotated[int, asn1.Explicit(2)]


@asn1.sequence
class _Pss:
    algorithm: x509.ObjectIdentifier
    parameters: _PssParameters


def hash_identifier(name: str) -> bytes:
    """Return the AlgorithmIdentifier of a hash; of SHA-2 without parameters (RFC 5754, 2)."""
    if name in NATIONAL:
        return asn1.encode_der(_WithNull(algorithm=HASH_OIDS[name], parameters=asn1.Null()))
    return asn1.encode_der(_Plain(algorithm=HASH_OIDS[name]))


def signature_identifier(algorithm: SignatureAlgorithm) -> bytes:
    """Return the AlgorithmIdentifier that goes into a SignerInfo."""
    name = algorithm.hash_name
    if algorithm.national:
        oid = NATIONAL[name].signature
        return asn1.encode_der(_WithNull(algorithm=oid, parameters=asn1.Null()))
    if algorithm.startswith("ecdsa"):
        return asn1.encode_der(_Plain(algorithm=_ECDSA_WITH[name]))
    if "pss" in algorithm:
        hashed = _WithNull(algorithm=HASH_OIDS[name], parameters=asn1.Null())
        return asn1.encode_der(
            _Pss(
                algorithm=RSASSA_PSS,
                parameters=_PssParameters(
                    hash=hashed,
                    mask=_Mgf(algorithm=_MGF1, parameters=hashed),
                    salt=hashlib.new(name).digest_size,
                ),
            )
        )
    # rsaEncryption is what the field's tools write for PKCS #1 v1.5 (RFC 3370, 3.2).
    return asn1.encode_der(_WithNull(algorithm=RSA_ENCRYPTION, parameters=asn1.Null()))


def hash_name(identifier: AlgorithmId) -> str:
    """Return the hash's name as :mod:`signing.digests` knows it.

    Raises:
        AlgorithmRefused: weak or unknown, by name.
        MalformedDocument: not an AlgorithmIdentifier.
    """
    oid = _oid(identifier)
    name = _HASH_NAMES.get(oid)
    if name is None:
        raise refused(oid)
    return name


def read_signature_algorithm(identifier: AlgorithmId, digest: str) -> SignatureAlgorithm:
    """Return the signature algorithm a SignerInfo names, its hash being ``digest``.

    Raises:
        AlgorithmRefused: weak, unknown, or its hash is not the SignerInfo's own.
        MalformedDocument: not an AlgorithmIdentifier.
    """
    oid = _oid(identifier)
    if oid in BY_SIGNATURE:
        standard = BY_SIGNATURE[oid]
        if digest != standard.hash_name:
            raise AlgorithmRefused(said(Flaw.SCHEME_OVER, standard.title, digest))
        return NATIONAL_ALGORITHMS[standard]
    if oid == RSA_ENCRYPTION:
        # The one identifier that names no hash of its own.
        if digest in NATIONAL:
            raise AlgorithmRefused(said(Flaw.SCHEME_OVER, "rsa-pkcs1", digest))
        return SignatureAlgorithm(f"rsa-pkcs1-{digest}")
    if oid == RSASSA_PSS:
        inner = _pss_hash(identifier)
        kind = "rsa-pss"
    elif oid in _RSA_WITH:
        inner, kind = _RSA_WITH[oid], "rsa-pkcs1"
    elif oid in _ECDSA_NAMES:
        inner, kind = _ECDSA_NAMES[oid], "ecdsa"
    else:
        raise refused(oid)
    if inner != digest:
        raise AlgorithmRefused(said(Flaw.SCHEME_INNER, kind, inner, digest))
    return SignatureAlgorithm(f"{kind}-{digest}")


def check_value(
    certificate: x509.Certificate,
    algorithm: SignatureAlgorithm,
    digest: bytes,
    signature: bytes,
) -> None:
    """Check a signature value over a ready digest with the certificate's key.

    Raises:
        SignatureCheckFailed: ``SIG_CRYPTO_FAILURE`` – not this key's value over this digest,
            or the key is of another kind than the algorithm says.
        AlgorithmRefused: the key takes too long.
    """
    require_bounded(certificate)
    spend(weight(certificate))
    _check_value(certificate, algorithm, digest, signature)


# The token's value is checked when it comes, and again with the package that it went into.
@lru_cache(maxsize=64)
def _check_value(
    certificate: x509.Certificate,
    algorithm: SignatureAlgorithm,
    digest: bytes,
    signature: bytes,
) -> None:
    if algorithm.national:
        _check_national(certificate, algorithm, digest, signature)
        return
    prehashed = utils.Prehashed(_HASHES[algorithm.hash_name])
    try:
        key = certificate.public_key()
        if isinstance(key, ec.EllipticCurvePublicKey) and algorithm.startswith("ecdsa"):
            key.verify(signature, digest, ec.ECDSA(prehashed))
        elif isinstance(key, rsa.RSAPublicKey) and algorithm.startswith("rsa-pss"):
            hashed = _HASHES[algorithm.hash_name]
            pss = padding.PSS(padding.MGF1(hashed), hashed.digest_size)
            key.verify(signature, digest, pss, prehashed)
        elif isinstance(key, rsa.RSAPublicKey) and algorithm.startswith("rsa-pkcs1"):
            key.verify(signature, digest, padding.PKCS1v15(), prehashed)
        else:
            raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))
    except (InvalidSignature, UnsupportedAlgorithm) as error:
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",)) from error


def _check_national(
    certificate: x509.Certificate, algorithm: SignatureAlgorithm, digest: bytes, signature: bytes
) -> None:
    """Check that the value is right, and that its standard is the key's own.

    The two differ in their identifiers only, and no value covers those: whoever has a file could
    write the other's.
    """
    standard = BY_KEY.get(certificate.public_key_algorithm_oid)
    if standard is None or NATIONAL_ALGORITHMS[standard] is not algorithm:
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))
    check_signature(public_key_info(certificate), digest, signature)


def refused(oid: x509.ObjectIdentifier) -> AlgorithmRefused:
    """Return the refusal of ``oid``, by its name where it has one."""
    return AlgorithmRefused(_REFUSED.get(oid.dotted_string, oid.dotted_string))


def _oid(identifier: AlgorithmId) -> x509.ObjectIdentifier:
    if not 1 <= len(identifier) <= 2:
        raise MalformedDocument(Flaw.ALGORITHM_IDENTIFIER)
    try:
        return identifier[0].parse(x509.ObjectIdentifier)  # type: ignore[no-any-return]
    except ValueError as error:
        raise MalformedDocument(Flaw.ALGORITHM_IDENTIFIER) from error


def _pss_hash(identifier: AlgorithmId) -> str:
    try:
        parameters: _PssParameters = identifier[1].parse(_PssParameters)
    except (IndexError, ValueError) as error:
        # Absent parameters mean SHA-1 (RFC 4055, 3.1).
        raise AlgorithmRefused(said(Flaw.PSS_DEFAULT)) from error
    oid = parameters.hash.algorithm
    name = _HASH_NAMES.get(oid)
    if name is None or name in NATIONAL:
        raise refused(oid)
    consistent = (
        parameters.mask.algorithm == _MGF1
        and parameters.mask.parameters.algorithm == oid
        and parameters.salt == hashlib.new(name).digest_size
    )
    if not consistent:
        raise AlgorithmRefused(said(Flaw.PSS_MIXED))
    return name
