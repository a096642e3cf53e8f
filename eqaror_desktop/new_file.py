"""Files for people and other programs: under their name there is the whole of them or nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from eqaror_desktop.errors import OutputRefused


def require_new(target: Path, *, force: bool) -> None:
    """Do nothing where a person may have a file written.

    Args:
        target: its path.
        force: a plain file that is there may be written over.

    Raises:
        OutputRefused: something else is there, or it is not to be.
    """
    if target.exists() and not (force and target.is_file()):
        raise OutputRefused(str(target), "exists" if target.is_file() else "special")


def part_of(target: Path) -> Path:
    """Return where a file is written before it has its name, which may be as long as names are."""
    short = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]
    return target.with_name(f".{short}.{os.getpid()}")


def write_new(target: Path, content: Iterable[bytes], mode: int) -> None:
    """Write a file so that under its name there is the whole of it or nothing new.

    Args:
        target: its path.
        content: its bytes, part by part.
        mode: of the new file, less the process's umask.

    Raises:
        OSError: it could not be written; what was there stays.
    """
    part = part_of(target)
    # The process's umask takes away from the mode; a stranger's file or link is not followed.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with open(os.open(part, flags, mode), "wb") as stream:  # noqa: PTH123 - a descriptor
            stream.writelines(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.filename is None or str(error.filename) == str(part):
            # Nobody chose that name, and a full disk names none.
            error.filename, error.filename2 = str(target), None
        raise
