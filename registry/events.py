"""Server-sent events: "something changed", a hint to ask for changes now.

One task looks at the feed's counter; everybody who listens waits for it. So a change made by
another process, e.g. from the command line, is told as well. The hint says nothing about what
changed: what a person may see is decided where he asks.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from time import monotonic

from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool

from registry.core import Core
from registry.database import last_change
from registry.problems import Code, Refusal

LOOK_EVERY = 0.5
"""Seconds between two looks at the counter."""
KEEP_ALIVE = 15.0
"""Seconds after which a silent connection gets a comment."""
LIFETIME = 900.0
"""Seconds after which a stream ends, so that whoever listens shows a valid session again."""
SEATS = 2000
SEATS_FOR_ONE = 4
"""Streams of one person: on two stations, or on one that lost some and did not know it."""
FULL_WAIT = 60
"""Seconds until it is of use to ask for a seat again."""


class Seats:
    """Who listens now; there is room for a number of streams, and for a few of each person."""

    def __init__(self, room: int = SEATS, each: int = SEATS_FOR_ONE) -> None:
        self._room = room
        self._each = each
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """How many streams are open."""
        return self._taken.total()

    def require(self, pinfl: str) -> None:
        """Make sure of a seat.

        Raises:
            Refusal: ``rate_limited``; everything works without these hints.
        """
        if self.taken >= self._room or self._taken[pinfl] >= self._each:
            raise Refusal(Code.RATE_LIMITED, "events", retry_after=FULL_WAIT)

    @contextlib.contextmanager
    def taking(self, pinfl: str) -> Iterator[None]:
        """Have a seat."""
        self._taken[pinfl] += 1
        try:
            yield
        finally:
            self._taken[pinfl] -= 1
            if not self._taken[pinfl]:
                del self._taken[pinfl]


class Pulse:
    """Tells waiting connections when the registry changed."""

    def __init__(self, core: Core) -> None:
        """Watch ``core``; nothing happens before :meth:`run`."""
        self._core = core
        self._changed = asyncio.Event()
        self._seen = 0
        self.seats = Seats()
        self.lifetime = LIFETIME
        self.stopping: Callable[[], bool] = lambda: False
        """Asked between waits, so that open streams do not hold up the server's end."""

    async def run(self) -> None:
        """Look at the counter until cancelled."""
        self._seen = await run_in_threadpool(self._look)
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                seen = await run_in_threadpool(self._look)
            except OperationalError:
                # The database is busy or being copied: only a hint is late.
                continue
            if seen != self._seen:
                self._seen = seen
                waiting, self._changed = self._changed, asyncio.Event()
                waiting.set()

    def listen(self, pinfl: str) -> AsyncIterator[bytes]:
        """Return a stream for a person, who has a seat from its first byte to its end.

        Raises:
            Refusal: there is no room.
        """
        self.seats.require(pinfl)
        return self._stream(pinfl)

    async def _stream(self, pinfl: str) -> AsyncIterator[bytes]:
        """Yield an event for every change, and comments that keep the connection open."""
        with self.seats.taking(pinfl):
            yield b": connected\n\n"
            silent, end = 0.0, monotonic() + self.lifetime
            while not self.stopping() and monotonic() < end:
                try:
                    await asyncio.wait_for(self._changed.wait(), LOOK_EVERY)
                except TimeoutError:
                    silent += LOOK_EVERY
                    if silent >= KEEP_ALIVE:
                        silent = 0.0
                        yield b": \n\n"
                else:
                    silent = 0.0
                    yield b"event: changed\ndata: {}\n\n"

    def _look(self) -> int:
        with self._core.database.reading() as connection:
            return last_change(connection)
