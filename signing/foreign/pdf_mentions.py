"""Which objects of a signed revision lead to what updates name (ISO 32000-1, 7.3.10).

Whoever prepares a document for somebody's signature can write an entry twice, or a reference
behind a comment that not all readers skip: the library follows one of them, another reader the
other, to an object that is replaced or brought later. So whatever mentions such an object must be
one thing to everybody; then what the library reaches is what all others reach.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import ChainMap
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.held import Held
from signing.foreign.pdf_scan import objects
from signing.pdf.grammar import Cut, Parsed, parse, parse_whole, without_comments
from signing.pdf.packing import listed, unpacked
from signing.pdf.tables import PACKED, Place

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_NEAR = 4 << 10
_MAX_TEXT = 8 << 20
"""Bytes of an object without its stream."""
_HEADER = re.compile(rb"[\0\t\n\f\r ]*\d{1,10}[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj")
_REFERENCE = re.compile(rb"([0-9]+)[\0\t\n\f\r ]+[+-]?[0-9]+[\0\t\n\f\r ]*R")
_DIGITS = re.compile(rb"([0-9]+)")
_NONE: frozenset[int] = frozenset()


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
        starts = set(known)
        last = {number: at for at, number, _ in self._scanned if at < old.size}
        if old.is_loose:
            # Other readers may come to what no table leads to that is read here.
            starts |= {at for at, _, _ in self._scanned if at < old.size}
        ends = sorted({*starts, *last.values(), old.size})
        # A reader that repairs a file takes the last object of each number.
        for begin in set(last.values()) - known:
            end = ends[bisect_right(ends, begin)]
            if (numbers - before.keys()) & _numbers(
                self._pdf.cut(begin, min(end, begin + _MAX_TEXT))
            ):
                raise MalformedDocument(Flaw.UNLISTED, begin)
        for begin, end in pairwise([*sorted(starts), old.size]):
            self._look()
            if begin not in known:
                self._require_no_stream(begin, end)
            if not numbers.isdisjoint(self._mentioned(begin, end)):
                self._require_one(begin, end)
        for number in {at for generation, at, _ in places if generation == PACKED}:
            for member in self._members(old, number):
                self._look()
                if not numbers.isdisjoint(_numbers(member)):
                    parse_whole(member, 0, self._look)

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
            if end - begin > _NEAR or b"stream" in data:
                # It is cheaper to know that it is plain than to look at what is packed behind it.
                found = self._mentioned_loosely(begin, end)
            else:
                found = _numbers(data)
            self._found[begin, end] = found
        return found

    def _mentioned_loosely(self, begin: int, end: int) -> frozenset[int]:
        try:
            self._read(begin, end)
        except MalformedDocument:
            data = self._pdf.cut(begin, min(end, begin + _MAX_TEXT))
            return frozenset(map(int, _DIGITS.findall(data)))
        return _NONE

    def _require_one(self, begin: int, end: int) -> None:
        self._read(begin, end)
        self._found[begin, end] = _NONE

    def _require_no_stream(self, begin: int, end: int) -> None:
        """No reader finds more objects packed in what no table leads to."""
        try:
            entries = self._read(begin, end).entries or {}
        except MalformedDocument:
            return
        if entries.get(b"/Type") == b"/ObjStm":
            raise MalformedDocument(Flaw.OBJECT_UNNAMED)

    def _read(self, begin: int, end: int) -> Parsed:
        size = _NEAR
        while True:
            data = without_comments(self._pdf.cut(begin, min(end, begin + size)))
            header = _HEADER.match(data)
            if header is None:
                raise MalformedDocument(Flaw.REPLACED_OBJECT)
            try:
                return parse(data, header.end(), self._look)
            except Cut:
                if begin + size >= end or size >= _MAX_TEXT:
                    raise MalformedDocument(Flaw.OBJECT_ENDLESS) from None
                size *= 8

    def _members(self, old: BoundedReader, number: int) -> list[bytes]:
        stream: Any = old.get_object(number)
        data, first = unpacked(stream), int(stream.get("/First"))
        begins = sorted({at for _, at, _ in listed(data, int(stream.get("/N")), first)})
        return [data[at:end] for at, end in pairwise([*begins, len(data)])]


def _numbers(data: bytes) -> frozenset[int]:
    """Return all numbers that any reader may take for those of references."""
    data = without_comments(data)
    pattern = _DIGITS if b"%" in data else _REFERENCE
    return frozenset(map(int, pattern.findall(data)))
