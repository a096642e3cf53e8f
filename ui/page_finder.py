"""Finds words in the document that is open, in either alphabet, without holding the window.

Pages are read and searched from the one in sight on; somebody who asks for the next place before
its page was read gets it when it is.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sync.question import Clause, Span, read, spans
from ui.page_texts import PageTexts

_QUOTES = '"“”«»„‟＂'
_WHO = "finder"


def phrase(typed: str) -> tuple[Clause, ...]:
    """Return what is looked for on pages: the typed words in their order, the last one begun.

    With quotation marks or a sign before a word it is read as in the search of drafts.
    """
    if any(mark in typed for mark in _QUOTES):
        return read(typed)
    return read(f'"{typed}')


class PageFinder(QObject):
    """Keeps places as offsets; where they are on the paper others know."""

    changed = Signal()
    """More pages were searched, or something else is looked for."""
    reached = Signal(int, object)
    """The page and the :class:`~sync.question.Span` that was asked for."""

    def __init__(self, texts: PageTexts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._clauses: tuple[Clause, ...] = ()
        self._pages = 0
        self._found: dict[int, tuple[Span, ...]] = {}
        self._total = 0
        self._at = (0, -1)
        self._side = 0
        self._begun = False
        texts.read.connect(self._page_read)

    @property
    def count(self) -> int:
        """Places found so far."""
        return self._total

    @property
    def done(self) -> bool:
        """Whether all pages were searched."""
        return len(self._found) >= self._pages

    @property
    def position(self) -> int:
        """Which of all places was reached, from 1; 0 for none, or while it is not known."""
        page, place = self._at
        if not self.done or place < 0 or not self._total:
            return 0
        return sum(len(self._found[n]) for n in range(page)) + place + 1

    def show_document(self, pages: int) -> None:
        """Another document is open; 0 pages for none."""
        self._pages = pages
        self._restart(0)

    def look_for(self, clauses: tuple[Clause, ...], page: int = 0) -> None:
        """Look for something else, from a page on; nothing is read before :meth:`begin`."""
        if clauses != self._clauses:
            self._clauses = clauses
            self._restart(page)

    def begin(self) -> None:
        """Search all pages in idle moments, so that their number is known."""
        if self._clauses and not self._begun and self._pages:
            self._begun = True
            self._ask(self._at[0])

    def go(self, side: int) -> None:
        """Go to the next place, or with -1 to the one before; the ends are joined."""
        if not self._clauses or not self._pages:
            return
        self._side = side
        self._begun = True
        self._step()

    def _restart(self, page: int) -> None:
        self._found.clear()
        self._total, self._side, self._begun = 0, 0, False
        self._at = (min(page, max(self._pages - 1, 0)), -1)
        self._texts.ask(_WHO, ())
        self.changed.emit()

    def _ask(self, page: int, side: int = 1) -> None:
        order = range(page, page + side * self._pages, side)
        self._texts.ask(
            _WHO, [n % self._pages for n in order if n % self._pages not in self._found]
        )

    def _page_read(self, page: int) -> None:
        if not self._begun or page in self._found or page >= self._pages:
            return
        text = self._texts.text(page)
        if text is None:
            return
        self._found[page] = spans(text, self._clauses)
        self._total += len(self._found[page])
        if self._side:
            self._step()
        self.changed.emit()

    def _step(self) -> None:
        """Go as far as pages are known; the first that is not is read before all others."""
        page, place = self._at
        side = self._side
        for turn in range(self._pages + 1):
            number = (page + side * turn) % self._pages
            if number not in self._found:
                self._ask(number, side)
                return
            here = len(self._found[number])
            begin = 0 if side > 0 else here - 1
            wished = begin if turn else place + side
            if 0 <= wished < here:
                self._at, self._side = (number, wished), 0
                self.reached.emit(number, self._found[number][wished])
                self.changed.emit()
                return
        self._side = 0
        self.changed.emit()
