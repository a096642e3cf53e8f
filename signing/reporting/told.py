"""What is told beside a name: of what kind a signature is, what was answered, what it covers.

A counter-signature, an objection and a signature of another file all are right; that they are is
not what somebody wants to know first.
"""

from __future__ import annotations

from signing.report import Kind, Report, SignatureReport
from signing.reporting.words import ReportWords
from signing.statement import TrailEntry

_MOST = 40
"""Answers or covered files that are told; of more only how many."""


def kind_of(item: SignatureReport, words: ReportWords) -> str:
    """Return what a signature is if it is no plain one, and what it stands in otherwise."""
    if item.kind is Kind.COUNTER_SIGNATURE and item.over:
        return words.text("report", "counter_over", name=item.over)
    kind = "" if item.kind is Kind.SIGNATURE else words.text("signature_kinds", item.kind)
    scope = words.scope(item.scope)
    if item.answer is not None:
        return f"{scope}: {words.text('answers', item.answer)}"
    return ", ".join(filter(None, (kind, scope)))


def is_plain(item: SignatureReport) -> bool:
    """Whether a signature is over the document and nothing more is to be said of its kind."""
    return item.kind is Kind.SIGNATURE and item.answer is None


def covers_of(item: SignatureReport, words: ReportWords) -> str:
    """Return what a signature covers, where that is files; else nothing."""
    if not item.covers:
        return ""
    names = [*item.covers[:_MOST]]
    if len(item.covers) > _MOST:
        names.append(f"… + {len(item.covers) - _MOST}")
    return f"{words.text('report', 'covers')}: {', '.join(names)}"


def authority_of(report: Report) -> str:
    """Return whose decision a package holds; "" if none was read.

    The number is what was compared with the certificate; the name is the signer's word.
    """
    if report.decision is None:
        return ""
    authority = report.decision.version.authority
    return f"{authority.name} ({authority.stir})"


def answers(report: Report, words: ReportWords) -> tuple[str, ...]:
    """Return what each organisation answered, round by round, also where nobody signed it."""
    if report.trail is None:
        return ()
    entries = report.trail.entries
    if not entries:
        return (words.text("report", "nobody_asked"),)
    told = [_answer(entry, words) for entry in entries[-_MOST:]]
    # The last round is the one that counts.
    return (*((f"… + {len(entries) - _MOST}",) if len(entries) > _MOST else ()), *told)


def _answer(entry: TrailEntry, words: ReportWords) -> str:
    told = words.text(
        "report",
        "answered",
        round=entry.round,
        organisation=f"{entry.organisation.name} ({entry.organisation.stir})",
        answer=words.text("answers", entry.decision),
    )
    return f"{told}: {entry.remark}" if entry.remark else told
