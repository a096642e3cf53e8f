"""Which objects of a signed revision lead to what updates name (ISO 32000-1, 7.3.10).

Whoever prepares a document for somebody's signature can write an entry twice, or a reference
behind a comment that not all readers skip: the library follows one of them, another reader the
other, to an object that is replaced or brought later. So whatever mentions such an object must be
one thing to everybody; then what the library reaches is what all others reach.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.held import Held
from signing.foreign.pdf_scan import objects
from signing.pdf.grammar import Cut, Parsed, parse, parse_whole, without_comments
from signing.pdf.packing import listed, unpacked
from signing.pdf.tables import PACKED

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
        places = {place for found in old.places().values() for place in found}
        known = {at for generation, at, _ in places if generation >= 0 and at < old.size}
        starts = set(known)
        if old.is_loose:
            # Other readers may come to what no table leads to that is read here.
            scanned = objects(self._pdf, 0, self._look)
            starts |= {at for at, _, _ in scanned if at < old.size}
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
