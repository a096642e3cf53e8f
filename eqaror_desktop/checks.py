"""May this person sign this draft with this certificate now? Pure functions over plain facts.

Every check answers; one that could not be made says *skipped*, it is never left out. A *failed*
check stops the signature before the PIN is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from cryptography import x509

from eqaror_desktop import convert
from eqaror_desktop.clock import Reading
from eqaror_desktop.content_check import examination_checks
from eqaror_desktop.examining import Examined
from eqaror_desktop.findings import SESSION, Check, CheckCode, CheckState, blocking
from eqaror_desktop.right_person import officer_checks, signer_checks
from signing.certificate import CertificateFacts, facts
from signing.cms_verify import check_cms
from signing.errors import MalformedDocument, SigningError
from signing.identity import reason_of
from signing.revocation import Sources, Status, check_path
from signing.statement import (
    TrailEntry,
    agreement_statement,
    require_decision,
    require_entry,
)
from signing.trail_check import check_trail as check_whole
from signing.trust import TrustAnchors
from sync.wire import Action, Answer, Draft, DraftState, DraftSummary, Me

__all__ = [
    "Check",
    "CheckCode",
    "CheckState",
    "SignatureState",
    "TrailCheck",
    "answer_checks",
    "blocking",
    "check_trail",
    "key_checks",
    "signing_checks",
]

SKEW_WARNS = timedelta(minutes=2)
EXPIRY_WARNS = 30
"""Days."""


class SignatureState(StrEnum):
    """What is known of one trail entry's signature."""

    VALID = "valid"
    """Right for this very version, by a trusted certificate of that officer."""
    OTHER_VERSION = "other_version"
    """Right, but for an earlier version of the text."""
    INVALID = "invalid"
    UNTRUSTED = "untrusted"
    """Right, but the certificate, or whether it was revoked, is not known."""
    DEEMED = "deemed"
    """The term passed in silence; there is no signature."""
    NONE = "none"
    """Not answered yet."""


@dataclass(frozen=True)
class TrailCheck:
    """The state of one entry's signature; ``reason`` is a code of the verifier."""

    order: int
    state: SignatureState
    reason: str = ""


def check_trail(draft: Draft, anchors: TrustAnchors, at: datetime) -> tuple[TrailCheck, ...]:
    """Check the signature of every trail entry against the version it must cover."""
    return tuple(
        _check_entry(draft.summary, convert.entry(item), anchors, at) for item in draft.trail
    )


def signing_checks(
    *,
    draft: Draft,
    listed: DraftSummary,
    me: Me,
    certificate: x509.Certificate,
    anchors: TrustAnchors,
    trail: Iterable[TrailCheck],
    clock: Reading | None,
    now: datetime,
    examined: Iterable[Examined] | None,
    active_content: Literal["stop", "warn"],
    earlier: datetime | None = None,
    unsent: int = 0,
    asked: bool = True,
    session_ended: bool = False,
) -> tuple[Check, ...]:
    """Answer everything that can be answered before the token is touched.

    Args:
        draft: what will be signed, as fetched.
        listed: the same draft as the list last showed it; newer means ``draft`` is stale.
        me: who signed in, from the registry.
        certificate: the one on the token.
        anchors: what this office trusts.
        trail: as :func:`check_trail` gives it.
        clock: how far off this computer's clock is; None if it was never compared.
        now: this computer's clock, UTC.
        examined: the draft's files, as :class:`eqaror_desktop.examining.Examiner` gives them;
            None while that goes on.
        active_content: the office's policy on what was found in them.
        earlier: when an attempt to sign this version ended without its outcome being known or
            kept; None if none did.
        unsent: remarks of this person on this version that were begun and not handed in.
        asked: whether the registry told of ``draft`` just now; else it is what was kept here.
        session_ended: whether it was not asked because the sign-in to it had ended.
    """
    known = facts(certificate)
    remarks = (Check(CheckCode.REMARKS, CheckState.WARNING, str(unsent)),) if unsent else ()
    return (
        _state(draft.summary),
        _fresh(draft.summary, listed, asked=asked, session_ended=session_ended),
        _frozen(draft),
        *examination_checks(examined, active_content),
        _trail(draft, trail, now),
        *signer_checks(known, draft, me, now),
        _validity(certificate, now),
        *_trust(certificate, anchors, now),
        _clock(clock),
        _earlier(earlier),
        *remarks,
        _kind(known),
    )


def answer_checks(
    *,
    me: Me,
    certificate: x509.Certificate,
    anchors: TrustAnchors,
    clock: Reading | None,
    now: datetime,
) -> tuple[Check, ...]:
    """Answer what can be known of an officer's certificate before the token is touched.

    Args:
        me: who signed in and answers, from the registry.
        certificate: the one on the token.
        anchors: what this office trusts.
        clock: how far off this computer's clock is; None if it was never compared.
        now: this computer's clock, UTC.
    """
    checks = key_checks(certificate=certificate, anchors=anchors, clock=clock, now=now)
    return (*officer_checks(facts(certificate), me), *checks)


def key_checks(
    *, certificate: x509.Certificate, anchors: TrustAnchors, clock: Reading | None, now: datetime
) -> tuple[Check, ...]:
    """Answer what can be known of a certificate, whoever signs with it whatever.

    Args: as in :func:`answer_checks`.
    """
    return (
        _validity(certificate, now),
        *_trust(certificate, anchors, now),
        _clock(clock),
        _kind(facts(certificate)),
    )


def _kind(known: CertificateFacts) -> Check:
    """Keys of other kinds than the national ones are for tests and pilots."""
    state = CheckState.OK if known.national else CheckState.WARNING
    return Check(CheckCode.KIND, state, known.algorithm)


def _if(code: CheckCode, right: bool, detail: str = "") -> Check:
    return Check(code, CheckState.OK if right else CheckState.FAILED, detail)


def _frozen(draft: Draft) -> Check:
    """It is the version of that digest, and a package can say it."""
    decision = convert.decision(draft)
    try:
        require_decision(decision)
    except MalformedDocument:
        return Check(CheckCode.FROZEN, CheckState.FAILED)
    return _if(CheckCode.FROZEN, decision.version.digest == draft.summary.version_digest)


def _state(summary: DraftSummary) -> Check:
    asked = summary.state is DraftState.READY_TO_SIGN and Action.SIGN in summary.actions
    return _if(CheckCode.STATE, asked, str(summary.state))


def _fresh(
    summary: DraftSummary, listed: DraftSummary, *, asked: bool, session_ended: bool
) -> Check:
    """That two copies on this station are the same says nothing of what the registry has."""
    if listed.revision != summary.revision:
        return Check(CheckCode.FRESH, CheckState.FAILED)
    if asked:
        return Check(CheckCode.FRESH, CheckState.OK)
    return Check(CheckCode.FRESH, CheckState.SKIPPED, case=SESSION if session_ended else "")


def _trail(draft: Draft, trail: Iterable[TrailCheck], now: datetime) -> Check:
    """Every answer must be right, and all of them together agree to this very version."""
    states = {item.order: item for item in trail}
    for item in draft.trail:
        known = states.get(item.order)
        if known is None or known.state is SignatureState.INVALID:
            return _bad_entry(str(item.order), known.reason if known else "")
    # What every verifier of the package will ask.
    for reason in check_whole(convert.trail(draft), convert.version(draft), now):
        scope, _, _ = str(reason.detail).partition(":")
        return _bad_entry(scope.removeprefix("entry-").lstrip("0"), reason.code)
    for found in states.values():
        if found.state is SignatureState.UNTRUSTED:
            return Check(CheckCode.TRAIL, CheckState.WARNING, found.reason, str(found.order))
    return Check(CheckCode.TRAIL, CheckState.OK, str(len(states)))


def _bad_entry(order: str, reason: str) -> Check:
    if not reason:
        return Check(CheckCode.TRAIL, CheckState.FAILED, order)
    return Check(CheckCode.TRAIL, CheckState.FAILED, reason, order, "why")


def _validity(certificate: x509.Certificate, now: datetime) -> Check:
    known = facts(certificate)
    days = known.days_left(now)
    # Of several names each program shows another: whatever it signs is open.
    usable = known.may_sign and not known.several
    if not known.not_before <= now <= known.not_after or not usable:
        return Check(CheckCode.CERTIFICATE, CheckState.FAILED, known.name)
    state = CheckState.WARNING if days < EXPIRY_WARNS else CheckState.OK
    return Check(CheckCode.CERTIFICATE, state, str(days))


def _trust(
    certificate: x509.Certificate, anchors: TrustAnchors, now: datetime
) -> tuple[Check, Check]:
    try:
        path = anchors.path(certificate, (), now)
    except SigningError as error:
        failed = Check(CheckCode.TRUST, CheckState.FAILED, reason_of(error).code)
        return failed, Check(CheckCode.REVOCATION, CheckState.SKIPPED)
    issuer = facts(certificate).issuer
    found = check_path(path, anchors.sources, now)
    as_of = found.as_of.isoformat() if found.as_of else ""
    states = {
        Status.GOOD: CheckState.OK,
        Status.UNKNOWN: CheckState.SKIPPED,
        Status.REVOKED: CheckState.FAILED,
    }
    return (
        Check(CheckCode.TRUST, CheckState.OK, issuer),
        Check(CheckCode.REVOCATION, states[found.status], as_of),
    )


def _clock(reading: Reading | None) -> Check:
    if reading is None:
        return Check(CheckCode.CLOCK, CheckState.SKIPPED)
    skew = abs(reading.skew)
    minutes = f"{skew / timedelta(minutes=1):.0f}"
    if reading.stops:
        return Check(CheckCode.CLOCK, CheckState.FAILED, minutes)
    state = CheckState.WARNING if skew > SKEW_WARNS else CheckState.OK
    return Check(CheckCode.CLOCK, state, minutes)


def _earlier(ended: datetime | None) -> Check:
    if ended is None:
        return Check(CheckCode.EARLIER, CheckState.OK)
    return Check(CheckCode.EARLIER, CheckState.WARNING, ended.isoformat())


def _check_entry(
    summary: DraftSummary, entry: TrailEntry, anchors: TrustAnchors, at: datetime
) -> TrailCheck:
    try:
        require_entry(entry)
    except MalformedDocument as error:
        return TrailCheck(entry.order, SignatureState.INVALID, reason_of(error).code)
    if entry.signature is None:
        answered = {
            Answer.PENDING: SignatureState.NONE,
            Answer.DEEMED_AGREED: SignatureState.DEEMED,
        }
        # An answer that needs a signature and has none is not an answer.
        state = answered.get(Answer(entry.decision), SignatureState.INVALID)
        return TrailCheck(entry.order, state, "" if state in answered.values() else "UNSIGNED")
    if entry.version == summary.version and entry.version_digest != summary.version_digest:
        return TrailCheck(entry.order, SignatureState.INVALID, "TRAIL_COVERS_ANOTHER_VERSION")
    from signing.answer import stops, verify_answer

    report = verify_answer(summary.id, entry, anchors, at)
    stopped = stops(report)
    if stopped is not None:
        return TrailCheck(entry.order, SignatureState.INVALID, stopped.code)
    if _was_revoked(entry, summary.id, anchors, at):
        return TrailCheck(entry.order, SignatureState.INVALID, "REVOKED")
    for reason in report.reasons:
        return TrailCheck(entry.order, SignatureState.UNTRUSTED, reason.code)
    covered = entry.version_digest == summary.version_digest
    return TrailCheck(
        entry.order, SignatureState.VALID if covered else SignatureState.OTHER_VERSION
    )


def _was_revoked(entry: TrailEntry, draft: str, anchors: TrustAnchors, at: datetime) -> bool:
    """Whether the officer's certificate was revoked when the answer was given.

    A verifier of the package, who has nobody's word for when that was, leaves it open.
    """
    assert entry.signature is not None
    found = check_cms(entry.signature, agreement_statement(draft, entry))
    try:
        path = anchors.path(found.certificate, found.others, at)
    except SigningError:
        return False
    sources = Sources(found.sources, anchors.sources)
    # The registry's word for when it was, but never later than today.
    decided = min(entry.decided or at, at)
    return check_path(path, sources, decided, now=at).status is Status.REVOKED
