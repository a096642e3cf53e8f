"""Returning a draft to its drafter and rejecting it, with a reason; offline if need be."""

from __future__ import annotations

from eqaror_desktop.errors import AlreadySigned, NothingAsked, ReasonMissing
from eqaror_desktop.flows.pending import require_none_waits
from eqaror_desktop.lost_registrations import newest_package
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.station import Store
from sync.wire import Action, Draft, Me, ReasonRequest

_KINDS = {Action.RETURN: OutboxKind.RETURN, Action.REJECT: OutboxKind.REJECT}


def send_back(draft: Draft, action: Action, reason: str, *, me: Me, store: Store) -> OutboxEntry:
    """Write a return or a rejection of this very version to the outbox.

    Neither is signed: the registry takes them from the person's own session.

    Args:
        draft: as shown.
        action: ``RETURN`` or ``REJECT``.
        reason: what its drafter and everybody who sees the draft will read.
        me: who signed in.
        store: the station's.

    Raises:
        AlreadySigned: this very version was signed here and registered.
        AnotherWaits: a signature or another of these waits in the outbox.
        NothingAsked: the registry does not let this person do it now.
        ReasonMissing: there are no words; nothing was written.
        StoreFull: nothing was written.
    """
    summary = draft.summary
    require_none_waits(store, summary.id, summary.version_digest, me.person.pinfl)
    entries = store.outbox.entries(draft=summary.id)
    signed = newest_package(entries, summary.version_digest, draft.signer.pinfl)
    if signed is not None and signed.state is OutboxState.ACCEPTED:
        # Whatever the registry says now: this station holds the receipt of its registration.
        raise AlreadySigned(summary.id)
    if action not in _KINDS or action not in summary.actions:
        raise NothingAsked(summary.id, str(action))
    if not reason.strip():
        raise ReasonMissing(summary.id)
    return store.outbox.queue(
        _KINDS[action],
        ReasonRequest(summary.version_digest, reason.strip()),
        person=me.person.pinfl,
        draft=summary.id,
        title=summary.title,
        version_digest=summary.version_digest,
    )
