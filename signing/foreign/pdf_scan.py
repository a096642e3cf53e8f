"""What stands in a PDF's bytes whether or not its tables lead there (ISO 32000-1, 7.3.10, 7.5).

Words are looked for, and what belongs to them is read around each: a pattern would be tried at
every byte, which takes half a minute of 256 MiB.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from signing.pdf.held import PIECE, Held

_SPACE = b"\0\t\n\x0b\f\r "
_NEAR = 1 << 12
"""Bytes looked at on either side of a word at once."""
# A table has at least one section (7.5.4); other readers see none in one without.
_TABLE = re.compile(rb"\s*(?:xref\s+\d+\s+\d+|\d{1,10}\s+\d{1,5}\s+obj\b)")
_ARRAY = re.compile(rb"\s*\[")
_NUMBER = re.compile(rb"\d+\Z")
_WORD_BYTE = re.compile(rb"\w")
_MARKS = frozenset(bytes((mark,)) for mark in b"\0\t\n\f\r ")
_RANGES = re.compile(rb"/ByteRange[ \t\n\r\f\v]*+(\[|\Z)")
"""Begins with letters, so that it is looked for as quickly as they are."""
_OBJECT = b"obj"
_DIGITS = 16
Look: TypeAlias = Callable[[], None]
"""Called for each word that is found; raises where that takes too long."""


def byte_ranges(pdf: Held, most: int, look: Look) -> int:
    """Return how many byte ranges stand in a file; no more than ``most`` are counted."""
    count = 0
    for begin in range(0, pdf.size, PIECE):
        look()
        for found in _RANGES.finditer(pdf.cut(begin, begin + PIECE + _NEAR)):
            # One that goes on in the next piece was cut or belongs there.
            if found.start() < PIECE:
                count += found[1] == b"[" or _begins_array(pdf, begin + found.end())
        if count >= most:
            return most
    return count


def table_at(pdf: Held, at: int) -> bool:
    """Whether a cross-reference table or stream begins at a place."""
    return _TABLE.match(pdf.cut(at, at + _NEAR)) is not None


def objects(pdf: Held, start: int, look: Look) -> Iterator[tuple[int, int, int]]:
    """Give place, number and generation of every object that stands behind ``start``.

    As a reader sees them that repairs a file: wherever the words are, whatever is around them.
    """
    for at in pdf.find(_OBJECT, look, start):
        if _WORD_BYTE.match(pdf.cut(at + 3, at + 4)):
            continue
        # Of more digits the last ones are no number of their own.
        generation, place = _number_before(pdf, at, start)
        if not 1 <= len(generation) <= 5:
            continue
        number, place = _number_before(pdf, place, start)
        if not 1 <= len(number) <= 10:
            continue
        before = pdf.cut(max(0, place - 6), place)
        if before[-1:] in _MARKS or before == b"endobj":
            yield place, int(number), int(generation)


def _number_before(pdf: Held, end: int, start: int) -> tuple[bytes, int]:
    """Return the digits that stand before white space, and where they begin; or no digits."""
    behind = pdf.stripped(start, end, _SPACE)
    found = _NUMBER.search(pdf.cut(max(start, behind - _DIGITS), behind))
    if found is None or behind == end:
        return b"", end
    return found[0], behind - len(found[0])


def _begins_array(pdf: Held, at: int) -> bool:
    near = pdf.cut(at, at + _NEAR)
    while near and not near.strip(b" \t\n\r\f\v"):
        at += len(near)
        near = pdf.cut(at, at + _NEAR)
    return _ARRAY.match(near) is not None
