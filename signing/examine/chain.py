"""The tables of a document that is to be signed, from the newest to the oldest (7.5.4, 7.5.8).

Word writes a table for readers of before 2003 and beside it a stream of the same, with what is
packed besides: such a pair is plain where the one says nothing else than the other (7.5.8.4).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.grammar import parse_whole
from signing.pdf.held import Held
from signing.pdf.reading import start_of_xref
from signing.pdf.tables import FREE, PACKED, Place, Section, read_section

if TYPE_CHECKING:
    from signing.pdf.standing import StandingReader

_TAIL = 1024
_NEAR = 64
_MOST = 16 << 10
_GONE: Place = (FREE, 0, 0)
_WHOLE = re.compile(rb"[0-9]{1,10}")
EMPTY = re.compile(rb"(xref)\r?\n0 0\r?\n(trailer)(?=[\t\n\r <])")


@dataclass
class Chain:
    """What the tables of a file say together."""

    places: dict[int, Place] = field(default_factory=dict)
    """Where each object in use stands."""
    named: dict[int, set[Place]] = field(default_factory=lambda: defaultdict(set))
    """All places that tables name for each object, older ones too, and the tables themselves."""
    words: set[int] = field(default_factory=set)
    """Where ``xref`` and ``trailer`` of the tables stand."""
    trailers: list[tuple[int, int]] = field(default_factory=list)
    streams: set[int] = field(default_factory=set)
    """Numbers of the tables that are streams."""
    holders: set[int] = field(default_factory=set)
    """Numbers of the streams that hold objects."""


@dataclass(frozen=True)
class _Pair:
    """An empty table, and the stream that it names, as Word writes them."""

    stream: Section
    previous: int
    words: frozenset[int]
    trailer: tuple[int, int]


def chain_of(file: Held, reader: StandingReader) -> Chain:
    """Return what all tables of a file say.

    Args:
        file: the whole of it.
        reader: of it.

    Raises:
        MalformedDocument: some reader may read them differently, or repair the file.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    found = Chain()
    for section in reversed(_sections(file, reader)):
        table = section.stream if isinstance(section, _Pair) else section
        if not table.is_plain or table.entries.get(0, (FREE,))[0] != FREE:
            raise MalformedDocument(Flaw.TABLE_ROW)
        if isinstance(section, _Pair):
            _require_same(found, table)
            found.words |= section.words
            found.trailers.append(section.trailer)
        _note(file, found, table)
        _take(found, table)
    size = dict.get(reader.trailer, "/Size")
    last = max(found.named, default=0)
    if not isinstance(size, int) or last >= size:
        raise MalformedDocument(Flaw.TRAILER_COUNT, last)
    if {number: frozenset({place}) for number, place in found.places.items()} != reader.places():
        raise MalformedDocument(Flaw.TABLE_AMBIGUOUS)
    return found


def _sections(file: Held, reader: StandingReader) -> list[Section | _Pair]:
    """Return the tables, the newest first."""
    found: list[Section | _Pair] = list(reader.sections)
    if not reader.is_loose:
        return found
    at = reader.sections[-1].previous if reader.sections else None
    if at is None:
        at = start_of_xref(file.cut(max(0, file.size - _TAIL), file.size))
    pair = _pair(file, reader, at)
    older = read_section(reader, reader.stream, pair.previous, reader.most_entries)
    if older is None or older.is_stream or older.previous is not None:
        raise MalformedDocument(Flaw.TABLE_BESIDE_STREAM)
    return [*found, pair, older]


def _pair(file: Held, reader: StandingReader, at: int) -> _Pair:
    near = file.cut(at, at + _MOST)
    begin = EMPTY.match(near)
    if begin is None:
        raise MalformedDocument(Flaw.TABLE_AMBIGUOUS)
    said = parse_whole(near, begin.end())
    places = [(said.entries or {}).get(key, b"") for key in (b"/XRefStm", b"/Prev")]
    if not all(_WHOLE.fullmatch(place) and int(place) < at for place in places):
        raise MalformedDocument(Flaw.TABLE_BESIDE_STREAM)
    stream = read_section(reader, reader.stream, int(places[0]), reader.most_entries)
    if stream is None or not stream.is_stream or stream.previous not in (None, int(places[1])):
        raise MalformedDocument(Flaw.TABLE_BESIDE_STREAM)
    words = frozenset({at + begin.start(1), at + begin.start(2)})
    return _Pair(stream, int(places[1]), words, (at + begin.end(), at + said.end))


def _require_same(chain: Chain, beside: Section) -> None:
    """Old readers know the tables alone: the stream adds what is packed, or itself."""
    for number, place in beside.entries.items():
        known = chain.places.get(number)
        adds = place[0] == PACKED or place == (0, beside.at, 0)
        if place != (known or _GONE) and (known is not None or not adds):
            raise MalformedDocument(Flaw.TABLE_BESIDE_STREAM)


def _note(file: Held, chain: Chain, section: Section) -> None:
    if section.is_stream:
        chain.streams.add(section.number)
        chain.named[section.number].add((0, section.at, 0))
        return
    begin = file.cut(section.at, section.at + _NEAR).find(b"xref")
    chain.words |= {section.at + begin, section.opens - len(b"trailer")}
    chain.trailers.append((section.opens, section.end))


def _take(chain: Chain, section: Section) -> None:
    for number, place in section.entries.items():
        chain.places.pop(number, None)
        if place[0] == FREE:
            continue
        chain.places[number] = place
        chain.named[number].add(place)
        if place[0] == PACKED:
            chain.holders.add(place[1])
