"""What a stream of a PDF may unpack to before anybody knows what is in it (ISO 32000-1, 7.4).

The library bounds how much comes out of a filter. Two things it leaves open: ASCII85 takes a
hundred bytes of memory for each one that comes out, and rows that were written as differences are
added up byte by byte, ten seconds for 25 MB. Tables and streams of objects are read before
anything is known of a file, so of them no more is taken than they have use for; within
:func:`bounds` that holds for every stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf.generic import StreamObject

MAX_STREAM = 32 << 20
"""Bytes of any one stream, unpacked."""
_MAX_ROWS = 4 << 20
"""Bytes of one that is written as differences: a table of half a million entries."""
_MAX_TEXT = 256 << 10
"""Bytes of one that is packed in any other way than Flate and LZW."""
_TABLES = frozenset({"/XRef", "/ObjStm"})
_PACKED = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/Crypt"})

_bounded: ContextVar[bool] = ContextVar("bounded", default=False)


@contextmanager
def bounds() -> Iterator[None]:
    """Let no stream unpack to more than is looked at, for all that is read within."""
    from pypdf import apply_configuration

    guard()
    token = _bounded.set(True)
    try:
        with apply_configuration(
            **_most(MAX_STREAM),
            run_length_maximum_output_length=MAX_STREAM,
            brotli_maximum_output_length=MAX_STREAM,
            array_based_stream_maximum_output_length=MAX_STREAM,
            stream_decoding_work_maximum_length=2 * MAX_STREAM,
            jbig2dec_binary=None,
        ):
            yield
    finally:
        _bounded.reset(token)


def _most(size: int) -> dict[str, Any]:
    return {"zlib_maximum_output_length": size, "lzw_maximum_output_length": size}


@cache
def guard() -> None:
    """Let the library unpack streams this way; does nothing where it has no such function."""
    from pypdf import filters

    if hasattr(filters, "decode_stream_data"):
        whole = filters.decode_stream_data
        vars(filters)["decode_stream_data"] = _guarded(whole)


def _guarded(
    decode: Callable[[StreamObject], bytes],
) -> Callable[[StreamObject], bytes]:
    from pypdf import apply_configuration
    from pypdf.errors import LimitReachedError
    from pypdf.generic import ArrayObject, NullObject

    def decoded(stream: StreamObject) -> bytes:
        if not _bounded.get() and stream.get("/Type") not in _TABLES:
            return decode(stream)
        filters = stream.get("/Filter", ())
        names = list(filters) if isinstance(filters, (ArrayObject, tuple)) else [filters]
        few = len(names) < 2 and len(getattr(stream, "_data", b"")) <= _MAX_TEXT
        if not few and not _PACKED.issuperset(names):
            raise LimitReachedError("a stream in many letters")
        if isinstance(stream.get("/DecodeParms", NullObject()), NullObject):
            return decode(stream)
        with apply_configuration(**_most(_MAX_ROWS)):
            return decode(stream)

    return decoded
