"""How long a caller may take to say what is wanted, and how many may be there at the same time.

Whoever opens a connection and says nothing, or drips a head byte by byte, costs a descriptor, and
a process has few. So a head has its time, and where there is no room the one that has been silent
the longest makes some: who asks at once is always answered.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_SECONDS = 15.0
"""For a request's line and headers, and for the beginning of TLS; also between two requests."""
_TOLD_EVERY = 60.0


def patient(most: int, seconds: float = HEAD_SECONDS) -> type[H11Protocol]:
    """Return the protocol of one server's connections.

    Args:
        most: connections at the same time.
        seconds: for each head.
    """
    silent: dict[H11Protocol, None] = {}

    class Patient(H11Protocol):
        """Waits for a request's head as long as it may take, and no longer."""

        _end: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
            """Take a connection; another one leaves where there are too many."""
            super().connection_made(transport)
            if len(self.connections) > most:
                longest = next(iter(silent), self)
                silent.pop(longest, None)
                longest.transport.abort()
            self._look()

        def connection_lost(self, exc: Exception | None) -> None:
            """Forget it."""
            self._stop()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """Read on."""
            super().data_received(data)
            self._look()

        def on_response_complete(self) -> None:
            """Wait for the next request."""
            super().on_response_complete()
            self._look()

        def _look(self) -> None:
            # None before the first request, whatever uvicorn says of its type.
            asked: RequestResponseCycle | None = self.cycle
            if asked is not None and not asked.response_complete:
                self._stop()
            elif self._end is None and not self.transport.is_closing():
                silent[self] = None
                self._end = self.loop.call_later(seconds, self.transport.abort)

        def _stop(self) -> None:
            silent.pop(self, None)
            if self._end is not None:
                self._end.cancel()
                self._end = None

    return Patient


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose TLS begins in time, and that fills no disk with what it tells."""

    _told = float("-inf")

    async def create_server(self, *given: Any, **named: Any) -> asyncio.Server:  # noqa: ANN401 - passed on
        """Listen."""
        if named.get("ssl") is not None:
            named["ssl_handshake_timeout"] = HEAD_SECONDS
        return await super().create_server(*given, **named)

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Tell; asyncio repeats thousands of times a second that no connection can be taken."""
        if str(context.get("message", "")).startswith("socket.accept()"):
            if time.monotonic() < self._told + _TOLD_EVERY:
                return
            self._told = time.monotonic()
        super().call_exception_handler(context)
