"""The file in which a package of ours travels to another station, verified as it is.

Three lines stand before the package: ``EQAROR-ENTRY`` with the version of their form, a line of
JSON, and the digest of the two. Nobody signed them, so the file is never valid as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO, cast

from signing.container.part import Part
from signing.detail import said
from signing.flaws import Flaw
from signing.report import Reason, Report, Verdict

HEAD = b"EQAROR-ENTRY "
_LONGEST = 4 << 20
"""Bytes of a line."""


def verify_carried(stream: BinaryIO, size: int, verify: Callable[[BinaryIO], Report]) -> Report:
    """Return what is found of the package, open because of what stands before it.

    One that holds no package is open (``NOT_SUPPORTED``): an answer, or no such file.

    Args:
        stream: the file, at its beginning.
        size: of it.
        verify: verifies a package.
    """
    for _ in range(3):
        stream.readline(_LONGEST)
    begins = stream.tell()
    if stream.read(2) != b"PK":
        return Report.conclude((), (Reason("NOT_SUPPORTED", said(Flaw.CARRIED), failed=False),))
    report = verify(cast("BinaryIO", Part(stream, begins, size - begins)))
    if report.verdict is Verdict.INVALID:
        return report
    beside = Reason("UNSIGNED_BESIDE", said(Flaw.CARRIED), failed=False)
    return replace(report, verdict=Verdict.INDETERMINATE, reasons=(*report.reasons, beside))
