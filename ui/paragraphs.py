"""A page's text as it is read, not as it was broken into lines.

A line end stays where a paragraph ends, and wherever that is not sure: between the rows of a
table, the items of a list, the lines of a heading. A letter of the document is never changed. What
is shown is the page's own text without some of its letters, so that each place in one is a place
in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ui.page_lines import BREAK, HYPHEN, Line

_MARKER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]|[^\W\d]\)|[IVXLC]{1,5}[.)])[ \xa0]+\S")
_BULLET = re.compile(r"[–—•▪◦·‣*-][ \xa0]+\S")
_FAR = 1.5
"""Times the usual distance of lines: more is the end of a paragraph."""
_WIDE = 0.4
"""Of the width of a page's text."""
_MARKED_LEAST, _MARKED_MOST = 0.15, 0.9
_TELLING = 20
"""Letters of a line by which its size, and the width of its column, can be told."""
_SIZE = 1.45
_INDENT = 6
"""Heights of a line by which its first line stands farther right or left at most."""


@dataclass(frozen=True, slots=True)
class Places:
    """Which letter that is shown is which one of the page's own text."""

    begin: int
    end: int
    gone: tuple[int, ...]
    """Places between them that are not shown."""

    def in_page(self, shown: int) -> int:
        """Return the place in the page's text of a letter that is shown, or of their end."""
        skipped = bisect_right(range(len(self.gone)), self.begin + shown, key=self._kept_before)
        return min(self.begin + shown + skipped, self.end)

    def in_shown(self, place: int) -> int:
        """Return where a letter of the page's text is shown, or else the next one that is."""
        inside = min(max(place, self.begin), self.end)
        return inside - self.begin - bisect_left(self.gone, inside)

    def _kept_before(self, which: int) -> int:
        return self.gone[which] - which


@dataclass(frozen=True, slots=True)
class Flow:
    """What is shown of a page."""

    text: str
    places: Places


def plain(text: str) -> Flow:
    """Show a page's text line by line."""
    return _shown(text, {}, set())


def flowed(text: str, lines: Sequence[Line] | None) -> Flow:
    """Show a page's text by paragraphs.

    Args:
        text: PDFium's, with its own marks of line ends.
        lines: where they stand; None if that is not known.
    """
    if not lines:
        return plain(text)
    page = _Page(text, lines)
    ends: dict[int, str] = {}
    gone: set[int] = set()
    at, last_joined = 0, False
    while at < len(lines):
        after = at + 1
        while after < len(lines) and page.goes_on(at, after):
            after += 1
        for line in lines[at : after - 1]:
            _join(text, line, ends, gone, page.words)
        joined = after > at + 1 and page.wide(lines[at])
        if at and (joined or last_joined or page.below(at - 1, at)):
            # The break's first letter is a line end of its own: room above the paragraph.
            ends[lines[at - 1].end] = "\n"
        last_joined = joined
        at = after
    return _shown(text, ends, gone)


def _join(
    text: str, line: Line, ends: dict[int, str], gone: set[int], words: frozenset[str]
) -> None:
    if text[line.end - 1] == HYPHEN:
        before = re.search(r"\w+$", text[line.start : line.end - 1])
        after = re.match(r"\w+", text[line.end :])
        # Most hyphens at line ends of a decision are of the word itself: this one is only
        # known to be the line's where the page has the whole word elsewhere.
        if before and after and (before[0] + after[0]).casefold() in words:
            gone.add(line.end - 1)
        return
    gone.add(line.end)
    if text[line.end - 1].isspace():
        gone.add(line.end + 1)
    else:
        ends[line.end + 1] = " "


def _shown(text: str, ends: dict[int, str], gone: set[int]) -> Flow:
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    at = text.find(BREAK, begin)
    while 0 <= at < end:
        if at not in ends:
            gone.add(at)
        at = text.find(BREAK, at + 1)
    kept = (at for at in range(begin, end) if at not in gone)
    shown = "".join(ends.get(at, text[at]) for at in kept).replace(HYPHEN, "-")
    return Flow(shown, Places(begin, end, tuple(sorted(at for at in gone if begin <= at < end))))


class _Page:
    """What the lines of a page say of each other."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text = text
        self._lines = lines
        self._height = median(line.height for line in lines)
        steps = [
            two.top - one.top
            for one, two in pairwise(lines)
            if two.top > one.bottom - self._height / 2 and abs(two.left - one.left) < self._height
        ]
        self._step = median(steps) if steps else 2 * self._height
        self._rights: dict[int, tuple[float, int]] = {}
        self._width = max(line.right for line in lines) - min(line.left for line in lines)
        blank = sum(1 for line in lines if self._blank_ended(line)) / len(lines)
        # Some programs leave a blank where they break a line, and none at a paragraph's end.
        self._breaks_are_marked = _MARKED_LEAST < blank < _MARKED_MOST
        self.words = frozenset(word.casefold() for word in re.findall(r"\w+", text))

    def wide(self, line: Line) -> bool:
        """Whether a line takes a good part of the page, and not of a cell of a table."""
        return line.right - line.left > _WIDE * self._width

    def below(self, one: int, two: int) -> bool:
        """Whether there is room between two lines."""
        above, line = self._lines[one], self._lines[two]
        return (
            line.top - above.top > _FAR * self._step
            and line.top - above.bottom > 0.8 * self._height
        )

    def goes_on(self, first: int, at: int) -> bool:
        """Whether a line goes on with the paragraph that began with the first one."""
        before, line = self._lines[at - 1], self._lines[at]
        if self._text[before.end - 1] == HYPHEN:
            return True
        if before.parted or line.parted or self.below(at - 1, at):
            return False
        if line.top - before.top < self._height / 2:
            return False
        if not self._alike(before, line):
            return False
        shown = self._text[line.start : line.end]
        if _MARKER.match(shown):
            return False
        if _BULLET.match(shown) and abs(line.left - self._lines[first].left) < self._height / 2:
            return False
        if self._breaks_are_marked:
            return self._blank_ended(before) and (
                self._centred(before, line) or self._stands(first, at)
            )
        if self._centred(before, line):
            return False
        return self._stands(first, at) and self._filled(at - 1, line)

    def _alike(self, one: Line, two: Line) -> bool:
        """Whether two lines are written in one size; of a few letters nobody can say."""
        if min(one.end - one.start, two.end - two.start) < _TELLING:
            return True
        return 1 / _SIZE < two.height / one.height < _SIZE

    def _centred(self, one: Line, two: Line) -> bool:
        """Whether two lines of unlike lengths stand one in the middle of the other."""
        room = self._height * 0.6
        return abs(one.left + one.right - two.left - two.right) < room < abs(one.left - two.left)

    def _stands(self, first: int, at: int) -> bool:
        """Whether a line begins where that of a paragraph does."""
        begin, line = self._lines[first], self._lines[at]
        room = self._height * 0.6
        if at > first + 1:
            return abs(line.left - self._lines[first + 1].left) < room
        if line.left > begin.left + room:
            marked = self._text[begin.start : begin.end]
            hangs = _MARKER.match(marked) or _BULLET.match(marked)
            return bool(hangs) and line.left < begin.left + _INDENT * self._height
        return line.left > begin.left - _INDENT * self._height

    def _filled(self, at: int, after: Line) -> bool:
        """Whether the next word had no room on a line."""
        line = self._lines[at]
        if line.end - line.start < _TELLING:
            return False
        right, reached = self._right_of(line)
        if reached < 2:
            return False
        letters = len(self._text[line.start : line.end].strip())
        width = (line.right - line.left) / max(letters, 1)
        word = self._text[after.start : after.end].lstrip().split(" ", 1)[0]
        return right - line.right < max(2 * width, 1.15 * width * (len(word) + 1))

    def _blank_ended(self, line: Line) -> bool:
        """Whether there is a blank before the end, as programs leave one where they break."""
        return self._text[line.end - 1].isspace()

    def _right_of(self, line: Line) -> tuple[float, int]:
        """Return the right edge of a line's column, and how many lines come near to it."""
        room = _INDENT * self._height
        kind = round(line.left / self._height)
        if kind not in self._rights:
            column = [
                other.right
                for other in self._lines
                if not other.parted and abs(other.left - kind * self._height) < room
            ]
            right = max(column, default=line.right)
            near = sum(1 for edge in column if edge > right - 2 * self._height)
            self._rights[kind] = (right, near)
        return self._rights[kind]
