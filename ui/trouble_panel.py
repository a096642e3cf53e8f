"""An error as a person can act on it: what happened, what to do, and a code for the phone."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.base import Dialog, Panel, Text, button, row
from ui.cards import Symbol
from ui.rows import Trouble


class TroublePanel(Panel):
    """Shown inside a dialog, where the trouble happened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.happened = Text("bad", selectable=True)
        self.cure = Text(selectable=True)
        self.code = Text("soft", selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for widget in (self.happened, self.cure, self.code):
            layout.addWidget(widget)

    def show_trouble(self, trouble: Trouble) -> None:
        """Show an error."""
        self.happened.setText(trouble.happened)
        self.cure.setText(trouble.cure)
        self.cure.setVisible(bool(trouble.cure))
        self.code.setText(trouble.code)
        self.setAccessibleName(f"{trouble.happened} {trouble.cure}")


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
