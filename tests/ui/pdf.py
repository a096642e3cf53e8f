"""Small PDF files, drawn by Qt."""

from __future__ import annotations

from collections.abc import Sequence

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


def make_plain_pdf(
    sizes: Sequence[tuple[float, float]],
    word: str = "Qaror",
    *,
    draw: str = "",
    lines: int = 1,
    tilde: str = "",
) -> bytes:
    """Write a PDF by hand, thousands of pages in a moment; ``draw`` is added to each page.

    ``tilde`` is what ``~`` is read as.
    """
    count = len(sizes)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for page, (width, height) in enumerate(sizes):
        text = "".join(
            f"BT /F 12 Tf 40 {height - 60 - 16 * n} Td ({word} {page + 1}) Tj ET "
            for n in range(lines)
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * page} 0 R >>"
        )
        objects.append(f"<< /Length {len(text + draw)} >>\nstream\n{text}{draw}\nendstream")
    if tilde:
        units = tilde.encode("utf-16-be").hex()
        letters = "1 begincodespacerange <00> <ff> endcodespacerange"
        letters += f" 1 beginbfchar <7e> <{units}> endbfchar"
        cmap = f"begincmap {letters} endcmap"
        objects[2] = objects[2][:-2] + f"/ToUnicode {len(objects) + 1} 0 R >>"
        objects.append(f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream")
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())
