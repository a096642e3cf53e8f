"""A PDF that cannot be read any more since something was put behind its signature.

What was signed is all there. Who signed it, and that the damage came later, is more than to say
that the file is no PDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from signing.detail import said
from signing.errors import DocumentTooLarge, SigningError
from signing.flaws import Flaw
from signing.pdf.held import Held
from signing.report import Reason, Report

_WORD = b"/ByteRange"
_BLANK = rb"[\0\t\n\f\r ]"
_NEAR = 1 << 10
_RANGE = re.compile(
    rb"/ByteRange%b{0,64}+\[%b{0,64}+0%b{1,64}+" % ((_BLANK,) * 3)
    + rb"([0-9]{1,10})%b{1,64}+([0-9]{1,10})%b{1,64}+([0-9]{1,10})%b{0,64}+\]" % ((_BLANK,) * 3)
)
_ENDS = b"%%EOF"
_FEW = 4
"""Beginnings of a file that are tried, the longest first."""


def report_before(
    pdf: Held, verify: Callable[[Held], Report], look: Callable[[], None]
) -> Report | None:
    """Return what is to be said of the longest signed beginning that can be read.

    Args:
        pdf: the whole file, which cannot be read.
        verify: gives the report of a file.
        look: called for each word that is found; raises where it takes too long.

    Raises:
        DocumentTooLarge: it takes too long.
    """
    for size in sorted(set(_covered(pdf, look)), reverse=True)[:_FEW]:
        try:
            found = verify(pdf.beginning(size))
        except DocumentTooLarge:
            raise
        except SigningError:
            continue
        if found.signatures:
            later = Reason("CHANGED_AFTER_SIGNING", said(Flaw.UNSOUND))
            signatures = tuple(
                replace(item, reasons=(*item.reasons, later), trusted=False)
                for item in found.signatures
            )
            return Report.conclude(signatures, ())
    return None


def _covered(pdf: Held, look: Callable[[], None]) -> Iterator[int]:
    """Give how much of the file its byte ranges are over, if more follows."""
    for at in pdf.find(_WORD, look):
        found = _RANGE.match(pdf.cut(at, at + _NEAR))
        if found is not None:
            first, second, rest = map(int, found.groups())
            size = second + rest
            end = pdf.cut(max(0, size - 16), size)
            if first < second < size < pdf.size and _ENDS in end:
                yield size
