"""A ZIP file of another maker, held to what keeps two readers from seeing two things in it.

Less than for this program's own packages: members may be packed, come in any order, have times and
rights. More than ZIP programs ask: no name twice in whatever form, nothing between the members,
what a member's own header says is what the directory says (APPNOTE 4.3, 4.5).
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from signing.container.limits import CHUNK
from signing.container.member import Member
from signing.container.names import MANIFEST, check_names
from signing.container.one_kind import check_one_kind
from signing.container.rules import (
    check_kind,
    check_layout,
    check_sizes,
    one_name,
)
from signing.container.source import read_at_of
from signing.errors import DocumentTooLarge, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign.manifest import read_manifest
from signing.manifest import MAX_BYTES
from signing.work import too_large

MAX_MEMBERS = 4096
_MAX_MANIFESTS = 8 << 20
"""Bytes of all together."""
_UTF8 = 0x800
_MAX_DIRECTORY = 4 << 20
"""Bytes; a thousand for each member."""
_END = struct.Struct("<4s4H2LH")


class Archive:
    """A ZIP file that passed the rules; members are read by name."""

    def __init__(self, stream: BinaryIO) -> None:
        """Open and check.

        Raises:
            MalformedDocument: a rule is broken, by name.
            DocumentTooLarge: too many members, too large, or a bomb; manifests too large together.
        """
        self._zip = open_zip(stream)
        members = self._zip.infolist()
        readable = list(map(_readable, members))
        check_names(
            (member, name.removesuffix("/"))
            for member, name in zip(members, readable, strict=True)
        )
        for member in members:
            # Programs that know no such field see the first, the others the second.
            name = member.filename = one_name(member, _readable(member), member.extra)
            check_kind(member, name)
            if name.endswith("/") and member.file_size:
                raise MalformedDocument(Flaw.DIRECTORY_WITH_CONTENT, name)
        if [member.filename for member in members] != readable:
            _check_names(members)
        check_sizes(members)
        self._starts = check_layout(stream, self._zip)
        check_one_kind(stream, self._zip, self._starts, own=False)
        self._read_at = read_at_of(stream)
        self._show(members)
        if renamed := dict(self._in_cyrillic()):
            for member in members:
                start = self._starts.pop(member.filename)
                member.filename = renamed.get(member.filename, member.filename)
                self._starts[member.filename] = start
            _check_names(members)
            self._show(members)

    def _show(self, members: list[zipfile.ZipInfo]) -> None:
        self.members = {member.filename: member for member in members}
        """The directory's entries by name, with folders."""
        self.names = tuple(
            member.filename for member in members if not member.filename.endswith("/")
        )

    def _in_cyrillic(self) -> Iterator[tuple[str, str]]:
        """Give names that Windows wrote in its Russian code page, with what manifests have.

        Explorer and 7-Zip do without a word of it. What a manifest names and is not there is read
        so; its digest tells whether it is that.
        """
        strange = {
            name: other
            for name, member in self.members.items()
            if (other := _of_windows(member)) and other not in self.members
        }
        named: set[str] = set()
        for listed in self.manifests() if strange else ():
            # Whoever reads it for what it says tells what is wrong with it.
            with suppress(SigningError):
                found = read_manifest(self.read(listed, MAX_BYTES), listed)
                named.update(item.member for item in found.references)
        folders = {name[: at.start() + 1] for name in named for at in re.finditer("/", name)}
        for name, other in strange.items():
            if name not in named and other in named | folders:
                yield name, other

    @property
    def comment(self) -> bytes:
        """The comment of the whole file."""
        return self._zip.comment

    @property
    def directory(self) -> int:
        """Where the directory begins."""
        return self._zip.start_dir

    def manifests(self) -> list[str]:
        """Return the names of the manifests, none of which is read without this.

        Raises:
            DocumentTooLarge: together they are larger than anybody's.
        """
        names = list(filter(MANIFEST.fullmatch, self.names))
        if sum(map(self.size, names)) > _MAX_MANIFESTS:
            raise too_large(Flaw.SIGNATURES_AND_MANIFESTS)
        return names

    def size(self, name: str) -> int:
        """Return a member's size in bytes."""
        return self.members[name].file_size

    def read(self, name: str, limit: int) -> bytes:
        """Return a member's bytes.

        Raises:
            DocumentTooLarge: it has more than ``limit`` bytes.
            MalformedDocument: it is damaged.
        """
        if self.size(name) > limit:
            raise DocumentTooLarge(Flaw.TOO_LARGE, name)
        return self._open(name).read()

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give a member's bytes piece by piece.

        Raises:
            MalformedDocument: it is damaged.
        """
        member = self._open(name)
        while piece := member.read(CHUNK):
            yield piece

    def packed(self, name: str, at: int, size: int) -> bytes:
        """Return at most so many of a member's bytes as they are packed, from ``at`` on."""
        found = b""
        at, end = (
            self._starts[name] + number for number in (at, self.members[name].compress_size)
        )
        while len(found) < size and at < end:
            piece = self._read_at(at, min(size - len(found), end - at))
            if not piece:
                break
            found, at = found + piece, at + len(piece)
        return found

    def _open(self, name: str) -> Member:
        return Member(self._read_at, self.members[name], self._starts[name])


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    check_names((member, member.filename.removesuffix("/")) for member in members)


def _of_windows(member: zipfile.ZipInfo) -> str:
    """Return a name as Russian programs read it; empty for what is told to be something else."""
    if member.flag_bits & _UTF8 or member.filename != member.orig_filename:
        return ""
    with suppress(UnicodeError):
        return member.filename.encode("cp437").decode("cp866")
    return ""


def _readable(member: zipfile.ZipInfo) -> str:
    """Return a member's name as it was meant.

    Without the flag for UTF-8 a name is in code page 437 (APPNOTE, D.1), and ``zip`` of Linux
    writes UTF-8 all the same. What can be read so was written so; the signature names the file.
    """
    name = member.filename
    if member.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def open_zip(stream: BinaryIO) -> zipfile.ZipFile:
    """Open a ZIP file of a size that can be looked at.

    Raises:
        MalformedDocument: it is none.
        DocumentTooLarge: its directory is too large.
    """
    with _zip_errors():
        _check_directory(stream)
        opened = zipfile.ZipFile(stream)
    if len(opened.infolist()) > MAX_MEMBERS:
        raise DocumentTooLarge(Flaw.MEMBER_COUNT, len(opened.infolist()))
    return opened


@contextmanager
def _zip_errors() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise MalformedDocument(Flaw.NOT_A_ZIP) from error
    except (struct.error, UnicodeDecodeError, OverflowError, OSError) as error:
        raise MalformedDocument(Flaw.DAMAGED_ZIP) from error


def _check_directory(stream: BinaryIO) -> None:
    """Look at the directory's size before all of it is read (APPNOTE 4.3.16)."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - _END.size - 0xFFFF))
    tail = stream.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise MalformedDocument(Flaw.NO_ZIP_DIRECTORY)
    entries, size = _END.unpack_from(tail, at)[4:6]
    # With ZIP64 the true numbers stand elsewhere; nothing as large as that is read here.
    if tail[max(0, at - 20) : at][:4] == b"PK\6\7" or entries == 0xFFFF:
        raise DocumentTooLarge(Flaw.ZIP64)
    if size > _MAX_DIRECTORY or entries > MAX_MEMBERS:
        raise DocumentTooLarge(Flaw.MEMBER_COUNT, entries)
