"""Where a remark is written; what is typed is told after a short pause, so that it is kept."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from ui import review_words, words
from ui.base import Panel, Text, button, row
from ui.remark_rows import RemarkRow

TYPED_PAUSE = 300
"""Milliseconds without a key after which what is typed is kept."""


class TypedText(QPlainTextEdit):
    """A field that tells what was typed after a pause, and at once when asked."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._told = ""
        self._pause = QTimer(self, singleShot=True, interval=TYPED_PAUSE)
        self._pause.timeout.connect(self.tell_now)
        self.textChanged.connect(self._changed)

    def fill(self, text: str) -> None:
        """Show what was kept, without telling it again."""
        self._told = text
        self.setPlainText(text)

    def tell_now(self) -> None:
        """Tell what is typed now, if it is not what was told last."""
        self._pause.stop()
        text = self.toPlainText()
        if text != self._told:
            self._told = text
            self.typed.emit(text)

    def _changed(self) -> None:
        if self.toPlainText() == self._told:
            self._pause.stop()
            return
        # Not begun anew by every key: somebody who types on and on is kept all the same.
        if not self._pause.isActive():
            self._pause.start()


class RemarkEditor(Panel):
    """One draft of a remark."""

    typed = Signal(str, str)
    """A note's id and its text."""
    hand_in_requested = Signal(str)
    delete_requested = Signal(str)
    left = Signal()
    """It is out of sight, and had the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._row: RemarkRow | None = None
        self._latest: dict[str, str] = {}
        self._given: set[str] = set()
        self.place = Text("soft")
        self._closed = False
        self._allowed = True
        self.outdated = Text("warn")
        self.text = TypedText()
        self.text.setFixedHeight(88)
        self.text.typed.connect(self._typed)
        self.text.textChanged.connect(self._enable)
        self.hand_in = button("main")
        self.hand_in.clicked.connect(self._hand_in)
        self.copy = button("quiet")
        self.copy.clicked.connect(self._copy)
        self.delete = button()
        self.delete.clicked.connect(self._delete)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 8)
        whole.setSpacing(6)
        whole.addWidget(self.place)
        whole.addWidget(self.outdated)
        whole.addWidget(self.text)
        whole.addLayout(row(self.delete, self.copy, None, self.hand_in))
        self.retranslate()
        self.hide()

    @property
    def note(self) -> str:
        """The id of the note that is open, empty when none is."""
        return self._row.id if self._row else ""

    def edit(self, found: RemarkRow | None) -> None:
        """Open a draft; the one that was open is told first. None closes.

        One that was handed in stays closed, however old the rows are that come to be shown.
        """
        if found is not None and found.id in self._given:
            found = None
        if found is not None and self._row is not None and found.id == self._row.id:
            self._row = found
            self._label()
            self._enable()
            return
        self.text.tell_now()
        left, self._row = self._row, found
        if left is not None and not self.text.toPlainText().strip():
            # Begun and left without a word: there is nothing to keep.
            self.delete_requested.emit(left.id)
        self._show(found is not None)
        self.text.setReadOnly(found is None)
        if found is None:
            self.text.fill("")
        else:
            # What was typed here is newer than any row that was read while it was.
            self.text.fill(self._latest.get(found.id, found.text))
            self._label()
        self._enable()

    def show_closed(self, *, closed: bool, allowed: bool = True) -> None:
        """Say why remarks are not taken.

        Args:
            closed: something of this person waits to be sent after which there are none.
            allowed: whether the registry takes any from this person; not when it is decided.
        """
        self._closed, self._allowed = closed, allowed
        self._label()
        self._enable()

    def give_back(self, note: str) -> None:
        """Let a remark that could not be handed in be written on."""
        self._given.discard(note)

    def retranslate(self) -> None:
        self.hand_in.setText(self.tr("Hand in"))
        self.copy.setText(self.tr("Copy"))
        self.delete.setText(self.tr("Delete"))
        self.text.setAccessibleName(self.tr("Your remark"))
        self.text.setPlaceholderText(self.tr("Your remark; it is kept as you type"))
        self._label()

    def _label(self) -> None:
        if self._row is not None:
            quote = review_words.excerpt(self._row.quote)
            self.place.setText(words.quoted(quote) if quote else "")
            self.place.setVisible(bool(quote))
            reason = self._reason(self._row)
            self.outdated.setText(reason)
            self.outdated.setVisible(bool(reason))
            self.copy.setVisible(bool(reason))

    def _reason(self, row: RemarkRow) -> str:
        """Say why it cannot be handed in; empty if it can."""
        if not row.current:
            return self.tr(
                "A remark on version {0}; there is a newer one. It is kept, and can be made"
                " again there."
            ).format(row.version)
        if self._closed:
            return self.tr(
                "Your answer waits to be sent; after it the registry takes no remark. To hand"
                " this in, take the answer back in the outbox first."
            )
        if not self._allowed:
            return self.tr(
                "The registry takes no remark of yours on this version any more. The words are"
                " kept here; copy them to use them elsewhere, or delete them."
            )
        return ""

    def _enable(self) -> None:
        row, said = self._row, self.text.toPlainText().strip()
        self.hand_in.setEnabled(bool(said) and row is not None and not self._reason(row))

    def _typed(self, text: str) -> None:
        if self._row is not None:
            self._latest[self._row.id] = text
            self.typed.emit(self._row.id, text)

    def _hand_in(self) -> None:
        note = self.note
        if not note:
            return
        self.text.tell_now()
        # Closed at once: nothing is typed into what is leaving.
        self._given.add(note)
        self.edit(None)
        self.hand_in_requested.emit(note)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _delete(self) -> None:
        note = self.note
        # The last letters too come back if it was a mistake.
        self.text.tell_now()
        self._row = None
        self._show(False)
        if note:
            self.delete_requested.emit(note)

    def _show(self, shown: bool) -> None:
        focus: QWidget | None = QApplication.focusWidget()
        left = not shown and focus is not None and self.isAncestorOf(focus)
        self.setVisible(shown)
        if left:
            self.left.emit()
