"""The tables of a document, from the newest to the oldest, and what they say together (7.5.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.held import Held
from signing.pdf.tables import FREE, Place, Section

if TYPE_CHECKING:
    from signing.pdf.standing import StandingReader


@dataclass
class Chain:
    """What the tables of a file say together."""

    places: dict[int, Place] = field(default_factory=dict)
    """Where each object in use stands."""
    named: dict[int, set[Place]] = field(default_factory=lambda: defaultdict(set))
    """All places that tables name for each object, older ones too, and the tables themselves."""
    words: set[int] = field(default_factory=set)
    """Where the words of the tables stand."""
    streams: set[int] = field(default_factory=set)
    """Places of the tables that are streams."""


def chain_of(file: Held, reader: StandingReader) -> Chain:
    """Return what all tables of a file say.

    Args:
        file: the whole of it.
        reader: of it.

    Raises:
        MalformedDocument: some reader may read them differently, or repair the file.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    found, sections = Chain(), list(reader.sections)
    if reader.is_loose:
        if reader.pair is None:
            raise MalformedDocument(Flaw.TABLE_BESIDE_STREAM)
        sections += [reader.pair.stream, reader.pair.older]
        found.words |= reader.pair.words
    for section in reversed(sections):
        section.require_plain()
        found.words |= section.words(file)
        if section.is_stream:
            found.streams.add(section.at)
            found.named[section.number].add((0, section.at, 0))
        _take(found, section)
    size = dict.get(reader.trailer, "/Size")
    last = max(found.named, default=0)
    if not isinstance(size, int) or (last >= size and not _is_one_table(sections, last)):
        raise MalformedDocument(Flaw.TRAILER_COUNT, last)
    if {number: frozenset({place}) for number, place in found.places.items()} != reader.places():
        raise MalformedDocument(Flaw.TABLE_AMBIGUOUS)
    return found


def _is_one_table(sections: Sequence[Section], last: int) -> bool:
    """Whether a file has one table of all numbers up to the last, whatever its trailer counts.

    Poppler's pdfunite writes the count of one part; every reader takes all rows of such a table.
    """
    whole = len(sections) == 1 and not sections[0].is_stream
    return whole and sections[0].entries.keys() == set(range(last + 1))


def _take(chain: Chain, section: Section) -> None:
    for number, place in section.entries.items():
        chain.places.pop(number, None)
        if place[0] != FREE:
            chain.places[number] = place
            chain.named[number].add(place)
