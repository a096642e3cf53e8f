"""Finding a quoted place again in another version: unchanged, moved to another page, or gone."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync.store.notes import Anchor

_CONTEXT = 40
"""Letters around a quote that are kept and looked at."""
_JUNK = re.compile(r"[\s\u00ad]+")
_HYPHENS = "-\u2010\u2011\ufffe"
"""The last is what quotes of earlier programs have for a hyphen at a line's end."""


class Fate(StrEnum):
    """What became of a quoted place."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True)
class Place:
    """Where a quote stands; ``page`` counts from 1, ``start`` and ``size`` in the page's text.

    ``same_words`` counts how many letters of its old surroundings are still around it.
    """

    file: str
    page: int
    start: int
    size: int
    same_words: int = 0


@dataclass(frozen=True)
class Found:
    """The fate of an anchor, and where it is now if it is anywhere."""

    fate: Fate
    place: Place | None = None


def anchor_of(file: str, page: int, text: str, start: int, end: int) -> Anchor:
    """Return the anchor of a selection.

    Args:
        file: the file's digest.
        page: counted from 1.
        text: of the page.
        start: of the selection in it.
        end: likewise.
    """
    return Anchor(
        file,
        page,
        _plain(text[start:end]),
        _plain(text[max(0, start - 2 * _CONTEXT) : start])[-_CONTEXT:],
        _plain(text[end : end + 2 * _CONTEXT])[:_CONTEXT],
    )


def find(anchor: Anchor, pages: Sequence[str], file: str) -> Found:
    """Find an anchor in the pages of a file, by its quote and the words around it.

    An anchor without a quote means a whole page or file and is where it was, if that is there.
    """
    if not anchor.quote:
        here = (anchor.page or 1) <= len(pages)
        return Found(Fate.UNCHANGED, Place(file, anchor.page or 1, 0, 0)) if here else _GONE
    best: Place | None = None
    for place in _places(anchor, pages, file):
        if best is None or _rank(place, anchor) > _rank(best, anchor):
            best = place
    if best is None:
        best = _over_pages(anchor, pages, file)
    if best is None:
        return _GONE
    fate = Fate.UNCHANGED if best.page == anchor.page else Fate.MOVED
    return Found(fate, best)


def locate(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Return where an anchor's quote stands in the text of its own page, as start and size.

    Of a quote that goes on over the page's end it is what stands on the page.
    """
    if not anchor.quote or anchor.file is None:
        return None
    found = find(Anchor(anchor.file, 1, anchor.quote, anchor.before, anchor.after), [text], "")
    if found.place is not None:
        return found.place.start, found.place.size
    quote, (bare, where) = _bare(anchor.quote), _stripped(text)
    for size in range(min(len(quote), len(bare)), _CONTEXT // 4 - 1, -1):
        if bare.endswith(quote[:size]):
            start = where[len(bare) - size]
            return start, where[-1] + 1 - start
    return None


def _rank(place: Place, anchor: Anchor) -> tuple[int, int]:
    return place.same_words, -abs(place.page - (anchor.page or 1))


def _places(anchor: Anchor, pages: Sequence[str], file: str) -> Iterator[Place]:
    quote, before, after = (_bare(item) for item in (anchor.quote, anchor.before, anchor.after))
    if not quote:
        return
    for page, text in enumerate(pages, 1):
        bare, where = _stripped(text)
        at = bare.find(quote)
        while at >= 0:
            end = at + len(quote)
            around = _same_end(bare[:at], before) + _same_start(bare[end:], after)
            yield Place(file, page, where[at], where[end - 1] + 1 - where[at], around)
            at = bare.find(quote, at + 1)


def _over_pages(anchor: Anchor, pages: Sequence[str], file: str) -> Place | None:
    """Return where a quote stands that begins on one page and ends on a later one."""
    quote = _bare(anchor.quote)
    bare, begins = "", []
    for text in pages:
        begins.append(len(bare))
        bare += _bare(text)
    at = bare.find(quote) if quote else -1
    if at < 0:
        return None
    page = bisect_right(begins, at) - 1
    where = _stripped(pages[page])[1]
    start = where[at - begins[page]]
    return Place(file, page + 1, start, where[-1] + 1 - start)


def _stripped(text: str) -> tuple[str, list[int]]:
    """Return the letters of a text without blanks, and where each of them stands."""
    letters: list[str] = []
    where: list[int] = []
    for at, letter in enumerate(text):
        if not letter.isspace() and letter != "\u00ad":
            for part in unicodedata.normalize("NFC", letter):
                letters.append(part)
                where.append(at)
    # Where a line ends now tells nothing of where it ended, so its hyphen is not looked at.
    kept = [
        at
        for at, letter in enumerate(letters)
        if letter not in _HYPHENS
        or not (
            letters[max(at - 1, 0)].isalpha() and letters[min(at + 1, len(letters) - 1)].isalpha()
        )
    ]
    return "".join(letters[at] for at in kept), [where[at] for at in kept]


def _bare(text: str) -> str:
    return _stripped(text)[0]


def _plain(text: str) -> str:
    return _JUNK.sub(" ", text.replace("\ufffe", "-")).strip()


def _same_end(text: str, words: str) -> int:
    size = 0
    while size < min(len(text), len(words)) and text[-1 - size] == words[-1 - size]:
        size += 1
    return size


def _same_start(text: str, words: str) -> int:
    size = 0
    while size < min(len(text), len(words)) and text[size] == words[size]:
        size += 1
    return size


_GONE = Found(Fate.GONE)
