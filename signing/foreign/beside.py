"""What stands in a container beside what is signed, of which the standard has a few things.

They are signed by nobody, and other programs go by them: by the kind (``mimetype``), by
``META-INF/container.xml``, by whatever letters stand anywhere in the file. So each may only be
what the standard has it for (ETSI EN 319 162-1, 4.3.3, 4.4.3 and annex A), and signatures only
hold what somebody vouches for (:mod:`signing.foreign.loose`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO
from unicodedata import category, normalize

from resources.visible import visible
from signing.container.limits import MAX_SIGNATURES_BYTES
from signing.container.names import SIGNATURE, TOKEN
from signing.detail import Detail, about, said
from signing.errors import SigningError
from signing.flaws import Flaw
from signing.foreign.archive import Archive
from signing.foreign.loose import loose_parts, with_loose
from signing.foreign.manifest import Reference, read_manifest
from signing.foreign.plain_ber import with_pieces
from signing.foreign.plain_packing import Packing, packing
from signing.foreign.plain_xml import is_plain_listing, is_plain_manifest
from signing.foreign.plain_zip import Entries, has_plain_end
from signing.identity import reason_of
from signing.manifest import MAX_BYTES
from signing.report import Kind, Report
from signing.trust import TrustAnchors

_KINDS = (b"application/vnd.etsi.asic-s+zip", b"application/vnd.etsi.asic-e+zip")
_ENDS = (b"", b"\n", b"\r\n")
_PLAIN_NAME = re.compile(
    r"META-INF/(?:(?:manifest|container|metadata)\.xml|ASiC(?:Archive)?Manifest[-_\dA-F]{0,40}\.xml"
    r"|(?:signatures?|timestamps?|certificates|[a-z])?[-_\dA-F]{0,40}\.(?:p7[smb]|ts[tr]))",
    re.ASCII | re.IGNORECASE,
)
"""Of what no signature covers: a report shows them, so they say no more than what they are."""
_FILE_NAME = re.compile(r"(?!META-INF/)(?!.*(?:%[!%]|%PDF|\*/|/\*))[^<>\\]{1,255}")
"""Of what no manifest names: what people have in names, no marks with which a language begins."""
_LISTING = "META-INF/manifest.xml"
"""Of OpenDocument, which names the members once more (4.4.3.2)."""
_UNCOVERED = ("META-INF/container.xml", "META-INF/metadata.xml")


def with_beside(report: Report, stream: BinaryIO, anchors: TrustAnchors) -> Report:
    """Return a container's report with what stands in it that nobody signed.

    One that is open anyway stays as it is.

    Args:
        report: of :func:`signing.foreign.asic.verify_container`.
        stream: the same container.
        anchors: who is trusted.
    """
    cut: list[str] = []

    def found() -> Iterable[Detail]:
        try:
            return dict.fromkeys(_found(report, stream, anchors, cut))
        except SigningError as error:
            return (reason_of(error).detail,)

    report = with_loose(report, found)
    details = [about(name, Flaw.CONTENT_PIECES) for name in cut]
    return replace(report, signatures=tuple(with_pieces(report.signatures, details)))


def _found(
    report: Report, stream: BinaryIO, anchors: TrustAnchors, cut: list[str]
) -> Iterator[Detail]:
    """Give what nobody signed; ``cut`` gets the names of members that stand there in pieces."""
    stream.seek(0)
    archive = Archive(stream)
    kind = archive.comment.removeprefix(b"mimetype=")
    if kind and kind not in _KINDS:
        yield Detail("mimetype")
    kinds = [kind + end for kind in _KINDS for end in _ENDS]
    if "mimetype" in archive.names and archive.read("mimetype", 1024) not in kinds:
        yield Detail("mimetype")
    yield from _of_members(report, archive)
    if not has_plain_end(stream, archive):
        yield said(Flaw.NO_PLAIN_ZIP)
    entries = Entries(stream, archive)
    for name, member in archive.members.items():
        folder = name.endswith("/") and not any(other.startswith(name) for other in archive.names)
        if folder or not entries.is_plain(member):
            yield Detail(name)
        else:
            how = packing(archive, name)
            if how is Packing.OTHER:
                yield about(name, Flaw.NO_PLAIN_PACKING)
            elif how is Packing.CUT:
                cut.append(name)
    signed = [name for name in archive.names if SIGNATURE.fullmatch(name) or TOKEN.fullmatch(name)]
    yield from loose_parts((archive.read(name, MAX_SIGNATURES_BYTES) for name in signed), anchors)


def _of_members(report: Report, archive: Archive) -> Iterator[Detail]:
    """Give what the names and the lists of members hold that nobody signed."""
    covered = {
        name
        for item in report.signatures
        if item.intact and item.kind is Kind.SIGNATURE
        for name in item.covers
    }
    stamped: dict[str, bytes] = {}
    signatures: set[str] = set()
    references: list[Reference] = []
    for name in archive.manifests():
        raw = archive.read(name, MAX_BYTES)
        manifest = read_manifest(raw, name)
        # One for a signature is signed; a time-stamp anybody gets for anything.
        if TOKEN.fullmatch(manifest.signature):
            stamped[name] = raw
        else:
            references += manifest.references
            signatures.add(manifest.signature)
    named = {item.member for item in references} | signatures
    types = {item.mime for item in references}
    folded: set[str] = set()
    for name in archive.names:
        # ``Straße`` and ``Strasse`` are two files to most systems, and to some are one.
        one = normalize("NFC", normalize("NFD", name).casefold())
        if one in folded:
            yield said(Flaw.COMES_TWICE, name)
        folded.add(one)
        plain = True
        if name in _UNCOVERED:
            plain = name in covered
        elif name == _LISTING and name not in covered:
            plain = is_plain_listing(archive.read(name, MAX_BYTES), archive.names, types)
        elif name in stamped:
            plain = is_plain_manifest(stamped[name], archive.names, types)
        known = name in named or _PLAIN_NAME.fullmatch(name)
        if not plain or not (known or _is_file_name(normalize("NFC", name))):
            yield Detail(name)


def _is_file_name(name: str) -> bool:
    # Word proposes titles as names, with the blanks of any width that typists put into them.
    name = "".join(" " if category(one) == "Zs" else one for one in name)
    return name.isprintable() and visible(name) == name and bool(_FILE_NAME.fullmatch(name))
