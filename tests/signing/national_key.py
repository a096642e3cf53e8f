"""A national private key in memory. For tests only: it takes no care to hide anything.

The product has none: a hokim's key is on a token.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from signing.national import Standard, read_public_key
from signing.national.curve import combine
from tests.signing.gost_engine import public_key_info

# Any point will do to learn a set's curve: the generator of RFC 4357, 11.4.
_ANY = {"A": "A", "B": "B", "C": "C", "XchA": "A", "XchB": "C"}
_GENERATORS = {
    "A": (1, 0x8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14),
    "B": (1, 0x3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC),
    "C": (0, 0x41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67),
}


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

    def public_key_info(self) -> bytes:
        """Return the SubjectPublicKeyInfo."""
        generator = _GENERATORS[_ANY[self.parameter_set]]
        curve = read_public_key(self._info(generator)).curve
        point = combine(curve, self.number, 0, generator)
        assert point is not None
        return self._info(point)

    def sign_digest(self, digest: bytes) -> bytes:
        """Sign a digest (RFC 5832, 6.1); the value as CMS carries it."""
        curve = read_public_key(self.public_key_info()).curve
        e = int.from_bytes(digest, "little") % curve.q or 1
        while True:
            k = secrets.randbelow(curve.q - 1) + 1
            point = combine(curve, k, 0, (curve.x, curve.y))
            assert point is not None
            r = point[0] % curve.q
            s = (r * self.number + k * e) % curve.q
            if r and s:
                return s.to_bytes(32, "big") + r.to_bytes(32, "big")

    def _info(self, point: tuple[int, int]) -> bytes:
        octets = b"".join(value.to_bytes(32, "little") for value in point)
        return public_key_info(octets, self.parameter_set, self.standard)
