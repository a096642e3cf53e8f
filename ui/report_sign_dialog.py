"""Signing a verification report: what a person puts their name to, the PIN, steps, the files."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import paper_words, words
from ui.base import Text, row
from ui.cards import StepList, Symbol
from ui.close_question import WorkKind
from ui.pin_field import Countdown
from ui.report_rows import VERDICT_LOOK, ReportStep
from ui.rows import Report
from ui.screen_room import low
from ui.signer_dialog import columns
from ui.stepped_dialog import SteppedDialog
from ui.steps_page import StepsPage
from ui.voice import Spoken

_WIDTH, _HEIGHT, _END_HEIGHT = 820, 480, 300
"""Pixels of the window, and of the one that says where the report is."""
_NO_WAY_BACK = (ReportStep.KEEP,)


class ReportRunningPage(StepsPage):
    """What is being done to one report."""

    def __init__(self, countdown: Countdown) -> None:
        super().__init__(StepList(ReportStep, words.report_step), countdown, _NO_WAY_BACK)

    def named(self) -> str:
        return self.tr("Signing the report")

    def settled(self) -> str:
        return self.tr("It is signed and being written; that can no longer be cancelled.")

    def stopping(self) -> str:
        return self.tr("Being cancelled. The token finishes what it is doing; nothing is written.")

    def open(self) -> str:
        return self.tr("Nothing is written yet; it can still be cancelled.")


class ReportSignDialog(SteppedDialog):
    """The application signs and writes; nothing is sent anywhere."""

    _KIND, _NO_WAY_BACK = WorkKind.REPORT, _NO_WAY_BACK
    _FIRST, _LOGIN = ReportStep.MAKE, ReportStep.LOGIN

    def __init__(self, report: Report, target: str, parent: QWidget | None = None) -> None:
        """Ask for nothing yet.

        Args:
            report: what was found out about the file.
            target: the path of the PDF that will be written.
            parent: as Qt's.
        """
        super().__init__(parent, ahead=True, all_checks=False)
        self._report, self._target = report, target
        self._written: tuple[str, str, str] | None = None
        pages = (self._make_review(), ReportRunningPage(self.countdown), self._make_end())
        self._put_together(pages, (_WIDTH, _HEIGHT))

    def _make_review(self) -> QWidget:
        self.title = Text("big")
        self.explanation = Text("soft")
        self.verdict = Text("title")
        self.file_caption, self.file = Text("heading"), Text(selectable=True)
        self.digest_caption, self.digest = Text("heading"), Text("code", selectable=True)
        self.target_caption, self.target = Text("heading"), Text(selectable=True)
        left, right = QVBoxLayout(), QVBoxLayout()
        symbol, tone = VERDICT_LOOK[self._report.verdict]
        head = row(Symbol(symbol, tone, 24), spacing=10)
        head.addWidget(self.verdict, 1)
        left.addLayout(head)
        for side, widgets in (
            (left, (self.file_caption, self.file, self.target_caption, self.target)),
            (left, (self.digest_caption, self.digest)),
            (right, (self.signer_caption, self.chooser, self.checks)),
        ):
            side.setSpacing(8)
            for widget in widgets:
                side.addWidget(widget)
        for side in (left, right):
            side.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        if low(self):
            # The window has the same title; what is signed with, and to where, comes first.
            self.title.setParent(self)
            self.title.hide()
            inner.addLayout(columns(left, right), 1)
            inner.addWidget(self.explanation)
        else:
            inner.addWidget(self.title)
            inner.addWidget(self.explanation)
            inner.addLayout(columns(left, right), 1)
        return self._review_page(inner=inner, below=())

    def _make_end(self) -> QWidget:
        page = QWidget(self)
        self._spoken = Spoken(page)
        self.ended_title = Text("big")
        self.ended_text = Text(selectable=True)
        head = row(Symbol("check", "good", 34), spacing=12)
        head.addWidget(self.ended_title, 1)
        layout = QVBoxLayout(page)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.ended_text)
        layout.addStretch(1)
        return page

    def show_written(self, report: str, beside: str, aside: str = "") -> None:
        """Show where it is.

        Args:
            report: the path of the PDF.
            beside: the path of its signature, where that is not in the PDF.
            aside: the path that an earlier file with its signature has now.
        """
        self._step, self._written = None, (report, beside, aside)
        self.end_question()
        self._fill_end()
        self._show_page(self._ended)
        # Two lines in a window as high as the review look as if something were missing.
        self.resize(self.width(), min(self.height(), _END_HEIGHT))

    # -- filling --------------------------------------------------------------------------

    def retranslate(self) -> None:
        super().retranslate()
        report = self._report
        self.setWindowTitle(self.tr("Sign the report"))
        self.title.setText(self.tr("Sign the verification report"))
        self.explanation.setText(
            self.tr(
                "The report names you as the one who verified this file. It is signed with your"
                " token, verified and written here; nothing is sent anywhere."
            )
        )
        self.verdict.setText(words.verdict(report.verdict))
        self.file_caption.setText(self.tr("File"))
        self.file.setText(report.file)
        self.digest_caption.setText(self.tr("Digest of the file"))
        self.digest.setText(words.digest_lines(report.file_digest))
        for widget in (self.digest_caption, self.digest):
            widget.setVisible(bool(report.file_digest))
        self.target_caption.setText(self.tr("Will be written to"))
        self.target.setText(self._target)
        self.sign.setText(self.tr("Sign and write"))
        self.ended_title.setText(self.tr("The report is signed and written"))
        self._fill_end()

    def _fill_end(self) -> None:
        if self._written is None:
            return
        report, beside, aside = self._written
        lines = [report]
        if beside:
            lines += [
                self.tr("Its signature is beside it; viewers of PDF cannot check national ones:"),
                beside,
            ]
        lines.append(self.tr("Give it away as it is: any change to it breaks its signature."))
        if aside:
            lines.append(paper_words.put_aside(aside))
        self.ended_text.setText("\n".join(lines))
        self._spoken.tell(f"{self.ended_title.text()}\n{self.ended_text.text()}")
