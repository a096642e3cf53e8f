"""What one PDF may cost: time for all of its revisions, and no copy for each of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from signing.errors import DocumentTooLarge
from signing.flaws import Flaw

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader, Watch
    from signing.pdf.held import Held

SECONDS = 6.0
"""Of processor time, for all signatures of a file; what one may take its size bounds.
A slow disk or a busy machine is no reason to leave one out."""
LARGE = 16 << 20
"""Bytes from which on a revision is read where it stands; reading that way is a little slower."""


class Patience:
    """Ends some time after it began: of its thread's own, so that no other one's work counts."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._ends = time.thread_time() + seconds

    @property
    def left(self) -> float:
        """Seconds until then."""
        return max(0.0, self._ends - time.thread_time())

    @property
    def is_over(self) -> bool:
        """Whether nothing more should be begun."""
        return time.thread_time() >= self._ends


def open_beginning(pdf: Held, size: int, watch: Watch | None = None) -> BoundedReader:
    """Open a revision of a PDF; call within :func:`signing.pdf.reading.reading`.

    Args:
        pdf: the whole file.
        size: bytes of the revision.
        watch: ends all reading of this file.

    Raises:
        DocumentTooLarge: as soon as it costs too much, and then again whatever is read.
    """
    from signing.foreign.pdf_reader import BoundedReader, Watch

    return BoundedReader(pdf, size, watch or Watch(), copied=size < LARGE)


@contextmanager
def limits(size: int) -> Iterator[None]:
    """Turn the library's own limits into DocumentTooLarge: a large file is not broken by them.

    Args:
        size: of the file; a small one that meets them lies about its own sizes.
    """
    from pypdf.errors import LimitReachedError

    from signing.pdf.decoding import bounds

    try:
        with bounds():
            yield
    except LimitReachedError as error:
        if size < LARGE:
            raise
        raise DocumentTooLarge(Flaw.MORE_THAN_READ) from error
