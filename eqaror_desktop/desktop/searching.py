"""Answers what is typed into the search, each keystroke instead of the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.cancel import Stopper
from sync.question import Question, spans
from sync.store.contents import Part, Passage
from sync.wire import DraftSummary
from ui.rows import plain
from ui.search_rows import HitRow, Named, SearchResult

_TITLE_SAYS_ALL = {Part.TITLE, Part.NUMBER, Part.AUTHORITY}


class Searching(QObject):
    """Has a lane of its own, so that a search waits for nothing, and ends the older ones in it."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._question = Question()
        self._asking = Stopper()
        self._looking = Stopper()
        window = station.window
        window.search_requested.connect(self.ask)
        window.hits_requested.connect(self.look)
        window.search_choices_requested.connect(self.offer)

    @property
    def question(self) -> Question:
        """What is asked now."""
        return self._question

    def ask(self, question: Question) -> None:
        """Answer a question; an empty one ends the search."""
        self._question = question
        self._asking.set()
        self._looking.set()
        if question.empty:
            self._station.lanes.drop("search")
            return
        stopper = self._asking = Stopper()
        search = self._station.application.store.search

        def work(_tell: Tell) -> SearchResult:
            found = search.find(question, cancel=stopper)
            return SearchResult(found.ids, found.more, found.partial)

        self._station.lanes.start(
            Lane.SEARCHING, work, self._show, self._station.show_error, topic="search"
        )

    def again(self) -> None:
        """Answer the same question from what is known now."""
        if not self._question.empty:
            self.ask(self._question)

    def look(self, drafts: tuple[str, ...]) -> None:
        """Find out where in these drafts the words are."""
        question = self._question
        if question.empty:
            return
        self._looking.set()
        stopper = self._looking = Stopper()
        store = self._station.application.store

        def work(_tell: Tell) -> dict[str, HitRow]:
            passages = store.search.passages(drafts, question, stopper)
            return hit_rows(question, store.drafts.of(drafts), passages)

        def done(hits: dict[str, HitRow]) -> None:
            self._station.window.drafts.model.set_hits(hits)

        self._station.lanes.start(
            Lane.SEARCHING, work, done, self._station.show_error, topic="hits"
        )

    def offer(self) -> None:
        """Show which authorities and organisations there are to choose from."""
        search = self._station.application.store.search

        def work(_tell: Tell) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
            return _named(search.authorities()), _named(search.organisations())

        def done(found: tuple[tuple[Named, ...], tuple[Named, ...]]) -> None:
            self._station.window.drafts.searching.show_choices(*found)

        self._station.lanes.start(
            Lane.SEARCHING, work, done, self._station.show_error, topic="choices"
        )

    def _show(self, found: SearchResult) -> None:
        self._station.window.show_found(found)


def hit_rows(
    question: Question, summaries: Iterable[DraftSummary], passages: Mapping[str, Passage]
) -> dict[str, HitRow]:
    """Make what the list shows of each hit."""
    clauses = question.clauses
    rows = {}
    for summary in summaries:
        marks = spans(plain(summary.title), clauses)
        passage = passages.get(summary.id)
        if passage is None or passage.part in _TITLE_SAYS_ALL:
            rows[summary.id] = HitRow(title_marks=marks)
        else:
            name = plain(passage.name)
            rows[summary.id] = HitRow(
                passage.part, name, passage.place, passage.text, passage.marks, marks
            )
    return rows


def _named(pairs: Iterable[tuple[str, str]]) -> tuple[Named, ...]:
    return tuple(Named(stir, plain(name)) for stir, name in pairs)
