"""Verify files of this computer: opened without waiting, read as long as somebody wants it.

What is in them :mod:`signing.verify_any` says, which the registry's public page asks too.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from signing.certificate import utc_now
from signing.detail import Detail, said, why_failed
from signing.file_names import SIGNATURES
from signing.flaws import Flaw
from signing.foreign.contents import Content
from signing.report import Reason, Report, Verdict
from signing.reporting.outline import Verified
from signing.trust import TrustAnchors
from signing.verify_any import open_question, verify_stream
from sync.cancel import NEVER, Cancelled, CancelToken

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 1 << 20
_AT_ONCE = 256 << 20
"""Bytes of a file whose digest takes a second or two."""


class _Stoppable(io.FileIO):
    """A file whose reading ends in the middle once nobody wants it any more."""

    def __init__(self, path: Path, cancel: CancelToken) -> None:
        super().__init__(path, opener=_without_waiting)
        self._cancel = cancel

    def readinto(self, buffer: WriteableBuffer) -> int:
        if self._cancel.is_set():
            raise Cancelled
        count = super().readinto(buffer)
        if count is None:
            # Something of the kernel's that looks like a file and has nothing to say now.
            raise _Unreadable(said(Flaw.SPECIAL))
        return count


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


class _File(io.BufferedReader):
    """The same, buffered; several threads read large members of it side by side."""

    def __init__(self, path: Path, cancel: CancelToken) -> None:
        super().__init__(_Stoppable(path, cancel))
        self._cancel = cancel

    def read_at(self, offset: int, size: int, /) -> bytes:
        """See :class:`signing.container.source.SideBySide`."""
        if self._cancel.is_set():
            raise Cancelled
        return os.pread(self.fileno(), size, offset)


class _Unreadable(Exception):
    """The file was not read; ``detail`` says why."""

    def __init__(self, detail: Detail) -> None:
        super().__init__(detail)
        self.detail = detail


class Files:
    """Files to verify and the files that detached signatures among them may cover."""

    def __init__(self, contents: Sequence[Path] = (), signatures: int = 1) -> None:
        """Begin.

        Args:
            contents: what detached signatures may cover, in any order: which covers which their
                digests tell.
            signatures: how many files are going to be verified. With fewer contents than that, a
                signature whose content is not among them may be a whole one of another content.
        """
        self.contents = tuple(_content(path) for path in dict.fromkeys(contents))
        few = 0 < len(self.contents) < signatures
        self.missing = "SIGNED_DATA_NOT_FOUND" if few else "HASH_FAILURE"

    @property
    def unused(self) -> tuple[str, ...]:
        """The contents that no intact signature was found to cover, by name."""
        return tuple(item.name for item in self.contents if not item.used)


def neighbour(path: Path) -> Path | None:
    """Return the file that a signature is of by its name, ``act.pdf`` of ``act.pdf.p7s``."""
    if path.suffix.lower().removeprefix(".") not in SIGNATURES:
        return None
    named = path.with_suffix("")
    return named if named.is_file() else None


def verify_file(
    path: Path,
    anchors: TrustAnchors,
    *,
    content: Path | None = None,
    files: Files | None = None,
    at: datetime | None = None,
    cancel: CancelToken = NEVER,
) -> Report:
    """Verify one file by what it is; its name must be of that, too.

    A file that cannot be read is indeterminate (``UNREADABLE``), and so is one that holds no
    signature (``SIGNED_DATA_NOT_FOUND``) or one of a kind that is not read here
    (``NOT_SUPPORTED``): nothing is known to be broken there.

    Args:
        path: the file.
        anchors: what is trusted.
        content: what a detached signature covers, if there is one file only.
        files: the same for several.
        at: for when it is judged; now, if not given.
        cancel: ends the reading of a large file in the middle.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    try:
        files = files or Files((content,) if content else ())
        return _verify(path, anchors, files, at, cancel)
    except (_Unreadable, OSError, ValueError, MemoryError) as error:
        return open_question("UNREADABLE", why_unread(error))


def verified(
    path: Path,
    anchors: TrustAnchors,
    *,
    files: Files | None = None,
    at: datetime | None = None,
    cancel: CancelToken = NEVER,
    program: str = "",
) -> Verified:
    """Verify one file, and tell its digest, so that a report can be matched with it later.

    A large one in which no signature was looked at has none: taking it might take minutes.

    Args:
        path: the file.
        anchors: what is trusted.
        files: what detached signatures may cover.
        at: for when it is judged; now, if not given.
        cancel: ends it in the middle.
        program: what the report names as its maker.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    now = at or utc_now()
    before = _state(path)
    report = verify_file(path, anchors, files=files, at=now, cancel=cancel)
    # Nobody waits for the digest of a film: what is in it is said at once.
    wanted = bool(report.signatures) or (bool(before) and before[1] <= _AT_ONCE)
    digest = _digest(path, cancel) if wanted else ""
    if _state(path) != before:
        # One that is being written is not the file whose digest was taken.
        digest = ""
    return Verified(path.name, report, now, anchors, digest, program, path=str(path.absolute()))


def _state(path: Path) -> tuple[int, ...]:
    try:
        known = path.stat()
    except (OSError, ValueError):
        return ()
    return known.st_ino, known.st_size, known.st_mtime_ns


def _digest(path: Path, cancel: CancelToken) -> str:
    """Return a file's SHA-256; empty if it is no plain file that can be read."""
    digest = hashlib.sha256()
    try:
        with _plain_file(path, cancel) as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
    except (_Unreadable, OSError, ValueError):
        # The verification says why it cannot be read. ValueError: a name that no file can have.
        return ""
    return digest.hexdigest()


def why_unread(error: Exception) -> Detail:
    """Return why a file was not read, for an error of opening or reading it."""
    match error:
        case _Unreadable():
            return error.detail
        case MemoryError():
            return said(Flaw.MEMORY)
        case OSError():
            return why_failed(error)
    # ValueError: a name that no file can have, with a NUL in it.
    return said(Flaw.ABSENT)


def _verify(
    path: Path, anchors: TrustAnchors, files: Files, at: datetime | None, cancel: CancelToken
) -> Report:
    with _plain_file(path, cancel) as stream:
        report = verify_stream(
            stream,
            anchors,
            contents=files.contents,
            missing=files.missing,
            at=at,
            name=path.name,
        )
        named = neighbour(path)
        told = {item.code for item in report.reasons} & {"CONTENT_UNUSED", "SIGNED_DATA_NOT_FOUND"}
        if named is None or told or not report.signatures or report.verdict is Verdict.INVALID:
            return report
        found = [item.name for item in report.contents]
        given = str(named) in [item.name for item in files.contents]
        # Whoever gave another content than that knows which one it is.
        if str(named) in found or (found and not given):
            return report
        stream.seek(0)
        if verify_stream(stream, anchors, contents=(_content(named),), at=at).contents:
            return report
    # By their names everybody takes the one for the other's signature.
    unused = Reason("CONTENT_UNUSED", Detail(named.name), failed=False)
    return replace(report, verdict=Verdict.INDETERMINATE, reasons=(*report.reasons, unused))


def _content(path: Path) -> Content:
    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        try:
            with _plain_file(path) as stream:
                yield stream
        except (_Unreadable, OSError, ValueError) as error:
            raise _Unreadable(Detail(str(path), *why_unread(error).parts)) from error

    return Content.from_file(str(path), opened)


@contextmanager
def _plain_file(path: Path, cancel: CancelToken = NEVER) -> Iterator[BinaryIO]:
    # Asked before it is opened, because a device may do anything, and of what was opened: a name
    # may lead elsewhere a moment later.
    _require_plain(path.stat())
    with _File(path, cancel) as stream:
        _require_plain(os.fstat(stream.fileno()))
        yield stream


def _require_plain(known: os.stat_result) -> None:
    if stat.S_ISDIR(known.st_mode):
        raise _Unreadable(said(Flaw.DIRECTORY))
    if not stat.S_ISREG(known.st_mode):
        raise _Unreadable(said(Flaw.SPECIAL))
