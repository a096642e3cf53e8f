"""An error as a person can act on it: what happened, what to do, and a code for the phone."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.base import Dialog, Panel, Text, button, row
from ui.cards import Symbol
from ui.flow import ButtonLine
from ui.rows import Trouble
from ui.trouble_report import report
from ui.voice import Spoken


class TroublePanel(Panel):
    """Shown inside a dialog, where the trouble happened."""

    cure_wanted = Signal(str, str)
    """``pin_cure`` or ``action``, and ``subject`` of the trouble: the person wants it done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.happened = Text("bad", selectable=True)
        self.cure = Text(selectable=True)
        self.code = Text("soft", selectable=True)
        self.do = button("quiet")
        self.do.clicked.connect(self._wish)
        self.do.hide()
        self.copy = button("quiet")
        self.copy.clicked.connect(self._copy)
        self.details = button("quiet")
        self.details.setCheckable(True)
        self.details.toggled.connect(self._show_parts)
        self.details.hide()
        self._folds = False
        self._spoken = Spoken(self)
        self._trouble: Trouble | None = None
        self._when = datetime.now(UTC)
        first = row(self.happened, self.details)
        first.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(first)
        for widget in (self.cure, self.code):
            layout.addWidget(widget)
        layout.addLayout(row(self.do, self.copy, None))

    def show_trouble(self, trouble: Trouble) -> None:
        """Show an error."""
        self._trouble = trouble
        self._when = datetime.now(UTC)
        self.details.setChecked(False)
        self._show_parts()
        self.retranslate()
        self.happened.setText(trouble.happened)
        self.cure.setText(trouble.cure)
        self.code.setText(trouble.code)
        self.setAccessibleName(f"{trouble.happened} {trouble.cure}")
        self._spoken.tell(" ".join(filter(None, (trouble.happened, trouble.cure, trouble.code))))

    def fold(self, *, folds: bool) -> None:
        """Show what happened alone, and the rest when its button is pressed.

        Args:
            folds: there is little room, and something else must stay in sight.
        """
        self._folds = folds
        self._show_parts()

    def _show_parts(self) -> None:
        trouble = self._trouble
        whole = not self._folds or self.details.isChecked()
        self.details.setVisible(self._folds)
        self.do.setVisible(whole and trouble is not None and bool(_step(trouble)))
        self.cure.setVisible(whole and trouble is not None and bool(trouble.cure))
        for widget in (self.code, self.copy):
            widget.setVisible(whole)

    def retranslate(self) -> None:
        self.do.setText(_step(self._trouble))
        self.copy.setText(self.tr("Copy report"))
        self.details.setText(self.tr("What to do"))

    def _wish(self) -> None:
        trouble = self._trouble
        if trouble is not None:
            # What was allowed is not allowed twice by one look.
            self.do.hide()
            self.cure_wanted.emit(trouble.pin_cure or trouble.action, trouble.subject)

    def _copy(self) -> None:
        if self._trouble is not None:
            QGuiApplication.clipboard().setText(report(self._trouble, self._when))


def _step(trouble: Trouble | None) -> str:
    """Name the one thing that can be done about it here."""
    if trouble is None:
        return ""
    translate = QCoreApplication.translate
    return {
        "change": translate("TroublePanel", "Change the PIN…"),
        "unblock": translate("TroublePanel", "Unblock with the PUK…"),
        "allow": translate("TroublePanel", "I am sure of the code: let me enter it once more"),
        "sync": translate("TroublePanel", "Synchronise now"),
        "outbox": translate("TroublePanel", "Open the outbox"),
        "sign_in": translate("TroublePanel", "Sign in…"),
    }.get(trouble.pin_cure or trouble.action, "")


class ErrorBox(Dialog):
    """An error that belongs to no open dialog."""

    cure_wanted = Signal(str, str)
    """As of :class:`TroublePanel`; the box is closed by then."""

    def __init__(self, trouble: Trouble, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trouble = trouble
        self._when = datetime.now(UTC)
        self.happened = Text("title", trouble.happened, selectable=True)
        self.cure = Text("", trouble.cure, selectable=True)
        self.code = Text("soft", selectable=True)
        self.copy = button("quiet")
        self.copy.clicked.connect(self._copy)
        self.do = button("main")
        self.do.clicked.connect(self._wish)
        possible = bool(_step(trouble)) and parent is not None
        if not possible:
            self.do.hide()
        self.close_button = button("" if possible else "main")
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
        whole.addLayout(ButtonLine(self.copy, None, self.close_button, self.do))
        self.setMinimumWidth(460)
        (self.close_button if self.do.isHidden() else self.do).setFocus()
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle("E-qaror")
        self.code.setText(self.tr("Code {0}").format(self.trouble.code))
        self.copy.setText(self.tr("Copy report"))
        self.do.setText(_step(self.trouble))
        self.close_button.setText(self.tr("Close"))

    def _wish(self) -> None:
        self.accept()
        self.cure_wanted.emit(self.trouble.pin_cure or self.trouble.action, self.trouble.subject)

    def report(self) -> str:
        """Return the text that is copied."""
        return report(self.trouble, self._when)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
