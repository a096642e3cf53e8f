"""Files by their content, below ``files/`` of the registry's directory."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, insert, select

from registry.database import files
from registry.problems import Code, Refusal
from signing.statement import Content

_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """Write once, never change: the name is the SHA-256 of the content."""

    def __init__(self, directory: Path) -> None:
        """Keep files below ``directory``."""
        self._directory = directory

    def put(self, data: bytes) -> Content:
        """Keep ``data``, on disk when this returns; the same bytes are kept once."""
        return self._keep(io.BytesIO(data), Content.of(data))

    def take(self, source: Path, sha256: str) -> Content:
        """Keep a copy of a file, on disk when this returns.

        Raises:
            Refusal: ``upload_incomplete``, its digest is another; nothing of it was kept.
        """
        with source.open("rb") as data:
            return self._keep(data, Content(sha256, source.stat().st_size))

    def _keep(self, data: BinaryIO, content: Content) -> Content:
        target = self._place(content.sha256)
        # A name alone proves nothing: what is there may be damaged, and this is not.
        if target.exists() and sha256_of(target) == content.sha256:
            return content
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            kept = Path(file.name)
            while piece := data.read(1 << 20):
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != content.sha256:
            kept.unlink()
            raise Refusal(Code.UPLOAD_INCOMPLETE, "sha256")
        kept.replace(target)
        return content

    def path(self, sha256: str) -> Path | None:
        """Return where the file is, or None if there is none of this digest."""
        # The digest comes from an address; nothing but a digest may become a path.
        if _DIGEST.fullmatch(sha256) is None:
            return None
        place = self._place(sha256)
        return place if place.exists() else None

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a file that is known to be here.

        Raises:
            OSError: it is not, or cannot be read.
        """
        return self._place(sha256).read_bytes()

    def _place(self, sha256: str) -> Path:
        return self._directory / sha256[:2] / sha256


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record(connection: Connection, content: Content) -> None:
    """Note a kept file in the database, once."""
    known = connection.execute(
        select(files.c.size).where(files.c.sha256 == content.sha256)
    ).scalar_one_or_none()
    if known is None:
        connection.execute(insert(files).values(sha256=content.sha256, size=content.size))
