"""What a profile holds is its own: no link leads out of it, and what should be a file is one.

A profile may come on a stick or a share, prepared by somebody else: a link in it would let the
program read, write or clear up in any place of whoever opens it, and a pipe would be waited for.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sync.errors import NotPlainFile
from sync.store.disk import room

_FILES = re.compile(
    r"\.?(lock|profile\.json|keyring\.json|store\.|log\.head|trust\.json|helpers\.pem).*",
    re.DOTALL,
)
"""Names the program gives its files, and those that are not whole yet."""

_DIRECTORIES = frozenset({"files", "packages", "outbox"})


def require_own(directory: Path) -> None:
    """Do nothing where all that a program would open or clear up is a profile's own.

    Args:
        directory: the profile; what else somebody keeps in it is left alone, and not looked at.

    Raises:
        NotPlainFile: the name of the first thing that is something else.
        StoreReadOnly, StoreGone: it cannot be looked at.
    """
    with room():
        for entry in _entries(directory):
            if entry.name in _DIRECTORIES:
                sound = entry.is_dir(follow_symlinks=False)
            else:
                sound = not _FILES.match(entry.name) or entry.is_file(follow_symlinks=False)
            if not sound:
                raise NotPlainFile(entry.name)
        for name in sorted(_DIRECTORIES):
            for entry in _entries(directory / name):
                known = (entry.is_file, entry.is_dir)
                if not any(look(follow_symlinks=False) for look in known):
                    raise NotPlainFile(f"{name}/{entry.name}")


def open_own(path: Path, flags: int) -> int:
    """Open one file of a profile, whatever somebody made of it since it was looked at.

    Raises:
        OSError: it is a link, or cannot be opened.
    """
    return os.open(path, flags | _NEITHER_LINK_NOR_PIPE, 0o600)


_NEITHER_LINK_NOR_PIPE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as found:
            return list(found)
    except FileNotFoundError:
        return []
