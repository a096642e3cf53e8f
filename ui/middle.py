"""The middle of the window: what is open, its files as tabs, the page, and the bar below."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QTabBar, QVBoxLayout, QWidget

from sync.question import Question
from ui import words
from ui.action_bar import ActionBar
from ui.base import Panel, Text
from ui.clamped import ClampedText
from ui.draft_model import standing
from ui.rows import DraftView
from ui.strange_text import tip
from ui.tab_arrows import name_arrows
from ui.view_state import ReaderState

_LOW = 18
"""Lines of text; in a lower window the pages get what room the title and words around them had."""

_ANY = 16777215
"""Qt's own most, QWIDGETSIZE_MAX: no bound."""

if TYPE_CHECKING:
    from ui.document_view import DocumentView


class Middle(Panel):
    """Shows a draft's files, one at a time."""

    file_requested = Signal(str)
    """The digest of a file to be shown."""
    document_shown = Signal()
    """Another file can be read now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: DraftView | None = None
        self._asked = Question()
        self._pages: dict[str, int] = {}
        self._reader = ReaderState()
        self._first = ""
        self.title = ClampedText("title")
        self.subtitle = ClampedText("soft")
        self.files = QTabBar()
        self.files.setExpanding(False)
        self.files.setUsesScrollButtons(True)
        # Cut, many could not be told from each other; these are scrolled.
        self.files.setElideMode(Qt.TextElideMode.ElideNone)
        # The first one is chosen as it is added, which readers tell as if somebody had gone there.
        self.files.addTab("")
        self.files.currentChanged.connect(self._tab_changed)
        self._head = QWidget()
        self._head.setObjectName("surface")
        self._lines = QVBoxLayout(self._head)
        for widget in (self.title, self.subtitle, self.files):
            self._lines.addWidget(widget)
        self._arrange_head(low=False)
        self._empty = Text("soft")
        self._empty.setObjectName("desk")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(32)
        self.bar = ActionBar()
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._head)
        self._whole.addWidget(self._empty, 1)
        self._whole.addWidget(self.bar)
        self.retranslate()

    @cached_property
    def prepared(self) -> DocumentView:
        """The pages, made and not to be seen yet."""
        from ui.document_view import DocumentView

        made = DocumentView(self)
        made.hide()
        made.shown.connect(self._file_shown)
        return made

    @cached_property
    def document(self) -> DocumentView:
        """The pages; in their place from the first draft on that is opened."""
        made = self.prepared
        self._whole.insertWidget(self._whole.indexOf(self._empty), made, 1)
        self._empty.hide()
        # A layout would do so a moment later.
        made.show()
        made.show_asked(self._asked)
        made.restore(self._reader)
        return made

    @property
    def reader(self) -> ReaderState:
        """How files were read, now or in an earlier session."""
        return self.document.state if self.has_document else self._reader

    @property
    def file(self) -> str:
        """The digest of the file that is shown or waited for, empty without one."""
        return self.document.file if self.has_document else ""

    @property
    def number(self) -> int:
        """Which file is in sight: an annex's number, 0 for the text."""
        return max(self.files.currentIndex(), 0)

    def restore(self, reader: ReaderState, file: str) -> None:
        """Go on as an earlier session left it.

        Args:
            reader: how files were read.
            file: digest of the one to be shown of the next draft, where it is one of its files.
        """
        self._reader, self._first = reader, file
        if self.has_document:
            self.document.restore(reader)

    @property
    def has_document(self) -> bool:
        """Whether anything was open since the start."""
        return "document" in vars(self)

    def show_draft(self, view: DraftView | None) -> None:
        """Show a draft, or the same draft again when something about it changed."""
        same = view is not None and self._view is not None and view.row.id == self._view.row.id
        kept, number = (self.document.file, self.number) if same else ("", 0)
        self._view = view
        self.bar.show_draft(view)
        self._show_readable()
        self._head.setVisible(view is not None)
        if self.has_document:
            # Tools over no pages look as if a file were missing.
            self.document.setVisible(view is not None)
            self._empty.setVisible(view is None)
        if view is None:
            if self.has_document:
                self.document.clear()
            return
        self._label_head(view)
        files = (view.text, *view.annexes)
        wanted, self._first = kept or self._first, ""
        # Two annexes may be the same file.
        places = [i for i, file in enumerate(files) if file.sha256 == wanted]
        place = number if number in places else next(iter(places), 0)
        self.files.blockSignals(True)
        # Each change of the tab that is chosen is told as if somebody had gone there: a screen
        # reader leaves the list for it.
        for added in range(self.files.count(), len(files)):
            self.files.insertTab(added, "")
        if self.files.currentIndex() != place:
            self.files.setCurrentIndex(place)
        while self.files.count() > len(files):
            self.files.removeTab(self.files.count() - 1)
        for at, file in enumerate(files):
            self.files.setTabData(at, file.sha256)
        self._name_files()
        self.files.blockSignals(False)
        if files[place].sha256 != kept:
            self._tab_changed(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW * self.fontMetrics().height()
        if low is self.subtitle.isHidden():
            # The title may have to give way to files once more.
            self.files.setMaximumWidth(self.width() * 7 // 10 if low else _ANY)
            return
        self._arrange_head(low=low)
        self.bar.show_low(low=low)

    def _arrange_head(self, *, low: bool) -> None:
        """Put the title and the files into one line of a low window."""
        self.title.clamp(1 if low else 2)
        self.subtitle.setVisible(not low)
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.LeftToRight if low else directions.TopToBottom)
        self._lines.setStretch(0, 1 if low else 0)
        self._lines.setContentsMargins(16, 2 if low else 12, 16, 0)
        self._lines.setSpacing(12 if low else 3)
        self.files.setMaximumWidth(self.width() * 7 // 10 if low else _ANY)

    def show_asked(self, question: Question) -> None:
        """Mark what a search asks for on the pages."""
        self._asked = question
        if self.has_document:
            self.document.show_asked(question)

    def pages_of(self, sha256: str) -> int:
        """Return the pages of a file that was shown; 0 when none of it was seen here."""
        return self._pages.get(sha256, 0)

    def choose_file(self, number: int) -> None:
        """Show another file of the draft: an annex by its number, or the text with 0."""
        self.files.setCurrentIndex(number)

    def retranslate(self) -> None:
        self._empty.setText(self.tr("Choose a draft on the left."))
        self.files.setAccessibleName(self.tr("Text and annexes"))
        self._name_files()
        if self._view is not None:
            self._label_head(self._view)

    def _file_name(self, number: int) -> str:
        return self.tr("Annex %1").replace("%1", str(number)) if number else self.tr("Text")

    def _name_files(self) -> None:
        name_arrows(self.files)
        view = self._view
        for place, file in enumerate((view.text, *view.annexes) if view is not None else ()):
            name = self._file_name(place)
            self.files.setTabText(place, name)
            self.files.setTabToolTip(place, tip(file.title))
            self.files.setAccessibleTabName(place, f"{name}: {file.title}" if place else name)

    def _label_head(self, view: DraftView) -> None:
        row = view.row
        self.title.show_text(row.title)
        # Of one line the end is cut: what is known from the list anyway.
        parts = (
            row.number,
            words.draft_type(row.type),
            ", ".join(filter(None, standing(row))),
            row.authority,
        )
        self.subtitle.show_text("  ·  ".join(part for part in parts if part))

    def _show_readable(self) -> None:
        view = self._view
        self.bar.show_readable(readable=view is not None and self.pages_of(view.text.sha256) > 0)

    def _file_shown(self) -> None:
        self._pages[self.document.file] = self.document.page_count
        self._show_readable()
        self.document_shown.emit()

    def _tab_changed(self, place: int) -> None:
        sha256 = self.files.tabData(place)
        if sha256:
            self.document.await_file(sha256)
            self.file_requested.emit(sha256)
