"""How many may have a file verified at once, and how often one address may ask."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

SEATS = 8
"""Requests whose files are received or verified at the same time."""
SEATS_FOR_ONE = 2
IN_A_ROW = 12
"""Files of one address at once; after that one in every five seconds."""
SECONDS_FOR_ONE = 5.0
_ADDRESSES = 4096


class Closed(Exception):
    """Not now. ``reason`` is ``busy`` or ``often``; ``wait`` is in seconds."""

    def __init__(self, reason: str, wait: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class Doors:
    """Used in the event loop only."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Open, with nobody inside."""
        self._clock = clock
        self._inside: dict[str, int] = {}
        self._free_at: dict[str, float] = {}

    @contextmanager
    def entering(self, address: str) -> Iterator[None]:
        """Have a seat for one request.

        Args:
            address: the caller's; of IPv6 its network counts, all of which is one subscriber's.

        Raises:
            Closed: there is no seat, or this address asks too often.
        """
        place = network_of(address)
        if sum(self._inside.values()) >= SEATS or self._inside.get(place, 0) >= SEATS_FOR_ONE:
            raise Closed("busy", 30)
        self._count(place)
        self._inside[place] = self._inside.get(place, 0) + 1
        try:
            yield
        finally:
            self._inside[place] -= 1
            if not self._inside[place]:
                del self._inside[place]

    def _count(self, place: str) -> None:
        """Count one file: each moves the time at which the address owes nothing."""
        now = self._clock()
        free = max(self._free_at.get(place, now), now)
        if free - now > (IN_A_ROW - 1) * SECONDS_FOR_ONE:
            raise Closed("often", int(free - now) + 1)
        if len(self._free_at) >= _ADDRESSES:
            self._free_at = {name: at for name, at in self._free_at.items() if at > now}
        if len(self._free_at) >= _ADDRESSES and place not in self._free_at:
            raise Closed("busy", 60)
        self._free_at[place] = free + SECONDS_FOR_ONE


def network_of(address: str) -> str:
    """Return what is counted of an address: of IPv6 the first 64 bits."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
