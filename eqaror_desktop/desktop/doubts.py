"""Signatures whose outcome is in doubt: told once each, and marked in the list."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.attempts import Attempt, JournalState
from ui.rows import plain

_NAMED = 4
"""Lines of the notice; the history of each draft has its own."""


class Doubts(QObject):
    """Asks the journal at the start and whenever a signature came to something or to nothing."""

    changed = Signal()
    """The list is not as it was."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._told: set[str] = set()
        self._shown: tuple[Attempt, ...] = ()
        self.versions: Mapping[str, str] = {}
        """Version digests, by draft, of which nobody knows whether they were signed."""
        station.attempt_ended.connect(self._look)
        station.drafts_changed.connect(self._look)

    def begin(self) -> None:
        """Finish what the last run left signed; say what it left neither signed nor refused."""
        desk = self._station.application.desk

        def work(_tell: Tell) -> tuple[int, tuple[Attempt, ...]]:
            return desk.settle_interrupted(), desk.in_doubt()

        self._station.lanes.start(Lane.READING, work, self._show, self._station.show_error)

    def _look(self) -> None:
        desk = self._station.application.desk

        def work(_tell: Tell) -> tuple[int, tuple[Attempt, ...]]:
            return 0, desk.in_doubt()

        self._station.lanes.start(
            Lane.READING, work, self._show, self._station.show_error, topic="doubts"
        )

    def _show(self, found: tuple[int, tuple[Attempt, ...]]) -> None:
        finished, attempts = found
        unknown = (item for item in attempts if item.state is JournalState.UNKNOWN)
        versions = {item.draft: item.version_digest for item in unknown}
        before, self.versions = self.versions, versions
        if finished or versions != before:
            self.changed.emit()
        new = [item for item in attempts if item.id not in self._told]
        self._told |= {item.id for item in new}
        # What came to something since then is in doubt no more: that notice would be a lie.
        now = {item.id: item for item in attempts}
        left = tuple(now[item.id] for item in self._shown if item.id in now)
        notice = self._station.window.notice
        if new:
            kept = left if notice.telling(self._said) else ()
            self._shown = (*kept, *new)[-_NAMED:]
            notice.tell(self._said)
        elif left != self._shown:
            self._shown = left
            if not notice.telling(self._said):
                return
            if left:
                notice.tell(self._said)
            else:
                notice.hide()

    def _said(self) -> str:
        messages = self._station.messages
        return "\n".join(
            f"{plain(item.title)}: {messages.text('journal', str(item.state))}"
            for item in self._shown
        )
