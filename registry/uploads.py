"""Resumable uploads, as the tus protocol does them (tus 1.0: core and creation).

``POST`` with Upload-Length makes one, ``HEAD`` tells its Upload-Offset, ``PATCH`` with the same
Upload-Offset appends. What arrived before a connection broke stays: after a cut the client asks
for the offset and goes on from there.

What is handed in gets another name, which nothing writes to: what is verified stays as it is.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from sqlalchemy import delete, insert, select, text
from starlette.concurrency import run_in_threadpool

from registry import database as db
from registry.contract import Upload
from registry.core import Core
from registry.people import Identity
from registry.problems import Code, Refusal

KEPT = timedelta(days=3)
"""How long an unfinished or unused upload is kept."""
_FLUSH = 1024 * 1024
_OPEN = 8
"""Uploads of one person that are kept; a station sends one after the other."""


class Uploads:
    """The uploads of one running registry."""

    def __init__(self, core: Core) -> None:
        """Serve the uploads of ``core``."""
        self._core = core
        self._busy: set[str] = set()
        self._lock = Lock()

    def create(self, person: Identity, size: int) -> Upload:
        """Make room for a package of ``size`` bytes; of many by one person the oldest is given up.

        Raises:
            Refusal: ``too_large``.
        """
        if size > self._core.policy.max_package_bytes:
            raise Refusal(Code.TOO_LARGE, str(self._core.policy.max_package_bytes))
        now = self._core.clock()
        identifier = secrets.token_hex(16)
        arriving, _ = self._paths(identifier)
        arriving.touch(mode=0o600)
        with self._core.database.writing() as connection:
            connection.execute(
                insert(db.uploads).values(
                    id=identifier, pinfl=person.pinfl, size=size, created=now
                )
            )
            of_person = select(db.uploads.c.id).where(db.uploads.c.pinfl == person.pinfl)
            newest = of_person.order_by(text("rowid DESC")).offset(_OPEN)
            left = list(connection.execute(newest).scalars())
        for other in left:
            self.discard(other)
        return Upload(identifier, 0)

    def find(self, person: Identity, identifier: str) -> tuple[Path, int, int]:
        """Return an upload's file, how many bytes arrived, and how many there will be.

        Raises:
            Refusal: ``not_found``, no such upload of this person.
        """
        with self._core.database.reading() as connection:
            size = connection.execute(
                select(db.uploads.c.size).where(
                    db.uploads.c.id == identifier, db.uploads.c.pinfl == person.pinfl
                )
            ).scalar_one_or_none()
        # The id is one of ours only after the database knew it; then it may become a path.
        if size is None:
            raise Refusal(Code.NOT_FOUND, "upload")
        for path in self._paths(identifier):
            with suppress(FileNotFoundError):
                return path, path.stat().st_size, int(size)
        raise Refusal(Code.NOT_FOUND, "upload")

    def complete(self, person: Identity, identifier: str) -> Path:
        """Return the file of an upload that has arrived whole; nothing writes to it any more.

        Raises:
            Refusal: ``not_found``, ``upload_incomplete``, ``offset_mismatch`` while it is
                written to.
        """
        with self._lock:
            if identifier in self._busy:
                raise Refusal(Code.OFFSET_MISMATCH, "busy")
            path, present, size = self.find(person, identifier)
            if present != size:
                raise Refusal(Code.UPLOAD_INCOMPLETE, str(present))
            arriving, whole = self._paths(identifier)
            if path == arriving:
                path.replace(whole)
            return whole

    async def append(
        self, person: Identity, identifier: str, offset: int, chunks: AsyncIterator[bytes]
    ) -> int:
        """Append what arrives; whatever arrived before a cut is kept, of a refused part nothing.

        Args:
            person: who uploads.
            identifier: of the upload.
            offset: where the caller believes to be.
            chunks: the bytes.

        Returns:
            The new offset; everything before it is on disk.

        Raises:
            Refusal: ``not_found``, ``offset_mismatch`` (also while another request appends),
                ``too_large``.
        """
        await run_in_threadpool(self.find, person, identifier)
        with self._lock:
            if identifier in self._busy:
                raise Refusal(Code.OFFSET_MISMATCH, "busy")
            self._busy.add(identifier)
        try:
            # Asked again: another request may have appended before this one held the place.
            path, present, size = await run_in_threadpool(self.find, person, identifier)
            if present != offset:
                raise Refusal(Code.OFFSET_MISMATCH, str(present))
            return await self._write(path, offset, size, chunks)
        except FileNotFoundError as error:
            raise Refusal(Code.NOT_FOUND, "upload") from error
        finally:
            with self._lock:
                self._busy.discard(identifier)

    async def _write(
        self, path: Path, offset: int, size: int, chunks: AsyncIterator[bytes]
    ) -> int:
        waiting = bytearray()
        begun = offset
        try:
            async for chunk in chunks:
                waiting += chunk
                if offset + len(waiting) > size:
                    # Not the announced package at all: nothing of this part is kept.
                    waiting.clear()
                    if offset > begun:
                        os.truncate(path, begun)
                    raise Refusal(Code.TOO_LARGE, "Upload-Length")
                if len(waiting) >= _FLUSH:
                    data = bytes(waiting)
                    waiting.clear()
                    await run_in_threadpool(_append, path, data)
                    offset += len(data)
        finally:
            # Also when the client went away in the middle: it will go on from here.
            _append(path, bytes(waiting))
        return offset + len(waiting)

    def discard(self, identifier: str) -> None:
        """Forget an upload that was handed in."""
        with self._core.database.writing() as connection:
            connection.execute(delete(db.uploads).where(db.uploads.c.id == identifier))
        for path in self._paths(identifier):
            path.unlink(missing_ok=True)

    def sweep(self, now: datetime) -> int:
        """Forget uploads older than :data:`KEPT`; return how many."""
        old = now - KEPT
        with self._core.database.reading() as connection:
            found = connection.execute(
                select(db.uploads.c.id).where(db.uploads.c.created < old)
            ).scalars()
            identifiers = list(found)
        for identifier in identifiers:
            self.discard(identifier)
        return len(identifiers)

    def _paths(self, identifier: str) -> tuple[Path, Path]:
        """Where it arrives, and where it is once it was handed in."""
        arriving = self._core.directory / "uploads" / identifier
        return arriving, arriving.with_name(f"{identifier}.whole")


def _append(path: Path, data: bytes) -> None:
    if not data:
        return
    # Never made anew: what was handed in or forgotten meanwhile is gone from here.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
