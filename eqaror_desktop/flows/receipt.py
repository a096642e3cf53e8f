"""Is the registry's receipt what it claims to be? Kept for decades, so checked when it comes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from signing.certificate import facts
from signing.cms_verify import check_cms
from signing.errors import CertificateError, SigningError
from signing.trust import TrustAnchors
from sync.entries import OutboxEntry


class ReceiptState(StrEnum):
    """What is known of a receipt."""

    VALID = "valid"
    UNTRUSTED = "untrusted"
    """Intact, but its certificate does not lead to an anchor of this station."""
    INVALID = "invalid"
    """Changed, or signed by somebody who is not a registry."""
    NONE = "none"
    """The entry has no receipt."""


def check_receipt(entry: OutboxEntry, anchors: TrustAnchors, now: datetime) -> ReceiptState:
    """Check the registry's signature over the receipt's statement.

    That the statement names this entry's draft, version and package was checked when it came
    (:mod:`sync.sender`). A person's certificate cannot sign a receipt: a registry has no PINFL.
    """
    if entry.receipt is None:
        return ReceiptState.NONE
    try:
        found = check_cms(entry.receipt.signature, entry.receipt.statement.encode())
        if facts(found.certificate).pinfl:
            return ReceiptState.INVALID
        # Judged for when it was given: the registry's certificate may be over today.
        anchors.path(found.certificate, found.others, entry.settled or now)
    except CertificateError:
        return ReceiptState.UNTRUSTED
    except SigningError:
        return ReceiptState.INVALID
    return ReceiptState.VALID
