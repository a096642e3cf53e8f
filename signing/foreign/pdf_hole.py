"""What a signature leaves out of a PDF is its own value, and nobody else's (ISO 32000-1, 12.8.1).

The value may be written with small or capital letters, and gain time-stamps; nobody signed how. So
no stream and no text may reach over it: a picture whose length leads behind the value draws its
letters, and takes its colours from them where it has a palette.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf_signed import Signed
from signing.pdf.held import PIECE, Held
from signing.pdf.plain_objects import OLD, read_value
from signing.pdf.tables import Place

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_BLANK = rb"(?:[\0\t\n\f\r ]|%[^\r\n]{0,200}[\r\n]){0,200}"
_LENGTH = re.compile(
    rb"/(?:L|#4[cC])(?:e|#65)(?:n|#6[eE])(?:g|#67)(?:t|#74)(?:h|#68)(?![!-$&'*-.0-;=?-Z\\^-z|~])"
    + _BLANK
    + rb"[+-]?([0-9]+)(?:"
    + _BLANK
    + rb"[0-9]+"
    + _BLANK
    + rb"(R))?"
)
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_NEAR = 64 << 10
_STREAM, _END = b"stream", b"endstream"
_MAX_DIGITS = 10


class Lengths:
    """What a file calls lengths of streams, wherever it does."""

    def __init__(self, pdf: Held, look: Callable[[], None]) -> None:
        """Begin.

        Args:
            pdf: the whole file.
            look: called all along; raises where it takes too long.
        """
        self._pdf, self._look = pdf, look
        self._values: dict[tuple[int, frozenset[Place]], int] = {}
        self._closed: set[int] = set()

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
        last = max((at for at in self._ends if at < hole[0]), default=-1)
        begin = max((at for at in self._streams if at < hole[0]), default=-1)
        # Who finds no end by the length looks for the next one.
        if begin > last:
            raise MalformedDocument(Flaw.STREAM_LENGTH)
        places = old.places()
        signed = Signed(self._pdf, old, self._look)
        for at, number, is_elsewhere in self._said:
            if at >= hole[0]:
                break
            length = self._length(number, places, signed) if is_elsewhere else number
            if at + length > last:
                raise MalformedDocument(Flaw.STREAM_LENGTH)
        begins = {at for found in places.values() for kind, at, _ in found if kind >= 0}
        for begin, end in pairwise([*sorted(at for at in begins if at < hole[0]), hole[0]]):
            if end < hole[0] and begin not in self._closed:
                self._require_closed(begin, end)

    def _length(self, number: int, places: Mapping[int, frozenset[Place]], signed: Signed) -> int:
        # A reference to nothing is null, and so is one from an object that was replaced.
        if number not in places:
            return 0
        key = number, places[number]
        if key not in self._values:
            found = signed.value(number)
            self._values[key] = int(found) if isinstance(found, (int, float)) else 0
        return self._values[key]

    def _require_closed(self, begin: int, end: int) -> None:
        """No text goes on behind its object: colours may be taken from it."""
        self._look()
        data = self._pdf.cut(begin, min(end, begin + _NEAR))
        head = _ESCAPED.sub(b"", data.partition(_STREAM)[0])
        if head.count(b"(") != head.count(b")"):
            read_value(self._pdf, begin, end, OLD, self._look)
        self._closed.add(begin)

    @cached_property
    def _ends(self) -> list[int]:
        return list(self._pdf.find(_END, self._look))

    @cached_property
    def _streams(self) -> list[int]:
        own = {at + len(_END) - len(_STREAM) for at in self._ends}
        found = (at for at in self._pdf.find(_STREAM, self._look) if at not in own)
        return [at for at in found if self._pdf.cut(at + 6, at + 7) in (b"\r", b"\n")]

    @cached_property
    def _said(self) -> list[tuple[int, int, bool]]:
        """Places, numbers, and whether each is an object's; in their order."""
        found = []
        for begin in range(0, self._pdf.size, PIECE):
            self._look()
            for word in _LENGTH.finditer(self._pdf.cut(begin, begin + PIECE + _NEAR)):
                if word.start() < PIECE:
                    number = int(word[1][-_MAX_DIGITS:])
                    found.append((begin + word.start(), number, word[2] is not None))
        return found
