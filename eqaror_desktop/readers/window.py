"""The window's own reader, in a process that draws every page and ends.

Writes three grey PNM pictures (P5) of each page to standard output, as the window draws it but
for annotations: as on a screen, as it is compared with other readers' made as small, and that.
"""

from __future__ import annotations

import os
import sys

from eqaror_desktop.readers.likeness import DOTS_PER_INCH
from eqaror_desktop.readers.limited import NOT_OPENED
from eqaror_desktop.readers.screen import TIMES

_POINTS = 72
_ROWS = 512


def main() -> int:
    """Draw the file that is named; returns 0 when every page is drawn."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PIL import Image
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

    def draw(number: int, size: QSize) -> Image.Image | None:
        page = document.render(number, size)
        if page.isNull():
            return None
        with QPainter(page) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
            painter.fillRect(page.rect(), Qt.GlobalColor.white)
        grey = page.convertToFormat(QImage.Format.Format_Grayscale8)
        form = ("raw", "L", grey.bytesPerLine(), 1)
        return Image.frombytes("L", page.size().toTuple(), bytes(grey.constBits()), *form)

    out = sys.stdout.buffer
    for number in range(document.pageCount()):
        points = document.pagePointSize(number) * DOTS_PER_INCH / _POINTS
        width, height = round(points.width()), round(points.height())
        small = QSize(max(1, round(width / TIMES)), max(1, round(height / TIMES)))
        screen, large = draw(number, small), draw(number, QSize(width, height))
        if screen is None or large is None:
            return 1
        for page in (screen, large.resize(screen.size, Image.Resampling.BOX), large):
            out.write(b"P5 %d %d 255\n" % page.size)
            for top in range(0, page.height, _ROWS):
                out.write(page.crop((0, top, page.width, min(top + _ROWS, page.height))).tobytes())
        out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
