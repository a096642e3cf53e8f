"""Objects of a document in their own words, with an entry more or another (ISO 32000-1, 7.3).

What an update writes anew it must write as it was. The library makes a whole number of a real one
and two bytes of an escape that others leave out, and then a page shows something else. So the
words are kept, of objects that every reader reads the same way; others are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, cast

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.grammar import (
    blanks,
    parse_whole,
    read_name,
    unescaped,
)
from signing.pdf.held import Held
from signing.pdf.plain_objects import OLD, listing, read_value

if TYPE_CHECKING:
    from pypdf import PdfReader

_REFERENCE = re.compile(rb"([0-9]{1,10})[\t\n\r ]+0[\t\n\r ]+R")
_NUMBER = re.compile(rb"[0-9.+-]+")


class Words:
    """The words of a document's objects."""

    def __init__(self, reader: PdfReader) -> None:
        """Read from a document.

        Args:
            reader: of it.
        """
        self._reader = reader

    def of(self, number: int) -> bytes:
        """Return the words of an object that is no stream.

        Raises:
            MalformedDocument: readers may take it for several things, or it is not there.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        packed = self._reader.xref_objStm.get(number)
        if packed is not None:
            return self._packed(number, *packed)
        at = self._reader.xref.get(0, {}).get(number)
        if at is None:
            raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
        stream = self._reader.stream
        file = Held.standing(cast("BinaryIO", stream), stream.seek(0, 2))
        header, parsed, data = read_value(file, at, file.size, OLD)
        return data[blanks(data, header.end()) : parsed.end]

    def behind(self, value: bytes) -> bytes:
        """Return what a reference stands for, in its words, or the value itself.

        Raises:
            MalformedDocument: as :meth:`of`.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        reference = _REFERENCE.fullmatch(value)
        return value if reference is None else self.of(int(reference[1]))

    def _packed(self, number: int, holder: int, index: int) -> bytes:
        data, members, _ = listing(self._reader.get_object(holder))
        if not 0 <= index < len(members) or members[index][0] != number:
            raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
        begin = blanks(data, members[index][1])
        return data[begin : parse_whole(data, begin).end]


def entries(words: bytes) -> dict[bytes, bytes]:
    """Return the entries of a dictionary by what their names mean, in their own words.

    Raises:
        MalformedDocument: it is none, or readers may take it for several things.
    """
    return {unescaped(name): value for name, value in _pairs(words)}


def with_entries(words: bytes, others: Mapping[bytes, bytes]) -> bytes:
    """Return a dictionary with some entries in the place of its own, and more at its end.

    Args:
        words: of the dictionary.
        others: entries by what their names mean; these names need no escapes.

    Raises:
        MalformedDocument: as :func:`entries`.
    """
    kept = [pair for pair in _pairs(words) if unescaped(pair[0]) not in others]
    lines = (name + b" " + value + b"\n" for name, value in (*kept, *others.items()))
    return b"<<\n" + b"".join(lines) + b">>"


def items(words: bytes) -> list[bytes]:
    """Return the items of an array, in their own words.

    Raises:
        MalformedDocument: it is none, or readers may take it for several things.
    """
    parse_whole(words, 0)
    if not words.startswith(b"["):
        raise MalformedDocument(Flaw.OBJECT_AMBIGUOUS)
    found, at = [], blanks(words, 1)
    while not words.startswith(b"]", at):
        # Two numbers side by side are no object that does not end.
        simple = _REFERENCE.match(words, at) or _NUMBER.match(words, at)
        end = simple.end() if simple is not None else parse_whole(words, at).end
        found.append(words[at:end])
        at = blanks(words, end)
    return found


def longer(words: Words, array: bytes | None, *more: bytes) -> bytes:
    """Return an array with more items at its end.

    Args:
        words: of the document.
        array: or a reference to it; None or nothing behind the reference is an empty one.
        more: items.

    Raises:
        MalformedDocument: it is none, or readers may take it for several things.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    found = words.behind(array or b"null")
    return b"[ %s ]" % b" ".join((*(items(found) if found != b"null" else ()), *more))


def _pairs(words: bytes) -> Iterator[tuple[bytes, bytes]]:
    # What is read the same way by every reader has no name twice.
    if parse_whole(words, 0).entries is None:
        raise MalformedDocument(Flaw.OBJECT_AMBIGUOUS)
    at = blanks(words, 2)
    while not words.startswith(b">>", at):
        name = read_name(words, at)
        begin = blanks(words, at + len(name))
        at = parse_whole(words, begin).end
        yield name, words[begin:at]
        at = blanks(words, at)
