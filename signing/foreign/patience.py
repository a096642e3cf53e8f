"""What one PDF may cost: time for all of its revisions, and no copy for each of them."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from signing.errors import DocumentTooLarge

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from pypdf import PdfReader

SECONDS = 6.0
"""For all signatures of a file; what one of them may take is bounded by its size."""
LARGE = 16 << 20
"""Bytes from which on a revision is read where it stands; reading that way is a little slower."""


class Patience:
    """Ends some time after it began."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._ends = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether nothing more should be begun."""
        return time.monotonic() >= self._ends


class _Window(io.RawIOBase):
    """The beginning of a file that is in memory, as a stream."""

    def __init__(self, pdf: bytes, size: int) -> None:
        super().__init__()
        self._view = memoryview(pdf)[:size]
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """See the base class."""
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence]
        if begin + offset < 0:
            raise ValueError("a place before the beginning")
        self._at = begin + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """See the base class."""
        target = memoryview(buffer).cast("B")
        piece = self._view[self._at : self._at + len(target)]
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def open_beginning(pdf: bytes, size: int) -> PdfReader:
    """Open a revision of a PDF; call within :func:`signing.pdf.reading.reading`.

    Args:
        pdf: the whole file.
        size: bytes of the revision.
    """
    from pypdf import PdfReader

    if size < LARGE:
        return PdfReader(io.BytesIO(pdf[:size]), strict=False)
    return PdfReader(io.BufferedReader(_Window(pdf, size)), strict=False)


@contextmanager
def limits(size: int) -> Iterator[None]:
    """Turn the library's own limits into DocumentTooLarge: a large file is not broken by them.

    Args:
        size: of the file; a small one that meets them lies about its own sizes.
    """
    from pypdf.errors import LimitReachedError

    try:
        yield
    except LimitReachedError as error:
        if size < LARGE:
            raise
        raise DocumentTooLarge(str(error)) from error
