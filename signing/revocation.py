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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes

from signing.issued import is_signed_by
from signing.ocsp import CLOCKS_DIFFER, OcspAnswer, is_ahead, status_of

Source = x509.CertificateRevocationList | OcspAnswer
"""Something that tells whether a certificate was revoked."""

LARGEST = 192 << 10
"""Bytes of a source that is embedded: all of a package's signature must stay below 1 MiB. The list
of a whole country's authority can be larger; an OCSP answer takes its place."""
_QUESTIONS_KEPT = 1024

_T = TypeVar("_T", bound=x509.ExtensionType)

_NO_WORD = {
    x509.ObjectIdentifier("2.5.29.56"),
    x509.ObjectIdentifier("0.4.0.194121.2.1"),
}
"""noRevAvail (RFC 9608, 2) and validity-assured-short-term (EN 319 412-1, 5.2): their authority
says in the certificate that it will never tell of a revocation."""

_CRITICAL = b"\x01\x01\xff"
"""TRUE in DER."""
# Critical extensions of a list that are understood here (RFC 5280, 5.2).
_UNDERSTOOD = {
    x509.AuthorityKeyIdentifier.oid,
    x509.CRLNumber.oid,
    x509.DeltaCRLIndicator.oid,
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
    invalid_at: datetime | None = None
    """Since when it was or may have been invalid, where that is earlier than the revocation."""
    authority: bool = False
    """It is not the path's first certificate that was revoked, but one above it."""


_Said: TypeAlias = "tuple[x509.Certificate, x509.Certificate, tuple[_Word, ...]]"


class Sources:
    """Lists and answers at hand; what each of them says of a certificate is read once."""

    def __init__(self, items: Iterable[Source] = (), beside: Sources | None = None) -> None:
        """Hold ``items``, and those of ``beside`` with what was read of them."""
        self._own = tuple(items)
        self._beside = beside
        self._said: dict[tuple[int, int], _Said] = {}

    @classmethod
    def of(cls, items: Iterable[Source]) -> Sources:
        """Return ``items`` as they are if they are sources already."""
        return items if isinstance(items, Sources) else cls(items)

    def __iter__(self) -> Iterator[Source]:
        """Give every source."""
        if self._beside is not None:
            yield from self._beside
        yield from self._own

    def words(self, certificate: x509.Certificate, issuer: x509.Certificate) -> tuple[_Word, ...]:
        """Return what is said of a certificate with its issuer's authority, at whatever time."""
        # By identity, as in signing.once: what is kept holds the two certificates.
        question = id(certificate), id(issuer)
        kept = self._said.get(question)
        if kept is None:
            found = (_word(item, certificate, issuer) for item in self._own)
            kept = certificate, issuer, tuple(word for word in found if word is not None)
            if len(self._said) >= _QUESTIONS_KEPT:
                self._said.clear()
            self._said[question] = kept
        said = kept[2]
        return said if self._beside is None else (*self._beside.words(certificate, issuer), *said)

    def only(self, items: Sequence[Source]) -> Sources:
        """Return some of these, with what was read of them."""
        return _Some(self, items)


class _Some(Sources):
    """Some of other sources, by identity."""

    def __init__(self, every: Sources, items: Sequence[Source]) -> None:
        super().__init__(items)
        self._every = every

    def words(self, certificate: x509.Certificate, issuer: x509.Certificate) -> tuple[_Word, ...]:
        said = self._every.words(certificate, issuer)
        return tuple(word for word in said if any(word.source is item for item in self._own))


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
    every = Sources.of(sources)
    asked = max(at, now) if now else at
    oldest: datetime | None = None
    unknown = False
    for certificate, issuer in pairwise(path):
        telling = _telling(every, certificate, issuer, at, asked)
        newest, later = _newest(telling, certificate)
        for word in (*newest, *later):
            if word.ended is not None and (ever or word.ended <= at):
                above = certificate is not path[0]
                invalid = word.ended if word.ended != word.revoked else None
                return Revocation(Status.REVOKED, word.since, word.revoked, invalid, above)
        if not newest:
            unknown = unknown or not _is_never_revoked(certificate)
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
    every = Sources.of(sources)
    chosen: list[Source] = []
    for certificate, issuer in pairwise(path):
        telling = _telling(every, certificate, issuer, at, max(at, now) if now else at)
        lists = [
            word for word in telling if isinstance(word.source, x509.CertificateRevocationList)
        ]
        for word in (lists or telling)[-1:]:
            if word.source not in chosen:
                chosen.append(word.source)
    return tuple(chosen)


def lists_for(
    path: tuple[x509.Certificate, ...], sources: Iterable[Source], at: datetime
) -> tuple[x509.CertificateRevocationList, ...]:
    """Return the newest current list of each issuer in ``path``, to embed in a signature.

    All of them or none: of lists for a part of the path some programs conclude that the rest is
    in doubt. A list that is too large to embed counts as none; see :data:`LARGEST`.
    """
    every = Sources.of(sources)
    found: list[x509.CertificateRevocationList] = []
    for certificate, issuer in pairwise(path):
        for word in reversed(_telling(every, certificate, issuer, at, at)):
            if isinstance(word.source, x509.CertificateRevocationList) and word.fits:
                if word.source not in found:
                    found.append(word.source)
                break
    if check_path(path, every.only(found), at).status is Status.UNKNOWN:
        return ()
    return tuple(found)


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
    telling = _telling(Sources.of(sources), certificate, issuer, now, now)
    return telling[-1].since if telling else None


@dataclass(frozen=True)
class _Word:
    """What a source says of one certificate, for the time from ``since`` ``until``."""

    since: datetime
    until: datetime
    revoked: datetime | None
    source: Source
    fits: bool
    """Whether the source is small enough to be embedded."""
    invalid: datetime | None = None
    """The invalidity date of a revoked certificate, if its authority knows or suspects one."""
    responder: x509.Certificate | None = None
    """Who answered in the issuer's place."""

    @property
    def ended(self) -> datetime | None:
        """Since when nothing of its key counts: its theft may be older than the revocation.

        RFC 5280, 5.3.2: the invalidity date is when the key is known or suspected to have been
        compromised, or the certificate otherwise became invalid; no list from before the
        revocation could say so.
        """
        if self.revoked is None or self.invalid is None:
            return self.revoked
        return min(self.revoked, self.invalid)


def _telling(
    sources: Sources,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at: datetime,
    now: datetime,
) -> list[_Word]:
    """Return every word about a certificate that counts for ``at``, the newest last."""
    words = [
        word
        for word in sources.words(certificate, issuer)
        if _counts(word, sources, issuer, at, now)
    ]
    return sorted(words, key=lambda word: word.since)


def _counts(
    word: _Word, sources: Sources, issuer: x509.Certificate, at: datetime, now: datetime
) -> bool:
    """Whether a word tells of ``at``: current then, or newer; ``now`` is when it is asked."""
    if isinstance(word.source, OcspAnswer):
        # A responder says "as of now", and no two clocks are the same.
        if word.since > now + CLOCKS_DIFFER or is_ahead(word.source, now):
            return False
    elif word.since > now:
        return False
    if word.until < at:
        return False
    return word.responder is None or not _is_disowned(word.responder, sources, issuer, now)


def _is_disowned(
    responder: x509.Certificate, sources: Sources, issuer: x509.Certificate, now: datetime
) -> bool:
    """Whether a responder's certificate was ever revoked: its thief can write any time.

    That is known from a list that is over too, and of one that need not be asked about (RFC 6960,
    4.2.2.2.1); what a responder says of another does not count.
    """
    said = [
        word
        for word in sources.words(responder, issuer)
        if word.responder is None and word.since <= now + CLOCKS_DIFFER
    ]
    newest, later = _newest(sorted(said, key=lambda word: word.since), responder)
    return any(word.revoked is not None for word in (*newest, *later))


def _newest(words: list[_Word], certificate: x509.Certificate) -> tuple[list[_Word], list[_Word]]:
    """Return the newest of a certificate's lifetime, and all from after its end."""
    end = certificate.not_valid_after_utc
    during = [word for word in words if word.since <= end]
    return during[-1:], [word for word in words if word.since > end]


def _word(source: Source, certificate: x509.Certificate, issuer: x509.Certificate) -> _Word | None:
    """Read what a source says of a certificate; None if nothing, or not with authority."""
    if isinstance(source, OcspAnswer):
        found = status_of(source, certificate, issuer)
        if found is None:
            return None
        return _Word(
            *(found.since, found.until, found.revoked, source, fits(source), found.invalid),
            responder=found.responder,
        )
    until = source.next_update_utc
    if until is None or source.issuer != issuer.subject:
        return None
    by_issuer = _is_by(_List(source.fingerprint(hashes.SHA256()), issuer, source))
    if not by_issuer or not _covers(source, certificate):
        return None
    entry = source.get_revoked_certificate_by_serial_number(certificate.serial_number)
    revoked = None if entry is None else entry.revocation_date_utc
    if _extension(source, x509.DeltaCRLIndicator) is not None:
        # It names what changed since a whole list: bad news counts, silence says nothing
        # (RFC 5280, 5.2.4). It holds until a whole list that is newer says otherwise.
        if entry is None or _is_removal(entry):
            return None
        until = datetime.max.replace(tzinfo=UTC)
    invalid = None if entry is None else _invalid_since(entry)
    return _Word(source.last_update_utc, until, revoked, source, fits(source), invalid)


@dataclass(frozen=True)
class _List:
    """A list and who may have signed it, comparable by its bytes."""

    fingerprint: bytes
    issuer: x509.Certificate
    crl: x509.CertificateRevocationList = field(compare=False)


# One list answers for every certificate of an office; its signature is checked once.
@lru_cache(maxsize=32)
def _is_by(item: _List) -> bool:
    """Whether it is a list, all of it understood, by this issuer (RFC 5280, 6.3.3)."""
    try:
        usage = _extension(item.issuer, x509.KeyUsage)
        if usage is not None and not usage.crl_sign:
            return False
        critical = [other.oid for other in item.crl.extensions if other.critical]
        if not _UNDERSTOOD.issuperset(critical) or _has_critical_entry(item.crl, len(critical)):
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


def _has_critical_entry(crl: x509.CertificateRevocationList, others: int) -> bool:
    """Whether an entry of any certificate bears something critical (RFC 5280, 5.3).

    Such a list tells of no certificate. Its entries, maybe a hundred thousand, are read only where
    its bytes have more signs of something critical than its own ``others``.
    """
    if crl.tbs_certlist_bytes.count(_CRITICAL) == others:
        return False
    return any(item.critical for entry in crl for item in entry.extensions)


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


def _is_never_revoked(certificate: x509.Certificate) -> bool:
    """Whether silence is good news; of authorities it never is (RFC 9608, 2)."""
    basic = _extension(certificate, x509.BasicConstraints)
    authority = basic is not None and basic.ca
    return not authority and any(item.oid in _NO_WORD for item in certificate.extensions)


def _invalid_since(entry: x509.RevokedCertificate) -> datetime | None:
    """Return an entry's invalidity date, if it has one that can be read (RFC 5280, 5.3.2)."""
    try:
        found = entry.extensions.get_extension_for_class(x509.InvalidityDate).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return None
    return found.invalidity_date_utc


def _is_removal(entry: x509.RevokedCertificate) -> bool:
    """Whether a list of changes takes a certificate out again (RFC 5280, 5.3.1)."""
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
    return reason is x509.ReasonFlags.remove_from_crl


def _extension(of: x509.Certificate | x509.CertificateRevocationList, kind: type[_T]) -> _T | None:
    try:
        return of.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
