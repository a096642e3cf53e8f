"""The library's reader, held to an end: what a stranger's file may cost in time and memory.

The library bounds depths, numbers and single streams. What it does not bound is how often: bytes
that are read one at a time, a thousand streams of objects that unpack to megabytes each, a search
through a billion numbers for a catalog that is not there.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from time import thread_time
from typing import TYPE_CHECKING, Any, NoReturn

from signing.detail import NO_DETAIL, said
from signing.errors import DocumentTooLarge
from signing.flaws import Flaw
from signing.pdf.decoding import bounds
from signing.pdf.held import PIECE, Held
from signing.pdf.standing import StandingReader

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SECONDS = 8.0
"""Of processor time, for all that is read of a file. Only what was made to take so long meets it:
before that no other signature is begun (:class:`signing.foreign.patience.Patience`)."""
_MAX_PACKED = 8 << 20
"""Bytes of unpacked object streams of one revision; some hundred thousand objects, or a million
references, each of which is an object to the library."""
_MAX_READ = 64 << 20
"""Bytes of a large file that are read at once: a picture, packed. A file that must be repaired
would be read whole."""
_MAX_ENTRIES = 400_000
"""Entries of the cross-reference tables of one revision."""
_MAX_HELD = 96 << 20
"""Bytes of values that are held of one file, however many revisions and readers of it."""
_VALUE = 4 << 10
"""Bytes from which on a read counts: that of a stream or of a long string."""
_OFTEN = 256


class Watch:
    """Ends all reading of one file."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._ends = thread_time() + seconds
        self._count = 0
        self._held = 0
        self.over = NO_DETAIL
        """Why nothing more is read; empty as long as something is."""

    def look(self) -> None:
        """Count a step; now and then look at the clock.

        Raises:
            DocumentTooLarge: the time is over.
        """
        self._count += 1
        if not self._count % _OFTEN and thread_time() >= self._ends:
            self.over = said(Flaw.READ_TOO_LONG)
        if self.over:
            raise DocumentTooLarge(self.over)

    def hold(self, size: int) -> None:
        """Count bytes that are read, or with a minus let go.

        Raises:
            DocumentTooLarge: too much is held.
        """
        self._held += size
        if self._held > _MAX_HELD:
            self.end(Flaw.TOO_MUCH_HELD)

    def end(self, why: Flaw, *facts: object) -> NoReturn:
        """End all reading: where the library takes an error for damage, the next one comes.

        Raises:
            DocumentTooLarge: always.
        """
        self.over = said(why, *facts)
        raise DocumentTooLarge(self.over)


class _Bytes(io.BytesIO):
    """A revision of its own in memory; reading it is watched."""

    def __init__(self, data: bytes, watch: Watch, held: Callable[[int], None]) -> None:
        super().__init__(data)
        self._watch, self._count = watch, held

    def read(self, size: int | None = -1, /) -> bytes:
        """See the base class."""
        self._watch.look()
        found = super().read(size)
        self._count(len(found))
        return found


class _Window(io.RawIOBase):
    """The beginning of a file, as a stream."""

    def __init__(self, pdf: Held, size: int) -> None:
        super().__init__()
        self._pdf, self._size = pdf, size
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """See the base class."""
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if begin + offset < 0:
            raise ValueError("a place before the beginning")
        self._at = begin + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """See the base class."""
        target = memoryview(buffer).cast("B")
        # A piece of a large value: whoever wants more asks again.
        end = min(self._at + min(len(target), PIECE), self._size)
        piece = self._pdf.cut(self._at, end)
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


class _Buffered(io.BufferedReader):
    """The same, buffered and watched."""

    def __init__(self, pdf: Held, size: int, watch: Watch, held: Callable[[int], None]) -> None:
        super().__init__(_Window(pdf, size))
        self._watch, self._count = watch, held

    def read(self, size: int | None = -1, /) -> bytes:
        """See the base class.

        Raises:
            DocumentTooLarge: more than any value of a PDF that is read here may have.
        """
        self._watch.look()
        if size is None or not 0 <= size <= _MAX_READ:
            self._watch.end(Flaw.VALUE_TOO_LONG)
        found = super().read(size)
        self._count(len(found))
        return found


class BoundedReader(StandingReader):
    """A reader that ends with DocumentTooLarge where it would take too much."""

    most_entries = _MAX_ENTRIES

    def __init__(self, pdf: Held, size: int, watch: Watch, *, copied: bool) -> None:
        """Open a revision.

        Args:
            pdf: the whole file.
            size: bytes of the revision.
            watch: of the file.
            copied: read a copy, which is quicker.
        """
        self.size = size
        self._watch = watch
        self._held = 0
        self._packed: dict[int, int] = {}
        stream = (
            _Bytes(pdf.cut(0, size), watch, self._hold)
            if copied
            else _Buffered(pdf, size, watch, self._hold)
        )
        with bounds():
            # A catalog that has to be looked for is not the one that was signed.
            super().__init__(stream, strict=False, root_object_recovery_limit=0)

    def get_object(self, indirect_reference: Any) -> Any:  # noqa: ANN401 - as the library's
        """See the base class; numbers of nothing are asked for too."""
        self._watch.look()
        return super().get_object(indirect_reference)

    def let_go(self, number: int, value: Any) -> None:  # noqa: ANN401 - a PDF object of any kind
        """Forget a large stream: all pictures together are as large as the file."""
        size = len(getattr(value, "_data", b""))
        if size >= _VALUE and self.resolved_objects.pop((0, number), None) is not None:
            self._hold(-size)

    def leave(self) -> None:
        """Count nothing of it any more: nobody has this revision."""
        self._watch.hold(-self._held)
        self._held = 0

    def _hold(self, size: int) -> None:
        if abs(size) >= _VALUE:
            self._held += size
            self._watch.hold(size)

    def _get_object_from_stream(self, indirect_reference: Any) -> Any:  # noqa: ANN401
        number = self.xref_objStm[indirect_reference.idnum][0]
        if number not in self._packed:
            stream = self.get_object(number)
            self._packed[number] = len(stream.get_data()) if hasattr(stream, "get_data") else 0
            if sum(self._packed.values()) > _MAX_PACKED:
                self._watch.end(Flaw.UNPACKS_TOO_MUCH)
        return super()._get_object_from_stream(indirect_reference)

    def _read_standard_xref_table(self, stream: Any) -> None:  # noqa: ANN401
        super()._read_standard_xref_table(stream)
        self._require_few()

    def _read_pdf15_xref_stream(self, stream: Any) -> Any:  # noqa: ANN401
        found = super()._read_pdf15_xref_stream(stream)
        self._require_few()
        return found

    def _require_few(self) -> None:
        entries = len(self.xref_objStm) + sum(map(len, self.xref.values()))
        if entries > _MAX_ENTRIES:
            self._watch.end(Flaw.OBJECT_COUNT, entries)
