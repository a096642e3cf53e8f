"""Places of letters as Qt and PDFium count them, and as this program does.

Both count units of UTF-16, in which a letter beyond U+FFFF (𝑥, 𝐀, an emoji) is two; Python counts
letters. Everything here is kept in letters, and reckoned over only where Qt is asked or told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_WIDE = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class WideLetters:
    """Where in a text letters of two units stand."""

    places: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str) -> WideLetters:
        """Find them in a text."""
        return cls(tuple(found.start() for found in _WIDE.finditer(text)))

    def units(self, place: int) -> int:
        """Return how many units stand before a letter."""
        return place + bisect_left(self.places, place)

    def place(self, units: int) -> int:
        """Return which letter begins after so many units; in the middle of one, the next."""
        before = bisect_left(range(len(self.places)), units, key=self._end)
        # Only the letters that begin before it have a second unit there.
        return units - before

    def _end(self, which: int) -> int:
        return self.places[which] + which + 1
