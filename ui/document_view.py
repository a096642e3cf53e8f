"""The middle: the pages as they will be signed, and their text for comfortable reading."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ui import words
from ui.finding import FindingReader
from ui.icons import icon
from ui.page_source import Fault
from ui.page_texts import HYPHEN
from ui.remark_rows import RemarkRow, Selected
from ui.view_state import ReaderState, ViewState, sound

_REMEMBERED = 200
"""Documents whose place is kept."""


class DocumentView(FindingReader):
    """Shows one PDF from memory; nothing is ever written to disk for showing it."""

    remark_wished = Signal(object)
    """The :class:`~ui.remark_rows.Selected` place somebody wants to remark on."""
    shown = Signal()
    """Another file can be read now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = ""
        self._seen: dict[str, set[int]] = {}
        self._states: OrderedDict[str, ViewState] = OrderedDict()
        self._strip = 0
        self._told: Callable[[], str] = str
        self.source.opened.connect(self._opened)
        self.source.failed.connect(self._failed)
        self.pages.page_changed.connect(self._page_changed)
        self.remark.clicked.connect(self._wish_to_remark)
        self.pages.menu_wished.connect(self._open_menu)
        self.retranslate()
        self.clear()

    # -- what is shown ----------------------------------------------------------------------

    @property
    def page_count(self) -> int:
        """Pages of the document being shown; 0 when there is none."""
        return self.source.count

    @property
    def file(self) -> str:
        """The digest of the file being shown or waited for."""
        return self._file

    def pages_seen(self, sha256: str) -> int:
        """Return how many pages of a file were in sight since the window was opened."""
        return len(self._seen.get(sha256, ()))

    @property
    def selected(self) -> Selected | None:
        """The words that are selected, or the whole page in sight; None without a document."""
        if not self.page_count:
            return None
        if self.reading:
            place = self.text.chosen or Selected("", self.text.page + 1, "")
            return replace(place, file=self._file, text=place.text.replace(*HYPHEN))
        chosen = self.marks.selected
        if chosen is None:
            return Selected(self._file, self.pages.current + 1, "")
        page, start, end = chosen
        text = self._document.getAllText(page).text().replace(*HYPHEN)
        return Selected(self._file, page + 1, text, start, end)

    @property
    def state(self) -> ReaderState:
        """What a session keeps of it."""
        self._remember()
        shown = not self.thumbnails.isHidden()
        if shown:
            self._strip = self.splitter.sizes()[0]
        return ReaderState(shown, self._percent, tuple(self._states.items()), self._strip)

    def restore(self, state: ReaderState) -> None:
        """Show documents as they were shown in an earlier session."""
        latest = state.documents[-_REMEMBERED:]
        self._states = OrderedDict((file, sound(kept)) for file, kept in latest)
        self._strip = max(state.strip, 0)
        if self._strip:
            self.splitter.setSizes([self._strip, max(self.splitter.width() - self._strip, 1)])
        self.tools.thumbnails.setChecked(state.thumbnails)
        self.show_text_percent(state.text_percent)

    def show_marks(self, rows: tuple[RemarkRow, ...], current: str = "") -> None:
        """Show where remarks on this file are; ``current`` is the one that is chosen."""
        self.marks.show_marks(tuple(row for row in rows if row.file == self._file), current)

    def show_remark(self, row: RemarkRow) -> None:
        """Bring the place of a remark on this file into sight."""
        if row.file != self._file or not 1 <= row.page <= self.page_count:
            return
        self._show_pages()
        top = QPointF()
        if row.size:
            end = row.start + row.size
            found = self.source.texts.select(row.page - 1, row.start, end)
            area = found.boundingRectangle()
            above = area.top() - self.source.sizes[row.page - 1][1] / 6
            top = QPointF(area.left(), max(above, 0.0))
        self.pages.show_page(row.page - 1, top)

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copying = menu.addAction(icon("copy"), self.tr("Copy the selected words"))
        copying.setEnabled(self.marks.selected is not None)
        copying.triggered.connect(self.copy)
        menu.addAction(icon("remark"), self.remark.accessibleName(), self._wish_to_remark)
        menu.popup(place)

    def _wish_to_remark(self) -> None:
        chosen = self.selected
        if chosen is not None:
            self.remark_wished.emit(chosen)

    # -- which file -------------------------------------------------------------------------

    def await_file(self, sha256: str) -> None:
        """Say that a file is being fetched."""
        if sha256 != self._file:
            self._close()
            self._file = sha256
            self._say(lambda: self.tr("Fetching the file…"))

    def show_pdf(self, sha256: str, data: bytes) -> None:
        """Show a PDF; ignored when another file was asked for since.

        ``shown`` tells when it can be read: at once, or when a page of the file before, which is
        just being drawn, is done.
        """
        if sha256 == self._file:
            self._close()
            self.source.open(data)

    def show_failure(self, sha256: str, sentence: str) -> None:
        """Say why a file cannot be shown."""
        if sha256 == self._file:
            self._say(lambda: sentence)

    def clear(self) -> None:
        """Show that no draft is open."""
        self._close()
        self._file = ""
        self._say(lambda: self.tr("Choose a draft on the left."))

    def retranslate(self) -> None:
        self.splitter.name_borders(self.tr("Width of the small pages"))
        # "%1" and "%2" are filled in by the view as one reads on.
        self.pages.show_name(self.tr("Pages of the document, page %1 of %2"))
        self.text.setAccessibleName(self.tr("Text of the document"))
        self.thumbnails.setAccessibleName(self.tr("Small pages"))
        for keys, does in (
            (self.caret_keys, self.tr("Select words on the pages with the arrow keys")),
            (self.copy_keys, self.tr("Copy the selected words")),
            (self.next_keys, self.tr("Next place found")),
            (self.previous_keys, self.tr("Previous place found")),
        ):
            # The list of all keys says it.
            keys.setWhatsThis(does)
        self.message.setText(self._told())

    def _opened(self) -> None:
        state = self._states.get(self._file, ViewState())
        count = self.page_count
        self.page.blockSignals(True)
        self.page.setSpecialValueText("")
        self.page.setRange(1, count)
        self.page.setSuffix(f" / {words.number(count)}")
        self.page.blockSignals(False)
        self._enable(on=True)
        self.thumbnails.show_document()
        self.finder.show_document(count)
        self.found.forget()
        (self.as_text if state.reading else self.as_pages).setChecked(True)
        self._show_kind()
        self.pages.begin(state)
        if self.find_bar.text:
            self.finder.begin()
        self.shown.emit()

    def _failed(self, fault: Fault) -> None:
        self._say(
            lambda: {
                Fault.DAMAGED: self.tr(
                    "This file cannot be shown: it is not a PDF that can be read."
                ),
                Fault.LOCKED: self.tr(
                    "This file cannot be shown: it is locked with a password. "
                    "Ask who sent it for a file without one."
                ),
                Fault.EMPTY: self.tr("This file cannot be shown: it has no pages."),
            }[fault]
        )

    def _close(self) -> None:
        self._remember()
        self.source.close()
        self.page.setSpecialValueText("–")
        self.page.setRange(0, 0)
        self.page.setSuffix("")
        self.text.forget()
        self.marks.forget()
        self.found.forget()
        self.pages.forget()
        self.thumbnails.show_document()
        self.finder.show_document(0)
        self._enable(on=False)

    def _remember(self) -> None:
        if self._file and self.page_count:
            self._states.pop(self._file, None)
            self._states[self._file] = replace(self.pages.state, reading=self.reading)
            while len(self._states) > _REMEMBERED:
                self._states.popitem(last=False)

    def _enable(self, *, on: bool) -> None:
        self.tools.enable(on=on)

    def _say(self, told: Callable[[], str]) -> None:
        """Say something in place of pages, and again when the language changes."""
        self._told = told
        self.message.setText(told())
        self._stack.setCurrentWidget(self.message)

    def _page_changed(self, page: int) -> None:
        if self._file and self.page_count:
            seen = self._seen.setdefault(self._file, set())
            seen.add(page)
            if self.pages.look.two_pages and page + 1 < self.page_count:
                seen.add(page + 1)
