"""Files of verification reports: the form is what their name ends with."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Written:
    """Where a report is, and what had to give way to it."""

    report: Path
    beside: Path | None = None
    """Its signature, where that is not in it."""
    aside: Path | None = None
    """What was there before; whoever wrote the report does not expect it under this name."""


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


def write_report(target: Path, content: bytes, about: Sequence[Verified] = ()) -> Written:
    """Write a report that nobody signed; returns where, and what was put aside.

    One that is replaced and has its signature beside it is put aside together with that, as
    ``report.1.pdf`` and ``report.1.pdf.p7s``: beside the new one it would seem broken.

    Args:
        target: where.
        content: its bytes.
        about: what it is about; nothing is written over one of these files.

    Raises:
        FileExistsError: the report, or what gives way to it, is one of the files it is about.
        OSError: it could not be written; what was there stays.
    """
    target = target.resolve()
    require_apart(target, about)
    moved = _put_aside(target)
    try:
        write_new(target, (content,), _MODE)
    except OSError:
        for before, now in moved:
            now.rename(before)
        raise
    return Written(target, aside=moved[0][1] if moved else None)


def require_apart(target: Path, about: Sequence[Verified]) -> None:
    """Make sure that a report is not to be written over what it is about.

    Args:
        target: where; links are followed.
        about: what it is about.

    Raises:
        FileExistsError: the report, or what gives way to it, is one of these files.
    """
    target = target.resolve()
    for path in (target, _beside(target)):
        if any(is_one(path, Path(item.path)) for item in about if item.path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def is_one(path: Path, other: Path) -> bool:
    """Whether two names are of one file that is there; a link is another name of its file."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


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


def write_signed(target: Path, signed: SignedReport, about: Sequence[Verified] = ()) -> Written:
    """Write a signed report; returns where, and where its signature is.

    Raises:
        OSError: as :func:`write_report`.
    """
    written = write_report(target, signed.pdf, about)
    if not signed.beside:
        return written
    beside = _beside(target)
    write_new(beside.resolve(), (signed.beside,), _MODE)
    return replace(written, beside=beside)
