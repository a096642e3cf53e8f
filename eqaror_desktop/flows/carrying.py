"""Outbox entries that travel: written to a file at one station, brought in at another.

The file is :mod:`sync.carried`'s. Both stations may send; the registry answers both once, because
both use the entry's own key. What is brought in is verified as a stranger's package is.
"""

from __future__ import annotations

import io
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from eqaror_desktop.errors import AlreadySigned
from eqaror_desktop.flows.pending import require_none_waits
from eqaror_desktop.new_file import part_of
from signing.identity import TRUST_CODES, about_stamp
from signing.report import Report
from signing.trust import TrustAnchors
from signing.verify import verify_package
from sync import carried
from sync.carried import Carried
from sync.entries import PACKAGE_DAMAGED, OutboxEntry, OutboxKind, OutboxState, Reason
from sync.errors import EntryFileRefused, FileTampered
from sync.station import Store
from sync.store.disk import flush_directory
from sync.wire import Me

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODE = 0o600
"""What it holds may be restricted; nobody else on this computer reads it."""


@dataclass(frozen=True)
class BroughtIn:
    """What a file led to; ``new`` is False if its entry was here already."""

    entry: OutboxEntry
    new: bool


def write_entry(store: Store, key: str, target: Path) -> OutboxEntry:
    """Write an entry to a file for another station; it is tried from here as well.

    The note that it left is on disk before the file has its name, so that nothing is taken back
    here that somebody else may send.

    Args:
        store: this station's.
        key: the entry's.
        target: the file; one that is there is replaced.

    Raises:
        AlreadySent: it is on its way at this moment, or settled.
        NotFound, StoreDamaged: the entry or its package.
        StoreFull: the store.
        OSError: the file cannot be written.
    """
    entry = store.outbox.entry(key)
    if entry.awaits_time_stamp:
        entry = store.outbox.close_package(key)
    store.outbox.require_open(key)
    with _replacing(target) as file:
        file.write(carried.head_of(entry))
        if entry.package is not None:
            # By its name: it may get its time-stamp, and with it another, while this is written.
            with store.packages.open(entry.package) as package:
                for piece in carried.pieces(package):
                    file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        return store.outbox.note_export(key)


def bring_in(store: Store, path: Path, me: Me, anchors: TrustAnchors, now: datetime) -> BroughtIn:
    """Take in another station's entry from a file, to be sent in the session of ``me``.

    A signed package may be brought by a colleague of its signer, because it proves who signed.
    Everything else is worth only as much as the session it comes from: its author brings it.

    Args:
        store: this station's.
        path: the file.
        me: who signed in here.
        anchors: what this station trusts.
        now: the clock.

    Raises:
        EntryFileRefused: with the reason; nothing was written.
        AlreadySigned: this version was signed here as well, and is not refused.
        AnotherWaits: what its person did with this version here cannot count beside it.
        StoreFull: nothing was written.
        OSError: the file cannot be read.
    """
    with _plain_file(path) as file:
        said = carried.read_head(file)
        carried.require_whole(file, said)
        if said.kind is OutboxKind.PACKAGE:
            _require_good(file, said, me, anchors, now)
        elif said.person != me.person.pinfl:
            raise EntryFileRefused("person")
        here = store.outbox.entries(draft=said.draft)
        known = {entry.key for entry in here if entry.code != Reason.LEFT_TO_ANOTHER}
        if said.key not in known:
            _require_only(store, said)
            require_none_waits(store, said.draft, said.version_digest, said.person)
        try:
            entry = store.outbox.take_in(said, carried.pieces(file), me.person.pinfl)
        except FileTampered as error:
            # It was another one a moment ago.
            raise EntryFileRefused("damaged") from error
    return BroughtIn(entry, entry.key not in known)


@contextmanager
def _plain_file(path: Path) -> Iterator[BinaryIO]:
    """Open what is a file; a pipe or a device of that name could be waited for without end."""
    with open(path, "rb", opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise EntryFileRefused("stranger")
        yield file


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _require_good(
    file: BinaryIO, said: Carried, me: Me, anchors: TrustAnchors, now: datetime
) -> None:
    """Let in only a package that is what the file says, and that ``me`` may bring."""
    begins = file.tell()
    with _rest(file, begins, said.size) as package:
        report = verify_package(package, anchors, at=now, as_registry=True)
    file.seek(begins)
    if report.decision is None or not _may_be_taken(report):
        raise EntryFileRefused("package")
    version, signer = report.decision.version, report.decision.signer
    if (version.draft, version.digest, signer.pinfl) != (
        said.draft,
        said.version_digest,
        said.person,
    ):
        raise EntryFileRefused("package")
    if me.person.pinfl != said.person and me.organisation.stir != signer.stir:
        raise EntryFileRefused("person")


def _may_be_taken(report: Report) -> bool:
    """Whether nothing speaks against a package but what this station cannot know.

    That is whether a certificate was revoked, and what became of those of the trail's answers,
    which the registry judged when they came. Whoever carries a package can make one himself, or
    add to it what leaves it open; here it would stand for what somebody signed.
    """
    answers = [item for item in report.signatures if item.scope.startswith("entry-")]
    judged = {
        reason
        for item in answers
        for reason in item.reasons
        if not reason.failed and reason.code in TRUST_CODES
    }
    own = {item for one in report.signatures if one not in answers for item in one.reasons}
    left = [
        item
        for item in report.reasons
        if item.code != "TRY_LATER" and item != about_stamp("TRY_LATER")
    ]
    # Who is not known here vouches for nothing either.
    unknown = any(item.code == "NO_CERTIFICATE_CHAIN_FOUND" for item in judged - own)
    return all(
        item in judged - own or (unknown and item.code == "UNSIGNED_BESIDE") for item in left
    )


def _require_only(store: Store, said: Carried) -> None:
    for entry in store.outbox.entries(draft=said.draft):
        alive = entry.state is not OutboxState.REFUSED and entry.code != PACKAGE_DAMAGED
        same = (entry.kind, entry.version_digest) == (said.kind, said.version_digest)
        if said.kind is OutboxKind.PACKAGE and same and alive:
            raise AlreadySigned(said.draft)


class _Part(io.RawIOBase):
    """The part of a file from ``begins`` on, as a file of its own."""

    def __init__(self, file: BinaryIO, begins: int, size: int) -> None:
        super().__init__()
        self._file, self._begins, self._size, self._at = file, begins, size, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a byte of the part."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Return where it is."""
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; all that is left for a negative ``size``."""
        left = max(0, self._size - self._at)
        self._file.seek(self._begins + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what it is called with
        """Fill ``buffer`` as far as there is something."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _rest(file: BinaryIO, begins: int, size: int) -> Iterator[BinaryIO]:
    yield cast("BinaryIO", _Part(file, begins, size))


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """Write a file of which there is under its name the whole or nothing new."""
    part = part_of(target)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(part, flags, _MODE), "wb") as stream:  # noqa: PTH123 - a descriptor
            yield stream
        part.replace(target)
        # Whoever is told that it is there may pull the stick.
        flush_directory(target.parent)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in {None, str(part)}:
            error.filename, error.filename2 = str(target), None
        raise
