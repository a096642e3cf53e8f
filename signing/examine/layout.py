"""Where on a page something is drawn, and which text of it nobody sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor, inf

from signing.examine.budget import Budget
from signing.examine.finding import FindingCode
from signing.examine.state import WHITE, Box, Colour, alike, area, common, empty

_TWICE = (FindingCode.COVERED_TEXT, FindingCode.INVISIBLE_TEXT)
_CELL = 36.0
_MOST_CELLS = 48
_COVERED = 0.9
"""Of where a text's letters are; what is left shows none."""
_ACROSS, _UP = 32, 8
"""Places of a text at which it is looked whether it is covered."""
_DOT = 1.0
"""Points: a screen draws nothing finer, so a hairline covers as much."""
_SCAN = 0.6
"""Of the page; a picture of this size is the page."""


@dataclass(eq=False)
class Text:
    """A string that is drawn."""

    words: str
    data: bytes
    """As it stands in the file; words are not always known."""
    box: Box
    letters: Box
    """Where every letter has some of its ink: from the line to the height of small ones."""
    hidden: FindingCode | None = None
    under_scan: bool = False
    covered: int = 0
    """The places of ``letters`` that something was painted over, as bits."""

    def shows_in(self, box: Box) -> bool:
        """Whether enough of it lies in a box to be seen."""
        if empty(self.letters):
            return not empty(common(self.box, box))
        return area(common(self.letters, box)) > (1 - _COVERED) * area(self.letters)

    def cover(self, box: Box) -> bool:
        """Note what is painted over it; tell whether no letter is seen any more."""
        left, bottom, right, top = self.letters
        columns = _places(left, right, box[0], box[2], _ACROSS)
        rows = _places(bottom, top, box[1], box[3], _UP)
        if columns and rows:
            across = ((1 << len(columns)) - 1) << columns.start
            for row in rows:
                self.covered |= across << (row * _ACROSS)
        return self.covered.bit_count() >= _COVERED * _ACROSS * _UP


@dataclass(frozen=True)
class _Paint:
    box: Box
    colour: Colour


@dataclass
class _Cell:
    paints: list[_Paint] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


class Layout:
    """One page in the order of its drawing.

    Args:
        region: what of the page is shown.
        budget: counts every comparison.
    """

    def __init__(self, region: Box, budget: Budget) -> None:
        self.region = region
        self._budget = budget
        self._texts: list[Text] = []
        self._scanned = False
        width, height = region[2] - region[0], region[3] - region[1]
        self._columns = min(_MOST_CELLS, max(1, ceil(width / _CELL)))
        self._rows = min(_MOST_CELLS, max(1, ceil(height / _CELL)))
        self._wide = max(width, 1.0) / self._columns
        self._tall = max(height, 1.0) / self._rows
        self._cells: dict[tuple[int, int], _Cell] = {}

    def hide(self, text: Text, code: FindingCode) -> None:
        """Note a text that is not seen for a reason of its own."""
        text.hidden = code
        self._texts.append(text)

    def write(self, text: Text, colours: tuple[Colour, ...]) -> None:
        """Note a text that is drawn; it is hidden if it has the colour of what is below it.

        Args:
            text: what and where.
            colours: of its letters and their outlines, what is drawn of the two.
        """
        self._texts.append(text)
        x, y = (text.box[0] + text.box[2]) / 2, (text.box[1] + text.box[3]) / 2
        cell = self._cells.setdefault(self._place(x, y), _Cell())
        below = self._below(cell, x, y)
        if colours and all(alike(item, below) for item in colours):
            text.hidden = FindingCode.SAME_COLOUR_TEXT
            return
        for place in self._within(common(text.box, self.region)):
            self._cells.setdefault(place, _Cell()).texts.append(text)

    def paint(self, box: Box, colour: Colour, *, covers: bool, picture: bool = False) -> None:
        """Note an area that is painted over what is there.

        Args:
            box: around it.
            colour: None if it is not one plain colour.
            covers: whether it is opaque and fills its box.
            picture: whether it is a picture.
        """
        box = common(box, self.region)
        if empty(box):
            return
        whole = covers and picture and area(box) >= _SCAN * area(self.region)
        self._scanned = self._scanned or whole
        paint = _Paint(box, colour)
        met: dict[int, Text] = {}
        for place in self._within(box):
            cell = self._cells.setdefault(place, _Cell())
            cell.paints.append(paint)
            if covers and cell.texts:
                self._budget.spend("work", len(cell.texts))
                cell.texts = [text for text in cell.texts if text.hidden is None]
                met.update((id(text), text) for text in cell.texts)
        box = _thick(box)
        for text in met.values():
            if text.cover(box):
                text.hidden, text.under_scan = FindingCode.COVERED_TEXT, whole

    def words(self) -> str:
        """Return all that is written, in its order."""
        return " ".join(text.words for text in self._texts)

    def hidden(self) -> list[Text]:
        """Return the texts that are not seen when the page is finished, in order."""
        seen = {
            (text.data, round(text.box[0]), round(text.box[1]))
            for text in self._texts
            if text.hidden is None
        }
        found = []
        for text in self._texts:
            if text.hidden is None:
                continue
            if text.hidden in _TWICE and _again(text, seen):
                # Some programs draw a page twice, and Chrome what has a shadow; one is seen.
                continue
            if self._scanned and not seen and _of_scan(text):
                text.hidden = FindingCode.SCANNED_TEXT
            found.append(text)
        return found

    def _within(self, box: Box) -> list[tuple[int, int]]:
        """Return the cells that a box reaches into."""
        left, bottom = self._place(box[0], box[1])
        right, top = self._place(box[2], box[3])
        self._budget.spend("work", (right - left + 1) * (top - bottom + 1))
        across, up = range(left, right + 1), range(bottom, top + 1)
        return [(column, row) for column in across for row in up]

    def _below(self, cell: _Cell, x: float, y: float) -> Colour:
        for count, paint in enumerate(reversed(cell.paints)):
            left, bottom, right, top = paint.box
            if left <= x <= right and bottom <= y <= top:
                self._budget.spend("work", count)
                return paint.colour
        self._budget.spend("work", len(cell.paints))
        return WHITE

    def _place(self, x: float, y: float) -> tuple[int, int]:
        column = int((x - self.region[0]) / self._wide)
        row = int((y - self.region[1]) / self._tall)
        return min(max(column, 0), self._columns - 1), min(max(row, 0), self._rows - 1)


def _places(start: float, end: float, low: float, high: float, count: int) -> range:
    """Return which of so many places between start and end lie between low and high."""
    step = (end - start) / count
    if not 0 < step < inf:
        return range(count if low <= start <= high else 0)
    first, last = (low - start) / step - 0.5, (high - start) / step - 0.5
    return range(max(0, ceil(min(first, count))), min(count, floor(max(last, -1.0)) + 1))


def _thick(box: Box) -> Box:
    """Return a box as a screen draws it."""
    left, bottom, right, top = box
    wide, high = (max(_DOT - size, 0.0) / 2 for size in (right - left, top - bottom))
    return left - wide, bottom - high, right + wide, top + high


def _again(text: Text, seen: set[tuple[bytes, int, int]]) -> bool:
    x, y = round(text.box[0]), round(text.box[1])
    near = ((x + right, y + up) for right in (-1, 0, 1) for up in (-1, 0, 1))
    return any((text.data, *place) in seen for place in near)


def _of_scan(text: Text) -> bool:
    return text.hidden is FindingCode.INVISIBLE_TEXT or text.under_scan
