"""Server-sent events: "something changed", a hint to ask for changes now.

One task looks at the feed's counter; everybody who listens waits for it. So a change made by
another process, e.g. from the command line, is told as well. The hint says nothing about what
changed: what a person may see is decided where he asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool

from registry.core import Core
from registry.database import last_change

LOOK_EVERY = 0.5
"""Seconds between two looks at the counter."""
KEEP_ALIVE = 15.0
"""Seconds after which a silent connection gets a comment."""


class Pulse:
    """Tells waiting connections when the registry changed."""

    def __init__(self, core: Core) -> None:
        """Watch ``core``; nothing happens before :meth:`run`."""
        self._core = core
        self._changed = asyncio.Event()
        self._seen = 0
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

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield an event for every change, and comments that keep the connection open."""
        yield b": connected\n\n"
        silent = 0.0
        while not self.stopping():
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
