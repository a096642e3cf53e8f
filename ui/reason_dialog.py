"""Returning a draft or rejecting it: the reason, which its drafter will read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sync.wire import Action
from ui.base import Dialog, Text, button
from ui.flow import ButtonLine
from ui.remark_editor import TypedText
from ui.rows import DraftView, Trouble
from ui.trouble_panel import TroublePanel


class ReasonDialog(Dialog):
    """Nothing is signed here: it is taken from the session of whoever is signed in."""

    reason_given = Signal(str)
    words_typed = Signal(str)
    """The reason as it is being written, after a pause, so that it is kept."""

    def __init__(self, view: DraftView, action: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._action = action
        self._closed = False
        self.heading = Text("big", view.row.title)
        self.explanation = Text("warn" if action is Action.REJECT else "soft")
        self.newer = Text("warn")
        self.newer.hide()
        self.reason = TypedText()
        self.reason.typed.connect(self.words_typed)
        self.finished.connect(self.reason.tell_now)
        self.reason.setMinimumHeight(120)
        self.reason.textChanged.connect(self._enable)
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.cancel = button()
        self.cancel.clicked.connect(self.reject)
        self.send = button("main")
        self.send.clicked.connect(self._wish)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(22, 20, 22, 16)
        whole.setSpacing(12)
        page = QVBoxLayout()
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        for widget in (self.newer, self.heading, self.explanation):
            page.addWidget(widget)
        page.addWidget(self.reason, 1)
        page.addWidget(self.trouble)
        whole.addWidget(self.scrolling(page), 1)
        whole.addLayout(ButtonLine(None, self.cancel, self.send))
        self.resize(560, 380)
        self.retranslate()
        self.reason.setFocus()

    def fill_words(self, text: str) -> None:
        """Show what was begun earlier, unless something was typed already."""
        if text and not self.reason.toPlainText():
            self.reason.fill(text)

    def show_done(self) -> None:
        """It is in the outbox: nothing is left to do here."""
        self.accept()

    def show_trouble(self, trouble: Trouble) -> None:
        """Show what happened; the words are kept."""
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        self._enable()

    def close_for_newer_version(self) -> None:
        """Say that the draft has changed; what was written can be copied, not sent."""
        self._closed = True
        self.newer.show()
        self._enable()

    def retranslate(self) -> None:
        rejecting = self._action is Action.REJECT
        self.setWindowTitle(
            self.tr("Reject the draft") if rejecting else self.tr("Return the draft")
        )
        self.explanation.setText(
            self.tr("Rejecting is final: nothing more can be done with version {0} or later.")
            if rejecting
            else self.tr("Version {0} goes back to its drafter, who makes a new one.")
        )
        self.explanation.setText(self.explanation.text().format(self._view.row.version))
        self.newer.setText(self.tr("A newer version arrived. Nothing was sent. Read it first."))
        self.reason.setPlaceholderText(self.tr("Reason; its drafter will read it"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.send.setText(self.tr("Reject for good") if rejecting else self.tr("Return"))
        self._enable()

    def _enable(self) -> None:
        self.cancel.setText(self.tr("Close") if self._closed else self.tr("Cancel"))
        self.send.setEnabled(bool(self._text()) and not self._closed)

    def _text(self) -> str:
        return self.reason.toPlainText().strip()

    def _wish(self) -> None:
        self.trouble.hide()
        self.send.setEnabled(False)
        self.reason.tell_now()
        self.reason_given.emit(self._text())
