"""Object identifiers, parameter sets and public keys of the national standards.

Which numbers belong to which set: A was confirmed with a published signature; B, C, XchA and XchB
are known from a third party's reading; D is not published, and is refused by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cryptography import x509
from cryptography.hazmat import asn1

from signing.detail import said
from signing.errors import AlgorithmRefused, MalformedDocument
from signing.flaws import Flaw
from signing.national.curve import Curve, Point

_OID = x509.ObjectIdentifier

# RFC 4357, 11.4: id-GostR3410-2001-CryptoPro-A, -B and -C; the sets for exchange are A and C.
_A = Curve(
    p=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97,
    a=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD94,
    b=0xA6,
    q=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893,
    x=0x1,
    y=0x8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14,
)
_B = Curve(
    p=0x8000000000000000000000000000000000000000000000000000000000000C99,
    a=0x8000000000000000000000000000000000000000000000000000000000000C96,
    b=0x3E1AF419A269A5F866A7D3C25C3DF80AE979259373FF2B182F49D4CE7E1BBC8B,
    q=0x800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F,
    x=0x1,
    y=0x3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC,
)
_C = Curve(
    p=0x9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B,
    a=0x9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D7598,
    b=0x805A,
    q=0x9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9,
    x=0x0,
    y=0x41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67,
)
# The last number of a parameter set's identifier below that of the key.
_SETS: dict[str, tuple[str, Curve | None]] = {
    "1": ("A", _A),
    "2": ("B", _B),
    "3": ("C", _C),
    "4": ("D", None),
    "5": ("XchA", _A),
    "6": ("XchB", _C),
}
ALGORITHM_1_KEY = _OID("1.2.860.3.15.1.1.1.1")
ALGORITHM_1_SIGNATURE = _OID("1.2.860.3.15.1.1.1.2.2.2")
ALGORITHM_1 = "O'z DSt 1092:2009 algorithm 1"
"""The name it is refused by."""


class Standard(Enum):
    """The two names of one mathematics: of 2009, and of 2024."""

    OZDST_2009 = (
        "O'z DSt 1092:2009 algorithm 2",
        "1.2.860.3.15.1.1.2.1",
        "1.2.860.3.15.1.1.2.2.2.2",
        "1.2.860.3.15.1.3.2.1.1",
        "ozdst1106",
    )
    OZMST_2024 = (
        "O'zMSt 286-2024",
        "1.2.860.3.15.2.1.2.1",
        "1.2.860.3.15.2.1.2.2.2.2",
        "1.2.860.3.15.2.3.2.1.1",
        "ozmst285",
    )

    def __init__(self, title: str, key: str, signature: str, hashed: str, hash_name: str) -> None:
        self.title = title
        self.key = _OID(key)
        self.signature = _OID(signature)
        self.hash = _OID(hashed)
        self.hash_name = hash_name


BY_KEY = {standard.key: standard for standard in Standard}
BY_SIGNATURE = {standard.signature: standard for standard in Standard}


@dataclass(frozen=True)
class NationalKey:
    """A public key whose point is known to be on its curve."""

    standard: Standard
    parameter_set: str
    """A, B, C, XchA or XchB."""
    curve: Curve
    point: Point

    @property
    def name(self) -> str:
        """The key in words, e.g. ``O'z DSt 1092:2009 algorithm 2, set A``."""
        return f"{self.standard.title}, set {self.parameter_set}"


@asn1.sequence
class _Parameters:
    chosen: x509.ObjectIdentifier


@asn1.sequence
class _PublicKeyInfo:
    """SubjectPublicKeyInfo (RFC 5280, 4.1.2.7)."""

    algorithm: list[asn1.TLV]
    key: asn1.BitString


def read_public_key(public_key_info: bytes) -> NationalKey:
    """Read a national public key.

    Args:
        public_key_info: DER of the SubjectPublicKeyInfo. Its algorithm is {key OID, SEQUENCE
            {parameter set OID}}, its bits an OCTET STRING of the two little-endian coordinates.

    Raises:
        AlgorithmRefused: algorithm 1, an unknown or unpublished parameter set, or another kind of
            key; by its name.
        MalformedDocument: not of this form, or not a point of the curve.
    """
    try:
        info = asn1.decode_der(_PublicKeyInfo, public_key_info)
        oid = info.algorithm[0].parse(x509.ObjectIdentifier)
    except (ValueError, IndexError) as error:
        raise MalformedDocument(Flaw.DAMAGED_KEY) from error
    standard = BY_KEY.get(oid)
    if standard is None:
        raise AlgorithmRefused(ALGORITHM_1 if oid == ALGORITHM_1_KEY else oid.dotted_string)
    try:
        _, parameters = info.algorithm
        chosen = parameters.parse(_Parameters).chosen
        octets = asn1.decode_der(bytes, info.key.as_bytes())
    except ValueError as error:
        raise MalformedDocument(Flaw.DAMAGED_NATIONAL_KEY) from error
    name, curve = _parameter_set(standard, chosen)
    if info.key.padding_bits() or len(octets) != 64:
        raise MalformedDocument(Flaw.NATIONAL_KEY_LENGTH)
    point = int.from_bytes(octets[:32], "little"), int.from_bytes(octets[32:], "little")
    if not curve.holds(point):
        raise MalformedDocument(Flaw.NATIONAL_KEY_POINT)
    return NationalKey(standard, name, curve, point)


def write_public_key(point: bytes, standard: Standard, parameter_set: str = "A") -> bytes:
    """Write a point as a SubjectPublicKeyInfo, as :func:`read_public_key` reads it.

    Args:
        point: 64 bytes: both coordinates, little-endian, as CKA_VALUE of a token has them.
        standard: whose identifiers are used.
        parameter_set: A, B, C, XchA or XchB.

    Raises:
        MalformedDocument: not a point of that set's curve.
    """
    (number,) = (last for last, (name, _) in _SETS.items() if name == parameter_set)
    parameters = _Parameters(chosen=_OID(f"{standard.key.dotted_string}.{number}"))
    algorithm = [asn1.encode_der(standard.key), asn1.encode_der(parameters)]
    written = asn1.encode_der(
        _PublicKeyInfo(
            algorithm=[asn1.decode_der(asn1.TLV, item) for item in algorithm],
            key=asn1.BitString(asn1.encode_der(point), 0),
        )
    )
    read_public_key(written)
    return written


def _parameter_set(standard: Standard, oid: x509.ObjectIdentifier) -> tuple[str, Curve]:
    above, _, last = oid.dotted_string.rpartition(".")
    if above == standard.key.dotted_string and last in _SETS:
        name, curve = _SETS[last]
        if curve is not None:
            return name, curve
        raise AlgorithmRefused(said(Flaw.PARAMETER_SET, standard.title, name))
    raise AlgorithmRefused(said(Flaw.PARAMETER_SET, standard.title, oid.dotted_string))
