"""Streams unpacked as every reader does (ISO 32000-1, 7.4).

Readers differ in what they make of a filter without its parameters or with too many, of short
names that are meant for pictures, of data behind the end or without one. Whoever writes a table
or a stream of objects has no need of any of it, so of these nothing but plain Flate is read; of
what is drawn, letters around it too.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from signing.detail import Detail
from signing.errors import DocumentTooLarge, MalformedDocument
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
_DIGITS = b"0123456789abcdefABCDEF"
_MAX_LETTERS = 8 << 20
"""Of ASCII85, which takes a hundred bytes of memory for each of them."""
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
    if columns is None:
        return bytes(getattr(stream, "_data", b""))
    data = _inflated(getattr(stream, "_data", b""), MAX_STREAM)
    if len(data) > MAX_STREAM:
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    if not columns:
        return data
    if len(data) % (columns + 1) or data[:: columns + 1].translate(None, _KINDS):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    found: bytes = stream.get_data()
    return found


def unpacked_text(
    stream: Any,  # noqa: ANN401 - of the library
    most: int = MAX_STREAM,
) -> bytes:
    """Return the bytes of what is drawn or read: plain Flate, or letters around it as well.

    Args:
        stream: as the library read it.
        most: bytes of it.

    Raises:
        MalformedDocument: it is packed in a way that readers unpack to different things.
        DocumentTooLarge: there are more.
    """
    data = bytes(getattr(stream, "_data", b""))
    for name, found in filters_of(stream):
        if found and name in _WAYS:
            raise MalformedDocument(Flaw.PACKED_UNLIKE)
        data = unpacked_by(name, data, most)
    return data


def unpacked_by(name: str, data: bytes, most: int) -> bytes:
    """Unpack by one filter without parameters, of those that every reader has alike.

    Raises:
        MalformedDocument: another filter, or data that readers unpack to different things.
        DocumentTooLarge: there are more than ``most`` bytes.
    """
    if name not in _WAYS:
        raise MalformedDocument(Flaw.PACKED_BY, name)
    found = _WAYS[name](data, most)
    if len(found) > most:
        raise DocumentTooLarge(Detail("stream"))
    return found


def filters_of(stream: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    """Return the filters of any stream with their parameters, as every reader pairs them.

    Raises:
        MalformedDocument: readers do not: one name beside a list, two lists that are not equally
            long, null for a name or a list, short keys that are meant for pictures within a text.
    """
    from pypdf.generic import ArrayObject, DictionaryObject

    filters, found = (_meant(dict.get(stream, key)) for key in ("/Filter", "/DecodeParms"))
    plain = not _ELSEWHERE & stream.keys()
    if isinstance(filters, ArrayObject):
        plain &= found is not None or "/DecodeParms" not in stream
        found = [None] * len(filters) if found is None else found
    else:
        filters, found = [filters], [found]
    if not plain or not isinstance(found, list) or len(found) != len(filters):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    pairs = [(_meant(name), _meant(item)) for name, item in zip(filters, found, strict=True)]
    for name, item in pairs:
        # Poppler, Ghostscript and pdf.js make something of null in the place of a name.
        unnamed = name is None and (item or "/Filter" in stream)
        if unnamed or not (item is None or isinstance(item, DictionaryObject)):
            raise MalformedDocument(Flaw.PACKED_UNLIKE)
    return [(str(name), item) for name, item in pairs if name is not None]


def _meant(value: Any) -> Any:  # noqa: ANN401
    from pypdf.generic import IndirectObject, NullObject

    found = value.get_object() if isinstance(value, IndirectObject) else value
    return None if isinstance(found, NullObject) else found


def _inflated(data: bytes, most: int) -> bytes:
    """Unpack Flate; if there is more than is wanted, one byte of that."""
    worker = zlib.decompressobj()
    try:
        found = worker.decompress(data, most + 1)
    except zlib.error as error:
        raise MalformedDocument(Flaw.PACKED_UNLIKE) from error
    if len(found) <= most and (not worker.eof or worker.unused_data.strip(_BLANK)):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    return found


def _from_letters(data: bytes, most: int) -> bytes:
    """Unpack ASCII85 with its end behind it (7.4.3)."""
    letters = _ended(data, b"~>")
    groups = letters.split(b"z")
    # A group that is whole, and at the end one of which a byte comes.
    whole = all(len(item) % 5 == 0 for item in groups[:-1]) and len(groups[-1]) % 5 != 1
    if not whole or len(letters) > min(most, _MAX_LETTERS):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    try:
        return base64.a85decode(letters, ignorechars=b"")
    except ValueError as error:
        raise MalformedDocument(Flaw.PACKED_UNLIKE) from error


def _from_digits(data: bytes, _most: int) -> bytes:
    """Unpack hexadecimal digits with their end behind them (7.4.2)."""
    digits = _ended(data, b">")
    if len(digits) % 2 or digits.translate(None, _DIGITS):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    return bytes.fromhex(digits.decode())


def _ended(data: bytes, end: bytes) -> bytes:
    found = data.rstrip(_BLANK)
    if not found.endswith(end):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    return found[: -len(end)].translate(None, _BLANK)


_WAYS: dict[str, Callable[[bytes, int], bytes]] = {
    "/FlateDecode": _inflated,
    "/ASCII85Decode": _from_letters,
    "/ASCIIHexDecode": _from_digits,
}
"""Not LZW or runs: of what does not end, or ends early, each reader makes its own."""


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
    from pypdf.generic import IndirectObject, NumberObject

    direct = [dict.get(stream, key) for key in ("/Filter", "/DecodeParms")]
    within = [item for found in direct if isinstance(found, list) for item in found]
    filters = filters_of(stream)
    # Before the tables are read nothing is known of objects elsewhere.
    if any(isinstance(item, IndirectObject) for item in (*direct, *within)):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    if direct[0] is None:
        return None
    if [name for name, _ in filters] != [_FLATE]:
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    found = filters[0][1] or {}
    if found.keys() - _DEFAULTS:
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
