"""What was done with a version on this station before it is signed."""

from __future__ import annotations

from datetime import datetime

from eqaror_desktop.errors import AlreadySigned, NothingAsked
from eqaror_desktop.flows.pending import require_none_waits
from eqaror_desktop.lost_registrations import newest_package
from signing.errors import DraftChanged
from sync.attempts import TAKEN_BACK, JournalState
from sync.entries import PACKAGE_DAMAGED, OutboxState
from sync.station import Store
from sync.wire import Action, Draft


def require_unsigned(store: Store, draft: Draft) -> None:
    """Let no version be signed that nobody asks for any more, as far as this station knows.

    Raises:
        AlreadySigned: a package of its signer waits or was accepted.
        AnotherWaits: its return, rejection or answer waits.
        DraftChanged: there is a newer version.
        NothingAsked: it was signed elsewhere, or sent back.
        NotFound: it is not here any more.
    """
    summary = draft.summary
    person, entries = draft.signer.pinfl, store.outbox.entries(draft=summary.id)
    entry = newest_package(entries, summary.version_digest, person)
    # A package damaged on this disk can never be sent; another takes its place.
    if (
        entry is not None
        and entry.state is not OutboxState.REFUSED
        and entry.code != PACKAGE_DAMAGED
    ):
        raise AlreadySigned(entry.draft)
    require_none_waits(store, summary.id, summary.version_digest, person)
    # A dialog may stand open while a cycle of synchronising brings what became of the draft.
    listed = store.drafts.summary(summary.id)
    if listed.version_digest != summary.version_digest:
        raise DraftChanged("decision.json")
    if Action.SIGN not in listed.actions:
        raise NothingAsked(summary.id, str(Action.SIGN))


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
