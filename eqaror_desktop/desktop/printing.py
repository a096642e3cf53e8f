"""Prints the pages as they are, in a lane; a printer that hangs stops nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QRect,
    QSize,
    QSizeF,
    Qt,
)

# Here, in the GUI thread: the lane that prints must not be the first to name a class of Qt.
from PySide6.QtGui import QPageRanges, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QProgressDialog, QRadioButton

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.print_queue import newest, refusal, withdraw
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import PrinterRefuses
from sync.cancel import Cancelled
from ui import paper_words
from ui.screen_room import StaysOnScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtPrintSupport import QPrinter

_BANDS = 8
"""Parts of a page drawn at a time: Qt draws PDF pages for one thread at a time, and the window
must not wait for a whole page in print quality."""
_ROWS = 48
"""Rows of dots given to the printer at a time: a call into Qt holds the interpreter's lock."""
_RESOLUTION = 300
"""Dots an inch: enough for print, a quarter of the memory of 600."""


class Printing(QObject):
    """One printing at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.progress: QProgressDialog | None = None
        self._stop = threading.Event()

    def begin(self, title: str, content: bytes) -> None:
        """Ask for the printer, then print.

        Args:
            title: what the printer's queue shows.
            content: the PDF on the screen.
        """
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self.progress is not None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        printer.setFullPage(True)
        # Above a report that is printed: the window itself is out of reach then.
        above = QApplication.activeModalWidget() or self._station.window
        dialog = QPrintDialog(printer, above)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=True)
        dialog.setMinMax(1, max(page_count(content), 1))
        dialog.accepted.connect(self._accepted)
        dialog.finished.connect(dialog.deleteLater)
        # Its settings fold out downwards; on a low screen its buttons would be below it.
        StaysOnScreen(dialog)
        self._wanted = (dialog, printer, content)
        # QPrintDialog has an open() of its own, with a receiver.
        QDialog.open(dialog)

    def _accepted(self) -> None:
        dialog, printer, content = self._wanted
        # What is typed goes to the queue alone, which drops all of it without a word.
        chosen = dialog.findChild(QRadioButton, "pagesRadioButton")
        typed = dialog.findChild(QLineEdit, "pagesLineEdit")
        if chosen is not None and typed is not None and chosen.isChecked():
            ranges = QPageRanges.fromString(typed.text())
            if ranges.isEmpty() or ranges.firstPage() > dialog.maxPage():
                self._failed(PrinterRefuses(printer.printerName(), "beyond"))
                return
        self.print(printer, content)

    def print(self, printer: QPrinter, content: bytes) -> None:
        """Print to a printer that was chosen; what goes wrong is shown by the station."""
        self._stop = stop = threading.Event()
        dialog = QProgressDialog(QApplication.activeModalWidget() or self._station.window)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setWindowTitle(paper_words.printing().removesuffix("…"))
        dialog.setLabelText(paper_words.printing())
        dialog.setCancelButtonText(paper_words.cancel())
        dialog.setMinimumDuration(300)
        dialog.canceled.connect(stop.set)
        self.progress = dialog
        stopping = self._station.lanes.stopping

        def work(tell: Tell) -> None:
            for done, total in print_pages(printer, content):
                if stop.is_set() or stopping.is_set():
                    raise Cancelled
                tell((done, total))

        self._station.lanes.start(
            Lane.VERIFYING, work, self._done, self._failed, told=self._show_progress
        )

    def _show_progress(self, told: tuple[int, int]) -> None:
        if self.progress is not None and not self._stop.is_set():
            self.progress.setMaximum(told[1])
            self.progress.setValue(told[0])

    def _done(self, _nothing: None) -> None:
        self._close()
        self._station.window.tell(paper_words.printed())

    def _failed(self, error: BaseException) -> None:
        self._close()
        self._station.show_error(error)

    def _close(self) -> None:
        if self.progress is not None:
            self.progress.canceled.disconnect(self._stop.set)
            self.progress.close()
            self.progress.deleteLater()
            self.progress = None


def print_pages(printer: QPrinter, content: bytes) -> Iterable[tuple[int, int]]:
    """Print the chosen pages of a PDF, each on a sheet of the printer's paper, whole and centred.

    One that is wider than high lies on its side on an upright sheet, and the other way round.

    Yields:
        How many bands are done, and of how many; who stops asking stops the printing.

    Raises:
        OSError: the file to print to cannot be put in its place.
        PrinterRefuses: the printer takes nothing, or the PDF has none of the pages.
        MalformedDocument: the program would end while it draws them.
    """
    from signing.examine.drawable import require_drawable

    require_drawable(content)
    with opened(content) as document:
        yield from _print(printer, document)


def _print(printer: QPrinter, document: QPdfDocument) -> Iterable[tuple[int, int]]:
    queued = printer.outputFormat() is printer.OutputFormat.NativeFormat
    if queued and (why := refusal(printer.printerName())):
        raise PrinterRefuses(printer.printerName(), why)
    pages = _wanted_pages(printer, document.pageCount())
    if not pages:
        raise PrinterRefuses(printer.printerName(), "beyond")
    # A file is put in its place when it is whole, as everything that is saved.
    target = Path(printer.outputFileName()) if printer.outputFileName() else None
    part = target and target.with_name(f".{target.name}.part")
    if part is not None:
        printer.setOutputFileName(str(part))
    before = newest(printer.printerName()) if queued else 0
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefuses(printer.printerName(), "closed")
    whole = False
    try:
        for place, page in enumerate(pages):
            if place and not printer.newPage():
                raise PrinterRefuses(printer.printerName(), "broken")
            for band in range(_BANDS):
                _draw(painter, printer, document, page, band)
                yield place * _BANDS + band + 1, len(pages) * _BANDS
        # It is handed over at the end; a queue that was shut meanwhile swallows it.
        if queued and (why := refusal(printer.printerName())):
            raise PrinterRefuses(printer.printerName(), why)
        whole = True
    finally:
        painter.end()
        if queued and not whole:
            withdraw(printer.printerName(), printer.docName(), before)
        if target is not None and part is not None:
            if whole:
                part.replace(target)
            else:
                part.unlink(missing_ok=True)
            printer.setOutputFileName(str(target))


@contextmanager
def opened(content: bytes) -> Iterator[QPdfDocument]:
    """Read a PDF; one that cannot be read has no pages."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    try:
        yield document
    finally:
        document.close()


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has; 0 when it cannot be read."""
    with opened(content) as document:
        return document.pageCount()


def _wanted_pages(printer: QPrinter, count: int) -> list[int]:
    ranges = printer.pageRanges()
    pages = [page for page in range(count) if ranges.isEmpty() or ranges.contains(page + 1)]
    backwards = printer.pageOrder() == printer.PageOrder.LastPageFirst
    return pages[::-1] if backwards else pages


def _draw(
    painter: QPainter, printer: QPrinter, document: QPdfDocument, page: int, band: int
) -> None:
    """Draw one band of a page, at the size it has, smaller only where the paper is too small.

    A page that fits better so lies on its side, its head where sheets are bound.
    """
    points, paper = document.pagePointSize(page), printer.pageLayout().fullRectPoints().size()
    upright, turned = _scale(points, paper), _scale(points, paper.transposed())
    painter.save()
    if turned > upright:
        painter.translate(0, paper.height() * printer.resolution() / 72)
        painter.rotate(-90)
        paper = paper.transposed()
    dots = printer.resolution() / 72 * max(turned, upright)
    whole = QSize(round(points.width() * dots), round(points.height() * dots))
    left = round((paper.width() * printer.resolution() / 72 - whole.width()) / 2)
    above = round((paper.height() * printer.resolution() / 72 - whole.height()) / 2)
    fine = min(1.0, _RESOLUTION / printer.resolution())
    drawn = QSize(round(whole.width() * fine), round(whole.height() * fine))
    top, end = (drawn.height() * part // _BANDS for part in (band, band + 1))
    options = QPdfDocumentRenderOptions()
    options.setScaledSize(drawn)
    options.setScaledClipRect(QRect(0, top, drawn.width(), end - top))
    picture = document.render(page, QSize(drawn.width(), end - top), options)
    for row in range(top, end, _ROWS):
        under = min(row + _ROWS, end)
        begins, ends = above + round(row / fine), above + round(under / fine)
        place = QRect(left, begins, whole.width(), ends - begins)
        painter.drawImage(place, picture, QRect(0, row - top, drawn.width(), under - row))
    painter.restore()


def _scale(page: QSizeF, paper: QSize) -> float:
    """Return by how much a page is made smaller on a sheet; both in points."""
    return min(1.0, paper.width() / page.width(), paper.height() / page.height())
