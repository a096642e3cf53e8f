"""Outbox entries that travel: written to a file at one station, brought in at another.

The file is :mod:`sync.carried`'s. Both stations may send: the registry knows what was signed, by
whom, and answers both. What is brought in: :mod:`eqaror_desktop.flows.carried_checks`.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from eqaror_desktop.flows.carried_checks import require_signed
from eqaror_desktop.flows.pending import require_none_waits
from eqaror_desktop.new_file import part_of
from signing.trust import TrustAnchors
from sync import carried
from sync.carried import Carried
from sync.entries import PACKAGE_DAMAGED, SIGNED, OutboxEntry, OutboxKind, OutboxState
from sync.errors import EntryFileRefused, FileTampered, NotFound, UnsignedStays
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
        UnsignedStays: nobody signed it, so whoever brings it could have made it up.
        AlreadySent: it is on its way at this moment, or settled.
        NotFound, StoreDamaged: the entry or its package.
        StoreFull: the store.
        OSError: the file cannot be written.
    """
    entry = store.outbox.entry(key)
    if entry.kind not in SIGNED:
        raise UnsignedStays(entry.kind)
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
    """Take in what another station's person signed, to be sent in the session of ``me``.

    Whoever carries a file can write anything in it, so only what its author signed counts: that
    comes in, under a key of this station, and nothing else that the file says of it.

    Args:
        store: this station's.
        path: the file.
        me: who signed in here.
        anchors: what this station trusts.
        now: the clock.

    Raises:
        EntryFileRefused: with the reason; nothing was written.
        UnsignedStays: it holds what nobody signs; nothing was written.
        AnotherWaits: what its person did with this version here cannot count beside it.
        StoreFull: nothing was written.
        OSError: the file cannot be read.
    """
    with _plain_file(path) as file:
        said = carried.read_head(file)
        carried.require_whole(file, said)
        said = require_signed(file, said, me, anchors, now)
        _require_named(store, said)
        for entry in store.outbox.entries(draft=said.draft):
            if _same(entry, said):
                return BroughtIn(entry, new=False)
        require_none_waits(store, said.draft, said.version_digest, said.person)
        if said.kind is OutboxKind.AGREEMENT:
            with suppress(NotFound):
                said = replace(said, title=store.drafts.summary(said.draft).title)
        try:
            entry = store.outbox.take_in(said, carried.pieces(file), me.person.pinfl)
        except FileTampered as error:
            # It was another one a moment ago.
            raise EntryFileRefused("damaged") from error
    return BroughtIn(entry, new=True)


@contextmanager
def _plain_file(path: Path) -> Iterator[BinaryIO]:
    """Open what is a file; a pipe or a device of that name could be waited for without end."""
    with open(path, "rb", opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise EntryFileRefused("stranger")
        yield file


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _require_named(store: Store, said: Carried) -> None:
    """Let in no package that somebody else signed than whom its version, if it is here, names."""
    with suppress(NotFound):
        draft = store.drafts.draft(said.draft)
        known = draft.summary.version_digest == said.version_digest
        package = said.kind is OutboxKind.PACKAGE
        if known and package and draft.signer.pinfl != said.person:
            raise EntryFileRefused("signer")


def _same(entry: OutboxEntry, said: Carried) -> bool:
    """Whether an entry that may still count is of the same person's same act."""
    if entry.state is OutboxState.REFUSED or entry.code == PACKAGE_DAMAGED:
        return False
    here = (entry.kind, entry.person, entry.version_digest, entry.payload)
    return here == (said.kind, said.person, said.version_digest, said.payload)


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
