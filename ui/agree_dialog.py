"""Answering for one's organisation: agree, agree with a note, or object with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from signing.errors import AttemptsLeft
from sync.wire import Answer
from ui import review_words, words
from ui.base import Dialog, Text, button, row
from ui.cards import CheckList
from ui.certificate_chooser import CertificateChooser
from ui.pin_field import Countdown, PinField
from ui.remark_editor import TypedText
from ui.rows import CheckState, DraftView, TokenView, Trouble
from ui.trouble_panel import TroublePanel

_CHOICES = (Answer.AGREED, Answer.AGREED_WITH_NOTE, Answer.OBJECTED)
_NEED_REMARK = (Answer.AGREED_WITH_NOTE, Answer.OBJECTED)


class AgreeDialog(Dialog):
    """The answer is signed by the officer's own token over this version's digest."""

    answer_requested = Signal(object, str, object)
    """The :class:`~sync.wire.Answer`, the remark, and the PIN as a bytearray to be wiped."""
    certificate_chosen = Signal(str, str)
    """Another certificate is meant: its token's serial number and its identifier."""
    refresh_requested = Signal()
    """Look for tokens again."""
    cancel_requested = Signal()
    """While the reader waits for the PIN."""
    words_typed = Signal(str)
    """The note or the reason as it is typed, so that it can be kept."""

    def __init__(
        self,
        view: DraftView,
        token: TokenView | None,
        answer: Answer = Answer.AGREED,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._busy = False
        self._newer = False
        self.newer = Text("warn")
        self.newer.hide()
        self._unsent = 0
        self.unsent = Text("warn")
        self.unsent.hide()
        self.heading = Text("big", view.row.title)
        self.explanation = Text("soft")
        self.digest = Text("code", words.digest_lines(view.version_digest), selectable=True)
        self.cancel = button()
        self.cancel.clicked.connect(self.reject)
        self.send = button("main")
        self.send.clicked.connect(self._wish)
        self._group = QButtonGroup(self)
        self.choices: dict[Answer, QRadioButton] = {}
        for choice in _CHOICES:
            made = QRadioButton()
            made.setChecked(choice is answer)
            self._group.addButton(made)
            self.choices[choice] = made
        self.remark = TypedText()
        self.remark.typed.connect(self.words_typed)
        self.remark.setMinimumHeight(96)
        self.remark_note = Text("soft")
        self._token = TokenView()
        self.signer = Text("heading")
        self.chooser = CertificateChooser()
        self.chooser.current_changed.connect(self._choose)
        self.chooser.refresh_requested.connect(self.refresh_requested)
        self.checks = CheckList()
        self.countdown = Countdown()
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.pin.entered.connect(self._wish)
        left, right = QVBoxLayout(), QVBoxLayout()
        left_widgets = (self.explanation, self.digest, *self.choices.values(), self.remark)
        right_widgets = (self.signer, self.chooser, self.checks)
        for side, widgets in ((left, left_widgets), (right, right_widgets)):
            side.setSpacing(8)
            for widget in widgets:
                # Words have all the room that the certificate takes beside them.
                side.addWidget(widget, int(widget is self.remark))
        left.addWidget(self.remark_note)
        # Takes what is left only where nothing else wants it.
        left.addStretch(0)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(22, 20, 22, 4)
        inner.setSpacing(12)
        inner.addWidget(self.newer)
        inner.addWidget(self.unsent)
        inner.addWidget(self.heading)
        inner.addLayout(columns, 1)
        buttons = row(None, self.cancel, self.send)
        buttons.setContentsMargins(22, 8, 22, 16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        # The PIN stands outside what scrolls: it is never typed into a field out of sight.
        below = QVBoxLayout()
        below.setContentsMargins(22, 4, 22, 0)
        below.setSpacing(8)
        for widget in (self.trouble, self.countdown, self.pin):
            below.addWidget(widget)
        whole.addWidget(self.scrolling(inner), 1)
        whole.addLayout(below)
        whole.addLayout(buttons)
        self.remark.textChanged.connect(self._enable)
        for made in self.choices.values():
            made.toggled.connect(self._enable)
        self.resize(840, 500)
        self.retranslate()
        self.show_token(token or TokenView())
        # Not the first in line: a space bar there would turn an objection into an agreement.
        self.choices[answer].setFocus()

    @property
    def busy(self) -> bool:
        """Whether the answer is being signed."""
        return self._busy

    @property
    def answer(self) -> Answer:
        """The answer that is chosen."""
        return next(a for a, made in self.choices.items() if made.isChecked())

    def show_token(self, token: TokenView) -> None:
        """Show what the tokens hold and which certificate will sign, once they were asked.

        A PIN that was typed belongs to the certificate it was typed for.
        """
        chosen, before = token.chosen, self._token.chosen
        if token.lack is not None or (
            before is not None
            and (
                chosen is None
                or (chosen.token, chosen.identifier) != (before.token, before.identifier)
            )
        ):
            self.pin.forget()
        self._token = token
        self.chooser.show_view(token)
        # Only what a person must know of: that all is well is one look too many here.
        self.checks.show_checks(
            tuple(item for item in token.checks if item.state is not CheckState.GOOD)
        )
        if chosen is not None:
            self.pin.show_attempts(chosen.attempts, chosen.tries)
            self.pin.show_reader(on_reader=bool(chosen.reader_seconds))
        self._enable()
        self.fit_soon()

    def fill_words(self, text: str) -> None:
        """Show what was begun earlier, unless something is typed already."""
        if text and not self.remark.toPlainText():
            self.remark.fill(text)

    def show_unsent(self, count: int) -> None:
        """Say how many remarks on this version were begun and not handed in."""
        self._unsent = count
        self.unsent.setText(
            self.tr(
                "%n remark(s) of yours on this version are not handed in."
                " After the answer they cannot be.",
                "",
                count,
            )
        )
        self.unsent.setVisible(count > 0)
        self.fit_soon()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Show what happened; the remark is kept."""
        self._busy = False
        self.countdown.stop()
        self.pin.forget()
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        self._enable()
        self.pin.setFocus()
        self.fit_soon()

    def show_done(self) -> None:
        """The answer is in the outbox: nothing is left to do here."""
        self.accept()

    def close_for_newer_version(self) -> None:
        """Say that the draft has changed; this dialog can no longer sign anything."""
        self._busy, self._newer = False, True
        self.countdown.stop()
        self.pin.forget()
        self.trouble.hide()
        self.newer.show()
        self._enable()
        self.cancel.setFocus()
        self.fit_soon()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Answer for your organisation"))
        covers = self.tr("Your signature covers exactly version {0}:")
        # Whoever answers after the term must know what the registry has made of the silence.
        due = review_words.asked(self._view.row)
        text = covers.format(self._view.row.version)
        self.explanation.setText(f"{due}\n{text}" if due else text)
        for choice, made in self.choices.items():
            made.setText(words.answer(choice))
        self.signer.setText(self.tr("Who signs"))
        self.remark.setPlaceholderText(self.tr("Note or objection"))
        self.remark.setAccessibleName(self.tr("Note or objection"))
        self.newer.setText(
            self.tr("A newer version arrived. Nothing was signed. Read it and answer again.")
        )
        self.show_unsent(self._unsent)
        self._enable()

    def _enable(self) -> None:
        needs = self.answer in _NEED_REMARK
        self.remark.setVisible(needs)
        self.remark_note.setVisible(needs and not self._text())
        self.remark_note.setText(
            self.tr("An objection needs its reason.")
            if self.answer is Answer.OBJECTED
            else self.tr("Write the note.")
        )
        self.send.setText(
            self.tr("Sign the objection")
            if self.answer is Answer.OBJECTED
            else self.tr("Sign the agreement")
        )
        self.cancel.setText(self.tr("Close") if self._newer else self.tr("Cancel"))
        self.pin.setEnabled(not self._newer)
        usable = self._token.chosen is None or self._token.allowed
        self.pin.setVisible(usable and self._token.lack is None)
        ready = not (self._busy or self._newer) and self._ready
        self.send.setEnabled(ready and self.pin.filled and bool(self._text() or not needs))
        self.chooser.setEnabled(not self._busy)
        self.cancel.setEnabled(not self._busy or self.countdown.left > 0)

    @property
    def _ready(self) -> bool:
        chosen, current = self._token.chosen, self.chooser.current
        return (
            self._token.allowed
            and chosen is not None
            and current is not None
            and (chosen.token, chosen.identifier) == (current.token, current.identifier)
        )

    def _choose(self) -> None:
        self.pin.forget()
        self._enable()
        current = self.chooser.current
        if current is not None and current.usable:
            self.certificate_chosen.emit(current.token, current.identifier)

    def _text(self) -> str:
        return self.remark.toPlainText().strip()

    def _wish(self) -> None:
        if not self.send.isEnabled():
            return
        self.trouble.hide()
        self.remark.tell_now()
        pin = self.pin.take()
        self._busy = True
        if self._token.chosen is not None:
            self.countdown.start(self._token.chosen.reader_seconds)
        self._enable()
        remark = self._text() if self.answer in _NEED_REMARK else ""
        self.answer_requested.emit(self.answer, remark, pin)

    def reject(self) -> None:
        """Close without an answer, unless one is just being signed."""
        if self._busy and self.countdown.left:
            self.cancel_requested.emit()
        if not self._busy:
            self.pin.forget()
            self.remark.tell_now()
            super().reject()
