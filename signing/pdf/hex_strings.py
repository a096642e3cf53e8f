"""Hexadecimal strings of PDFs, read in pieces (ISO 32000-1, 7.3.4.3).

A signature is one of some twenty thousand digits. pypdf reads them one at a time, which is two
fifths of what it costs to verify a PDF with several revisions; this reads the same, in pieces.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf.generic import ByteStringObject, TextStringObject

_SPACE = b"\0\t\n\f\r "
_DIGITS = re.compile(rb"[0-9A-Fa-f\0\t\n\f\r ]*")
_FIRST, _LONGEST = 256, 1 << 16
"""Bytes of a piece: most strings are short, and what no string ends is not read to its end."""

_MAX_DIGITS = 16 << 20
"""More than any signature has, with all that proves it."""


def read_hex_string(
    stream: Any,  # noqa: ANN401 - whatever the library reads from
    forced_encoding: str | list[str] | dict[int, str] | None = None,
) -> TextStringObject | ByteStringObject:
    """Read a string as ``read_hex_string_from_stream`` of the library does, with its errors.

    Args:
        stream: stands at the ``<``; afterwards behind the ``>``.
        forced_encoding: as there.
    """
    from pypdf.errors import STREAM_TRUNCATED_PREMATURELY, LimitReachedError, PdfStreamError
    from pypdf.generic import create_string_object

    stream.read(1)
    digits = bytearray()
    size = _FIRST
    while True:
        piece = stream.read(size)
        if not piece:
            raise PdfStreamError(STREAM_TRUNCATED_PREMATURELY)
        found = _DIGITS.match(piece)
        end = found.end() if found else 0
        digits += piece[:end].translate(None, _SPACE)
        if len(digits) > _MAX_DIGITS:
            raise LimitReachedError(f"a string of more than {_MAX_DIGITS} digits")
        if end < len(piece):
            break
        size = min(2 * size, _LONGEST)
    stream.seek(end + 1 - len(piece), 1)
    last = piece[end : end + 1]
    if last != b">":
        raise PdfStreamError(f"Invalid hexadecimal character {last!r} in hex string")
    if len(digits) % 2:
        digits += b"0"
    return create_string_object(bytes.fromhex(digits.decode("ascii")), forced_encoding)


@cache
def quicken() -> None:
    """Let the library read such strings this way; does nothing where it has no such function."""
    from pypdf.generic import _data_structures as inside

    if hasattr(inside, "read_hex_string_from_stream"):
        inside.read_hex_string_from_stream = read_hex_string
