"""What changed between two versions: side by side, or as one text with what went in its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.base import Dialog, Text, button, row
from ui.choice import Choice
from ui.clamped import ClampedText
from ui.compare_model import AFTER, BEFORE, Line, lines
from ui.compare_rows import CompareView, VersionRow
from ui.compare_table import CompareTable
from ui.compare_text import CompareText
from ui.flow import FlowLayout
from ui.icons import icon, sized
from ui.rows import Trouble
from ui.screen_room import low
from ui.trouble_panel import TroublePanel
from ui.voice import voice


class CompareDialog(Dialog):
    """Open beside the window; what is shown is what was asked for, even if more arrives."""

    closed = Signal()
    """Nobody waits for the comparison any more."""
    versions_chosen = Signal(int, int)
    """Two other versions are to be compared, the older first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._view: CompareView | None = None
        self._lines: tuple[Line, ...] = ()
        self._changes = 0
        self._keys: dict[QToolButton, QShortcut] = {}
        self._stale: set[CompareTable | CompareText] = set()
        self._at = -1
        self.heading = ClampedText("title")
        self.warning = Text("warn")
        self.notes = Text("note", selectable=True)
        self.waiting = Text("soft")
        self.trouble = TroublePanel()
        self.table = CompareTable(self)
        self.table.reached.connect(self._reached)
        self.text = CompareText()
        self.text.written.connect(self._written)
        self.legend = Text("soft")
        self.close_button = button()
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 12, 18, 12)
        whole.setSpacing(8)
        whole.addWidget(self.heading)
        whole.addWidget(self._make_choices())
        for widget in (self.warning, self.notes, self.waiting, self.trouble):
            whole.addWidget(widget)
        self._views = QStackedLayout()
        self._views.addWidget(self.table)
        self._views.addWidget(self.text)
        whole.addLayout(self._make_tools())
        whole.addLayout(self._views, 1)
        foot = row(self.legend, self.close_button)
        foot.setStretch(0, 1)
        foot.setAlignment(self.close_button, Qt.AlignmentFlag.AlignRight)
        whole.addLayout(foot)
        for hidden in (self.warning, self.notes, self.trouble):
            hidden.hide()
        if low(self):
            # What the window is called, and what signs mean that mostly explain themselves.
            self.heading.hide()
            self.legend.hide()
        self.finished.connect(self.closed)
        self.resize(1240, 820)
        self.retranslate()

    def _make_choices(self) -> QWidget:
        self.older, self.newer = Choice(), Choice()
        self.older_label, self.newer_label = QLabel(), QLabel()
        self.older_label.setBuddy(self.older)
        self.newer_label.setBuddy(self.newer)
        for chooser in (self.older, self.newer):
            # A person passes over the versions between with the arrows.
            chooser.activated.connect(self._choose)
            chooser.setEnabled(False)
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # Large letters on a small screen: the second choice goes on below the first.
        choices = QWidget()
        flow = FlowLayout(choices, spacing=8)
        for label, chooser in ((self.older_label, self.older), (self.newer_label, self.newer)):
            pair = QWidget()
            line = row(label, chooser)
            line.setContentsMargins(0, 0, 0, 0)
            pair.setLayout(line)
            flow.addWidget(pair)
        return choices

    def _make_tools(self) -> QHBoxLayout:
        self.beside = QCheckBox()
        self.beside.setChecked(True)
        self.beside.toggled.connect(self._show_kind)
        self.whole = QCheckBox()
        self.whole.toggled.connect(self._write)
        self.count = Text("soft")
        self.count.setWordWrap(False)
        self.previous = self._tool("previous", "Shift+F7", self._previous)
        self.next = self._tool("next", "F7", self._next)
        bar = row(self.beside, self.whole, None, self.count)
        bar.addWidget(self.previous)
        bar.addWidget(self.next)
        return bar

    def _tool(self, name: str, keys: str, work: Callable[[], None]) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(name))
        sized(made, 18)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(work)
        # A button's own shortcut waits until the button looked pressed, and loses a quick key.
        self._keys[made] = QShortcut(QKeySequence(keys), self)
        self._keys[made].activated.connect(work)
        return made

    @property
    def side_by_side(self) -> bool:
        """Whether the two versions stand beside each other; there may be no room for it."""
        return self.beside.isChecked() and self.table.fits(self.width() - 60)

    def show_comparison(self, view: CompareView) -> None:
        """Show what came out."""
        self._view = view
        self.waiting.hide()
        self.trouble.hide()
        self.retranslate()
        self._write()
        if self.focusWidget() not in (self.older, self.newer):
            (self.table if self.side_by_side else self.text).setFocus()

    def show_waiting(self) -> None:
        """Say that two versions are being compared."""
        self.waiting.show()
        self.trouble.hide()

    def show_trouble(self, trouble: Trouble) -> None:
        """Say why there is no comparison; what was shown before stays."""
        self.waiting.hide()
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        self._show_chosen()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("What changed"))
        self.waiting.setText(self.tr("Comparing…"))
        self.whole.setText(self.tr("Whole text"))
        self.beside.setText(self.tr("Side by side"))
        self.close_button.setText(self.tr("Close"))
        self.older_label.setText(self.tr("From"))
        self.newer_label.setText(self.tr("to"))
        self.older.setAccessibleName(self.tr("Older version"))
        self.newer.setAccessibleName(self.tr("Newer version"))
        self.text.setAccessibleName(self.tr("Text with its changes"))
        self.table.setAccessibleName(self.tr("Two versions side by side"))
        self.legend.setText(
            self.tr("⊕ came in (underlined) · ⊖ went out (struck through) · ↶ ↷ moved")
        )
        for widget in (self.whole, self.beside):
            widget.setToolTip(self.legend.text())
        for made, text in (
            (self.previous, self.tr("Previous change")),
            (self.next, self.tr("Next change")),
        ):
            keys = self._keys[made].key().toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(f"{text} ({keys})")
            made.setAccessibleName(text)
            self._keys[made].setWhatsThis(text)
        view = self._view
        if view is None:
            return
        self.heading.show_text(view.title)
        if low(self):
            self.setWindowTitle(f"{self.tr('What changed')}: {view.title}")
        for chooser in (self.older, self.newer):
            chooser.clear()
            chooser.setEnabled(len(view.versions) > 1)
            for version in view.versions:
                chooser.addItem(self._name(version), version.number)
        self._show_chosen()
        named = {version.number: self._name(version) for version in view.versions}
        self.table.compared.name_versions(named.get(view.before, ""), named.get(view.after, ""))
        self.warning.setText("\n".join(view.warnings))
        self.warning.setVisible(bool(view.warnings))
        notes = view.notes or (() if view.anything else (self.tr("Nothing changed."),))
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self._label()

    def _name(self, version: VersionRow) -> str:
        name = self.tr("Version {0}").format(version.number)
        if version.answered:
            return self.tr("{0}, which you answered").format(name)
        if version.present:
            return self.tr("{0}, the present one").format(name)
        return name if version.here else self.tr("{0}, not on this station").format(name)

    # -- versions --------------------------------------------------------------------------------

    def _show_chosen(self) -> None:
        if self._view is not None:
            self.older.setCurrentIndex(self.older.findData(self._view.before))
            self.newer.setCurrentIndex(self.newer.findData(self._view.after))

    def _choose(self) -> None:
        older, newer, view = self.older.currentData(), self.newer.currentData(), self._view
        if view is None or (older, newer) == (view.before, view.after):
            return
        if older == newer:
            # The one that was not touched gives way.
            last = max(version.number for version in view.versions)
            if self.sender() is self.newer:
                older = newer - 1
            else:
                newer = older + 1
            if older < 1 or newer > last:
                self._show_chosen()
                return
        self.versions_chosen.emit(min(older, newer), max(older, newer))

    # -- what is shown ---------------------------------------------------------------------------

    def _write(self) -> None:
        if self._view is not None:
            self._at = -1
            self._lines = tuple(lines(self._view.sections, whole=self.whole.isChecked()))
            self._changes = max((line.change for line in self._lines), default=0)
            self._stale = {self.table, self.text}
            self._show_kind()
            self._go_to(0)

    def _written(self) -> None:
        if self._views.currentWidget() is self.text:
            self.text.go_to(self._at)
        self._label()

    def _show_kind(self) -> None:
        shown = self.table if self.side_by_side else self.text
        if shown in self._stale:
            self._stale.remove(shown)
            shown.show_lines(self._lines)
        if self._views.currentWidget() is not shown:
            focused = self.table.hasFocus() or self.text.hasFocus()
            self._views.setCurrentWidget(shown)
            self._go_to(self._at)
            if focused:
                shown.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_kind()

    def _previous(self) -> None:
        self._step(-1)

    def _next(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        self._go_to(self._at + by)
        if self.table.hasFocus():
            # The row that is chosen is told as such.
            return
        line = next((line for line in self._lines if line.change == self._at + 1), None)
        if line is not None:
            said = (self.table.compared.spoken(line, column) for column in (BEFORE, AFTER))
            voice().say(" ".join(dict.fromkeys((self.count.text(), *said))), self)

    def _go_to(self, change: int) -> None:
        if 0 <= change < self._changes:
            self._at = change
            if self._views.currentWidget() is self.table:
                self.table.go_to(change)
            else:
                self.text.go_to(change)
        self._label()

    def _reached(self, change: int) -> None:
        """Somebody went to a row by the arrows or the mouse: what is next follows from there."""
        self._at = change
        self._label()

    def _label(self) -> None:
        total = self._changes
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < total - 1)
        if self._view is None:
            # Nothing was compared: that is not "no changes".
            self.count.setText("")
            return
        self.count.setText(
            self.tr("Change {0} of {1}").format(self._at + 1, total)
            if self._at >= 0
            else self.tr("%n change(s) in the text", "", total)
        )
