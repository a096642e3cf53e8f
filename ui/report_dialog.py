"""What verifications found: for each file the verdict in one word, its reasons, its signatures."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from ui import words
from ui.base import Dialog, Panel, Text, button, row
from ui.cards import Symbol
from ui.rows import Mark, Report, SignatureRow, Verdict
from ui.words import translate

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


_LETTERS = 24
"""Of a file's name on its tab."""


def _short(name: str) -> str:
    """Cut a long name in its middle: beginning and ending tell files apart."""
    if len(name) <= _LETTERS:
        return name
    half = (_LETTERS - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


class ReportDialog(Dialog):
    """One tab for each file; those still being verified say so."""

    stop_requested = Signal()
    save_requested = Signal(object, str)
    """The :class:`~ui.rows.Report` in sight and the path to write it to, which says the form."""

    def __init__(
        self,
        reports: tuple[Report, ...],
        parent: QWidget | None = None,
        *,
        awaited: tuple[str, ...] = (),
        left_out: int = 0,
    ) -> None:
        super().__init__(parent)
        self._reports = list(reports)
        self._awaited = list(awaited)
        self._stopped = False
        self._left_out = left_out
        self.left_out = Text("warn")
        self.left_out.setVisible(left_out > 0)
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.setTabBarAutoHide(True)
        self.tabs.setUsesScrollButtons(True)
        # Cut where they are named: Qt cuts all of many until none can be told from the others.
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.currentChanged.connect(self._enable)
        self.save = button()
        self.save.clicked.connect(self._choose_file)
        self.stop = button()
        self.stop.clicked.connect(self._wish_to_stop)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.addWidget(self.left_out)
        whole.addWidget(self.tabs, 1)
        whole.addLayout(row(self.save, None, self.stop, self.close_button))
        self.resize(640, 560)
        self.retranslate()

    @property
    def reports(self) -> tuple[Report, ...]:
        """What has been found out so far."""
        return tuple(self._reports)

    def show_report(self, report: Report) -> None:
        """Show what was found out about the next of the files."""
        self._reports.append(report)
        if self._awaited:
            del self._awaited[0]
        place = len(self._reports) - 1
        shown = self.tabs.currentIndex()
        self._replace(place, _ReportPage(report), f"{_SIGN[report.verdict]} {report.file}")
        self.tabs.setCurrentIndex(shown)
        self._name_waiting()
        self._enable()

    def show_stopped(self) -> None:
        """Say of everything still awaited that it was not verified."""
        self._stopped = True
        self._name_waiting()
        self._enable()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Verification"))
        self.close_button.setText(self.tr("Close"))
        self.stop.setText(self.tr("Stop"))
        self.save.setText(self.tr("Save the report…"))
        self.left_out.setText(
            self.tr("Too many at a time: %n file(s) were not looked at.", "", self._left_out)
        )
        self.tabs.setAccessibleName(self.tr("Verification"))
        shown = max(0, self.tabs.currentIndex())
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if page is not None:
                page.deleteLater()
        for place, report in enumerate(self._reports):
            name = f"{_SIGN[report.verdict]} {report.file}"
            self._replace(place, _ReportPage(report), name)
        self._name_waiting()
        self.tabs.setCurrentIndex(shown)
        self._enable()

    def _name_waiting(self) -> None:
        for place, name in enumerate(self._awaited):
            said = (
                self.tr("Not verified: it was stopped.")
                if self._stopped
                else self.tr("Being verified…")
                if place == 0
                else self.tr("Waits for its turn…")
            )
            self._replace(len(self._reports) + place, _WaitingPage(name, said), f"… {name}")

    def _replace(self, place: int, page: QWidget, name: str) -> None:
        before = self.tabs.widget(place)
        if before is not None:
            self.tabs.removeTab(place)
            before.deleteLater()
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        area.setAccessibleName(name)
        # The tabs take the focus themselves; of one file they are hidden, and Tab would end here.
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.insertTab(place, area, _short(name).replace("&", "&&"))
        self.tabs.setTabToolTip(place, name)

    def _enable(self) -> None:
        running = bool(self._awaited) and not self._stopped
        self.stop.setVisible(running)
        self.save.setEnabled(self._current is not None)

    @property
    def _current(self) -> Report | None:
        place = self.tabs.currentIndex()
        return self._reports[place] if 0 <= place < len(self._reports) else None

    def _wish_to_stop(self) -> None:
        self.stop_requested.emit()
        self.show_stopped()

    def _choose_file(self) -> None:
        report = self._current
        if report is None:
            return
        path, kind = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), f"{report.file}.pdf", ";;".join(_KINDS.values())
        )
        if path:
            ending = next((ending for ending, name in _KINDS.items() if name == kind), ".pdf")
            whole = path if path.lower().endswith(tuple(_KINDS)) else path + ending
            self.save_requested.emit(report, whole)


_KINDS = {".pdf": "PDF (*.pdf)", ".html": "HTML (*.html)", ".json": "JSON (*.json)"}
_SIGN = {Verdict.VALID: "✓", Verdict.INVALID: "✗", Verdict.INDETERMINATE: "!"}


class _WaitingPage(Panel):
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
            (self.tr("Verified on"), words.day_and_time(report.made)),
            (self.tr("Title"), report.title),
            (self.tr("Authority"), report.authority),
            (self.tr("Draft id"), report.draft),
        )
        for name, value in facts:
            if value:
                layout.addWidget(Text("heading", name))
                layout.addWidget(Text("", value, selectable=True))
        digests = (
            (self.tr("Digest of what was signed"), report.version_digest),
            (self.tr("Digest of the file"), report.file_digest),
        )
        for name, value in digests:
            if value:
                layout.addWidget(Text("heading", name))
                layout.addWidget(Text("code", words.digest_lines(value), selectable=True))
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
