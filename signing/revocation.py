"""Was a certificate revoked? Told from revocation lists, each with its age (RFC 5280, 5 and 6.3).

Absence of an answer is an answer of its own: *unknown* is never taken for *good*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes


class Status(StrEnum):
    """The state of a path's certificates at a moment."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Revocation:
    """The worst state of a path. ``as_of`` is the age of the oldest list that was used."""

    status: Status
    as_of: datetime | None = None
    revoked_at: datetime | None = None


def check_path(
    path: tuple[x509.Certificate, ...],
    crls: Iterable[x509.CertificateRevocationList],
    at: datetime,
) -> Revocation:
    """Look up every certificate of ``path`` but the anchor.

    Args:
        path: the certificate first, the anchor last, as :meth:`TrustAnchors.path` gives it.
        crls: lists from anywhere; a list counts only if its issuer in the path signed it.
        at: the moment that matters: a list counts only if it was current then.

    Returns:
        REVOKED if any of them was revoked at ``at``; UNKNOWN if one has no list; GOOD otherwise.
    """
    lists = list(crls)
    oldest: datetime | None = None
    unknown = False
    for certificate, issuer in pairwise(path):
        current = [item for item in lists if _counts(item, issuer, at)]
        if not current:
            unknown = True
            continue
        newest = max(current, key=lambda item: item.last_update_utc)
        entry = newest.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None and entry.revocation_date_utc <= at:
            return Revocation(Status.REVOKED, newest.last_update_utc, entry.revocation_date_utc)
        age = newest.last_update_utc
        oldest = age if oldest is None else min(oldest, age)
    return Revocation(Status.UNKNOWN if unknown else Status.GOOD, oldest)


def lists_for(
    path: tuple[x509.Certificate, ...],
    crls: Iterable[x509.CertificateRevocationList],
    at: datetime,
) -> tuple[x509.CertificateRevocationList, ...]:
    """Return the newest current list of each issuer in ``path``, to embed in a signature."""
    lists = list(crls)
    chosen = []
    for issuer in path[1:]:
        current = [item for item in lists if _counts(item, issuer, at)]
        if current:
            chosen.append(max(current, key=lambda item: item.last_update_utc))
    return tuple(chosen)


def _counts(crl: x509.CertificateRevocationList, issuer: x509.Certificate, at: datetime) -> bool:
    until = crl.next_update_utc
    if until is None or not crl.last_update_utc <= at <= until:
        return False
    return _is_by(_List(crl.fingerprint(hashes.SHA256()), issuer, crl))


@dataclass(frozen=True)
class _List:
    """A list and who may have signed it, comparable by its bytes."""

    fingerprint: bytes
    issuer: x509.Certificate
    crl: x509.CertificateRevocationList = field(compare=False)


# One list answers for every certificate of an office; its signature is checked once.
@lru_cache(maxsize=32)
def _is_by(item: _List) -> bool:
    if item.crl.issuer != item.issuer.subject:
        return False
    try:
        return item.crl.is_signature_valid(item.issuer.public_key())  # type: ignore[arg-type]
    except (InvalidSignature, TypeError, ValueError):
        # A key of another kind than the signature: not this issuer's list.
        return False
