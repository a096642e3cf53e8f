"""Which objects of a signed revision lead to what updates name (ISO 32000-1, 7.3.10).

Whoever prepares a document for somebody's signature can write an entry twice, or a reference
behind a comment that not all readers skip: the library follows one of them, another reader the
other, to an object that is replaced or brought later. So whatever mentions such an object, or one
that leads to it in however many steps, must be one thing to everybody; then what the library
reaches is what all others reach.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf_leading import apart, leading
from signing.foreign.pdf_scan import objects
from signing.pdf.grammar import Parsed, parse_whole, unescaped, without_comments
from signing.pdf.held import Held
from signing.pdf.plain_objects import OLD, listing, read_value
from signing.pdf.tables import PACKED, Place

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_NEAR = 4 << 10
_FEW = 64
_STREAM, _END = b"stream", b"endstream"
_MAX_TEXT = 8 << 20
"""Bytes of an object without its stream."""
# No run of digits or blanks is looked at twice: there may be a million of them.
_BLANK = rb"[\0-\x20\x7f\x80\x85\xa0\xff]"
"""White space to some reader."""
_REFERENCE = re.compile(
    rb"(?<![0-9])0*+([0-9]++)" + _BLANK + rb"++[+-]?[0-9]++" + _BLANK + rb"*+R"
)
_ODD = re.compile(
    rb"%|[.+-][0-9]*+" + _BLANK + rb"*+[+-]?[0-9]*+\.?[0-9]*+" + _BLANK + rb"*+R(?![A-Za-z])"
    # To MuPDF this may be the letter.
    rb"|[\0-\x20\x7f\x80\x85\xa0\xff()<>\[\]{}]#"
)
"""Where a number of a reference may be another to each reader."""
_DIGITS = re.compile(rb"(?<![0-9A-Za-z:_])0*+([1-9][0-9]*+)(?![A-QS-Za-z_])")
"""Whole words: no part of a name, a time or a string of digits and letters."""
_HEX = re.compile(rb"<[0-9A-Fa-f]{16,}+>")
_DATA = re.compile(rb">>[\0\t\n\f\r ]*+stream[\r\n]")
_MAX_DIGITS = 100
_MAX_NUMBERS = 100_000
"""In one object that is not as plain as others."""
_MAX_KEPT = 400_000
_Packed: TypeAlias = tuple[int, bytes, frozenset[int]]
"""Number of an object, its bytes and what it mentions."""


class Mentions:
    """What objects mention that not every reader may read the same way; each is read once."""

    def __init__(self, pdf: Held, look: Callable[[], None]) -> None:
        """Begin.

        Args:
            pdf: the whole file.
            look: called all along; raises where it takes too long.
        """
        self._pdf, self._look = pdf, look
        self._found: dict[tuple[int, int], frozenset[int]] = {}
        self._kept = 0

    def require_plain(self, old: BoundedReader, numbers: frozenset[int]) -> None:
        """Require that every reader sees the same in all that mentions some objects.

        Args:
            old: the signed revision.
            numbers: of the objects.

        Raises:
            MalformedDocument: some may not.
            DocumentTooLarge: it takes too long.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        before = old.places()
        places = {place for found in before.values() for place in found}
        self._require_no_repair(old, before)
        known = {at for generation, at, _ in places if generation >= 0 and at < old.size}
        starts = self._starts(old, known)
        packed = list(self._packed(old))
        led = self._leading(old, numbers, packed)
        wanted = numbers | led
        unsure = led & self._doubtful(old, packed)
        plain: list[bytes] = []
        for begin, end in pairwise([*sorted(starts), old.size]):
            self._look()
            if begin not in known:
                self._require_no_stream(begin, end)
            if not wanted.isdisjoint(self._mentioned(begin, end)):
                plain.append(self._require_one(begin, end))
        for _, member, found in packed:
            if not wanted.isdisjoint(found):
                parse_whole(member, 0, self._look)
                plain.append(member)
        for data in plain:
            self._require_led(data, unsure)

    def _starts(self, old: BoundedReader, known: set[int]) -> set[int]:
        # Other readers may come to what no table leads to that is read here.
        loose = {at for at, _, _ in self._scanned if at < old.size} if old.is_loose else set()
        return known | loose

    def holders(self, old: BoundedReader, numbers: frozenset[int]) -> dict[int, set[int]]:
        """Return which objects of a signed revision mention some, older ones of them too.

        Args:
            old: the signed revision.
            numbers: of the objects.

        Raises:
            DocumentTooLarge: it takes too long.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        found: dict[int, set[int]] = {}
        if not numbers:
            return found
        # Tables that are streams name the catalog and what tells of the document.
        tables = {section.at for section in old.sections if section.is_stream}
        ways = [(holder, mentioned) for holder, _, mentioned in self._packed(old)]
        for (begin, end), holder in self._pieces(old).items():
            # Behind an object other things may stand, a trailer for one.
            if begin not in tables and not numbers.isdisjoint(self._mentioned(begin, end)):
                ways.append((holder, self._mentioned_loosely(begin, end)))
        for holder, mentioned in ways:
            for number in numbers & mentioned:
                found.setdefault(number, set()).add(holder)
        return found

    def _pieces(self, old: BoundedReader) -> dict[tuple[int, int], int]:
        """Return where objects of a signed revision may begin and end, with their numbers."""
        scanned = {at: number for at, number, _ in self._scanned if at < old.size}
        rows = [row for section in old.sections for row in section.entries.items()]
        # What begins within another may end it, or may be nothing.
        used = [(number, place) for number, all_ in old.places().items() for place in all_]
        bounds: dict[tuple[int, int], int] = {}
        for own in (scanned, _begins(rows, old.size), _begins(used, old.size)):
            bounds |= {pair: own[pair[0]] for pair in pairwise([*sorted(own), old.size])}
        return bounds

    def _leading(
        self, old: BoundedReader, numbers: frozenset[int], packed: list[_Packed]
    ) -> frozenset[int]:
        """Return the numbers of what may lead to some objects and stands in what was signed."""
        ways = [(number, self._mentioned(*pair)) for pair, number in self._pieces(old).items()]
        ways += [(number, found) for number, _, found in packed]
        led = leading(ways, numbers, apart(old), self._look)
        return led & {number for number, _ in ways}

    def _doubtful(self, old: BoundedReader, packed: list[_Packed]) -> set[int]:
        """Return the numbers of which other readers may take another object of several."""
        if not old.is_loose:
            return set()
        named = {number for section in old.sections for number in section.entries}
        every = Counter(number for at, number, _ in self._scanned if at < old.size)
        every.update(number for number, _, _ in packed)
        return {number for number, count in every.items() if count > 1} - named

    def _require_led(self, data: bytes, unsure: frozenset[int]) -> None:
        """Every reference leads to what is one object to everybody."""
        for number in unsure & _values(_REFERENCE, data, self._look):
            raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)

    @cached_property
    def _scanned(self) -> list[tuple[int, int, int]]:
        return list(objects(self._pdf, 0, self._look))

    def _require_no_repair(self, old: BoundedReader, before: dict[int, frozenset[Place]]) -> None:
        """No table leads to nothing: some readers repair a file for a row that nobody uses."""
        # What the library takes for nothing is in its sections still.
        newest = ChainMap(*(section.entries for section in old.sections))
        places = {number: {place} for number, place in newest.items()}
        for number, found in (before | places).items():
            for generation, at, _ in found:
                self._look()
                if generation >= 0 and at and not old.stands(number, generation, at):
                    raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)

    def _mentioned(self, begin: int, end: int) -> frozenset[int]:
        found = self._found.get((begin, end))
        if found is None:
            data = self._pdf.cut(begin, min(end, begin + _NEAR))
            if end - begin > _NEAR or b"stream" in data or _ODD.search(data):
                found = self._mentioned_loosely(begin, end)
            else:
                found = _values(_REFERENCE, data, self._look)
            self._found[begin, end] = found
            self._kept += len(found)
            if self._kept > _MAX_KEPT:
                raise DocumentTooLarge(Flaw.OBJECT_COUNT, self._kept)
        return found

    def _mentioned_loosely(self, begin: int, end: int) -> frozenset[int]:
        try:
            # What is packed behind it mentions nothing, whatever it looks like.
            data = self._require_one(begin, end)
        except MalformedDocument:
            data = _body(self._pdf.cut(begin, min(end, begin + _MAX_TEXT)))
            return _values(_DIGITS, data, self._look)
        return _values(_REFERENCE, data, self._look)

    def _require_one(self, begin: int, end: int) -> bytes:
        """Return an object that is one thing to everybody."""
        found, data = self._read(begin, end)
        return data[: found.end]

    def _require_no_stream(self, begin: int, end: int) -> None:
        """No reader finds more objects packed in what no table leads to."""
        try:
            found = self._read(begin, end)[0]
        except MalformedDocument:
            # It may be one to somebody; without this entry it is none to anybody (7.5.7).
            data = unescaped(self._pdf.cut(begin, min(end, begin + _MAX_TEXT)))
            if b"stream" in data and b"/First" in data:
                raise
            return
        kind = (found.entries or {}).get(b"/Type", b"/")
        if kind == b"/ObjStm" or not kind.startswith(b"/"):
            raise MalformedDocument(Flaw.OBJECT_UNNAMED)

    def _read(self, begin: int, end: int) -> tuple[Parsed, bytes]:
        _, found, data = read_value(self._pdf, begin, end, OLD, self._look)
        return found, data

    def _packed(self, old: BoundedReader) -> Iterator[_Packed]:
        """Give what is packed in streams of objects that are in use."""
        places = (place for found in old.places().values() for place in found)
        for holder in {at for generation, at, _ in places if generation == PACKED}:
            data, members, _ = listing(old.get_object(holder))
            ends = sorted({*(at for _, at, _ in members), len(data)})
            for number, at, _ in members:
                self._look()
                member = data[at : ends[bisect_right(ends, at)]] if at < len(data) else b""
                yield number, member, self._mentioned_within(member)

    def _mentioned_within(self, member: bytes) -> frozenset[int]:
        try:
            parse_whole(member, 0, self._look)
        except MalformedDocument:
            return _numbers(member, self._look)
        return _values(_REFERENCE, member, self._look)


def _numbers(data: bytes, look: Callable[[], None]) -> frozenset[int]:
    """Return all numbers that any reader may take for those of references."""
    data = without_comments(data)
    return _values(_DIGITS if _ODD.search(data) else _REFERENCE, data, look)


def _body(data: bytes) -> bytes:
    """Return what stands in an object: not its header, the data of its stream or what follows.

    Where there may be several beginnings or ends it is the last.
    """
    header = OLD.header.match(data)
    begin = header.end() if header is not None else 0
    end = data.rfind(b"endobj") if b"endobj" in data else len(data)
    streams = [found.end() for found in _DATA.finditer(data, begin, end)]
    return data[begin : streams[-1] if streams else end]


def _values(pattern: re.Pattern[bytes], data: bytes, look: Callable[[], None]) -> frozenset[int]:
    """Return what runs of digits are to readers, of however many bits.

    Raises:
        MalformedDocument: nobody knows of one.
        DocumentTooLarge: they are more than anybody writes.
    """
    found: set[int] = set()
    for word in pattern.finditer(_HEX.sub(b" ", data)):
        look()
        if len(word[1]) > _MAX_DIGITS:
            raise MalformedDocument(Flaw.REFERENCE_NUMBERS)
        found.add(int(word[1]))
        if len(found) > _MAX_NUMBERS:
            raise DocumentTooLarge(Flaw.OBJECT_COUNT, len(found))
    return frozenset(found)


def _begins(rows: Iterable[tuple[int, Place]], size: int) -> dict[int, int]:
    return {at: number for number, (kind, at, _) in rows if kind >= 0 and at < size}
