"""Where a new file is offered to be written: where its like is, never where the program runs."""

from __future__ import annotations

from PySide6.QtCore import QDir, QStandardPaths


def offered(name: str, folder: str = "") -> str:
    """Return the path that is offered for a new file.

    Args:
        name: of the file.
        folder: one that can be written to; else it is that of the person's documents.
    """
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    place = folder or QStandardPaths.writableLocation(documents) or QDir.homePath()
    return QDir(place).filePath(name)
