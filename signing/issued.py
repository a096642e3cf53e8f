"""Did this authority sign this certificate or this revocation list? National ones included.

``cryptography`` answers for the algorithms it knows; a national signature is checked over the same
bytes by :mod:`signing.national`.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from signing import digests
from signing.algorithms import HASH_OIDS
from signing.cms_asn1 import raw
from signing.errors import SigningError
from signing.national import check_signature
from signing.national.parameters import BY_KEY, BY_SIGNATURE
from signing.once import Known
from signing.public_key import is_bounded, public_key_info
from signing.work import checked, hashing, remember

Issued = x509.Certificate | x509.CertificateRevocationList
# Authorities and their lists are the same few in all files.
_SIGNED: Known[bool] = Known()


@asn1.sequence
class _Signed:
    """Certificate and CertificateList alike (RFC 5280, 4.1 and 5.1)."""

    content: list[asn1.TLV]
    algorithm: asn1.TLV
    value: asn1.BitString


def concerns_national(certificate: x509.Certificate) -> bool:
    """Whether its key or the signature on it is a national one, which others cannot check."""
    return (
        certificate.public_key_algorithm_oid in BY_KEY
        or certificate.signature_algorithm_oid in BY_SIGNATURE
    )


def is_signed_by(item: Issued, issuer: x509.Certificate) -> bool:
    """Whether the key of ``issuer`` signed ``item``, with a hash the package format allows.

    Names, times and what the issuer may do are for the caller to compare.
    """
    return is_bounded(issuer) and checked(issuer, (item,), "", lambda: _is_known(item, issuer))


def fingerprint(item: Issued) -> bytes:
    """Return the SHA-256 of all of its bytes."""

    def hashed() -> bytes:
        if isinstance(item, x509.CertificateRevocationList):
            hashing("sha256", len(item.tbs_certlist_bytes))
        return item.fingerprint(SHA256())

    return remember((item,), "fingerprint", hashed)


def _is_known(item: Issued, issuer: x509.Certificate) -> bool:
    pair = fingerprint(item), fingerprint(issuer)
    return _SIGNED.ask(pair, lambda: _is_signed(item, issuer))


def _is_signed(item: Issued, issuer: x509.Certificate) -> bool:
    try:
        if item.signature_algorithm_oid in BY_SIGNATURE:
            return _is_national(item, issuer)
        hashed = item.signature_hash_algorithm
        return _is_strong(hashed) and _is_classical(item, issuer)
    except (InvalidSignature, UnsupportedAlgorithm, SigningError, TypeError, ValueError):
        # A key of another kind than the signature, or damaged: not this issuer's work.
        return False


def _is_strong(hashed: HashAlgorithm | None) -> bool:
    return hashed is not None and hashed.name in HASH_OIDS


def _is_classical(item: Issued, issuer: x509.Certificate) -> bool:
    if isinstance(item, x509.Certificate):
        item.verify_directly_issued_by(issuer)
        return True
    return item.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]


def _is_national(item: Issued, issuer: x509.Certificate) -> bool:
    standard = BY_SIGNATURE[item.signature_algorithm_oid]
    if BY_KEY.get(issuer.public_key_algorithm_oid) is not standard:
        return False
    if isinstance(item, x509.Certificate):
        signed = item.tbs_certificate_bytes
    else:
        signed = item.tbs_certlist_bytes
    parts = asn1.decode_der(_Signed, item.public_bytes(Encoding.DER))
    # RFC 5280, 4.1.2.3 and 5.1.2.2: the identifier stands inside and outside, and is the same.
    if raw(parts.algorithm) not in [raw(element) for element in parts.content[:3]]:
        return False
    digest = digests.of(standard.hash_name, signed)
    check_signature(public_key_info(issuer), digest, item.signature)
    return True
