"""The text of a document for comfortable reading, read in page by page; it has a caret."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QPlainTextEdit

HYPHEN = ("\ufffe", "-")
"""What PDFium makes of a hyphen at a line's end, and what is meant; both are one letter."""


class ReadingText(QPlainTextEdit):
    """Words can be selected here with the keyboard alone: arrows with Shift."""

    def __init__(self, document: QPdfDocument) -> None:
        super().__init__(readOnly=True)
        self._document = document
        self._starts: list[int] = []
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.setFont(font)
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read_page)

    def begin(self) -> None:
        """Read the pages that were not read yet."""
        if len(self._starts) < self._document.pageCount():
            self._reading.start()

    def forget(self) -> None:
        """Show nothing."""
        self._reading.stop()
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

    def _read_page(self) -> None:
        # One page per turn of the event loop: a long decision must not hold the window.
        page = len(self._starts)
        if page >= self._document.pageCount():
            self._reading.stop()
            return
        raw = self._document.getAllText(page).text()
        place = self.verticalScrollBar().value()
        found = raw.replace(*HYPHEN).replace("\r\n", "\n").strip()
        self.appendPlainText(found + "\n")
        self._starts.append(self.document().characterCount() - 1 - len(found) - 1)
        self.verticalScrollBar().setValue(place)


def _where(raw: str) -> list[int]:
    """Return, for each letter that is shown of a page, its place in the page's own text."""
    begin = len(raw) - len(raw.lstrip())
    end = len(raw.rstrip())
    places = [at for at in range(begin, end) if raw[at : at + 2] != "\r\n"]
    return [*places, end]
