"""The words of the pages, read a little at a time in the window's idle moments."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPdf import QPdfDocument, QPdfSelection

from ui.page_renderer import PageRenderer
from ui.wide_letters import WideLetters

HYPHEN = ("\ufffe", "-")
"""What PDFium makes of a hyphen at a line's end, and what is meant; both are one letter."""
_TURN = 0.008
"""Seconds of one turn of the event loop; a page with very much text takes its own time."""
_LETTERS = 8_000_000
"""Kept at most: some thousand pages."""


class PageTexts(QObject):
    """Reads pages for whoever asks; the one who asked last is served first."""

    read = Signal(int)
    """The text of a page is there."""

    def __init__(
        self, document: QPdfDocument, renderer: PageRenderer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._renderer = renderer
        self._kept: OrderedDict[int, str] = OrderedDict()
        self._letters = 0
        self._wide: dict[int, WideLetters] = {}
        self._last: tuple[int, QPdfSelection] | None = None
        self._waiting: dict[str, deque[int]] = {}
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._turn)
        renderer.idle.connect(self._go_on)

    @property
    def free(self) -> bool:
        """Whether the file can be asked now without waiting for a page that is being drawn."""
        return not self._renderer.busy

    def text(self, page: int) -> str | None:
        """Return PDFium's text of a page, counted from 0; None if it was not read yet."""
        return self._kept.get(page)

    def whole(self, page: int) -> QPdfSelection:
        """Return a page's text with its boxes; while ``read`` is told of it, without reading."""
        if self._last is not None and self._last[0] == page:
            return self._last[1]
        return self._document.getAllText(page)

    def select(self, page: int, start: int, end: int) -> QPdfSelection:
        """Return letters of a page as the file knows them, which counts in units of UTF-16."""
        wide = self._wide_of(page)
        first = wide.units(start)
        return self._document.getSelectionAtIndex(page, first, wide.units(end) - first)

    def letters(self, page: int, chosen: QPdfSelection) -> tuple[int, int]:
        """Return which letters of a page's text are selected, from the first to the last but one.

        Args:
            page: counted from 0.
            chosen: of that page.
        """
        wide = self._wide_of(page)
        return wide.place(chosen.startIndex()), wide.place(chosen.endIndex())

    def _wide_of(self, page: int) -> WideLetters:
        if page not in self._wide:
            known = self._kept.get(page)
            text = known if known is not None else self._document.getAllText(page).text()
            self._wide[page] = WideLetters.of(text)
        return self._wide[page]

    def ask(self, who: str, pages: Iterable[int]) -> None:
        """Read these pages, in their order; what ``who`` asked before is forgotten."""
        self._waiting.pop(who, None)
        waiting = deque(pages)
        if waiting:
            self._waiting[who] = waiting
        self._go_on()

    def forget(self) -> None:
        """The document is another one."""
        self._turns.stop()
        self._waiting.clear()
        self._kept.clear()
        self._wide.clear()
        self._letters = 0

    def _go_on(self) -> None:
        if self._waiting and not self._turns.isActive():
            self._turns.start()

    def _turn(self) -> None:
        end = perf_counter() + _TURN
        while self._waiting and self.free:
            who = next(reversed(self._waiting))
            page = self._waiting[who].popleft()
            if not self._waiting[who]:
                del self._waiting[who]
            if page not in self._kept:
                self._last = (page, self._document.getAllText(page))
                self._keep(page, self._last[1].text())
            self.read.emit(page)
            self._last = None
            if perf_counter() > end:
                return
        # Nothing to do, or a page is being drawn: the renderer's idle moment starts it again.
        self._turns.stop()

    def _keep(self, page: int, text: str) -> None:
        self._kept[page] = text
        self._letters += len(text)
        while self._letters > _LETTERS and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._letters -= len(gone)
