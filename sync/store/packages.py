"""Signed packages: whole files that came from elsewhere, and packages composed on this station.

A composed package is a directory: the list of its parts, sealed, and beside it a link to every
file it names. The links make it whole by itself: nothing that happens to a draft, or to the store
of drafts' files, reaches it. The directory gets its name in one step, when all of it is on disk.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from sync.errors import NotFound, StoreDamaged
from sync.store import parts as form
from sync.store import sealed
from sync.store.disk import Home, flush_directory, make_directory, room
from sync.store.files import NEW, FileStore
from sync.store.parts import Kept, Parts

OPEN = "open-"
"""Begins the name of a composed package whose digest nobody has asked for yet."""
_LIST = "parts"
_SMALL = 1 << 20
"""Bytes of a package that is read at once to be looked at."""


class Packages:
    """The outbox's packages by name: SHA-256 of their bytes, or a name that begins with OPEN."""

    def __init__(self, directory: Path, key: bytes | tuple[bytes, ...], files: FileStore) -> None:
        """Use a directory; it is made when the first package comes.

        Args:
            directory: of this store alone.
            key: the store's key for files, 32 bytes, or several, the newest first: it writes.
            files: where the files are that composed packages name.
        """
        self._files = files
        self._home = Home(directory.parent)
        self._whole = FileStore(directory, key, keep_damaged=True)
        self._composed = directory / "composed"
        self._keys = sealed.derive_all(key, "packages")
        self._name_keys = sealed.derive_all(key, "package names")

    def compose(self, content: Parts, before: str = "") -> str:
        """Keep a package durably in parts; returns its name, which begins with OPEN.

        Args:
            content: its parts.
            before: the package in whose place it comes, which has files of it of its own.

        Raises:
            NotFound: a file it names is not on this station.
            StoreFull: nothing of it was kept.
        """
        listed = _encoded(content)
        name = OPEN + hashlib.sha256(listed).hexdigest()
        self._keep(name, listed, content, before)
        return name

    def close(self, name: str) -> str:
        """Give a composed package its name for good, the digest of its bytes, and return that.

        All of it is read once for that. Another name is returned as it is.

        Raises:
            NotFound, StoreDamaged: as :meth:`read`.
            StoreFull: no space left; it keeps the name it has.
        """
        if not name.startswith(OPEN):
            return name
        content = self._parts(name)
        if content is None:
            raise NotFound("file", name)
        digest = hashlib.sha256()
        for piece in self.chunks(name):
            digest.update(piece)
        sha256 = digest.hexdigest()
        self._keep(sha256, _encoded(content), content, name)
        return sha256

    def put(self, content: bytes | Iterable[bytes], sha256: str) -> None:
        """Keep a package as one file; see :meth:`FileStore.put`."""
        self._whole.put(content, sha256)

    def parts(self, name: str) -> Parts | None:
        """Return the parts of a composed package; None for one that is a whole file.

        Raises:
            StoreDamaged: its list is damaged.
        """
        return self._parts(name)

    def has(self, name: str) -> bool:
        """Return whether the package is here; whether it is sound shows when it is read."""
        return (self._place(name) / _LIST).exists() or self._whole.has(name)

    def read(self, name: str) -> bytes:
        """Return the whole package; for those that are known to be small.

        Raises:
            NotFound: it was never here, or was removed.
            StoreDamaged: it is damaged; it was left where it is.
        """
        return b"".join(self.chunks(name))

    def chunks(self, name: str, start: int = 0) -> Iterator[bytes]:
        """Yield the package from byte ``start`` on.

        Raises:
            NotFound, StoreDamaged: as :meth:`read`.
        """
        content = self._parts(name)
        if content is None:
            yield from self._whole.chunks(name, start)
        else:
            yield from form.chunks(content, self._opener(name), start)

    def open(self, name: str, end: tuple[int, bytes] | None = None) -> BinaryIO:
        """Return a seekable stream over the package; it closes with its ``with`` block.

        Args:
            name: of the package.
            end: how many bytes of it are meant, and what is to follow them; all of it without.

        Raises:
            NotFound, StoreDamaged: as :meth:`read`.
        """
        content = self._parts(name)
        keep, tail = end or (None, b"")
        if content is not None:
            parts = content if keep is None else (*form.cut(content, keep), tail)
            return form.reader(parts, self._opener(name))
        whole = Kept(name, self._whole.sums(name).size if keep is None else keep)

        def opened(_: int, kept: Kept, start: int) -> Iterator[bytes]:
            return form.first(self._whole.chunks(kept.sha256, start), kept.size - start)

        return form.reader((whole, tail), opened)

    def preview(self, content: Parts) -> BinaryIO:
        """Return a stream over parts that are not kept yet, e.g. to verify them first."""

        def opened(_: int, kept: Kept, start: int) -> Iterator[bytes]:
            return self._files.chunks(kept.sha256, start)

        if sum(map(form.size_of, content)) <= _SMALL:
            return io.BytesIO(b"".join(form.chunks(content, opened)))
        return form.reader(content, opened)

    def sweep(self) -> None:
        """Remove what a crash left half written; once at start, before anything is written."""
        self._whole.sweep()
        for left in self._composed.glob(f"{NEW}*"):
            shutil.rmtree(left, ignore_errors=True)

    def remove(self, name: str) -> None:
        """Remove a package that nothing refers to; one that is not here is no error."""
        place = self._place(name)
        if place.exists():
            with room():
                shutil.rmtree(place)
        elif not name.startswith(OPEN):
            self._whole.remove(name)

    def sweep_unnamed(self, named: Iterable[str], before: float) -> int:
        """Remove packages that nothing names any more; a crash can leave such.

        Args:
            named: the names of all that must stay.
            before: only what was written before (seconds since the epoch).

        Returns:
            How many were removed.
        """
        names = tuple(named)
        places = {place for name in names for place in self._places(name)}
        swept = self._whole.sweep_unnamed(names, before)
        with room():
            for place in self._composed.glob("[0-9a-f]*"):
                if place not in places and place.stat().st_mtime < before:
                    shutil.rmtree(place)
                    swept += 1
        return swept

    def _keep(self, name: str, listed: bytes, content: Parts, before: str) -> None:
        place = self._place(name)
        self._home.require()
        if self._is_whole(name, content):
            return
        # What was signed goes on living when the drafts' files are gone, under each of its names.
        own = self._own(before)
        with room():
            make_directory(self._composed)
            new = Path(tempfile.mkdtemp(prefix=NEW, dir=self._composed))
        try:
            with room(), (new / _LIST).open("xb") as target:
                sealed.seal(self._keys[0], name, (listed,), target)
                target.flush()
                os.fsync(target.fileno())
            for index, part in enumerate(content):
                if isinstance(part, Kept):
                    at = own.get(part.sha256)
                    self._files.link(part.sha256, new / str(index), at)
            with room():
                flush_directory(new)
                if place.exists():
                    # Damaged, and of no use to anybody: what it was is written anew.
                    place.rename(new.with_name(f"{new.name}-damaged"))
                new.rename(place)
                flush_directory(self._composed)
        finally:
            for left in (new, new.with_name(f"{new.name}-damaged")):
                shutil.rmtree(left, ignore_errors=True)

    def _is_whole(self, name: str, content: Parts) -> bool:
        """Whether it is here with everything it names; what is in the files shows when read."""
        place = self._place(name)
        named = (index for index, part in enumerate(content) if isinstance(part, Kept))
        try:
            return self._parts(name) == content and all(
                (place / str(index)).exists() for index in named
            )
        except StoreDamaged:
            return False

    def _own(self, name: str) -> dict[str, Path]:
        """Return where a composed package has its files, by their digests."""
        place = self._place(name)
        content = self._parts(name) or ()
        places = {
            part.sha256: place / str(index)
            for index, part in enumerate(content)
            if isinstance(part, Kept)
        }
        return {sha256: path for sha256, path in places.items() if path.exists()}

    def _parts(self, name: str) -> Parts | None:
        try:
            with (self._place(name) / _LIST).open("rb") as source:
                listed = b"".join(sealed.unseal(self._keys, name, source))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreDamaged(f"{name}: {error.strerror}") from error
        return msgspec.msgpack.decode(listed, type=tuple[bytes | Kept, ...])

    def _opener(self, name: str) -> form.Opener:
        place = self._place(name)

        def opened(index: int, part: Kept, start: int) -> Iterator[bytes]:
            path = place / str(index)
            try:
                for piece in self._files.chunks_at(path, part.sha256, start):
                    start += len(piece)
                    yield piece
            except (StoreDamaged, NotFound):
                # The same content may have been fetched again. A link of it that is damaged too
                # is dropped there, so that it will be.
                if not self._files.has(part.sha256):
                    raise
                yield from self._files.chunks(part.sha256, start)
                self._mend(path, part.sha256)

        return opened

    def _mend(self, path: Path, sha256: str) -> None:
        new = path.with_name(f"{NEW}{path.name}")
        new.unlink(missing_ok=True)
        self._files.link(sha256, new)
        with room():
            new.replace(path)
            flush_directory(path.parent)

    def _place(self, name: str) -> Path:
        """Where it is, or else where it would be written."""
        places = self._places(name)
        return next((path for path in places if path.exists()), places[0])

    def _places(self, name: str) -> tuple[Path, ...]:
        return tuple(
            self._composed / hmac.digest(key, name.encode(), "sha256").hex()
            for key in self._name_keys
        )


def _encoded(content: Parts) -> bytes:
    return msgspec.msgpack.encode(content)
