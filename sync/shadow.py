"""A copy of a store's database beside it, for reading where the disk takes nothing any more.

SQLite cannot open a database in WAL mode without writing, and a person must get at what they did
just then: so the database, its log and the lists of keys are copied to another place, opened
there, and removed after. All of them are encrypted; the keyring's key is not among them.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sync.errors import StoreFull
from sync.lock import quiet
from sync.store.disk import room

_COPIED = ("store.*", "log.head")


@contextlib.contextmanager
def shadow(directory: Path) -> Iterator[Path]:
    """Give a directory with a copy of what opening a store writes to; it is removed at the end.

    Args:
        directory: the profile; nothing in it is changed.

    Raises:
        ProfileInUse: another program has it open.
        StoreFull, StoreReadOnly: there is no other place with room either.
        StoreGone: the profile cannot be read.
    """
    place = _copied(directory)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _copied(directory: Path) -> Path:
    # Linux keeps a place in memory, for where the temporary directory is on the full disk too.
    places = [None, "/dev/shm"] if sys.platform == "linux" else [None]  # noqa: S108 - mkdtemp
    for last in places:
        try:
            with room(), quiet(directory):
                place = Path(tempfile.mkdtemp(prefix="eqaror-", dir=last))
                try:
                    for pattern in _COPIED:
                        for path in directory.glob(pattern):
                            # The shared memory of the log belongs to whoever has it open.
                            if path.is_file() and not path.name.endswith("-shm"):
                                shutil.copyfile(path, place / path.name)
                except BaseException:
                    shutil.rmtree(place, ignore_errors=True)
                    raise
                return place
        except StoreFull:
            if last is places[-1]:
                raise
    raise AssertionError
