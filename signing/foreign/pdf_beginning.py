"""What stands at a PDF's beginning and decides how its end is read (ISO 32000-1, 7.5.2, annex F).

From bytes before the header some readers count and others do not: what is put behind a signature
makes the one or the other come true. Of what a linearization dictionary promises see
:mod:`signing.pdf.linearized`.
"""

from __future__ import annotations

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf_scan import table_at
from signing.pdf.held import Held

_MARK = b"%PDF-"
_NEAR = 1024
"""Bytes in which readers look for the header."""


def require_header(pdf: Held) -> None:
    """Require that every reader counts from the first byte.

    Raises:
        MalformedDocument: some may not.
    """
    if pdf.cut(0, len(_MARK)) != _MARK:
        raise MalformedDocument(Flaw.BYTES_BEFORE)


def counts_from_header(pdf: Held, table: int) -> bool:
    """Whether places in a file are counted from its header, which bytes stand before.

    Args:
        pdf: the whole file.
        table: where its end says that the newest table is.
    """
    begin = pdf.cut(0, _NEAR).find(_MARK)
    return begin > 0 and not table_at(pdf, table) and table_at(pdf, begin + table)
