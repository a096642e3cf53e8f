"""A cycle of synchronising that came to nothing: what the window says of it, and how loudly."""

from __future__ import annotations

from PySide6.QtCore import QObject

from eqaror_desktop.desktop.pace import Pace
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import NotConfigured, NotSignedIn
from sync.errors import (
    CaptivePortal,
    OutcomeUnknown,
    ProxyFault,
    ServerUntrusted,
    SessionExpired,
    StoreError,
    StoreFull,
    Unreachable,
)
from ui.rows import Connection


class Failing(QObject):
    """Cycles that fail alike follow each other: what somebody can cure is said once."""

    def __init__(self, station: Station, pace: Pace) -> None:
        super().__init__(station)
        self._station = station
        self._pace = pace

    def tell(self, error: BaseException, *, asked: bool) -> None:
        """Show how this station stands to the registry now, and say what can be done.

        Args:
            error: what ended the cycle.
            asked: whether a person wanted it now, and waits for something to be seen of it.
        """
        station = self._station
        if isinstance(error, (NotSignedIn, SessionExpired)):
            if asked:
                station.show_error(error)
            else:
                station.tell_session_ended()
            return
        # What this station lacks says nothing of the line.
        here = isinstance(error, (NotConfigured, StoreError))
        station.window.show_connection(Connection.UNKNOWN if here else Connection.OFFLINE)
        curable = isinstance(error, (CaptivePortal, ProxyFault, ServerUntrusted))
        if isinstance(error, (Unreachable, OutcomeUnknown)) and not curable:
            # Being without a line is a state to work in, not an error to click away.
            return
        if self._pace.is_news(str(error)):
            if isinstance(error, StoreFull):
                # Over what was just signed, "nothing was changed, repeat" would have it repeated.
                station.window.notice.tell(lambda: station.messages.text("words", "sync_full"))
            elif curable:
                station.window.notice.tell(lambda: self._said(error))
            else:
                station.show_error(error)

    def _said(self, error: BaseException) -> str:
        from eqaror_desktop.desktop import rows

        return rows.sentence(error, self._station.messages)
