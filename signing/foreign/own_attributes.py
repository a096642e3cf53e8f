"""The signed attributes of a package of ours: four, each of which says one thing in one way.

They are signed; but an answer's are its officer's, and what he puts there stands in a decision
that another one signs. So nothing of them is left to whoever makes them but a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing.called import issuer_name
from signing.cms_asn1 import tlv
from signing.errors import SigningError
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.ber import Element
from signing.meaning import COMMITMENT_TYPE, COMMITMENTS

_DIRECTORY_NAME = 0xA4
"""GeneralName's ``directoryName`` (RFC 5280, 4.2.1.6)."""
_UTC_TIME, _GENERALIZED_TIME = re.compile(rb"\d{12}Z"), re.compile(rb"\d{14}Z")
_DATA = tlv(ber.OID, bytes.fromhex("2a864886f70d010701"))


def others(signed: form.Attributes, certificates: Iterable[x509.Certificate]) -> Iterator[str]:
    """Give the names of those that are not as the format has them.

    Args:
        signed: all of one signature.
        certificates: those that came with it.
    """
    known = tuple(certificates)
    for name, values in signed.values:
        with suppress(SigningError, LookupError):
            if len(values) == 1 and _is_plain(name, values[0], known):
                continue
        yield name


def _is_plain(name: str, value: Element, certificates: tuple[x509.Certificate, ...]) -> bool:
    match name:
        case form.CONTENT_TYPE:
            return value.raw == _DATA
        case form.MESSAGE_DIGEST:
            # It was compared with what is covered.
            return value.tag == ber.OCTETS
        case form.SIGNING_TIME:
            kind = {ber.UTC_TIME: _UTC_TIME, ber.GENERALIZED_TIME: _GENERALIZED_TIME}
            return value.tag in kind and kind[value.tag].fullmatch(value.body) is not None
        case form.SIGNING_CERTIFICATE_V2:
            return any(_names(value, item) for item in certificates)
    # What it means is told (EN 319 122-1, 5.2.3); qualifiers are words.
    return name == COMMITMENT_TYPE and value.raw in _COMMITMENTS


_COMMITMENTS = frozenset(
    tlv(ber.SEQUENCE, asn1.encode_der(x509.ObjectIdentifier(name))) for name in COMMITMENTS
)


def _names(value: Element, certificate: x509.Certificate) -> bool:
    """Whether a SigningCertificateV2 (RFC 5035, 3) names a certificate and says nothing else."""
    parts = list(value.only().only().children)
    # Issuer and serial number may be left out.
    named = parts.pop() if parts[-1].tag != ber.OCTETS else None
    *algorithm, hashed = parts
    if len(algorithm) > 1 or not all(map(algorithms.is_plain, algorithm)):
        return False
    hash_name = algorithms.hash_name(algorithm[0]) if algorithm else "sha256"
    der = certificate.public_bytes(Encoding.DER)
    right = hashed.tag == ber.OCTETS and hashed.body == algorithms.digest(hash_name, der)
    if not right or named is None:
        # Most of those that came with it are others.
        return right
    issuer = tlv(ber.SEQUENCE, tlv(_DIRECTORY_NAME, issuer_name(certificate)))
    return named.raw == tlv(ber.SEQUENCE, issuer + asn1.encode_der(certificate.serial_number))
