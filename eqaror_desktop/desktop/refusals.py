"""What the registry refused: told until somebody has read it, also after a start."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.listing import refused
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.whose import own_entries
from sync.entries import OutboxEntry
from sync.errors import StoreError
from ui.rows import plain

_READ = "refusals read"
"""The fact that names the entries whose refusal was read."""


class Refusals(QObject):
    """A line above everything; read is what was closed there, or seen in the outbox."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._told: tuple[OutboxEntry, ...] = ()
        station.window.notice.closed.connect(self._closed)
        station.window.outbox_requested.connect(self._seen)

    def look(self) -> None:
        """Tell what nobody has read, if there is anything."""
        application = self._station.application
        store = application.store

        def work(_tell: Tell) -> tuple[OutboxEntry, ...]:
            read = (store.facts.get(_READ) or "").split()
            # What its person had done before at another station came to something after all.
            mine = own_entries(store.outbox.entries(), application.person())
            return tuple(item for item in mine if refused(item) and item.key not in read)

        self._station.lanes.start(
            Lane.READING, work, self._show, self._station.show_error, topic="refusals"
        )

    def _show(self, found: tuple[OutboxEntry, ...]) -> None:
        if not found:
            return
        self._told, shown = found, self._station.window.open_draft
        older = any(item.code == "draft_changed" and item.draft == shown for item in found)
        self._station.window.tell_refused(self._said, compare=older)

    def _said(self) -> tuple[tuple[str, str], ...]:
        from eqaror_desktop.desktop import rows

        messages = self._station.messages
        return tuple((plain(item.title), rows.refusal(item, messages)) for item in self._told)

    def _closed(self) -> None:
        # Only a line about refusals leads to the outbox.
        if not self._station.window.notice.outbox.isHidden():
            self._note({item.key for item in self._told})

    def _seen(self) -> None:
        self._note(None)

    def _note(self, keys: set[str] | None) -> None:
        """Keep which refusals were read; None: all of this person's."""
        application = self._station.application
        store = application.store

        def work(_tell: Tell) -> None:
            # At worst it is told once more.
            with suppress(StoreError):
                lost = [item for item in store.outbox.entries() if refused(item)]
                before = set((store.facts.get(_READ) or "").split())
                mine = {item.key for item in own_entries(lost, application.person())}
                read = {item.key for item in lost} & (before | (mine if keys is None else keys))
                if read != before:
                    store.facts.put(_READ, " ".join(sorted(read)))

        self._station.lanes.start(Lane.KEEPING, work, self._noted, self._station.show_error)

    def _noted(self, _nothing: None) -> None:
        """Nothing is said of it."""
