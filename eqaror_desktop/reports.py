"""Files of verification reports: the form is what their name ends with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.new_file import write_new
from resources.version import program_version

if TYPE_CHECKING:
    from eqaror_desktop.flows.report import SignedReport
    from signing.reporting.outline import Verified

ENDINGS = (".pdf", ".html", ".htm", ".json")
BESIDE = ".p7s"
"""Of a signature beside its report: ``report.pdf.p7s``."""
_MODE = 0o644


def program() -> str:
    """Return how the program names itself in a report."""
    return f"E-qaror {program_version()}"


def laid_out(
    verified: Sequence[Verified], ending: str, language: str, made: datetime, signer: str = ""
) -> bytes:
    """Return the bytes of a report.

    Args:
        verified: one or more files.
        ending: one of :data:`ENDINGS`, in small letters.
        language: of its words.
        made: when; the PDF says so.
        signer: who is going to sign it.
    """
    from dataclasses import replace

    from signing.reporting import data, html
    from signing.reporting.outline import paper
    from signing.reporting.words import ReportWords

    words = ReportWords(language)
    if ending == ".json":
        told = [data.complete(item, words) for item in verified]
        return data.encode(told[0] if len(told) == 1 else told)
    papers = [paper(replace(item, signer=signer), words) for item in verified]
    if ending != ".pdf":
        return html.page(papers).encode("utf-8")
    from signing.reporting.pdf import report_pdf

    return report_pdf(papers, made)


def write_report(target: Path, content: bytes) -> None:
    """Write a report that nobody signed.

    Raises:
        OSError: it could not be written; what was there stays.
    """
    write_new(target.resolve(), (content,), _MODE)


def write_signed(target: Path, signed: SignedReport) -> Path | None:
    """Write a signed report; returns where its signature is, if that is beside it.

    Raises:
        OSError: as :func:`write_report`.
    """
    write_report(target, signed.pdf)
    if not signed.beside:
        return None
    beside = target.with_name(target.name + BESIDE)
    write_new(beside.resolve(), (signed.beside,), _MODE)
    return beside
