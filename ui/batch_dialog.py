"""Signing many decisions with one PIN: a consent for each, progress, pause, and the result."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui import batch_words
from ui.base import Text, button, row
from ui.batch_rows import UNDER_WAY, BatchRow, BatchState, Mode
from ui.batch_tree import BatchTree
from ui.certificate_chooser import CertificateChooser
from ui.close_question import StoppableDialog, Work, WorkKind
from ui.pin_field import PinField
from ui.rows import TokenView, Trouble
from ui.screen_room import room, scant
from ui.trouble_panel import TroublePanel
from ui.voice import Spoken, voice

_LETTERS, _LINES = 120, 26
"""Of the window with large letters, where the screen has them."""


class BatchDialog(StoppableDialog):
    """Stands beside the window, not before it: a document can be opened and read meanwhile."""

    sign_requested = Signal(tuple, object)
    """The ids that were ticked, and the PIN as a bytearray; whoever receives it wipes it."""
    pin_given = Signal(object)
    """The PIN once more, for a key that wants it for every signature."""
    certificate_chosen = Signal(str, str)
    """Another certificate is meant for all: its token's serial number and its identifier."""
    refresh_requested = Signal()
    """Look for tokens again."""
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
        self._token: TokenView | None = None
        self._trouble = ""
        self._leaving = False
        self.title = Text("big")
        self.note = Text("soft")
        self._spoken = Spoken(self)
        self._counted = 0
        """Documents ticked when that was told last."""
        self.tree = BatchTree()
        self.tree.ticked.connect(self._fill)
        self.tree.draft_requested.connect(self.draft_requested)
        self.certificate_caption = Text("heading")
        self.chooser = CertificateChooser()
        self.chooser.current_changed.connect(self._choose)
        self.chooser.refresh_requested.connect(self.refresh_requested)
        self.progress = QProgressBar(textVisible=False)
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.chooser.lack.cure_wanted.connect(self.trouble.cure_wanted)
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.chooser.settled.connect(self.pin.come)
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
        metrics = self.fontMetrics()
        wished = QSize(_LETTERS * metrics.averageCharWidth(), _LINES * metrics.lineSpacing())
        self.resize(wished.expandedTo(QSize(1000, 560)).boundedTo(room(self)))
        self.retranslate()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(self.certificate_caption)
        side.addWidget(self.chooser)
        side.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.tree, 1)
        left.addLayout(row(self.open_draft, self.tick_opened, None))
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addLayout(left, 5)
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

    def fit(self) -> None:
        self._make_room()
        super().fit()

    def _make_room(self) -> None:
        few = scant(self)
        self.title.setVisible(not few)
        # How many are ticked says the button that signs them.
        usual = self._mode is Mode.REVIEW and self.note.property("role") == "soft"
        self.note.setVisible(not (few and usual))
        self.tree.setAccessibleDescription(self.note.text() if self.note.isHidden() else "")
        self.pin.be_short(short=few)

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
        if shown.state in (BatchState.WORKING, BatchState.SIGNED):
            # The login went well: what was said of wrong PINs is over.
            self.pin.show_accepted()
            self._trouble = ""
        if self.question is not None:
            self.question.show_work(self._work)

    def show_token(self, token: TokenView) -> None:
        """Show what the tokens hold, and who will sign everything.

        A PIN that was typed belongs to the certificate it was typed for.
        """
        if _meant(token) != _meant(self._token):
            self.pin.forget()
        self._token = token
        self.chooser.show_view(token)
        if token.chosen is not None:
            self.pin.show_attempts(token.chosen.attempts, token.chosen.tries)
            self.pin.show_reader(on_reader=token.chosen.reader_seconds > 0)
        if token.lack is not None and token.lack.code == self._trouble:
            # The same, once.
            self.trouble.hide()
        self._fill()

    def show_looking(self) -> None:
        """Show that documents are being checked again; a run is not disturbed by it."""
        if self._mode is Mode.REVIEW:
            self._mode = Mode.CHECKING
            self._fill()

    def show_checked(self) -> None:
        """Let the person decide: everything is checked, or there is nothing to sign with."""
        if self._mode is not Mode.CHECKING:
            return
        self._mode = Mode.REVIEW
        self._fill()
        if self.pin.isVisible() and (self._trouble or self.tree.chosen):
            # The token was put back, perhaps: everything else is said already.
            self.pin.setFocus()
        elif not self.chooser.list.hasFocus():
            self.tree.setFocus()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Go back to the review with what happened; what is signed stays signed.

        Args:
            trouble: what happened and what to do.
            attempts: what the token says now about tries left, when it said so.
        """
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self._trouble = trouble.code
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        # What went wrong is seen before anything closes.
        self._leaving = False
        self._back()

    def show_stopped(self) -> None:
        """The run is over: the result, or the review of what was left."""
        rows = self.tree.rows
        leaving, self._leaving = self._leaving, False
        if leaving and not any(shown.state is BatchState.UNKNOWN for shown in rows):
            self.end_question()
            self._mode = Mode.ENDED
            super().reject()
            return
        if any(shown.allowed or shown.unchecked for shown in rows):
            self._back()
        else:
            self._mode = Mode.ENDED
            self.end_question()
            self._fill()
            # What became of each is read there, and a second Enter closes nothing.
            self.tree.setFocus()

    def ask_pin(self, number: int) -> None:
        """Ask for the PIN once more; ``number`` says for which signature of this login."""
        self._asked = number
        self._fill()
        self.pin.setFocus()

    def _back(self) -> None:
        self._mode, self._asked = Mode.REVIEW, 0
        self.end_question()
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
        under_way = mode in UNDER_WAY
        count = self._total if under_way else chosen
        self.title.setText(batch_words.title(count))
        told = batch_words.Told(rows, mode, chosen, self._asked, self._token, self._leaving)
        self.note.setText(told.note())
        self.note.set_role(told.role())
        self._speak(told, chosen)
        self._make_room()
        self.progress.setVisible(under_way)
        if under_way:
            done = sum(
                shown.state not in (BatchState.WAITING, BatchState.WORKING) for shown in rows
            )
            left = sum(shown.state is not BatchState.WAITING for shown in rows) - done
            self.progress.setRange(0, max(self._total, done + left, 1))
            self.progress.setValue(done)
        self.tree.show_checking(checking=mode is Mode.CHECKING)
        self.pin.setVisible(self._meant and (mode is Mode.REVIEW or self._asked > 0))
        self.open_draft.setVisible(mode is not Mode.ENDED)
        self.tick_opened.setVisible(mode is Mode.REVIEW)
        self.pause.setVisible(under_way)
        self.pause.setText(self.tr("Go on") if mode is Mode.PAUSED else self.tr("Pause"))
        self.stop.setVisible(under_way)
        self.cancel.setVisible(not under_way)
        begun = any(shown.state is not BatchState.WAITING for shown in rows)
        self.cancel.setText(self.tr("Close") if begun else self.tr("Cancel"))
        for widget in (self.certificate_caption, self.chooser):
            widget.setVisible(self._token is not None)
        self.chooser.setEnabled(not under_way)
        self.sign.setVisible(mode is Mode.REVIEW or self._asked > 0)
        self.sign.setText(batch_words.sign(chosen, again=self._asked > 0))
        self._enable()

    def _speak(self, told: batch_words.Told, chosen: int) -> None:
        if self._mode is Mode.REVIEW and chosen != self._counted:
            self._counted = chosen
            voice().say(told.counted(), self.title)
        self._spoken.tell(told.stands())

    def _enable(self) -> None:
        ready = self.pin.filled and self._meant
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
            self.setFocus()
            self._fill()
            self.pin_given.emit(pin)
            return
        chosen = self.tree.chosen
        self.trouble.hide()
        self._trouble = ""
        self._mode = Mode.RUNNING
        self.stop.setEnabled(True)
        done = sum(shown.state is not BatchState.WAITING for shown in self.tree.rows)
        self._total = done + len(chosen)
        # On no button: a second Enter would press it.
        self.setFocus()
        self._fill()
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

    def _choose(self) -> None:
        self.pin.forget()
        self._fill()
        current = self.chooser.current
        if current is not None and current.usable and not self._meant:
            self.certificate_chosen.emit(current.token, current.identifier)

    @property
    def _meant(self) -> bool:
        """Whether there is a certificate to sign with, and it is the line that is marked."""
        current, meant = self.chooser.current, _meant(self._token)
        marked = None if current is None else (current.token, current.identifier)
        return meant is not None and meant == marked

    @property
    def _work(self) -> Work:
        states = [shown.state for shown in self.tree.rows]
        # What was ticked for this run and has not begun.
        begun = sum(state is not BatchState.WAITING for state in states)
        left = max(self._total - begun, 0)
        running = BatchState.WORKING in states
        return Work(WorkKind.BATCH, states.count(BatchState.SIGNED), left, running)

    def leave(self) -> None:
        """Stop after the document under way, and close then."""
        self._leaving = True
        self._wish_stop()
        self._fill()

    def reject(self) -> None:
        """Close; while documents are being signed, say what that would cost, and ask."""
        if self._mode not in UNDER_WAY:
            self.pin.forget()
            super().reject()
        elif not self._leaving:
            self.ask_to_stop(self._work)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.looked_at_again.emit()


def _meant(token: TokenView | None) -> tuple[str, str] | None:
    chosen = token.chosen if token is not None else None
    return None if chosen is None else (chosen.token, chosen.identifier)
