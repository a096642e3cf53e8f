"""Small PDF files, drawn by Qt."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter


def make_pdf(pages: int, word: str = "QAROR QILAMAN") -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(96)
    painter = QPainter(writer)
    painter.setFont(QFont("Noto Sans", 14))
    for page in range(pages):
        if page:
            writer.newPage()
        painter.drawText(
            QRectF(60, 60, 600, 800), int(Qt.TextFlag.TextWordWrap), f"{word} {page + 1} " * 40
        )
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())
