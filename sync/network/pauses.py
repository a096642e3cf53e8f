"""How long to wait before the next try: longer each time, bounded, and not the same everywhere."""

from __future__ import annotations

import random

_LONGEST_ASKED = 3600.0


def pause(failures: int, *, first: float, longest: float, asked: float | None = None) -> float:
    """Return seconds to wait.

    Args:
        failures: how often in a row it came to nothing; 0 counts as 1.
        first: the wait after one failure.
        longest: no wait of our own is longer.
        asked: what the registry asked for (``Retry-After``); it is never undercut, up to an hour.
    """
    wait = min(first * (1 << min(max(failures, 1) - 1, 20)), longest)
    own = spread(wait)
    return own if asked is None else max(own, min(asked, _LONGEST_ASKED) * _uniform(1.0, 1.1))


def spread(seconds: float) -> float:
    """Return about so many seconds, so that stations that began together do not go on so."""
    return seconds * _uniform(0.75, 1.25)


def _uniform(low: float, high: float) -> float:
    return random.uniform(low, high)  # noqa: S311 - spreads load, guards nothing
