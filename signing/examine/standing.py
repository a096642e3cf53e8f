"""A document as it stands in its file: whether every reader comes to the same objects.

A reader that meets a table which it does not like, or an object in words of its own, repairs the
file: it takes what it finds by itself, and that may be another text (ISO 32000-1, 7.5). So there
is one way to write a file, that of honest programs: tables without anything odd, each row leading
to the header of its number, no second object of a number that is in use, streams of objects that
hold what the tables say, and every object in words of the standard. All else is told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

from signing.errors import MalformedDocument
from signing.examine.chain import Chain, chain_of
from signing.flaws import Flaw
from signing.pdf.grammar import HEADER, Cut, Parsed, blanks, parse, parse_whole, without_comments
from signing.pdf.held import PIECE, Held
from signing.pdf.packing import listed, unpacked
from signing.pdf.repair import headers, words
from signing.pdf.tables import PACKED, Place

if TYPE_CHECKING:
    from pypdf import PdfReader

_NEAR = 64
_SIZES = (4 << 10, 32 << 10, 256 << 10, 2 << 20, 8 << 20)
"""Bytes of an object without its stream that are read at once, up to those that one has."""
_STREAM = re.compile(rb"[\t\n\r ]*stream(?:\r\n|\n)")
_END_OF_STREAM = re.compile(rb"[\t\n\r ]{0,4}endstream[\t\n\r ]+endobj(?![^\t\n\r %])")
_END = re.compile(rb"[\t\n\r ]*endobj(?![^\t\n\r %])")
_WHOLE = re.compile(rb"[0-9]{1,10}")
_REFERENCE = re.compile(rb"([0-9]{1,10}) ([0-9]{1,5}) R")
_OF_OBJECTS = re.compile(
    rb"/(?:O|#4[fF])(?:b|#62)(?:j|#6[aA])(?:S|#53)(?:t|#74)(?:m|#6[dD])(?![!-$&-'*-.0-;=?-Z\\^-z|~])"
)
_STRANGE = 20_000
"""Words in texts and pictures that might be of objects and tables; 64 MiB by chance have four."""
_HELD = 4
"""Streams of objects that are held unpacked: those of a page lie together."""

Spend = Callable[[int], None]


class Standing:
    """The objects of a file by their places.

    Args:
        source: the file, seekable.
        reader: a :class:`signing.pdf.standing.StandingReader` of it, strict.
        spend: told the bytes that are looked at, and may end it.
    """

    def __init__(
        self, source: BinaryIO, reader: PdfReader, spend: Spend = lambda _bytes: None
    ) -> None:
        size = source.seek(0, 2)
        self._file = Held.standing(source, size)
        self._reader: Any = reader
        self._spend = spend
        self._chain: Chain | None = None
        self._unpacked: dict[int, tuple[bytes, list[int]]] = {}
        self._seen: set[tuple[int, int]] = set()

    def require_plain(self) -> None:
        """Look at the tables, at all headers of objects, and at the streams of objects.

        Raises:
            MalformedDocument: some reader may repair the file, or find something else.
            DocumentTooLarge: there is too much to look at.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        self._chain = chain = chain_of(self._file, self._reader)
        owners = self._owners(chain)
        self._require_one_each(chain, owners)
        self._require_words(chain, owners)
        packed: dict[int, dict[int, int]] = defaultdict(dict)
        for number, (generation, holder, index) in chain.places.items():
            if generation == PACKED:
                packed[holder][number] = index
        for holder, members in packed.items():
            self._require_packed(chain, holder, members)

    def require_said(self, number: int, generation: int) -> None:
        """Look at one object, once: it is in words that every reader takes the same way.

        Raises:
            MalformedDocument: some reader may take it for something else.
            DocumentTooLarge: as :meth:`require_plain`.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        if self._chain is None or (number, generation) in self._seen:
            return
        self._seen.add((number, generation))
        place = self._chain.places.get(number)
        if place is None:
            return
        if place[0] == PACKED:
            self._require_member(place[1], place[2])
        else:
            self._require_object(place)

    def _owners(self, chain: Chain) -> dict[int, tuple[int, int]]:
        """Return the places of the words that begin objects, with their numbers and places."""
        found: dict[int, tuple[int, int]] = {}
        for number, places in chain.named.items():
            for generation, at, _ in places:
                if generation < 0:
                    continue
                header = self._header(self._file.cut(at, at + _NEAR))
                if header is None and not generation and 0 < at < self._file.size:
                    # Ghostscript counts some that it makes nothing of; nobody looks there.
                    continue
                said = (int(header[1]), int(header[2])) if header else None
                if header is None or said != (number, generation) or generation:
                    raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
                found[at + header.end() - len(b"obj")] = (number, at)
        return found

    def _look(self) -> None:
        self._spend(1)

    def _header(self, near: bytes) -> re.Match[bytes] | None:
        return HEADER.match(near, blanks(near, 0))

    def _require_one_each(self, chain: Chain, owners: dict[int, tuple[int, int]]) -> None:
        """Whoever finds objects by their headers takes the last of each, and comes to the same."""
        last: dict[int, int] = {}
        strange = 0
        for at in self._file.find(b"obj", self._look):
            owner = owners.get(at)
            if owner is not None:
                last[owner[0]] = owner[1]
                continue
            if self._file.cut(max(0, at - 1), at).isalpha():
                continue
            strange += 1
            found = [header.number for header in headers(self._file, at, at + 1, self._look)]
            if strange > _STRANGE or any(one is None or one in chain.places for one in found):
                raise MalformedDocument(Flaw.OBJECT_MISPLACED)
        for number, at in last.items():
            generation, place, _ = chain.places.get(number, (0, at, 0))
            if generation != PACKED and place != at:
                raise MalformedDocument(Flaw.OBJECT_MISPLACED)

    def _require_words(self, chain: Chain, owners: dict[int, tuple[int, int]]) -> None:
        """No other trailer, table or stream of either kind is found in the file's bytes."""
        begins = sorted(owners)

        def owner(at: int) -> int:
            index = bisect_right(begins, at) - 1
            return owners[begins[index]][0] if index >= 0 else 0

        # Each says once what it is; what nobody names may stand behind one of them.
        streams, holders = set(chain.streams), set(chain.holders)
        strange = 0
        for wanted in (b"trailer", b"xref", b"/XRef"):
            for at in self._file.find(wanted, self._look):
                if wanted == b"/XRef":
                    known = owner(at) in streams
                    streams.discard(owner(at))
                    known = known or any(start <= at < end for start, end in chain.trailers)
                else:
                    known = at in chain.words or self._file.cut(max(0, at - 5), at) == b"start"
                if known:
                    continue
                strange += 1
                meant = {word for word, _ in words(self._file, at, at + 1, self._look)}
                if strange > _STRANGE or wanted in meant:
                    raise MalformedDocument(Flaw.TABLE_AMBIGUOUS)
        for begin in range(0, self._file.size, PIECE):
            piece = self._file.cut(begin, min(begin + PIECE + _NEAR, self._file.size))
            for found in _OF_OBJECTS.finditer(piece):
                if found.start() >= PIECE:
                    continue
                if owner(begin + found.start()) not in holders:
                    raise MalformedDocument(Flaw.OBJECT_UNNAMED)
                holders.remove(owner(begin + found.start()))

    def _require_packed(self, chain: Chain, holder: int, members: dict[int, int]) -> None:
        """A stream of objects holds what the tables say, each once and in their order (7.5.7)."""
        _, begins, numbers = self._holder(holder)
        if len(set(numbers)) != len(numbers):
            raise MalformedDocument(Flaw.OBJECT_TWICE)
        for number, index in members.items():
            if index >= len(numbers) or numbers[index] != number:
                raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
        for index, number in enumerate(numbers):
            if (PACKED, holder, index) not in chain.named.get(number, ()):
                raise MalformedDocument(Flaw.OBJECT_UNNAMED)
        if any(one >= other for one, other in pairwise(begins)):
            raise MalformedDocument(Flaw.STREAM_ELSE)

    def _holder(self, holder: int) -> tuple[bytes, list[int], list[int]]:
        stream: Any = self._reader.get_object(holder)
        data = unpacked(stream)
        self._spend(len(data))
        count, first = dict.get(stream, "/N"), dict.get(stream, "/First")
        if not isinstance(count, int) or not isinstance(first, int):
            raise MalformedDocument(Flaw.STREAM_NO_COUNT)
        every = list(listed(data, count, first))
        begins = [begin for _, begin, _ in every]
        behind = data[every[-1][2] if every else 0 : first]
        if behind.strip(b"\t\n\r ") or (begins and data[first : begins[0]].strip(b"\t\n\r ")):
            raise MalformedDocument(Flaw.STREAM_ELSE)
        self._unpacked[holder] = data, [*begins, len(data)]
        while len(self._unpacked) > _HELD:
            del self._unpacked[next(iter(self._unpacked))]
        return data, begins, [number for number, _, _ in every]

    def _require_member(self, holder: int, index: int) -> None:
        if holder not in self._unpacked:
            self._holder(holder)
        data, begins = self._unpacked[holder]
        if index + 1 >= len(begins):
            raise MalformedDocument(Flaw.STREAM_FEWER)
        one = without_comments(data[begins[index] : begins[index + 1]])
        self._spend(len(one))
        if blanks(one, parse_whole(one, 0).end) != len(one):
            raise MalformedDocument(Flaw.STREAM_ELSE)

    def _require_object(self, place: Place) -> None:
        start, error = place[1], MalformedDocument(Flaw.OBJECT_ENDLESS)
        for size in _SIZES:
            data = without_comments(self._file.cut(start, min(start + size, self._file.size)))
            header = self._header(data)
            # Of what goes on behind a piece something else may be seen, so more is read then.
            try:
                parsed = parse(data, header.end()) if header is not None else None
                self._spend(parsed.end if parsed is not None else len(data))
                if parsed is not None and self._ends(start, data, parsed):
                    return
            except Cut as cut:
                error = MalformedDocument(cut.flaw)
            except MalformedDocument as malformed:
                error = malformed
            self._spend(len(data))
            if start + size >= self._file.size:
                break
        raise error

    def _ends(self, start: int, data: bytes, parsed: Parsed) -> bool:
        """Whether an object, and its stream, ends where it says; False if that is not seen."""
        if parsed.end + _NEAR > len(data) and start + len(data) < self._file.size:
            return False
        begin = _STREAM.match(data, parsed.end)
        if begin is None or parsed.entries is None:
            if _END.match(data, parsed.end) is None:
                raise MalformedDocument(Flaw.OBJECT_END)
            return True
        end = start + begin.end() + self._length(parsed.entries.get(b"/Length", b""))
        if _END_OF_STREAM.match(self._file.cut(end, end + _NEAR)) is None:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        return True

    def _length(self, said: bytes) -> int:
        reference = _REFERENCE.fullmatch(said)
        if reference is not None:
            number, generation = int(reference[1]), int(reference[2])
            self.require_said(number, generation)
            found: Any = self._reader.get_object(number)
            said = b"%d" % found if isinstance(found, int) and not generation else b""
        if not _WHOLE.fullmatch(said):
            raise MalformedDocument(Flaw.STREAM_NO_LENGTH)
        return int(said)
