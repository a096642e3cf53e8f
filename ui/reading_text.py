"""The text of a document for comfortable reading, read in page by page; it has a caret."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from sync.question import Span
from ui.page_texts import PageTexts

_WHO = "reading"


class ReadingText(QPlainTextEdit):
    """Words can be selected here with the keyboard alone: arrows with Shift."""

    size_wished = Signal(int)
    """Larger or smaller letters."""

    def __init__(self, document: QPdfDocument, texts: PageTexts) -> None:
        super().__init__(readOnly=True)
        self._texts = texts
        self._asked = False
        self._wished: tuple[int, Span] | None = None
        self._document = document
        self._starts: list[int] = []
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        texts.read.connect(self._read_page)

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
        self.clear()

    @property
    def selected(self) -> tuple[int, int, int] | None:
        """The page, counted from 0, and where in its text the selection begins and ends.

        A selection over several pages ends with the page it began on.
        """
        cursor = self.textCursor()
        if not cursor.hasSelection() or not self._starts:
            return None
        page = bisect_right(self._starts, cursor.selectionStart()) - 1
        raw = self._document.getAllText(page).text()
        first = cursor.selectionStart() - self._starts[page]
        last = cursor.selectionEnd() - self._starts[page]
        where = _where(raw)
        start, end = (where[min(at, len(where) - 1)] for at in (first, last))
        return (page, start, end) if end > start else None

    @property
    def page(self) -> int:
        """The page of the caret, counted from 0."""
        return max(bisect_right(self._starts, self.textCursor().position()) - 1, 0)

    def show_percent(self, percent: int) -> None:
        """Show letters in percent of the application's own."""
        font = self.font()
        font.setPointSizeF(QApplication.font().pointSizeF() * percent / 100)
        self.setFont(font)

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
        places = _where(self._document.getAllText(page).text())
        cursor = self.textCursor()
        cursor.setPosition(self._starts[page] + bisect_left(places, span.start))
        keep = cursor.MoveMode.KeepAnchor
        cursor.setPosition(self._starts[page] + bisect_left(places, span.end), keep)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

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
        raw = self._texts.text(page) if page == len(self._starts) and self._asked else None
        if raw is not None:
            place = self.verticalScrollBar().value()
            found = raw.replace("\r\n", "\n").strip()
            self.appendPlainText(found + "\n")
            self._starts.append(self.document().characterCount() - 1 - len(found) - 1)
            self.verticalScrollBar().setValue(place)
            if self._wished is not None and self._wished[0] == page:
                self._show_wished()


def _where(raw: str) -> list[int]:
    """Return, for each letter that is shown of a page, its place in the page's own text."""
    begin = len(raw) - len(raw.lstrip())
    end = len(raw.rstrip())
    places = [at for at in range(begin, end) if raw[at : at + 2] != "\r\n"]
    return [*places, end]
