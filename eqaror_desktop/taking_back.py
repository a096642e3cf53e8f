"""Taking back what waits in the outbox, and putting away what ended: each person their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqaror_desktop.errors import EntryOfAnother, NotConfigured, NotSignedIn
from eqaror_desktop.whose import Whose
from sync.errors import RegistryError

if TYPE_CHECKING:
    from eqaror_desktop.connection import Connection
    from sync.entries import OutboxEntry
    from sync.station import Store


def take_back(store: Store, connection: Connection, key: str) -> OutboxEntry:
    """Take an entry back; the registry is asked first, where there is a line and a session.

    A profile that was put back from an older copy does not know what has left since.

    Raises:
        EntryOfAnother: somebody else did it; a signature is thrown away by its signer alone.
        AlreadySent: it has left, may have, or is settled.
        NotFound: no such entry.
        StoreError: the store.
    """
    _require_own(store, connection, key)
    try:
        client = connection.signed_in()
    except (NotConfigured, NotSignedIn, RegistryError):
        return store.outbox.cancel(key)
    from sync.sender import Sender

    return Sender(client, store.outbox, store.packages).take_back(key)


def put_away(store: Store, connection: Connection, key: str) -> None:
    """Remove a refused entry and what it carried.

    Raises:
        EntryOfAnother: somebody else did it, and may not know yet that it was refused.
        AlreadySent: it is not refused.
        NotFound: no such entry.
        StoreError: the store.
    """
    _require_own(store, connection, key)
    store.outbox.forget(key)


def _require_own(store: Store, connection: Connection, key: str) -> None:
    entry = store.outbox.entry(key)
    if not Whose(store, connection.person()).mine(entry):
        raise EntryOfAnother(entry.draft)
