"""The outbox window and what is wished there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.lost_registrations import hand_in_again, suspects
from eqaror_desktop.taking_back import put_away, take_back
from eqaror_desktop.whose import Whose
from ui.outbox_rows import OutboxRow
from ui.outbox_view import OutboxView

if TYPE_CHECKING:
    from eqaror_desktop.connection import Connection
    from sync.station import Store


class OutboxDesk(QObject):
    """Keeps the outbox window up to date while it is open."""

    draft_requested = Signal(str)
    comparison_requested = Signal(str, object)
    """A draft's id, and the number of the version that an entry was about; None: not known."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._view: OutboxView | None = None
        self._lost: set[str] = set()

    def show(self) -> None:
        """Open the outbox window."""
        if self._view is None:
            view = OutboxView(self._station.window)
            view.retry_requested.connect(self._retry)
            view.cancel_requested.connect(self._take_back)
            view.put_away_requested.connect(self._put_away)
            view.draft_requested.connect(self.draft_requested)
            view.compare_requested.connect(self._compare)
            view.write_requested.connect(self._write)
            view.bring_requested.connect(self._bring_in)
            view.sign_in_requested.connect(self._station.sign_in_wanted)
            view.refresh_requested.connect(self.refresh)
            view.finished.connect(self._closed)
            self._view = view
        self._view.show()
        self._view.raise_()
        self._view.activateWindow()
        self.refresh()

    def refresh(self) -> None:
        """Read the entries again, if anybody looks at them."""
        if self._view is None:
            return
        messages = self._station.messages

        def work(_tell: Tell) -> tuple[OutboxRow, ...]:
            application = self._station.application
            whose = Whose(application.store, application.person())
            lost = {entry.key for entry in suspects(application.store)}
            return rows.outbox_rows(application.outbox(), messages, whose, lost)

        self._station.lanes.start(
            Lane.READING, work, self._show, self._station.show_error, topic="outbox"
        )

    def _show(self, found: tuple[OutboxRow, ...]) -> None:
        self._lost = {row.key for row in found if row.lost}
        if self._view is not None:
            self._view.show_session(wanted=self._station.window.tools.wants_sign_in)
            self._view.show_outbox(found)

    def _closed(self) -> None:
        if self._view is not None:
            self._view.deleteLater()
            self._view = None

    def _retry(self, key: str) -> None:
        def work(_tell: Tell) -> None:
            application = self._station.application
            entry = application.store.outbox.entry(key)
            if entry.open:
                application.hurry(key)
            else:
                hand_in_again(application, entry)

        # Of what is settled the registry is asked, and the list does not wait for that.
        lane = Lane.FETCHING if key in self._lost else Lane.READING
        self._station.lanes.start(lane, work, self._hurried, self._station.show_error)

    def _hurried(self, _nothing: None) -> None:
        # A person wants it sent now: what hinders it must be seen.
        self._station.window.sync_requested.emit()

    def _write(self, key: str, path: str) -> None:
        messages = self._station.messages

        def work(_tell: Tell) -> str:
            self._station.application.carrier.write_entry(key, Path(path))
            return messages.text("words", "entry_written", path=path)

        # A stick is slow, and the list does not wait for it.
        self._station.lanes.start(Lane.INDEXING, work, self._travelled, self._failed)

    def _bring_in(self, path: str) -> None:
        messages = self._station.messages

        def work(_tell: Tell) -> str:
            found = self._station.application.carrier.bring_in(Path(path))
            draft = found.entry.draft
            return "" if found.new else messages.text("words", "entry_known", draft=draft)

        self._station.lanes.start(Lane.INDEXING, work, self._travelled, self._failed)

    def _travelled(self, said: str) -> None:
        if self._view is not None:
            self._view.tell(said)
        self._station.drafts_changed.emit()
        self._station.sync_wanted.emit()

    def _failed(self, error: BaseException) -> None:
        if self._view is None:
            self._station.show_error(error)
        else:
            self._view.tell(rows.sentence(error, self._station.messages))

    def _compare(self, draft: str, digest: str) -> None:
        versions = self._station.application.store.versions

        def work(_tell: Tell) -> tuple[str, int | None]:
            kept = (item.number for item in versions.kept(draft) if item.digest == digest)
            return draft, next(kept, None)

        self._station.lanes.start(Lane.READING, work, self._wish_comparison, self._failed)

    def _wish_comparison(self, found: tuple[str, int | None]) -> None:
        self.comparison_requested.emit(*found)

    def _take_back(self, key: str) -> None:
        self._settle(key, take_back)

    def _put_away(self, key: str) -> None:
        self._settle(key, put_away)

    def _settle(self, key: str, how: Callable[[Store, Connection, str], object]) -> None:
        application = self._station.application

        def work(_tell: Tell) -> None:
            how(application.store, application.connection, key)

        # It may ask the registry, and the list does not wait for that.
        self._station.lanes.start(Lane.FETCHING, work, self._changed, self._failed)

    def _changed(self, _nothing: None) -> None:
        self._station.drafts_changed.emit()
