"""Make the signed package, version 1 (docs/package-format.md).

Everything that is not the signer's own work is checked before the signer is called: a token's
PIN attempt or signature is never spent on a package that could not be accepted.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from cryptography import x509

from signing.cms import build_signed_data
from signing.container.limits import CHUNK, MAX_TEXT_BYTES
from signing.container.reader import open_container
from signing.container.writer import ContainerWriter
from signing.errors import DocumentTooLarge, DraftChanged, MalformedDocument
from signing.flaws import Flaw
from signing.manifest import Reference, write_manifest
from signing.pdf.pades import sign_pdf
from signing.pdf.panel import Language, Panel
from signing.pdf.update import require_signable
from signing.signer import Signer
from signing.statement import (
    Annex,
    Content,
    Decision,
    Trail,
    decision_json,
    entry_member,
    trail_json,
)

TEXT = "decision.pdf"
DECISION = "decision.json"
TRAIL = "agreement/trail.json"
MANIFEST = "META-INF/ASiCManifest.xml"
SIGNATURE = "META-INF/signature.p7s"
_ROOM = 1 << 20
"""Bytes that a text may gain by being signed."""

_MIME = {
    "pdf": "application/pdf",
    "json": "application/json",
    "p7s": "application/pkcs7-signature",
}


class Step(StrEnum):
    """What is being done, for the person who waits."""

    CHECK = "check"
    SIGN_TEXT = "sign_text"
    WRITE = "write"
    SIGN_PACKAGE = "sign_package"


@dataclass(frozen=True)
class AnnexSource:
    """An annex with its bytes at hand somewhere; ``name`` is the file's own name."""

    annex: Annex
    name: str
    open: Callable[[], AbstractContextManager[BinaryIO]]
    crc32: int | None = None
    """Where whoever keeps the bytes knows it; they are read for it otherwise."""


@dataclass(frozen=True)
class PackageContent:
    """What goes into a package."""

    decision: Decision
    trail: Trail
    text: bytes
    annexes: tuple[AnnexSource, ...]


class PackageSink(Protocol):
    """Where a package goes: its own bytes, and between them the annexes."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""

    def annex(self, source: AnnexSource, /) -> None:
        """Take the annex's bytes, or a note of where they are."""


class StreamSink:
    """A package as one file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes, /) -> None:
        """Write the next bytes."""
        self._stream.write(data)

    def annex(self, source: AnnexSource, /) -> None:
        """Copy the annex.

        Raises:
            DraftChanged: its bytes are not the frozen ones.
        """
        crc, found = _read_through(source, self._stream)
        del crc
        if found != source.annex.content:
            raise DraftChanged(member_name(source.annex.number, source.name))


def member_name(number: int, name: str) -> str:
    """Return the member name of an annex; a server-sent name never becomes a path as it is."""
    stem = name.rsplit("/", 1)[-1].removesuffix(".pdf")
    plain = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-").lower()[:60]
    return f"annexes/{number:02d}-{plain or 'annex'}.pdf"


def panel_of(decision: Decision, language: Language, public_url: str = "") -> Panel:
    """Return what a decision's visible signature says besides name, certificate and time.

    Args:
        decision: what is signed.
        language: of the decision itself.
        public_url: the registry's address to which a version digest is appended; without one the
            panel has no QR code.
    """
    version = decision.version
    return Panel(
        language,
        post=decision.signer.post,
        organisation=version.authority.name,
        document=f"{version.draft}-v{version.version}",
        address=public_url and f"{public_url}{version.digest}",
    )


def build_package(
    content: PackageContent,
    signer: Signer,
    target: BinaryIO,
    *,
    moment: datetime,
    pdf_profile: bool,
    panel: Panel | None = None,
    crls: tuple[x509.CertificateRevocationList, ...] = (),
    progress: Callable[[Step], None] = lambda _: None,
) -> None:
    """Sign the decision and write its package into one file.

    ``target`` is a binary file that is written forward; everything else is as for
    :func:`compose_package`.
    """
    compose_package(
        content,
        signer,
        StreamSink(target),
        moment=moment,
        pdf_profile=pdf_profile,
        panel=panel,
        crls=crls,
        progress=progress,
    )


def compose_package(
    content: PackageContent,
    signer: Signer,
    sink: PackageSink,
    *,
    moment: datetime,
    pdf_profile: bool,
    panel: Panel | None = None,
    crls: tuple[x509.CertificateRevocationList, ...] = (),
    progress: Callable[[Step], None] = lambda _: None,
) -> None:
    """Sign the decision and compose its package.

    Args:
        content: the frozen content; every digest in ``content.decision`` must be its bytes'.
        signer: called once, and once more before that with the PDF profile.
        sink: takes the package; what it took means nothing if this raises.
        moment: the claimed signing time, aware.
        pdf_profile: also sign ``decision.pdf`` itself (PAdES).
        panel: what that signature shows, see :func:`panel_of`; without one it is invisible.
        crls: revocation lists of the signer's chain, embedded so that the signature can be
            checked offline for ever (CAdES-B-LT).
        progress: told each step as it begins.

    Raises:
        DraftChanged: some bytes are not the frozen ones, by member.
        MalformedDocument: the text is not a PDF that can be signed.
        DocumentTooLarge: the package would exceed the format's limits.
        TokenError, PinError: the signer failed.
    """
    progress(Step.CHECK)
    version = content.decision.version
    if Content.of(content.text) != version.text:
        raise DraftChanged(TEXT)
    if len(content.text) > MAX_TEXT_BYTES - _ROOM:
        raise DocumentTooLarge(Flaw.TOO_LARGE, TEXT)
    if tuple(item.annex for item in content.annexes) != version.annexes:
        raise MalformedDocument(Flaw.OTHER_ANNEXES)
    if content.trail.draft != version.draft:
        raise MalformedDocument(Flaw.OTHER_TRAIL)
    # Before a key is used: what is not of the format is not signed.
    decision, trail = decision_json(content.decision), trail_json(content.trail)
    sums = [_crc32(source) for source in content.annexes]

    text = content.text
    if pdf_profile:
        progress(Step.SIGN_TEXT)
        text = sign_pdf(text, signer, moment, panel)
    else:
        require_signable(text)
    progress(Step.WRITE)
    writer = ContainerWriter(sink)
    references = [_add(writer, TEXT, text)]
    for source, crc in zip(content.annexes, sums, strict=True):
        expected = source.annex.content
        name = member_name(source.annex.number, source.name)
        writer.begin(name, crc, expected.size)
        sink.annex(source)
        references.append(Reference(name, _mime(name), "sha256", bytes.fromhex(expected.sha256)))
    references.append(_add(writer, DECISION, decision))
    references.append(_add(writer, TRAIL, trail))
    references.extend(
        _add(writer, entry_member(entry.order), entry.signature)
        for entry in content.trail.entries
        if entry.signature is not None
    )
    manifest = write_manifest(SIGNATURE, references)
    writer.add(MANIFEST, manifest)
    progress(Step.SIGN_PACKAGE)
    writer.add(SIGNATURE, build_signed_data(signer, manifest, signing_time=moment, crls=crls))
    writer.close()


def signature_tail(source: BinaryIO, signature: bytes) -> tuple[int, bytes]:
    """Give a package another ``signature.p7s``, e.g. one that gained a time-stamp.

    The signature is the last member of every package made here, so only the end changes, however
    large the package is.

    Returns:
        How many bytes from the beginning stay, and what follows them.

    Raises:
        MalformedDocument: not a package, or one whose signature is not its last member.
        DocumentTooLarge: a limit of the format is exceeded.
    """
    return open_container(source).with_last(SIGNATURE, signature)


def replace_signature(source: BinaryIO, target: BinaryIO, signature: bytes) -> None:
    """Copy a package with another ``signature.p7s``; see :func:`signature_tail`."""
    keep, tail = signature_tail(source, signature)
    source.seek(0)
    while keep:
        chunk = source.read(min(keep, CHUNK))
        target.write(chunk)
        keep -= len(chunk)
    target.write(tail)


def read_signature(source: BinaryIO) -> bytes:
    """Return the package's ``signature.p7s``.

    Raises:
        MalformedDocument, DocumentTooLarge: not a package.
    """
    container = open_container(source)
    if SIGNATURE not in container.names:
        raise MalformedDocument(Flaw.IS_MISSING, SIGNATURE)
    return container.read(SIGNATURE, 1 << 20)


def _add(writer: ContainerWriter, name: str, data: bytes) -> Reference:
    writer.add(name, data)
    return Reference(name, _mime(name), "sha256", hashlib.sha256(data).digest())


def _crc32(source: AnnexSource) -> int:
    """Return an annex's CRC-32; one that must be read for it is also compared, before any PIN."""
    if source.crc32 is not None:
        return source.crc32
    crc, found = _read_through(source, None)
    if found != source.annex.content:
        raise DraftChanged(member_name(source.annex.number, source.name))
    return crc


def _read_through(source: AnnexSource, target: BinaryIO | None) -> tuple[int, Content]:
    digest, crc, size = hashlib.sha256(), 0, 0
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            if target is not None:
                target.write(chunk)
    return crc, Content(digest.hexdigest(), size)


def _mime(name: str) -> str:
    return _MIME.get(name.rsplit(".", 1)[-1], "application/octet-stream")
