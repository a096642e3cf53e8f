"""The form of a signing update, byte by byte: its objects in a row, its section, its end.

The library reads an update in one way, and other readers may read the same bytes in another: a
second ``startxref``, an entry that frees an object, something between two objects that a reader
finds when it repairs a file. This program writes an update in one form; no other is accepted.
"""

from __future__ import annotations

import re

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.compare import Revisions
from signing.pdf.grammar import parse_whole
from signing.pdf.reading import next_number, start_of_xref
from signing.pdf.references import loose_references
from signing.pdf.update import update_end
from signing.pdf.verbatim import Words

_END = b"\nendobj\n"
_STRUCTURE = re.compile(
    rb"\d\s++\d++\s*+obj\b|\bendobj\b"
    rb"|(?:^|[\r\n])[ \t\f\v]*+(?:x\s*+ref|start\s*+xref|trailer)\b"
)
"""What a reader that repairs a file looks for. Blank lines are looked at once: forty thousand of
them took 23 seconds."""


def check_form(both: Revisions) -> None:
    """Check that nothing is in the update but its objects and what leads to them.

    Raises:
        MalformedDocument: there is, or the text already refers to an object of the update.
    """
    signed, frozen = both.signed, both.signed[: both.frozen_size]
    start = start_of_xref(signed)
    offsets = {n: both.offsets[n] for n in both.written if both.offsets[n] != start}
    if signed[start:] != update_end(both.old, frozen, offsets, start):
        raise MalformedDocument(Flaw.UPDATE_TABLE)
    _check_row(both, sorted((offset, number) for number, offset in offsets.items()), start)
    loose = loose_references(both.old, frozen, both.digest) & (both.written - both.frozen)
    if loose:
        raise MalformedDocument(Flaw.LOOSE_REFERENCE, min(loose))


def _check_row(both: Revisions, row: list[tuple[int, int]], start: int) -> None:
    """The objects follow each other without a gap, from the text to the section."""
    signed = both.signed
    words = Words(both.old)
    if signed[both.frozen_size : row[0][0]].strip():
        raise MalformedDocument(Flaw.BEFORE_UPDATE)
    ends = [*(offset for offset, _ in row[1:]), start]
    for (offset, number), end in zip(row, ends, strict=True):
        head = b"%d 0 obj\n" % number
        if not signed.startswith(head, offset) or signed[end - len(_END) : end] != _END:
            raise MalformedDocument(Flaw.BETWEEN_UPDATE)
        # What is new is compared with what it must be, but for the signature itself.
        if number in both.frozen or number == next_number(both.old):
            body = signed[offset + len(head) : end - len(_END)]
            if _STRUCTURE.search(body):
                raise MalformedDocument(Flaw.OBJECT_IN_OBJECT)
            # What the library makes the same of may be two things to readers (7.3.4.2).
            if number in both.frozen:
                words.of(number)
                parse_whole(body, 0)
