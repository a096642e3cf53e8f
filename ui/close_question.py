"""Closing while something is signed: what that would cost, in words, before it is done."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sync.values import Value
from ui.base import Dialog, Text, button, row
from ui.cards import Symbol

_PATIENCE = 8_000
"""Milliseconds after which closing without waiting is offered."""


class WorkKind(StrEnum):
    """What is under way."""

    SIGNATURE = "signature"
    """It can still be stopped; nothing of it is kept then."""
    KEEPING = "keeping"
    """It is signed and being kept: no way back."""
    BATCH = "batch"
    ANSWER = "answer"
    REPORT = "report"
    """A verification report is being signed; nothing of it is written yet."""
    PIN = "pin"


class Work(Value, frozen=True):
    """What must not be cut off; the numbers are of a batch's documents."""

    kind: WorkKind
    signed: int = 0
    left: int = 0
    """Those that would stay unsigned."""
    running: bool = True
    """Whether one is under way; a batch that pauses has none."""


class CloseQuestion(Dialog):
    """Asks once; after "yes" it shows the waiting, and offers to wait no longer."""

    confirmed = Signal()
    impatient = Signal()
    """The person will not wait for the token any more."""

    def __init__(
        self, work: Work, parent: QWidget | None = None, *, patience: int = _PATIENCE
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._waiting = False
        self.heading = Text("title")
        self.text = Text()
        self.late = Text("warn")
        self.late.hide()
        self.go_on = button("main")
        self.go_on.clicked.connect(self.reject)
        self.close_now = button()
        self.close_now.setAutoDefault(False)
        self.close_now.clicked.connect(self._confirm)
        self.abandon = button("quiet")
        self.abandon.clicked.connect(self.impatient)
        self.abandon.hide()
        self._patience = QTimer(self, singleShot=True, interval=patience)
        self._patience.timeout.connect(self._offer)
        words = QVBoxLayout()
        words.setSpacing(8)
        for widget in (self.heading, self.text, self.late):
            words.addWidget(widget)
        self.text.setMinimumWidth(390)
        line = row(Symbol("warning", "warn", 36), spacing=16)
        line.addLayout(words, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(22, 20, 22, 16)
        whole.setSpacing(18)
        whole.addLayout(line)
        whole.addLayout(row(self.abandon, None, self.close_now, self.go_on))
        self.retranslate()

    @property
    def waiting(self) -> bool:
        """Whether closing was confirmed and waits for the document under way."""
        return self._waiting

    def show_work(self, work: Work) -> None:
        """Show how far it has come meanwhile."""
        self._work = work
        self.retranslate()
        self._settle()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Close"))
        self.heading.setText(self.tr("Closing…") if self._waiting else self._say_what())
        self.text.setText(self._say_cost())
        self.late.setText(
            self.tr(
                "The token has not answered yet. If you do not wait, it may stay unknown whether"
                " the document under way was signed; the next start says what is known of it."
            )
        )
        self.go_on.setText(self.tr("Go on"))
        stops = self._work.kind in (WorkKind.SIGNATURE, WorkKind.BATCH, WorkKind.REPORT)
        self.close_now.setText(self.tr("Stop and close") if stops else self.tr("Finish and close"))
        self.abandon.setText(self.tr("Close without waiting"))

    def _say_what(self) -> str:
        match self._work.kind:
            case WorkKind.SIGNATURE:
                return self.tr("A document is being signed")
            case WorkKind.KEEPING:
                return self.tr("A signed document is being kept")
            case WorkKind.BATCH:
                return self.tr("Several documents are being signed")
            case WorkKind.ANSWER:
                return self.tr("An answer is being signed")
            case WorkKind.REPORT:
                return self.tr("A verification report is being signed")
        return self.tr("A PIN is being changed")

    def _say_cost(self) -> str:
        work = self._work
        match work.kind:
            case WorkKind.SIGNATURE:
                return self.tr(
                    "If it is stopped now, nothing of it is kept: the document stays unsigned."
                )
            case WorkKind.KEEPING:
                return self.tr(
                    "It can no longer be taken back. It is put into the outbox first and sent"
                    " as soon as there is a connection, at the latest after the next start."
                )
            case WorkKind.ANSWER:
                return self.tr("It is finished and put into the outbox first.")
            case WorkKind.REPORT:
                return self.tr("If it is stopped now, nothing of it is written.")
            case WorkKind.PIN:
                return self.tr("It is finished first, so that it stays clear which PIN is right.")
        told = [self.tr("%n signed and kept.", "", work.signed)]
        if work.running:
            told.append(self.tr("The document under way is finished and kept."))
        if work.left:
            told.append(self.tr("%n more stay unsigned.", "", work.left))
        return " ".join(told)

    def _confirm(self) -> None:
        self._waiting = True
        self.close_now.hide()
        self.go_on.hide()
        self._patience.start()
        self.retranslate()
        self._settle()
        self.confirmed.emit()

    def _offer(self) -> None:
        self.late.show()
        self.abandon.show()
        self._settle()

    def _settle(self) -> None:
        """Take the height that the words need; a window does not follow its labels."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A key pressed without looking goes on.
        self.go_on.setFocus()
        self._settle()

    def reject(self) -> None:
        """Go on; what was confirmed is not taken back by Escape."""
        if not self._waiting:
            super().reject()


class StoppableDialog(Dialog):
    """A dialog that asks before it closes while something is under way in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question: CloseQuestion | None = None

    def ask_to_stop(self, work: Work) -> None:
        """Say what closing would cost; "yes" calls :meth:`leave`."""
        if self.question is not None:
            return
        self.question = CloseQuestion(work, self)
        self.question.confirmed.connect(self._confirmed)
        self.question.rejected.connect(self.end_question)
        self.question.open()

    def end_question(self) -> None:
        """Ask no longer: it was answered, or there is nothing left to ask about."""
        question, self.question = self.question, None
        if question is not None:
            question.done(0)
            question.deleteLater()

    def leave(self) -> None:
        """Stop what can be stopped, and close when it has ended."""

    def _confirmed(self) -> None:
        self.end_question()
        self.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        if self.isVisible():
            event.ignore()
