"""The window's own reader, in a process that draws every page and ends.

Writes two grey PNM pictures (P5) of each page to standard output, as the window draws it but for
annotations: as on a screen, and as it is compared with other readers'.
"""

from __future__ import annotations

import os
import sys

from eqaror_desktop.readers.likeness import DOTS_PER_INCH
from eqaror_desktop.readers.limited import NOT_OPENED
from eqaror_desktop.readers.screen import TIMES

_POINTS = 72


def main() -> int:
    """Draw the file that is named; returns 0 when every page is drawn."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QSize, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtPdf import QPdfDocument

    application = QGuiApplication(sys.argv[:1])
    document = QPdfDocument(application)
    kinds = QPdfDocument.Error
    loaded = document.load(sys.argv[1])
    if loaded is not kinds.None_:
        shut = (kinds.InvalidFileFormat, kinds.IncorrectPassword, kinds.UnsupportedSecurityScheme)
        return NOT_OPENED if loaded in shut else 1

    def draw(number: int, size: QSize) -> bool:
        page = document.render(number, size)
        if page.isNull():
            return False
        with QPainter(page) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
            painter.fillRect(page.rect(), Qt.GlobalColor.white)
        grey = page.convertToFormat(QImage.Format.Format_Grayscale8)
        out = sys.stdout.buffer
        out.write(b"P5 %d %d 255\n" % (size.width(), size.height()))
        rows = memoryview(grey.constBits())
        for row in range(size.height()):
            begin = row * grey.bytesPerLine()
            out.write(rows[begin : begin + size.width()])
        out.flush()
        return True

    for number in range(document.pageCount()):
        points = document.pagePointSize(number) * DOTS_PER_INCH / _POINTS
        width, height = round(points.width()), round(points.height())
        small = QSize(max(1, round(width / TIMES)), max(1, round(height / TIMES)))
        if not (draw(number, small) and draw(number, QSize(width, height))):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
