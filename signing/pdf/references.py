"""References of a frozen document to objects that it does not have.

A reference to nothing is null (ISO 32000-1, 7.3.10), until an update brings an object of that
number: then the text shows what it did not show before. So no number of an update may be one
that the frozen document already refers to.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from signing.pdf.reading import next_number

if TYPE_CHECKING:
    from pypdf import PdfReader

_REMEMBERED = 64
_BLANK = rb"[\x00\t\n\f\r ]"
# Read from the bytes: more than the library takes for a reference, and ten times as fast.
_REFERENCE = re.compile(rb"(?<!\d)(\d++)" + _BLANK + rb"++[+-]?\d++" + _BLANK + rb"*+R")
_LINE_END = re.compile(rb"[\r\n]" + _BLANK + rb"*+")
_COMMENTED = re.compile(rb"\d" + _BLANK + rb"*+%")
_LONGEST = 10
"""Digits of a number; what is longer is no object's."""

_found: OrderedDict[bytes, frozenset[int]] = OrderedDict()


def loose_references(reader: PdfReader, pdf: bytes, digest: bytes) -> frozenset[int]:
    """Return the numbers from the trailer's ``/Size`` on to which a document refers.

    Args:
        reader: of the document.
        pdf: its bytes.
        digest: SHA-256 of them; the answer is remembered under this.

    Raises:
        MalformedDocument: the document is damaged; within :func:`signing.pdf.reading.reading`.
    """
    known = _found.get(digest)
    if known is None:
        free = next_number(reader)
        known = frozenset(number for number in _references(reader, pdf) if number >= free)
        _found[digest] = known
        if len(_found) > _REMEMBERED:
            _found.popitem(last=False)
    return known


def _references(reader: PdfReader, pdf: bytes) -> set[int]:
    from pypdf.generic import IndirectObject

    texts = [pdf]
    for number in sorted({stream for stream, _ in reader.xref_objStm.values()}):
        packed: Any = IndirectObject(number, 0, reader).get_object()
        texts.append(packed.get_data())
    found = {
        int(digits)
        for text in texts
        for digits in _REFERENCE.findall(text)
        if len(digits) <= _LONGEST
    }
    if any(_may_be_commented(text) for text in texts):
        found |= _walked(reader)
    return found


def _may_be_commented(text: bytes) -> bool:
    """Whether a comment may stand within a reference; in packed bytes it may seem so."""
    number = commented = False
    # The first line says that this is a PDF.
    for line in _LINE_END.split(text)[1:]:
        first = line[:1]
        if commented and (first in (b"+", b"-", b"R") or first.isdigit()):
            return True
        # What looks like a comment may be the inside of a string, so it is searched too.
        here = _COMMENTED.search(line) is not None
        ends = line.rstrip(b"\0\f\t ")[-1:].isdigit()
        commented, number = (
            (commented or number or here, number or ends) if first == b"%" else (here, ends)
        )
    return False


def _walked(reader: PdfReader) -> set[int]:
    """Read every object: the library refuses a reference that holds a comment."""
    from pypdf.generic import IndirectObject

    found: set[int] = set()
    for number in {*reader.xref.get(0, {}), *reader.xref_objStm}:
        waiting: list[Any] = [IndirectObject(number, 0, reader).get_object()]
        while waiting:
            value = waiting.pop()
            if isinstance(value, IndirectObject):
                found.add(value.idnum)
            elif isinstance(value, dict):
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
    return found
