"""What is known of the time-stamp servers: what was asked of them, and which to leave alone.

A server may allow so many requests in so many minutes, and block for a day whoever asks once
more; so every request is written down before it leaves, and what was asked counts across
restarts. A server that failed is left alone for a while, longer each time, so that one that is
dead does not cost its time-out at every package.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

from eqaror_desktop.settings import TimeStampServer
from sync.store.facts import Facts

REGISTRY = "registry"
"""The address that stands for the registry's own server."""
BUDGET = "budget"
"""The reason of a wait for the window of a budget to pass."""
_FACT = "time-stamp servers"
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)


@dataclass(frozen=True)
class Wait:
    """A server is not asked before ``until``; ``reason`` is :data:`BUDGET` or its last failure."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class _Record:
    asked: tuple[datetime, ...] = ()
    failures: int = 0
    until: datetime | None = None
    reason: str = ""


class StampServers:
    """The servers of the settings in their order, with their records; safe from any thread."""

    def __init__(
        self, servers: tuple[TimeStampServer, ...], facts: Facts, now: Callable[[], datetime]
    ) -> None:
        """Use the facts of a station.

        Args:
            servers: of the settings; none means the registry's own alone.
            facts: where the records are kept.
            now: the clock, UTC.
        """
        self.servers = servers or (TimeStampServer(REGISTRY),)
        self._facts = facts
        self._now = now
        self._lock = threading.Lock()

    def wait(self, server: TimeStampServer) -> Wait | None:
        """Return why and until when a server must not be asked, or None if it may be."""
        record, now = self._read().get(server.url, _Record()), self._now()
        if server.budget:
            window = timedelta(minutes=server.window_minutes)
            # A moment of the future is of a clock that was set back since: it counts as now.
            spent = sorted(min(item, now) for item in record.asked if now - item < window)
            if len(spent) >= server.budget:
                return Wait(spent[-server.budget] + window, BUDGET)
        if record.until is not None and now < record.until <= now + _LONGEST_PAUSE:
            return Wait(record.until, record.reason)
        return None

    def begin(self, server: TimeStampServer) -> None:
        """Write down that a request leaves now; it is on disk on return.

        Raises:
            StoreFull: it could not be written, so it must not leave.
        """
        now = self._now()

        def asked(record: _Record) -> _Record:
            if not server.budget:
                return record
            window = timedelta(minutes=server.window_minutes)
            recent = (min(item, now) for item in record.asked if now - item < window)
            return replace(record, asked=(*recent, now))

        self._change(server, asked)

    def failed(self, server: TimeStampServer, reason: str) -> None:
        """Leave a server alone for a while."""

        def paused(record: _Record) -> _Record:
            pause = min(_FIRST_PAUSE * (1 << min(record.failures, 10)), _LONGEST_PAUSE)
            return replace(
                record, failures=record.failures + 1, until=self._now() + pause, reason=reason
            )

        self._change(server, paused)

    def answered(self, server: TimeStampServer) -> None:
        """Forget a server's failures."""
        self._change(server, lambda record: _Record(asked=record.asked))

    def forgive(self) -> None:
        """Forget all failures, because a person wants it now; budgets stay spent."""
        for server in self.servers:
            self.answered(server)

    def _change(self, server: TimeStampServer, change: Callable[[_Record], _Record]) -> None:
        with self._lock:
            records = self._read()
            before = records.get(server.url, _Record())
            after = change(before)
            if after != before:
                records[server.url] = after
                self._facts.put(_FACT, msgspec.json.encode(records).decode())

    def _read(self) -> dict[str, _Record]:
        try:
            return msgspec.json.decode(self._facts.get(_FACT) or "{}", type=dict[str, _Record])
        except msgspec.DecodeError:
            # Written by a program with another idea of it.
            return {}
