"""A document as a reader takes it in: words with their pages, and passages of a sentence each.

Line ends mean nothing, because the same sentence breaks elsewhere after any change before it.
Neither do running heads and page numbers. A hyphen between two letters is not compared, because
nobody can tell one that was written from one that only divided a word at a line's end; one beside
a digit is part of the number.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_NUMBER_ALONE = re.compile(r"^[-–—]?\s*#(\s*/\s*\d+|\s*[-–—])?$")
_HYPHENS = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?=[^\W\d_])")
_WRAPPED = re.compile(r"(\w)[-\u2010]$")
_ENDS = (".", ";", ":", "!", "?", "…")
_EDGES = 2
"""Lines at either end of a page that may be running heads."""
_PAGES_FOR_HEADS = 3


@dataclass(frozen=True)
class Word:
    """A word as printed, what it is compared by, and its page, counted from 1."""

    text: str
    key: str
    page: int


@dataclass(frozen=True)
class Passage:
    """Words of one sentence or item: those from ``start`` up to ``end`` of the document."""

    start: int
    end: int
    key: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A document taken in."""

    words: tuple[Word, ...]
    passages: tuple[Passage, ...]
    pages: int


def read(pages: Sequence[str]) -> Reading:
    """Take in the text of each page."""
    words = tuple(_words(_without_heads(pages)))
    return Reading(words, tuple(_passages(words)), len(pages))


@lru_cache(maxsize=1 << 14)
def key_of(text: str) -> str:
    """Return what a word is compared by."""
    return _HYPHENS.sub("", unicodedata.normalize("NFC", text).replace("\u00ad", ""))


def _without_heads(pages: Sequence[str]) -> list[list[str]]:
    lines = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    counts: Counter[str] = Counter()
    for number, page in enumerate(lines, 1):
        counts.update({_masked(line, number) for line in (*page[:_EDGES], *page[-_EDGES:])})
    heads = {line for line, count in counts.items() if _heads(line, count, len(pages))}
    return [_edged(page, number, heads) for number, page in enumerate(lines, 1)]


def _heads(line: str, count: int, pages: int) -> bool:
    """Return whether a line at the edge of ``count`` pages belongs to the paper, not the text."""
    if _NUMBER_ALONE.match(line):
        return True
    return pages >= _PAGES_FOR_HEADS and count * 2 > pages


def _masked(line: str, page: int) -> str:
    """Return a line with its own page's number made the same on every page; others stay."""
    return re.sub(rf"(?<!\d){page}(?!\d)", "#", line)


def _edged(page: list[str], number: int, heads: set[str]) -> list[str]:
    low, high = 0, len(page)
    while low < min(_EDGES, high) and _masked(page[low], number) in heads:
        low += 1
    while high > max(len(page) - _EDGES, low) and _masked(page[high - 1], number) in heads:
        high -= 1
    return page[low:high]


def _words(pages: Iterable[list[str]]) -> Iterable[Word]:
    half, half_page = "", 0
    for page, lines in enumerate(pages, 1):
        for line in lines:
            parts = line.split()
            for number, part in enumerate(parts):
                text, at = half + part, half_page or page
                half, half_page = "", 0
                if number == len(parts) - 1 and _WRAPPED.search(text):
                    half, half_page = text, at
                else:
                    yield Word(text, key_of(text), at)
    if half:
        yield Word(half, key_of(half), half_page)


def _passages(words: tuple[Word, ...]) -> Iterable[Passage]:
    start = 0
    for at, word in enumerate(words, 1):
        last = at == len(words)
        # A bare number with its full stop begins an item and ends none.
        closes = word.text.endswith(_ENDS) and not word.text[:-1].isdecimal()
        if last or (closes and _begins(words[at].text)):
            yield Passage(start, at, tuple(item.key for item in words[start:at]))
            start = at


def _begins(text: str) -> bool:
    first = text.lstrip('«“"„(–—-')[:1]
    return first.isupper() or first.isdigit()
