"""Registrations this station holds receipts of and the registry has lost: an older copy serves.

Nothing is decided by the list alone, which may be older than a receipt: the registry is asked
about the very version, and only its word that it never registered it counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from eqaror_desktop.errors import ApplicationError
from sync.entries import ALREADY_SIGNED, OutboxEntry, OutboxKind, OutboxState
from sync.errors import NotFound, RegistryError
from sync.station import Store
from sync.wire import DraftState

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.messages import Messages

_REGISTERED = {
    DraftState.SIGNED,
    DraftState.REGISTERED,
    DraftState.PUBLISHED,
    DraftState.REVOKED,
}


def newest_package(
    entries: Iterable[OutboxEntry], version_digest: str, person: str
) -> OutboxEntry | None:
    """Return what counts of a person's packages of a version: one may have been handed in again.

    One that was taken back, or came when somebody else had signed, changes nothing; nor does
    what others signed, which anybody may have brought.

    Args:
        entries: of one draft, oldest first.
        version_digest: of the version.
        person: the PINFL of its signer.
    """
    found = [
        entry
        for entry in entries
        if entry.kind is OutboxKind.PACKAGE
        and (entry.person, entry.version_digest) == (person, version_digest)
        and not (entry.taken_back or entry.code == ALREADY_SIGNED)
    ]
    return found[-1] if found else None


def lost_registrations(application: Application) -> tuple[OutboxEntry, ...]:
    """Return the accepted packages of whoever has signed in that the registry has lost.

    One of which nobody can be asked now is none; the registry is asked of few or none.

    Raises:
        StoreError: the store.
    """
    me = application.person()
    found = [
        entry
        for entry in suspects(application.store)
        if me is not None and entry.sender == me.person.pinfl
    ]
    if not found:
        return ()
    try:
        return tuple(entry for entry in found if is_lost(application, entry))
    except (ApplicationError, RegistryError):
        return ()


def is_lost(application: Application, entry: OutboxEntry) -> bool:
    """Ask the registry whether it has lost a package that it accepted and that counts here.

    Raises:
        NotSignedIn, NotConfigured, RegistryError: it cannot be asked.
    """
    store = application.store
    entries = store.outbox.entries(draft=entry.draft)
    counts = newest_package(entries, entry.version_digest, entry.person)
    if entry.state is not OutboxState.ACCEPTED or entry != counts:
        return False
    author = entry.person if entry.carrier not in {None, entry.person} else None
    client = application.connection.signed_in()
    return client.registered(entry.draft, entry.version_digest, author) is None


def hand_in_again(application: Application, entry: OutboxEntry) -> OutboxEntry | None:
    """Write a package down once more if the registry has lost it; None: it has not.

    Raises:
        NotSignedIn, NotConfigured, RegistryError: it cannot be asked.
        StoreFull: nothing was written.
    """
    if not is_lost(application, entry):
        return None
    return application.store.outbox.hand_in_again(entry.key)


def suspects(store: Store) -> Iterable[OutboxEntry]:
    """Yield the accepted packages whose drafts are not registered by the list that is here."""
    for draft, entries in _packages(store).items():
        try:
            summary = store.drafts.summary(draft)
        except NotFound:
            continue
        if summary.state in _REGISTERED:
            continue
        for person in dict.fromkeys(entry.person for entry in entries):
            entry = newest_package(entries, summary.version_digest, person)
            if entry is not None and entry.state is OutboxState.ACCEPTED:
                yield entry


def numbers_given_twice(store: Store) -> dict[str, tuple[str, ...]]:
    """Return each number under which two decisions are registered here, with their drafts."""
    drafts: defaultdict[str, list[str]] = defaultdict(list)
    for draft, entries in _packages(store).items():
        numbers = [entry.registration.number for entry in entries if entry.registration]
        # What was handed in again has the number it got then.
        if numbers:
            drafts[numbers[-1]].append(draft)
    return {number: tuple(found) for number, found in drafts.items() if len(found) > 1}


def _packages(store: Store) -> dict[str, list[OutboxEntry]]:
    found: defaultdict[str, list[OutboxEntry]] = defaultdict(list)
    for entry in store.outbox.entries():
        if entry.kind is OutboxKind.PACKAGE:
            found[entry.draft].append(entry)
    return found


def lost_told(
    lost: Iterable[OutboxEntry], twice: dict[str, tuple[str, ...]], messages: Messages
) -> list[str]:
    """Say each in a sentence: which draft, which number, what to do."""
    told = []
    for entry in lost:
        number = entry.registration.number if entry.registration else "–"
        words = {"draft": entry.draft, "number": number, "entry": entry.key[:8]}
        told.append(messages.text("words", "registration_lost", **words))
    for number, drafts in twice.items():
        words = {"number": number, "drafts": ", ".join(drafts)}
        told.append(messages.text("words", "number_twice", **words))
    return told
