"""Notices tokens that are put in, pulled out and put in again, by asking: :class:`TokenWatch`.

Every driver is asked by a thread of its own, so one that hangs hides nothing of the others; a
second between two questions is enough to know within two. It asks C_GetSlotList and C_GetTokenInfo
only: C_WaitForSlotEvent blocks where a driver has it at all, and a blocked driver cannot sign.
Nothing is asked while a session is open or a command runs: a token pulled out then is told of by
the signature itself. A driver that fails is asked less and less often, up to :data:`LONGEST`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from signing.errors import SigningError, TokenBusy
from signing.token.host import TokenHost
from signing.token.info import TokenInfo

INTERVAL = 1.0
"""Seconds between two questions to a driver that answers."""
LONGEST = 15.0
"""Seconds between two questions to a driver that fails every time."""


class EventKind(StrEnum):
    """What a :class:`TokenEvent` tells."""

    PRESENT = "present"
    """It was in a reader already when watching began."""
    INSERTED = "inserted"
    REMOVED = "removed"
    DRIVER_FAILED = "driver-failed"
    """The driver stopped answering; what it had shown is unknown now, not removed."""
    DRIVER_ANSWERS = "driver-answers"
    """It answers again."""


@dataclass(frozen=True)
class TokenEvent:
    """A plain fact. ``module`` is the name its host was given under."""

    kind: EventKind
    module: str
    token: TokenInfo | None = None
    """The token meant; None where a driver is meant."""
    error: SigningError | None = None
    """Why the driver failed."""


Told = Callable[[TokenEvent], None]


class TokenWatch:
    """Watches the tokens of several hosts from :meth:`start` to :meth:`stop`."""

    def __init__(
        self, hosts: Mapping[str, TokenHost], told: Told, *, interval: float = INTERVAL
    ) -> None:
        """Take note; nothing is asked yet.

        Args:
            hosts: by the names events are told under.
            told: called with each event, from a thread of the watch, one host's events in order;
                it must return quickly and must not raise.
            interval: seconds between two questions.
        """
        self._told = told
        self._end = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._watch,
                args=(_Sight(name, host), interval),
                name="token-watch",
                # A driver that hangs must not keep the program from ending.
                daemon=True,
            )
            for name, host in hosts.items()
        ]

    def start(self) -> None:
        """Begin; the first question is asked at once."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 1.0) -> None:
        """Ask nothing more, and wait for the questions under way, at most ``seconds`` in all.

        No event is told after this, even if a driver answers later.
        """
        self._end.set()
        until = monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - monotonic()))

    def _watch(self, sight: _Sight, interval: float) -> None:
        pause = interval
        while not self._end.is_set():
            began = monotonic()
            events = sight.look()
            for event in events:
                if not self._end.is_set():
                    self._told(event)
            pause = min(pause * 2, LONGEST) if sight.failing else interval
            # From the beginning of one question to that of the next, so that a slow driver is
            # not noticed later still.
            self._end.wait(max(interval / 4, pause - (monotonic() - began)))


class _Sight:
    """What was last seen through one host."""

    def __init__(self, name: str, host: TokenHost) -> None:
        self.failing = False
        self._name = name
        self._host = host
        self._seen: dict[str, TokenInfo] | None = None

    def look(self) -> list[TokenEvent]:
        """Look once; returns what is new."""
        try:
            found = self._host.look()
        except TokenBusy:
            return []
        except SigningError as error:
            if self.failing:
                return []
            self.failing = True
            return [TokenEvent(EventKind.DRIVER_FAILED, self._name, error=error)]
        if found is None:
            return []
        events = []
        if self.failing:
            self.failing = False
            events.append(TokenEvent(EventKind.DRIVER_ANSWERS, self._name))
        current = {token.serial: token for token in found if token.initialised}
        before = self._seen
        new = EventKind.PRESENT if before is None else EventKind.INSERTED
        events += [
            TokenEvent(EventKind.REMOVED, self._name, token)
            for serial, token in (before or {}).items()
            if serial not in current
        ]
        events += [
            TokenEvent(new, self._name, token)
            for serial, token in current.items()
            if serial not in (before or {})
        ]
        self._seen = current
        return events
