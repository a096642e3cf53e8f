"""A file that programs take for another document than the one that is signed in it.

Programs find a PDF wherever its objects stand in a file, whatever is around it, and go by what
stands last in it; many look for ``%PDF-`` in the first kilobyte, Poppler and MuPDF repair a file
without that. A container holds bytes that no signature covers: unsigned attributes,
``META-INF/manifest.xml``, extra fields, keys in certificates. Put there, an update replaces what
a reader shows of the signed PDF that is stored before it, or a whole PDF is there alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw
from signing.work import spend

HEAD = 1024 + 5
"""Bytes in which programs look for what makes a file a PDF."""


def _name(word: str) -> bytes:
    """Return a pattern of a name, each letter of which may be its number (ISO 32000-2, 7.3.5)."""
    return b"/" + b"".join(b"(?:%c|(?i:#%x))" % (letter, letter) for letter in word.encode())


_OF_A_TRAILER = (rb"trailer", _name("Root"), _name("Encrypt"))
OF_A_TRAILER = b"|".join(_OF_A_TRAILER)
"""Words of one; MuPDF takes each dictionary for a trailer that stands alone."""
_SURE = tuple(map(re.compile, (rb"%PDF-", rb"%%EOF", rb"startxref", rb"xref[\0\t\n\f\r ]+\d")))
_OBJECT = re.compile(rb"obj")
_TRAILERS = tuple(map(re.compile, _OF_A_TRAILER))
"""Word by word: each is looked for by its first letter, many at once at every byte."""
_SPACES = re.compile(rb"[\0\t\n\f\r ]*")
_BLANKS = b"\0\t\n\f\r "
_PIECE = 1 << 20
_OVERLAP = 1 << 16
_MOST = 64 << 20
"""Bytes beside the documents."""
_WORD, _TRAILER, _BYTES = 2, 10, 256
"""Units of work for one that may begin an object, and for one that may be of a trailer; bytes that
are looked through for a unit."""
_NUMBERS = [b"%c" % one for one in b"0123456789+-"]
_COMMENTS = 4
"""One after the other behind a word; of more it may be the word that it looks like."""
LINE = 1 << 12
"""Bytes before and behind a word that are looked at. Where a line goes on beyond them, or blanks
do, the word may be what it looks like; by chance a line ends sooner."""
_WORDS = 32
"""Bytes of the longest word; a letter of a name may be written as three."""


def check_one_kind(
    stream: BinaryIO, archive: zipfile.ZipFile, starts: Mapping[str, int], *, own: bool
) -> None:
    """Require that whoever opens a container as a PDF sees nothing but its documents.

    Args:
        stream: the container.
        archive: the same, opened.
        starts: where each member's bytes begin.
        own: it is of this program, with signatures of answers among its members.

    Raises:
        MalformedDocument: something of a PDF stands beside them.
        DocumentTooLarge: there is more beside them than is looked at.
    """
    beside = ("META-INF/", "mimetype", *(("agreement/entry-",) if own else ()))
    documents = sorted(
        (starts[item.filename], item.compress_size)
        for item in archive.infolist()
        if not item.filename.startswith(beside)
    )
    at, looked_at = 0, 0
    for start, size in (*documents, (stream.seek(0, 2), 0)):
        looked_at += start - at
        if looked_at > _MOST:
            raise DocumentTooLarge(Flaw.TOO_LARGE, "META-INF")
        if any(holds_of_a_pdf(data, begun) for data, begun in _pieces(stream, at, start)):
            raise MalformedDocument(Flaw.PDF_OTHER_DOCUMENT)
        at = start + size


def holds_of_a_pdf(data: bytes | bytearray, start: int = 0, end: int | None = None) -> bool:
    """Whether a reader of PDFs that repairs a file takes something there for a part of one.

    What begins before ``start`` and ends behind it counts: a comment may, and the head of an
    object.
    """
    end = len(data) if end is None else end
    begin = max(0, start - _WORDS)
    return (
        any(at.end() > start for word in _SURE for at in word.finditer(data, begin, end))
        or any(
            at.end() > start and begins_object(data, at.start())
            for at in _OBJECT.finditer(data, begin, end)
        )
        or any(
            at.end() > start and _is_of_a_trailer(data, at)
            for word in _TRAILERS
            for at in word.finditer(data, begin, end)
        )
    )


def _is_of_a_trailer(data: bytes | bytearray, found: re.Match[bytes]) -> bool:
    begin, last = found.end(), found.end() + LINE
    at = _behind_gap(data, begin, last)
    spend(_TRAILER + (at - begin) // _BYTES)
    if at == last or data.startswith(b"<<", at):
        return True
    return found[0] != b"trailer" and at > begin and data[at : at + 1] in _NUMBERS


def _behind_gap(data: bytes | bytearray, at: int, last: int) -> int:
    """Return where blanks and comments end; ``last`` if they may go on there, or are many."""
    for _ in range(_COMMENTS):
        blanks = _SPACES.match(data, at, last)
        at = blanks.end() if blanks else at
        if at == last or data[at : at + 1] != b"%":
            return at
        ends = [end for sign in (b"\r", b"\n") if (end := data.find(sign, at, last)) >= 0]
        if not ends and len(data) >= last:
            return last
        at = min(ends, default=len(data))
    return last


def begins_object(data: bytes | bytearray, at: int) -> bool:
    """Whether two numbers stand before ``obj``, with blanks between them, or perhaps a comment.

    Args:
        data: a file from its beginning on, or what stands in it with :data:`LINE` bytes before
            the word at the least.
        at: where the word begins.
    """
    spend(_WORD)
    start = max(0, at - LINE)
    for _ in range(2):
        end, at = at, start + len(data[start:at].rstrip(_BLANKS))
        # What a sign of a comment is depends on all that stands before it: a string has it, too.
        line = data.find(b"\r", at, end) >= 0 or data.find(b"\n", at, end) >= 0
        if line and _may_be_comment(data, start, at):
            return True
        end, at = at, start + len(data[start:at].rstrip(b"0123456789+-."))
        if at == start > 0:
            return True
        if at == end:
            return False
    return True


def _may_be_comment(data: bytes | bytearray, start: int, end: int) -> bool:
    """Whether the line that ends there has a sign of one, or begins before what is looked at."""
    line = max(data.rfind(sign, start, end) for sign in (b"\r", b"\n"))
    return b"%" in data[max(start, line + 1) : end] or line < 0 < start


def _pieces(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Give pieces, each with how many bytes before it are looked at and not counted."""
    for at in range(start, end, _PIECE):
        before = min(at, LINE + _WORDS)
        stream.seek(at - before)
        yield stream.read(before + min(_PIECE + _OVERLAP, end - at)), before
