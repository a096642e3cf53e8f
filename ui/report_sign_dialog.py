"""Signing a verification report: what a person puts their name to, the PIN, steps, the files."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui import words
from ui.base import Text, button, row
from ui.cards import CheckList, StepList, Symbol
from ui.certificate_chooser import CertificateChooser
from ui.close_question import StoppableDialog, Work, WorkKind
from ui.pin_field import Countdown, PinField
from ui.report_rows import VERDICT_LOOK, ReportStep
from ui.rows import CheckState, Report, TokenView, Trouble
from ui.screen_room import low, room
from ui.trouble_panel import TroublePanel

_WIDTH, _LETTERS = 820, 100
"""Pixels of the window, and letters in it where they are large and the screen has room."""
_END_HEIGHT = 300
"""Pixels of the window that says where the report is."""


class ReportSignDialog(StoppableDialog):
    """The application signs and writes, and tells the steps; it asks only for the PIN."""

    sign_requested = Signal(object)
    """Carries the PIN as a bytearray; whoever receives it wipes it."""
    cancel_requested = Signal()
    """While steps run and nothing is written yet."""
    certificate_chosen = Signal(str, str)
    """Another certificate is meant: its token's serial number and its identifier."""
    refresh_requested = Signal()
    """Look for tokens again."""

    def __init__(self, report: Report, target: str, parent: QWidget | None = None) -> None:
        """Ask for nothing yet.

        Args:
            report: what was found out about the file.
            target: the path of the PDF that will be written.
            parent: as Qt's.
        """
        super().__init__(parent)
        self._report, self._target = report, target
        self._token = TokenView()
        self._step: ReportStep | None = None
        self._stopping = False
        self._written: tuple[str, str] | None = None
        self._stack = QStackedLayout()
        self._review = self._make_review()
        self._running = self._make_running()
        self._ended = self._make_end()
        for page in (self._review, self._running, self._ended):
            self._stack.addWidget(page)
        self.cancel = button()
        self.cancel.clicked.connect(self._stop)
        self.sign = button("main")
        self.sign.clicked.connect(self._wish)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(14)
        whole.addLayout(self._stack, 1)
        whole.addLayout(row(None, self.cancel, self.sign, self.close_button))
        wished = max(_WIDTH, _LETTERS * self.fontMetrics().averageCharWidth())
        self.resize(min(wished, room(self).width()), 480)
        self.retranslate()
        self._show_page(self._review)
        self.pin.setFocus()

    def _make_review(self) -> QWidget:
        self.title = Text("big")
        self.explanation = Text("soft")
        self.verdict = Text("title")
        self.file_caption, self.file = Text("heading"), Text(selectable=True)
        self.digest_caption, self.digest = Text("heading"), Text("code", selectable=True)
        self.target_caption, self.target = Text("heading"), Text(selectable=True)
        self.signer_caption = Text("heading")
        self.chooser = CertificateChooser()
        self.chooser.current_changed.connect(self._choose)
        self.chooser.refresh_requested.connect(self.refresh_requested)
        self.checks = CheckList()
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.pin.entered.connect(self._wish)
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
        columns = QHBoxLayout()
        columns.setSpacing(24)
        for side in (left, right):
            side.addStretch(1)
            columns.addLayout(side, 1)
        page = QWidget(self)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 8, 0)
        inner.setSpacing(8)
        if low(self):
            # The window has the same title; what is signed with, and to where, comes first.
            self.title.setParent(page)
            self.title.hide()
            inner.addLayout(columns, 1)
            inner.addWidget(self.explanation)
        else:
            inner.addWidget(self.title)
            inner.addWidget(self.explanation)
            inner.addLayout(columns, 1)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.scrolling(inner), 1)
        # The PIN stands outside what scrolls: it is never typed into a field out of sight.
        whole.addWidget(self.trouble)
        whole.addWidget(self.pin)
        return page

    def _make_running(self) -> QWidget:
        page = QWidget(self)
        self.steps_title = Text("big")
        self.steps = StepList(ReportStep, words.report_step)
        self.countdown = Countdown()
        self.steps_note = Text("note")
        layout = QVBoxLayout(page)
        layout.setSpacing(18)
        for widget in (self.steps_title, self.steps, self.countdown, self.steps_note):
            layout.addWidget(widget)
        layout.addStretch(1)
        return page

    def _make_end(self) -> QWidget:
        page = QWidget(self)
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

    # -- slots ----------------------------------------------------------------------------

    @property
    def reviewing(self) -> bool:
        """Whether nothing is being signed and nothing was."""
        return self._stack.currentWidget() is self._review

    def show_token(self, token: TokenView) -> None:
        """Show what the tokens hold and which certificate will sign.

        A PIN that was typed belongs to the certificate it was typed for.
        """
        chosen = token.chosen
        if token.lack is not None or _meant(token) != _meant(self._token):
            self.pin.forget()
        self._token = token
        self.chooser.show_view(token)
        # Only what a person must know of, as with an answer.
        self.checks.show_checks(
            tuple(item for item in token.checks if item.state is not CheckState.GOOD)
        )
        if chosen is not None:
            self.pin.show_attempts(chosen.attempts, chosen.tries)
            self.pin.show_reader(on_reader=bool(chosen.reader_seconds))
        self._enable()
        self.fit_soon()

    def show_step(self, step: ReportStep) -> None:
        """Show which step is being done."""
        self._step = step
        if step is ReportStep.KEEP:
            # What was asked is decided: it is written.
            self.end_question()
        chosen = self._token.chosen
        if step is ReportStep.LOGIN and chosen is not None:
            self.countdown.start(chosen.reader_seconds)
        elif step is not ReportStep.MAKE:
            self.countdown.stop()
            self.pin.show_accepted()
        self._fill_running()
        self._show_page(self._running)

    def show_written(self, report: str, beside: str) -> None:
        """Show where it is.

        Args:
            report: the path of the PDF.
            beside: the path of its signature, where that is not in the PDF.
        """
        self._step, self._written = None, (report, beside)
        self.end_question()
        self._fill_end()
        self._show_page(self._ended)
        # Two lines in a window as high as the review look as if something were missing.
        self.resize(self.width(), min(self.height(), _END_HEIGHT))
        self.close_button.setFocus()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Go back with what happened; nothing was written.

        Args:
            trouble: what happened and what to do.
            attempts: what the token says now about tries left, when it said so.
        """
        self._step, self._stopping = None, False
        self.end_question()
        self.countdown.stop()
        self.pin.forget()
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        self.trouble.fold(folds=low(self))
        self.trouble.show()
        self._show_page(self._review)
        self.pin.setFocus()
        self.fit_soon()

    # -- filling --------------------------------------------------------------------------

    def retranslate(self) -> None:
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
        self.signer_caption.setText(self.tr("Who signs"))
        self.sign.setText(self.tr("Sign and write"))
        self.close_button.setText(self.tr("Close"))
        self.cancel.setText(self.tr("Cancel"))
        self.steps_title.setText(self.tr("Signing the report"))
        self.ended_title.setText(self.tr("The report is signed and written"))
        self._fill_running()
        self._fill_end()

    def _fill_running(self) -> None:
        self.steps.show_step(self._step)
        late = self._step is ReportStep.KEEP
        self.steps_note.set_role("good" if late else "note")
        self.steps_note.setText(
            self.tr("It is signed and being written; that can no longer be cancelled.")
            if late
            else self.tr(
                "Being cancelled. The token finishes what it is doing; nothing is written."
            )
            if self._stopping
            else self.tr("Nothing is written yet; it can still be cancelled.")
        )
        self._enable()

    def _fill_end(self) -> None:
        if self._written is None:
            return
        report, beside = self._written
        lines = [report]
        if beside:
            lines += [
                self.tr("Its signature is beside it; viewers of PDF cannot check national ones:"),
                beside,
            ]
        lines.append(self.tr("Give it away as it is: any change to it breaks its signature."))
        self.ended_text.setText("\n".join(lines))

    def _show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self.cancel.setVisible(page is not self._ended)
        self.sign.setVisible(page is self._review)
        self.close_button.setVisible(page is self._ended)
        if page is self._running:
            self.cancel.setFocus()
        self._enable()

    def _enable(self) -> None:
        usable = self._token.chosen is None or self._token.allowed
        self.pin.setVisible(usable and self._token.lack is None)
        self.sign.setEnabled(self.reviewing and self._ready and self.pin.filled)
        late = self._step is ReportStep.KEEP
        self.cancel.setEnabled(self.reviewing or not (late or self._stopping))

    @property
    def _ready(self) -> bool:
        current = self.chooser.current
        marked = None if current is None else (current.token, current.identifier)
        return self._token.allowed and _meant(self._token) == marked

    # -- wishes ---------------------------------------------------------------------------

    def _choose(self) -> None:
        self.pin.forget()
        self._enable()
        current = self.chooser.current
        if current is not None and current.usable:
            self.certificate_chosen.emit(current.token, current.identifier)

    def _wish(self) -> None:
        if not self.sign.isEnabled():
            return
        self.trouble.hide()
        pin = self.pin.take()
        self._stopping = False
        self.show_step(ReportStep.MAKE)
        self.sign_requested.emit(pin)

    def _stop(self) -> None:
        """Close, or ask the application to stop while that is still possible."""
        self.pin.forget()
        if self._step is None:
            super().reject()
        elif self.cancel.isEnabled():
            self.countdown.stop()
            self._stopping = True
            self._fill_running()
            self.cancel_requested.emit()

    def leave(self) -> None:
        """Do as if it was cancelled by its button."""
        self._stop()

    def reject(self) -> None:
        """Close; while the token signs, say what that would cost, and ask."""
        if self._step is None:
            self._stop()
        elif self.cancel.isEnabled():
            self.ask_to_stop(Work(WorkKind.REPORT))

    def done(self, result: int) -> None:
        """Close, with whatever was still being asked."""
        self.end_question()
        super().done(result)


def _meant(token: TokenView) -> tuple[str, str] | None:
    chosen = token.chosen
    return None if chosen is None else (chosen.token, chosen.identifier)
