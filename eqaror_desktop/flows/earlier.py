"""What was done with a version on this station before it is signed."""

from __future__ import annotations

from datetime import datetime

from eqaror_desktop.errors import AlreadySigned
from eqaror_desktop.flows.pending import require_none_waits
from eqaror_desktop.lost_registrations import newest_package
from sync.attempts import TAKEN_BACK, JournalState
from sync.entries import PACKAGE_DAMAGED, OutboxState
from sync.station import Store
from sync.wire import Draft


def require_unsigned(store: Store, draft: Draft) -> None:
    """Let no version be signed twice here, nor signed that its signer has just sent back.

    Raises:
        AlreadySigned: its package waits or was accepted.
        AnotherWaits: its return, rejection or answer waits.
    """
    summary = draft.summary
    entry = newest_package(store.outbox.entries(draft=summary.id), summary.version_digest)
    # A package damaged on this disk can never be sent; another takes its place.
    if (
        entry is not None
        and entry.state is not OutboxState.REFUSED
        and entry.code != PACKAGE_DAMAGED
    ):
        raise AlreadySigned(entry.draft)
    require_none_waits(store, summary.id, summary.version_digest, draft.signer.pinfl)


def in_doubt(store: Store, draft: Draft) -> datetime | None:
    """Return when the last attempt for this version ended in doubt; None if none did."""
    attempts = store.journal.attempts(draft=draft.summary.id)
    last = attempts[-1] if attempts else None
    if last is None or last.version_digest != draft.summary.version_digest:
        return None
    if last.reason == TAKEN_BACK:
        return None
    doubtful = (JournalState.UNKNOWN, JournalState.DISCARDED)
    return last.changed if last.state in doubtful else None
