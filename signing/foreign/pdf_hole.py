"""What a signature leaves out of a PDF is its own value, and nobody else's (ISO 32000-1, 12.8.1).

The value may be written with small or capital letters, and gain time-stamps; nobody signed how. So
nothing may reach over it: a picture whose data go on behind the value draws its letters, and takes
its colours from them where it has a palette, a text without an end shows them, and a table of them
leads to other objects. Whatever a reader may take for an object or a table before the value, in
whatever it stands, ends before it.
"""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf_ends import Value, read_end
from signing.foreign.pdf_hidden import listed
from signing.foreign.pdf_signed import Signed
from signing.pdf.held import Held
from signing.pdf.repair import headers, words
from signing.pdf.standing import HEADER_BY_TABLE
from signing.pdf.tables import Place

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_BLANK = rb"[\0\t\n\f\r ]"
_WHOLE = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_LENGTH = re.compile(
    rb"/(?:L|#4[cC])(?:e|#65)(?:n|#6[eE])(?:g|#67)(?:t|#74)(?:h|#68)(?!" + _WHOLE + rb")"
    rb"(?:" + _BLANK + rb"*+([0-9]{1,20}+)"
    rb"(?:" + _BLANK + rb"++[0-9]{1,5}+" + _BLANK + rb"++(R))?" + _BLANK + rb"*+(?=/|>>))?"
)
_LINE = re.compile(rb"\r?\n")
_END = re.compile(_BLANK + rb"{0,64}endstream(?=" + _BLANK + rb")")
_LAST = b"endstream"
_NUMBER = re.compile(
    _BLANK + rb"*+(?:([0-9]{1,10})" + _BLANK + rb"++(?![0-9R])|(?=[0-9.%+\x80-\xff\0-\x1f-]))"
)
"""Nothing in it: a number to some readers, or another one."""
_RUN = re.compile(rb"(?:xref|[\r\n])[\0\t\f ]*+([0-9]{1,10}) +([0-9]{1,10}) *+(?=[\r\n])")
_NO_MORE = re.compile(HEADER_BY_TABLE.pattern + rb"|" + _BLANK + rb"*+(?:[A-Za-z]|\Z)")
"""What begins there is found by its words, or is no number to anybody."""
_ROW = 20
"""Bytes of one."""
_FEW = 128


@dataclass(frozen=True)
class _Before:
    """What stands before a signature's value."""

    end: int
    places: Mapping[int, frozenset[Place]]
    """Of what is in use."""
    signed: Signed
    known: Mapping[int | None, list[int]]
    """Words of what tables name, old ones too, by the numbers."""
    hidden: Mapping[int | None, list[int]]
    """Of what none names; None where readers may differ in the number."""
    others: dict[int, set[int]] = field(default_factory=dict)
    """What objects say that are numbers, by theirs."""


class Lengths:
    """Where what stands in a file ends; each value is read once."""

    def __init__(self, pdf: Held, look: Callable[[], None]) -> None:
        """Begin.

        Args:
            pdf: the whole file.
            look: called all along; raises where it takes too long.
        """
        self._pdf, self._look = pdf, look
        self._headers: dict[int, int | None] = {}
        """The numbers of objects by the places of their words."""
        self._tables: list[tuple[int, int]] = []
        """Where they begin, and where the dictionaries behind their rows do."""
        self._until = 0
        self._ends: dict[int, Value] = {}
        self._values: dict[tuple[int, frozenset[Place]], int] = {}

    def require_none_over(self, old: BoundedReader, hole: tuple[int, int]) -> None:
        """Require that nothing that begins before a signature's value goes on in it.

        Args:
            old: the revision that the signature covers.
            hole: where the value begins and ends.

        Raises:
            MalformedDocument: to some reader one may.
            DocumentTooLarge: it takes too long.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        known, newest = listed(self._pdf, old)
        if hole[0] > self._until:
            # The newest signature is asked for first: others stand before it.
            self._find(known, hole[0])
        every = {word: number for word, number in self._headers.items() if word < hole[0]}
        named: dict[int | None, list[int]] = defaultdict(list)
        hidden: dict[int | None, list[int]] = defaultdict(list)
        for word, number in every.items():
            (named if word in known else hidden)[number].append(word)
        signed = Signed(self._pdf, old, self._look)
        before = _Before(hole[0], old.places(), signed, named, hidden)
        used = {word for found in newest.values() for word in found}
        replaced = self._replaced(old, known, newest)
        own = max((word for word in used if word < hole[0]), default=0)
        for word in sorted(every.keys() - replaced):
            is_used, is_open = word in used, word == own
            self._require_end(word + 3, before, is_used=is_used, is_open=is_open)
        for begin, behind in self._tables:
            if begin < before.end:
                self._look()
                read_end(self._pdf, behind, before.end, self._look, is_trailer=True)
        self._require_headers(old, newest, hole[1])

    def _require_headers(
        self, old: BoundedReader, newest: Mapping[int, set[int]], end: int
    ) -> None:
        """Require that rows in use lead to headers that are found here by their words, too."""
        # The library leaves out where it finds no number.
        rows = ChainMap(*(section.entries for section in old.sections))
        places = old.places()
        for number in {*rows, *places}:
            found = {*places.get(number, ()), *filter(None, (rows.get(number),))}
            standing = {at for kind, at, _ in found if kind >= 0 and 0 < at < end}
            if len(standing) > len(newest.get(number, ())):
                for at in standing:
                    if _NO_MORE.match(self._pdf.cut(at, at + 2 * _FEW)) is None:
                        raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)

    def _find(self, known: Mapping[int, int], end: int) -> None:
        """Look for everything that is an object or a table to a reader that repairs."""
        found = headers(self._pdf, 0, end, self._look, known)
        self._headers = {**known, **{item.word: item.number for item in found}}
        self._tables, self._until = [], end
        begun: list[int] = []
        for at, name in sorted((at, name) for name, at in words(self._pdf, 0, end, self._look)):
            if name == b"xref" and self._pdf.cut(max(0, at - 5), at) != b"start":
                begun.append(at)
            elif name == b"trailer":
                behind = at + len(name)
                # Of several that begin before it the first one's rows are those of all.
                first = begun[0] if begun else at
                self._tables.append((first, behind))
                if begun and self._rows_end(first, at) > end:
                    raise MalformedDocument(Flaw.OBJECT_ENDLESS)
                begun = []
        if begun:
            raise MalformedDocument(Flaw.OBJECT_ENDLESS)

    def _rows_end(self, begin: int, end: int) -> int:
        """Return where a table ends to who goes by the numbers of its rows."""
        last = begin
        for run in _RUN.finditer(self._pdf.cut(begin, end)):
            self._look()
            last = max(last, begin + run.end() + _ROW * int(run[2]))
        return last

    @staticmethod
    def _replaced(
        old: BoundedReader, known: Mapping[int, int], newest: Mapping[int, set[int]]
    ) -> set[int]:
        """Return the places of what no reader takes: what tables name once more further on."""
        if old.is_loose:
            return set()
        rows = [row for section in old.sections for row in section.entries.items()]
        odd = {number for number, (kind, _, _) in rows if kind > 0}
        odd |= {section.number for section in old.sections if section.is_stream}
        last = {number: max(places) for number, places in newest.items() if number not in odd}
        return {word for word, number in known.items() if word < last.get(number, 0)}

    def _require_end(self, at: int, before: _Before, *, is_used: bool, is_open: bool) -> None:
        """Require it of the value that stands behind some word."""
        value = None if is_open else self._ends.get(at)
        if value is None:
            value = read_end(self._pdf, at, before.end, self._look, is_open=is_open)
            if not is_open:
                self._ends[at] = value
        if value.end > before.end:
            raise MalformedDocument(Flaw.OBJECT_ENDLESS)
        if value.said is None:
            return
        line = _LINE.match(self._pdf.cut(value.end, value.end + _FEW))
        if line is None:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        begin, ends = value.end + line.end(), set[int]()
        for word in _LENGTH.finditer(value.said):
            self._look()
            sure, others = self._lengths(word, before, is_used=is_used)
            if sure is not None:
                ends.add(self._end_at(begin + sure, before.end))
            for length in others:
                self._require_one_more(begin + length, before.end)
        # Who finds no end by the length looks for another one.
        if 0 in ends or len(ends) > 1 or _LENGTH.search(value.said) is None:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        self._require_one_more(begin, before.end)

    def _end_at(self, at: int, end: int) -> int:
        found = _END.match(self._pdf.cut(at, min(at + _FEW, end)))
        return at + found.end() if found is not None else 0

    def _require_one_more(self, at: int, end: int) -> None:
        if next(self._pdf.find(_LAST, self._look, at, end - len(_LAST)), None) is None:
            raise MalformedDocument(Flaw.STREAM_LENGTH)

    def _lengths(
        self, word: re.Match[bytes], before: _Before, *, is_used: bool
    ) -> tuple[int | None, set[int]]:
        """Return what an entry says to who goes by the tables, and what it may say to others."""
        if word[1] is None or (word[2] and None in before.hidden):
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        number = int(word[1])
        if word[2] is None:
            return number, set()
        others = before.others.get(number)
        if others is None:
            words_of = (*before.hidden.get(number, ()), *before.known.get(number, ()))
            others = {found for at in words_of if (found := self._whole(at)) is not None}
            before.others[number] = others
        if not is_used:
            return None, others
        places = before.places.get(number, frozenset())
        if (number, places) not in self._values:
            # A reference to nothing is null, and so is one from an object that was replaced.
            found = before.signed.value(number) if places else None
            if not isinstance(found, int) or found < 0:
                raise MalformedDocument(Flaw.STREAM_LENGTH)
            self._values[number, places] = found
        return self._values[number, places], others

    def _whole(self, word: int) -> int | None:
        """Return the number that an object may be; None if it is none."""
        self._look()
        found = _NUMBER.match(self._pdf.cut(word + len(b"obj"), word + _FEW))
        if found is None:
            return None
        if found[1] is None:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        return int(found[1])
