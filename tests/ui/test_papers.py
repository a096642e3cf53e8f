"""What is saved on paper: every word escaped, silence no signature, laid out beside the window."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from eqaror_desktop.desktop.papers import page_as_pdf
from eqaror_desktop.desktop.printing import page_count, print_pages
from eqaror_desktop.errors import PrinterRefuses
from sync.wire import Answer
from tests.ui import examples
from tests.ui.pdf import make_plain_pdf
from ui.papers import Made, agreement_sheet
from ui.rows import Mark

MADE = Made("N. Namunaliyev", "E-qaror 0", examples.NOW)


def text_of(pdf: bytes) -> list[str]:
    data = QByteArray(pdf)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return [document.getAllText(page).text() for page in range(document.pageCount())]


@pytest.mark.usefixtures("speech")
def test_the_sheet_tells_each_answer_and_what_its_signature_is_worth() -> None:
    view = examples.view()
    first = replace(
        view.trail[0],
        round=1,
        version=1,
        decision=Answer.AGREED,
        organisation="<b>Moliya</b>",
        remark="a < b\nc",
        received=examples.NOW - timedelta(hours=31),
        decided=examples.NOW,
        mark=Mark.OTHER_VERSION,
    )
    silent = replace(first, order=2, decision=Answer.DEEMED_AGREED, mark=Mark.DEEMED)
    view = replace(view, trail=(first, silent), row=replace(view.row, version=2))
    page = agreement_sheet(view, MADE, "en")
    assert "&lt;b&gt;Moliya&lt;/b&gt;" in page
    assert "a &lt; b<br>c" in page
    assert "in 31 hours" in page
    assert "✗ Covers another version (version 1)" in page
    # Agreed by silence: words that say so, and nothing that looks like a checked signature.
    assert "No signature: the term passed in silence" in page
    assert "✓" not in page
    assert view.version_digest[:4].upper() in page


@pytest.mark.usefixtures("speech")
def test_the_sheet_is_laid_out_in_a_thread_of_its_own() -> None:
    row = replace(examples.view().trail[0], organisation="Suv <A>", remark="x < y")
    page = agreement_sheet(replace(examples.view(), trail=(row,)), MADE, "en")
    made: list[bytes] = []
    worker = threading.Thread(target=lambda: made.append(page_as_pdf(page, wide=True)))
    worker.start()
    worker.join()
    shown = "".join(text_of(made[0]))
    for words in ("Suv <A>", "x < y", MADE.by):
        assert words in shown


@pytest.mark.usefixtures("app")
def test_the_chosen_pages_are_printed_whole(pdf: bytes, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setFullPage(True)
    printer.setFromTo(2, 3)
    told = list(print_pages(printer, pdf))
    assert told[-1] == (len(told), len(told))
    assert len(text_of(target.read_bytes())) == 2


@pytest.mark.usefixtures("app")
def test_a_file_is_there_when_it_is_whole(pdf: bytes, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    target.write_bytes(b"what was there before")
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    going = iter(print_pages(printer, pdf))
    next(going)
    del going
    assert target.read_bytes() == b"what was there before"
    assert list(tmp_path.iterdir()) == [target]
    list(print_pages(printer, pdf))
    assert len(text_of(target.read_bytes())) == 3
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.usefixtures("app")
def test_pages_that_are_not_there_are_told(pdf: bytes, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    assert page_count(pdf) == 3
    printer.setFromTo(9, 12)
    with pytest.raises(PrinterRefuses, match="beyond"):
        list(print_pages(printer, pdf))
    assert not target.exists()


@pytest.mark.usefixtures("app")
def test_a_wide_page_lies_on_its_side_and_fills_the_sheet(tmp_path: Path) -> None:
    # A frame, and a block in the corner where lines begin at the foot of the page.
    wide, upright = (842, 595), (595, 842)
    marked = "3 w 10 10 575 575 re S 0 g 10 10 60 60 re f"
    sheets = make_plain_pdf((wide, upright), draw=marked)
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    list(print_pages(printer, sheets))
    document = QPdfDocument()
    document.load(str(target))

    def dark(page: int, x: int, y: int) -> bool:
        seen = document.render(page, QSize(595, 842)).pixelColor(x, y)
        return seen.alpha() > 127 and seen.lightness() < 100

    assert document.pageCount() == 2
    assert all(document.pagePointSize(page).height() > 800 for page in range(2))
    right, left = (555, 802), (40, 802)
    assert (dark(0, *right), dark(0, *left)) == (True, False)
    assert (dark(1, *right), dark(1, *left)) == (False, True)
    # Not made smaller: the frame's far side is where it is on the page.
    assert any(dark(0, 300, y) for y in range(252, 264))
