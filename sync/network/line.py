"""Is the line another one than a moment ago? Noticed without asking anybody.

Looking up which of this computer's addresses would be used is a question to its own kernel: no
packet leaves. An address that was not there before is a network that came or changed; a look that
comes long after the last one is a computer that slept.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

LOOK_EVERY = 5.0
"""Seconds between two looks."""
_SLEPT = 20.0
"""Seconds between two looks after which the computer must have slept."""
_ABROAD = ("192.0.2.1", "2001:db8::1")
"""Addresses of documentation (RFC 5737, RFC 3849): somewhere behind the default route."""


def own_addresses() -> frozenset[str]:
    """Return the addresses of this computer that reach the world; none without a line."""
    import socket

    found = set()
    for family, place in zip((socket.AF_INET, socket.AF_INET6), _ABROAD, strict=True):
        with (
            contextlib.suppress(OSError),
            socket.socket(family, socket.SOCK_DGRAM) as probe,
        ):
            probe.connect((place, 9))
            found.add(str(probe.getsockname()[0]))
    return frozenset(found)


def _elapsed() -> float:
    """Seconds of a count that goes on while the computer sleeps, where there is one."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class LineWatch:
    """Compares each look with the one before."""

    def __init__(
        self,
        addresses: Callable[[], frozenset[str]] = own_addresses,
        elapsed: Callable[[], float] = _elapsed,
    ) -> None:
        self._addresses = addresses
        self._elapsed = elapsed
        self._seen = addresses()
        self._at = elapsed()

    def came_back(self) -> bool:
        """Return whether it is of use to try now: a line came or changed, or after a sleep."""
        now, addresses = self._elapsed(), self._addresses()
        slept = now - self._at > _SLEPT
        new = bool(addresses - self._seen)
        self._at, self._seen = now, addresses
        return bool(addresses) and (slept or new)
