"""One program at a time on a profile.

The lock belongs to the open file, so it ends with the process however that ends; a lock file
that is left behind means nothing. The number written inside is for the message only.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from sync.errors import ProfileInUse, StoreFull

_NUMBER_BYTES = 32


class ProfileLock:
    """Holds ``lock`` in a profile's directory until :meth:`release`."""

    def __init__(self, directory: Path) -> None:
        """Take the lock without waiting.

        Args:
            directory: the profile; it must exist.

        Raises:
            ProfileInUse: another program holds it; its number where it could be read.
            StoreFull: the lock file cannot be written.
        """
        try:
            self._file = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreFull(str(error.strerror)) from error
        if not _take(self._file):
            number = os.read(self._file, _NUMBER_BYTES).strip()
            os.close(self._file)
            raise ProfileInUse(int(number) if number.isdigit() else None)
        self._held = True
        # A full disk takes the number away from the message, not the lock from the program.
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, 0)
            os.write(self._file, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Give the profile back; a second call does nothing."""
        if self._held:
            self._held = False
            # The file stays: removing it would let two programs lock two different files.
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, 0)
            os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    # Locks on Windows are mandatory, so the locked byte lies behind the number.
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
