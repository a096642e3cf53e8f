"""A PDF as each reader shows it, page beside page."""

from __future__ import annotations

import fcntl
import mmap
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import BinaryIO

from eqaror_desktop.readers.compared import Compared, Difference, Why
from eqaror_desktop.readers.dots import CHANNELS
from eqaror_desktop.readers.drawing import Drawing, Left, NotDrawn, Page
from eqaror_desktop.readers.likeness import alike
from eqaror_desktop.readers.programs import SCREEN, Reader, own
from eqaror_desktop.readers.screen import is_whole, taken
from eqaror_desktop.readers.twice import Twice, TwicePage
from signing.errors import DocumentTooLarge, MalformedDocument

MOST_BYTES = 256 << 20
"""Of a file that is compared: it is held in memory while it is."""
SECONDS = 600.0
"""For all pages and readers; a page takes about one. A reader's own work ends sooner."""
MOST_DOTS_COMPARED = 6_000_000_000
"""Of all pages and readers, 340 pages of A4 by two: all of more would take minutes each time."""
MOST_TOLD = 20
_BEGINNING = b"%PDF-"
"""What begins otherwise Ghostscript runs as a program, and others repair."""
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
    source.seek(0)
    if source.read(len(_BEGINNING)) != _BEGINNING:
        return Compared((), (), Why.FORM)
    until = time.monotonic() + seconds

    def in_time() -> None:
        pulse()
        if time.monotonic() > until:
            raise Left(Why.TIME)

    with ExitStack() as stack:
        file = stack.enter_context(_in_memory(source, pulse))
        if file is None:
            return Compared((), (), Why.LARGE)
        shown = stack.enter_context(Drawing(own(), file, until, pulse))
        others: list[Drawing | Twice] = []
        why = None
        try:
            without = stack.enter_context(_uninstructed(source, file, in_time))
        except (MalformedDocument, DocumentTooLarge):
            without, why = None, Why.FONTS
        except Left as error:
            without, why = None, error.why
        for reader in readers:
            other = stack.enter_context(Drawing(reader, file, until, pulse))
            if without is None or not reader.instructed:
                others.append(other)
            else:
                again = stack.enter_context(Drawing(reader, without, until, pulse))
                others.append(Twice(other, again))
        return _compare(shown, others, progress, why)


def _compare(
    shown: Drawing,
    others: Sequence[Drawing | Twice],
    progress: Callable[[int], None],
    why: Why | None,
) -> Compared:
    names = tuple(other.name for other in others)
    found: list[Difference] = []
    left = list(others)
    number = compared = 0
    try:
        while left and len(found) < MOST_TOLD:
            number += 1
            progress(number)
            screen = shown.page()
            if screen is None:
                more = {other: drawn for other in left if (drawn := _next(other)) is not None}
                why = Why.OTHER if any(one.broken for one in more.values()) else why
                found += [Difference(number, it.name) for it in more if not more[it].broken]
                break
            on_screen, large = taken(screen), taken(_required(shown.page()))
            if not is_whole(on_screen, large):
                found.append(Difference(number, SCREEN))
            page = _required(shown.page())
            compared = _bounded(compared + page.width * page.height * len(left))
            beside = {other: drawn for other in left if (drawn := _next(other)) is not None}
            same = dict(zip(beside, alike(page, tuple(beside.values())), strict=True))
            broken = {other for other in beside if beside[other].broken}
            why = Why.OTHER if broken else why
            moved = {other for other in beside if beside[other].moved}
            unlike = (
                other
                for other in left
                if (other in moved or not same.get(other)) and other not in broken
            )
            found += [Difference(number, other.name) for other in unlike]
            left = [other for other in beside if other not in broken]
    except Left as error:
        why = error.why
    except NotDrawn as error:
        if error.ended:
            # What ends this reader would end the window.
            found.append(Difference(number, shown.name))
        else:
            why = Why.SHUT if error.shut else Why.NOTHING
    return Compared((), tuple(found), why) if why else Compared(names, tuple(found))


def _bounded(dots: int) -> int:
    if dots > MOST_DOTS_COMPARED:
        raise Left(Why.WORK)
    return dots


def _required(page: Page | None) -> Page:
    if page is None:
        raise NotDrawn
    return page


class _Beside:
    """A page of another reader; where it is not drawn there is ink."""

    def __init__(self, page: Page | TwicePage | None) -> None:
        self.width, self.height, self.near, self.drops = 0, 0, 0, False
        if page is not None:
            self.width, self.height, self.near = page.width, page.height, page.near
            self.drops = page.drops
        self.broken = page is None
        self._page = page

    @property
    def moved(self) -> bool:
        """Whether instructions make it another one."""
        return isinstance(self._page, TwicePage) and self._page.moved

    def rows(self, count: int) -> bytes:
        if self._page is not None:
            with suppress(NotDrawn):
                return self._page.rows(count)
        self.broken = True
        return bytes(count * self.width * CHANNELS)


def _next(other: Drawing | Twice) -> _Beside | None:
    """Return its next page, a broken one if it draws none; None behind its last."""
    try:
        page = other.page()
    except NotDrawn:
        return _Beside(None)
    return None if page is None else _Beside(page)


@contextmanager
def _in_memory(source: BinaryIO, pulse: Callable[[], None]) -> Iterator[int | None]:
    """Give the descriptor of a copy that nobody changes; None if it is too large."""
    if source.seek(0, os.SEEK_END) > MOST_BYTES:
        yield None
        return
    with _copy(source, b"", pulse) as file:
        yield file


@contextmanager
def _uninstructed(source: BinaryIO, file: int, pulse: Callable[[], None]) -> Iterator[int | None]:
    """Give the same of a copy whose fonts run no instructions; None if none of them could.

    Raises:
        MalformedDocument, DocumentTooLarge: there is none.
    """
    from signing.examine.instructions import without_instructions

    with mmap.mmap(file, 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ) as whole:
        update = without_instructions(source, whole, pulse)
    if update is None:
        yield None
        return
    with _copy(source, update, pulse) as copied:
        yield copied


@contextmanager
def _copy(source: BinaryIO, behind: bytes, pulse: Callable[[], None]) -> Iterator[int]:
    source.seek(0)
    file = os.memfd_create("draft", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        while piece := source.read(_PIECE):
            pulse()
            _write(file, piece)
        _write(file, behind)
        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, seals)
        yield file
    finally:
        os.close(file)


def _write(file: int, data: bytes) -> None:
    with memoryview(data) as left:
        written = 0
        while written < len(left):
            written += os.write(file, left[written:])
