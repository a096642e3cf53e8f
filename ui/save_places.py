"""Where files are looked for and offered to be written: never where the program runs."""

from __future__ import annotations

from PySide6.QtCore import QDir, QStandardPaths


def usual_folder() -> str:
    """Return the folder of the person's documents; where there is none, the person's own."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    # Named on every computer, there on most: a dialog falls back to where the program runs.
    return documents if documents and QDir(documents).exists() else QDir.homePath()


def offered(name: str, folder: str = "") -> str:
    """Return the path that is offered for a new file.

    Args:
        name: of the file.
        folder: one that can be written to; else it is that of the person's documents.
    """
    return QDir(folder or usual_folder()).filePath(name)
