"""A national private key in memory. For tests only: it takes no care to hide anything.

The product has none: a hokim's key is on a token.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache

from signing import digests
from signing.algorithms import NATIONAL_ALGORITHMS
from signing.national import Standard, read_public_key
from signing.national.curve import Curve, combine
from signing.signer import SignatureAlgorithm, SignerCertificate
from tests.signing.gost_engine import public_key_info

# A point of each curve, to learn the curve from: the generators of RFC 4357, 11.4.
_GENERATORS = {
    "A": (1, 0x8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14),
    "B": (1, 0x3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC),
    "C": (0, 0x41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67),
}
_CURVES = {"A": "A", "B": "B", "C": "C", "XchA": "A", "XchB": "C"}


@dataclass(frozen=True)
class NationalPrivateKey:
    """A number and the names of what it is for."""

    number: int
    parameter_set: str
    standard: Standard

    @classmethod
    def make(
        cls, parameter_set: str = "A", standard: Standard = Standard.OZDST_2009
    ) -> NationalPrivateKey:
        """Make a new key."""
        return cls(secrets.randbits(250) + 1, parameter_set, standard)

    @property
    def curve(self) -> Curve:
        """The curve of its parameter set."""
        return _curve(self.parameter_set)

    def public_key_info(self) -> bytes:
        """Return the SubjectPublicKeyInfo."""
        return _public_key_info(self)

    def sign_digest(self, digest: bytes) -> bytes:
        """Sign a digest (RFC 5832, 6.1); the value as CMS carries it."""
        curve = self.curve
        e = int.from_bytes(digest, "little") % curve.q or 1
        while True:
            k = secrets.randbelow(curve.q - 1) + 1
            point = combine(curve, k, 0, (curve.x, curve.y))
            assert point is not None
            r = point[0] % curve.q
            s = (r * self.number + k * e) % curve.q
            if r and s:
                return s.to_bytes(32, "big") + r.to_bytes(32, "big")


class NationalSigner:
    """Implements :class:`signing.signer.Signer` with a national key in memory."""

    def __init__(self, key: NationalPrivateKey, identity: SignerCertificate) -> None:
        self._key = key
        self._identity = identity

    @property
    def identity(self) -> SignerCertificate:
        """The certificate of the key, with its chain."""
        return self._identity

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """The algorithm of the key's standard."""
        return NATIONAL_ALGORITHMS[self._key.standard]

    def sign(self, data: bytes) -> bytes:
        """Hash ``data`` and sign the hash."""
        return self._key.sign_digest(digests.of(self.algorithm.hash_name, data))


@cache
def _curve(parameter_set: str) -> Curve:
    generator = _GENERATORS[_CURVES[parameter_set]]
    return read_public_key(_info(generator, parameter_set, Standard.OZDST_2009)).curve


@cache
def _public_key_info(key: NationalPrivateKey) -> bytes:
    point = combine(key.curve, key.number, 0, (key.curve.x, key.curve.y))
    assert point is not None
    return _info(point, key.parameter_set, key.standard)


def _info(point: tuple[int, int], parameter_set: str, standard: Standard) -> bytes:
    octets = b"".join(value.to_bytes(32, "little") for value in point)
    return public_key_info(octets, parameter_set, standard)
