"""What leaves this station, or comes to it, in a file: packages, and entries that travel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.clock import utc_clock
from eqaror_desktop.errors import EntryOfAnother, NotRegistered
from eqaror_desktop.whose import Whose
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.errors import NotFound

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.flows.carrying import BroughtIn
    from signing.statement import Version

_PIECE = 1 << 20
"""Bytes of a package that are in memory at once."""


class Carrier:
    """Made once for an application; its methods block as long as the file takes."""

    def __init__(self, station: Application) -> None:
        self._station = station

    def registered_package(self, draft: str) -> Iterator[bytes]:
        """Yield the accepted package of a draft that was signed on this station.

        Raises:
            NotRegistered: it was signed here, and is not registered, or not in this form.
            NotFound: none was signed here.
            StoreDamaged: it is damaged; it was left where it is.
        """
        with self._station.store.outbox.open_package(self._accepted(draft).key) as package:
            while piece := package.read(_PIECE):
                yield piece

    def registered_version(self, draft: str) -> Version:
        """Return what was signed, as that package says: its draft may have left the station.

        Raises:
            NotRegistered, NotFound, StoreDamaged: as for :meth:`registered_package`; or whoever is
                signed in did not sign it, and has no such draft.
        """
        from signing.container.reader import open_container
        from signing.package import DECISION
        from signing.statement import read_decision

        store, entry = self._station.store, self._accepted(draft)
        if not Whose(store, self._station.person()).may_see(entry):
            self._station.draft(draft)
        with store.outbox.open_package(entry.key) as package:
            return read_decision(open_container(package).read(DECISION, _PIECE)).version

    def _accepted(self, draft: str) -> OutboxEntry:
        mine = [
            entry
            for entry in self._station.store.outbox.entries(draft=draft)
            if entry.kind is OutboxKind.PACKAGE
        ]
        if not mine:
            raise NotFound("package", draft)
        accepted = [entry for entry in mine if entry.state is OutboxState.ACCEPTED]
        if not accepted:
            waiting = any(entry.open for entry in mine)
            raise NotRegistered(draft, "waiting" if waiting else "refused")
        if accepted[0].registered_elsewhere:
            raise NotRegistered(draft, "elsewhere")
        return accepted[0]

    def write_entry(self, key: str, target: Path) -> OutboxEntry:
        """Write an outbox entry to a file; see :mod:`eqaror_desktop.flows.carrying`.

        Raises:
            EntryOfAnother: it is about a draft that whoever is signed in may not read.
        """
        from eqaror_desktop.flows.carrying import write_entry

        store = self._station.store
        entry = store.outbox.entry(key)
        if not Whose(store, self._station.person()).may_see(entry):
            raise EntryOfAnother(entry.draft)
        return write_entry(store, key, target)

    def bring_in(self, path: Path) -> BroughtIn:
        """Take in an entry that another station wrote to a file.

        Raises:
            NotSignedIn: nobody could send it.
        """
        from eqaror_desktop.flows.carrying import bring_in

        me = self._station.connection.require_person()
        return bring_in(self._station.store, path, me, self._station.anchors, utc_clock())
