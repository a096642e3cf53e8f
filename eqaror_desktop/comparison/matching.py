"""Which things two sequences have in common, in order, in nearly linear time.

Things that occur once on either side anchor the rest (Bram Cohen's "patience diff"); what lies
between two anchors is looked at again in the same way. Only short leftovers without an anchor go
to :mod:`difflib`, whose worst case is far worse than quadratic.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sync.cancel import NEVER, CancelToken, check

_SHORT = 20_000
"""Pairs that are compared one by one at most: 140 words on either side."""


@dataclass(frozen=True)
class Run:
    """``size`` things from ``before`` on equal as many from ``after`` on."""

    before: int
    after: int
    size: int


@dataclass(frozen=True)
class _Part:
    """Things from ``low`` up to ``high`` before, from ``start`` up to ``end`` after."""

    low: int
    high: int
    start: int
    end: int


def common_runs(
    before: Sequence[Hashable], after: Sequence[Hashable], cancel: CancelToken = NEVER
) -> tuple[Run, ...]:
    """Return what both sequences have in common, in order; no two runs touch on both sides.

    Raises:
        Cancelled: the result is no longer wanted.
    """
    pairs: list[tuple[int, int, int]] = []
    waiting = [_Part(0, len(before), 0, len(after))]
    while waiting:
        check(cancel)
        part = waiting.pop()
        low, high, start, end = part.low, part.high, part.start, part.end
        while low < high and start < end and before[low] == after[start]:
            low, start = low + 1, start + 1
        pairs.append((part.low, part.start, low - part.low))
        while low < high and start < end and before[high - 1] == after[end - 1]:
            high, end = high - 1, end - 1
        pairs.append((high, end, part.high - high))
        if low == high or start == end:
            continue
        part = _Part(low, high, start, end)
        anchors = _anchors(before, after, part)
        if anchors:
            for one, other in anchors:
                waiting.append(_Part(low, one, start, other))
                pairs.append((one, other, 1))
                low, start = one + 1, other + 1
            waiting.append(_Part(low, high, start, end))
        elif (high - low) * (end - start) <= _SHORT:
            matcher = SequenceMatcher(None, before[low:high], after[start:end], autojunk=False)
            found = matcher.get_matching_blocks()
            pairs += [(low + item.a, start + item.b, item.size) for item in found]
    return _joined(sorted(pair for pair in pairs if pair[2]))


def _anchors(
    before: Sequence[Hashable], after: Sequence[Hashable], part: _Part
) -> list[tuple[int, int]]:
    """Return the longest series of things that occur once on either side, in both orders."""
    seen = Counter(before[part.low : part.high])
    there = Counter(after[part.start : part.end])
    places = {
        item: at
        for at, item in enumerate(after[part.start : part.end], part.start)
        if there[item] == 1
    }
    return _rising(
        [
            (at, places[item])
            for at, item in enumerate(before[part.low : part.high], part.low)
            if seen[item] == 1 and item in places
        ]
    )


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs whose second numbers rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        previous.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            ends.append(number)
        else:
            tops[pile], ends[pile] = place, number
    found = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(pairs[at])
        at = previous[at]
    return found[::-1]


def _joined(pairs: list[tuple[int, int, int]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for before, after, size in pairs:
        last = runs[-1] if runs else None
        if last and last.before + last.size == before and last.after + last.size == after:
            runs[-1] = Run(last.before, last.after, last.size + size)
        else:
            runs.append(Run(before, after, size))
    return tuple(runs)
