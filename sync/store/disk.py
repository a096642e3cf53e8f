"""What an error of the operating system says about the place of the store: one table for all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sync.errors import StoreDamaged, StoreError, StoreFull, StoreGone, StoreReadOnly

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNKNOWN = {errno.EINVAL, errno.ENOTSUP}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
# A path that is not there any more, or a share whose other end does not answer.
_AWAY = {
    *(errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ETIMEDOUT),
    *(getattr(errno, name, -1) for name in ("ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "EREMOTEIO")),
}


def named(error: OSError) -> StoreError:
    """Return this room's error for one of the operating system's."""
    text = str(error.strerror)
    if error.errno in _FULL:
        return StoreFull(text)
    if error.errno in _CLOSED:
        return StoreReadOnly(text)
    if error.errno in _AWAY:
        return StoreGone(text)
    return StoreDamaged(text)


@contextlib.contextmanager
def room() -> Iterator[None]:
    """Tell a disk that is full from one that is read-only, away or broken."""
    try:
        yield
    except OSError as error:
        raise named(error) from error


def fault_of(place: Path, code: int) -> StoreError | None:
    """Say what is wrong with a place where a library could not read or write.

    Args:
        place: the file.
        code: the operating system's last error number, 0 if it is not known.

    Returns:
        The error, or None if nothing is wrong with the place itself.
    """
    try:
        place.stat()
        if os.name != "nt":
            facts = os.statvfs(place)
            if facts.f_flag & os.ST_RDONLY:
                return StoreReadOnly(os.strerror(errno.EROFS))
            if not facts.f_bavail:
                return StoreFull(os.strerror(errno.ENOSPC))
    except OSError as error:
        return named(error)
    return named(OSError(code, os.strerror(code))) if code else None


LEAST_FREE = 8 << 20
"""Bytes that what is signed may need beside its documents: database, journal, panels."""


def room_to_sign(documents: int = 0) -> int:
    """Return how many bytes must be free to sign: the files as they come, and once more packed.

    Args:
        documents: bytes of the text and its annexes; 0 where a signature carries none.
    """
    return LEAST_FREE + 2 * documents


def require_free(directory: Path, documents: int = 0) -> None:
    """Do nothing where there is room for one more signature, before it costs a PIN.

    Args:
        directory: of the profile.
        documents: bytes of what will be signed; see :func:`room_to_sign`.

    Raises:
        StoreFull: there is less.
        StoreError: the place is away.
    """
    with room():
        free = shutil.disk_usage(directory).free
    if free < room_to_sign(documents):
        raise StoreFull(f"{free} bytes free, {room_to_sign(documents)} needed")


class Home:
    """The directory a store is in, known again: what is mounted there can go away.

    A share that vanished leaves its bare mount point, which would take what is written and lose
    it, or show it to whoever looks below the share.
    """

    def __init__(self, directory: Path) -> None:
        """Remember the directory as it is now; one that is not there yet may become any."""
        self._directory = directory
        self._identity = self._found()

    def require(self) -> None:
        """Do nothing as long as the directory is the one it was.

        Raises:
            StoreGone: it is away, or another is in its place.
        """
        if self._identity is not None and self._found() != self._identity:
            raise StoreGone(f"{self._directory.name} is away")

    def _found(self) -> tuple[int, int] | None:
        try:
            facts = self._directory.stat()
        except OSError:
            return None
        return facts.st_dev, facts.st_ino


def make_directory(directory: Path) -> None:
    """Make a directory, and those above it that are missing, so that it outlives a power cut.

    What is flushed in a directory is lost with it where its own name is not on the disk yet.
    """
    if directory.is_dir():
        return
    make_directory(directory.parent)
    directory.mkdir(mode=0o700, exist_ok=True)
    try:
        flush_directory(directory.parent)
    except OSError:
        # Who comes next must not take it for one that is on the disk.
        with contextlib.suppress(OSError):
            directory.rmdir()
        raise


def flush_directory(directory: Path) -> None:
    """Make a rename in ``directory`` durable, where the system knows such a thing."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems of sticks and shares flush files only.
        if error.errno not in _UNKNOWN:
            raise
    finally:
        os.close(handle)
