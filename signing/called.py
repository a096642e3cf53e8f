"""What certificates and lists are called, and by whom they are: names, cut out once.

The library makes an object of each part of a name whenever one is asked for, half a millisecond
for one of 8 KiB, and a thousand signatures in a file may look at a hundred of them each. Bytes are
compared in no time, and they are what a signature names its certificate by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.once import once
from signing.public_key import public_key_bits
from signing.work import remember

_VERSION = 0xA0
_BY_NAME = b"\x30"
"""With which a Name begins."""
_BY_KEY = b"\x04\x14"
"""With which a KeyHash begins."""


@once
def _names(certificate: x509.Certificate) -> tuple[bytes, bytes]:
    """Return the names of who issued it and of whose it is."""
    der = certificate.public_bytes(Encoding.DER)
    (whole,) = elements(der, 0, len(der))
    tbs = next(elements(der, *whole[1:]))
    found = list(elements(der, *tbs[1:]))
    # Version, if it is there, number and algorithm stand before (RFC 5280, 4.1).
    at = 2 + (found[0][0] == _VERSION)
    # Each element begins where the one before it ends.
    issuer, subject = (der[found[part - 1][2] : found[part][2]] for part in (at, at + 2))
    return issuer, subject


def issuer_name(certificate: x509.Certificate) -> bytes:
    """Return the DER of the name of who issued a certificate."""
    return _names(certificate)[0]


def subject_name(certificate: x509.Certificate) -> bytes:
    """Return the DER of the name of whose certificate it is."""
    return _names(certificate)[1]


def list_issuer(crl: x509.CertificateRevocationList) -> bytes:
    """Return the DER of the name of whose revocation list it is."""
    return remember((crl,), "issuer", lambda: _list_issuer(crl))


def _list_issuer(crl: x509.CertificateRevocationList) -> bytes:
    return crl.issuer.public_bytes()


def distinct(certificates: Iterable[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Return each of them once, by identity: those that are read anew are the same objects.

    The hash of a certificate, and whether two of them are one, is asked of all of its bytes.
    """
    return tuple({id(item): item for item in certificates}.values())


def elements(der: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Give of DER that stands side by side each tag, and where the content begins and ends."""
    while at < end:
        size = der[at + 1]
        start = at + 2
        if size & 0x80:
            start += size & 0x7F
            size = int.from_bytes(der[at + 2 : start])
        yield der[at], start, start + size
        at = start + size


def is_called(certificate: x509.Certificate, by: bytes) -> bool:
    """Whether a responder calls itself so (RFC 6960, 4.2.1), by a name or by the hash of a key."""
    if by.startswith(_BY_NAME):
        return subject_name(certificate) == by
    return _key_hash(certificate) == by


@once
def _key_hash(certificate: x509.Certificate) -> bytes:
    key = public_key_bits(certificate)
    return _BY_KEY + hashlib.sha1(key).digest()  # noqa: S324 - a name, as the standard has it


class AtHand:
    """Certificates of a file among which responders' may be, found by what they are called.

    CAdES has them anywhere among the values (EN 319 122-1, A.1.1), not beside their answers.
    """

    def __init__(self, certificates: Iterable[x509.Certificate] = ()) -> None:
        """Hold them; each is read once, and only if somebody asks."""
        self._certificates = tuple(certificates)

    def called(self, by: bytes) -> Sequence[x509.Certificate]:
        """Return those that are called so."""
        every = self._by_name if by.startswith(_BY_NAME) else self._by_key
        return every.get(by, ())

    @cached_property
    def _by_name(self) -> dict[bytes, list[x509.Certificate]]:
        found: dict[bytes, list[x509.Certificate]] = {}
        for item in self._certificates:
            found.setdefault(subject_name(item), []).append(item)
        return found

    @cached_property
    def _by_key(self) -> dict[bytes, list[x509.Certificate]]:
        found: dict[bytes, list[x509.Certificate]] = {}
        for item in self._certificates:
            found.setdefault(_key_hash(item), []).append(item)
        return found


NOBODY = AtHand()
