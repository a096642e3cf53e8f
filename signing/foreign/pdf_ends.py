"""Where a value of a PDF ends, to every reader (ISO 32000-1, 7.3).

Texts, comments and brackets are closed, whatever words are within them; of words only where they
end is asked. What cannot be read so has no end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.held import Held
from signing.pdf.repair import BLANK

Look = Callable[[], None]
_WHOLE = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_MARK = re.compile(
    rb"/" + _WHOLE + rb"*+|<<|>>|[\[\]]|<[0-9A-Fa-f\0\t\n\f\r ]*+>|%[^\r\n]*+|stream"
    # Behind these it is no text, or nothing that stands by itself.
    rb"|end(?:obj|stream)|[()<>{}]"
)
_PART = re.compile(rb"[()]|\\.", re.DOTALL)
_NO_BRACKETS = bytes({*range(256)} - {*b"()\\"})
_SIZES = (4 << 10, 64 << 10, 1 << 20, 16 << 20)
"""Bytes that are read at once, up to those that one value has."""
_CLOSES = {b"<<": b">>", b"[": b"]"}
_OPENS = (b"<", b"[", b"(")


@dataclass(frozen=True)
class Value:
    """Where one ends."""

    end: int
    """The place; of a stream that behind its word, and of a word where it may begin."""
    said: bytes | None
    """Of a stream its dictionary."""


def read_end(pdf: Held, at: int, end: int, look: Look, *, is_open: bool = False) -> Value:
    """Return where a value ends, or where the data begin if it is a stream.

    Args:
        pdf: the whole file.
        at: behind its header.
        end: before which it must end.
        look: called all along; raises where it takes too long.
        is_open: whether it may go on there, in a dictionary.

    Raises:
        MalformedDocument: to some reader it may go on.
    """
    for size in _SIZES:
        until = min(size, end - at)
        is_last = at + until == end
        # A comment is followed by the end of its line.
        data = pdf.cut(at, at + until + 1)
        try:
            found = _read(data, until, look, is_open=is_open and is_last)
        except MalformedDocument:
            # It may go on behind what was read.
            if is_last:
                raise
            continue
        return Value(at + found.end, found.said)
    raise MalformedDocument(Flaw.OBJECT_ENDLESS)


def _read(data: bytes, until: int, look: Look, *, is_open: bool) -> Value:
    inside: list[bytes] = []
    place = opened = closed = 0
    while (found := _MARK.search(data, place)) and found.start() < until:
        look()
        word = found[0]
        if not inside:
            is_word = bool(data[place : found.start()].strip(BLANK))
            if closed and word == b"stream":
                if is_word:
                    raise MalformedDocument(Flaw.OBJECT_ENDLESS)
                return Value(found.end(), data[opened:closed])
            if is_word or (word[:1] != b"%" and (closed or word[:1] not in _OPENS)):
                return Value(closed, None)
            opened = opened if closed else found.start()
        place = _over(data, found, inside, look)
        closed = place if not inside and word[:1] != b"%" else closed
    if place > until + 1 or (inside and not (is_open and inside[-1] == b">>")):
        raise MalformedDocument(Flaw.OBJECT_ENDLESS)
    if not inside and not data[place:until].strip(BLANK):
        raise MalformedDocument(Flaw.OBJECT_ENDLESS)
    return Value(until if inside else closed, None)


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
