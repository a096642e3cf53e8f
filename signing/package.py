"""Make the signed package, version 1 (docs/package-format.md).

Everything that is not the signer's own work is checked before the signer is called: a token's
PIN attempt or signature is never spent on a package that could not be accepted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

from cryptography import x509

from signing.cms import build_signed_data
from signing.container import ContainerWriter, open_container
from signing.errors import DraftChanged, MalformedDocument
from signing.manifest import Reference, write_manifest
from signing.pades import sign_pdf
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


@dataclass(frozen=True)
class PackageContent:
    """What goes into a package."""

    decision: Decision
    trail: Trail
    text: bytes
    annexes: tuple[AnnexSource, ...]


def member_name(number: int, name: str) -> str:
    """Return the member name of an annex; a server-sent name never becomes a path as it is."""
    stem = name.rsplit("/", 1)[-1].removesuffix(".pdf")
    plain = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-").lower()[:60]
    return f"annexes/{number:02d}-{plain or 'annex'}.pdf"


def build_package(
    content: PackageContent,
    signer: Signer,
    target: BinaryIO,
    *,
    moment: datetime,
    pdf_profile: bool,
    crls: tuple[x509.CertificateRevocationList, ...] = (),
    progress: Callable[[Step], None] = lambda _: None,
) -> None:
    """Sign the decision and write its package.

    Args:
        content: the frozen content; every digest in ``content.decision`` must be its bytes'.
        signer: called once, and once more before that with the PDF profile.
        target: an empty seekable binary file; its bytes mean nothing if this raises.
        moment: the claimed signing time, aware.
        pdf_profile: also sign ``decision.pdf`` itself (PAdES).
        crls: revocation lists of the signer's chain, embedded so that the signature can be
            checked offline for ever (CAdES-B-LT).
        progress: told each step as it begins.

    Raises:
        DraftChanged: some bytes are not the frozen ones, by member.
        MalformedDocument: the text is not a PDF that can be signed.
        TokenError, PinError: the signer failed.
    """
    progress(Step.CHECK)
    version = content.decision.version
    if Content.of(content.text) != version.text:
        raise DraftChanged(TEXT)
    if tuple(item.annex for item in content.annexes) != version.annexes:
        raise MalformedDocument("the annexes at hand are not the version's")
    if content.trail.draft != version.draft:
        raise MalformedDocument("the trail is another draft's")

    text = content.text
    if pdf_profile:
        progress(Step.SIGN_TEXT)
        text = sign_pdf(text, signer, moment)
    progress(Step.WRITE)
    writer = ContainerWriter(target)
    references = [_add(writer, TEXT, text)]
    references.extend(_add_annex(writer, source) for source in content.annexes)
    references.append(_add(writer, DECISION, decision_json(content.decision)))
    references.append(_add(writer, TRAIL, trail_json(content.trail)))
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


def replace_signature(source: BinaryIO, target: BinaryIO, signature: bytes) -> None:
    """Copy a package with another ``signature.p7s``, e.g. one that gained a time-stamp.

    Raises:
        MalformedDocument, DocumentTooLarge: the source is not a package.
    """
    container = open_container(source)
    writer = ContainerWriter(target)
    for name in container.names[1:]:
        if name == SIGNATURE:
            writer.add(name, signature)
        else:
            with container.open(name) as member:
                writer.add_stream(name, member, container.size(name))  # type: ignore[arg-type]
    writer.close()


def read_signature(source: BinaryIO) -> bytes:
    """Return the package's ``signature.p7s``.

    Raises:
        MalformedDocument, DocumentTooLarge: not a package.
    """
    container = open_container(source)
    if SIGNATURE not in container.names:
        raise MalformedDocument(f"{SIGNATURE} is missing")
    return container.read(SIGNATURE, 1 << 20)


def _add(writer: ContainerWriter, name: str, data: bytes) -> Reference:
    writer.add(name, data)
    return Reference(name, _mime(name), "sha256", hashlib.sha256(data).digest())


def _add_annex(writer: ContainerWriter, source: AnnexSource) -> Reference:
    name = member_name(source.annex.number, source.name)
    expected = source.annex.content
    with source.open() as stream:
        digest, size = writer.add_stream(name, stream, expected.size)
    if Content(digest, size) != expected:
        raise DraftChanged(name)
    return Reference(name, _mime(name), "sha256", bytes.fromhex(digest))


def _mime(name: str) -> str:
    return _MIME.get(name.rsplit(".", 1)[-1], "application/octet-stream")
