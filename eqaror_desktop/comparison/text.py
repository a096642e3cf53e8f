"""What changed in a text, as something that can be read from beginning to end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eqaror_desktop.comparison.matching import Run, common_runs
from eqaror_desktop.comparison.reading import Passage, Reading, Word, read
from sync.cancel import NEVER, CancelToken, check
from ui.compare_rows import PieceKind, PieceRow

_MOVED_WORDS = 5
"""Shorter passages that stand elsewhere are chance."""
_ISLAND = 1
_SEA = 6
_NOTHING = range(0)
"""A single word that stayed among so many that did not only makes both hard to read."""


@dataclass(frozen=True)
class Change:
    """One passage of the text as it reads now, with what was taken out of it in its place.

    ``before`` and ``after`` are pages, counted from 1, in the older and the newer version; None
    where it stands in only one. ``move`` numbers the two places of one passage that was moved.
    """

    pieces: tuple[PieceRow, ...]
    before: int | None
    after: int | None
    move: int | None = None

    @property
    def changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return any(piece.kind is not PieceKind.SAME for piece in self.pieces)


@dataclass(frozen=True)
class TextChanges:
    """Two texts compared, every passage of both, in the order of the newer one.

    ``readable`` is False if one of them has pages and no text, e.g. a scan: then nothing is known.
    """

    passages: tuple[Change, ...]
    pages_before: int
    pages_after: int
    words_gone: int
    words_new: int
    moved: int
    readable: bool = True

    @property
    def changed(self) -> tuple[int, ...]:
        """The numbers of the passages that are not as they were."""
        return tuple(number for number, item in enumerate(self.passages) if item.changed)


@dataclass(frozen=True)
class _Step:
    """Words before and after that share a fate; None where there are none."""

    kind: PieceKind
    before: range
    after: range
    move: int | None = None


def compare_texts(
    before: Sequence[str], after: Sequence[str], cancel: CancelToken = NEVER
) -> TextChanges:
    """Compare two documents.

    Args:
        before: the text of each page of the older version.
        after: of the newer one.
        cancel: asked all along.

    Raises:
        Cancelled: the result is no longer wanted.
    """
    old, new = read(before), read(after)
    check(cancel)
    steps = list(_steps(old, new, cancel))
    passages = tuple(_passages(steps, old, new))
    moved = {step.move for step in steps if step.move is not None}
    return TextChanges(
        passages=passages,
        pages_before=old.pages,
        pages_after=new.pages,
        words_gone=sum(len(step.before) for step in steps if step.kind is PieceKind.GONE),
        words_new=sum(len(step.after) for step in steps if step.kind is PieceKind.NEW),
        moved=len(moved),
        readable=all(not item.pages or item.words for item in (old, new)),
    )


def _steps(old: Reading, new: Reading, cancel: CancelToken) -> Iterator[_Step]:
    ours = [item.key for item in old.passages]
    theirs = [item.key for item in new.passages]
    runs = common_runs(ours, theirs, cancel)
    left = _outside([(run.before, run.size) for run in runs], len(ours))
    come = _outside([(run.after, run.size) for run in runs], len(theirs))
    moves = _moves(old.passages, left, new.passages, come)
    away = {one: number for number, (one, _) in enumerate(moves)}
    here = {other: number for number, (_, other) in enumerate(moves)}
    at, place = 0, 0
    for run in (*runs, None):
        end = (run.before, run.after) if run else (len(ours), len(theirs))
        yield from _between(old, range(at, end[0]), away, new, range(place, end[1]), here, cancel)
        if run is not None:
            at, place = run.before + run.size, run.after + run.size
            yield _Step(
                PieceKind.SAME,
                _span(old.passages, range(run.before, at)),
                _span(new.passages, range(run.after, place)),
            )


def _outside(runs: list[tuple[int, int]], count: int) -> list[int]:
    inside = {number for start, size in runs for number in range(start, start + size)}
    return [number for number in range(count) if number not in inside]


def _moves(
    old: tuple[Passage, ...], left: list[int], new: tuple[Passage, ...], come: list[int]
) -> list[tuple[int, int]]:
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in reversed(left):
        if len(old[number].key) >= _MOVED_WORDS:
            waiting[old[number].key].append(number)
    return [(waiting[new[at].key].pop(), at) for at in come if waiting.get(new[at].key)]


def _between(
    old: Reading,
    ours: range,
    away: dict[int, int],
    new: Reading,
    theirs: range,
    here: dict[int, int],
    cancel: CancelToken,
) -> Iterator[_Step]:
    """Yield what became of the passages between two that stayed, word by word."""
    for number in ours:
        if number in away:
            span = _span(old.passages, range(number, number + 1))
            yield _Step(PieceKind.MOVED_AWAY, span, _NOTHING, away[number])
    # What moved takes no part in comparing words: it would tear apart what stands around it.
    gone = [at for n in ours if n not in away for at in _span(old.passages, range(n, n + 1))]
    come = [at for n in theirs if n not in here for at in _span(new.passages, range(n, n + 1))]
    moved = [
        _Step(PieceKind.MOVED_HERE, _NOTHING, _span(new.passages, range(n, n + 1)), here[n])
        for n in reversed(theirs)
        if n in here
    ]
    for step in _words(old, gone, new, come, cancel):
        while moved and step.after and step.after.start > moved[-1].after.start:
            yield moved.pop()
        yield step
    yield from reversed(moved)


def _words(
    old: Reading, ours: list[int], new: Reading, theirs: list[int], cancel: CancelToken
) -> Iterator[_Step]:
    keys = [old.words[at].key for at in ours], [new.words[at].key for at in theirs]
    at, place = 0, 0
    for run in _without_islands(common_runs(*keys, cancel), len(ours), len(theirs)):
        for group in _together(ours[at : run.before]):
            yield _Step(PieceKind.GONE, group, _NOTHING)
        for group in _together(theirs[place : run.after]):
            yield _Step(PieceKind.NEW, _NOTHING, group)
        at, place = run.before + run.size, run.after + run.size
        mine, yours = ours[run.before : at], theirs[run.after : place]
        if len(_together(mine)) == len(_together(yours)) == 1:
            yield _Step(PieceKind.SAME, _together(mine)[0], _together(yours)[0])
        else:
            # A moved passage stood in between.
            for one, other in zip(mine, yours, strict=True):
                yield _Step(PieceKind.SAME, range(one, one + 1), range(other, other + 1))


def _without_islands(runs: tuple[Run, ...], before: int, after: int) -> Iterator[Run]:
    """Yield the runs worth showing, and an empty one at the end."""
    last = Run(before, after, 0)
    at, place = 0, 0
    for run, following in zip(runs, [*runs, last][1:], strict=True):
        ahead = run.before - at + run.after - place
        behind = following.before - run.before + following.after - run.after - 2 * run.size
        if run.size > _ISLAND or min(ahead, behind) < _SEA:
            yield run
            at, place = run.before + run.size, run.after + run.size
    yield last


def _together(numbers: list[int]) -> list[range]:
    groups: list[range] = []
    for number in numbers:
        if groups and groups[-1].stop == number:
            groups[-1] = range(groups[-1].start, number + 1)
        else:
            groups.append(range(number, number + 1))
    return groups


def _span(passages: tuple[Passage, ...], numbers: range) -> range:
    if not numbers:
        return range(0)
    return range(passages[numbers[0]].start, passages[numbers[-1]].end)


def _passages(steps: list[_Step], old: Reading, new: Reading) -> Iterator[Change]:
    """Cut the steps at the ends of the newer text's passages, or of one that is gone for good."""
    closing_new = {item.end for item in new.passages}
    closing_old = {item.end for item in old.passages}
    pieces: list[tuple[PieceKind, Word]] = []
    pages: list[int | None] = [None, None]

    def cut(move: int | None = None) -> Change:
        made = Change(tuple(_pieces(pieces)), pages[0], pages[1], move)
        pieces.clear()
        pages[:] = [None, None]
        return made

    for step in steps:
        if step.move is not None and pieces:
            yield cut()
        for number in range(max(len(step.before), len(step.after))):
            mine = step.before[number] if step.before else None
            theirs = step.after[number] if step.after else None
            if mine is not None:
                pages[0] = pages[0] or old.words[mine].page
            if theirs is not None:
                pages[1] = pages[1] or new.words[theirs].page
            shown = new.words[theirs] if theirs is not None else old.words[mine or 0]
            pieces.append((step.kind, shown))
            if theirs is not None:
                ended = theirs + 1 in closing_new
            else:
                ended = pages[1] is None and (mine or 0) + 1 in closing_old
            if ended:
                yield cut(step.move)
    if pieces:
        yield cut()


def _pieces(words: list[tuple[PieceKind, Word]]) -> Iterator[PieceRow]:
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or words[at][0] is not words[start][0]:
            yield PieceRow(words[start][0], " ".join(word.text for _, word in words[start:at]))
            start = at
