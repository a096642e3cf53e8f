"""What the examination of a draft's files means for its signature, and its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from eqaror_desktop.examining import Examined
from eqaror_desktop.findings import Check, CheckCode, CheckState, Named
from eqaror_desktop.messages import Messages
from signing.examine.finding import FindingCode, Severity

_BY_READERS = (FindingCode.READERS_DIFFER, FindingCode.READERS_PART)


def examination_checks(
    examined: Iterable[Examined] | None, policy: Literal["stop", "warn"]
) -> tuple[Check, Check]:
    """Answer both questions about a draft's files; None while they are being examined."""
    if examined is None:
        running = CheckState.RUNNING
        return Check(CheckCode.CONTENT, running), Check(CheckCode.READERS, running)
    files = tuple(examined)
    return content_check(files, policy), readers_check(files, policy)


def content_check(examined: Iterable[Examined], policy: Literal["stop", "warn"]) -> Check:
    """Answer whether what a person sees is what is signed.

    A file that is not at hand makes the answer *skipped*, unless another one already stops it.

    Args:
        examined: the text and every annex.
        policy: what the office decided about findings that stop.
    """
    files = tuple(examined)
    named = _named(files, by_readers=False)
    found = {item.finding.severity for item in named}
    count = str(len(named))
    if Severity.NEVER in found or (Severity.STOPS in found and policy == "stop"):
        return Check(CheckCode.CONTENT, CheckState.FAILED, count, named=named)
    if any(file.findings is None for file in files):
        return Check(CheckCode.CONTENT, CheckState.SKIPPED, count, named=named)
    if named:
        return Check(CheckCode.CONTENT, CheckState.WARNING, count, named=named)
    return Check(CheckCode.CONTENT, CheckState.OK, str(len(files)))


def readers_check(examined: Iterable[Examined], policy: Literal["stop", "warn"]) -> Check:
    """Answer whether every other reader that is installed shows the pages as the window does.

    Args:
        examined: the text and every annex.
        policy: what the office decided about findings that stop.
    """
    files = tuple(examined)
    named = _named(files, by_readers=True)
    if named:
        state = CheckState.FAILED if policy == "stop" else CheckState.WARNING
        told = [item for item in named if item.finding.code is FindingCode.READERS_DIFFER]
        names = dict.fromkeys(item.finding.detail for item in told)
        if not names:
            return Check(CheckCode.READERS, state, str(len(named)), case="part", named=named)
        return Check(CheckCode.READERS, state, ", ".join(names), named=named)
    asked = dict.fromkeys(name for file in files for name in file.readers)
    if any(file.findings is None for file in files):
        return Check(CheckCode.READERS, CheckState.SKIPPED, case="part")
    if not asked:
        return Check(CheckCode.READERS, CheckState.SKIPPED)
    return Check(CheckCode.READERS, CheckState.OK, ", ".join(asked))


def _named(files: Iterable[Examined], *, by_readers: bool) -> tuple[Named, ...]:
    return tuple(
        Named(file.annex, finding)
        for file in files
        for finding in file.findings or ()
        if (finding.code in _BY_READERS) is by_readers
    )


def finding_lines(check: Check, messages: Messages, most: int | None = None) -> tuple[str, ...]:
    """Return a line for each thing that was found, with its file and page.

    Args:
        check: whose findings.
        messages: of the language.
        most: lines; what is left out is counted in one more.
    """
    shown = check.named[:most]
    lines = [
        messages.finding(
            str(item.finding.code), item.finding.detail, page=item.finding.page, annex=item.annex
        )
        for item in shown
    ]
    left = len(check.named) - len(shown)
    if left:
        lines.append(messages.text("findings_places", "more", count=left))
    return tuple(lines)
