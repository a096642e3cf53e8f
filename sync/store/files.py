"""Files by content, encrypted one by one: the drafts' files and the signed packages.

A file is in its place only when all of it was written, had the digest it was asked for by and
was flushed to the disk. Its name on disk is a keyed digest, so that a stolen disk does not even
tell which known document was here.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import hmac
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sync.errors import FileTampered, NotFound, StoreDamaged, StoreFull
from sync.store import sealed

NEW = ".new-"
"""Begins the name of what is still being written."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}


class FileStore:
    """A directory of encrypted files; safe to use from several threads.

    Args:
        directory: made when the first file comes.
        key: the store's key, 32 bytes.
        keep_damaged: leave a damaged file where it is, because nobody else has it.
    """

    def __init__(self, directory: Path, key: bytes, *, keep_damaged: bool = False) -> None:
        self._directory = directory
        self._key = sealed.derive(key, "files")
        self._name_key = sealed.derive(key, "file names")
        self._keep_damaged = keep_damaged

    def __repr__(self) -> str:
        return f"FileStore({self._directory.name})"

    def put(self, content: bytes | Iterable[bytes], sha256: str) -> None:
        """Keep ``content`` durably if it is what ``sha256`` names; nothing plain is written.

        Args:
            content: all of it, or pieces in order.
            sha256: the digest it must have, lower-case hex.

        Raises:
            FileTampered: the content has another digest; nothing of it was kept.
            StoreFull: nothing of it was kept.
        """
        if self.has(sha256):
            return
        digest = hashlib.sha256()

        def counted() -> Iterator[bytes]:
            for piece in (content,) if isinstance(content, bytes) else content:
                digest.update(piece)
                yield piece

        path = self._path(sha256)
        with room():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=NEW, dir=self._directory)
        temporary = Path(name)
        try:
            with room(), os.fdopen(handle, "wb") as target:
                sealed.seal(self._key, sha256, counted(), target)
                target.flush()
                os.fsync(target.fileno())
            whole = digest.hexdigest() == sha256
            if whole:
                with room():
                    temporary.replace(path)
                    flush_directory(path.parent)
        finally:
            temporary.unlink(missing_ok=True)
        if not whole:
            raise FileTampered(sha256)

    def has(self, sha256: str) -> bool:
        """Return whether the file is here; whether it is sound shows when it is read."""
        return self._path(sha256).exists()

    def sound(self, sha256: str) -> bool:
        """Return whether all of the file is here and can be read; a damaged one is dropped."""
        try:
            for _ in self.chunks(sha256):
                pass
        except (NotFound, StoreDamaged):
            return False
        return True

    def read(self, sha256: str) -> bytes:
        """Return the whole content.

        Raises:
            NotFound: it was never here, or was removed.
            StoreDamaged: it is damaged; it was removed so that it is fetched again, unless this
                directory keeps damaged files.
        """
        return b"".join(self.chunks(sha256))

    def chunks(self, sha256: str, start: int = 0) -> Iterator[bytes]:
        """Yield the content from byte ``start`` on, every piece checked before it comes.

        Raises:
            NotFound: as :meth:`read`.
            StoreDamaged: as :meth:`read`.
        """
        path = self._path(sha256)
        try:
            yield from self.chunks_at(path, sha256, start)
        except StoreDamaged:
            self._drop(path)
            raise

    def chunks_at(self, path: Path, sha256: str, start: int = 0) -> Iterator[bytes]:
        """Yield the content of a file that was put elsewhere by :meth:`link`; it stays there."""
        with _reading(sha256), path.open("rb") as source:
            yield from sealed.unseal(self._key, sha256, source, start)

    def sums(self, sha256: str) -> sealed.Sums:
        """Return a content's size and CRC-32, without reading it where that can be.

        Raises:
            NotFound, StoreDamaged: as :meth:`read`.
        """
        path = self._path(sha256)
        try:
            with _reading(sha256), path.open("rb") as source:
                found = sealed.read_sums(self._key, sha256, source)
        except StoreDamaged:
            self._drop(path)
            raise
        if found is not None:
            return found
        size = crc = 0
        for piece in self.chunks(sha256):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
        return sealed.Sums(size, crc)

    def link(self, sha256: str, target: Path) -> None:
        """Let the file stand at ``target`` too, whatever becomes of this store's own name for it.

        Raises:
            NotFound: it is not here.
            StoreFull: no space left.
        """
        path = self._path(sha256)
        try:
            os.link(path, target)
        except FileNotFoundError:
            raise NotFound("file", sha256) from None
        except OSError:
            # A file system without links, or another one: the sealed bytes are copied.
            with room(), path.open("rb") as source, target.open("xb") as copy:
                shutil.copyfileobj(source, copy, sealed.CHUNK)
                copy.flush()
                os.fsync(copy.fileno())

    def sweep(self) -> None:
        """Remove what a crash left half written; once at start, before anything is written."""
        for left in self._directory.glob(f"{NEW}*"):
            with contextlib.suppress(OSError):
                left.unlink()

    def remove(self, sha256: str) -> None:
        """Remove a file that nothing refers to; one that is not here is no error."""
        with room():
            self._path(sha256).unlink(missing_ok=True)

    def _drop(self, path: Path) -> None:
        if not self._keep_damaged:
            with contextlib.suppress(OSError):
                path.unlink()

    def _path(self, sha256: str) -> Path:
        name = hmac.digest(self._name_key, sha256.encode(), "sha256").hex()
        return self._directory / name[:2] / name[2:]


def flush_directory(directory: Path) -> None:
    """Make a rename in ``directory`` durable, where the system knows such a thing."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _reading(sha256: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NotFound("file", sha256) from None
    except OSError as error:
        # A disk that cannot read its own sectors is damage of this file only.
        raise StoreDamaged(f"{sha256}: {error.strerror}") from error


@contextlib.contextmanager
def room() -> Iterator[None]:
    """Tell a disk that is full, or read-only, from one that is broken."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StoreFull(str(error.strerror)) from error
        raise StoreDamaged(f"{error.strerror}") from error
