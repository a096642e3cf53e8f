"""Which private key belongs to which certificate of a token.

CKA_ID joins them by convention only (PKCS#11 v2.40, 4.6.3): drivers leave it empty, or give a
signing and an encryption key the same one. The public key itself cannot be mistaken: its modulus
or point is nowhere in a certificate but in its SubjectPublicKeyInfo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BARE = (65, 97, 133)
"""Bytes of an uncompressed point on P-256, P-384 and P-521."""
_GOST = 64
"""Bytes of a point of GOST R 34.10-2001: x and y, little-endian, as in a certificate."""


@dataclass(frozen=True)
class PrivateKey:
    """A private key that may sign; ``handle`` is the session's."""

    handle: object
    key_type: int
    key_id: bytes
    label: bytes
    modulus: bytes
    """Empty where the key has none, or the token does not tell."""
    pin_each_time: bool


@dataclass(frozen=True)
class PublicPoint:
    """A public key object of an elliptic curve."""

    key_id: bytes
    label: bytes
    point: bytes
    """CKA_EC_POINT: a DER OCTET STRING, or the bare point; of GOST R 34.10 its coordinates."""


def partner(
    key_id: bytes, der: bytes, keys: Sequence[PrivateKey], points: Iterable[PublicPoint] = ()
) -> PrivateKey | None:
    """Return the private key of a certificate, or None if none of ``keys`` is known to be it.

    Args:
        key_id: the certificate's CKA_ID, may be empty.
        der: the certificate.
        keys: of the token.
        points: public keys of the token, for certificates that are not found without.
    """
    for key in keys:
        modulus = key.modulus.lstrip(b"\0")
        if modulus and modulus in der:
            return key
    unknown = [key for key in keys if not key.modulus]
    for key in unknown:
        if key_id and key.key_id == key_id:
            return key
    for point in points:
        if _abscissa(point.point) in der:
            same = [key for key in unknown if _belong(key, point)]
            if len(same) == 1:
                return same[0]
    return None


def references(keys: Sequence[PrivateKey]) -> dict[PrivateKey, bytes]:
    """Return a name for each key that no other has: its CKA_ID where that is one."""
    count = Counter((key.key_type, key.key_id) for key in keys)
    return {
        key: key.key_id
        if key.key_id and count[key.key_type, key.key_id] == 1
        else b"\0key %d" % place
        for place, key in enumerate(keys)
    }


def _belong(key: PrivateKey, point: PublicPoint) -> bool:
    if key.key_id or point.key_id:
        return key.key_id == point.key_id
    return key.label == point.label


def _abscissa(point: bytes) -> bytes:
    """Return the first coordinate, which a compressed point has as well (SEC 1, 2.3.3)."""
    if len(point) == _GOST:
        return point[: _GOST // 2]
    # 4 begins an OCTET STRING and an uncompressed point alike; only the length tells.
    bare = point if len(point) in _BARE else point[2 if point[1:2] < b"\x80" else 3 :]
    return bare[1 : 1 + (len(bare) - 1) // 2]
