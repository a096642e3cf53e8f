"""One answer of a trail, judged as every verifier of the package will (docs/package-format.md).

Who takes an answer and who signs over it ask the same: once it stands in a package that is signed,
what is wrong with it is wrong for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from signing.certificate import facts
from signing.cms_verify import check_cms
from signing.errors import SigningError
from signing.identity import Identities
from signing.report import Reason, SignatureReport
from signing.statement import TrailEntry, agreement_statement
from signing.trail_check import check_made, check_name, renamed, scope_of
from signing.trust import TrustAnchors

_FOR_GOOD = frozenset({"UNSIGNED_BESIDE", "TIMESTAMP", "TRAIL_TIME"})
"""What stays open whatever becomes known of certificates."""
_LATER = "TRY_LATER"


def judge_answer(
    draft: str,
    entry: TrailEntry,
    identities: Identities,
    require_ours: Callable[[str, bytes], None],
) -> SignatureReport:
    """Report the signature of an answer.

    Args:
        draft: what it is about.
        entry: has a signature.
        identities: judges certificates.
        require_ours: is told the scope and the signature, to look at its structure.
    """
    scope = scope_of(entry)
    assert entry.signature is not None
    if entry.officer is None:
        return identities.unnamed(scope)
    try:
        found = check_cms(entry.signature, agreement_statement(draft, entry))
        require_ours(scope, entry.signature)
    except SigningError as error:
        return identities.broken(scope, error)
    report = identities.judge(scope, found, whose=(entry.officer.pinfl, entry.organisation.stir))
    signer = facts(found.certificate)
    more = (*check_name(entry, signer), *check_made(entry, found.signing_time))
    return replace(
        report,
        reasons=(*report.reasons, *more),
        warnings=(*report.warnings, *renamed(entry, signer)),
        answer=entry.decision,
    )


def defects(
    draft: str, entry: TrailEntry, anchors: TrustAnchors, at: datetime
) -> tuple[Reason, ...]:
    """Return what is wrong with an answer for good, before it stands in a package.

    Who is behind a certificate, and whether it was revoked, may become known later.

    Args:
        draft: what it is about.
        entry: has a signature.
        anchors: what is trusted.
        at: when it is asked.
    """
    from signing.foreign.loose import Loose

    loose = Loose(own=True)
    found: list[Reason] = []

    def require_ours(scope: str, signature: bytes) -> None:
        told = loose.read(signature)
        found.extend(Reason("FORMAT_FAILURE", detail.within(scope)) for detail in told)

    report = judge_answer(draft, entry, Identities(anchors, at), require_ours)
    beside: Iterable[Reason] = (
        Reason("UNSIGNED_BESIDE", item, failed=False) for item in loose.vouched(anchors)
    )
    return tuple(
        item
        for item in (*found, *report.reasons, *beside)
        if item.failed or (item.code in _FOR_GOOD and str(item.detail) != _LATER)
    )
