"""Files by content, encrypted one by one: the drafts' files and the signed packages.

A file is in its place only when all of it was written, had the digest it was asked for by and
was flushed to the disk. Its name on disk is a keyed digest, so that a stolen disk does not even
tell which known document was here.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sync.errors import FileTampered, NotFound, StoreDamaged
from sync.store import sealed
from sync.store.disk import Home, flush_directory, make_directory, room

NEW = ".new-"
"""Begins the name of what is still being written."""
ARRIVING = ".arriving"
"""The directory of beginnings; see :mod:`sync.store.arriving`."""


class FileStore:
    """A directory of encrypted files; safe to use from several threads.

    Args:
        directory: made when the first file comes.
        key: the store's key for files, 32 bytes, or several, the newest first: it writes.
        keep_damaged: leave a damaged file where it is, because nobody else has it.
    """

    def __init__(
        self, directory: Path, key: bytes | tuple[bytes, ...], *, keep_damaged: bool = False
    ) -> None:
        self._directory = directory
        self._home = Home(directory.parent)
        self._keys = sealed.derive_all(key, "files")
        self._name_keys = sealed.derive_all(key, "file names")
        self._keep_damaged = keep_damaged
        self.removals = 0
        """How often something was removed; whoever knows what is here looks again after one."""

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
            StoreGone: the store's place is away; nothing was written where it was.
            OSError: the content could not be read to its end, e.g. from a stick that was pulled.
        """
        self._home.require()
        if self.has(sha256):
            return
        digest = hashlib.sha256()

        def counted() -> Iterator[bytes]:
            try:
                for piece in (content,) if isinstance(content, bytes) else content:
                    digest.update(piece)
                    yield piece
            except OSError as error:
                # Not of this store's disk, and nobody is to be told that it is.
                raise _Elsewhere(error) from error

        path = next(self._paths(sha256))
        with room():
            make_directory(path.parent)
            handle, name = tempfile.mkstemp(prefix=NEW, dir=self._directory)
        temporary = Path(name)
        try:
            with room(), os.fdopen(handle, "wb") as target:
                sealed.seal(self._keys[0], sha256, counted(), target)
                target.flush()
                os.fsync(target.fileno())
            whole = digest.hexdigest() == sha256
            if whole:
                with room():
                    temporary.replace(path)
                    flush_directory(path.parent)
        except _Elsewhere as source:
            raise source.error from None
        finally:
            temporary.unlink(missing_ok=True)
        if not whole:
            raise FileTampered(sha256)

    def has(self, sha256: str) -> bool:
        """Return whether the file is here; whether it is sound shows when it is read."""
        return any(path.exists() for path in self._paths(sha256))

    def used(self, sha256: str) -> float | None:
        """Return when a file came or was last :meth:`touch`-ed, in seconds since the epoch.

        None if it is not here.
        """
        try:
            return self._path(sha256).stat().st_mtime
        except OSError:
            return None

    def touch(self, sha256: str) -> None:
        """Note that somebody looks at a file now; what nobody looks at makes room first."""
        with contextlib.suppress(OSError):
            os.utime(self._path(sha256))

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
            yield from sealed.unseal(self._keys, sha256, source, start)

    def sums(self, sha256: str) -> sealed.Sums:
        """Return a content's size and CRC-32, without reading it where that can be.

        Raises:
            NotFound, StoreDamaged: as :meth:`read`.
        """
        path = self._path(sha256)
        try:
            with _reading(sha256), path.open("rb") as source:
                found = sealed.read_sums(self._keys, sha256, source)
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

    def link(self, sha256: str, target: Path, at: Path | None = None) -> None:
        """Let the file stand at ``target`` too, whatever becomes of this store's own name for it.

        Args:
            sha256: its digest.
            target: the name it gets.
            at: where it was put by this before; None: where the store has it.

        Raises:
            NotFound: it is not here.
            StoreFull: no space left.
        """
        path = at or self._path(sha256)
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
        self.removals += 1
        with room():
            for path in self._paths(sha256):
                path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove every file; what :meth:`link` put elsewhere stays there."""
        self.removals += 1
        with room():
            for path in (*self._everything(), *(self._directory / ARRIVING).glob("*")):
                path.unlink(missing_ok=True)

    def sweep_unnamed(self, named: Iterable[str], before: float) -> int:
        """Remove files that nothing names any more; a crash can leave such.

        Args:
            named: the digests of all that must stay.
            before: only what was written before (seconds since the epoch).

        Returns:
            How many were removed.
        """
        places = {path for sha256 in named for path in self._paths(sha256)}
        swept = 0
        self.removals += 1
        with room():
            for path in self._everything():
                if path not in places and path.stat().st_mtime < before:
                    path.unlink(missing_ok=True)
                    swept += 1
        return swept

    def _everything(self) -> Iterator[Path]:
        # Two signs of a keyed digest, a directory, and the others: nothing else is ours.
        return (path for path in self._directory.glob("[0-9a-f][0-9a-f]/*") if path.is_file())

    def _drop(self, path: Path) -> None:
        if not self._keep_damaged:
            self.removals += 1
            with contextlib.suppress(OSError):
                path.unlink()

    def _path(self, sha256: str) -> Path:
        """Where it is, or else where it would be written."""
        places = tuple(self._paths(sha256))
        return next((path for path in places if path.exists()), places[0])

    def _paths(self, sha256: str) -> Iterator[Path]:
        for key in self._name_keys:
            name = hmac.digest(key, sha256.encode(), "sha256").hex()
            yield self._directory / name[:2] / name[2:]


class _Elsewhere(Exception):
    """An error of what content is read from."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


@contextlib.contextmanager
def _reading(sha256: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NotFound("file", sha256) from None
    except OSError as error:
        # A disk that cannot read its own sectors is damage of this file only.
        raise StoreDamaged(f"{sha256}: {error.strerror}") from error
