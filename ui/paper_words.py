"""What is said of saving and printing, outside any dialog of this room."""

from __future__ import annotations

from resources.visible import one_line
from ui.words import translate


def save() -> str:
    """Name the dialog that asks where to."""
    return translate("papers", "Save")


def saved(path: str) -> str:
    """Say that a file was written."""
    return translate("papers", "Saved: %1").replace("%1", one_line(path))


def put_aside(path: str) -> str:
    """Say that a file which was replaced is there under another name."""
    said = translate("papers", "The earlier file and its signature are kept as: %1")
    return said.replace("%1", one_line(path))


def sheet() -> str:
    """Name the agreement sheet."""
    return translate("papers", "Agreement sheet")


def package() -> str:
    """Name a kind of file."""
    return translate("papers", "Signed package")


def printing() -> str:
    """Say that pages are on their way to the printer."""
    return translate("papers", "Printing…")


def printed() -> str:
    """Say that all pages went to the printer."""
    return translate("papers", "Sent to the printer.")


def cancel() -> str:
    """Name the button that ends printing."""
    return translate("papers", "Cancel")
