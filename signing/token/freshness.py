"""When a driver has to be initialised again to see what is in the readers. Pure.

PKCS #11 lets a driver look for new readers at C_Initialize only (v2.40, 5.5.1: "it may be
necessary to successfully call C_Initialize"), and a USB token is a reader of its own. SoftHSM is
such a driver, and after a removal it fails until it is initialised again. Doing that always would
make good drivers read whole cards again every second, so it is done only where something is
missing, and never for a driver that was seen to notice by itself, or to fall over it.
"""

from __future__ import annotations

from collections.abc import Iterable

EAGER = 60.0
"""Seconds after a token vanished from among others in which it is looked for at every listing."""
RARELY = 10.0
"""Seconds between two attempts after that, and for a driver that must be restarted for it."""


class Freshness:
    """What is known of one driver; all times are of one monotonic clock, in seconds."""

    def __init__(self) -> None:
        self.notices = False
        """The driver showed a token it had not shown before, without help."""
        self.harmful = False
        """Initialising again ended or stopped the driver's process; it is restarted instead."""
        self._current: frozenset[str] = frozenset()
        self._missing: dict[str, float] = {}
        self._fresh = True
        self._last = 0.0

    def refreshed(self, now: float) -> None:
        """The driver was initialised, or its process started, just now."""
        self._fresh = True
        self._last = now

    def wanted(self, now: float, *, faulty: bool) -> bool:
        """Tell whether to initialise again and list once more.

        Args:
            now: the time.
            faulty: the listing failed; otherwise :meth:`listed` was told of it.
        """
        if self._fresh and not faulty:
            return False
        waited = now - self._last >= RARELY
        if faulty:
            return not self.harmful or waited
        if self.notices or (self._current and not self._missing):
            return False
        newest = max(self._missing.values(), default=now)
        eager = not self.harmful and (not self._current or now - newest < EAGER)
        return eager or waited

    def listed(self, serials: Iterable[str], now: float) -> None:
        """Take note of the serial numbers of the initialised tokens a listing showed."""
        current = frozenset(serials)
        if not self._fresh and current - self._current:
            self.notices = True
        for serial in self._current - current:
            self._missing[serial] = now
        for serial in current:
            self._missing.pop(serial, None)
        self._current = current

    def used(self) -> None:
        """The listing that follows an initialisation is over; the next one is no longer fresh."""
        self._fresh = False
