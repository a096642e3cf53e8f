"""One program at a time on a profile, on this computer and on others that see the same disk.

The lock belongs to the open file, so it ends with the process however that ends. On a share that
keeps no locks between computers the file itself tells: it names its holder, and as long as that
one runs it is touched every minute. What another computer left is taken over once it has not
been touched for five minutes, by the share's own clock. A time of the future says nothing about
that: then the first program that is turned away notes what it saw, and one that comes five minutes
later and sees the same takes over.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from sync.errors import ProfileInUse
from sync.plain import open_own, require_own
from sync.store.disk import room

_LONGEST = 300
_BEAT_SECONDS = 60.0
_STALE_SECONDS = 300.0
_SEEN = "lock.seen"
"""Its own time says since when a lock with a time of the future looks as is written in it."""


class ProfileLock:
    """Holds ``lock`` in a profile's directory until :meth:`release`."""

    def __init__(self, directory: Path, host: str | None = None) -> None:
        """Take the lock without waiting.

        Args:
            directory: the profile; it must exist.
            host: this computer's name; as the system says by default.

        Raises:
            ProfileInUse: another program holds it; its number and computer where known.
            NotPlainFile: something of the profile leads out of it.
            StoreFull, StoreReadOnly, StoreGone: the lock file cannot be written.
        """
        self._host = (host or platform.node() or "?").replace(" ", "-")[:64]
        require_own(directory)
        with room():
            self._file = open_own(directory / "lock", os.O_RDWR | os.O_CREAT)
        try:
            self._require_free(directory)
        except BaseException:
            os.close(self._file)
            raise
        self._held = True
        # A full disk takes the name away from the message, not the lock from the program.
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, 0)
        self._touch()
        self._ended = threading.Event()
        self._beat = threading.Thread(target=self._beats, name="profile-lock", daemon=True)
        self._beat.start()

    def release(self) -> None:
        """Give the profile back; a second call does nothing."""
        if self._held:
            self._held = False
            self._ended.set()
            self._beat.join()
            # The file stays: removing it would let two programs lock two different files.
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, 0)
            os.close(self._file)

    def _require_free(self, directory: Path) -> None:
        process, there = _holder(os.read(self._file, _LONGEST))
        elsewhere = there if there != self._host else ""
        if not _take(self._file):
            raise ProfileInUse(process, elsewhere)
        if elsewhere and _age(self._file, directory) < _STALE_SECONDS:
            raise ProfileInUse(process, elsewhere)

    def _beats(self) -> None:
        while not self._ended.wait(_BEAT_SECONDS):
            self._touch()

    def _touch(self) -> None:
        with contextlib.suppress(OSError):
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, f"{os.getpid()} {self._host}\n".encode())


@contextlib.contextmanager
def quiet(directory: Path) -> Iterator[None]:
    """Keep every program away from a profile, without writing to it; for this block only.

    Raises:
        ProfileInUse: another program holds it.
        NotPlainFile: something of the profile leads out of it.
        OSError: its lock cannot be read.
    """
    require_own(directory)
    try:
        file = open_own(directory / "lock", os.O_RDONLY)
    except FileNotFoundError:
        yield
        return
    try:
        if not _take(file):
            raise ProfileInUse(*_holder(os.read(file, _LONGEST)))
        yield
    finally:
        os.close(file)


def _holder(content: bytes) -> tuple[int | None, str]:
    number, _, host = content.decode("utf-8", "replace").strip().partition(" ")
    return (int(number) if number.isdecimal() else None), host


def _age(file: int, directory: Path) -> float:
    """Return for how many seconds nobody touched the file, all times by the disk's own clock."""
    touched = os.fstat(file)
    seen = directory / _SEEN
    with room(), tempfile.NamedTemporaryFile(prefix=".lock-", dir=directory) as probe:
        probe.write(b"0")
        probe.flush()
        now = os.fstat(probe.fileno()).st_mtime
        if now >= touched.st_mtime:
            seen.unlink(missing_ok=True)
            return now - touched.st_mtime
        looks = str(touched.st_mtime_ns).encode()
        with contextlib.suppress(FileNotFoundError):
            since = seen.stat().st_mtime
            if seen.read_bytes() == looks and since <= now:
                return now - since
        seen.unlink(missing_ok=True)
        seen.write_bytes(looks)
        return 0.0


if sys.platform == "win32":
    import msvcrt

    # Locks on Windows are mandatory, so the locked byte lies behind the name.
    _LOCKED_BYTE = 1 << 20

    def _take(file: int) -> bool:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
