"""What comes of comparing a PDF's pages by several readers."""

from __future__ import annotations

from dataclasses import dataclass


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
    whole: bool = True
    """False if the time or the memory did not do for all pages."""
