"""An outbox entry in a file, to be sent by another station.

::

    EQAROR-ENTRY 1                  what this is, and the version of its form
    {"key": …, "kind": …, …}        one line of JSON: everything of the row that never changes
    3f6c…                           SHA-256 of the two lines above, hex
    PK…                             the package, all of the rest; nothing for an answer

A program for ZIP files opens it as it is, because it looks for a package from its end. Nothing in
it is secret to whoever holds it: it is not encrypted, and who has the file can read the decision.
The digests find what a carrier spoilt; that nobody made it up is for its signature to say. So only
packages and answers travel, and of the second line counts what their author signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import msgspec
from msgspec import Struct

from sync.entries import SIGNED, OutboxEntry, OutboxKind
from sync.errors import EntryFileRefused, UnsignedStays

SUFFIX = ".eqaror"
_HEAD = b"EQAROR-ENTRY 1\n"
_ANY_HEAD = b"EQAROR-ENTRY "
_LONGEST = 4 << 20
"""Bytes of the second line: an answer with its signature, and room to spare."""
_PIECE = 256 * 1024


class Carried(Struct, frozen=True):
    """What a file says of its entry; ``size`` and ``sha256`` are 0 and empty without a package."""

    key: str
    kind: OutboxKind
    person: str
    draft: str
    title: str
    version_digest: str
    created: datetime
    payload: bytes
    size: int
    sha256: str


def head_of(entry: OutboxEntry) -> bytes:
    """Return what stands before the package in the file of an entry.

    Args:
        entry: one whose package, if it has one, is known by its digest.
    """
    said = Carried(
        key=entry.key,
        kind=entry.kind,
        person=entry.person,
        draft=entry.draft,
        title=entry.title,
        version_digest=entry.version_digest,
        created=entry.created,
        payload=entry.payload,
        size=0 if entry.package is None else entry.size,
        sha256=entry.package or "",
    )
    lines = _HEAD + msgspec.json.encode(said, order="deterministic") + b"\n"
    return lines + hashlib.sha256(lines).hexdigest().encode() + b"\n"


def read_head(file: BinaryIO) -> Carried:
    """Read the three lines; what follows in ``file`` is the package.

    Raises:
        EntryFileRefused: ``stranger`` (another kind of file), ``newer`` or ``damaged``.
        UnsignedStays: what nobody signed, as older programs wrote it.
    """
    first = file.readline(len(_HEAD) + 16)
    if first != _HEAD:
        raise EntryFileRefused("newer" if first.startswith(_ANY_HEAD) else "stranger")
    second = file.readline(_LONGEST)
    third = file.readline(80)
    if third != hashlib.sha256(first + second).hexdigest().encode() + b"\n":
        raise EntryFileRefused("damaged")
    try:
        said = msgspec.json.decode(second, type=Carried)
    except msgspec.DecodeError as error:
        raise EntryFileRefused("damaged") from error
    if said.kind not in SIGNED:
        raise UnsignedStays(said.kind)
    package = said.size > 0 and len(said.sha256) == hashlib.sha256().digest_size * 2
    if package != (said.kind is OutboxKind.PACKAGE) or said.created.tzinfo is None:
        raise EntryFileRefused("damaged")
    return said


def require_whole(file: BinaryIO, said: Carried) -> None:
    """Read the package once and hold it against its digest; goes back to where it begins.

    Raises:
        EntryFileRefused: ``damaged``: bytes are missing, too many, or not those of the digest.
    """
    begins = file.tell()
    digest = hashlib.sha256()
    size = 0
    for piece in pieces(file):
        size += len(piece)
        digest.update(piece)
    if size != said.size or (said.sha256 and digest.hexdigest() != said.sha256):
        raise EntryFileRefused("damaged")
    file.seek(begins)


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a file."""
    while piece := file.read(_PIECE):
        yield piece
