"""Was a certificate revoked? Told from lists and OCSP answers, each with its age.

RFC 5280, 5 and 6.3; RFC 6960. Both are sources here, and the newest word about a certificate
counts, whichever kind it is; of one second the worse. Absence of an answer is an answer of its
own: *unknown* is never taken for *good*. Only a hold is taken back (RFC 5280, 5.3.1): where a
newer word is good after any other revocation, the authority contradicts itself, and nothing is
known.

A source says something about a moment if it was current then, or is newer: revocations are often
told late, so the newest is asked, and the date in it is compared with the moment. Two kinds say
nothing good: one that was over before the moment, and one made after the certificate's end, from
which the revocation may have been removed (RFC 5280, 3.3).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

from cryptography import x509

from signing.called import NOBODY, AtHand
from signing.lists import FOR_GOOD, is_authority, list_status
from signing.ocsp import CLOCKS_DIFFER, OcspAnswer, is_ahead, status_of
from signing.work import spend

Source = x509.CertificateRevocationList | OcspAnswer
"""Something that tells whether a certificate was revoked."""

LARGEST = 192 << 10
"""Bytes of a source that is embedded: all of a package's signature must stay below 1 MiB. The list
of a whole country's authority can be larger; an OCSP answer takes its place."""
_QUESTIONS_KEPT = 1024
_LOOKED_AT = 4
"""Units of work for a source of which something is asked."""

_NO_WORD = {
    x509.ObjectIdentifier("2.5.29.56"),
    x509.ObjectIdentifier("0.4.0.194121.2.1"),
}
"""noRevAvail (RFC 9608, 2) and validity-assured-short-term (EN 319 412-1, 5.2): their authority
says in the certificate that it will never tell of a revocation."""


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

    def __init__(
        self,
        items: Iterable[Source] = (),
        beside: Sources | None = None,
        *,
        at_hand: AtHand = NOBODY,
    ) -> None:
        """Hold ``items``, and those of ``beside`` with what was read of them.

        Args:
            items: lists and answers.
            beside: others.
            at_hand: where certificates of responders may be, for ``items``.
        """
        self._own = tuple(items)
        self._beside = beside
        self._at_hand = at_hand
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
            # A list is compared with the issuer's name and hashed before anything is remembered.
            spend(_LOOKED_AT * len(self._own))
            found = (_word(item, certificate, issuer, self._at_hand) for item in self._own)
            kept = certificate, issuer, tuple(word for word in found if word is not None)
            # What a spent file could not check any more, a source still says to the next one.
            spend(0)
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
        told = _Told.of([word for word in telling if not word.doubt], certificate)
        newest = told.newest
        for word in (*newest, *told.later):
            if word.has_ended(at, ever=ever):
                above = certificate is not path[0]
                invalid = word.ended if word.ended != word.revoked else None
                return Revocation(Status.REVOKED, word.since, word.revoked, invalid, above)
        # Of those in doubt what is not older than the best that is known.
        doubts = (word for word in telling if newest and word.since >= newest[0].since)
        if any(word.has_ended(at, ever=ever) for word in (*told.before, *doubts)):
            unknown = True
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
        clear = [word for word in telling if not word.doubt]
        lists = [word for word in clear if isinstance(word.source, x509.CertificateRevocationList)]
        for word in (lists or clear)[-1:]:
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
            if word.doubt or not word.fits:
                continue
            if isinstance(word.source, x509.CertificateRevocationList):
                if word.source not in found:
                    found.append(word.source)
                break
    if check_path(path, every.only(found), at).status is Status.UNKNOWN:
        return ()
    return tuple(found)


def distinct_sources(every: Iterable[Source]) -> dict[Hashable, Source]:
    """Return each of them once: an answer by its bytes, a list by identity.

    Lists that are read anew are the same objects, and two are compared name by name.
    """
    return {item.der if isinstance(item, OcspAnswer) else id(item): item for item in every}


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
    return max((word.since for word in telling if not word.doubt), default=None)


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
    doubt: bool = False
    """Its source may not be used, and has an entry for the certificate (RFC 5280, 5.2 and 5.3)."""
    hold: bool = False
    """A revocation that a newer word takes back."""

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

    def has_ended(self, at: datetime, *, ever: bool) -> bool:
        """Whether it says that nothing of its key counts at a moment, or ever."""
        return self.ended is not None and (ever or self.ended <= at)


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
    told = _Told.of(sorted(said, key=lambda word: word.since), responder)
    return any(word.revoked for word in (*told.newest, *told.later, *told.before))


@dataclass(frozen=True)
class _Told:
    """What is said of a certificate, by its age."""

    newest: list[_Word]
    """Of its lifetime; all of one second."""
    later: list[_Word]
    """From after its end."""
    before: list[_Word]
    """Older ones, but not those that a newer one takes back."""

    @classmethod
    def of(cls, words: list[_Word], certificate: x509.Certificate) -> _Told:
        """Sort what is said, the newest last."""
        end = certificate.not_valid_after_utc
        during = [word for word in words if word.since <= end]
        later = [word for word in words if word.since > end]
        newest = [word for word in during if word.since == during[-1].since]
        before = during[: len(during) - len(newest)]
        return cls(newest, later, [word for word in before if not word.hold])


def _word(
    source: Source, certificate: x509.Certificate, issuer: x509.Certificate, at_hand: AtHand
) -> _Word | None:
    """Read what a source says of a certificate; None if nothing, or not with authority."""
    if isinstance(source, OcspAnswer):
        found = status_of(source, certificate, issuer, at_hand)
        if found is None:
            return None
        until = found.until if found.revoked is None else FOR_GOOD
        return _Word(
            *(found.since, until, found.revoked, source, fits(source), found.invalid),
            responder=found.responder,
            hold=found.hold,
        )
    told = list_status(source, certificate, issuer)
    if told is None:
        return None
    times = (told.since, told.until, told.revoked)
    return _Word(*times, source, fits(source), told.invalid, doubt=told.doubt, hold=told.hold)


def _is_never_revoked(certificate: x509.Certificate) -> bool:
    """Whether silence is good news; of authorities it never is (RFC 9608, 2)."""
    if is_authority(certificate):
        return False
    return any(item.oid in _NO_WORD for item in certificate.extensions)
