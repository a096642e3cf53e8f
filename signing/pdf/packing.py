"""Streams that tables and objects are packed in, unpacked as every reader does (ISO 32000-1, 7.4).

Readers differ in what they make of a filter without its parameters or with too many, of short
names that are meant for pictures, of data behind the end or without one. Whoever writes a table
or a stream of objects has no need of any of it, so here nothing but plain Flate is read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.decoding import MAX_STREAM

_ELSEWHERE = frozenset({"/F", "/FFilter", "/FDecodeParms", "/DP"})
"""The stream's data would be in another file, or short for the filters of pictures."""
_FLATE = "/FlateDecode"
_DEFAULTS = {"/Predictor": 1, "/Columns": 1, "/Colors": 1, "/BitsPerComponent": 8}
_ROWS = range(10, 16)
"""Predictors of PNG; which one it is stands before each row."""
_KINDS = bytes(range(5))
_BLANK = b"\0\t\n\f\r "
_PAIR = re.compile(rb"[\t\n\r ]*([0-9]{1,10})[\t\n\r ]+([0-9]{1,10})(?=[\t\n\r ]|\Z)")


def unpacked(stream: Any) -> bytes:  # noqa: ANN401 - of the library
    """Return the bytes of a table or of a stream of objects.

    Args:
        stream: as the library read it, from words that every reader takes the same way.

    Raises:
        MalformedDocument: it is packed in a way that readers unpack to different things.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    columns = _columns(stream)
    if columns is not None:
        worker = zlib.decompressobj()
        try:
            data = worker.decompress(getattr(stream, "_data", b""), MAX_STREAM)
        except zlib.error as error:
            raise MalformedDocument(Flaw.PACKED_UNLIKE) from error
        rows = columns + 1
        if not worker.eof or worker.unused_data.strip(_BLANK):
            raise MalformedDocument(Flaw.PACKED_UNLIKE)
        if columns and (len(data) % rows or data[::rows].translate(None, _KINDS)):
            raise MalformedDocument(Flaw.PACKED_UNLIKE)
    found: bytes = stream.get_data()
    return found


def listed(data: bytes, count: int, first: int) -> Iterator[tuple[int, int, int]]:
    """Give numbers and places of the objects in a stream, and where their list goes on.

    Args:
        data: unpacked.
        count: how many there are.
        first: where the list ends and the objects begin.

    Raises:
        MalformedDocument: there are fewer.
    """
    at = 0
    for _ in range(count):
        pair = _PAIR.match(data, at, first) if first <= len(data) else None
        if pair is None:
            raise MalformedDocument(Flaw.STREAM_FEWER)
        at = pair.end()
        yield int(pair[1]), first + int(pair[2]), at


def _columns(stream: Any) -> int | None:  # noqa: ANN401
    """Return the bytes of a row, 0 if it is not in rows; None for what is not packed at all.

    Raises:
        MalformedDocument: it is neither of these.
    """
    from pypdf.generic import ArrayObject, DictionaryObject, NullObject, NumberObject

    filters, found = (dict.get(stream, key) for key in ("/Filter", "/DecodeParms"))
    if isinstance(filters, ArrayObject) and len(filters) == 1:
        filters = list.__getitem__(filters, 0)
        if isinstance(found, ArrayObject) and len(found) == 1:
            found = list.__getitem__(found, 0)
    if _ELSEWHERE & stream.keys() or filters not in (None, _FLATE):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    if found is None or isinstance(found, NullObject):
        return None if filters is None else 0
    if filters is None or not isinstance(found, DictionaryObject) or found.keys() - _DEFAULTS:
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    if not all(isinstance(item, NumberObject) for item in dict.values(found)):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    said = {**_DEFAULTS, **{str(key): int(item) for key, item in dict.items(found)}}
    if said["/Predictor"] == 1:
        return 0
    plain = said["/Colors"] == 1 and said["/BitsPerComponent"] == 8 and said["/Columns"] > 0
    if said["/Predictor"] not in _ROWS or not plain:
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    return said["/Columns"]
