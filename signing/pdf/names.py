"""Names of PDFs, told apart by their bytes (ISO 32000-1, 7.3.5).

A name is a sequence of bytes. pypdf takes them for UTF-8, for GBK or for Latin-1, whatever fits
first: ``/#C4#E3`` and ``/#E4#BD#A0`` become one and the same word, and of two pictures with these
names it sees one. Here bytes that are no UTF-8 stay what they are, and are written so again.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_WRITTEN = re.compile(rb"[^!-~]|[#()<>\[\]{}/%]")
_LONGEST = 4096
"""Bytes; one of more is an error of its own."""


@cache
def tell_apart() -> None:
    """Let the library read and write names so; does nothing where it has no such functions."""
    from pypdf._utils import read_until_regex
    from pypdf.errors import PdfReadError
    from pypdf.generic import NameObject

    def read(stream: Any, _pdf: Any) -> NameObject:  # noqa: ANN401 - as the library's
        if stream.read(1) != b"/":
            raise PdfReadError("Name read error")
        name = read_until_regex(stream=stream, regex=NameObject.delimiter_pattern, length=_LONGEST)
        raw = NameObject.unnumber(b"/" + name)
        return NameObject(raw.decode("utf-8", "surrogateescape"))

    def written(name: NameObject) -> bytes:
        raw = name.encode("utf-8", "surrogateescape")
        if raw[:1] != b"/":
            raise PdfReadError("a name that does not begin as one")
        return b"/" + _WRITTEN.sub(lambda code: b"#%02X" % code[0][0], raw[1:])

    if hasattr(NameObject, "read_from_stream") and hasattr(NameObject, "renumber"):
        library: Any = NameObject
        library.read_from_stream = staticmethod(read)
        library.renumber = written
