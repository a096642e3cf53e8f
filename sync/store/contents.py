"""What of a draft can be searched, part by part, and the texts that were read out of its files."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from enum import StrEnum

from sync.errors import StoreDamaged
from sync.question import Clause, Span, spans
from sync.store.database import Transaction
from sync.values import Value
from sync.wire import Draft, DraftSummary, FileRef

LONGEST_TEXT = 600_000
"""Characters of one file that can be searched; a decision has a few thousand."""

_AROUND = 70
"""Characters before and after the first hit that a passage shows."""
# What moves, hides or turns letters has no place in a line that shows somebody's text.
_UNSEEN = r"[\s\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"


class Part(StrEnum):
    """Where in a draft something was found."""

    TITLE = "title"
    NUMBER = "number"
    AUTHORITY = "authority"
    DRAFTER = "drafter"
    TEXT = "text"
    ANNEX = "annex"
    LETTER = "letter"
    ANSWER = "answer"
    REMARK = "remark"
    REASON = "reason"


class Section(Value, frozen=True):
    """A part with its words.

    ``name`` says whose it is: the title of an annex, the person of a remark; ``place`` is the
    number of an annex.
    """

    part: Part
    text: str
    name: str = ""
    place: int = 0


class Passage(Value, frozen=True):
    """Words around a hit, as they are written, and which of them are the hit."""

    part: Part
    text: str
    marks: tuple[Span, ...]
    name: str = ""
    place: int = 0


def heads(summary: DraftSummary) -> Iterator[Section]:
    """Yield what the list itself shows."""
    yield Section(Part.TITLE, summary.title)
    if summary.registration:
        yield Section(Part.NUMBER, summary.registration.number)
    yield Section(Part.NUMBER, summary.id)
    yield Section(Part.AUTHORITY, summary.authority.name)
    yield Section(Part.DRAFTER, summary.drafter)


def bodies(draft: Draft, texts: Mapping[str, str]) -> Iterator[Section]:
    """Yield everything else, in reading order; ``texts`` are those of files by their digest."""
    yield Section(Part.TEXT, texts.get(draft.text.sha256, ""))
    yield Section(Part.TEXT, draft.legal_basis)
    for annex in draft.annexes:
        text = f"{annex.title}\n{texts.get(annex.file.sha256, '')}"
        yield Section(Part.ANNEX, text, annex.title, annex.number)
    for entry in draft.trail:
        name = entry.organisation.name
        person = f"{entry.officer.name}, {entry.officer.post}" if entry.officer else ""
        yield Section(Part.ANSWER, f"{name}\n{person}\n{entry.remark}", name)
        if entry.letter is not None:
            yield Section(Part.LETTER, texts.get(entry.letter.sha256, ""), name)
    for remark in draft.remarks:
        told = f"{remark.text}\n{remark.quote}\n{remark.organisation.name}\n{remark.author.name}"
        yield Section(Part.REMARK, told, remark.author.name)
    yield Section(Part.REASON, draft.reason)


def files_of(draft: Draft) -> tuple[FileRef, ...]:
    """Return the text, the annexes and the letters of a draft, in reading order."""
    letters = (entry.letter for entry in draft.trail if entry.letter is not None)
    return (draft.text, *(annex.file for annex in draft.annexes), *letters)


def keep_text(store: Transaction, sha256: str, text: str) -> None:
    """Keep the text of a file; what is longer than :data:`LONGEST_TEXT` is cut."""
    body = zlib.compress(text[:LONGEST_TEXT].encode("utf-8", "replace"), 6)
    store.execute("INSERT OR REPLACE INTO file_text (sha256, body) VALUES (?, ?)", (sha256, body))


def texts_of(store: Transaction, draft: Draft) -> dict[str, str]:
    """Return the texts that were read out of a draft's files, by digest."""
    found = {}
    for file in files_of(draft):
        body = store.value("SELECT body FROM file_text WHERE sha256 = ?", (file.sha256,))
        if body is not None:
            try:
                found[file.sha256] = zlib.decompress(body).decode()
            except (zlib.error, UnicodeDecodeError) as error:
                raise StoreDamaged(f"text of {file.sha256}: {error}") from error
    return found


def best(sections: Iterator[Section], clauses: tuple[Clause, ...]) -> Passage | None:
    """Return the passage that answers most clauses, the earliest of several."""
    from sync.folding import folded_with_breaks

    wanted = [clause for clause in clauses if not clause.excluded]
    chosen: Section | None = None
    most = 0
    for section in sections:
        folded = folded_with_breaks(section.text)
        count = sum(clause.matches(folded) for clause in wanted)
        if count > most:
            chosen, most = section, count
            if count == len(wanted):
                break
    return _passage(chosen, clauses) if chosen else None


def _passage(section: Section, clauses: tuple[Clause, ...]) -> Passage:
    text = section.text
    marks = spans(text, clauses)
    first = marks[0] if marks else Span(0, 0)
    begin = _edge(text, first.start - _AROUND, -1)
    end = _edge(text, first.end + 2 * _AROUND, 1)
    begin_dots, end_dots = "…" if begin else "", "…" if end < len(text) else ""
    shift = begin - len(begin_dots)
    shown = begin_dots + re.sub(_UNSEEN, " ", text[begin:end]) + end_dots
    inside = tuple(
        Span(mark.start - shift, mark.end - shift)
        for mark in marks
        if mark.start >= begin and mark.end <= end
    )
    return Passage(section.part, shown, inside, section.name, section.place)


def _edge(text: str, place: int, step: int) -> int:
    """Move ``place`` to the nearest end of a word, a few letters at most."""
    place = min(max(place, 0), len(text))
    for _ in range(15):
        if place in {0, len(text)} or text[place].isspace() or text[place - 1].isspace():
            break
        place += step
    return place
