"""Finding words in the document that is read, on its pages and in its text."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from sync.question import Clause, Question, Span
from ui.page_finder import PageFinder, phrase
from ui.reader import Reader


class FindingReader(Reader):
    """Marks what the search of drafts asks for, or what is typed above the pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[Clause, ...] = ()
        self.finder = PageFinder(self.source.texts, self)
        self.find_bar.changed.connect(self._look_for)
        self.find_bar.stepped.connect(self._step)
        self.find_bar.closed.connect(self._find_closed)
        self.finder.changed.connect(self._show_count)
        self.finder.reached.connect(self._show_place)
        self.next_keys = QShortcut(QKeySequence("F3"), self)
        self.next_keys.activated.connect(self.show_next_found)
        self.previous_keys = QShortcut(QKeySequence("Shift+F3"), self)
        self.previous_keys.activated.connect(self.show_previous_found)

    def show_asked(self, question: Question) -> None:
        """Mark what a search asks for on the pages, in either alphabet."""
        self._asked = question.clauses
        if not self.find_bar.text:
            self._mark(self._asked)

    def show_next_found(self) -> None:
        """Go to the next marked place; after the last one to the first."""
        self._step(1)

    def show_previous_found(self) -> None:
        """Go to the marked place before; before the first one is the last."""
        self._step(-1)

    def _look_for(self, typed: str) -> None:
        self._mark(phrase(typed) if typed else self._asked)
        self.finder.begin()

    def _mark(self, clauses: tuple[Clause, ...]) -> None:
        self.found.show_clauses(clauses)
        self.text.show_clauses(clauses)
        self.finder.look_for(clauses, self.pages.current)

    def _step(self, side: int) -> None:
        self.finder.go(side)

    def _find_closed(self) -> None:
        self._mark(self._asked)
        (self.text if self.reading else self.pages).setFocus()

    def _show_count(self) -> None:
        self.find_bar.show_count(self.finder.count, self.finder.position, done=self.finder.done)

    def _show_place(self, page: int, span: Span) -> None:
        area = self.found.show_current(page, span)
        if self.reading:
            self.text.show_place(page, span)
            return
        above = max(area.top() - self.source.sizes[page][1] / 6, 0.0)
        self.pages.show_page(page, QPointF(area.left(), above))
