"""A part of a file, read as a file of its own."""

from __future__ import annotations

import io
from typing import BinaryIO


class Part(io.RawIOBase):
    """The part of a file from ``begins`` on, as a file of its own."""

    def __init__(self, file: BinaryIO, begins: int, size: int) -> None:
        super().__init__()
        self._file, self._begins, self._size, self._at = file, begins, size, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a byte of the part."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Return where it is."""
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; all that is left for a negative ``size``."""
        left = max(0, self._size - self._at)
        self._file.seek(self._begins + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what it is called with
        """Fill ``buffer`` as far as there is something."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
