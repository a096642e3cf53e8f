"""``examine``: what in a PDF acts, hides, or is not the same for everybody; needs no store."""

from __future__ import annotations

import argparse
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.commands import DONE, FAILED, OPEN, Context, add_json, print_json, put

if TYPE_CHECKING:
    from signing.examine.finding import Finding


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``examine``."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Examine each file; the exit code is the worst of them: 1 found, 2 not examined, 0."""
    from signing.examine.finding import FindingCode, Severity

    unknown = {FindingCode.UNREADABLE, FindingCode.TOO_LARGE, FindingCode.ENCRYPTED}
    codes = set()
    told = []
    for path in arguments.files:
        unreadable = _unreadable(path)
        found = unreadable or _found(path)
        stops = {item.code for item in found if item.severity is Severity.STOPS}
        # What could not be read is told as damaged too; neither says that something was found.
        seen = stops - unknown - {FindingCode.DAMAGED}
        codes.add(OPEN if stops & unknown and not seen else FAILED if stops else DONE)
        lines = [
            context.messages.reason("UNREADABLE", item.detail)
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
            told.append({"file": str(path), "findings": findings})
            continue
        put(f"{path}:")
        for line in lines or [context.messages.text("words", "nothing_found")]:
            put(f"  {line}")
    if arguments.json:
        print_json(told if len(told) > 1 else told[0])
    return FAILED if FAILED in codes else max(codes)


def _unreadable(path: Path) -> tuple[Finding, ...]:
    """Return why nothing can be read here; a pipe or a device is not even opened."""
    from signing.examine.finding import Finding, FindingCode

    why = ""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            path.open("rb").close()
        else:
            why = "directory" if stat.S_ISDIR(mode) else "special"
    except FileNotFoundError:
        why = "absent"
    except PermissionError:
        why = "forbidden"
    except (OSError, ValueError) as error:
        # ValueError: a name that no file can have, with a NUL in it.
        why = getattr(error, "strerror", None) or "absent"
    return (Finding(FindingCode.UNREADABLE, None, why),) if why else ()


def _found(path: Path) -> tuple[Finding, ...]:
    from signing.examine.document import examine_pdf

    with path.open("rb") as source:
        return tuple(examine_pdf(source))
