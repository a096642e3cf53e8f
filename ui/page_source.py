"""One PDF from memory: opened, its pages measured, drawn and read, and closed again.

Nothing here makes the window wait for a page that is being drawn: another file is opened when the
page is done, which is told by a signal.
"""

from __future__ import annotations

from enum import Enum
from time import perf_counter

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal
from PySide6.QtPdf import QPdfDocument

from ui.page_renderer import PageRenderer
from ui.page_texts import PageTexts

_FIRST = 32
"""Pages that are measured before anything is shown; the others in idle moments."""
_TURN = 0.006
"""Seconds of measuring in one turn of the event loop."""
_MENDED = 8 * 1024 * 1024
"""Bytes of a file whose table of contents is lost; PDFium makes it anew, 3 s for 100 MB."""
_TAIL = 2048


class Fault(Enum):
    """Why a file cannot be shown."""

    DAMAGED = "damaged"
    LOCKED = "locked"
    EMPTY = "empty"


_FAULTS = {
    QPdfDocument.Error.IncorrectPassword: Fault.LOCKED,
    # PDFium has nothing against such a file, and Qt does not show it.
    QPdfDocument.Error.None_: Fault.EMPTY,
}


class PageSource(QObject):
    """Holds the document that everything else asks."""

    opened = Signal()
    failed = Signal(object)
    """With a :class:`Fault`."""
    measured = Signal()
    """Pages turned out to have another size than was supposed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self.renderer = PageRenderer(self.document, self)
        self.texts = PageTexts(self.document, self.renderer, self)
        self._buffer = QBuffer(self)
        self._data = QByteArray()
        self._next: bytes | None = None
        self.sizes: list[tuple[float, float]] = []
        """Width and height of each page in points; supposed for those not measured yet."""
        self._known = 0
        self._changed = False
        self._measuring = QTimer(self, interval=0)
        self._measuring.timeout.connect(self._measure)
        self._stale = False
        self.renderer.idle.connect(self._go_on)

    @property
    def count(self) -> int:
        """Pages of the document that is open; 0 when there is none."""
        return len(self.sizes)

    def open(self, data: bytes) -> None:
        """Open a file; ``opened`` or ``failed`` is told now or when a page being drawn is done."""
        self.close()
        self._next = data
        self._go_on()

    def close(self) -> None:
        """Forget the file; it is closed when a page being drawn is done."""
        self._measuring.stop()
        self.texts.forget()
        self.renderer.forget()
        self.sizes, self._known, self._changed = [], 0, False
        self._next = None
        self._stale = True
        self._go_on()

    def measure(self, pages: range) -> None:
        """Measure pages now, those that are to be shown at once."""
        if self.renderer.busy:
            return
        before = self._changed
        for page in pages:
            self._size(page)
        if self._changed and not before:
            self._changed = False
            self.measured.emit()

    def _go_on(self) -> None:
        if self.renderer.busy:
            return
        if self._stale:
            self._stale = False
            self.document.close()
            self._buffer.close()
            self._data = QByteArray()
        if self._next is not None:
            data, self._next = self._next, None
            self._load(data)
        elif self._known < self.count and not self._measuring.isActive():
            self._measuring.start()

    def _load(self, data: bytes) -> None:
        if len(data) > _MENDED and b"startxref" not in data[-_TAIL:]:
            self.failed.emit(Fault.DAMAGED)
            return
        self._data = QByteArray(data)
        self._buffer.setData(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.status() is not QPdfDocument.Status.Ready:
            self.failed.emit(_FAULTS.get(self.document.error(), Fault.DAMAGED))
            return
        count = self.document.pageCount()
        first = self._points(0)
        self.sizes = [first] * count
        self._known = 1
        for page in range(1, min(_FIRST, count)):
            self._size(page)
        self._known = min(_FIRST, count)
        self._changed = False
        self.opened.emit()
        self._go_on()

    def _measure(self) -> None:
        end = perf_counter() + _TURN
        while self._known < self.count and not self.renderer.busy:
            self._size(self._known)
            self._known += 1
            if perf_counter() > end:
                return
        if self._known >= self.count or self.renderer.busy:
            self._measuring.stop()
        if self._changed:
            self._changed = False
            self.measured.emit()

    def _size(self, page: int) -> None:
        size = self._points(page)
        if size != self.sizes[page]:
            self.sizes[page] = size
            self._changed = True

    def _points(self, page: int) -> tuple[float, float]:
        size = self.document.pagePointSize(page)
        # A page that cannot be read has no size; it gets that of A4, and a sentence instead.
        return (size.width(), size.height()) if size.width() > 0 and size.height() > 0 else _A4


_A4 = (595.0, 842.0)
