"""Reading one document: pages or text, small pages beside them, finding, size and arrangement.

Which document it is, and what is remarked on it, is :mod:`ui.document_view`'s.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from sync.question import Span
from ui.base import Panel, Text
from ui.document_tools import DocumentTools
from ui.find_bar import FindBar
from ui.found_marks import FoundMarks
from ui.page_caret import PageCaret
from ui.page_layout import Fit
from ui.page_marks import PageMarks
from ui.page_source import PageSource
from ui.page_texts import HYPHEN
from ui.page_view import PageView
from ui.reading_text import ReadingText
from ui.remark_rows import CARET_KEYS
from ui.splitter import Splitter
from ui.thumbnails import Thumbnails
from ui.view_state import TEXT_LEAST, TEXT_MOST, ReaderState

_TEXT_STEP = 10


class Reader(Panel):
    """Pages and text of what :class:`~ui.page_source.PageSource` has open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = PageSource(self)
        self._document = self.source.document
        self._percent = ReaderState().text_percent
        self._make_parts()
        self._connect()

    def _make_parts(self) -> None:
        self.tools = DocumentTools()
        self.as_pages, self.as_text = self.tools.as_pages, self.tools.as_text
        self.previous, self.page, self.next = self.tools.previous, self.tools.page, self.tools.next
        self.smaller, self.larger, self.fit = self.tools.smaller, self.tools.larger, self.tools.fit
        self.remark = self.tools.remark
        self.find_bar = FindBar()
        self.pages = PageView(self.source)
        self.marks = PageMarks(self.pages, self._document, self.source.texts)
        self.caret = PageCaret(self.pages, self.marks, self.source)
        self.found = FoundMarks(self.pages, self._document, self.source.texts)
        self.text = ReadingText(self._document, self.source.texts)
        self.text.show_percent(self._percent)
        self.thumbnails = Thumbnails(self.source)
        self.message = Text("soft")
        self.message.setObjectName("desk")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setMargin(32)
        right = QWidget()
        self._stack = QStackedLayout(right)
        for widget in (self.message, self.pages, self.text):
            self._stack.addWidget(widget)
        self.splitter = Splitter()
        self.splitter.addWidget(self.thumbnails)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setCollapsible(1, False)
        self.thumbnails.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.tools)
        whole.addWidget(self.find_bar)
        whole.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        tools = self.tools
        self.pages.page_changed.connect(self._show_page)
        self.pages.zoom_changed.connect(self._show_look)
        self.pages.arranged.connect(self._show_look)
        self.thumbnails.page_chosen.connect(self.pages.show_page)
        self.text.size_wished.connect(self._resize_text)
        tools.kinds.buttonClicked.connect(self._show_kind)
        tools.thumbnails.toggled.connect(self._show_thumbnails)
        tools.previous.clicked.connect(self._previous_page)
        tools.next.clicked.connect(self._next_page)
        tools.page.valueChanged.connect(self._go_to)
        tools.finding.clicked.connect(self.find_bar.open_bar)
        tools.smaller.clicked.connect(self._zoom_out)
        tools.larger.clicked.connect(self._zoom_in)
        tools.fit_wished.connect(self._fit)
        tools.percent_wished.connect(self._zoom_to)
        tools.two_pages_wished.connect(self._pair)
        tools.turn_wished.connect(self._turn)
        self.caret_keys = QShortcut(QKeySequence(CARET_KEYS), self)
        self.caret_keys.activated.connect(self.select_by_keys)
        self.copy_keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.pages)
        # Only here: elsewhere other words are copied.
        self.copy_keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy_keys.activated.connect(self.copy)
        self.text.verticalScrollBar().valueChanged.connect(self._text_scrolled)

    @property
    def reading(self) -> bool:
        """Whether the text is shown, and not the pages."""
        return self.as_text.isChecked()

    def select_by_keys(self) -> None:
        """Begin or end a caret on the pages, with which words are selected by the arrows."""
        if self.source.count:
            self._show_pages()
            self.caret.toggle()

    def copy(self) -> None:
        """Put the selected words of the pages on the clipboard."""
        chosen = self.marks.selected
        if chosen is not None:
            page, start, end = chosen
            text = self._document.getAllText(page).text().replace(*HYPHEN)[start:end]
            QGuiApplication.clipboard().setText(text.replace("\r\n", "\n"))

    def show_text_percent(self, percent: int) -> None:
        """Show the letters of the reading view in percent of the application's own."""
        self._percent = min(max(percent, TEXT_LEAST), TEXT_MOST)
        self.text.show_percent(self._percent)
        self._show_look()

    # -- pages and text ---------------------------------------------------------------------

    def _show_kind(self) -> None:
        shown = self.text if self.reading else self.pages
        self._stack.setCurrentWidget(shown)
        # What is selected in one is selected in the other.
        if self.reading:
            self.text.begin()
            chosen = self.marks.selected
            if chosen is not None:
                self.text.show_place(chosen[0], Span(chosen[1], chosen[2]))
        else:
            self._carry_to_pages()
        self._show_look()

    def _carry_to_pages(self) -> None:
        chosen = self.text.selected
        if chosen is not None and chosen != self.marks.selected:
            page, start, end = chosen
            self.marks.select(page, start, end - start)
            area = self.source.texts.select(page, start, start + 1).boundingRectangle()
            above = max(area.top() - self.source.sizes[page][1] / 6, 0.0)
            self.pages.show_page(page, QPointF(area.left(), above))

    def _show_pages(self) -> None:
        self.as_pages.setChecked(True)
        self._show_kind()

    def _show_thumbnails(self, shown: bool) -> None:
        self.thumbnails.setVisible(shown)
        self.thumbnails.follow(self.pages.current)

    def _show_page(self, page: int) -> None:
        self.page.blockSignals(True)
        self.page.setValue(page + 1)
        self.page.blockSignals(False)
        self.thumbnails.follow(page)

    def _text_scrolled(self) -> None:
        if self.reading and self.source.count:
            self.page.blockSignals(True)
            self.page.setValue(self.text.page_in_sight + 1)
            self.page.blockSignals(False)

    def _go_to(self, page: int) -> None:
        if self.reading:
            self.text.go_to(page - 1)
        self.pages.show_page(page - 1)

    def _previous_page(self) -> None:
        self.page.setValue(self.page.value() - 1)

    def _next_page(self) -> None:
        self.page.setValue(self.page.value() + 1)

    # -- size and arrangement ---------------------------------------------------------------

    def _show_look(self) -> None:
        percent = self._percent if self.reading else round(self.pages.zoom * 100)
        self.tools.show_look(self.pages.look, percent, reading=self.reading)

    def _zoom_in(self) -> None:
        if self.reading:
            self._resize_text(1)
        else:
            self.pages.zoom_in()

    def _zoom_out(self) -> None:
        if self.reading:
            self._resize_text(-1)
        else:
            self.pages.zoom_out()

    def _resize_text(self, side: int) -> None:
        self.show_text_percent(self._percent + side * _TEXT_STEP)

    def _zoom_to(self, percent: int) -> None:
        if self.reading:
            self.show_text_percent(percent)
        else:
            self.pages.zoom_to(percent / 100)
        self._show_look()

    def _fit(self, fit: Fit) -> None:
        if self.reading:
            self.show_text_percent(ReaderState().text_percent)
        else:
            self.pages.set_look(replace(self.pages.look, fit=fit))
        self._show_look()

    def _pair(self, on: bool) -> None:
        self.pages.set_look(replace(self.pages.look, two_pages=on))
        self._show_look()

    def _turn(self, quarters: int) -> None:
        look = self.pages.look
        self.pages.set_look(replace(look, turns=(look.turns + quarters) % 4))
