"""The check of a national signature (RFC 5832, 6.2)."""

from __future__ import annotations

from functools import lru_cache

from signing.errors import SignatureCheckFailed
from signing.national.curve import combine
from signing.national.hashing import DIGEST_SIZE
from signing.national.parameters import NationalKey, read_public_key

SIGNATURE_SIZE = 64
"""Bytes: s, then r, both big-endian."""


def check_signature(public_key_info: bytes, digest: bytes, signature: bytes) -> None:
    """Check a signature value over a ready digest.

    Args:
        public_key_info: DER of the SubjectPublicKeyInfo.
        digest: 32 bytes of the national hash; read as a little-endian number.
        signature: as CMS and certificates carry it: s and r, 32 bytes each, big-endian.

    Raises:
        SignatureCheckFailed: ``SIG_CRYPTO_FAILURE`` – not this key's value over this digest, or
            not a value at all: another length, r or s zero or not below the order.
        AlgorithmRefused, MalformedDocument: the key; as :func:`read_public_key`.
    """
    key = _read(public_key_info)
    if len(digest) != DIGEST_SIZE or len(signature) != SIGNATURE_SIZE:
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))
    if not is_right(key, digest, signature):
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))


def is_right(key: NationalKey, digest: bytes, signature: bytes) -> bool:
    """Whether 64 bytes of signature are right for 32 bytes of digest."""
    q = key.curve.q
    s = int.from_bytes(signature[:32], "big")
    r = int.from_bytes(signature[32:], "big")
    if not (0 < r < q and 0 < s < q):
        return False
    # RFC 5832, 6.2, step 3: zero becomes one.
    e = int.from_bytes(digest, "little") % q or 1
    inverse = pow(e, -1, q)
    point = combine(key.curve, s * inverse % q, -r * inverse % q, key.point)
    return point is not None and point[0] % q == r


# The officers of one office come again in every draft.
_read = lru_cache(maxsize=256)(read_public_key)
