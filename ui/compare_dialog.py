"""What changed between two versions: facts and annexes in a list, the text to be read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui.base import Dialog, Text, button, row
from ui.compare_rows import CompareView
from ui.compare_text import CompareText
from ui.icons import icon
from ui.rows import Trouble
from ui.trouble_panel import TroublePanel


class CompareDialog(Dialog):
    """Open beside the window; what is shown is what was asked for, even if more arrives."""

    closed = Signal()
    """Nobody waits for the comparison any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CompareView | None = None
        self._at = -1
        self.heading = Text("title")
        self.sides = Text("soft")
        self.warning = Text("warn")
        self.facts = Text("note", selectable=True)
        self.waiting = Text("soft")
        self.trouble = TroublePanel()
        self.text = CompareText()
        self.text.written.connect(self._written)
        self.whole = QCheckBox()
        self.whole.toggled.connect(self._write)
        self.count = Text("soft")
        self.count.setWordWrap(False)
        self.previous = self._tool("previous", "Shift+F7")
        self.previous.clicked.connect(self._previous)
        self.next = self._tool("next", "F7")
        self.next.clicked.connect(self._next)
        self.close_button = button()
        self.close_button.clicked.connect(self.accept)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self.whole)
        bar.addStretch(1)
        for tool in (self.count, self.previous, self.next):
            bar.addWidget(tool)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 12)
        whole.setSpacing(8)
        for widget in (self.heading, self.sides, self.warning, self.facts, self.waiting):
            whole.addWidget(widget)
        whole.addWidget(self.trouble)
        whole.addLayout(bar)
        whole.addWidget(self.text, 1)
        whole.addLayout(row(None, self.close_button))
        for hidden in (self.warning, self.facts, self.trouble):
            hidden.hide()
        self.finished.connect(self.closed)
        self.resize(900, 640)
        self.retranslate()

    def _tool(self, name: str, keys: str) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(name))
        made.setIconSize(QSize(18, 18))
        made.setShortcut(QKeySequence(keys))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def show_comparison(self, view: CompareView) -> None:
        """Show what came out."""
        self._view = view
        self.waiting.hide()
        self.retranslate()
        self._write()

    def show_trouble(self, trouble: Trouble) -> None:
        """Say why there is no comparison."""
        self.waiting.hide()
        self.trouble.show_trouble(trouble)
        self.trouble.show()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("What changed"))
        self.waiting.setText(self.tr("Comparing…"))
        self.whole.setText(self.tr("Whole text"))
        self.close_button.setText(self.tr("Close"))
        self.text.setAccessibleName(self.tr("Text with its changes"))
        for made, text in (
            (self.previous, self.tr("Previous change")),
            (self.next, self.tr("Next change")),
        ):
            keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(f"{text} ({keys})")
            made.setAccessibleName(text)
        view = self._view
        if view is None:
            return
        self.heading.setText(view.title)
        sides = (
            self.tr("Version {0}, which you answered → version {1}")
            if view.answered
            else self.tr("Version {0} → version {1}")
        )
        legend = self.tr("⊕ came in (underlined) · ⊖ went out (struck through) · ↶ ↷ moved")
        self.sides.setText(f"{sides.format(view.before, view.after)}\n{legend}")
        self.warning.setText("\n".join(view.warnings))
        self.warning.setVisible(bool(view.warnings))
        facts = view.facts or (() if view.anything else (self.tr("Nothing changed."),))
        self.facts.setText("\n".join(facts))
        self.facts.setVisible(bool(facts))
        self._label()

    def _write(self) -> None:
        if self._view is not None:
            self._at = -1
            self.text.show_sections(self._view.sections, whole=self.whole.isChecked())
            self._label()

    def _written(self) -> None:
        if self._at < 0 and self.text.changes:
            self._go_to(0)
        self._label()

    def _previous(self) -> None:
        self._go_to(self._at - 1)

    def _next(self) -> None:
        self._go_to(self._at + 1)

    def _go_to(self, change: int) -> None:
        if 0 <= change < self.text.changes:
            self._at = change
            self.text.go_to(change)
        self._label()

    def _label(self) -> None:
        total = self.text.changes
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < total - 1)
        self.count.setText(
            self.tr("Change {0} of {1}").format(self._at + 1, total)
            if self._at >= 0
            else self.tr("%n change(s) in the text", "", total)
        )
