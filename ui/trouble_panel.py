"""An error as a person can act on it: what happened, what to do, and a code for the phone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.base import Dialog, Panel, Text, button, row
from ui.cards import Symbol
from ui.rows import Trouble


class TroublePanel(Panel):
    """Shown inside a dialog, where the trouble happened."""

    cure_wanted = Signal(str, str)
    """``pin_cure`` and ``subject`` of the trouble: the person wants it done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.happened = Text("bad", selectable=True)
        self.cure = Text(selectable=True)
        self.code = Text("soft", selectable=True)
        self.do = button("quiet")
        self.do.clicked.connect(self._wish)
        self.do.hide()
        self._trouble: Trouble | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for widget in (self.happened, self.cure, self.code):
            layout.addWidget(widget)
        layout.addLayout(row(self.do, None))

    def show_trouble(self, trouble: Trouble) -> None:
        """Show an error."""
        self._trouble = trouble
        self.do.setVisible(bool(trouble.pin_cure))
        self.retranslate()
        self.happened.setText(trouble.happened)
        self.cure.setText(trouble.cure)
        self.cure.setVisible(bool(trouble.cure))
        self.code.setText(trouble.code)
        self.setAccessibleName(f"{trouble.happened} {trouble.cure}")

    def retranslate(self) -> None:
        texts = {
            "change": self.tr("Change the PIN…"),
            "unblock": self.tr("Unblock with the PUK…"),
            "allow": self.tr("I am sure of the code: let me enter it once more"),
        }
        self.do.setText(texts.get(self._trouble.pin_cure if self._trouble else "", ""))

    def _wish(self) -> None:
        trouble = self._trouble
        if trouble is not None:
            # What was allowed is not allowed twice by one look.
            self.do.hide()
            self.cure_wanted.emit(trouble.pin_cure, trouble.subject)


class ErrorBox(Dialog):
    """An error that belongs to no open dialog."""

    def __init__(self, trouble: Trouble, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trouble = trouble
        self.happened = Text("title", trouble.happened, selectable=True)
        self.cure = Text("", trouble.cure, selectable=True)
        self.code = Text("soft", selectable=True)
        self.copy = button("quiet")
        self.copy.clicked.connect(self._copy)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        text = QVBoxLayout()
        text.setSpacing(8)
        for widget in (self.happened, self.cure, self.code):
            text.addWidget(widget)
        line = row(Symbol("warning", "warn", 36), spacing=16)
        line.addLayout(text, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(22, 20, 22, 16)
        whole.setSpacing(18)
        whole.addLayout(line)
        whole.addLayout(row(self.copy, None, self.close_button))
        self.setMinimumWidth(460)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle("E-qaror")
        self.code.setText(self.tr("Code {0}").format(self.trouble.code))
        self.copy.setText(self.tr("Copy report"))
        self.close_button.setText(self.tr("Close"))

    def report(self) -> str:
        """Return the text that is copied: no secret is ever part of a trouble."""
        parts = (self.trouble.code, self.trouble.happened, self.trouble.cure, self.trouble.detail)
        return "\n".join(part for part in parts if part)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
