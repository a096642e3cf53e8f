"""What is asked of an officer's answer, whoever asks it.

An answer becomes a part of what another one signs. So the registry asks when it arrives, a station
before it is sent and before a decision is signed over it, what every verifier of the package will:
nobody signs over an answer that leaves a decision open.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from signing.canonical import NotCanonical, canonical
from signing.certificate import facts
from signing.cms_verify import CmsSignature, check_cms
from signing.container.limits import MAX_ANSWER_BYTES, MAX_REMARK_BYTES
from signing.container.one_kind import holds_of_a_pdf
from signing.detail import NO_DETAIL, about
from signing.errors import DocumentTooLarge, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign.loose import Loose, with_loose
from signing.identity import TRUST_CODES, Identities, reason_of
from signing.report import Reason, Report, SignatureReport
from signing.statement import (
    Trail,
    TrailEntry,
    agreement_statement,
    entry_member,
    read_trail,
    trail_json,
)
from signing.trail_check import check_made, check_name, renamed, scope_of
from signing.trust import TrustAnchors
from signing.work import bounded


def judge_answer(
    draft: str, entry: TrailEntry, identities: Identities, loose: Loose
) -> SignatureReport:
    """Judge one answer of a trail by itself.

    Args:
        draft: of which the trail is.
        entry: with its signature.
        identities: judges certificates at the moment that counts.
        loose: reads what nobody signed, and says later who vouches for it.
    """
    scope = scope_of(entry)
    assert entry.signature is not None
    if entry.officer is None:
        return identities.unnamed(scope)
    try:
        found = check_cms(entry.signature, agreement_statement(draft, entry))
    except SigningError as error:
        return identities.broken(scope, error)
    report = identities.judge(scope, found, whose=(entry.officer.pinfl, entry.organisation.stir))
    signer = facts(found.certificate)
    # Nothing stands in it that a package of this format does not have (decision 33).
    bare = not found.time_stamps and not found.sources
    strange = (
        Reason("FORMAT_FAILURE", detail.within(scope))
        for detail in loose.read(entry.signature, bare=bare)
    )
    more = (*strange, *check_name(entry, signer), *check_made(entry, found.signing_time))
    return replace(
        report,
        reasons=(*report.reasons, *more),
        warnings=(*report.warnings, *renamed(entry, signer)),
        answer=entry.decision,
    )


@bounded
def verify_answer(
    draft: str, entry: TrailEntry, anchors: TrustAnchors, at: datetime, *, new: bool = False
) -> Report:
    """Verify an answer as a verifier of the package will, before there is one.

    Args:
        draft: which it is about.
        entry: as it will stand in the trail.
        anchors: who is trusted.
        at: for when it is judged.
        new: it is just given: beside what its officer signed it brings certificates alone. What
            servers add has no room of its own in a package, and may leave it open later.

    Returns:
        The report; nothing about the answer makes this raise.
    """
    scope = scope_of(entry)
    if entry.signature is None:
        return Report.conclude((), (Reason("UNSIGNED", NO_DETAIL.within(scope)),))
    try:
        if new:
            _require_small(entry)
        _require_written(draft, entry)
        if holds_of_a_pdf(entry.signature):
            raise MalformedDocument(Flaw.PDF_OTHER_DOCUMENT)
        # Whose it is not said to be is told below.
        if new and entry.officer is not None:
            _require_bare(check_cms(entry.signature, agreement_statement(draft, entry)))
    except NotCanonical:
        told = about("trail.json", Flaw.NOT_CANONICAL).within(scope)
        return Report.conclude((), (Reason("FORMAT_FAILURE", told),))
    except SigningError as error:
        reason = reason_of(error)
        within = replace(reason, detail=reason.detail.within(scope))
        return Report.conclude((), (within,))
    loose = Loose(own=True)
    report = Report.conclude((judge_answer(draft, entry, Identities(anchors, at), loose),))
    return with_loose(report, lambda: loose.vouched(anchors), also_open=True)


def require_room(remark: str) -> None:
    """Require of a remark that a trail has room for as many as it may have entries.

    Raises:
        DocumentTooLarge: it is longer.
    """
    if len(canonical(remark)) > MAX_REMARK_BYTES:
        raise DocumentTooLarge(Flaw.TOO_LARGE, "trail.json")


def stops(report: Report) -> Reason | None:
    """Return why nobody should sign over an answer, or send it; None if nothing speaks against it.

    What is open for want of trust may be known elsewhere, or later; anything else stays open.
    """
    failed = [item for item in report.reasons if item.failed]
    # Who is not known here vouches for nothing either.
    unknown = any(item.code in TRUST_CODES for item in report.reasons)
    left = [
        item
        for item in report.reasons
        if item.code not in TRUST_CODES and not (unknown and item.code == "UNSIGNED_BESIDE")
    ]
    return next(iter((*failed, *left)), None)


def _require_written(draft: str, entry: TrailEntry) -> None:
    """Require that what a package says of it can be read again."""
    written = trail_json(Trail(draft, (entry,)))
    read_trail(written, {entry_member(entry.order): entry.signature or b""})


def _require_small(entry: TrailEntry) -> None:
    """Require that a package has room for as many of its kind as it may have members."""
    if len(entry.signature or b"") > MAX_ANSWER_BYTES:
        raise DocumentTooLarge(Flaw.TOO_LARGE, entry_member(entry.order))
    require_room(entry.remark)


def _require_bare(found: CmsSignature) -> None:
    if found.time_stamps or found.sources:
        raise MalformedDocument(Flaw.BESIDE_ANSWER)
