"""What can be told of the time that a signer claims.

It is a claim and proves nothing (EN 319 102-1, 5.2.8: it is reported, and compared with what a
policy asks for; ours asks for nothing). So a claim that cannot be true makes no signature worse:
what counts is judged at a proven time, or now. But whoever reads a report sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509

from signing.detail import said
from signing.flaws import Flaw
from signing.report import Reason

CLOCKS_DIFFER = timedelta(minutes=15)
"""By how much a signer's clock and a time-stamp server's may differ: a station stops at 10."""


@dataclass(frozen=True)
class Known:
    """What is known of the time of a signature without its signer."""

    now: datetime
    before: datetime | None = None
    """It was there by then: a time-stamp over it proves that."""
    after: datetime | None = None
    """It was not there before: of a time-stamp that it covers."""


def untrue(
    claims: Sequence[datetime], known: Known, certificate: x509.Certificate | None
) -> tuple[Reason, ...]:
    """Return why a claimed time cannot be true.

    Args:
        claims: every time that a signature claims, the one that is shown first.
        known: what is known without it.
        certificate: the signer's, if it is at hand.
    """
    found: dict[Flaw, None] = {}
    for claim in claims:
        if claim > known.now + CLOCKS_DIFFER:
            found[Flaw.CLAIM_IN_FUTURE] = None
        if known.before is not None and claim > known.before + CLOCKS_DIFFER:
            found[Flaw.CLAIM_AFTER_PROOF] = None
        if known.after is not None and claim < known.after - CLOCKS_DIFFER:
            found[Flaw.CLAIM_BEFORE_COVERED] = None
        if certificate is not None and claim < certificate.not_valid_before_utc:
            found[Flaw.CLAIM_BEFORE_CERTIFICATE] = None
        if certificate is not None and claim > certificate.not_valid_after_utc:
            found[Flaw.CLAIM_AFTER_CERTIFICATE] = None
        if abs(claim - claims[0]) > CLOCKS_DIFFER:
            found[Flaw.CLAIM_TWICE] = None
    return tuple(Reason("CLAIMED_TIME", said(flaw), failed=False) for flaw in found)
