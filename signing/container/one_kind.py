"""A file that programs take for another document than the one that is signed in it.

Programs find a PDF behind ``%PDF-`` in the first kilobyte of a file, whatever is around it, and go
by what stands last in it. A container holds bytes that no signature covers: unsigned attributes,
``META-INF/manifest.xml``, extra fields. Put there, an update replaces what a reader shows of the
signed PDF that is stored before it, or a whole PDF is there alone.
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
_OF_A_PDF = re.compile(rb"%PDF-|%%EOF|startxref|(?P<object>obj)")
_BLANKS = b"\0\t\n\f\r "
_PIECE = 1 << 20
_OVERLAP = 1 << 16
_MOST = 64 << 20
"""Bytes beside the documents."""
_WORD = 2
"""Units of work for one that may begin an object."""
_LINE = 1 << 12
"""Bytes of a line in which a comment is looked for; by chance it ends sooner."""


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
    stream.seek(0)
    if b"%PDF-" not in stream.read(HEAD):
        return
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
        if any(map(holds_of_a_pdf, _pieces(stream, at, start))):
            raise MalformedDocument(Flaw.PDF_OTHER_DOCUMENT)
        at = start + size


def holds_of_a_pdf(data: bytes | bytearray, start: int = 0, end: int | None = None) -> bool:
    """Whether a reader of PDFs that repairs a file takes something there for a part of one."""
    found = _OF_A_PDF.finditer(data, start, len(data) if end is None else end)
    return any(
        item["object"] is None or begins_object(data, start, item.start()) for item in found
    )


def begins_object(data: bytes | bytearray, start: int, at: int) -> bool:
    """Whether two numbers stand before ``obj``, with blanks and comments between them.

    Args:
        data: bytes of any file.
        start: from where on they count.
        at: where the word begins.
    """
    spend(_WORD)
    for _ in range(2):
        at = end = _before_gap(data, start, at)
        while at > start and data[at - 1] in b"0123456789+-.":
            at -= 1
        if at == end:
            return False
    return True


def _before_gap(data: bytes | bytearray, start: int, at: int) -> int:
    while at > start and data[at - 1] in _BLANKS:
        at -= 1
        if data[at] in b"\r\n":
            line = max(start, at - _LINE)
            line = max(line, *(data.rfind(end, line, at) + 1 for end in (b"\r", b"\n")))
            comment = data.find(b"%", line, at)
            at = comment if comment >= 0 else at
    return at


def _pieces(stream: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _PIECE):
        stream.seek(at)
        yield stream.read(min(_PIECE + _OVERLAP, end - at))
