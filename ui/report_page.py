"""What the window shows of one verified file: the verdict, what the file is, its signatures."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from ui import words
from ui.base import Panel, Text, row
from ui.cards import Symbol
from ui.report_rows import VERDICT_LOOK
from ui.rows import Mark, Report, SignatureRow
from ui.words import translate

_MARKS = {
    Mark.CHECKED: ("check", "good"),
    Mark.DEEMED: ("clock", "warn"),
    Mark.INDETERMINATE: ("warning", "warn"),
}
_NAMES = 24
"""Letters of the widest name of a fact; a longer one wraps."""


class WaitingPage(Panel):
    """A file that is not verified yet."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__()
        self.setObjectName("surface")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        head = row(Symbol("waiting", "soft", 34), spacing=12)
        head.addWidget(Text("big", name), 1)
        layout.addLayout(head)
        layout.addWidget(Text("soft", said))
        layout.addStretch(1)


class ReportPage(Panel):
    """The report of one file."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.setObjectName("surface")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.setSpacing(8)
        symbol, tone = VERDICT_LOOK[report.verdict]
        verdict = Text("big", words.verdict(report.verdict))
        head = row(Symbol(symbol, tone, 34), spacing=12)
        head.addWidget(verdict, 1)
        layout.addLayout(head)
        for reason in report.reasons:
            layout.addWidget(Text(tone, reason, selectable=True))
        layout.addLayout(self._facts(report))
        for answer in report.answers:
            layout.addWidget(Text("soft", answer, selectable=True))
        if report.signatures:
            layout.addWidget(Text("heading", self.tr("Signatures")))
        for signature in report.signatures:
            layout.addWidget(_SignatureCard(signature))
        layout.addStretch(1)

    def _facts(self, report: Report) -> QGridLayout:
        """Lay out what the file is, a name and what it says in each line."""
        digests = (
            words.digest_lines(value) if value else ""
            for value in (report.version_digest, report.file_digest)
        )
        signed, whole = digests
        facts = (
            (self.tr("File"), "", report.file),
            (self.tr("Verified on"), "", words.day_and_time(report.made)),
            (self.tr("Title"), "", report.title),
            (self.tr("Authority"), "", report.authority),
            (self.tr("Draft id"), "", report.draft),
            (self.tr("Digest of what was signed"), "code", signed),
            (self.tr("Digest of the file"), "code", whole),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for place, (name, role, value) in enumerate(fact for fact in facts if fact[2]):
            label = Text("heading", name)
            label.setMaximumWidth(_NAMES * self.fontMetrics().averageCharWidth())
            grid.addWidget(label, place, 0, top)
            grid.addWidget(Text(role, value, selectable=True), place, 1, top)
        return grid


class _SignatureCard(Panel):
    """One signature of a verified file."""

    def __init__(self, signature: SignatureRow) -> None:
        super().__init__()
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(3)
        symbol, tone = _MARKS.get(signature.mark, ("cross", "bad"))
        head = row(Symbol(symbol, tone), spacing=8)
        head.addWidget(Text("title", signature.name), 1)
        layout.addLayout(head)
        layout.addWidget(Text("soft", "\n".join(signature_lines(signature)), selectable=True))
        if signature.note:
            layout.addWidget(Text("warn", signature.note, selectable=True))


def signature_lines(signature: SignatureRow) -> tuple[str, ...]:
    """Write what is known of a signature, line by line."""
    when = words.day_and_time(signature.time)
    if when:
        proven = translate("papers", "%1 by a time-stamp") if signature.proven else "%1"
        claimed = translate("papers", "%1 by the signer's own clock")
        when = (proven if signature.proven else claimed).replace("%1", when)
    issuer = signature.issuer and translate("papers", "Certificate of %1").replace(
        "%1", signature.issuer
    )
    serial = signature.serial and translate("papers", "No. %1").replace("%1", signature.serial)
    lines = (
        ", ".join(part for part in (signature.post, signature.organisation) if part),
        signature.scope[:1].upper() + signature.scope[1:],
        " · ".join(part for part in (when, signature.algorithm) if part),
        ", ".join(part for part in (issuer, serial) if part),
        words.mark(signature.mark),
        *signature.reasons,
        _status(signature.status_as_of),
    )
    return tuple(line for line in lines if line)


def _status(as_of: datetime | None) -> str:
    if as_of is None:
        return ""
    text = translate("papers", "Certificates not revoked, as of %1")
    return text.replace("%1", words.day_and_time(as_of))
