"""What was put behind a signed revision, byte by byte (ISO 32000-1, 7.5.6).

Whoever changes a signed document lives on readers that see different things in it: a header that
one of them looks for and another takes as it is, a key that comes twice, a row of another width.
So what follows a signature must be updates that every reader reads the same way: objects where the
tables list them, the tables, and nothing between. What is not is no sound PDF, whatever it shows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf_signed import Signed
from signing.foreign.pdf_updates import require_plain_tables
from signing.pdf.compare import plain
from signing.pdf.grammar import Parsed
from signing.pdf.held import PIECE, Held
from signing.pdf.plain_objects import ADDED, packed, read_body
from signing.pdf.reading import start_of_xref
from signing.pdf.repair import headers, words
from signing.pdf.tables import FREE, MAX_NUMBER, PACKED, Place, Section

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_TAIL = 1024
_NEAR = 16 << 10
_PLAIN = bytes(range(0x20, 0x7F)) + b"\t"
_TRAILER = re.compile(
    rb"[\t\n\r ]*(?:%[ -$&-~][ -~]*[\r\n]+)*(startxref)[\t\n\r ]+(\d{1,10})"
    rb"[\t\n\r ]+(%%EOF)[\t\n\r ]*"
)
_GONE: Place = (FREE, 0, 0)


def later_sections(pdf: Held, old: BoundedReader, new: BoundedReader) -> list[Section]:
    """Return the tables behind a revision, the newest first.

    Raises:
        MalformedDocument: not every reader would come from the end of the file to that revision,
            or would find the same catalog.
    """
    found = [section for section in new.sections if section.at >= old.size]
    before = new.sections[: len(found)] == found
    begin = start_of_xref(pdf.cut(max(0, old.size - _TAIL), old.size))
    if not found or not before or found[-1].previous != begin:
        raise MalformedDocument(Flaw.UPDATES_BROKEN)
    if any(one.at <= other.at for one, other in pairwise(found)):
        raise MalformedDocument(Flaw.UPDATES_ORDER)
    root = plain(dict.get(old.trailer, "/Root"))
    for section in found:
        if plain(dict.get(section.trailer, "/Root")) != root or "/Encrypt" in section.trailer:
            raise MalformedDocument(Flaw.OTHER_CATALOG)
    return found


def places_of(sections: Iterable[Section]) -> dict[int, set[Place]]:
    """Return all places that tables name for each object, free ones too."""
    found: dict[int, set[Place]] = defaultdict(set)
    for section in sections:
        for number, place in section.entries.items():
            found[number].add(place)
    return found


def renewed(old: BoundedReader, new: BoundedReader) -> frozenset[int]:
    """Return the numbers of objects that updates bring, replace, move or free."""
    before = old.places()
    named = places_of(section for section in new.sections if section.at >= old.size)
    found = {
        number
        for number, places in named.items()
        if places - before.get(number, set()) - (set() if number in before else {_GONE})
    }
    # What is in a stream that is another one now.
    for number, places in before.items():
        if any(place[0] == PACKED and place[1] in found for place in places):
            found.add(number)
    return frozenset(found)


def _number_in(reference: Any) -> int:  # noqa: ANN401
    """Return the number of a reference; 0, which no object has, for anything else."""
    return getattr(reference, "idnum", 0)


def require_sound(
    pdf: Held, old: BoundedReader, new: BoundedReader, until: int, look: Callable[[], None]
) -> None:
    """Require that every reader sees the same in what follows a revision.

    Args:
        pdf: the whole file.
        old: the signed revision.
        new: the whole file's reader.
        until: where a later revision ends behind which all is sound.
        look: called all along; raises where it takes too long.

    Raises:
        MalformedDocument: some would not.
        DocumentTooLarge: it takes too long.
    """
    _Layout(pdf, old, new, until, look).run()


class _Layout:
    def __init__(
        self,
        pdf: Held,
        old: BoundedReader,
        new: BoundedReader,
        until: int,
        look: Callable[[], None],
    ) -> None:
        self._pdf, self._until = pdf, until
        self._old, self._new = old, new
        self._look = look
        self._sections = {section.at: section for section in later_sections(pdf, old, new)}
        self._places = places_of(self._sections.values())
        self._packing = self._streams_named()
        self._before = old.places()
        self._root = _number_in(dict.get(new.trailer, "/Root"))
        self._words: set[int] = set()
        """Places of words that belong to objects and tables."""
        self._leads: dict[int, set[int]] = defaultdict(set)
        self._loose: set[int] = set()
        self._kinds: set[tuple[int, bool]] = set()
        """Numbers of what stands here, and whether it is a stream."""

    def run(self) -> None:
        require_plain_tables(self._old, self._new, self._sections.values(), self._until)
        standing: dict[int, tuple[int, int]] = {}
        for number, places in self._places.items():
            for generation, at, _ in places:
                if generation < 0 or not self._old.size <= at < self._until:
                    continue
                if standing.setdefault(at, (number, generation)) != (number, generation):
                    raise MalformedDocument(Flaw.ONE_PLACE)
        marks = sorted({*standing, *(at for at in self._sections if at < self._until)})
        first = marks[0] if marks else self._until
        self._require_nothing(self._old.size, first)
        for start, end in zip(marks, [*marks[1:], self._until], strict=True):
            self._check(start, end, standing.get(start))
        self._check_replaced()
        self._check_words()
        self._check_reached()

    def _check_words(self) -> None:
        """A reader that repairs the file finds what the tables name, and no more."""
        within = (self._old.size, self._until)
        for header in headers(self._pdf, *within, self._look):
            if header.word not in self._words:
                raise MalformedDocument(Flaw.OBJECT_IN_OBJECT)
        for _, at in words(self._pdf, *within, self._look):
            if at not in self._words:
                raise MalformedDocument(Flaw.OBJECT_IN_OBJECT)

    def _check_reached(self) -> None:
        """What nothing leads to leads nowhere: some readers look for a catalog by themselves."""
        waiting = [number for number in self._leads if number in self._before]
        for section in self._sections.values():
            waiting += [_number_in(dict.get(section.trailer, key)) for key in ("/Root", "/Info")]
        reached: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number not in reached:
                reached.add(number)
                waiting += self._leads.get(number, ())
        if self._loose - reached:
            raise MalformedDocument(Flaw.OBJECT_UNNAMED)

    def _note(self, number: int, parsed: Parsed, *, is_stream: bool) -> None:
        """Remember where an object leads; it is of no kind that some readers look for."""
        kind = (parsed.entries or {}).get(b"/Type", b"/")
        if not kind.startswith(b"/") or (kind == b"/Catalog" and number != self._root):
            raise MalformedDocument(Flaw.OBJECT_UNNAMED)
        for named, generation in parsed.named:
            self._require_generation(named, generation)
        self._kinds.add((number, is_stream))
        self._leads[number] |= parsed.references
        if kind not in (b"/ObjStm", b"/XRef") and (is_stream or parsed.references or kind != b"/"):
            self._loose.add(number)

    def _require_generation(self, number: int, generation: int) -> None:
        """To some readers a reference of another one leads nowhere, or a number too large does."""
        places = self._before.get(number, frozenset()) | self._places.get(number, set())
        others = {max(place[0], 0) for place in places if place[0] != FREE} - {generation}
        if others or number > MAX_NUMBER:
            raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)

    def _check(self, start: int, end: int, listed: tuple[int, int] | None) -> None:
        """Check an object or a table, and what stands up to the next one."""
        section = self._sections.get(start)
        at = section.end if section is not None and not section.is_stream else 0
        if at and listed:
            raise MalformedDocument(Flaw.OBJECT_MISPLACED)
        at = at or self._object(start, end, listed)
        if section is not None:
            ending = _TRAILER.match(self._pdf.cut(at, min(at + _NEAR, end)))
            if ending is None or int(ending[2]) != start:
                raise MalformedDocument(Flaw.UPDATE_END)
            self._words |= {at + ending.start(1), at + ending.start(3)}
            # The first three letters are no word of their own.
            self._words.add(at + ending.start(1) + len(b"start"))
            self._words |= section.words(self._pdf)
            at += ending.end()
        self._require_nothing(at, end)

    def _object(self, start: int, end: int, listed: tuple[int, int] | None) -> int:
        """Return where an object ends."""
        body = read_body(self._pdf, start, end, ADDED, self._value, self._look)
        if listed not in (None, (body.number, body.generation)):
            raise MalformedDocument(Flaw.OBJECT_MISPLACED)
        self._words.update(body.words)
        if body.is_stream:
            self._check_stream(body.number, (body.parsed.entries or {}).get(b"/Type"), start)
        elif body.number in self._packing:
            raise MalformedDocument(Flaw.STREAM_ELSE)
        self._note(body.number, body.parsed, is_stream=body.is_stream)
        return body.end

    def _value(self, number: int) -> Any:  # noqa: ANN401 - of the library
        # Nobody else than its own update may say how long a stream is.
        return self._new.get_object(number) if len(self._places.get(number, ())) == 1 else None

    def _streams_named(self) -> dict[int, set[tuple[int, int]]]:
        """Return what tables name in streams of objects, whatever these call themselves."""
        before = self._old.places()
        found: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for at, section in self._sections.items():
            for number, place in section.entries.items():
                generation, stream, index = place
                if generation != PACKED or place in before.get(number, ()):
                    continue
                # It came with an update, and before the table that names it.
                if not any(
                    kind == 0 and self._old.size <= begin < at
                    for kind, begin, _ in self._places.get(stream, ())
                ):
                    raise MalformedDocument(Flaw.OBJECT_MISPLACED)
                found[stream].add((number, index))
        return found

    def _check_stream(self, number: int, kind: bytes | None, at: int) -> None:
        if (kind == b"/ObjStm") != (number in self._packing):
            raise MalformedDocument(Flaw.OBJECT_UNNAMED)
        if number in self._packing:
            self._check_packed(number)
        if kind == b"/XRef" and at not in self._sections:
            raise MalformedDocument(Flaw.STREAM_BESIDE_STREAM)

    def _require_nothing(self, at: int, end: int) -> None:
        """Nothing but white space and plain comments is left."""
        within = False
        for begin in range(at, end, PIECE):
            piece = self._pdf.cut(begin, min(begin + PIECE, end))
            # A pattern that splits takes two seconds for the largest file.
            for index, line in enumerate(piece.replace(b"\r", b"\n").split(b"\n")):
                self._look()
                within = within and not index
                text = line if within else line.lstrip(b"\t ")
                if text.translate(None, _PLAIN) or not (within or text[:1] in (b"", b"%")):
                    raise MalformedDocument(Flaw.BETWEEN_OBJECTS)
                within = bool(text)
        if within and end < self._until:
            raise MalformedDocument(Flaw.BETWEEN_OBJECTS)

    def _check_packed(self, number: int) -> None:
        if len(self._places.get(number, ())) != 1:
            raise MalformedDocument(Flaw.STREAM_REPLACED)
        named = self._packing[number]
        # A row that is too many would lead to nothing.
        found = packed(self._new.get_object(number), named, named)
        for index, member in enumerate(found.numbers):
            self._note(member, found.member(index, ADDED, self._look), is_stream=False)

    def _check_replaced(self) -> None:
        """What is replaced must have been one thing to every reader, or nobody can compare it."""
        signed = Signed(self._pdf, self._old, self._look)
        for number in self._places.keys() & self._before.keys():
            for place in self._before[number] - self._places[number]:
                # Of some rows the library finds no number.
                if place[1]:
                    is_stream = signed.require_plain(number, place)
                    # What is compared by its entries is another thing with data behind them.
                    if (number, not is_stream) in self._kinds:
                        raise MalformedDocument(Flaw.REPLACED_OBJECT)
