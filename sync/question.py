"""What a person asks of the search: the words they typed, read, and the filters beside them.

::

    yer uchastkasi         both words, each as the beginning of a word: Uzbek adds to the end
    "yer uchastkasi"       these words in this order and nothing added
    -ijara                 none of it
    94-9-3, № 94, 94-сон   a number

Whatever is typed means something: there is no wrong question. Nothing of it is ever taken for the
database's own syntax, because only folded words are left of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sync.values import Value
from sync.wire import DraftState, DraftType

if TYPE_CHECKING:
    from sync.folding import Token

Words = tuple[str, ...]

_MOST_CLAUSES = 12
_MOST_WORDS = 24
_QUOTES = '"“”«»„‟＂'
_PIECE = rf"([-−–]?)(?:[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)|([^\s{_QUOTES}]+))"
_LEAST_GUESS = 3
"""Letters before what may still follow is guessed at."""


class Clause(Value, frozen=True):
    """One thing that must, or must not, be found.

    ``forms`` are alternatives, the usual one first, each a run of folded words; with ``prefix``
    the last word of a form may go on. ``exact`` is the usual form in its strict spelling.
    """

    forms: tuple[Words, ...]
    exact: Words
    prefix: bool = True
    excluded: bool = False

    @property
    def phrase(self) -> bool:
        """Whether the order of words matters."""
        return any(len(form) > 1 for form in self.forms)

    def matches(self, folded: str) -> bool:
        """Return whether it occurs in a text that :func:`~sync.folding.fold` made."""
        end = "" if self.prefix else " "
        return any(f" {' '.join(form)}{end}" in f" {folded} " for form in self.forms)


class Filters(Value, frozen=True):
    """What else must be true of a draft; what is empty asks nothing.

    ``authority`` and ``organisation`` are STIRs; the organisation is one that was asked to agree.
    Days are those of the registration, or of the last change of what is not registered, in
    Uzbekistan; both ends are included. ``number`` is how a registration number begins.
    """

    states: tuple[DraftState, ...] = ()
    types: tuple[DraftType, ...] = ()
    authority: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None
    number: str = ""
    asked: bool = False
    """Only what asks something of the person signed in."""

    @property
    def empty(self) -> bool:
        """Whether they ask nothing."""
        return self == _NO_FILTERS


_NO_FILTERS = Filters()


class Question(Value, frozen=True):
    """Words and filters together."""

    text: str = ""
    filters: Filters = Filters()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What the typed words ask."""
        return read(self.text)

    @property
    def empty(self) -> bool:
        """Whether it asks nothing, so that everything is the answer."""
        return self.filters.empty and not (self.text.strip() and self.clauses)


def read(text: str) -> tuple[Clause, ...]:
    """Return what the typed ``text`` asks, one clause for each word or phrase."""
    found: list[Clause] = []
    for sign, quoted, closed, word in re.findall(_PIECE, text):
        # A quotation that is still open is still being typed.
        clause = _clause(word, prefix=True) if word else _clause(quoted, prefix=not closed)
        if clause is not None and len(found) < _MOST_CLAUSES:
            excluded = bool(sign)
            # A letter or two that must not be there would leave nearly nothing while one types.
            opened = clause.prefix and not (excluded and len(clause.exact[-1]) < _LEAST_GUESS)
            found.append(Clause(clause.forms, clause.exact, opened, excluded))
    return tuple(found)


def _clause(typed: str, *, prefix: bool) -> Clause | None:
    # Here, as a list that nobody has searched yet needs no rule of spelling.
    from sync.folding import fold, strict

    usual = tuple(fold(typed).split())[:_MOST_WORDS]
    if not usual:
        return None
    if len(usual) == 2 and usual[0].isdigit() and usual[1] in {"son", "sonli"}:
        # "94-son" is how a number is written in a text; the number itself has no such word.
        return Clause((usual[:1],), usual[:1], prefix=False)
    forms = [usual]
    if "ё" in typed.lower():
        # Russian texts write е for it.
        forms.append(tuple(fold(typed.lower().replace("ё", "е")).split()))
    if prefix:
        forms += [(*usual[:-1], guess) for guess in _guesses(usual[-1])]
    return Clause(tuple(dict.fromkeys(forms)), tuple(strict(typed).split())[:_MOST_WORDS], prefix)


def _guesses(word: str) -> Iterator[str]:
    """Yield what a word that breaks off in the middle of "ts", "ye" or "shch" would fold to."""
    if len(word) < _LEAST_GUESS:
        return
    if word.endswith("t"):
        yield word.rstrip("t") + "s"
    if word.endswith("y"):
        yield word.rstrip("y") + "e"
    if "shch" in word:
        yield word.replace("shch", "sh")


class Span(Value, frozen=True):
    """A place in a text, as offsets of characters."""

    start: int
    end: int


def spans(text: str, clauses: tuple[Clause, ...]) -> tuple[Span, ...]:
    """Return where in ``text``, as it is written, the clauses that are not excluded occur."""
    from sync.folding import has_breaks, tokens

    wanted = [clause for clause in clauses if not clause.excluded]
    found = set(_places(text, tuple(tokens(text)), wanted))
    if has_breaks(text):
        found.update(_places(text, tuple(tokens(text, unbroken=True)), wanted))
    return _joined(found)


def _places(text: str, words: tuple[Token, ...], wanted: list[Clause]) -> Iterator[Span]:
    from sync.folding import reach

    for place in range(len(words)):
        for clause in wanted:
            for form in clause.forms:
                run = words[place : place + len(form)]
                if len(run) < len(form):
                    continue
                exact = all(word.loose == want for word, want in zip(run, form, strict=True))
                begun = clause.prefix and (
                    all(word.loose == want for word, want in zip(run[:-1], form, strict=False))
                    and run[-1].loose.startswith(form[-1])
                )
                if exact or begun:
                    end = run[-1].end if exact else reach(text, run[-1], form[-1])
                    yield Span(run[0].start, end)


def _joined(found: set[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap made one."""
    ordered: list[Span] = []
    for span in sorted(found, key=lambda item: (item.start, -item.end)):
        if ordered and span.start < ordered[-1].end:
            ordered[-1] = Span(ordered[-1].start, max(ordered[-1].end, span.end))
        else:
            ordered.append(span)
    return tuple(ordered)
