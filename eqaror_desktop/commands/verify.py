"""``verify``: needs no store and no person, so it works beside an open window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.commands import DONE, FAILED, OPEN, Context, add_json, print_json, put
from eqaror_desktop.errors import TrustFileInvalid

if TYPE_CHECKING:
    from signing.report import Report
    from signing.trust import TrustAnchors


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``verify``."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--trust", action="append", type=Path, default=[], metavar="PEM")
    parser.add_argument("--content", action="append", type=Path, default=[], metavar="FILE")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Verify each file; the exit code is the worst of them."""
    from eqaror_desktop.flows.verification import Files, verify_file
    from signing.report import Verdict

    files = Files(arguments.content, len(arguments.files))
    anchors = _anchors(arguments.trust, context)
    codes = {Verdict.VALID: DONE, Verdict.INVALID: FAILED, Verdict.INDETERMINATE: OPEN}
    worst = DONE
    for path in arguments.files:
        report = verify_file(path, anchors, files=files)
        code = codes[report.verdict]
        worst = code if worst == DONE or code == FAILED else worst
        if arguments.json:
            print_json(_public(path, report, context), lines=True)
        else:
            _print(path, report, context)
    if files.unused:
        # Somebody who gives a content wants to know about it: that nothing covers it is an answer.
        for name in files.unused:
            print(context.messages.text("cli", "content_unused", file=name), file=sys.stderr)
        worst = worst if worst == FAILED else OPEN
    return worst


def _anchors(trust: list[Path], context: Context) -> TrustAnchors:
    """The anchors given, or the profile's; with none, nothing can be trusted, and that is told."""
    from eqaror_desktop.profile import Profile
    from signing.errors import MalformedDocument
    from signing.trust import TrustAnchors

    if not trust:
        trust = sorted(Profile.place(context.directory).trust.glob("*.pem"))
    try:
        return TrustAnchors.load(trust)
    except MalformedDocument as error:
        raise TrustFileInvalid(error.detail) from error


def _public(path: Path, report: Report, context: Context) -> dict[str, object]:
    return {
        "file": str(path),
        "verdict": report.verdict,
        "indication": report.verdict.indication,
        "sub_indication": report.sub_indication or None,
        "reasons": [
            {"code": item.code, "text": context.messages.reason(item.code, item.detail)}
            for item in report.reasons
        ],
        "signatures": [
            {
                "scope": item.scope,
                "kind": item.kind,
                "signer": item.signer.common_name if item.signer else None,
                "pinfl": item.signer.pinfl if item.signer else None,
                "stir": item.signer.stir if item.signer else None,
                "algorithm": item.algorithm,
                "level": item.level,
                "time": item.time,
                "time_is_proven": item.proven,
                "intact": item.intact,
                "trusted": item.trusted,
                "indication": item.verdict.indication,
                "sub_indication": item.sub_indication or None,
                "covers": item.covers,
                "status_as_of": item.status_as_of,
                "own_words": item.own_words,
            }
            for item in report.signatures
        ],
    }


def _put(line: str) -> None:
    """Print a line in which a stranger may have written; nothing in it steers a terminal."""
    plain = (" " if mark.isspace() else mark if mark.isprintable() else "\ufffd" for mark in line)
    put("".join(plain))


def _print(path: Path, report: Report, context: Context) -> None:
    from signing.report import Kind, Verdict

    words = context.messages
    _put(f"{path}: {words.text('verdicts', str(report.verdict))} ({report.verdict.indication})")
    for reason in report.reasons:
        _put(f"  {words.reason(reason.code, reason.detail)} [{reason.code}]")
    for item in report.signatures:
        open_question = item.intact or item.verdict is not Verdict.INVALID
        mark = "✓" if item.intact and item.trusted else ("!" if open_question else "✗")
        name = f"{item.signer.common_name}, {item.signer.post}" if item.signer else "–"
        time = words.moment(item.time) if item.time else ""
        kind = "" if item.kind is Kind.SIGNATURE else words.text("signature_kinds", item.kind)
        _put("  " + "  ".join(filter(None, (mark, item.scope, kind, name, item.level, time))))
        if item.trusted and item.status_as_of is not None:
            as_of = words.moment(item.status_as_of)
            _put(f"      {words.text('words', 'status_as_of', at=as_of)}")
        if item.own_words:
            _put(f"      {words.text('words', 'own_words')}")
    if any(item.algorithm.startswith(("rsa", "ecdsa")) for item in report.signatures):
        _put(f"  {words.text('words', 'pilot')}")
