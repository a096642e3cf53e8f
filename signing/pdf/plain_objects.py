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
ENDS = re.compile(rb"[\t\n\r ]*(endobj)[\t\n\r ]")
"""Behind an object that is no stream."""
_END_OF_STREAM = rb"(endstream)[\t\n\r ]+(endobj)[\t\n\r ]"
_WHOLE = re.compile(rb"[0-9]{1,10}")
_REFERENCE = re.compile(rb"([0-9]{1,10}) 0 R")


@dataclass(frozen=True)
class Manner:
    """What an object may have that others may not."""

    header: re.Pattern[bytes]
    """A row may lead to the end of the line before."""
    takes_comments: bool
    """Plain comments before a key or the end of a dictionary, as cairo writes them."""
    end_of_stream: re.Pattern[bytes]


_LOOSE_END = re.compile(rb"[\t\n\r ]{0,4}" + _END_OF_STREAM)
SIGNED = Manner(re.compile(rb"[\t\n\r ]*+" + HEADER.pattern), True, _LOOSE_END)
"""What is to be signed: nobody can change any of it later."""
OLD = Manner(
    re.compile(rb"[\0\t\n\f\r ]*+(\d{1,10})[\0\t\n\f\r ]++(\d{1,5})[\0\t\n\f\r ]++obj"),
    True,
    _LOOSE_END,
)
"""What others signed."""
ADDED = Manner(HEADER, False, re.compile(rb"(?:\r\n|\r|\n)?" + _END_OF_STREAM))
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

    @property
    def end(self) -> int:
        """Where the next byte stands."""
        return self.words[-1] + len(b"endobj")


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
    header, parsed, _ = read_value(file, start, end, manner, look)
    word, at = start + header.end() - len(b"obj"), start + parsed.end
    near = file.cut(at, at + _FEW)
    begin = _STREAM.match(near)
    is_stream = begin is not None and parsed.entries is not None
    if begin is not None and parsed.entries is not None:
        at += begin.end() + length_of(parsed.entries.get(b"/Length", b""), value)
        last = manner.end_of_stream.match(file.cut(at, at + _FEW))
    else:
        last = ENDS.match(near)
    if last is None:
        raise MalformedDocument(Flaw.STREAM_LENGTH if is_stream else Flaw.OBJECT_END)
    words = (word, *(at + place for place, _ in last.regs[1:]))
    if words[-1] + len(b"endobj") > end:
        raise MalformedDocument(Flaw.OBJECT_END)
    return Body(int(header[1]), int(header[2]), parsed, is_stream, words)


def read_value(
    file: Held,
    start: int,
    end: int,
    manner: Manner,
    look: Callable[[], None] = lambda: None,
) -> tuple[re.Match[bytes], Parsed, bytes]:
    """Return an object's header, what it says without its stream, and the bytes of both.

    What is given, and raised, is as for :func:`read_body`.
    """
    flaw = Flaw.OBJECT_ENDLESS
    for size in _SIZES:
        data = file.cut(start, min(start + size, end))
        data = without_comments(data) if manner.takes_comments else data
        header = manner.header.match(data)
        if header is None:
            raise MalformedDocument(Flaw.OBJECT_MISPLACED)
        try:
            return header, parse(data, header.end(), look), data
        except Cut as cut:
            flaw = cut.flaw
        if start + size >= end:
            break
    raise MalformedDocument(flaw)


def length_of(said: bytes, value: Callable[[int], Any]) -> int:
    """Return the length of a stream.

    Args:
        said: what its dictionary has as one.
        value: gives what stands elsewhere by its number.

    Raises:
        MalformedDocument: it is no whole number.
    """
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


def listing(stream: Any) -> tuple[bytes, list[tuple[int, int, int]], int]:  # noqa: ANN401
    """Return a stream of objects unpacked, what :func:`listed` gives of it, and its ``/First``.

    Args:
        stream: as the library read it.

    Raises:
        MalformedDocument: it lists fewer than it says, or readers unpack it to different things.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    data = unpacked(stream)
    first = int(stream.get("/First"))
    return data, list(listed(data, int(stream.get("/N")), first)), first


def packed(
    stream: Any,  # noqa: ANN401 - of the library
    needed: set[tuple[int, int]],
    known: set[tuple[int, int]] | None,
) -> Packed:
    """Return the objects of a stream: those that the tables name, in their order (7.5.7).

    Args:
        stream: as the library read it.
        needed: numbers and indices that lead to objects in use.
        known: all that any table names; None where others may wait there.

    Raises:
        MalformedDocument: some reader may find others there.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    if not all(isinstance(dict.get(stream, key), int) for key in ("/N", "/First")):
        raise MalformedDocument(Flaw.STREAM_NO_COUNT)
    data, every, first = listing(stream)
    numbers, begins = [number for number, _, _ in every], [begin for _, begin, _ in every]
    found = {(number, index) for index, number in enumerate(numbers)}
    if len(set(numbers)) != len(numbers):
        raise MalformedDocument(Flaw.OBJECT_TWICE)
    for number, _ in sorted(needed - found):
        raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
    if known is not None and found - known:
        raise MalformedDocument(Flaw.OBJECT_UNNAMED)
    begins.append(len(data))
    between = (data[every[-1][2] if every else 0 : first], data[first : begins[0]])
    if any(map(_is_more, between)) or any(one >= other for one, other in pairwise(begins)):
        raise MalformedDocument(Flaw.STREAM_ELSE)
    return Packed(data, tuple(numbers), tuple(begins))


def _is_more(between: bytes) -> bool:
    return bool(between.strip(_BLANK))
