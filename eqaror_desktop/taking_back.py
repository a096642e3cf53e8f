"""Taking back what waits in the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqaror_desktop.errors import NotConfigured, NotSignedIn
from sync.errors import RegistryError

if TYPE_CHECKING:
    from eqaror_desktop.connection import Connection
    from sync.entries import OutboxEntry
    from sync.station import Store


def take_back(store: Store, connection: Connection, key: str) -> OutboxEntry:
    """Take an entry back; the registry is asked first, where there is a line and a session.

    A profile that was put back from an older copy does not know what has left since.

    Raises:
        AlreadySent: it has left, may have, or is settled.
        NotFound: no such entry.
        StoreError: the store.
    """
    try:
        client = connection.signed_in()
    except (NotConfigured, NotSignedIn, RegistryError):
        return store.outbox.cancel(key)
    from sync.sender import Sender

    return Sender(client, store.outbox, store.packages).take_back(key)
