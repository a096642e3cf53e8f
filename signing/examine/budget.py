"""What the examination of one PDF may cost; a hostile file meets a limit, never a hang."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from signing.detail import Detail
from signing.errors import DocumentTooLarge

_EVERY = 512
"""Units of work between two looks at the clock."""


@dataclass(frozen=True)
class Limits:
    """Far above what an office's documents need, far below what hurts a station."""

    seconds: float = 30.0
    pages: int = 5_000
    objects: int = 300_000
    decoded: int = 192 * 1024 * 1024
    """Bytes of all streams that are looked into; pictures are not."""
    stream: int = 48 * 1024 * 1024
    """Bytes of one decoded stream."""
    work: int = 6_000_000
    """Operators and operands of all pages."""
    depth: int = 40
    """Of objects within objects, and of drawings within drawings."""
    findings: int = 200


class Budget:
    """Counts what was spent.

    Args:
        limits: what may be spent.
        pulse: called every few milliseconds of work; whatever it raises ends the examination.
    """

    def __init__(self, limits: Limits, pulse: Callable[[], None]) -> None:
        self.limits = limits
        self._pulse = pulse
        self._ends = time.monotonic() + limits.seconds
        self._left = {
            "objects": limits.objects,
            "decoded": limits.decoded,
            "work": limits.work,
        }
        self._units = 0

    def spend(self, what: str, amount: int = 1) -> None:
        """Count work of a kind.

        Raises:
            DocumentTooLarge: a limit is reached; the detail names it.
        """
        self._left[what] -= amount
        if self._left[what] < 0:
            raise DocumentTooLarge(Detail(what))
        self._units += amount if what != "decoded" else _EVERY
        if self._units >= _EVERY:
            self._units = 0
            self.check()

    def check(self) -> None:
        """Look at the clock, and whether anybody still wants to know.

        Raises:
            DocumentTooLarge: the time is over.
        """
        self._pulse()
        if time.monotonic() > self._ends:
            raise DocumentTooLarge(Detail("seconds"))

    def deeper(self, depth: int) -> None:
        """Refuse a depth that no honest document has.

        Raises:
            DocumentTooLarge: it is exceeded.
        """
        if depth > self.limits.depth:
            raise DocumentTooLarge(Detail("depth"))
