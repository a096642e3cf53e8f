"""The readers: the window's own, and those of others that are installed here."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eqaror_desktop.readers.likeness import DOTS_PER_INCH

MOST_DOTS = 150_000_000
"""Of a page that is compared: a drawing of a square metre."""
WINDOW = "E-qaror"
"""What the window's own reader is called."""
SCREEN = f"{WINDOW} (100 %)"
"""And as it draws on a screen."""


@dataclass(frozen=True)
class Reader:
    """A program that draws every page of a PDF to its standard output, as pictures in colour (P6).

    What is drawn is the page itself. Annotations are drawn by few readers in one way; the
    examination tells each but plain links.
    """

    name: str
    command: tuple[str, ...]
    """The path of the PDF comes behind it."""
    near: int = 2
    """Dots that it may draw beside the window's."""
    fine: int = 1
    """Dots on a side that it draws for each that is compared."""
    drops: bool = False
    """Whether it leaves out thin rules that lie between its dots."""
    instructed: bool = False
    """Whether it runs the instructions of fonts."""

    def told(self) -> list[str | int]:
        """Return all that says how it draws: another version of it may draw otherwise."""
        with suppress(OSError):
            program = Path(self.command[0]).stat()
            return [*self._drawn, program.st_mtime_ns, program.st_size]
        return self._drawn

    @property
    def _drawn(self) -> list[str | int]:
        return [*self.command, self.near, self.fine, self.instructed]


@cache
def installed() -> tuple[Reader, ...]:
    """Return the readers of others that are installed; none where nothing can be handed over."""
    if not hasattr(os, "memfd_create"):
        # Windows and macOS: a draft would stand on the disk.
        return ()
    return tuple(
        Reader(name, (path, *options), near, fine, drops, instructed)
        for name, program, options, near, fine, drops, instructed in _OTHERS
        if (path := shutil.which(program))
    )


def own() -> Reader:
    """Return the window's own reader."""
    return Reader(WINDOW, (sys.executable, "-I", "-m", "eqaror_desktop.readers.window"))


_PAPER = 2 * DOTS_PER_INCH
"""Dots to the inch of usual printers."""
_WHOLE = MOST_DOTS * (_PAPER // DOTS_PER_INCH) ** 2
_OTHERS = (
    (
        "Poppler",
        "pdftoppm",
        ("-q", "-cropbox", "-hide-annotations", "-r", str(DOTS_PER_INCH)),
        2,
        1,
        False,
        False,
    ),
    (
        "Ghostscript",
        "gs",
        (
            *("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sstdout=%stderr"),
            # As a sheet of paper is made: what is for print alone is there, too, and each dot that
            # something touches is its colour (no -dGraphicsAlphaBits).
            *("-dUseCropBox", "-sDEVICE=ppmraw", "-sOutputFile=-", f"-r{_PAPER}"),
            # A page, or its bands, in memory: they would be on the disk.
            *(f"-dMaxBitmap={_WHOLE}", "-sBandListStorage=memory", "-dShowAnnots=false"),
        ),
        # It runs the instructions of fonts, which make stems a dot wider.
        3,
        _PAPER // DOTS_PER_INCH,
        True,
        True,
    ),
)
"""Names, programs, what they are told, and how they draw; both are in every distribution."""
