"""The window's own reader, in a process that draws every page and ends.

Writes three PNM pictures (P6) of each page to standard output, as the window draws it but
for annotations: as on a screen, as it is compared with other readers' made as small, and that.
"""

from __future__ import annotations

import os
import sys
from typing import cast

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

    def draw(number: int, size: QSize) -> QImage | None:
        page = document.render(number, size)
        if page.isNull():
            return None
        with QPainter(page) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
            painter.fillRect(page.rect(), Qt.GlobalColor.white)
        page.convertTo(QImage.Format.Format_RGBX8888)
        return page

    def taken(page: QImage) -> Image.Image:
        # Of a large sheet there is one picture alone: this is the same memory.
        form = ("raw", "RGBX", page.bytesPerLine(), 1)
        dots = cast("bytes", page.constBits())
        return Image.frombuffer("RGBX", page.size().toTuple(), dots, *form)

    out = sys.stdout.buffer
    for number in range(document.pageCount()):
        points = document.pagePointSize(number) * DOTS_PER_INCH / _POINTS
        width, height = round(points.width()), round(points.height())
        small = QSize(max(1, round(width / TIMES)), max(1, round(height / TIMES)))
        shown, drawn = draw(number, small), draw(number, QSize(width, height))
        if shown is None or drawn is None:
            return 1
        screen, large = taken(shown), taken(drawn)
        for page in (screen, large.resize(screen.size, Image.Resampling.BOX), large):
            out.write(b"P6 %d %d 255\n" % page.size)
            for top in range(0, page.height, _ROWS):
                rows = page.crop((0, top, page.width, min(top + _ROWS, page.height)))
                out.write(rows.convert("RGB").tobytes())
        out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
