"""Where a value of a PDF ends, to every reader (ISO 32000-1, 7.3).

Behind a header stands one value – texts, comments and brackets are closed, and of words there are
numbers, ``true``, ``false``, ``null`` and ``R`` alone – and then ``endobj``, or the data of a
stream. Whatever else is read in another way by somebody: to Ghostscript the last of several values
is the object, MuPDF reads escapes in words. What cannot be read so has no end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.held import Held

Look = Callable[[], None]
_WHOLE = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_MARK = re.compile(
    rb"/" + _WHOLE + rb"*+|<<|>>|[\[\]]|<[0-9A-Fa-f\0\t\n\f\r ]*+>|%[^\r\n]*+|stream|endobj"
    # Behind these it is no text, or nothing that stands by itself.
    rb"|[()<>{}]"
)
_BLANK = rb"[\0\t\n\f\r ]"
_BLANKS = b"\0\t\n\f\r "
_WORD = rb"(?:[0-9+.#\x80-\xff-]++R?|true|false|null|R)"
"""Or what is one to nobody, but within brackets does no harm."""
_A_WORD = re.compile(rb"%b(?:%b++|\Z)" % (_WORD, _BLANK))
_LONE = re.compile(
    rb"%b*+(?:[0-9]++%b++[0-9]++%b++R|[0-9+.-]++|true|false|null)%b++" % ((_BLANK,) * 4)
)
_BEHIND = re.compile(_BLANK + rb"|%")
_OF_SIGNATURE = b"/Contents"
_PART = re.compile(rb"[()]|\\.", re.DOTALL)
_NO_BRACKETS = bytes({*range(256)} - {*b"()\\"})
_SIZES = (4 << 10, 64 << 10, 1 << 20, 16 << 20)
"""Bytes that are read at once, up to those that one value has."""
_CLOSES = {b"<<": b">>", b"[": b"]"}
_ENDS = (b"endobj", b"stream")


@dataclass(frozen=True)
class Value:
    """Where one ends."""

    end: int
    """The place; of a stream that behind its word, and of a word where it may begin."""
    said: bytes | None
    """Of a stream its dictionary."""


def read_end(
    pdf: Held,
    at: int,
    end: int,
    look: Look,
    *,
    is_open: bool = False,
    is_trailer: bool = False,
) -> Value:
    """Return where a value ends, or where the data begin if it is a stream.

    Args:
        pdf: the whole file.
        at: behind its header.
        end: before which it must end.
        look: called all along; raises where it takes too long.
        is_open: whether it may go on there, with the value of a signature.
        is_trailer: whether it is a dictionary alone, and all ends with it.

    Raises:
        MalformedDocument: to some reader it may go on.
    """
    for size in _SIZES:
        until = min(size, end - at)
        is_last = at + until == end
        # A comment is followed by the end of its line.
        data = pdf.cut(at, at + until + 1)
        try:
            found = _read(data, until, look, is_open=is_open and is_last, is_trailer=is_trailer)
        except MalformedDocument:
            # It may go on behind what was read.
            if is_last:
                raise
            continue
        return Value(at + found.end, found.said)
    raise MalformedDocument(Flaw.OBJECT_ENDLESS)


def _read(data: bytes, until: int, look: Look, *, is_open: bool, is_trailer: bool) -> Value:
    inside: list[bytes] = []
    place = opened = closed = 0
    while (found := _MARK.search(data, place)) and found.start() < until:
        look()
        word, between = found[0], data[place : found.start()]
        if inside:
            _require(not _A_WORD.sub(b"", between.lstrip(_BLANKS)))
        elif between.strip(_BLANKS):
            # A value that is a word.
            _require(not closed and _LONE.fullmatch(between))
            closed = found.start()
        if word in _ENDS and not inside:
            return _value(data, found, opened, closed)
        if not inside and word[:1] != b"%":
            _require(not closed)
            opened = found.start()
        place = _over(data, found, inside, look)
        closed = place if not inside and word[:1] != b"%" else closed
        if closed and is_trailer:
            _require(word == b">>")
            return Value(closed, None)
    _require(is_open and place <= until and inside and inside[-1] == b">>")
    _require(data[:until].rstrip(_BLANKS).endswith(_OF_SIGNATURE))
    return Value(until, None)


def _value(data: bytes, end: re.Match[bytes], opened: int, closed: int) -> Value:
    said = data[opened:closed]
    if end[0] == b"stream":
        _require(said.startswith(b"<<"))
        return Value(end.end(), said)
    _require(closed and _BEHIND.match(data, end.end()))
    return Value(closed, None)


def _require(found: object) -> None:
    if not found:
        raise MalformedDocument(Flaw.OBJECT_ENDLESS)


def _over(data: bytes, found: re.Match[bytes], inside: list[bytes], look: Look) -> int:
    """Go on over a mark; return where it ends, or the text that it begins."""
    word = found[0]
    if word in _CLOSES:
        inside.append(_CLOSES[word])
    elif inside and word == inside[-1]:
        inside.pop()
    elif word == b"(":
        return _end_of_text(data, found.end(), look)
    elif word[:1] == b"%":
        # To who does not skip comments this is words.
        brackets = word.translate(None, _NO_BRACKETS).replace(b"()", b"").strip(b"\\")
        if found.end() == len(data) or brackets:
            raise MalformedDocument(Flaw.OBJECT_ENDLESS)
    elif word[:1] != b"/" and (word[:1] != b"<" or word[-1:] != b">"):
        raise MalformedDocument(Flaw.OBJECT_ENDLESS)
    return found.end()


def _end_of_text(data: bytes, place: int, look: Look) -> int:
    depth = 1
    while depth:
        look()
        found = _PART.search(data, place)
        if found is None:
            raise MalformedDocument(Flaw.TEXT_ENDLESS)
        place = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
    return place
