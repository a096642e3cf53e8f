"""Answering for one's organisation: agree, agree with a note, or object with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from signing.errors import AttemptsLeft
from sync.wire import Answer
from ui import words
from ui.base import Dialog, Text, button, row
from ui.cards import CertificateCard
from ui.pin_field import PinField
from ui.rows import CertificateRow, DraftView, Trouble
from ui.sign_dialog import digest_lines
from ui.trouble_panel import TroublePanel

_CHOICES = (Answer.AGREED, Answer.AGREED_WITH_NOTE, Answer.OBJECTED)
_NEED_REMARK = (Answer.AGREED_WITH_NOTE, Answer.OBJECTED)


class AgreeDialog(Dialog):
    """The answer is signed by the officer's own token over this version's digest."""

    answer_requested = Signal(object, str, object)
    """The :class:`~sync.wire.Answer`, the remark, and the PIN as a bytearray to be wiped."""

    def __init__(
        self,
        view: DraftView,
        certificate: CertificateRow | None,
        answer: Answer = Answer.AGREED,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._busy = False
        self._newer = False
        self.newer = Text("warn")
        self.newer.hide()
        self.heading = Text("big", view.row.title)
        self.explanation = Text("soft")
        self.digest = Text("code", digest_lines(view.version_digest), selectable=True)
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
        self.remark = QPlainTextEdit()
        self.remark.setTabChangesFocus(True)
        self.remark.setFixedHeight(96)
        self.remark_note = Text("soft")
        self.certificate = CertificateCard()
        self._certificate = certificate
        self.certificate.show_certificate(certificate)
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.pin.entered.connect(self._wish)
        left, right = QVBoxLayout(), QVBoxLayout()
        left_widgets = (self.explanation, self.digest, self.certificate)
        right_widgets = (*self.choices.values(), self.remark, self.remark_note)
        for side, widgets in ((left, left_widgets), (right, right_widgets)):
            side.setSpacing(8)
            for widget in widgets:
                side.addWidget(widget)
            side.addStretch(1)
        for widget in (self.trouble, self.pin):
            right.addWidget(widget)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(22, 20, 22, 4)
        inner.setSpacing(12)
        inner.addWidget(self.newer)
        inner.addWidget(self.heading)
        inner.addLayout(columns, 1)
        buttons = row(None, self.cancel, self.send)
        buttons.setContentsMargins(22, 8, 22, 16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.scrolling(inner), 1)
        whole.addLayout(buttons)
        self.remark.textChanged.connect(self._enable)
        for made in self.choices.values():
            made.toggled.connect(self._enable)
        self.resize(840, 500)
        self.retranslate()
        self.show_certificate(certificate)

    @property
    def answer(self) -> Answer:
        """The answer that is chosen."""
        return next(a for a, made in self.choices.items() if made.isChecked())

    def show_certificate(self, certificate: CertificateRow | None) -> None:
        """Show the certificate that will sign, once the token has been asked."""
        self._certificate = certificate
        self.certificate.show_certificate(certificate)
        if certificate is not None:
            self.pin.show_attempts(certificate.attempts)
        self._enable()
        self.fit()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Show what happened; the remark is kept."""
        self._busy = False
        self.pin.forget()
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        self._enable()
        self.pin.setFocus()
        self.fit()

    def show_done(self) -> None:
        """The answer is in the outbox: nothing is left to do here."""
        self.accept()

    def close_for_newer_version(self) -> None:
        """Say that the draft has changed; this dialog can no longer sign anything."""
        self._busy, self._newer = False, True
        self.pin.forget()
        self.trouble.hide()
        self.newer.show()
        self._enable()
        self.cancel.setFocus()
        self.fit()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Answer for your organisation"))
        self.explanation.setText(
            self.tr("Your signature covers exactly version {0}:").format(self._view.row.version)
        )
        for choice, made in self.choices.items():
            made.setText(words.answer(choice))
        self.remark.setPlaceholderText(self.tr("Note or objection"))
        self.remark.setAccessibleName(self.tr("Note or objection"))
        self.newer.setText(
            self.tr("A newer version arrived. Nothing was signed. Read it and answer again.")
        )
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
        ready = not (self._busy or self._newer) and self._certificate is not None
        self.send.setEnabled(ready and self.pin.filled and bool(self._text() or not needs))
        self.cancel.setEnabled(not self._busy)

    def _text(self) -> str:
        return self.remark.toPlainText().strip()

    def _wish(self) -> None:
        if not self.send.isEnabled():
            return
        self.trouble.hide()
        pin = self.pin.take()
        self._busy = True
        self._enable()
        remark = self._text() if self.answer in _NEED_REMARK else ""
        self.answer_requested.emit(self.answer, remark, pin)

    def reject(self) -> None:
        """Close without an answer, unless one is just being signed."""
        if not self._busy:
            self.pin.forget()
            super().reject()
