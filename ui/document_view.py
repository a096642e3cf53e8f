"""The middle: the pages as they will be signed, and their text for comfortable reading."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSpinBox,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sync.question import Question
from ui.base import Panel, Text
from ui.found_marks import FoundMarks
from ui.icons import icon
from ui.page_marks import PageMarks
from ui.reading_text import HYPHEN, ReadingText
from ui.remark_rows import REMARK_KEYS, RemarkRow, Selected

_ZOOM_STEP = 1.15
_ZOOM_MIN, _ZOOM_MAX = 0.25, 6.0


class DocumentView(Panel):
    """Shows one PDF from memory; nothing is ever written to disk for showing it."""

    remark_wished = Signal(object)
    """The :class:`~ui.remark_rows.Selected` place somebody wants to remark on."""
    shown = Signal()
    """Another file can be read now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._data = QByteArray()
        self._file = ""
        self._seen: dict[str, set[int]] = {}
        self.pages = QPdfView(self)
        self.pages.setDocument(self._document)
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pages.setPageSpacing(14)
        self.pages.setFrameShape(QPdfView.Shape.NoFrame)
        self.pages.setDocumentMargins(QMargins(18, 18, 18, 18))
        self.pages.pageNavigator().currentPageChanged.connect(self._page_changed)
        self.marks = PageMarks(self.pages, self._document)
        self.found = FoundMarks(self.pages, self._document, self.marks.places)
        self._next_found = QShortcut(QKeySequence(QKeySequence.StandardKey.FindNext), self)
        self._next_found.setContext(Qt.ShortcutContext.WindowShortcut)
        self._next_found.activated.connect(self.show_next_found)
        self.text = ReadingText(self._document)
        self.message = Text("soft")
        self.message.setObjectName("desk")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setMargin(32)
        self._stack = QStackedLayout()
        for widget in (self.message, self.pages, self.text):
            self._stack.addWidget(widget)

        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._make_tools())
        whole.addLayout(self._stack, 1)
        self.retranslate()
        self.clear()

    def _make_tools(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("header")
        line = QHBoxLayout(bar)
        line.setContentsMargins(10, 4, 10, 4)
        line.setSpacing(2)
        self.as_pages = self._tool("document")
        self.as_text = self._tool("text")
        self._kinds = QButtonGroup(self)
        for made in (self.as_pages, self.as_text):
            made.setCheckable(True)
            self._kinds.addButton(made)
            made.clicked.connect(self._show_kind)
            line.addWidget(made)
        self.as_pages.setChecked(True)
        line.addStretch(1)
        self.previous = self._tool("previous", QKeySequence("Ctrl+PgUp"))
        self.previous.clicked.connect(self._previous_page)
        self.next = self._tool("next", QKeySequence("Ctrl+PgDown"))
        self.next.clicked.connect(self._next_page)
        self.page = QSpinBox()
        self.page.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setKeyboardTracking(False)
        self.page.valueChanged.connect(self._go_to)
        for widget in (self.previous, self.page, self.next):
            line.addWidget(widget)
        line.addStretch(1)
        self.remark = self._tool("remark", QKeySequence(REMARK_KEYS))
        self.remark.clicked.connect(self._wish_to_remark)
        line.addWidget(self.remark)
        self.smaller = self._tool("zoom_out", QKeySequence(QKeySequence.StandardKey.ZoomOut))
        self.smaller.clicked.connect(self._zoom_out)
        self.larger = self._tool("zoom_in", QKeySequence(QKeySequence.StandardKey.ZoomIn))
        self.larger.clicked.connect(self._zoom_in)
        self.fit = self._tool("fit_width", QKeySequence("Ctrl+0"))
        self.fit.clicked.connect(self._fit_width)
        for widget in (self.smaller, self.larger, self.fit):
            line.addWidget(widget)
        return bar

    def _tool(self, name: str, keys: QKeySequence | None = None) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(name))
        made.setIconSize(QSize(18, 18))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if keys is not None:
            made.setShortcut(keys)
        return made

    @property
    def page_count(self) -> int:
        """Pages of the document being shown; 0 when there is none."""
        return self._document.pageCount()

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
        reading = self.as_text.isChecked()
        chosen = self.text.selected if reading else self.marks.selected
        page = self.text.page if reading else max(self.page.value() - 1, 0)
        if chosen is None:
            return Selected(self._file, page + 1, "")
        page, start, end = chosen
        text = self._document.getAllText(page).text().replace(*HYPHEN)
        return Selected(self._file, page + 1, text, start, end)

    def show_marks(self, rows: tuple[RemarkRow, ...], current: str = "") -> None:
        """Show where remarks on this file are; ``current`` is the one that is chosen."""
        self.marks.show_marks(tuple(row for row in rows if row.file == self._file), current)

    def show_asked(self, question: Question) -> None:
        """Mark what a search asks for on the pages, in either alphabet."""
        self.found.show_clauses(question.clauses)

    def show_next_found(self) -> None:
        """Go to the next marked place; after the last one to the first."""
        spot = self.found.next()
        if spot is not None:
            self.as_pages.setChecked(True)
            self._show_kind()
            page, area = spot
            above = max(area.top() - self._document.pagePointSize(page).height() / 6, 0.0)
            self.pages.pageNavigator().jump(page, QPointF(0, above))

    def show_remark(self, row: RemarkRow) -> None:
        """Bring the place of a remark on this file into sight."""
        if row.file != self._file or not 1 <= row.page <= self.page_count:
            return
        self.as_pages.setChecked(True)
        self._show_kind()
        top = QPointF()
        if row.size:
            found = self._document.getSelectionAtIndex(row.page - 1, row.start, row.size)
            above = found.boundingRectangle().top() - self.pages.viewport().height() / 4
            top = QPointF(0, max(above, 0.0))
        self.pages.pageNavigator().jump(row.page - 1, top)

    def _wish_to_remark(self) -> None:
        chosen = self.selected
        if chosen is not None:
            self.remark_wished.emit(chosen)

    def await_file(self, sha256: str) -> None:
        """Say that a file is being fetched."""
        if sha256 != self._file:
            self._close()
            self._file = sha256
            self._say(self.tr("Fetching the file…"))

    def show_pdf(self, sha256: str, data: bytes) -> None:
        """Show a PDF; ignored when another file was asked for since."""
        if sha256 != self._file:
            return
        self._close()
        self._file = sha256
        self._data = QByteArray(data)
        self._buffer.setData(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.status() is QPdfDocument.Status.Error:
            self._say(self.tr("This file cannot be shown: it is not a PDF that can be read."))
            return
        count = self._document.pageCount()
        self.page.setRange(1, max(count, 1))
        self.page.setSuffix(f" / {count}")
        self._enable(on=True)
        self._seen.setdefault(sha256, set()).add(0)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._show_kind()
        self.shown.emit()

    def show_failure(self, sha256: str, sentence: str) -> None:
        """Say why a file cannot be shown."""
        if sha256 == self._file:
            self._say(sentence)

    def clear(self) -> None:
        """Show that no draft is open."""
        self._close()
        self._file = ""
        self._say(self.tr("Choose a draft on the left."))

    def retranslate(self) -> None:
        for made, text in (
            (self.as_pages, self.tr("Pages as printed")),
            (self.as_text, self.tr("Text for reading")),
            (self.previous, self.tr("Previous page")),
            (self.next, self.tr("Next page")),
            (self.smaller, self.tr("Smaller")),
            (self.larger, self.tr("Larger")),
            (self.fit, self.tr("Fit to width")),
            (self.remark, self.tr("Remark on the selected words or the page")),
        ):
            keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(f"{text} ({keys})" if keys else text)
            made.setAccessibleName(text)
        self.page.setAccessibleName(self.tr("Page number"))
        self.pages.setAccessibleName(self.tr("Pages of the document"))
        self.text.setAccessibleName(self.tr("Text of the document"))
        if not self._file:
            self.message.setText(self.tr("Choose a draft on the left."))

    def _close(self) -> None:
        self.text.forget()
        self.marks.forget()
        self.found.forget()
        self._document.close()
        self._buffer.close()
        self._data = QByteArray()
        self._enable(on=False)

    def _enable(self, *, on: bool) -> None:
        widgets = (self.previous, self.next, self.page, self.smaller, self.larger, self.fit)
        for widget in (*widgets, self.as_pages, self.as_text, self.remark):
            widget.setEnabled(on)

    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self._stack.setCurrentWidget(self.message)

    def _show_kind(self) -> None:
        reading = self.as_text.isChecked()
        self._stack.setCurrentWidget(self.text if reading else self.pages)
        if reading:
            self.text.begin()

    def _page_changed(self, page: int) -> None:
        if self.page_count and self._file in self._seen:
            self._seen[self._file].add(page)
        self.page.blockSignals(True)
        self.page.setValue(page + 1)
        self.page.blockSignals(False)

    def _go_to(self, page: int) -> None:
        self.pages.pageNavigator().jump(page - 1, QPointF())

    def _previous_page(self) -> None:
        self.page.setValue(self.page.value() - 1)

    def _next_page(self) -> None:
        self.page.setValue(self.page.value() + 1)

    def _zoom_in(self) -> None:
        self._zoom(_ZOOM_STEP)

    def _zoom_out(self) -> None:
        self._zoom(1 / _ZOOM_STEP)

    def _zoom(self, factor: float) -> None:
        if self.as_text.isChecked():
            self.text.zoomIn(1 if factor > 1 else -1)
            return
        if self.pages.zoomMode() is QPdfView.ZoomMode.FitToWidth and self.page_count:
            self.pages.setZoomFactor(self._width_factor())
        self.pages.setZoomMode(QPdfView.ZoomMode.Custom)
        wished = self.pages.zoomFactor() * factor
        self.pages.setZoomFactor(min(max(wished, _ZOOM_MIN), _ZOOM_MAX))

    def _width_factor(self) -> float:
        """Return the factor that fit-to-width amounts to now, so that a step starts from it."""
        points = self._document.pagePointSize(max(self.page.value() - 1, 0)).width()
        pixels = points * self.logicalDpiX() / 72
        margins = self.pages.documentMargins()
        room = self.pages.viewport().width() - margins.left() - margins.right()
        return room / pixels if pixels else 1.0

    def _fit_width(self) -> None:
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
