"""Is the registry's receipt what it claims to be? Kept for decades, so checked when it comes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from eqaror_desktop.flows.registry_signer import check_signer
from signing.cms_verify import check_cms
from signing.errors import CertificateError, SigningError, WrongPurpose
from signing.revocation import Sources, Status, check_path
from signing.trust import TrustAnchors
from sync.entries import OutboxEntry


class ReceiptState(StrEnum):
    """What is known of a receipt."""

    VALID = "valid"
    UNTRUSTED = "untrusted"
    """Intact, but its certificate does not lead to an anchor of this station."""
    REVOKED = "revoked"
    """Intact, and its certificate or an authority's above it was revoked before it came."""
    INVALID = "invalid"
    """Changed, or signed by somebody who is not a registry."""
    NONE = "none"
    """The entry has no receipt."""


def check_receipt(
    entry: OutboxEntry, anchors: TrustAnchors, now: datetime, registry: str
) -> ReceiptState:
    """Check the registry's signature over the receipt's statement.

    That the statement names this entry's draft, version and package was checked when it came
    (:mod:`sync.sender`). Who may have signed it: :mod:`eqaror_desktop.flows.registry_signer`.

    Args:
        entry: with its receipt.
        anchors: what this office trusts.
        now: when it is asked, and for an entry that does not say when it was settled.
        registry: the registry's name, empty if none is known.
    """
    if entry.receipt is None:
        return ReceiptState.NONE
    try:
        found = check_cms(entry.receipt.signature, entry.receipt.statement.encode())
        check_signer(found.certificate, registry)
        # Judged for when it was given: the registry's certificate may be over today.
        came = entry.settled or now
        path = anchors.path(found.certificate, found.others, came)
        sources = Sources(found.sources, anchors.sources)
        if check_path(path, sources, came, now=now).status is Status.REVOKED:
            return ReceiptState.REVOKED
    except WrongPurpose:
        return ReceiptState.INVALID
    except CertificateError:
        return ReceiptState.UNTRUSTED
    except SigningError:
        return ReceiptState.INVALID
    return ReceiptState.VALID
