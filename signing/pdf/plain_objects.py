"""Objects, and streams of objects, that every reader reads the same way (ISO 32000-1, 7.3, 7.5.7).

One set of rules for what is to be signed and for what is put behind a signature. What honest
programs write before anybody signs, and an update has no need of, is in the :class:`Manner`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.grammar import HEADER, Cut, Parsed, blanks, parse, parse_whole, without_comments
from signing.pdf.held import Held
from signing.pdf.packing import listed, unpacked

_BLANK = b"\t\n\r "
_FEW = 64
_SIZES = (4 << 10, 32 << 10, 256 << 10, 2 << 20, 8 << 20)
"""Bytes of an object without its stream that are read at once, up to those that one has."""
_STREAM = re.compile(rb"[\t\n\r ]*stream(?:\r\n|\n)")
_END = re.compile(rb"[\t\n\r ]*(endobj)[\t\n\r ]")
_END_OF_STREAM = rb"(endstream)[\t\n\r ]+(endobj)[\t\n\r ]"
_WHOLE = re.compile(rb"[0-9]{1,10}")
_REFERENCE = re.compile(rb"([0-9]{1,10}) 0 R")


@dataclass(frozen=True)
class Manner:
    """What an object may have that others may not."""

    takes_blanks: bool
    """White space before its header: a row may lead to the end of the line before."""
    takes_comments: bool
    """Plain comments before a key or the end of a dictionary, as cairo writes them."""
    end_of_stream: re.Pattern[bytes]


SIGNED = Manner(True, True, re.compile(rb"[\t\n\r ]{0,4}" + _END_OF_STREAM))
"""What is to be signed, or was: nobody can change any of it later."""
ADDED = Manner(False, False, re.compile(rb"(?:\r\n|\r|\n)?" + _END_OF_STREAM))
"""What was put behind a signature."""


@dataclass(frozen=True)
class Body:
    """An object as it stands in a file."""

    number: int
    generation: int
    parsed: Parsed
    is_stream: bool
    words: tuple[int, ...]
    """Places of ``obj``, ``endstream`` and ``endobj``."""
    end: int
    """Behind its last word."""


def header_at(near: bytes, manner: Manner) -> re.Match[bytes] | None:
    """Return the header of an object that begins where some bytes do."""
    return HEADER.match(near, blanks(near, 0) if manner.takes_blanks else 0)


def read_body(
    file: Held,
    start: int,
    end: int,
    manner: Manner,
    value: Callable[[int], Any],
    look: Callable[[], None] = lambda: None,
) -> Body:
    """Read an object with its stream.

    Args:
        file: the whole of it.
        start: where a table says that it is.
        end: where it ends at the latest.
        manner: in which it is written.
        value: gives what stands elsewhere by its number: the length of a stream.
        look: called for each word, and may end it.

    Raises:
        MalformedDocument: some reader may read something else.
    """
    header, parsed = _read(file, start, end, manner, look)
    number, generation = int(header[1]), int(header[2])
    word, at = start + header.end() - len(b"obj"), start + parsed.end
    near = file.cut(at, at + _FEW)
    begin = _STREAM.match(near)
    if begin is None or parsed.entries is None:
        last = _END.match(near)
        if last is None:
            raise MalformedDocument(Flaw.OBJECT_END)
        return Body(
            number, generation, parsed, False, (word, at + last.start(1)), at + last.end(1)
        )
    at += begin.end() + _length(parsed.entries.get(b"/Length", b""), value)
    last = manner.end_of_stream.match(file.cut(at, at + _FEW))
    if last is None:
        raise MalformedDocument(Flaw.STREAM_LENGTH)
    words = (word, at + last.start(1), at + last.start(2))
    return Body(number, generation, parsed, True, words, at + last.end(2))


def _read(
    file: Held, start: int, end: int, manner: Manner, look: Callable[[], None]
) -> tuple[re.Match[bytes], Parsed]:
    error = MalformedDocument(Flaw.OBJECT_ENDLESS)
    for size in _SIZES:
        data = file.cut(start, min(start + size, end))
        data = without_comments(data) if manner.takes_comments else data
        header = header_at(data, manner)
        if header is None:
            raise MalformedDocument(Flaw.OBJECT_MISPLACED)
        # Of what goes on behind a piece something else may be seen, so more is read then.
        try:
            return header, parse(data, header.end(), look)
        except Cut as cut:
            error = MalformedDocument(cut.flaw)
        except MalformedDocument as malformed:
            error = malformed
        if start + size >= end:
            break
    raise error


def _length(said: bytes, value: Callable[[int], Any]) -> int:
    reference = _REFERENCE.fullmatch(said)
    if reference is not None:
        found = value(int(reference[1]))
        said = b"%d" % found if isinstance(found, int) else b""
    if not _WHOLE.fullmatch(said):
        raise MalformedDocument(Flaw.STREAM_NO_LENGTH)
    return int(said)


@dataclass(frozen=True)
class Packed:
    """A stream of objects."""

    data: bytes
    numbers: tuple[int, ...]
    begins: tuple[int, ...]
    """Where each begins, and where the last one ends."""

    def member(
        self, index: int, manner: Manner, look: Callable[[], None] = lambda: None
    ) -> Parsed:
        """Return one of the objects in it.

        Raises:
            MalformedDocument: it may be another to some reader.
        """
        one = self.data[self.begins[index] : self.begins[index + 1]]
        one = without_comments(one) if manner.takes_comments else one
        parsed = parse_whole(one, 0, look)
        if blanks(one, parsed.end) != len(one):
            raise MalformedDocument(Flaw.STREAM_ELSE)
        return parsed


def packed(stream: Any, needed: set[tuple[int, int]], known: set[tuple[int, int]]) -> Packed:  # noqa: ANN401
    """Return the objects of a stream: those that the tables name, in their order (7.5.7).

    Args:
        stream: as the library read it.
        needed: numbers and indices that lead to objects in use.
        known: all that any table names.

    Raises:
        MalformedDocument: some reader may find others there.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    data = unpacked(stream)
    count, first = (dict.get(stream, key) for key in ("/N", "/First"))
    if not isinstance(count, int) or not isinstance(first, int):
        raise MalformedDocument(Flaw.STREAM_NO_COUNT)
    every = list(listed(data, count, first))
    numbers, begins = [number for number, _, _ in every], [begin for _, begin, _ in every]
    found = {(number, index) for index, number in enumerate(numbers)}
    if len(set(numbers)) != len(numbers):
        raise MalformedDocument(Flaw.OBJECT_TWICE)
    for number, _ in sorted(needed - found):
        raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
    if found - known:
        raise MalformedDocument(Flaw.OBJECT_UNNAMED)
    begins.append(len(data))
    between = (data[every[-1][2] if every else 0 : first], data[first : begins[0]])
    if any(map(_is_more, between)) or any(one >= other for one, other in pairwise(begins)):
        raise MalformedDocument(Flaw.STREAM_ELSE)
    return Packed(data, tuple(numbers), tuple(begins))


def _is_more(between: bytes) -> bool:
    return bool(between.strip(_BLANK))
