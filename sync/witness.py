"""What this computer knows of a profile outside of it: that it was there, and how far it was.

A share or a stick that is away leaves an empty place, and a backup put back leaves an older state;
neither can be told from inside the profile. So a small file elsewhere, one for each place a
profile was used at, has its random name, the number of its last turn and the keys of outbox
entries that were taken back. A turn is counted at every opening and closing, first in the
database and flushed, then here: only what was put back or lost is behind this file. No secret and
no name is in it, and the place is in it as a digest. A file that is gone, or cannot be written,
says nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from pathlib import Path

import msgspec

from sync.errors import ProfileAway

_SIGNS = ("profile.json", "profile.json-2", "store.db", "store.keys", "store.check")
"""Any of these says that a profile is here."""
_MOST = 1000
"""Keys taken back that are remembered, the newest."""


class _Known(msgspec.Struct, frozen=True):
    profile: str
    turn: int = 0
    taken: tuple[str, ...] = ()


class Witness:
    """Knows one place; safe to use from several threads."""

    def __init__(self, directory: Path, place: Path) -> None:
        """Name the witness of a place.

        Args:
            directory: where this computer keeps what it knows, outside of every profile.
            place: the profile's directory, absolute.
        """
        # Links are left: where a stick is mounted may change under the same name.
        written = os.path.normpath(os.fsencode(place))
        digest = hashlib.sha256(written).hexdigest()[:32]
        self._place = place
        self._file = directory / f"{digest}.json"
        self._profile = ""
        self._lock = threading.Lock()

    def require(self) -> None:
        """Do nothing where a profile is, or none was known.

        Raises:
            ProfileAway: there was one, and nothing of it is there.
        """
        if self._read() is not None and not any((self._place / name).exists() for name in _SIGNS):
            raise ProfileAway(str(self._place))

    def meet(self, profile: str) -> tuple[int, frozenset[str]]:
        """Return the last turn and the keys taken back that are known of this profile.

        Args:
            profile: its random name; another one at this place is another profile.
        """
        self._profile = profile
        known = self._read()
        if known is None or known.profile != profile:
            return 0, frozenset()
        return known.turn, frozenset(known.taken)

    def turned(self, turn: int) -> None:
        """Keep the number of a turn that the database has on disk."""
        with self._lock:
            self._write(turn, self._known().taken)

    def taken_back(self, key: str) -> None:
        """Remember that an outbox entry was taken back."""
        with self._lock:
            known = self._known()
            self._write(known.turn, (*known.taken, key)[-_MOST:])

    def brought_in(self, key: str) -> None:
        """Forget that; the entry is here again."""
        with self._lock:
            known = self._known()
            if key in known.taken:
                self._write(known.turn, tuple(item for item in known.taken if item != key))

    def forget(self) -> None:
        """Know nothing of this place any more: a new profile may be made here."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _known(self) -> _Known:
        known = self._read()
        same = known is not None and known.profile == self._profile
        return known if known is not None and same else _Known(self._profile)

    def _read(self) -> _Known | None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(self._file.read_bytes(), type=_Known)
        return None

    def _write(self, turn: int, taken: tuple[str, ...]) -> None:
        # Not flushed: one that is behind says nothing wrong.
        new = self._file.with_name(f".{self._file.name}-{os.getpid()}")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.write_bytes(msgspec.json.encode(_Known(self._profile, turn, taken)))
            new.replace(self._file)
