"""``verify``: needs no store and no person, so it works beside an open window.

Only a report that is to be signed needs both: it is signed with a person's key, and the key log of
the profile tells of that.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from eqaror_desktop.commands import (
    DONE,
    FAILED,
    OPEN,
    USAGE,
    Context,
    add_json,
    add_token,
    print_json,
    put,
)
from eqaror_desktop.errors import OutputRefused, TrustFileInvalid
from eqaror_desktop.new_file import require_new

if TYPE_CHECKING:
    from eqaror_desktop.flows.verification import Files
    from eqaror_desktop.reports import Written
    from signing.pdf.panel import Language
    from signing.report import Report
    from signing.reporting.outline import Verified
    from signing.trust import TrustAnchors


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``verify``."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--trust", action="append", type=Path, default=[], metavar="PEM")
    parser.add_argument("--content", action="append", type=Path, default=[], metavar="FILE")
    parser.add_argument("--report", type=Path, metavar="FILE")
    parser.add_argument("--sign-report", action="store_true")
    parser.add_argument("--force", action="store_true")
    add_token(parser)
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Verify each file; the exit code is the worst of them."""
    from eqaror_desktop.flows.verification import Files

    refused = _report_refused(arguments, context)
    if refused:
        return refused
    files = Files(arguments.content, len(arguments.files))
    anchors = _anchors(arguments.trust, context)
    found: list[Verified] = []
    worst, named = DONE, ""
    for path in arguments.files:
        try:
            report = _verified(path, anchors, files, arguments.report, found)
        except Exception as error:  # noqa: BLE001 - a mistake of ours about one file: the others wait
            report = _fault(path, error, anchors, found, context)
        code = _CODES[report.verdict]
        worst = code if worst == DONE or code == FAILED else worst
        named += "".join(
            f"{item.detail}\n" for item in report.reasons if item.code == "CONTENT_UNUSED"
        )
        if arguments.json:
            _print_json(path, report, context)
        else:
            _print(path, report, context)
    for name in files.unused:
        # Somebody who gives a content wants to know about it: that nothing covers it is an answer.
        print(context.messages.text("cli", "content_unused", file=name), file=sys.stderr)
        worst = worst if worst == FAILED else OPEN
        if name not in named and worst == OPEN:
            # No file says so, because there are others that it might belong to.
            _tell_unused(name, anchors, found, arguments, context)
    if arguments.report is not None:
        _write(found, arguments, context)
    return worst


def _tell_unused(
    name: str,
    anchors: TrustAnchors,
    found: list[Verified],
    arguments: argparse.Namespace,
    context: Context,
) -> None:
    """Give a content that nothing covers an answer of its own, for programs and in a report."""
    from eqaror_desktop.reports import program
    from signing.certificate import utc_now
    from signing.detail import Detail
    from signing.reporting.outline import Verified
    from signing.verify_any import open_question

    report = open_question("CONTENT_UNUSED", Detail(name))
    found.append(Verified(name, report, utc_now(), anchors, "", program()))
    if arguments.json:
        _print_json(Path(name), report, context)


_CODES = {"valid": DONE, "invalid": FAILED, "indeterminate": OPEN}


def _verified(
    path: Path, anchors: TrustAnchors, files: Files, target: Path | None, found: list[Verified]
) -> Report:
    from eqaror_desktop.flows.verification import verified, verify_file

    if target is None:
        return verify_file(path, anchors, files=files)
    from eqaror_desktop.reports import program

    found.append(verified(path, anchors, files=files, program=program()))
    return found[-1].report


def _fault(
    path: Path, error: Exception, anchors: TrustAnchors, found: list[Verified], context: Context
) -> Report:
    """Tell a bug, and leave the file open: "invalid" would be a word about the file."""
    from eqaror_desktop.reports import program
    from signing.certificate import utc_now
    from signing.detail import said
    from signing.flaws import Flaw
    from signing.reporting.outline import Verified
    from signing.verify_any import open_question

    print(f"{path}: {context.messages.error(error)}", file=sys.stderr)
    report = open_question("NOT_EXAMINED", said(Flaw.FAULT))
    found.append(Verified(path.name, report, utc_now(), anchors, "", program()))
    return report


def _anchors(trust: list[Path], context: Context) -> TrustAnchors:
    """The anchors given, or the profile's with what the registry told beside them.

    With none, nothing can be trusted, and that is told.
    """
    from eqaror_desktop.flows.trust import anchor_files, load_anchors, load_helpers
    from eqaror_desktop.profile import Profile
    from signing.detail import about
    from signing.flaws import Flaw

    if not trust:
        profile = Profile.place(context.directory)
        return load_helpers(load_anchors(anchor_files(profile.trust)), profile.trust_helpers)
    anchors = load_anchors(trust)
    if not anchors.anchors:
        # Somebody's own certificate, or one between: nothing could ever be trusted.
        names = ", ".join(path.name for path in trust)
        raise TrustFileInvalid(about(names, Flaw.NO_ANCHOR))
    return anchors


# Reports.


def _report_refused(arguments: argparse.Namespace, context: Context) -> int:
    """Tell what is wrong with the wish for a report before anything is verified; 0 if nothing."""
    from eqaror_desktop.reports import BESIDE, ENDINGS, is_one

    target: Path | None = arguments.report
    if target is None and not arguments.sign_report:
        return DONE
    endings = (".pdf",) if arguments.sign_report else ENDINGS
    if target is None or target.suffix.lower() not in endings:
        wanted = ", ".join(endings)
        print(context.messages.text("cli", "report_kind", endings=wanted), file=sys.stderr)
        return USAGE
    paths = [target, target.with_name(target.name + BESIDE)]
    # By what they are: a link is another name of the same file. A signature beside gives way too.
    given = (*arguments.files, *arguments.content, *arguments.trust)
    for path in paths:
        if any(is_one(path, other) for other in given):
            raise OutputRefused(str(path), "verified")
    for path in paths if arguments.sign_report else paths[:1]:
        require_new(path, force=arguments.force)
    return DONE


def _write(found: list[Verified], arguments: argparse.Namespace, context: Context) -> None:
    from eqaror_desktop.reports import laid_out, write_report

    target: Path = arguments.report
    language, made = context.messages.language, found[-1].made
    if arguments.sign_report:
        _write_signed(found, arguments, context, made)
    else:
        content = laid_out(found, target.suffix.lower(), language, made)
        _tell_aside(write_report(target, content, found), context)
    told = context.messages.text("words", "report_written", path=target)
    # Standard output is the verdicts' own, with --json above all.
    print(told, file=sys.stderr)


def _tell_aside(written: Written, context: Context) -> None:
    """Say what has another name now; somebody may look for it under the old one."""
    if written.aside is not None:
        told = context.messages.text("words", "report_aside", path=written.aside)
        print(told, file=sys.stderr)


def _write_signed(
    found: list[Verified], arguments: argparse.Namespace, context: Context, made: datetime
) -> None:
    from eqaror_desktop.commands.pins import ask_for_pin, token_meant
    from eqaror_desktop.flows.report import SignedReport, sign_report
    from eqaror_desktop.reports import laid_out, write_signed
    from signing.certificate import utc_now

    language = context.messages.language
    with context.open() as application:
        person = application.person()
        pinfl = person.person.pinfl if person else None
        token = token_meant(application, arguments, pinfl)
        pin = ask_for_pin(application, token, arguments, context)
        shown = application.settings.signing.visible_signature

        def keep(signed: SignedReport) -> None:
            written = write_signed(arguments.report, signed, found)
            if written.beside is not None:
                told = context.messages.text("words", "report_beside", path=written.beside)
                print(told, file=sys.stderr)
            _tell_aside(written, context)

        sign_report(
            application.desk.keys(),
            application.anchors,
            lambda signer: laid_out(found, ".pdf", language, made, signer),
            keep,
            wanted=application.desk.wanted(token.serial, arguments.certificate, pinfl),
            pin=pin,
            now=utc_now(),
            title=", ".join(item.name for item in found),
            language=cast("Language", language) if shown else None,
        )


# Words.


def _put(line: str) -> None:
    """Print a line in which a stranger may have written; nothing in it steers a terminal."""
    from resources.visible import visible

    plain = (" " if mark.isspace() else mark if mark.isprintable() else "\ufffd" for mark in line)
    put(visible("".join(plain)))


def _print_json(path: Path, report: Report, context: Context) -> None:
    from signing.reporting.data import public
    from signing.reporting.words import ReportWords

    words = ReportWords(context.messages.language)
    print_json(public(str(path), report, words), lines=True)


def _print(path: Path, report: Report, context: Context) -> None:
    from signing.reporting.told import answers, authority_of, covers_of, kind_of
    from signing.reporting.words import ReportWords

    words, own = context.messages, ReportWords(context.messages.language)
    _put(f"{path}: {words.text('verdicts', str(report.verdict))} ({report.verdict.indication})")
    for reason in report.reasons:
        _put(f"  {words.reason(reason.code, reason.detail)} [{reason.code}]")
    if authority := authority_of(report):
        _put(f"  {words.text('report', 'authority')}: {authority}")
    for item in report.signatures:
        # What is open is not broken, and what is broken is not right for what is right about it.
        mark = {"valid": "✓", "invalid": "✗"}.get(item.verdict, "!")
        known = (item.signer.name, item.signer.post) if item.signer else ("–",)
        name = ", ".join(filter(None, known))
        worth = "proven" if item.proven else "claimed"
        time = words.text("report", worth, at=words.moment(item.time)) if item.time else ""
        kind = kind_of(item, own)
        _put("  " + "  ".join(filter(None, (mark, kind, name, item.level, time))))
        if covers := covers_of(item, own):
            _put(f"      {covers}")
        for warning in item.warnings:
            _put(f"      {words.reason(warning.code, warning.detail)} [{warning.code}]")
        if item.trusted and item.status_as_of is not None:
            as_of = words.moment(item.status_as_of)
            _put(f"      {words.text('words', 'status_as_of', at=as_of)}")
        if item.own_words:
            _put(f"      {words.text('words', 'own_words')}")
        if item.signer and item.signer.claims:
            from signing.reporting.claims import claims_text

            _put(f"      {claims_text(item.signer.claims, words)}")
    for answer in answers(report, own):
        _put(f"  {answer}")
    for content in report.contents:
        _put(f"  {words.text('report', 'content')}: {content.name}  SHA-256 {content.sha256}")
    if any(item.algorithm.startswith(("rsa", "ecdsa")) for item in report.signatures):
        _put(f"  {words.text('words', 'pilot')}")
