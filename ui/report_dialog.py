"""What a verification found: the verdict in one word, then its reasons and the signatures."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout, QWidget

from ui import words
from ui.base import Dialog, Panel, Text, button, row
from ui.cards import Symbol
from ui.rows import Mark, Report, SignatureRow, Verdict

_LOOK = {
    Verdict.VALID: ("check", "good"),
    Verdict.INVALID: ("cross", "bad"),
    Verdict.INDETERMINATE: ("warning", "warn"),
}
_MARKS = {
    Mark.CHECKED: ("check", "good"),
    Mark.DEEMED: ("clock", "warn"),
    Mark.INDETERMINATE: ("warning", "warn"),
}


class ReportDialog(Dialog):
    """One tab for each verified file."""

    def __init__(self, reports: tuple[Report, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reports = reports
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.setTabBarAutoHide(True)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.addWidget(self.tabs, 1)
        whole.addLayout(row(None, self.close_button))
        self.resize(640, 560)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Verification"))
        self.close_button.setText(self.tr("Close"))
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if page is not None:
                page.deleteLater()
        for report in self._reports:
            area = QScrollArea(widgetResizable=True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(_ReportPage(report))
            self.tabs.addTab(area, report.file)


class _ReportPage(Panel):
    """The report of one file."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.setObjectName("surface")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.setSpacing(8)
        symbol, tone = _LOOK[report.verdict]
        verdict = Text("big", words.verdict(report.verdict))
        head = row(Symbol(symbol, tone, 34), spacing=12)
        head.addWidget(verdict, 1)
        layout.addLayout(head)
        for reason in report.reasons:
            layout.addWidget(Text(tone, reason, selectable=True))
        facts = (
            (self.tr("File"), report.file),
            (self.tr("Title"), report.title),
            (self.tr("Authority"), report.authority),
            (self.tr("Draft id"), report.draft),
        )
        for name, value in facts:
            if value:
                layout.addWidget(Text("heading", name))
                layout.addWidget(Text("", value, selectable=True))
        if report.version_digest:
            layout.addWidget(Text("heading", self.tr("Digest of what was signed")))
            layout.addWidget(
                Text("code", words.digest_lines(report.version_digest), selectable=True)
            )
        if report.signatures:
            layout.addWidget(Text("heading", self.tr("Signatures")))
        for signature in report.signatures:
            layout.addWidget(_SignatureCard(signature))
        layout.addStretch(1)


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
        about = (
            ", ".join(part for part in (signature.post, signature.organisation) if part),
            " · ".join(
                part for part in (words.day_and_time(signature.time), signature.algorithm) if part
            ),
            words.mark(signature.mark),
            self._status(signature.status_as_of),
        )
        layout.addWidget(Text("soft", "\n".join(part for part in about if part)))
        if signature.note:
            layout.addWidget(Text("warn", signature.note, selectable=True))

    def _status(self, as_of: datetime | None) -> str:
        if as_of is None:
            return ""
        return self.tr("Certificates not revoked, as of %1").replace(
            "%1", words.day_and_time(as_of)
        )
