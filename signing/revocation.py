"""Was a certificate revoked? Told from lists and OCSP answers, each with its age.

RFC 5280, 5 and 6.3; RFC 6960. Both are sources here, and the newest word about a certificate
counts, whichever kind it is. Absence of an answer is an answer of its own: *unknown* is never
taken for *good*.

A source says something about a moment if it was current then, or is newer: revocations are often
told late, so the newest is asked, and the date in it is compared with the moment. Two kinds say
nothing good: one that was over before the moment, and one made after the certificate's end, from
which the revocation may have been removed (RFC 5280, 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes

from signing.issued import is_signed_by
from signing.ocsp import OcspAnswer, status_of

Source = x509.CertificateRevocationList | OcspAnswer
"""Something that tells whether a certificate was revoked."""

LARGEST = 192 << 10
"""Bytes of a source that is embedded: all of a package's signature must stay below 1 MiB. The list
of a whole country's authority can be larger; an OCSP answer takes its place."""
_CLOCKS_DIFFER = timedelta(minutes=5)

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
    """The worst state of a path. ``as_of`` is the age of the oldest source that was used."""

    status: Status
    as_of: datetime | None = None
    revoked_at: datetime | None = None


def check_path(
    path: tuple[x509.Certificate, ...],
    sources: Iterable[Source],
    at: datetime,
    *,
    now: datetime | None = None,
    ever: bool = False,
) -> Revocation:
    """Look up every certificate of ``path`` but the anchor.

    Args:
        path: the certificate first, the anchor last, as :meth:`TrustAnchors.path` gives it.
        sources: lists and answers from anywhere; one counts only if the certificate's issuer in
            the path signed it, or for an answer its responder.
        at: the moment that matters.
        now: when it is asked, not before ``at``: no source from after it counts; ``at``, if not
            given.
        ever: a revocation after ``at`` counts too: for keys whose thief could choose ``at``.

    Returns:
        REVOKED if any of them was revoked at ``at``; UNKNOWN if of one nothing is known; GOOD
        otherwise.
    """
    every = list(sources)
    asked = max(at, now) if now else at
    oldest: datetime | None = None
    unknown = False
    for certificate, issuer in pairwise(path):
        telling = _telling(every, certificate, issuer, at, asked)
        end = certificate.not_valid_after_utc
        newest = [word for word in telling if word.since <= end][-1:]
        for word in (*newest, *(word for word in telling if word.since > end)):
            if word.revoked is not None and (ever or word.revoked <= at):
                return Revocation(Status.REVOKED, word.since, word.revoked)
        if not newest:
            unknown = True
            continue
        age = newest[0].since
        oldest = age if oldest is None else min(oldest, age)
    return Revocation(Status.UNKNOWN if unknown else Status.GOOD, oldest)


def evidence_for(
    path: tuple[x509.Certificate, ...],
    sources: Iterable[Source],
    at: datetime,
    now: datetime | None = None,
) -> tuple[Source, ...]:
    """Return what tells of each certificate in ``path``, to embed it: the newest list if any.

    An answer stands in where no list tells of a certificate. Lists come first because everybody
    reads them: with an answer beside them the signature becomes CMS version 5 (RFC 5652, 5.1),
    which GnuPG does not know.

    Args:
        path: as for :func:`check_path`.
        sources: lists and answers at hand.
        at: the moment of which they must tell.
        now: nothing from after it counts; ``at``, if not given.
    """
    every = list(sources)
    chosen: list[Source] = []
    for certificate, issuer in pairwise(path):
        telling = _telling(every, certificate, issuer, at, max(at, now) if now else at)
        lists = [word for word in telling if not isinstance(word.source, OcspAnswer)]
        for word in (lists or telling)[-1:]:
            if word.source not in chosen:
                chosen.append(word.source)
    return tuple(chosen)


def lists_for(
    path: tuple[x509.Certificate, ...],
    crls: Iterable[x509.CertificateRevocationList],
    at: datetime,
) -> tuple[x509.CertificateRevocationList, ...]:
    """Return the newest current list of each issuer in ``path``, to embed in a signature.

    All of them or none: of lists for a part of the path some programs conclude that the rest is
    in doubt. A list that is too large to embed counts as none; see :data:`LARGEST`.
    """
    chosen = [item for item in crls if fits(item)]
    found = evidence_for(path, chosen, at)
    if check_path(path, found, at).status is Status.UNKNOWN:
        return ()
    return tuple(item for item in found if isinstance(item, x509.CertificateRevocationList))


def fits(source: Source) -> bool:
    """Whether a source is small enough to be embedded."""
    if isinstance(source, OcspAnswer):
        return len(source.der) <= LARGEST
    return len(source.tbs_certlist_bytes) <= LARGEST


def as_of(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    sources: Iterable[Source],
    now: datetime,
) -> datetime | None:
    """Return the age of the newest word about one certificate, or None if there is none."""
    telling = _telling(list(sources), certificate, issuer, now, now)
    return telling[-1].since if telling else None


@dataclass(frozen=True)
class _Word:
    """What a source says of one certificate."""

    since: datetime
    revoked: datetime | None
    source: Source


def _telling(
    sources: list[Source],
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at: datetime,
    now: datetime,
) -> list[_Word]:
    """Return every word about a certificate that counts for ``at``, the newest last."""
    words = []
    for source in sources:
        if isinstance(source, OcspAnswer):
            word = _answered(source, sources, certificate, issuer, at, now)
        elif _counts(source, certificate, issuer, at, now):
            entry = source.get_revoked_certificate_by_serial_number(certificate.serial_number)
            revoked = None if entry is None else entry.revocation_date_utc
            word = _Word(source.last_update_utc, revoked, source)
        else:
            word = None
        if word is not None:
            words.append(word)
    return sorted(words, key=lambda word: word.since)


def _answered(
    answer: OcspAnswer,
    sources: list[Source],
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at: datetime,
    now: datetime,
) -> _Word | None:
    found = status_of(answer, certificate, issuer)
    # A responder says "as of now", and no two clocks are the same.
    if found is None or found.since > now + _CLOCKS_DIFFER or found.until < at:
        return None
    if found.responder is not None:
        # A responder that was ever revoked says nothing: its thief can write any time.
        lists = [item for item in sources if isinstance(item, x509.CertificateRevocationList)]
        own = check_path((found.responder, issuer), lists, found.since, now=now, ever=True)
        if own.status is Status.REVOKED:
            return None
    return _Word(found.since, found.revoked, answer)


def _counts(
    crl: x509.CertificateRevocationList,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at: datetime,
    now: datetime,
) -> bool:
    """Whether a list tells of ``certificate`` at ``at``: current then, or newer."""
    if crl.issuer != issuer.subject:
        return False
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
