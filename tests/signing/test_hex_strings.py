"""Hexadecimal strings read in pieces are what the library reads one digit at a time."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import pypdf.generic._utils as library
import pytest
from pypdf.errors import PdfStreamError
from pypdf.generic import _data_structures as inside

from signing.pdf.hex_strings import quicken, read_hex_string

_MARKS = b"0123456789abcdefABCDEF\0\t\n\f\r "
_SIZES = (0, 1, 2, 3, 40, 254, 255, 256, 257, 767, 768, 769, 3000)


def _read(reader: Callable[[io.BytesIO], object], data: bytes) -> tuple[object, ...]:
    stream = io.BytesIO(data)
    try:
        found = reader(stream)
    except PdfStreamError as error:
        return str(error), stream.tell()
    return type(found), found, getattr(found, "original_bytes", b""), stream.tell()


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("end", [b">", b"> rest>", b"x>", b"\xff\xfe00>", b"", b"<>"])
def test_both_read_the_same(size: int, end: bytes) -> None:
    rng = Random(size)
    data = b"<" + bytes(rng.choices(_MARKS, k=size)) + end
    assert _read(read_hex_string, data) == _read(library.read_hex_string_from_stream, data)


def test_the_library_reads_this_way() -> None:
    quicken()
    assert vars(inside)["read_hex_string_from_stream"] is read_hex_string
    assert str(inside.read_object(io.BytesIO(b"<FE FF 04 1E>"), None)) == "О"
