"""Answering for one's organisation: agree, agree with a note, or object with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QProgressBar,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sync.wire import Answer
from ui import review_words, words
from ui.base import Text, row
from ui.clamped import ClampedText
from ui.close_question import Work, WorkKind
from ui.remark_editor import TypedText
from ui.rows import DraftView, TokenView
from ui.screen_room import low
from ui.signer_dialog import SignerDialog, columns
from ui.theme import moves_less
from ui.voice import Spoken

_CHOICES = (Answer.AGREED, Answer.AGREED_WITH_NOTE, Answer.OBJECTED)
_NEED_REMARK = (Answer.AGREED_WITH_NOTE, Answer.OBJECTED)
_WIDTH, _HEIGHT = 840, 500
_WORDS, _LOW_WORDS = 96, 60
"""Pixels that the words of an answer have at least, of which they scroll."""
_DIGEST, _LOW_DIGEST = 4, 2
"""Lines of the digest."""


class AgreeDialog(SignerDialog):
    """The answer is signed by the officer's own token over this version's digest."""

    answer_requested = Signal(object, str, object)
    """The :class:`~sync.wire.Answer`, the remark, and the PIN as a bytearray to be wiped."""
    words_typed = Signal(str)
    """The note or the reason as it is typed, so that it can be kept."""

    def __init__(
        self,
        view: DraftView,
        token: TokenView | None,
        answer: Answer = Answer.AGREED,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, ahead=True, all_checks=False)
        self._view = view
        self._busy = False
        self._newer = False
        self.newer = Text("warn")
        self.newer.hide()
        self._unsent = 0
        self.unsent = Text("warn")
        self.unsent.hide()
        # What is signed, the answer and its words have no need to scroll on a low screen.
        short = low(self)
        self.heading = ClampedText("big", lines=1 if short else 2)
        self.heading.show_text(view.row.title)
        self.explanation = Text("soft")
        digest = words.digest_lines(view.version_digest, _LOW_DIGEST if short else _DIGEST)
        self.digest = Text("code", digest, selectable=True)
        self.cancel.clicked.connect(self.reject)
        self._group = QButtonGroup(self)
        self.choices: dict[Answer, QRadioButton] = {}
        for choice in _CHOICES:
            made = QRadioButton()
            made.setChecked(choice is answer)
            self._group.addButton(made)
            self.choices[choice] = made
        self.remark = TypedText()
        self.remark.typed.connect(self.words_typed)
        self.remark.setMinimumHeight(_LOW_WORDS if short else _WORDS)
        if short:
            # As high as there is room, not as Qt would like a field to be.
            policy = QSizePolicy.Policy
            self.remark.setSizePolicy(policy.Expanding, policy.Ignored)
        self.remark_note = Text("soft")
        self._leaving = False
        self.running = Text("note")
        self._spoken = Spoken(self.running)
        self.working = QProgressBar(textVisible=False)
        for hidden in (self.running, self.working):
            hidden.hide()
        below = (self.countdown, self.running, self.working)
        page = self._review_page(self.heading, inner=self._lay_out(), below=below)
        self._finish(page, row(None, self.cancel, self.sign), _WIDTH, _HEIGHT)
        self.remark.textChanged.connect(self._enable)
        for made in self.choices.values():
            made.toggled.connect(self._enable)
        self.retranslate()
        self.show_token(token or TokenView())
        # Not the first in line: a space bar there would turn an objection into an agreement.
        self.choices[answer].setFocus()

    def _lay_out(self) -> QVBoxLayout:
        left, right = QVBoxLayout(), QVBoxLayout()
        left_widgets = (self.explanation, self.digest, *self.choices.values(), self.remark)
        right_widgets = (self.signer_caption, self.chooser, self.checks)
        for side, widgets in ((left, left_widgets), (right, right_widgets)):
            side.setSpacing(8)
            for widget in widgets:
                # Words have all the room that the certificate takes beside them.
                side.addWidget(widget, int(widget is self.remark))
        left.addWidget(self.remark_note)
        # Takes what is left only where nothing else wants it.
        left.addStretch(0)
        right.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(12)
        for widget in (self.newer, self.unsent):
            inner.addWidget(widget)
        inner.addLayout(columns(left, right), 1)
        return inner

    @property
    def busy(self) -> bool:
        """Whether the answer is being signed."""
        return self._busy

    @property
    def answer(self) -> Answer:
        """The answer that is chosen."""
        return next(a for a, made in self.choices.items() if made.isChecked())

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

    def show_done(self) -> None:
        """The answer is in the outbox: nothing is left to do here."""
        self.accept()

    def close_for_newer_version(self) -> None:
        """Say that the draft has changed; this dialog can no longer sign anything."""
        self._stand_back()
        self._newer = True
        self.end_question()
        self.countdown.stop()
        self._forget()
        self.trouble.hide()
        self.newer.show()
        self._enable()
        self.cancel.setFocus()
        self.fit_soon()

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("Answer for your organisation"))
        covers = self.tr("Your signature covers exactly version {0}:")
        # Whoever answers after the term must know what the registry has made of the silence.
        due = review_words.asked(self._view.row)
        text = covers.format(self._view.row.version)
        self.explanation.setText(f"{due}\n{text}" if due else text)
        for choice, made in self.choices.items():
            made.setText(words.answer(choice))
        self.remark.setPlaceholderText(self.tr("Note or objection"))
        self.remark.setAccessibleName(self.tr("Note or objection"))
        self.newer.setText(
            self.tr("A newer version arrived. Nothing was signed. Read it and answer again.")
        )
        self.show_unsent(self._unsent)
        self._enable()

    def _enable(self) -> None:
        super()._enable()
        needs = self.answer in _NEED_REMARK
        self.remark.setVisible(needs)
        self.remark_note.setVisible(needs and not self._text())
        self.remark_note.setText(
            self.tr("An objection needs its reason.")
            if self.answer is Answer.OBJECTED
            else self.tr("Write the note.")
        )
        self.sign.setText(
            self.tr("Sign the objection")
            if self.answer is Answer.OBJECTED
            else self.tr("Sign the agreement")
        )
        self.cancel.setText(self.tr("Close") if self._newer else self.tr("Cancel"))
        self.pin.setEnabled(not self._newer)
        for made in (*self.choices.values(), self.remark):
            made.setEnabled(not self._busy)
        for shown in (self.running, self.working):
            shown.setVisible(self._busy)
        # A bar of no known length runs to and fro.
        self.working.setRange(0, int(moves_less()))
        self.running.setText(
            self.tr("Your answer is being signed. The window closes when that is done.")
            if self._leaving
            else self.tr("Your answer is being signed by the token.")
        )
        self._spoken.tell(self.running.text())
        ready = not (self._busy or self._newer) and self._ready
        self.sign.setEnabled(ready and self.pin.filled and bool(self._text() or not needs))
        self.chooser.setEnabled(not self._busy)
        self.cancel.setEnabled(not self._busy or self.countdown.left > 0)

    def _text(self) -> str:
        return self.remark.toPlainText().strip()

    @property
    def _wants_pin(self) -> bool:
        return super()._wants_pin and not self._busy

    def _stand_back(self) -> None:
        self._busy = self._leaving = False

    def _commit(self, pin: bytearray) -> None:
        self.remark.tell_now()
        # On no button, nor in the PIN: what is pressed meanwhile is meant for neither.
        self.setFocus()
        self._busy = True
        if self._token.chosen is not None:
            self.countdown.start(self._token.chosen.reader_seconds)
        self._enable()
        remark = self._text() if self.answer in _NEED_REMARK else ""
        self.answer_requested.emit(self.answer, remark, pin)

    def leave(self) -> None:
        """Close as soon as the answer is signed, which cannot be stopped; a failure is shown."""
        self._leaving = True
        self._enable()

    def reject(self) -> None:
        """Close without an answer; while one is being signed, say what that means, and ask."""
        if not self._busy:
            self._forget()
            self.remark.tell_now()
            super().reject()
        elif self.countdown.left:
            self.cancel_requested.emit()
        elif not self._leaving:
            self.ask_to_stop(Work(WorkKind.ANSWER))

    def done(self, result: int) -> None:
        """Close, with whatever was still being asked."""
        self.end_question()
        super().done(result)
