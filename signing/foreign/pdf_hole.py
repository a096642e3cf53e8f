"""What a signature leaves out of a PDF is its own value, and nobody else's (ISO 32000-1, 12.8.1).

The value may be written with small or capital letters, and gain time-stamps; nobody signed how. So
nothing may reach over it: a picture whose data go on behind the value draws its letters, and takes
its colours from them where it has a palette, and a text without an end shows them. Whatever stands
before the value is read here word by word; of words only where they end is asked. What a reader
that repairs the file takes for an object, within a text or a stream too, ends before the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf_hidden import listed
from signing.foreign.pdf_signed import Signed
from signing.pdf.held import Held
from signing.pdf.repair import BLANK, headers
from signing.pdf.tables import Place

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_BLANK = rb"[\0\t\n\f\r ]"
_WHOLE = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_MARK = re.compile(
    rb"/" + _WHOLE + rb"*+|<<|>>|[\[\]]|<[0-9A-Fa-f\0\t\n\f\r ]*+>|%[^\r\n]*+|stream"
    # Behind these it is no text, or nothing that stands by itself.
    rb"|end(?:obj|stream)|[()<>{}]"
)
_PART = re.compile(rb"[()]|\\.", re.DOTALL)
_CLOSED = re.compile(rb"\([^()\\]*+\)")
_LENGTH = re.compile(
    rb"/(?:L|#4[cC])(?:e|#65)(?:n|#6[eE])(?:g|#67)(?:t|#74)(?:h|#68)(?!" + _WHOLE + rb")"
    rb"(?:" + _BLANK + rb"*+([0-9]{1,20}+)"
    rb"(?:" + _BLANK + rb"++[0-9]{1,5}+" + _BLANK + rb"++(R))?" + _BLANK + rb"*+(?=/|>>))?"
)
_LINE = re.compile(rb"\r?\n")
_END = re.compile(_BLANK + rb"{0,64}endstream(?=" + _BLANK + rb")")
_FEW = 128
_SIZES = (4 << 10, 64 << 10, 1 << 20, 16 << 20)
"""Bytes of words that are read at once, up to those that stand anywhere between two streams."""
_CLOSES = {b"<<": b">>", b"[": b"]"}
_MARKS = b"\0\t\n\f\r "


@dataclass(frozen=True)
class _Stream:
    """The beginning of one."""

    behind: int
    """Where its word ends."""
    said: bytes
    """Its dictionary."""


class Lengths:
    """Where what stands in a file ends; each piece is read once."""

    def __init__(self, pdf: Held, look: Callable[[], None]) -> None:
        """Begin.

        Args:
            pdf: the whole file.
            look: called all along; raises where it takes too long.
        """
        self._pdf, self._look = pdf, look
        self._values: dict[tuple[int, frozenset[Place]], int] = {}
        self._read: set[tuple[int, int]] = set()
        self._headers: dict[int, int | None] = {}
        self._until = 0
        self._unlisted: set[int | None] = set()
        """Numbers of what no table names; None where readers may differ in one."""

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
        places = old.places()
        signed = Signed(self._pdf, old, self._look)
        hidden = self._hidden(old, hole[0])
        self._unlisted = {*hidden.values()}
        for word in hidden:
            stream = self._words(word + len(b"obj"), hole[0], self._value)
            if stream is not None:
                self._end_of_stream(stream, hole[0], places, signed)
        begins = {at for found in places.values() for kind, at, _ in found if kind >= 0}
        for piece in pairwise([*sorted({0, *(at for at in begins if at < hole[0])}), hole[0]]):
            if piece not in self._read:
                self._require_own_end(*piece, places, signed, is_last=piece[1] == hole[0])
                self._read.add(piece)

    def _require_own_end(
        self,
        begin: int,
        end: int,
        places: Mapping[int, frozenset[Place]],
        signed: Signed,
        *,
        is_last: bool,
    ) -> None:
        """Whatever begins in a piece ends in it; only the signature's dictionary does not."""
        at = begin
        read = partial(self._stream, is_open=is_last)
        while (stream := self._words(at, end, read)) is not None:
            at = self._end_of_stream(stream, end, places, signed)

    def _hidden(self, old: BoundedReader, end: int) -> dict[int, int | None]:
        """Return the numbers of what no table names before a place, by the places of the words."""
        known = listed(self._pdf, old)[0]
        if end > self._until:
            # The newest signature is asked for first: others stand before it.
            found = headers(self._pdf, 0, end, self._look, known)
            self._headers = {**known, **{item.word: item.number for item in found}}
            self._until = end
        every = self._headers.items()
        return {word: number for word, number in every if word < end and word not in known}

    def _end_of_stream(
        self, stream: _Stream, end: int, places: Mapping[int, frozenset[Place]], signed: Signed
    ) -> int:
        line = _LINE.match(self._pdf.cut(stream.behind, stream.behind + _FEW))
        if line is None:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        ends: set[int] = set()
        for word in _LENGTH.finditer(stream.said):
            self._look()
            least = stream.behind + line.end() + self._length(word, places, signed)
            found = _END.match(self._pdf.cut(least, min(least + _FEW, end)))
            ends.add(least + found.end() if found is not None else 0)
        # Who finds no end by the length looks for another one, word by word.
        if len(ends) != 1 or 0 in ends:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        return ends.pop()

    def _words(
        self, at: int, end: int, read: Callable[[bytes, int], _Stream | None]
    ) -> _Stream | None:
        """Read on to a stream; None where there is none."""
        for size in _SIZES:
            until = min(size, end - at)
            # A comment is followed by the end of its line.
            data = self._pdf.cut(at, at + until + 1)
            try:
                found = read(data, until)
            except MalformedDocument:
                # Words may go on behind what was read.
                if at + until == end:
                    raise
                continue
            if found is not None:
                return _Stream(at + found.behind, found.said)
            if at + until == end or read == self._value:
                return None
        raise MalformedDocument(Flaw.OBJECT_ENDLESS)

    def _stream(self, data: bytes, until: int, *, is_open: bool = False) -> _Stream | None:
        """Read words to the beginning of a stream."""
        inside: list[bytes] = []
        place = opened = closed = 0
        while (found := _MARK.search(data, place)) and found.start() < until:
            if found[0] == b"stream":
                if inside or data[closed : found.start()].strip(_MARKS):
                    raise MalformedDocument(Flaw.OBJECT_ENDLESS)
                return _Stream(found.end(), data[opened:closed])
            opened, before = opened if inside else found.start(), bool(inside)
            place = self._over(data, found, inside)
            closed = place if before and not inside else closed
        if place > until + 1 or (inside and not is_open):
            raise MalformedDocument(Flaw.OBJECT_ENDLESS)
        return None

    def _value(self, data: bytes, until: int) -> _Stream | None:
        """Read one value to its end, or to the beginning of the stream that it is."""
        inside: list[bytes] = []
        place = opened = closed = 0
        while (found := _MARK.search(data, place)) and found.start() < until:
            word = found[0]
            if not inside:
                if data[place : found.start()].strip(BLANK):
                    return None
                if closed and word == b"stream":
                    return _Stream(found.end(), data[opened:closed])
                if word[:1] != b"%" and (closed or word[:1] not in (b"<", b"[", b"(")):
                    return None
                opened = opened if closed else found.start()
            place = self._over(data, found, inside)
            closed = place if not inside and word[:1] != b"%" else closed
        if inside or place > until + 1 or not data[place:until].strip(BLANK):
            raise MalformedDocument(Flaw.OBJECT_ENDLESS)
        return None

    def _over(self, data: bytes, found: re.Match[bytes], inside: list[bytes]) -> int:
        """Go on over a mark; return where it ends, or the text that it begins."""
        self._look()
        word = found[0]
        if word in _CLOSES:
            inside.append(_CLOSES[word])
        elif inside and word == inside[-1]:
            inside.pop()
        elif word == b"(":
            return self._end_of_text(data, found.end())
        elif word[:1] == b"%":
            # To who does not skip comments this is words.
            if found.end() == len(data) or {*b"()"} & {*_CLOSED.sub(b"", word)}:
                raise MalformedDocument(Flaw.OBJECT_ENDLESS)
        elif not (word[:1] == b"/" or (word[:1] == b"<" and word[-1:] == b">")) and (
            inside or word != b"endobj"
        ):
            raise MalformedDocument(Flaw.OBJECT_ENDLESS)
        return found.end()

    def _end_of_text(self, data: bytes, place: int) -> int:
        depth = 1
        while depth:
            self._look()
            found = _PART.search(data, place)
            if found is None:
                raise MalformedDocument(Flaw.TEXT_ENDLESS)
            place = found.end()
            depth += {b"(": 1, b")": -1}.get(found[0], 0)
        return place

    def _length(
        self, word: re.Match[bytes], places: Mapping[int, frozenset[Place]], signed: Signed
    ) -> int:
        if word[1] is None:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        number = int(word[1])
        if word[2] is None:
            return number
        if {number, None} & self._unlisted:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        key = number, places.get(number, frozenset())
        if key not in self._values:
            # A reference to nothing is null, and so is one from an object that was replaced.
            found = signed.value(number) if key[1] else None
            if not isinstance(found, int) or found < 0:
                raise MalformedDocument(Flaw.STREAM_LENGTH)
            self._values[key] = found
        return self._values[key]
