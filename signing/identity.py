"""Who stands behind a checked signature, and whether that is trusted.

Turns the errors of this room into reasons of a report, and asks for each certificate once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography import x509

from signing.certificate import CertificateFacts, facts, mismatch, utc_now
from signing.claimed import CLOCKS_DIFFER, Known, untrue
from signing.cms_verify import CmsSignature
from signing.detail import Code, Detail, about, said
from signing.endings import signature_ends
from signing.errors import (
    AlgorithmRefused,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    DocumentError,
    DraftChanged,
    SignatureCheckFailed,
    SigningError,
    UntrustedCertificate,
    WrongPurpose,
)
from signing.flaws import Flaw
from signing.meaning import meanings
from signing.report import Reason, SignatureReport
from signing.revocation import Revocation, Source, Sources, Status, check_path, distinct_sources
from signing.timestamp import TimeStamp, check_token
from signing.trust import TrustAnchors

# Sub-indications that leave the question open (EN 319 102-1, table 6).
_OPEN = {"NO_SIGNING_CERTIFICATE_FOUND", "SIGNED_DATA_NOT_FOUND", "NOT_SUPPORTED"}


def reason_of(error: SigningError) -> Reason:
    """Return the reason that stands for an error, in the words of EN 319 102-1."""
    match error:
        case SignatureCheckFailed(reasons=(code, *_)):
            return Reason(code, failed=code not in _OPEN)
        case DraftChanged(member=member):
            return Reason("HASH_FAILURE", Detail(member))
        case AlgorithmRefused(name=name):
            return Reason("CRYPTO_CONSTRAINTS_FAILURE", name)
        case DocumentError(detail=detail):
            return Reason("FORMAT_FAILURE", detail)
        case CertificateExpired(subject=subject):
            return Reason("OUT_OF_BOUNDS_NO_POE", Detail(subject), failed=False)
        case CertificateNotYetValid(subject=subject):
            return Reason("NOT_YET_VALID", Detail(subject), failed=False)
        case WrongPurpose(subject=subject):
            return Reason("CHAIN_CONSTRAINTS_FAILURE", Detail(subject), failed=False)
        case CertificateRevoked(subject=subject):
            return Reason("REVOKED", Detail(subject))
        case UntrustedCertificate(subject=subject):
            return Reason("NO_CERTIFICATE_CHAIN_FOUND", Detail(subject), failed=False)
    raise error


def about_stamp(code: str, *, failed: bool = False) -> Reason:
    """Return the reason that a time-stamp is not good for a reason of its own."""
    return Reason("TIMESTAMP", Detail(Code(code)), failed=failed)


def ended(stamp: TimeStamp, now: datetime) -> tuple[Reason, ...]:
    """Return the warning that nobody answers any more for what proves a time, if that is so.

    A time-stamp is made to outlast the signer's certificate. But EN 319 102-1 (5.4, 5.6.2.2) takes
    one whose own server's has ended for a proof only if something newer shows that it is older.
    """
    if now <= stamp.ends:
        return ()
    told = about(facts(stamp.ending).name, Flaw.ENDED, stamp.ends)
    return (Reason("STAMP_ENDED", told, failed=False),)


OUT_OF_ORDER = about_stamp("TIMESTAMP_ORDER_FAILURE")
"""A time-stamp is older than what it covers (EN 319 102-1, 5.1.3), or of the future."""


def ambiguous(signer: CertificateFacts) -> tuple[Reason, ...]:
    """Return why it is open whose certificate it is: of several names only the first is shown."""
    return tuple(Reason("SIGNER_AMBIGUOUS", said(item), failed=False) for item in signer.several)


class Identities:
    """Judges the certificates of one package, at one moment."""

    def __init__(self, anchors: TrustAnchors, at: datetime) -> None:
        self._anchors = anchors
        self._at = self._now = at
        self._known: dict[_Question, _Trust] = {}
        self._sources = anchors.sources
        self._brought: dict[Hashable, Source] = {}

    @property
    def now(self) -> datetime:
        """The latest moment of which something can be known."""
        return max(self._now, utc_now())

    def proven(self, report: SignatureReport) -> None:
        """From here on judge at the time the package's time-stamp proves, if it has one."""
        if report.level in ("B-T", "B-LT") and report.time is not None:
            self._at = report.time

    def judge(
        self,
        scope: str,
        signature: CmsSignature,
        *,
        whose: tuple[str, str] | None = None,
        claimed: datetime | None = None,
    ) -> SignatureReport:
        """Report a signature whose bytes are right.

        Args:
            scope: what it covers, as in :class:`SignatureReport`.
            signature: as checked.
            whose: PINFL and STIR that the certificate must name; None, where the caller asks.
            claimed: the time that is claimed beside the signed attributes, in a PDF.
        """
        reasons: list[Reason] = []
        self._bring(signature.sources)
        stamps: list[datetime] = []
        stamp = self._time_stamp(signature, reasons, stamps)
        moment = stamp.time if stamp else self._at
        trust = self._trust(signature, moment)
        reasons += trust.reasons
        kind, _, hashed = str(signature.algorithm).rpartition("-")
        ends = signature_ends(kind, hashed, signature.certificate)
        # What a package's time-stamp covers is as old as that.
        proven = moment if stamp or self._at != self._now else max(self._now, utc_now())
        if ends is not None and ends <= proven:
            name = Detail(str(signature.algorithm))
            reasons.append(Reason("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", name, failed=False))
        reasons += ambiguous(facts(signature.certificate))
        if whose is not None and (field := mismatch(facts(signature.certificate), *whose)):
            reasons.append(Reason("SIGNER_MISMATCH", said(field).within(scope)))
        trusted = not any(reason.code in TRUST_CODES for reason in reasons)
        level = "B-B"
        if stamp:
            complete = trusted and self._is_complete(signature, trust.path, stamp)
            level = "B-LT" if complete else "B-T"
        return SignatureReport(
            scope=scope,
            signer=facts(signature.certificate),
            algorithm=str(signature.algorithm),
            level=level,
            time=stamp.time if stamp else signature.signing_time or claimed,
            intact=True,
            trusted=trusted,
            reasons=tuple(reasons),
            status_as_of=trust.as_of,
            proven=stamp is not None,
            claimed=signature.signing_time or claimed,
            warnings=(
                *meanings(signature.meaning),
                *(ended(stamp, self._now) if stamp else ()),
                *untrue(
                    tuple(filter(None, (signature.signing_time, claimed))),
                    Known(self.now, min(stamps, default=None)),
                    signature.certificate,
                ),
            ),
        )

    def broken(self, scope: str, error: SigningError) -> SignatureReport:
        """Report a signature whose bytes are wrong."""
        reason = reason_of(error)
        detail = reason.detail.within(scope)
        return SignatureReport(
            scope, None, "", "", None, False, False, (replace(reason, detail=detail),)
        )

    def unnamed(self, scope: str) -> SignatureReport:
        """Report a signature of which the trail does not say whose it should be."""
        reason = Reason("SIGNER_MISMATCH", said(Flaw.OFFICER).within(scope))
        return SignatureReport(scope, None, "", "", None, False, False, (reason,))

    def _time_stamp(
        self, signature: CmsSignature, reasons: list[Reason], stamps: list[datetime]
    ) -> TimeStamp | None:
        """Return the earliest good time-stamp; one that is not good is told, not ignored."""
        good: list[TimeStamp] = []
        for token in signature.time_stamps:
            try:
                stamp = check_token(
                    token, signature.value, self._anchors, sources=self._sources, now=self._now
                )
            except SigningError as error:
                found = reason_of(error)
                reasons.append(about_stamp(found.code, failed=found.failed))
                continue
            stamps.append(stamp.time)
            if self._is_out_of_order(stamp, signature.signing_time):
                reasons.append(OUT_OF_ORDER)
                continue
            # Without a word on its server a token proves no time, but breaks nothing either.
            match stamp.revocation(self._sources, self._now).status:
                case Status.GOOD:
                    good.append(stamp)
                case Status.REVOKED:
                    reasons.append(about_stamp("REVOKED"))
                case Status.UNKNOWN:
                    reasons.append(about_stamp("TRY_LATER"))
        return min(good, key=lambda stamp: stamp.time, default=None)

    def _bring(self, sources: Iterable[Source]) -> None:
        """Use what came with a signature for all that are judged after it."""
        new = distinct_sources(sources)
        station = self._anchors.sources
        # Mostly the very lists this station has.
        add = [key for key in new if key not in self._brought and new[key] not in station]
        if add:
            self._brought.update((key, new[key]) for key in add)
            self._sources = Sources(self._brought.values(), station)

    def _is_out_of_order(self, stamp: TimeStamp, claimed: datetime | None) -> bool:
        """Whether a time-stamp is of before what it covers, or of the future."""
        if claimed is not None and stamp.time < claimed - CLOCKS_DIFFER:
            return True
        return stamp.time > max(self._now, utc_now()) + CLOCKS_DIFFER

    def _is_complete(
        self, signature: CmsSignature, path: tuple[x509.Certificate, ...], stamp: TimeStamp
    ) -> bool:
        """Whether what came with the signature alone tells all (EN 319 122-1, 6.3, B-LT)."""
        own = signature.sources
        found = check_path(path, own, stamp.time, now=self._now).status
        return Status.GOOD is found is stamp.revocation(own, self._now).status

    def _trust(self, signature: CmsSignature, moment: datetime) -> _Trust:
        certificate = signature.certificate
        question = _Question(certificate, moment, len(self._brought))
        if question not in self._known:
            # It is asked of each path until one stands, and again of the one that was chosen.
            told: dict[tuple[x509.Certificate, ...], Revocation] = {}

            def state(path: tuple[x509.Certificate, ...]) -> Revocation:
                if path not in told:
                    told[path] = check_path(path, self._sources, moment, now=self._now)
                return told[path]

            try:
                path = self._anchors.path(
                    certificate,
                    signature.others,
                    moment,
                    stands=lambda path: state(path).status is Status.GOOD,
                )
            except CertificateExpired as error:
                ended = past_its_end(
                    error,
                    lambda end: self._anchors.path(certificate, signature.others, end),
                    self._sources,
                    self._now,
                )
                self._known[question] = _Trust((ended,))
            except SigningError as error:
                self._known[question] = _Trust((reason_of(error),))
            else:
                found = state(path)
                reasons = revocation_reasons(found, facts(certificate).name)
                self._known[question] = _Trust(reasons, path, found.as_of)
        return self._known[question]


@dataclass(frozen=True)
class _Question:
    """Everything the trust in a certificate rests on, within one package."""

    certificate: x509.Certificate
    moment: datetime
    sources: int
    """How many lists and answers were at hand: signatures bring their own."""


@dataclass(frozen=True)
class _Trust:
    """The answer: why it is not simply trusted, the path to the anchor, the status's age."""

    reasons: tuple[Reason, ...]
    path: tuple[x509.Certificate, ...] = ()
    as_of: datetime | None = None


def past_its_end(
    error: CertificateExpired,
    path: Callable[[datetime], tuple[x509.Certificate, ...]],
    sources: Sources,
    now: datetime,
) -> Reason:
    """Return the reason for a certificate whose time is over, and nothing proves what was before.

    EN 319 102-1, 5.1.3 tells one that is known not to have been revoked from the others.

    Args:
        error: whose time is over, and since when.
        path: gives its path to an anchor at a moment.
        sources: what may tell of its status.
        now: when it is asked.
    """
    try:
        status = check_path(path(error.since), sources, error.since, now=now).status
    except SigningError:
        status = Status.UNKNOWN
    if status is not Status.GOOD:
        return reason_of(error)
    return Reason("OUT_OF_BOUNDS_NOT_REVOKED", Detail(error.subject), failed=False)


def revocation_reasons(
    found: Revocation, name: str, *, since: datetime | None = None
) -> tuple[Reason, ...]:
    """Return why a path's status is not simply good.

    A time-stamp over a signature proves that it was there by then, never that it was made after
    something. So a revocation from before it leaves open which of them came first (EN 319 102-1,
    5.5.4), unless the signature covers a time-stamp that is younger (5.3.4). So does an invalidity
    date from before it (RFC 5280, 5.3.2), although the revocation came later.

    Args:
        found: the status.
        name: whose certificate.
        since: the signature is proven to be made after this moment.
    """
    if found.status is Status.GOOD:
        return ()
    if found.status is Status.UNKNOWN:
        return (Reason("TRY_LATER", Detail(name), failed=False),)
    told = Detail(name)
    if found.invalid_at is not None:
        told = about(name, Flaw.INVALID_SINCE, found.invalid_at)
    if found.authority:
        return (Reason("REVOKED_CA_NO_POE", told, failed=False),)
    # An invalidity date is known or only suspected: of what is younger nothing is proven by it.
    if since is not None and found.revoked_at is not None and since > found.revoked_at:
        return (Reason("REVOKED", told),)
    return (Reason("REVOKED_NO_POE", told, failed=False),)


TRUST_CODES = {
    "OUT_OF_BOUNDS_NO_POE",
    "OUT_OF_BOUNDS_NOT_REVOKED",
    "NOT_YET_VALID",
    "CHAIN_CONSTRAINTS_FAILURE",
    "NO_CERTIFICATE_CHAIN_FOUND",
    "CRYPTO_CONSTRAINTS_FAILURE",
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    "REVOKED",
    "REVOKED_NO_POE",
    "REVOKED_CA_NO_POE",
    "EXPIRED",
    "TRY_LATER",
}
"""Reasons for which a certificate is not trusted."""
