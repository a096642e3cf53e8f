"""What the examination of a draft's files means for its signature, and its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from eqaror_desktop.examining import Examined
from eqaror_desktop.findings import Check, CheckCode, CheckState, Named
from eqaror_desktop.messages import Messages
from signing.examine.finding import Severity


def content_check(examined: Iterable[Examined], policy: Literal["stop", "warn"]) -> Check:
    """Answer whether what a person sees is what is signed.

    A file that is not at hand makes the answer *skipped*, unless another one already stops it.

    Args:
        examined: the text and every annex.
        policy: what the office decided about findings that stop.
    """
    files = tuple(examined)
    named = tuple(Named(file.annex, finding) for file in files for finding in file.findings or ())
    found = {item.finding.severity for item in named}
    count = str(len(named))
    if Severity.NEVER in found or (Severity.STOPS in found and policy == "stop"):
        return Check(CheckCode.CONTENT, CheckState.FAILED, count, named=named)
    if any(file.findings is None for file in files):
        return Check(CheckCode.CONTENT, CheckState.SKIPPED, count, named=named)
    if named:
        return Check(CheckCode.CONTENT, CheckState.WARNING, count, named=named)
    return Check(CheckCode.CONTENT, CheckState.OK, str(len(files)))


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
