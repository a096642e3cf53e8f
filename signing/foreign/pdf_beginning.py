"""What stands at a PDF's beginning and decides how its end is read (ISO 32000-1, 7.5.2, annex F).

Two things there depend on the length of the file, or on where counting begins: bytes before the
header, from which some readers count and others do not; and a linearization dictionary, by which
some read another table as soon as the length that it says is that of the file. A signature covers
both, and what is put behind it makes them come true.
"""

from __future__ import annotations

import re
from contextlib import suppress

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.held import Held
from signing.foreign.pdf_scan import table_at
from signing.pdf.grammar import Cut, parse

_MARK = b"%PDF-"
_NEAR = 1024
"""Bytes in which readers look for the header."""
_FIRST = 1 << 20
"""Bytes in which the first object is looked for, and its dictionary ends."""
_BEGIN = re.compile(rb"(?:\A|[\r\n])[\0\t\f ]*+(?=[^%\0\t\n\f\r ])")
"""What is before the first byte that is neither white space nor in a comment."""
_OBJECT = re.compile(rb"[0-9]{1,10}[\0\t\n\f\r ]+[0-9]{1,5}[\0\t\n\f\r ]+obj")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_WHOLE = re.compile(rb"[0-9]{1,12}")
_LINEARIZED, _LENGTH = b"/Linearized", b"/L"


def require_header(pdf: Held) -> None:
    """Require that every reader counts from the first byte.

    Raises:
        MalformedDocument: some may not.
    """
    if pdf.cut(0, len(_MARK)) != _MARK:
        raise MalformedDocument(Flaw.BYTES_BEFORE)


def require_no_promise(pdf: Held, covered: int) -> None:
    """Require that nothing signed waits for the file to become as long as it is said to be.

    Args:
        pdf: the whole file.
        covered: bytes of it that a signature covers; fewer than there are.

    Raises:
        MalformedDocument: by this some readers may take another table now.
    """
    data = pdf.cut(0, min(_FIRST, covered))
    before = _BEGIN.search(data)
    if before is None:
        raise MalformedDocument(Flaw.LINEARIZED)
    first = _OBJECT.match(data, before.end())
    entries: dict[bytes, bytes] | None = None
    with suppress(MalformedDocument, Cut):
        if first is not None:
            entries = parse(data, first.end()).entries or {}
    if entries is None:
        if _LINEARIZED in _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), data):
            raise MalformedDocument(Flaw.LINEARIZED)
    elif _LINEARIZED in entries:
        length = entries.get(_LENGTH, b"")
        # Of the file before it was signed, or as it was signed.
        if not _WHOLE.fullmatch(length) or int(length) > covered:
            raise MalformedDocument(Flaw.LINEARIZED)


def counts_from_header(pdf: Held, table: int) -> bool:
    """Whether places in a file are counted from its header, which bytes stand before.

    Args:
        pdf: the whole file.
        table: where its end says that the newest table is.
    """
    begin = pdf.cut(0, _NEAR).find(_MARK)
    return begin > 0 and not table_at(pdf, table) and table_at(pdf, begin + table)
