"""Tokens put in and pulled out, told in the GUI thread, and in the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station

if TYPE_CHECKING:
    from signing.token.watch import TokenEvent, TokenWatch

_LATER = 1500
"""Milliseconds after the start: the list of drafts comes first, drivers take their time."""


class Watching(QObject):
    """Watches from a moment after the start, or from the first dialog that wants a token."""

    changed = Signal(object)
    """A :class:`~signing.token.watch.TokenEvent`, in the GUI thread."""
    _told = Signal(object)

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._watch: TokenWatch | None = None
        self._begun = False
        self._ended = False
        self._present: dict[str, tuple[str, str]] = {}
        """Driver and label of each token by its serial number."""
        self._silent: set[str] = set()
        """Drivers that do not answer: what is in their readers nobody knows."""
        # Told by threads of the watch: only a bound method of a QObject runs in its own thread.
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._later = QTimer(self, singleShot=True, interval=_LATER)
        self._later.timeout.connect(self.begin)

    def begin_later(self) -> None:
        """Begin when the window has come to rest."""
        self._later.start()

    def begin(self) -> None:
        """Begin now, unless it has begun."""
        if self._begun:
            return
        self._begun = True

        def work(_tell: Tell) -> None:
            from signing.token.watch import TokenWatch

            # Known before it begins: the window may be closed before this lane tells it.
            self._watch = watch = TokenWatch(self._station.application.tokens.hosts, self._tell)
            watch.start()
            if self._ended:
                watch.stop(0.0)

        self._station.lanes.start(Lane.TOKEN, work, self._started, self._failed)

    def stop(self) -> None:
        """End watching; nothing is told any more."""
        self._later.stop()
        self._begun = self._ended = True
        if self._watch is not None:
            # The window is closing; a driver that is slow now is not waited for.
            self._watch.stop(0.05)
            self._watch = None

    def _tell(self, event: TokenEvent) -> None:
        """Hand an event over; called in threads of the watch."""
        if not self._ended:
            self._told.emit(event)

    def _started(self, _nothing: None) -> None:
        if not self._ended:
            self._show()

    def _failed(self, _error: BaseException) -> None:
        # Without it a person presses "look again"; what is wrong is told where it matters.
        self._begun = False

    def _take(self, event: TokenEvent) -> None:
        from signing.token.watch import EventKind

        token = event.token
        if event.kind is EventKind.DRIVER_FAILED:
            self._silent.add(event.module)
        elif event.kind is EventKind.DRIVER_ANSWERS:
            self._silent.discard(event.module)
        if token is not None:
            if event.kind is EventKind.REMOVED:
                self._present.pop(token.serial, None)
            else:
                self._present[token.serial] = (event.module, token.label)
        self._show()
        self.changed.emit(event)

    def _show(self) -> None:
        labels = [label for module, label in self._present.values() if module not in self._silent]
        self._station.window.status.show_tokens(tuple(sorted(labels)))
