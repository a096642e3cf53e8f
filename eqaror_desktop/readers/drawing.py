"""One reader at work: its process, and the pages that come out of it."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from eqaror_desktop.readers.compared import Why
from eqaror_desktop.readers.dots import CHANNELS, coarser
from eqaror_desktop.readers.limited import NOT_OPENED, NOT_STARTED
from eqaror_desktop.readers.programs import MOST_DOTS, Reader

_GAP = rb"(?:\s|#[^\n]*\n)+"
_HEAD = re.compile(rb"P6" + _GAP + rb"(\d{1,6})" + _GAP + rb"(\d{1,6})" + _GAP + rb"255\s")
_LONGEST_HEAD = 512
SECONDS = 120
"""Of the processor, for one reader and file."""
_PIECE = 1 << 20
"""Bytes that are taken at once, and that a reader may be ahead."""
_FAULTS = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL)
_SPENT = (signal.SIGXCPU, signal.SIGKILL)
"""How one ends that took more of the processor than it may."""
_BREATH = 0.05
"""Seconds after which somebody is asked whether to go on."""


class NotDrawn(Exception):
    """A reader drew no page, or nothing that is one.

    Attributes:
        ended: a fault of its own ended it.
        shut: it does not open the file, if it is the window's own.
    """

    def __init__(self, *, ended: bool = False, shut: bool = False) -> None:
        super().__init__()
        self.ended = ended
        self.shut = shut


class Left(Exception):
    """Not all pages are drawn: the time is over, a page too large or too much is drawn on it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Page:
    """One page of a reader that is at work."""

    width: int
    height: int
    near: int
    drops: bool
    _drawing: Drawing
    _drawn: int
    """Dots of a row as the reader draws it."""

    def rows(self, count: int) -> bytes:
        """Return the next rows, as :class:`eqaror_desktop.readers.likeness.Picture`.

        Raises:
            NotDrawn: there are none, though there should be.
            Left: they take too long.
        """
        fine = self._drawing.reader.fine
        found = self._drawing.take(count * fine * self._drawn * CHANNELS)
        return found if fine == 1 else coarser(found, self._drawn, fine)


class Drawing:
    """A reader's process, page by page; a context manager that ends it."""

    def __init__(self, reader: Reader, file: int, until: float, pulse: Callable[[], None]) -> None:
        """Start it.

        Args:
            reader: who draws.
            file: descriptor of the PDF, which the process opens anew.
            until: moment of :func:`time.monotonic` when it is ended.
            pulse: called many times a second; what it raises comes out of here.
        """
        self.name = reader.name
        self.reader = reader
        self._until = until
        self._pulse = pulse
        self._buffer = bytearray()
        self._left = 0
        """Bytes of the page that was begun."""
        limited = (sys.executable, "-I", "-m", "eqaror_desktop.readers.limited", str(SECONDS))
        # Nothing of this process's environment but what a program needs to load a library.
        kept = (
            "PYTHONPATH",
            "PATH",
            "LD_LIBRARY_PATH",
            "FONTCONFIG_FILE",
            "FONTCONFIG_PATH",
            "XDG_DATA_DIRS",
        )
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        # Ghostscript's -dSAFER lets a program do as it likes below the directory of these names.
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), os.devnull)
        self._process = subprocess.Popen(
            (*limited, *reader.command, f"/dev/fd/{file}"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            pass_fds=(file,),
        )
        assert self._process.stdout is not None
        with suppress(OSError):
            # Somebody may have too many already.
            fcntl.fcntl(self._process.stdout, fcntl.F_SETPIPE_SZ, _PIECE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def page(self) -> Page | None:
        """Return the next page, or None behind the last; the rest of the one before is skipped.

        Raises:
            NotDrawn: there is none, though it is not the last.
            Left: it takes too long, or is too large.
        """
        while self._left:
            self.take(min(self._left, _PIECE))
        while (head := _HEAD.match(self._buffer)) is None:
            if len(self._buffer) > _LONGEST_HEAD:
                raise NotDrawn
            if not self._read():
                self._end()
                return None
        width, height = int(head[1]), int(head[2])
        fine = self.reader.fine
        if width * height > MOST_DOTS * fine**2:
            raise Left(Why.LARGE)
        del self._buffer[: head.end()]
        self._left = width * height * CHANNELS
        near, drops = self.reader.near, self.reader.drops
        return Page(width // fine, height // fine, near, drops, self, width)

    def take(self, count: int) -> bytes:
        """Return the next bytes of a page.

        Raises:
            NotDrawn: there are none, though there should be.
            Left: they take too long.
        """
        while len(self._buffer) < count:
            if not self._read():
                self._end()
                raise NotDrawn
        found = bytes(self._buffer[:count])
        del self._buffer[:count]
        self._left -= count
        return found

    def _end(self) -> None:
        """Require that it ended well, with every page drawn."""
        code = self._process.wait()
        if code == NOT_STARTED:
            raise Left(Why.TIME)
        if -code in _SPENT:
            raise Left(Why.WORK)
        if code or self._buffer:
            raise NotDrawn(ended=-code in _FAULTS, shut=code == NOT_OPENED)

    def _read(self) -> bool:
        """Take what it wrote; False if that was all."""
        out = self._process.stdout
        assert out is not None
        while not select.select((out,), (), (), _BREATH)[0]:
            self._pulse()
            if time.monotonic() > self._until:
                raise Left(Why.TIME)
        found = os.read(out.fileno(), _PIECE)
        self._buffer += found
        return bool(found)
