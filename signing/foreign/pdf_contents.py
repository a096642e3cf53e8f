"""Contents that refer to objects (ISO 32000-1, 7.8.2): the standard has none, and readers follow.

Poppler, MuPDF, Ghostscript and pdf.js take a reference where a text, a mask or a layer may stand
in a drawing. No table tells what such a one leads to, so what an update replaces or brings may be
on a page.
"""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf_graph import follow, number_of
from signing.pdf.decoding import MAX_STREAM

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_WORD_ENDS = rb"(?![^\0\t\n\f\r ()<>\[\]{}/%])"
_BLANKS = re.compile(rb"[\0\t\n\f\r ]++")
_REFERENCE = re.compile(rb"[0-9][\0\t\n\f\r ]++[+-]?[0-9]++[\0\t\n\f\r ]*+R" + _WORD_ENDS)
_BROKEN = re.compile(rb"(?:\A|\n)(?:[+-]?[0-9]++ ?)?R" + _WORD_ENDS)
"""The end of a reference within which a comment may stand, each run of blanks being one."""
_DRAWN = frozenset({"/XObject", "/Pattern", "/CharProcs", "/AP", "/G"})
"""Entries behind which contents stand."""
_LETTERS = ["/ASCII85Decode", "/FlateDecode"]
_MAX_LETTERS = 4 << 20


def require_no_references(old: BoundedReader) -> None:
    """Require that no content of a revision refers to an object.

    Args:
        old: the revision.

    Raises:
        MalformedDocument: one may, to some reader.
        DocumentTooLarge: it takes too long, or too much is unpacked.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    seen: set[int] = set()
    for page in old.pages:
        found = follow(page.get("/Contents"))
        parts = found if isinstance(found, list) else [found]
        # A word ends with its part, a reference may go on.
        data = b"\n".join(_unpacked(follow(part)) for part in parts if _is_stream(follow(part)))
        annotations = follow(page.get("/Annots"))
        looks = [
            dict.get(note, "/AP")
            for item in (annotations if isinstance(annotations, list) else [])
            if isinstance(note := follow(item), dict)
        ]
        behind = [(page.get("/Resources"), False), *((look, True) for look in looks)]
        for content in chain((data,), _drawn(old, behind, seen)):
            if _refers(content):
                raise MalformedDocument(Flaw.REFERENCE_IN_CONTENT)


def _refers(data: bytes) -> bool:
    if _REFERENCE.search(data):
        return True
    if b"%" not in data:
        return False
    lines = _BLANKS.sub(lambda run: b"\n" if run[0].strip(b"\0\t\f ") else b" ", data)
    return _BROKEN.search(lines) is not None


def _drawn(old: BoundedReader, waiting: list[tuple[Any, bool]], seen: set[int]) -> Iterator[bytes]:
    """Give the contents of forms, patterns and glyphs; each that is referred to once."""
    while waiting:
        value, is_drawn = waiting.pop()
        number = number_of(value)
        if number is not None:
            # What is drawn here may have been a picture's mask before.
            key = 2 * number + is_drawn
            if key in seen:
                continue
            seen.add(key)
        found = follow(value)
        if isinstance(found, list):
            waiting += ((item, is_drawn) for item in found)
        if not isinstance(found, dict):
            continue
        stream = _is_stream(found)
        kind = follow(dict.get(found, "/Subtype"))
        if stream and kind != "/Image" and (is_drawn or kind == "/Form"):
            yield _unpacked(found)
        waiting += (
            (item, key in _DRAWN or (is_drawn and not stream)) for key, item in dict.items(found)
        )
        if number is not None:
            old.let_go(number, found)


def _unpacked(stream: Any) -> bytes:  # noqa: ANN401 - of the library
    """Return the data of a stream; ReportLab packs in two ways, which the library is kept from."""
    filters = follow(dict.get(stream, "/Filter"))
    if filters != _LETTERS or follow(dict.get(stream, "/DecodeParms")) is not None:
        found: bytes = stream.get_data()
        return found
    letters = getattr(stream, "_data", b"").split(b"~>")[0]
    if len(letters) > _MAX_LETTERS:
        raise MalformedDocument(Flaw.REFERENCE_IN_CONTENT)
    data = a85decode(letters.removeprefix(b"<~"), ignorechars=b"\0\t\n\f\r ")
    unpacking = zlib.decompressobj()
    found = unpacking.decompress(data, MAX_STREAM)
    if unpacking.unconsumed_tail:
        raise MalformedDocument(Flaw.REFERENCE_IN_CONTENT)
    return found


def _is_stream(found: Any) -> bool:  # noqa: ANN401 - of the library
    return hasattr(found, "get_data")
