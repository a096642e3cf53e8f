"""Was a certificate revoked? Told from revocation lists, each with its age (RFC 5280, 5 and 6.3).

Absence of an answer is an answer of its own: *unknown* is never taken for *good*.

A list says something about a moment if it was current then, or is newer: revocations are often
told late, so the newest list is asked, and the date in its entry is compared with the moment. Two
kinds of lists say nothing good: one that was over before the moment, and one made after the
certificate's end, from which the entry may have been removed (RFC 5280, 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes

from signing.issued import is_signed_by

_T = TypeVar("_T", bound=x509.ExtensionType)

# Critical extensions of a list that are understood here (RFC 5280, 5.2).
_UNDERSTOOD = {
    x509.AuthorityKeyIdentifier.oid,
    x509.CRLNumber.oid,
    x509.IssuingDistributionPoint.oid,
}


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
    *,
    now: datetime | None = None,
    ever: bool = False,
) -> Revocation:
    """Look up every certificate of ``path`` but the anchor.

    Args:
        path: the certificate first, the anchor last, as :meth:`TrustAnchors.path` gives it.
        crls: lists from anywhere; a list counts only if its issuer in the path signed it.
        at: the moment that matters.
        now: when it is asked, not before ``at``: no list from after it counts; ``at``, if not
            given.
        ever: a revocation after ``at`` counts too: for keys whose thief could choose ``at``.

    Returns:
        REVOKED if any of them was revoked at ``at``; UNKNOWN if one has no list; GOOD otherwise.
    """
    lists = list(crls)
    asked = max(at, now) if now else at
    oldest: datetime | None = None
    unknown = False
    for certificate, issuer in pairwise(path):
        telling = sorted(
            (item for item in lists if _counts(item, certificate, issuer, at, asked)),
            key=lambda item: item.last_update_utc,
        )
        end = certificate.not_valid_after_utc
        newest = [item for item in telling if item.last_update_utc <= end][-1:]
        for item in (*newest, *(item for item in telling if item.last_update_utc > end)):
            entry = item.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry is not None and (ever or entry.revocation_date_utc <= at):
                return Revocation(Status.REVOKED, item.last_update_utc, entry.revocation_date_utc)
        if not newest:
            unknown = True
            continue
        age = newest[0].last_update_utc
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
    for certificate, issuer in pairwise(path):
        current = [item for item in lists if _counts(item, certificate, issuer, at, at)]
        if current:
            chosen.append(max(current, key=lambda item: item.last_update_utc))
    return tuple(chosen)


def _counts(
    crl: x509.CertificateRevocationList,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at: datetime,
    now: datetime,
) -> bool:
    """Whether a list tells of ``certificate`` at ``at``: current then, or newer."""
    until = crl.next_update_utc
    if until is None or crl.last_update_utc > now or until < at:
        return False
    return _is_by(_List(crl.fingerprint(hashes.SHA256()), issuer, crl)) and _covers(
        crl, certificate
    )


@dataclass(frozen=True)
class _List:
    """A list and who may have signed it, comparable by its bytes."""

    fingerprint: bytes
    issuer: x509.Certificate
    crl: x509.CertificateRevocationList = field(compare=False)


# One list answers for every certificate of an office; its signature is checked once.
@lru_cache(maxsize=32)
def _is_by(item: _List) -> bool:
    """Whether it is a whole list, all of it understood, by this issuer (RFC 5280, 6.3.3)."""
    if item.crl.issuer != item.issuer.subject:
        return False
    try:
        usage = _extension(item.issuer, x509.KeyUsage)
        if usage is not None and not usage.crl_sign:
            return False
        for extension in item.crl.extensions:
            if extension.oid == x509.DeltaCRLIndicator.oid:
                return False
            if extension.critical and extension.oid not in _UNDERSTOOD:
                return False
        return is_signed_by(item.crl, item.issuer)
    except (
        InvalidSignature,
        TypeError,
        ValueError,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
    ):
        # A key of another kind than the signature, or damaged: not this issuer's list.
        return False


def _covers(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Whether a list for a part of the certificates is for this one (RFC 5280, 5.2.5)."""
    part = _extension(crl, x509.IssuingDistributionPoint)
    if part is None:
        return True
    if part.indirect_crl or part.only_contains_attribute_certs or part.only_some_reasons:
        return False
    basic = _extension(certificate, x509.BasicConstraints)
    authority = basic is not None and basic.ca
    if part.only_contains_ca_certs and not authority:
        return False
    if part.only_contains_user_certs and authority:
        return False
    if part.relative_name is not None:
        return False
    if part.full_name is None:
        return True
    points = _extension(certificate, x509.CRLDistributionPoints) or ()
    return any(name in part.full_name for item in points for name in item.full_name or ())


def _extension(of: x509.Certificate | x509.CertificateRevocationList, kind: type[_T]) -> _T | None:
    try:
        return of.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
