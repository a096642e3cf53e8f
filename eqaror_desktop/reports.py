"""Files of verification reports: the form is what their name ends with."""

from __future__ import annotations

import os
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

    One that is replaced and has its signature beside it is put aside together with that, as
    ``report.1.pdf`` and ``report.1.pdf.p7s``: beside the new one it would seem broken.

    Raises:
        OSError: it could not be written; what was there stays.
    """
    target = target.resolve()
    moved = _put_aside(target)
    try:
        write_new(target, (content,), _MODE)
    except OSError:
        for before, now in moved:
            now.rename(before)
        raise


def _put_aside(target: Path) -> list[tuple[Path, Path]]:
    """Rename a report and the signature beside it; returns from what to what, the last first."""
    if not os.path.lexists(_beside(target)):
        return []
    number = 1
    while True:
        aside = target.with_name(f"{target.stem}.{number}{target.suffix}")
        if not os.path.lexists(aside) and not os.path.lexists(_beside(aside)):
            break
        number += 1
    moved: list[tuple[Path, Path]] = []
    for before, now in ((_beside(target), _beside(aside)), (target, aside)):
        # The signature may have been left without its report.
        if os.path.lexists(before):
            before.rename(now)
            moved.insert(0, (before, now))
    return moved


def _beside(report: Path) -> Path:
    return report.with_name(report.name + BESIDE)


def write_signed(target: Path, signed: SignedReport) -> Path | None:
    """Write a signed report; returns where its signature is, if that is beside it.

    Raises:
        OSError: as :func:`write_report`.
    """
    write_report(target, signed.pdf)
    if not signed.beside:
        return None
    beside = _beside(target)
    write_new(beside.resolve(), (signed.beside,), _MODE)
    return beside
