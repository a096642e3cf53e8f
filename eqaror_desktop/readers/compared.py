"""What comes of comparing a PDF's pages by several readers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why not all pages were compared."""

    LARGE = "size"
    """The file or a page is too large."""
    WORK = "work"
    """A reader took more of the processor than it may."""
    FORM = "form"
    """It does not begin as a PDF does, so no reader is given it."""
    FONTS = "fonts"
    """It could not be drawn without the instructions of its fonts."""
    SHUT = "shut"
    """The window's own reader does not open the file: its form, or a password."""
    OTHER = "other"
    """Another reader broke off, or drew nothing that is a page."""
    NOTHING = "drawn"
    """The window's own reader drew no page, here and now."""
    TIME = "seconds"
    """It took too long, here and now."""


@dataclass(frozen=True)
class Difference:
    """A page that a reader shows in another way; page 0 is the number of pages."""

    page: int
    reader: str


@dataclass(frozen=True)
class Compared:
    """What came of it."""

    readers: tuple[str, ...]
    """Those that drew every page."""
    differences: tuple[Difference, ...]
    left: Why | None = None
    """Why not all pages were compared; None if all were."""
