"""What readers find in a PDF that repair it: wherever the words are, whatever is around them.

A reader that finds a table it does not like looks for objects and trailers in all bytes, those of
streams and texts among them, and takes the last of each. Where nothing is to be found but what the
tables name, it comes to the same document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from signing.pdf.grammar import unescaped
from signing.pdf.held import PIECE, Held

Look = Callable[[], None]
BLANK = bytes(range(0x21)) + b"\x7f\x80\x85\xa0\xff"
"""White space to some reader; PDFium takes 0x80 and 0xFF for it."""
_EVERY = 64
"""Bytes of a number; of a longer one nobody knows what a reader makes of it."""
_LINE = 4 << 10
_MARKS = 32
_NUMBER = re.compile(rb"[0-9+.-][^\0-\x20\x7f\x80\x85\xa0\xff()<>\[\]{}/%]*\Z")
"""To some a sign alone is one, or what has letters behind it."""
_SEVERAL = re.compile(rb"[0-9.][+-]+[.0-9]")
_PLAIN = re.compile(rb"0*([0-9]{1,10})\Z")
_SPACE = rb"[\0-\x20\x7f\x80\x85\xa0\xff]*+"
_OPENS = re.compile(_SPACE + rb"(?:%[^\r\n]*+" + _SPACE + rb")*(?:<<|\Z)")
_ROWS = re.compile(rb"[\0-\x20]*+(?:[0-9%]|\Z)")
_WORDS: dict[bytes, re.Pattern[bytes] | None] = {
    **dict.fromkeys((b"endobj", b"endstream", b"startxref", b"%%EOF", b"%PDF-", b"/XRef")),
    b"trailer": _OPENS,
    b"xref": _ROWS,
}
"""And what must follow; most of them nobody writes but to end or begin something."""
_LONGEST = 8
_NEAR = 512
_MARKS_OF_ESCAPES = (b"#6", b"#7")
_RUN = re.compile(rb"[^\0-\x20\x7f()<>\[\]{}/%]++")
_SPELLED = (b"obj", b"stream", b"xref", b"trailer")


class _Unclear(Exception):
    """There is more before a word than is looked at."""


@dataclass(frozen=True)
class Header:
    """What looks like the beginning of an object to some reader."""

    word: int
    """Where its ``obj`` stands."""
    number: int | None
    """None if readers may differ in it."""


def headers(
    pdf: Held, start: int, end: int, look: Look, known: Container[int] = ()
) -> Iterator[Header]:
    """Give everything between two places that may be an object's header to a reader.

    Args:
        pdf: the whole file.
        start: of the first byte of an ``obj``.
        end: behind the last byte looked at.
        look: called for each word that is found; raises where it takes too long.
        known: places of those that nobody asks for.
    """
    for at in pdf.find(b"obj", look, start, end):
        if at in known:
            continue
        try:
            number = _number_of(pdf, at)
        except _Unclear:
            yield Header(at, None)
        else:
            if number is not None:
                plain = _PLAIN.fullmatch(number)
                yield Header(at, int(plain[1]) if plain else None)
    for at in spelled(pdf, start, end, look):
        yield Header(at, None)


def spelled(pdf: Held, start: int, end: int, look: Look) -> Iterator[int]:
    """Give the places of escapes in words that begin or end something to MuPDF (7.3.5).

    It reads them in all words, others in names alone.
    """
    for mark in _MARKS_OF_ESCAPES:
        for at in pdf.find(mark, look, start, end):
            begin = max(0, at - _EVERY)
            near = pdf.cut(begin, at + _EVERY)
            for run in _RUN.finditer(near):
                if run.start() <= at - begin < run.end():
                    word = unescaped(run[0])
                    is_name = near[: run.start()].endswith(b"/")
                    if not is_name and any(known in word for known in _SPELLED):
                        yield at


def words(pdf: Held, start: int, end: int, look: Look) -> Iterator[tuple[bytes, int]]:
    """Give every other word between two places that a repairing reader looks for, and its place.

    ``trailer`` counts before a dictionary, and ``xref`` before numbers; others always do.
    """
    for begin in range(start, end, PIECE):
        piece = pdf.cut(begin, min(begin + PIECE, end) + _LONGEST)
        for word, follows in _WORDS.items():
            place = piece.find(word)
            while 0 <= place < min(PIECE, end - begin):
                look()
                behind = begin + place + len(word)
                if follows is None or follows.match(pdf.cut(behind, behind + _NEAR)):
                    yield word, begin + place
                place = piece.find(word, place + 1)


def _number_of(pdf: Held, word: int) -> bytes | None:
    """Return the first of the two numbers before a word; None if there are none.

    Raises:
        _Unclear: who knows.
    """
    near = pdf.cut(word - 1, word) if word else b""
    if not near or not (near.isdigit() or near in BLANK or near in b".+-"):
        return None
    for end in _ends(pdf, word):
        generation = _before(pdf, end)
        if not generation:
            continue
        if _SEVERAL.search(generation):
            raise _Unclear
        begin = end - len(generation)
        for other in _ends(pdf, begin):
            number = _before(pdf, other) if other < begin else b""
            if number:
                return number
    return None


def _before(pdf: Held, end: int) -> bytes:
    near = pdf.cut(max(0, end - _EVERY), end)
    found = _NUMBER.search(near)
    if found is None:
        return b""
    if len(found[0]) == _EVERY:
        raise _Unclear
    return found[0]


def _ends(pdf: Held, end: int, depth: int = 0) -> Iterator[int]:
    """Give the places where something may end that only blanks and comments are behind."""
    behind = pdf.stripped(0, end, BLANK)
    yield behind
    gap = pdf.cut(behind, min(end, behind + _NEAR))
    if b"\r" not in gap and b"\n" not in gap and len(gap) < _NEAR:
        return
    near = pdf.cut(max(0, behind - _LINE), behind)
    line = near[max(near.rfind(b"\r"), near.rfind(b"\n")) + 1 :]
    marks = [at for at, byte in enumerate(line) if byte == ord("%")]
    if len(line) == _LINE or (marks and (depth > 3 or len(marks) > _MARKS)):
        raise _Unclear
    for mark in marks:
        yield from _ends(pdf, behind - len(line) + mark, depth + 1)
