"""Until when algorithms may be relied upon; what is proven to be older still counts after that.

The days that lie ahead, and those of short elliptic curves, are those of ETSI TS 119 312 V1.5.1 as
its machine-readable form has them ("ETSI ESI Cryptographic Suites" 1.5.1 of 13 October 2024, in
the format of TS 119 322), which follows SOG-IS, Agreed Cryptographic Mechanisms. Where an attack
was published, its day counts, and of RSA under 2048 bits the earlier day of NIST SP 800-131A.
National algorithms have no day there.
"""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509

from signing.public_key import MINIMUM_RSA_BITS, key_facts

LEGACY_ENDS = datetime(2029, 1, 1, tzinfo=UTC)
"""TS 119 312: SHA-224, RSA under 3000 bits, and PKCS #1 v1.5 with keys of any length."""
_HASHES = {
    # Wang and others, CRYPTO 2004.
    "md5": datetime(2004, 8, 17, tzinfo=UTC),
    # Stevens and others, CRYPTO 2017.
    "sha1": datetime(2017, 2, 23, tzinfo=UTC),
    "sha224": LEGACY_ENDS,
    # As strong as SHA-224; of hashes by themselves the table has it not at all.
    "sha3_224": LEGACY_ENDS,
}
_SCHEMES = {"rsa-pkcs1": LEGACY_ENDS}
_RSA_BITS = 3000
_RSA_FELL = datetime(2014, 1, 1, tzinfo=UTC)
"""RSA under 2048 bits (NIST SP 800-131A, table 2)."""
_CURVE_BITS = 256
_CURVES_FELL = datetime(2021, 10, 1, tzinfo=UTC)
"""Curves from 224 bits, under 256."""
_SHORT_CURVES_FELL = datetime(2012, 8, 1, tzinfo=UTC)


def hash_ends(name: str) -> datetime | None:
    """Return from when on a hash counts for nothing new; None if no day is known."""
    return _HASHES.get(name)


def signature_ends(scheme: str, hash_name: str, certificate: x509.Certificate) -> datetime | None:
    """Return from when on new signatures of a kind count for nothing; None if no day is known.

    Args:
        scheme: ``rsa-pkcs1``, ``rsa-pss``, ``ecdsa`` or another one.
        hash_name: of what the value is over. The mask of RSA-PSS needs no hash without collisions
            (RFC 8017, B.2.1).
        certificate: whose key made it.
    """
    facts = key_facts(certificate)
    found = [_HASHES.get(hash_name), _SCHEMES.get(scheme)]
    if facts.kind == "rsa" and facts.size < _RSA_BITS:
        found.append(_RSA_FELL if facts.size < MINIMUM_RSA_BITS else LEGACY_ENDS)
    if facts.kind == "ec" and facts.size < _CURVE_BITS:
        found.append(_SHORT_CURVES_FELL if facts.size < 224 else _CURVES_FELL)
    return min((day for day in found if day is not None), default=None)
