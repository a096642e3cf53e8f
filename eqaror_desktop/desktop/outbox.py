"""The outbox window and what is wished there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.entries import OutboxEntry, OutboxState
from ui.outbox_view import OutboxView
from ui.rows import OutboxRow, plain


class OutboxDesk(QObject):
    """Keeps the outbox window up to date while it is open."""

    draft_requested = Signal(str)

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._view: OutboxView | None = None

    def show(self) -> None:
        """Open the outbox window."""
        if self._view is None:
            view = OutboxView(self._station.window)
            view.retry_requested.connect(self._retry)
            view.cancel_requested.connect(self._put_away)
            view.draft_requested.connect(self.draft_requested)
            view.finished.connect(self._closed)
            self._view = view
        self._view.show()
        self._view.raise_()
        self.refresh()

    def refresh(self) -> None:
        """Read the entries again, if anybody looks at them."""
        if self._view is None:
            return
        messages = self._station.messages

        def work(_tell: Tell) -> tuple[OutboxRow, ...]:
            return rows.outbox_rows(self._station.application.outbox(), messages)

        self._station.lanes.start(
            Lane.READING, work, self._show, self._station.show_error, topic="outbox"
        )

    def tell_refused(self, keys: tuple[str, ...]) -> None:
        """Say what the registry has just refused, and why."""
        if not keys:
            return
        outbox = self._station.application.store.outbox

        def work(_tell: Tell) -> tuple[OutboxEntry, ...]:
            return tuple(outbox.entry(key) for key in keys)

        self._station.lanes.start(Lane.READING, work, self._tell_refused, self._station.show_error)

    def _tell_refused(self, entries: tuple[OutboxEntry, ...]) -> None:
        messages = self._station.messages
        self._station.window.tell_refused(
            tuple((plain(entry.title), messages.refusal(entry.code or "")) for entry in entries)
        )

    def _show(self, found: tuple[OutboxRow, ...]) -> None:
        if self._view is not None:
            self._view.show_outbox(found)

    def _closed(self) -> None:
        if self._view is not None:
            self._view.deleteLater()
            self._view = None

    def _retry(self, key: str) -> None:
        def work(_tell: Tell) -> None:
            self._station.application.hurry(key)

        self._station.lanes.start(Lane.READING, work, self._hurried, self._station.show_error)

    def _hurried(self, _nothing: None) -> None:
        self._station.sync_wanted.emit()

    def _put_away(self, key: str) -> None:
        outbox = self._station.application.store.outbox

        def work(_tell: Tell) -> None:
            if outbox.entry(key).state is OutboxState.REFUSED:
                outbox.forget(key)
            else:
                outbox.cancel(key)

        self._station.lanes.start(Lane.READING, work, self._changed, self._station.show_error)

    def _changed(self, _nothing: None) -> None:
        self._station.drafts_changed.emit()
