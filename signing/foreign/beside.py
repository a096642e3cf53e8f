"""What stands in a container beside what is signed, of which the standard has a few things.

They are signed by nobody, and other programs go by them: by the kind (``mimetype``), by
``META-INF/container.xml``, by whatever letters stand anywhere in the file. So each may only be
what the standard has it for (ETSI EN 319 162-1, 4.3.3, 4.4.3 and annex A), and signatures only
hold what somebody vouches for (:mod:`signing.foreign.loose`).
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from signing.container.limits import LOCAL_HEADER, MAX_SIGNATURES_BYTES
from signing.detail import Detail
from signing.errors import SigningError
from signing.foreign.archive import Archive, open_zip
from signing.foreign.loose import loose_parts, with_loose
from signing.foreign.manifest import read_manifest
from signing.identity import reason_of
from signing.manifest import ASIC, MAX_BYTES, XMLDSIG
from signing.report import Kind, Report
from signing.trust import TrustAnchors

_KINDS = (b"application/vnd.etsi.asic-s+zip", b"application/vnd.etsi.asic-e+zip")
_SIGNED = re.compile(r"META-INF/[^/]*\.(?:p7s|p7m|p7b|tst|tsr)", re.IGNORECASE)
_MANIFEST = re.compile(r"META-INF/ASiC(?:Archive)?Manifest[^/]*\.xml", re.IGNORECASE)
_STAMP = re.compile(r".*\.(?:tst|tsr)", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"META-INF/[\w. -]{1,64}", re.ASCII)
"""Of what no manifest names."""
_LISTING = "META-INF/manifest.xml"
"""Of OpenDocument, which names the members once more (4.4.3.2)."""
_UNCOVERED = ("META-INF/container.xml", "META-INF/metadata.xml")
_LISTED = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_ATTRIBUTES = frozenset(
    {"URI", "MimeType", "Rootfile", "Algorithm"}
    | {f"{_LISTED}}}{name}" for name in ("full-path", "media-type", "version")}
)
_FIELDS = {0x0001: 28, 0x5455: 13, 0x5855: 12, 0x7855: 4, 0x7875: 15, 0xCAFE: 0}
"""Extra fields by their most bytes: sizes, times and rights, and Java's own mark."""
_NTFS = struct.Struct("<L2H3Q")
_NTFS_FIELD = 0x000A
_TIMES = range(0x1A8E79FE1D58000, 0x23868D84CF6A0000)
"""From 1980 to 2180, in tenths of a microsecond since 1601."""


def with_beside(report: Report, stream: BinaryIO, anchors: TrustAnchors) -> Report:
    """Return a container's report with what stands in it that nobody signed.

    One that is open anyway stays as it is.

    Args:
        report: of :func:`signing.foreign.asic.verify_container`.
        stream: the same container.
        anchors: who is trusted.
    """

    def found() -> Iterable[Detail]:
        try:
            return dict.fromkeys(_found(report, stream, anchors))
        except SigningError as error:
            return (reason_of(error).detail,)

    return with_loose(report, found)


def _found(report: Report, stream: BinaryIO, anchors: TrustAnchors) -> Iterator[Detail]:
    stream.seek(0)
    archive = Archive(stream)
    members = open_zip(stream).infolist()
    kind = archive.comment.removeprefix(b"mimetype=")
    if kind and kind not in _KINDS:
        yield Detail("mimetype")
    if "mimetype" in archive.names and archive.read("mimetype", 1024).strip() not in _KINDS:
        yield Detail("mimetype")
    covered = {
        name
        for item in report.signatures
        if item.intact and item.kind is Kind.SIGNATURE
        for name in item.covers
    }
    for name in archive.names:
        if name in _UNCOVERED and name not in covered:
            yield Detail(name)
        elif name == _LISTING and name not in covered:
            if not _is_plain(archive.read(name, MAX_BYTES), f"{_LISTED}}}manifest"):
                yield Detail(name)
        elif _MANIFEST.fullmatch(name):
            raw = archive.read(name, MAX_BYTES)
            stamped = _STAMP.fullmatch(read_manifest(raw, name).signature)
            # One for a signature is signed; a time-stamp anybody gets for anything.
            if stamped and not _is_plain(raw, f"{ASIC}}}ASiCManifest"):
                yield Detail(name)
        if name.startswith("META-INF/") and not (name in covered or _PLAIN_NAME.fullmatch(name)):
            yield Detail(name)
    for member in members:
        name = member.filename
        folder = name.endswith("/") and not any(other.startswith(name) for other in archive.names)
        if member.comment or folder or not _has_plain_fields(stream, member):
            yield Detail(name)
    signed = [name for name in archive.names if _SIGNED.fullmatch(name)]
    yield from loose_parts((archive.read(name, MAX_SIGNATURES_BYTES) for name in signed), anchors)


def _has_plain_fields(stream: BinaryIO, member: zipfile.ZipInfo) -> bool:
    """Whether the extra fields of a member, in both places, are times, rights and sizes."""
    stream.seek(member.header_offset)
    *_, name, extra = LOCAL_HEADER.unpack(stream.read(LOCAL_HEADER.size))
    stream.seek(name, 1)
    return all(map(_is_plain_extra, (member.extra, stream.read(extra))))


def _is_plain_extra(extra: bytes) -> bool:
    while len(extra) >= 4:
        field, size = struct.unpack_from("<2H", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if field == _NTFS_FIELD and len(data) == _NTFS.size:
            nothing, tag, rest, *times = _NTFS.unpack(data)
            # A time that is not known is none.
            known = all(time == 0 or time in _TIMES for time in times)
            if (nothing, tag, rest) == (0, 1, 24) and known:
                continue
        if len(data) != size or size > _FIELDS.get(field, -1):
            return False
    # What is shorter than a field aligns something.
    return not extra.strip(b"\0")


def _is_plain(data: bytes, root: str) -> bool:
    """Whether XML has elements and names, and not a word for a reader.

    Elements of others are extensions; without text and attributes they show nothing.
    """
    path: list[str] = []
    good = [True]

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        good[0] = good[0] and path[0] == root and attributes.keys() <= _ATTRIBUTES

    def text(words: str) -> None:
        digest = path[-1:] == [f"{XMLDSIG}}}DigestValue"]
        good[0] = good[0] and (digest or not words.strip())

    def refuse(*_: object) -> None:
        good[0] = False

    parser = expat.ParserCreate("UTF-8", "}")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = text
    parser.CommentHandler = parser.ProcessingInstructionHandler = refuse
    parser.StartDoctypeDeclHandler = parser.StartCdataSectionHandler = refuse
    try:
        data.decode()
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeDecodeError):
        return False
    return good[0]
