"""The file below the document: revisions, what lies around it, and whether it is whole (7.5)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from signing.errors import MalformedDocument
from signing.examine.finding import Finding, FindingCode
from signing.pdf.grammar import Cut, parse
from signing.pdf.linearized import NEAR, require_no_promise
from signing.pdf.tables import EMPTY

_CHUNK = 1 << 20
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_MARK = b"%%EOF"
_LINEARIZED = re.compile(rb"/Linearized\b")
_LENGTH = re.compile(rb"/L\s+(\d{1,12})")
_PREVIOUS = re.compile(rb"/(?:P|#50)(?:r|#72)(?:e|#65)(?:v|#76)\b")
_HEAD = 1024
_MOST_TRAILER = 1 << 16
_MOST_TOLD = 20
_NEAR = 64


def examine_revisions(source: BinaryIO, report: Callable[[Finding], None]) -> None:
    """Report what the file holds beside one revision of one document.

    Args:
        source: seekable; read in pieces, so a big file is never in memory.
        report: told every finding.
    """
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    head = source.read(_HEAD)
    begins = head.find(b"%PDF-")
    if begins > 0:
        report(Finding(FindingCode.DAMAGED, None, f"{begins} bytes before %PDF"))
    ends, marks, last = _ends(source)
    if not ends:
        report(Finding(FindingCode.DAMAGED, None, "startxref"))
        return
    source.seek(0)
    try:
        require_no_promise(source.read(NEAR), size, ends[-1])
    except MalformedDocument:
        report(Finding(FindingCode.DAMAGED, None, "/Linearized"))
    linearized = _is_linearized(head, size)
    # A linearized file (annex F) is one revision in two parts, and the first says "startxref 0"
    # or where the second's table is.
    paired = not linearized and len(ends) == 2 and _is_of_word(source, *ends)
    revisions = len(ends) - (linearized or paired)
    chained = not linearized and not paired and _has_previous(source, ends[-1])
    if revisions > 1 or chained or marks > len(ends):
        report(Finding(FindingCode.REVISION, None, str(max(revisions, marks - linearized, 2))))
    behind = _behind(source, last)
    if behind:
        report(Finding(FindingCode.TRAILING, None, str(behind)))


def _ends(source: BinaryIO) -> tuple[list[int], int, int]:
    """Return the tables that the ends of revisions name, all marks, and where the last ends."""
    source.seek(0)
    ends: list[int] = []
    marks, last, offset, rest = 0, 0, 0, b""
    while piece := source.read(_CHUNK):
        text = rest + piece
        # What may go on in the next piece is looked at there.
        keep = 64 if len(piece) == _CHUNK else 0
        until = len(text) - keep
        for found in _END.finditer(text):
            if found.end() <= until:
                ends.append(int(found[1]))
                last = offset + found.end()
        at = text.find(_MARK)
        while at >= 0 and at + len(_MARK) <= until:
            marks += 1
            at = text.find(_MARK, at + 1)
        if len(ends) > _MOST_TOLD:
            break
        rest = text[until:] if keep else b""
        # A mark or an end that began before the cut must not be lost with it.
        back = max(text.rfind(b"startxref", 0, until), text.rfind(b"%%", until - 8, until))
        if keep and until - 64 < back < until:
            rest = text[back:]
            until = back
        offset += until
    return ends, marks, last


def _is_linearized(head: bytes, size: int) -> bool:
    """Whether it is and still is: an update makes the file longer than it says (F.3.3)."""
    if not _LINEARIZED.search(head):
        return False
    length = _LENGTH.search(head)
    return length is not None and int(length[1]) == size


def _is_of_word(source: BinaryIO, first: int, second: int) -> bool:
    """Whether the second end adds nothing but a stream to the first's table (7.5.8.4).

    Word writes two ends, with nothing between them but an empty table; what the stream says is
    looked at in :mod:`signing.pdf.tables`.
    """
    source.seek(max(0, second - _NEAR))
    before = source.read(min(second, _NEAR))
    empty = EMPTY.match(source.read(_HEAD))
    if empty is None or not before.rstrip(b"\r\n ").endswith(_MARK):
        return False
    source.seek(second + empty.end())
    with suppress(MalformedDocument, Cut):
        said = parse(source.read(_MOST_TRAILER), 0).entries or {}
        stream = said.get(b"/XRefStm", b"")
        return said.get(b"/Prev") == b"%d" % first and stream.isdigit() and int(stream) < first
    return False


def _has_previous(source: BinaryIO, table: int) -> bool:
    """Whether the newest cross-reference table or stream is continued by an older one."""
    source.seek(table)
    text = source.read(_MOST_TRAILER)
    if text.lstrip()[:4] == b"xref":
        at = text.find(b"trailer")
        while at < 0 and (piece := source.read(_MOST_TRAILER)):
            text = text[-16:] + piece
            at = text.find(b"trailer")
        text = text[max(at, 0) :] + source.read(4096)
        text = text.partition(b"startxref")[0]
    else:
        text = text.partition(b"stream")[0]
    return _PREVIOUS.search(text) is not None


def _behind(source: BinaryIO, last: int) -> int:
    """Return how many bytes that are no white space follow the last end."""
    source.seek(last)
    count = 0
    while piece := source.read(_CHUNK):
        count += len(piece.strip(b"\0\t\n\f\r "))
    return count
