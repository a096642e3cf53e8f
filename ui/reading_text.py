"""The text of a document for comfortable reading, read in page by page; it has a caret."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QMargins, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from sync.question import Clause, Span, spans
from ui.base import Scaled
from ui.page_lines import lines_of
from ui.page_texts import PageTexts
from ui.paragraphs import Flow, Places, flowed
from ui.remark_rows import Selected
from ui.theme import colours
from ui.wide_letters import WideLetters

_WHO = "reading"
_COLUMN = 90
"""Letters of a line at most: a paragraph as wide as a large screen tires the eyes."""
_PAGES = 3
"""Pages a remark's place goes over at most."""
_MOST = 300
"""Places marked on a page; a letter stands in more, and nobody looks for it there."""


class ReadingText(QPlainTextEdit, Scaled):
    """Words can be selected here with the keyboard alone: arrows with Shift."""

    size_wished = Signal(int)
    """Larger or smaller letters."""

    def __init__(self, document: QPdfDocument, texts: PageTexts) -> None:
        super().__init__(readOnly=True)
        self._percent = 100
        self._texts = texts
        self._asked = False
        self._wished: tuple[int, Span] | None = None
        self._document = document
        self._starts: list[int] = []
        """Of the pages, as Qt counts."""
        self._places: list[Places] = []
        self._wide: list[WideLetters] = []
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        texts.read.connect(self._read_page)
        self._clauses: tuple[Clause, ...] = ()
        self._spans: dict[int, tuple[Span, ...]] = {}
        self._marking = QTimer(self, interval=0, singleShot=True)
        self._marking.timeout.connect(self._mark)
        self.verticalScrollBar().valueChanged.connect(self._marking.start)
        self.verticalScrollBar().rangeChanged.connect(self._marking.start)

    def begin(self) -> None:
        """Read the pages that were not read yet."""
        self._asked = True
        self._texts.ask(_WHO, range(len(self._starts), self._document.pageCount()))

    def forget(self) -> None:
        """Show nothing."""
        self._texts.ask(_WHO, ())
        self._asked = False
        self._wished = None
        self._starts.clear()
        self._places.clear()
        self._wide.clear()
        self._spans.clear()
        self.setExtraSelections([])
        self.clear()

    @property
    def selected(self) -> tuple[int, int, int] | None:
        """The page, counted from 0, and where in its text the selection begins and ends.

        Of a selection over several pages what is on the page it began on.
        """
        chosen = self.chosen
        if chosen is None:
            return None
        page, start, end = chosen.page - 1, chosen.start, chosen.end
        return page, start, min(end, len(self._raw(page)))

    @property
    def chosen(self) -> Selected | None:
        """The selection as a place in its pages' text; None if nothing is selected.

        One over several pages has the text of them all, up to the third.
        """
        cursor = self.textCursor()
        if not cursor.hasSelection() or not self._starts:
            return None
        page = self._page_at(cursor.selectionStart())
        last = min(self._page_at(cursor.selectionEnd() - 1), page + _PAGES - 1)
        raws = [self._raw(number) for number in range(page, last + 1)]
        before = sum(len(raw) + 1 for raw in raws[:-1])
        start = self._in_page(page, cursor.selectionStart())
        end = before + self._in_page(last, cursor.selectionEnd())
        return Selected("", page + 1, "\n".join(raws), start, end) if end > start else None

    def _in_page(self, page: int, position: int) -> int:
        units = position - self._starts[page]
        return self._places[page].in_page(self._wide[page].place(units))

    def _raw(self, page: int) -> str:
        known = self._texts.text(page)
        return known if known is not None else self._document.getAllText(page).text()

    @property
    def page(self) -> int:
        """The page of the caret, counted from 0."""
        return self._page_at(self.textCursor().position())

    @property
    def page_in_sight(self) -> int:
        """The page at the top of the sight, counted from 0."""
        return self._page_at(self.cursorForPosition(QPoint(0, 0)).position())

    def _page_at(self, position: int) -> int:
        return max(bisect_right(self._starts, position) - 1, 0)

    def show_percent(self, percent: int) -> None:
        """Show letters in percent of the application's own."""
        self._percent = percent
        self.follow_text_size()

    def follow_text_size(self) -> None:
        font = self.font()
        font.setPointSizeF(QApplication.font().pointSizeF() * self._percent / 100)
        self.setFont(font)
        self._set_column()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_column()
        super().resizeEvent(event)

    def _set_column(self) -> None:
        """Keep lines readable, in the middle."""
        wanted = _COLUMN * self.fontMetrics().averageCharWidth()
        beside = max((self.contentsRect().width() - wanted) // 2, 0)
        margins = QMargins(beside, 0, beside, 0)
        if margins != self.viewportMargins():
            self.setViewportMargins(margins)

    def go_to(self, page: int) -> None:
        """Bring a page to the top of the sight, or the last one that was read."""
        if self._starts:
            cursor = self.textCursor()
            cursor.setPosition(self._starts[-1])
            self.setTextCursor(cursor)
            cursor.setPosition(self._starts[min(page, len(self._starts) - 1)])
            self.setTextCursor(cursor)

    def show_place(self, page: int, span: Span) -> None:
        """Select letters of a page, now or when they were read."""
        self._wished = (page, span)
        if page < len(self._starts):
            self._show_wished()

    def _show_wished(self) -> None:
        if self._wished is None:
            return
        (page, span), self._wished = self._wished, None
        shown = self._shown(page, span)
        cursor = self.textCursor()
        cursor.setPosition(shown.start)
        cursor.setPosition(shown.end, cursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def show_clauses(self, clauses: tuple[Clause, ...]) -> None:
        """Mark what these clauses ask for, in whatever alphabet it stands there."""
        if clauses != self._clauses:
            self._clauses = clauses
            self._spans.clear()
            self._marking.start()

    def _mark(self) -> None:
        """Mark the words of the pages in sight; others nobody sees."""
        if not self._clauses or not self._starts:
            self.setExtraSelections([])
            return
        bottom = QPoint(self.viewport().width(), self.viewport().height())
        first = self._page_at(self.cursorForPosition(QPoint(0, 0)).position())
        last = self._page_at(self.cursorForPosition(bottom).position())
        found = [
            self._marked(span) for page in range(first, last + 1) for span in self._spans_of(page)
        ]
        self.setExtraSelections(found)

    def _spans_of(self, page: int) -> tuple[Span, ...]:
        text = self._texts.text(page)
        if page not in self._spans and text is not None:
            found = spans(text, self._clauses)[:_MOST]
            self._spans[page] = tuple(self._shown(page, at) for at in found)
        return self._spans.get(page, ())

    def _shown(self, page: int, span: Span) -> Span:
        """Return where letters of a page's own text are shown, as Qt counts."""
        start, places, wide = self._starts[page], self._places[page], self._wide[page]
        begin, end = places.in_shown(span.start), places.in_shown(span.end)
        return Span(start + wide.units(begin), start + wide.units(end))

    def _marked(self, span: Span) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = QTextCursor(self.document())
        made.cursor.setPosition(span.start)
        made.cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
        tones, look = colours(self.palette()), QTextCharFormat()
        look.setBackground(QColor(tones.warn_back))
        look.setForeground(QColor(tones.warn))
        look.setFontUnderline(True)
        made.format = look
        return made

    def event(self, event: QEvent) -> bool:
        # Beside the column too the wheel scrolls; Qt leaves what is no part of the viewport out.
        if isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if turned:
                self.size_wished.emit(1 if turned > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def _read_page(self, page: int) -> None:
        # Others read pages too, in an order of their own.
        if page == len(self._starts) and self._asked:
            place = self.verticalScrollBar().value()
            found = self._flow(page)
            wide = WideLetters.of(found.text)
            self.appendPlainText(found.text + "\n")
            units = wide.units(len(found.text))
            self._starts.append(self.document().characterCount() - 1 - units - 1)
            self._wide.append(wide)
            self._places.append(found.places)
            self.verticalScrollBar().setValue(place)
            # Of a short text nothing scrolls, and no bar tells of it.
            self._marking.start()
            if self._wished is not None and self._wished[0] == page:
                self._show_wished()

    def _flow(self, page: int) -> Flow:
        """Read where the lines of a page stand, and put them together to paragraphs."""
        whole = self._texts.whole(page)
        text = whole.text()
        areas = [polygon.boundingRect() for polygon in whole.bounds()]
        boxes = [(area.left(), area.top(), area.right(), area.bottom()) for area in areas]
        return flowed(text, lines_of(text, boxes))
