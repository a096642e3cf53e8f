"""Where the lines of a page's text stand, from what PDFium tells of it.

PDFium gives the text of a page and, in the same order, the boxes of the strings it was drawn with:
a whole line, a word or a single letter each. Which boxes make a line of the text it does not say,
and asking for the place of each line reads the whole page anew for each. So boxes that go on where
the one before ended are put together, and, where that makes more pieces than there are lines,
those that fit the lengths of the lines best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points, from the page's upper left corner."""
BREAK = "\r\n"
HYPHEN = "\ufffe"
"""PDFium's mark of a hyphen at a line's end; it writes no break after it."""
_MOST_SPARE = 16
_MOST_PIECES = 6
"""Of a page with more nothing is said: fitting would take longer than a turn of the window."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its place in the page's text, without its end, and on the page."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    parted: bool
    """Whether there is room between its parts, as between the cells of a table."""

    @property
    def height(self) -> float:
        """From the lowest to the highest point, in points."""
        return self.bottom - self.top


@dataclass(slots=True)
class _Piece:
    left: float
    top: float
    right: float
    bottom: float
    width: float
    gap: float = 0.0
    """The widest room between two of its boxes."""

    def join(self, other: _Piece) -> None:
        self.gap = max(self.gap, other.gap, other.left - self.right)
        self.left, self.top = min(self.left, other.left), min(self.top, other.top)
        self.right, self.bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        self.width += other.width


def lines_of(text: str, boxes: Sequence[Box]) -> tuple[Line, ...] | None:
    """Say where each line of a page stands.

    Args:
        text: PDFium's, with its own marks of line ends.
        boxes: of the same page, in the order PDFium gives them.

    Returns:
        the lines that are not blank; None if boxes and lines do not fit together.
    """
    places = _places(text)
    if not places or not boxes:
        return None
    height = median(bottom - top for _, top, _, bottom in boxes)
    pieces = _pieces(boxes, height)
    if len(pieces) < len(places):
        # PDFium sometimes ends a line where the next part stands a little higher or lower.
        pieces = _pieces(boxes, height, parting=True)
    found = _fitted(places, text, pieces)
    if found is None:
        return None
    return tuple(
        Line(start, end, piece.left, piece.top, piece.right, piece.bottom, piece.gap > 2 * height)
        for (start, end), piece in zip(places, found, strict=True)
    )


def _places(text: str) -> list[tuple[int, int]]:
    """Return where the lines that are not blank begin and end, a hyphen with its line."""
    places = []
    start = 0
    while start < len(text):
        broken, hyphened = text.find(BREAK, start), text.find(HYPHEN, start)
        if hyphened >= 0 and (broken < 0 or hyphened < broken):
            end = after = hyphened + 1
        else:
            end = broken if broken >= 0 else len(text)
            after = end + len(BREAK)
        if text[start:end].strip():
            places.append((start, end))
        start = after
    return places


def _pieces(boxes: Sequence[Box], height: float, *, parting: bool = False) -> list[_Piece]:
    """Put together the boxes that go on where the one before ended; ``parting`` ends at gaps."""
    pieces: list[_Piece] = []
    # The box before: a full stop and an accent say little of how high their line is.
    for left, top, right, bottom in boxes:
        now = _Piece(left, top, right, bottom, right - left)
        last = pieces[-1] if pieces else None
        if last is not None and left > last.right - height / 2:
            apart = max(top - last.bottom, last.top - bottom)
            overlap = min(bottom, last.bottom) - max(top, last.top)
            near = left - last.right < 2 * height
            beside = overlap > 0.3 * min(bottom - top, last.bottom - last.top)
            if (beside and not (parting and not near)) or (near and apart < height / 3):
                last.join(now)
                continue
        pieces.append(now)
    return pieces


def _fitted(places: list[tuple[int, int]], text: str, pieces: list[_Piece]) -> list[_Piece] | None:
    """Give each line one or more pieces in their order, so that lengths fit best."""
    spare = len(pieces) - len(places)
    if spare == 0:
        return pieces
    if not 0 < spare <= _MOST_SPARE:
        return None
    letters = [max(len("".join(text[start:end].split())), 1) for start, end in places]
    usual = sum(piece.width for piece in pieces) / sum(letters) or 1.0
    # best[extra]: the least misfit with so many pieces more than lines, and how many each took.
    best: list[tuple[float, tuple[int, ...] | None]] = [(0.0, ())] + [(inf, None)] * spare
    for number, count in enumerate(letters):
        then: list[tuple[float, tuple[int, ...] | None]] = [(inf, None)] * (spare + 1)
        for extra, (misfit, taken) in enumerate(best):
            if taken is None:
                continue
            width = 0.0
            for more in range(min(_MOST_PIECES, spare - extra + 1)):
                width += pieces[number + extra + more].width
                total = misfit + abs(width / usual - count)
                if total < then[extra + more][0]:
                    then[extra + more] = (total, (*taken, more + 1))
        best = then
    taken = best[spare][1]
    if taken is None:
        return None
    joined, at = [], 0
    for count in taken:
        whole = pieces[at]
        for piece in pieces[at + 1 : at + count]:
            whole.join(piece)
        joined.append(whole)
        at += count
    return joined
