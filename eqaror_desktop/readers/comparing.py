"""A PDF as each reader shows it, page beside page."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from eqaror_desktop.readers.compared import Compared, Difference
from eqaror_desktop.readers.drawing import Drawing, NotDrawn, TooLong
from eqaror_desktop.readers.likeness import alike
from eqaror_desktop.readers.programs import Reader, own

MOST_BYTES = 64 << 20
"""Of a file that is compared: it is held in memory while it is."""
SECONDS = 120.0
"""For all pages and readers; a page takes about one."""
MOST_TOLD = 20
_PIECE = 1 << 20


def compare(
    source: BinaryIO,
    readers: Sequence[Reader],
    *,
    progress: Callable[[int], None] = lambda _page: None,
    pulse: Callable[[], None] = lambda: None,
    seconds: float = SECONDS,
) -> Compared:
    """Draw a PDF by the window's reader and by others, and compare.

    Args:
        source: the file, seekable.
        readers: the others, as :func:`eqaror_desktop.readers.programs.installed` gives them.
        progress: told each page, from 1, before it is compared.
        pulse: called many times a second; what it or ``progress`` raises comes out of here.
        seconds: after which the rest is left.
    """
    if not readers:
        return Compared((), ())
    until = time.monotonic() + seconds
    with ExitStack() as stack:
        file = stack.enter_context(_in_memory(source, pulse))
        if file is None:
            return Compared((), (), whole=False)
        shown = stack.enter_context(Drawing(own(), file, until, pulse))
        others = [stack.enter_context(Drawing(one, file, until, pulse)) for one in readers]
        return _compare(shown, others, progress)


def _compare(
    shown: Drawing, others: Sequence[Drawing], progress: Callable[[int], None]
) -> Compared:
    found: list[Difference] = []
    left = list(others)
    number = 0
    try:
        while left and len(found) < MOST_TOLD:
            number += 1
            progress(number)
            page = shown.page()
            for other in tuple(left):
                try:
                    beside = other.page()
                except NotDrawn:
                    beside = None
                    if page is None:
                        # It ended in disorder behind its last page.
                        found.append(Difference(0, other.name))
                if (page is None) is not (beside is None):
                    found.append(Difference(number, other.name))
                    left.remove(other)
                elif page is not None and beside is not None and not alike(page, beside):
                    found.append(Difference(number, other.name))
            if page is None:
                return Compared(tuple(other.name for other in others), tuple(found))
    except TooLong:
        return Compared((), tuple(found), whole=False)
    except NotDrawn as error:
        if not error.ended:
            return Compared((), tuple(found), whole=False)
        # What ends this reader would end the window.
        found.append(Difference(number, shown.name))
    return Compared(tuple(other.name for other in others), tuple(found))


@contextmanager
def _in_memory(source: BinaryIO, pulse: Callable[[], None]) -> Iterator[int | None]:
    """Give the descriptor of a copy that nobody changes; None if it is too large."""
    if source.seek(0, os.SEEK_END) > MOST_BYTES:
        yield None
        return
    source.seek(0)
    file = os.memfd_create("draft", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        while piece := source.read(_PIECE):
            pulse()
            os.write(file, piece)
        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, seals)
        yield file
    finally:
        os.close(file)
