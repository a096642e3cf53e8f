"""``examine``: what in a PDF acts, hides, or is not the same for everybody; needs no store."""

from __future__ import annotations

import argparse
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.commands import DONE, FAILED, OPEN, Context, add_json, print_json, put

if TYPE_CHECKING:
    from signing.detail import Detail
    from signing.examine.finding import Finding


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``examine``."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Examine each file; the exit code is the worst of them: 1 found, 2 not examined, 0."""
    from signing.examine.finding import FindingCode, Severity

    unknown = {
        *(FindingCode.UNREADABLE, FindingCode.TOO_LARGE, FindingCode.ENCRYPTED),
        FindingCode.READERS_PART,
    }
    codes = set()
    told = []
    for path in arguments.files:
        unreadable = _unreadable(path)
        found, readers = ((_unread(unreadable),), ()) if unreadable else _found(path)
        stops = {item.code for item in found if item.severity is not Severity.TOLD}
        # What could not be read is told as damaged too; neither says that something was found.
        seen = stops - unknown - {FindingCode.DAMAGED}
        codes.add(OPEN if stops & unknown and not seen else FAILED if stops else DONE)
        lines = [
            context.messages.reason("UNREADABLE", unreadable)
            if unreadable
            else context.messages.finding(str(item.code), item.detail, page=item.page)
            for item in found
        ]
        if arguments.json:
            findings = [
                {
                    "code": item.code,
                    "severity": item.severity,
                    "page": item.page,
                    "detail": item.detail,
                    "text": line,
                }
                for item, line in zip(found, lines, strict=True)
            ]
            told.append({"file": str(path), "findings": findings, "readers": readers})
            continue
        put(f"{path}:")
        for line in lines or [context.messages.text("words", "nothing_found")]:
            put(f"  {line}")
        compared = ("compared_with", {"detail": ", ".join(readers)})
        word, facts = compared if readers else ("not_compared", {})
        put(f"  {context.messages.text('words', word, **facts)}")
    if arguments.json:
        print_json(told if len(told) > 1 else told[0])
    return FAILED if FAILED in codes else max(codes)


def _unread(why: Detail) -> Finding:
    from signing.examine.finding import Finding, FindingCode

    return Finding(FindingCode.UNREADABLE, None, str(why))


def _unreadable(path: Path) -> Detail:
    """Return why nothing can be read here; a pipe or a device is not even opened."""
    from eqaror_desktop.flows.verification import why_unread
    from signing.detail import NO_DETAIL, said
    from signing.flaws import Flaw

    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return said(Flaw.DIRECTORY if stat.S_ISDIR(mode) else Flaw.SPECIAL)
        path.open("rb").close()
    except (OSError, ValueError) as error:
        return why_unread(error)
    return NO_DETAIL


def _found(path: Path) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return what was found, and by which readers the pages were compared."""
    from eqaror_desktop.examining import examine
    from eqaror_desktop.readers.programs import installed

    with path.open("rb") as source:
        found, compared = examine(source, installed())
    return found, compared.readers
