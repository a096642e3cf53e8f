"""The readers: the window's own, and those of others that are installed here."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache

from eqaror_desktop.readers.likeness import DOTS_PER_INCH

WINDOW = "E-qaror"
"""What the window's own reader is called."""


@dataclass(frozen=True)
class Reader:
    """A program that draws every page of a PDF to its standard output, as grey PNM pictures.

    What is drawn is the page itself. Annotations are drawn by few readers in one way; the
    examination tells each but plain links.
    """

    name: str
    command: tuple[str, ...]
    """The path of the PDF comes behind it."""


@cache
def installed() -> tuple[Reader, ...]:
    """Return the readers of others that are installed; none where nothing can be handed over."""
    if not hasattr(os, "memfd_create"):
        # Windows and macOS: a draft would stand on the disk.
        return ()
    found = ((name, shutil.which(program), options) for name, program, options in _OTHERS)
    return tuple(Reader(name, (path, *options)) for name, path, options in found if path)


def own() -> Reader:
    """Return the window's own reader."""
    return Reader(WINDOW, (sys.executable, "-I", "-m", "eqaror_desktop.readers.window"))


_OTHERS = (
    (
        "Poppler",
        "pdftoppm",
        ("-q", "-gray", "-cropbox", "-hide-annotations", "-r", str(DOTS_PER_INCH)),
    ),
    (
        "Ghostscript",
        "gs",
        (
            *("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sstdout=%stderr"),
            # As a sheet of paper is made: what is for print alone is there, too.
            *("-dUseCropBox", "-sDEVICE=pgmraw", "-sOutputFile=-", f"-r{DOTS_PER_INCH}"),
            # Never by a file on the disk.
            *("-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-dMaxBitmap=500000000"),
            "-dShowAnnots=false",
        ),
    ),
)
"""Names, programs and what they are told; both are in every Linux distribution."""
