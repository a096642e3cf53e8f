"""Signing many decisions with one PIN: a consent for each, progress, pause, and the result."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui.base import Dialog, Text, button, row
from ui.batch_rows import BatchRow, BatchState
from ui.batch_tree import BatchTree
from ui.cards import CertificateCard
from ui.pin_field import PinField
from ui.rows import CertificateRow, Trouble
from ui.trouble_panel import TroublePanel


class Mode(StrEnum):
    """What the dialog is doing."""

    CHECKING = "checking"
    REVIEW = "review"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


_UNDER_WAY = (Mode.RUNNING, Mode.PAUSED)


class BatchDialog(Dialog):
    """Stands beside the window, not before it: a document can be opened and read meanwhile."""

    sign_requested = Signal(tuple, object)
    """The ids that were ticked, and the PIN as a bytearray; whoever receives it wipes it."""
    pin_given = Signal(object)
    """The PIN once more, for a key that wants it for every signature."""
    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal()
    draft_requested = Signal(str)
    looked_at_again = Signal()
    """The person came back to this dialog and may have read something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = Mode.CHECKING
        self._asked = 0
        self._total = 0
        self._certificate: CertificateRow | None = None
        self.title = Text("big")
        self.note = Text("soft")
        self.tree = BatchTree()
        self.tree.ticked.connect(self._fill)
        self.tree.draft_requested.connect(self.draft_requested)
        self.certificate_caption = Text("heading")
        self.certificate = CertificateCard()
        self.progress = QProgressBar(textVisible=False)
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.pin.entered.connect(self._wish_to_sign)
        self.open_draft = button("quiet")
        self.open_draft.clicked.connect(self._wish_draft)
        self.tick_opened = button("quiet")
        self.tick_opened.clicked.connect(self.tree.tick_opened)
        self.pause = button()
        self.pause.clicked.connect(self._wish_pause)
        self.stop = button()
        self.stop.clicked.connect(self._wish_stop)
        self.cancel = button()
        self.cancel.clicked.connect(self.reject)
        self.sign = button("main")
        self.sign.clicked.connect(self._wish_to_sign)
        self._lay_out()
        self.resize(960, 560)
        self.retranslate()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(self.certificate_caption)
        side.addWidget(self.certificate)
        side.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.tree, 1)
        left.addLayout(row(self.open_draft, self.tick_opened, None))
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addLayout(left, 8)
        # On a low screen the card scrolls; list and PIN stay in sight.
        columns.addWidget(self.scrolling(side), 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(8)
        whole.addWidget(self.title)
        whole.addWidget(self.note)
        whole.addLayout(columns, 1)
        whole.addWidget(self.progress)
        whole.addWidget(self.trouble)
        whole.addWidget(self.pin)
        whole.addLayout(row(None, self.pause, self.stop, self.cancel, self.sign))

    # -- slots ----------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """What the dialog is doing."""
        return self._mode

    def show_rows(self, rows: tuple[BatchRow, ...]) -> None:
        """Show the documents; those without checks are still being checked."""
        self._mode = Mode.CHECKING
        self.tree.show_rows(rows)
        self._fill()

    def show_row(self, shown: BatchRow) -> None:
        """Show one document again."""
        self.tree.show_row(shown)

    def show_certificate(self, certificate: CertificateRow | None) -> None:
        """Show who will sign everything."""
        self._certificate = certificate
        self.certificate.show_certificate(certificate)
        if certificate is not None:
            self.pin.show_attempts(certificate.attempts, certificate.tries)
            self.pin.show_reader(on_reader=certificate.reader_seconds > 0)
        self._fill()

    def show_checked(self) -> None:
        """Let the person decide: everything is checked."""
        self._mode = Mode.REVIEW
        self._fill()
        self.tree.setFocus()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Go back to the review with what happened; what is signed stays signed.

        Args:
            trouble: what happened and what to do.
            attempts: what the token says now about tries left, when it said so.
        """
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        self._back()

    def show_stopped(self) -> None:
        """The run is over: the result, or the review of what was left."""
        waiting = any(shown.allowed for shown in self.tree.rows)
        if waiting:
            self._back()
        else:
            self._mode = Mode.ENDED
            self._fill()
            self.cancel.setFocus()

    def ask_pin(self, number: int) -> None:
        """Ask for the PIN once more; ``number`` says for which signature of this login."""
        self._asked = number
        self._fill()
        self.pin.setFocus()

    def _back(self) -> None:
        self._mode, self._asked = Mode.REVIEW, 0
        self.pin.forget()
        self._fill()
        self.pin.setFocus()

    # -- filling --------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sign several"))
        self.certificate_caption.setText(self.tr("Who signs"))
        self.open_draft.setText(self.tr("Open the document"))
        self.tick_opened.setText(self.tr("Tick what was opened"))
        self.stop.setText(self.tr("Stop"))
        self.stop.setToolTip(self.tr("After the document that is being signed"))
        self.tree.retranslate()
        self._fill()

    def _fill(self) -> None:
        rows, mode = self.tree.rows, self._mode
        chosen = len(self.tree.chosen)
        self.title.setText(self.tr("Sign %n document(s) with one PIN", "", len(rows)))
        self.note.setText(self._say(rows, chosen))
        self.note.set_role(self._role(rows))
        under_way = mode in _UNDER_WAY
        self.progress.setVisible(under_way)
        if under_way:
            done = sum(
                shown.state not in (BatchState.WAITING, BatchState.WORKING) for shown in rows
            )
            left = sum(shown.state is not BatchState.WAITING for shown in rows) - done
            self.progress.setRange(0, max(self._total, done + left, 1))
            self.progress.setValue(done)
        self.pin.setVisible(mode is Mode.REVIEW or self._asked > 0)
        self.open_draft.setVisible(mode is not Mode.ENDED)
        self.tick_opened.setVisible(mode is Mode.REVIEW)
        self.pause.setVisible(under_way)
        self.pause.setText(self.tr("Go on") if mode is Mode.PAUSED else self.tr("Pause"))
        self.stop.setVisible(under_way)
        self.cancel.setVisible(not under_way)
        begun = any(shown.state is not BatchState.WAITING for shown in rows)
        self.cancel.setText(self.tr("Close") if begun else self.tr("Cancel"))
        for widget in (self.certificate_caption, self.certificate):
            widget.setVisible(mode is not Mode.CHECKING or self._certificate is not None)
        self.sign.setVisible(mode is Mode.REVIEW or self._asked > 0)
        self.sign.setText(
            self.tr("Continue") if self._asked else self.tr("Sign %n document(s)", "", chosen)
        )
        self._enable()

    def _say(self, rows: tuple[BatchRow, ...], chosen: int) -> str:
        if self._asked:
            return self.tr("This key wants its PIN for every signature: number %1.").replace(
                "%1", str(self._asked)
            )
        match self._mode:
            case Mode.CHECKING:
                return self.tr("Asking the registry and the token…")
            case Mode.RUNNING:
                return self.tr(
                    "What is signed is kept on this station at once and sent afterwards."
                )
            case Mode.PAUSED:
                return self.tr(
                    "Paused. After some minutes the token is closed and asks for its PIN again."
                )
            case Mode.ENDED:
                return self._result(rows)
        if any(shown.state is not BatchState.WAITING for shown in rows):
            return self._result(rows)
        return (
            self.tr("Tick each document you want to sign. Ticked: %1 of %2.")
            .replace("%1", str(chosen))
            .replace("%2", str(sum(shown.allowed for shown in rows)))
        )

    def _result(self, rows: tuple[BatchRow, ...]) -> str:
        signed = sum(shown.state is BatchState.SIGNED for shown in rows)
        unknown = sum(shown.state is BatchState.UNKNOWN for shown in rows)
        told = [self.tr("%n signed and in the outbox.", "", signed)]
        if signed + unknown < len(rows):
            told.append(self.tr("%n not signed.", "", len(rows) - signed - unknown))
        if unknown:
            told.append(self.tr("%n with unknown outcome: the token gave no answer.", "", unknown))
        return " ".join(told)

    def _role(self, rows: tuple[BatchRow, ...]) -> str:
        if self._mode in _UNDER_WAY:
            return "note"
        if all(shown.state is BatchState.WAITING for shown in rows):
            return "soft"
        signed = all(shown.state is BatchState.SIGNED for shown in rows)
        return "good" if signed else "warn"

    def _enable(self) -> None:
        ready = self.pin.filled and self._certificate is not None
        if self._mode is Mode.REVIEW:
            ready = ready and bool(self.tree.chosen)
        self.sign.setEnabled(ready and (self._mode is Mode.REVIEW or self._asked > 0))

    # -- wishes ---------------------------------------------------------------------------

    def _wish_to_sign(self) -> None:
        if not self.sign.isEnabled():
            return
        pin = self.pin.take()
        if self._asked:
            self._asked = 0
            self._fill()
            self.pin_given.emit(pin)
            return
        chosen = self.tree.chosen
        self.trouble.hide()
        self._mode = Mode.RUNNING
        self.stop.setEnabled(True)
        done = sum(shown.state is not BatchState.WAITING for shown in self.tree.rows)
        self._total = done + len(chosen)
        self._fill()
        self.pause.setFocus()
        self.sign_requested.emit(chosen, pin)

    def _wish_pause(self) -> None:
        if self._mode is Mode.RUNNING:
            self._mode = Mode.PAUSED
            self._fill()
            self.pause_requested.emit()
        elif self._mode is Mode.PAUSED:
            self._mode = Mode.RUNNING
            self._fill()
            self.resume_requested.emit()

    def _wish_stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop_requested.emit()

    def _wish_draft(self) -> None:
        item = self.tree.currentItem()
        if item is not None:
            self.tree.itemActivated.emit(item, 0)

    def reject(self) -> None:
        """Close, or ask to stop while documents are being signed."""
        self.pin.forget()
        if self._mode in _UNDER_WAY:
            self._wish_stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        if self.isVisible():
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.looked_at_again.emit()
