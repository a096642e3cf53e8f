"""A document as it stands in its file: whether every reader comes to the same objects.

A reader that meets a table which it does not like, or an object in words of its own, repairs the
file: it takes what it finds by itself, and that may be another text (ISO 32000-1, 7.5). So there
is one way to write a file, that of honest programs: tables without anything odd, each row leading
to the header of its number, no second object of a number that is in use, streams of objects that
hold what the tables say, all that the document leads to in words of the standard and by numbers
of the first generation, one tree of pages. Nothing else is signed; examination tells why.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.once import Known
from signing.pdf.chain import chain_of
from signing.pdf.grammar import Parsed
from signing.pdf.held import PIECE, Held
from signing.pdf.linearized import NEAR, require_first_page
from signing.pdf.plain_objects import SIGNED, packed, read_body
from signing.pdf.repair import headers, words
from signing.pdf.tables import MAX_NUMBER, PACKED
from signing.pdf.tree import require_one_tree

if TYPE_CHECKING:
    from signing.pdf.standing import StandingReader

_NEAR = 64
_WORDS = (b"obj", b"trailer", b"xref", b"/XRef")
_OF_OBJECTS = re.compile(
    rb"/(?:O|#4[fF])(?:b|#62)(?:j|#6[aA])(?:S|#53)(?:t|#74)(?:m|#6[dD])(?![!-$&-'*-.0-;=?-Z\\^-z|~])"
)
_STRANGE = 20_000
"""Words in texts and pictures that might be of objects and tables; 64 MiB by chance have four."""

_SMALL = 1 << 20
"""Bytes of a file of which it is remembered that it is plain: it is examined, and signed then."""
_plain = Known[bool]()

Spend = Callable[[int], None]


def require_plain(file: Held, reader: StandingReader, spend: Spend = lambda _bytes: None) -> None:
    """Require that every reader comes to the same objects, and to the same pages.

    Args:
        file: the whole of it.
        reader: of it, strict.
        spend: told the bytes that are looked at, and may end it.

    Raises:
        MalformedDocument: some reader may repair the file, or find something else.
        DocumentTooLarge: there is too much to look at.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    look = partial(_look, file, reader, spend)
    if file.size > _SMALL:
        look()
    else:
        _plain.ask(hashlib.sha256(file.cut(0, file.size)).digest(), look)


def _look(file: Held, reader: StandingReader, spend: Spend) -> bool:
    _File(file, reader, spend).run()
    first, count = require_one_tree(reader.trailer, spend)
    require_first_page(file.cut(0, NEAR), file.size, first, count)
    return True


def _is_usual(number: int, generation: int) -> bool:
    """Whether every reader that follows a reference follows it to the same object.

    Some go by the number alone, and some count no further than 32 bits and begin again; to others
    one of another generation, or of so large a number, is null (7.3.10).
    """
    return not generation and number <= MAX_NUMBER


class _File:
    def __init__(self, file: Held, reader: StandingReader, spend: Spend) -> None:
        self._file, self._reader, self._spend = file, reader, spend
        self._chain = chain_of(file, reader)
        self._owners: dict[int, tuple[int, int]] = {}
        """Numbers and places of objects by the places of their ``obj``."""
        self._packing: dict[int, set[tuple[int, int]]] = defaultdict(set)
        """What any table names in streams of objects: numbers and indices."""
        self._leads: dict[int, frozenset[int]] = {}
        self._flawed: dict[int, MalformedDocument] = {}
        self._strange = 0
        self._gone = set(self._chain.named)
        """Numbers of what is not in use, and may be found by readers that look for it."""

    def run(self) -> None:
        self._look_at_rows()
        self._look_at_words()
        self._gone -= self._chain.places.keys()
        self._look_at_packed()
        self._look_at_objects()
        self._look_at_reached()

    def _look(self) -> None:
        self._spend(1)

    def _look_at_rows(self) -> None:
        """Each row leads to the header of its number."""
        for number, places in self._chain.named.items():
            for generation, at, index in places:
                if generation == PACKED:
                    self._packing[at].add((number, index))
                    continue
                header = SIGNED.header.match(self._file.cut(at, at + _NEAR))
                if header is None and not generation and 0 < at < self._file.size:
                    # Ghostscript counts some that it makes nothing of, and nothing leads there.
                    continue
                if header is None or generation or (int(header[1]), int(header[2])) != (number, 0):
                    raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
                self._owners[at + header.end() - len(b"obj")] = number, at

    def _look_at_words(self) -> None:
        """Whoever looks for objects and tables by their words comes to the same."""
        last: dict[int, int] = {}
        begins = sorted(self._owners)
        # Each says once what it is; what nobody names may stand behind one of them.
        holders = set(self._packing)
        for begin in range(0, self._file.size, PIECE):
            piece = self._file.cut(begin, begin + PIECE + _NEAR)
            for word in _WORDS:
                at = piece.find(word)
                while 0 <= at < PIECE:
                    self._look()
                    owner = self._owners.get(begin + at)
                    if owner is not None:
                        last[owner[0]] = owner[1]
                    else:
                        self._require_nothing(word, begin + at)
                    at = piece.find(word, at + len(word))
            for found in _OF_OBJECTS.finditer(piece):
                if found.start() >= PIECE:
                    continue
                index = bisect_right(begins, begin + found.start()) - 1
                number = self._owners[begins[index]][0] if index >= 0 else 0
                if number not in holders:
                    raise MalformedDocument(Flaw.OBJECT_UNNAMED)
                holders.discard(number)
        for number, at in last.items():
            generation, place, _ = self._chain.places.get(number, (0, at, 0))
            if generation != PACKED and place != at:
                raise MalformedDocument(Flaw.OBJECT_MISPLACED)

    def _require_nothing(self, word: bytes, at: int) -> None:
        """A word that no table names begins nothing, whoever reads it."""
        before = self._file.cut(max(0, at - len(b"start")), at)
        is_object = word == b"obj"
        if before[-1:].isalpha() if is_object else at in self._chain.words or before == b"start":
            return
        self._strange += 1
        if is_object:
            found = [header.number for header in headers(self._file, at, at + 1, self._look)]
            begins = any(one is None or one in self._chain.places for one in found)
            self._gone.update(one for one in found if one is not None)
        else:
            begins = word in {one for one, _ in words(self._file, at, at + 1, self._look)}
        if begins or self._strange > _STRANGE:
            raise MalformedDocument(Flaw.OBJECT_MISPLACED if is_object else Flaw.TABLE_AMBIGUOUS)

    def _look_at_objects(self) -> None:
        standing = {
            at: number
            for number, (generation, at, _) in self._chain.places.items()
            if generation != PACKED
        }
        ends = [*sorted(at for _, at in self._owners.values()), self._file.size]
        for at in sorted(standing.keys() | self._chain.streams):
            end = ends[min(bisect_right(ends, at), len(ends) - 1)]
            try:
                body = read_body(self._file, at, end, SIGNED, self._reader.get_object)
            except MalformedDocument as error:
                if at in self._chain.streams or standing[at] in self._packing:
                    raise
                self._flawed[standing[at]] = error
            else:
                self._spend(body.parsed.end)
                self._note(body.number, body.parsed)

    def _look_at_packed(self) -> None:
        needed: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for number, (generation, holder, index) in self._chain.places.items():
            if generation == PACKED:
                needed[holder].add((number, index))
        for holder, members in needed.items():
            found = packed(self._reader.get_object(holder), members, self._packing[holder])
            self._spend(len(found.data))
            for number, index in members:
                try:
                    self._note(number, found.member(index, SIGNED))
                except MalformedDocument as error:
                    self._flawed[number] = error

    def _note(self, number: int, parsed: Parsed) -> None:
        self._leads[number] = parsed.references
        if not all(_is_usual(*named) for named in parsed.named):
            self._flawed[number] = MalformedDocument(Flaw.GENERATIONS)
        elif not self._gone.isdisjoint(parsed.references):
            # Poppler repairs a file for one that was freed, PDFium takes some as they were.
            lost = min(self._gone & parsed.references)
            self._flawed[number] = MalformedDocument(Flaw.OBJECT_NOT_THERE, lost)

    def _look_at_reached(self) -> None:
        """What the document leads to is in words that every reader takes the same way."""
        trailers = [section.trailer for section in self._reader.sections]
        # The title is read, too.
        heads = [
            (getattr(head, "idnum", 0), getattr(head, "generation", 0))
            for trailer in (self._reader.trailer, *trailers)
            for key in ("/Root", "/Info")
            if (head := dict.get(trailer, key)) is not None
        ]
        if not all(_is_usual(*head) for head in heads):
            raise MalformedDocument(Flaw.GENERATIONS)
        for number, _ in heads:
            if number in self._gone:
                raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
        seen: set[int] = set()
        waiting = {number for number, _ in heads}
        while waiting:
            number = waiting.pop()
            if number in self._flawed:
                raise self._flawed[number]
            seen.add(number)
            waiting |= self._leads.get(number, frozenset()) - seen
