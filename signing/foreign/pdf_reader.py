"""The library's reader, held to an end: what a stranger's file may cost in time and memory.

The library bounds depths, numbers and single streams. What it does not bound is how often: bytes
that are read one at a time, a thousand streams of objects that unpack to megabytes each, a search
through a billion numbers for a catalog that is not there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader, apply_configuration

from signing.errors import DocumentTooLarge

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SECONDS = 8.0
"""Of processor time, for all that is read of a file. Only what was made to take so long meets it:
before that no other signature is begun (:class:`signing.foreign.patience.Patience`)."""
_MAX_PACKED = 16 << 20
"""Bytes of unpacked object streams of one revision; some two hundred thousand objects."""
_MAX_STREAM = 32 << 20
"""Bytes of any one stream, unpacked."""
_MAX_ENTRIES = 400_000
"""Entries of the cross-reference tables of one revision."""
_OFTEN = 256


class Watch:
    """Ends all reading of one file."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._ends = thread_time() + seconds
        self._count = 0

    def look(self) -> None:
        """Count a step; now and then look at the clock.

        Raises:
            DocumentTooLarge: the time is over.
        """
        self._count += 1
        if not self._count % _OFTEN and thread_time() >= self._ends:
            raise DocumentTooLarge("a PDF that takes too long to be read")


class _Bytes(io.BytesIO):
    """A revision of its own in memory; reading it is watched."""

    def __init__(self, data: bytes, watch: Watch) -> None:
        super().__init__(data)
        self._watch = watch

    def read(self, size: int | None = -1, /) -> bytes:
        """See the base class."""
        self._watch.look()
        return super().read(size)


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


class _Buffered(io.BufferedReader):
    """The same, buffered and watched."""

    def __init__(self, pdf: bytes, size: int, watch: Watch) -> None:
        super().__init__(_Window(pdf, size))
        self._watch = watch

    def read(self, size: int | None = -1, /) -> bytes:
        """See the base class."""
        self._watch.look()
        return super().read(size)


class BoundedReader(PdfReader):
    """A reader that ends with DocumentTooLarge where it would take too much."""

    def __init__(self, pdf: bytes, size: int, watch: Watch, *, copied: bool) -> None:
        """Open a revision.

        Args:
            pdf: the whole file.
            size: bytes of the revision.
            watch: of the file.
            copied: read a copy, which is quicker.
        """
        self._watch = watch
        self._packed: dict[int, int] = {}
        stream = _Bytes(pdf[:size], watch) if copied else _Buffered(pdf, size, watch)
        with bounds():
            # A catalog that has to be looked for is not the one that was signed.
            super().__init__(stream, strict=False, root_object_recovery_limit=0)

    def get_object(self, indirect_reference: Any) -> Any:  # noqa: ANN401 - as the library's
        """See the base class; numbers of nothing are asked for too."""
        self._watch.look()
        return super().get_object(indirect_reference)

    def _get_object_from_stream(self, indirect_reference: Any) -> Any:  # noqa: ANN401
        number = self.xref_objStm[indirect_reference.idnum][0]
        if number not in self._packed:
            stream = self.get_object(number)
            self._packed[number] = len(stream.get_data()) if hasattr(stream, "get_data") else 0
            if sum(self._packed.values()) > _MAX_PACKED:
                raise DocumentTooLarge("a PDF whose objects unpack to too much")
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
            raise DocumentTooLarge(f"{entries} objects in a PDF")


@contextmanager
def bounds() -> Iterator[None]:
    """Let no stream unpack to more than is looked at, for all that is read within."""
    with apply_configuration(
        zlib_maximum_output_length=_MAX_STREAM,
        lzw_maximum_output_length=_MAX_STREAM,
        run_length_maximum_output_length=_MAX_STREAM,
        brotli_maximum_output_length=_MAX_STREAM,
        array_based_stream_maximum_output_length=_MAX_STREAM,
        stream_decoding_work_maximum_length=2 * _MAX_STREAM,
        jbig2dec_binary=None,
    ):
        yield
