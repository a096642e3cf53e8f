"""Verify whatever somebody hands over: packages, containers, signed PDFs, bare signatures.

One engine for the command line, the window and the registry's public page: a stream goes in, a
report comes out. What a file is, its bytes say; its name, where it has one, must say no other
thing. Our own packages are held to their own format, all others to the standards. The registry
takes packages in by :func:`signing.verify.verify_package` itself, which is asked here too: it has
frozen what the package must be of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from signing.container.limits import MAX_MEMBER_BYTES, MAX_TOTAL_BYTES
from signing.detail import NO_DETAIL, Detail, said
from signing.file_names import Form, with_name
from signing.flaws import Flaw
from signing.foreign.carried import HEAD, verify_carried
from signing.foreign.contents import Content
from signing.report import Covered, Reason, Report, Verdict
from signing.trust import TrustAnchors
from signing.verify import verify_package
from signing.work import bounded

_MAX_PACKAGE_BYTES = MAX_TOTAL_BYTES + (16 << 20)
"""What the members may have together, and room for the names and the directory."""
_MAX_WHOLE_BYTES = MAX_MEMBER_BYTES
"""Of a PDF; as a member of a package it may have as much."""
_MAX_SIGNATURE_BYTES = 128 << 20
"""Of a signature that carries its content, which is held in memory."""
_PIECE = 1 << 20
_HEAD = 1024
_TAIL = 1 << 17
"""Room for a directory's end with the longest comment, and for the directory of a small ZIP."""


class _TooLarge(Exception):
    """More bytes than are held in memory."""


def verify_stream(
    stream: BinaryIO,
    anchors: TrustAnchors,
    *,
    contents: Sequence[Content] = (),
    missing: str = "HASH_FAILURE",
    at: datetime | None = None,
    name: str = "",
) -> Report:
    """Verify one file by what it is.

    One that holds no signature is indeterminate (``SIGNED_DATA_NOT_FOUND``), and so is one of a
    kind that is not read here (``NOT_SUPPORTED``) or that is too large (``UNREADABLE``): nothing
    is known to be broken there.

    Args:
        stream: the file; seekable, at its beginning, read more than once.
        anchors: what is trusted.
        contents: what a detached signature may cover; by their digests they find each other.
        missing: what it means that a signature covers none of them: ``HASH_FAILURE``, or
            ``SIGNED_DATA_NOT_FOUND`` where others than the right ones may have been given.
        at: for when it is judged; now, if not given.
        name: the file's, as whoever opens it has it; empty if it has none.

    Raises:
        OSError: the stream, or one of the contents, cannot be read. Whatever else a stream of the
            caller's raises comes through too; nothing that the file says raises.
    """
    # Whoever gives a content wants to know about that one, whatever the file is.
    known = [item.used for item in contents]
    for item in contents:
        item.used = False
    report = _verified(stream, anchors, contents, missing, at, name)
    found = [item for item in contents if item.used]
    covered = tuple(Covered(item.name, item.digest("sha256").hex()) for item in found)
    report = replace(report, contents=covered)
    unused = contents and not found
    for item, before in zip(contents, known, strict=True):
        item.used = item.used or before
    if not unused or missing != "HASH_FAILURE" or not report.signatures:
        return report
    if report.verdict is Verdict.INVALID:
        return report
    names = Detail(", ".join(item.name for item in contents))
    reasons = (*report.reasons, Reason("CONTENT_UNUSED", names, failed=False))
    return replace(report, verdict=Verdict.INDETERMINATE, reasons=reasons)


@bounded
def _verified(
    stream: BinaryIO,
    anchors: TrustAnchors,
    contents: Sequence[Content],
    missing: str,
    at: datetime | None,
    name: str,
) -> Report:
    size = _size(stream)
    head = stream.read(_HEAD)
    if not head:
        return open_question("SIGNED_DATA_NOT_FOUND", said(Flaw.EMPTY))
    stream.seek(0)
    try:
        report = _by_head(stream, size, head, anchors, at, name)
        if report is not None:
            return report
        signature = _changeable(stream, size)
    except _TooLarge:
        return open_question("UNREADABLE", said(Flaw.OVERSIZED))
    from signing.foreign.armour import (
        holds_several,
        looks_like_ber,
        other_kind,
        read_around,
        unwrap,
    )
    from signing.foreign.ber import end_of
    from signing.foreign.cms import verify_signature
    from signing.foreign.loose import loose_parts, with_loose
    from signing.foreign.signed_data import is_signed_data

    if _ends_as_container(bytes(signature[-_TAIL:])) and not is_signed_data(signature):
        # Something stands before it, which is an attack and has a name there.
        stream.seek(0)
        return _container(stream, anchors, at)
    beside: list[Reason] = []
    wrapped = not looks_like_ber(signature)
    around = read_around(signature) if wrapped else ()
    if wrapped:
        other = other_kind(signature)
        if holds_several(signature):
            beside.append(Reason("NOT_EXAMINED", said(Flaw.FIRST_ONLY), failed=False))
        elif around is None:
            beside.append(Reason("UNSIGNED_BESIDE", said(Flaw.AROUND), failed=False))
        if not unwrap(signature):
            return open_question(
                "NOT_SUPPORTED" if other else "SIGNED_DATA_NOT_FOUND", Detail(other)
            )
    if (end := end_of(signature)) < len(signature):
        # Anybody can put something behind it: that breaks nothing, and nobody signed it.
        beside.append(Reason("UNSIGNED_BESIDE", said(Flaw.AROUND), failed=False))
        del signature[end:]
    report = verify_signature(signature, contents, anchors, at=at, missing=missing)
    report = with_loose(report, lambda: loose_parts((signature,), anchors, around or ()))
    if beside:
        return Report.conclude(report.signatures, (*report.reasons, *beside))
    return with_name(report, Form.TEXT if wrapped else Form.SIGNATURE, name)


def _by_head(
    stream: BinaryIO, size: int, head: bytes, anchors: TrustAnchors, at: datetime | None, name: str
) -> Report | None:
    """Verify what says by its first bytes what it is; None for all else."""
    if head[:2] == b"PK":
        _require(size, _MAX_PACKAGE_BYTES)
        return with_name(_container(stream, anchors, at), Form.PACKAGE, name)
    if head.startswith(HEAD):
        _require(size, _MAX_PACKAGE_BYTES)
        return verify_carried(stream, size, lambda part: verify_package(part, anchors, at=at))
    if b"%PDF-" in head and not _carries(head):
        return with_name(_pdf(stream, size, anchors, at), Form.PDF, name)
    return None


def _carries(head: bytes) -> bool:
    """Whether a file begins as a signature, whose content may be a PDF or speak of one."""
    from signing.foreign.signed_data import is_signed_data

    return head.startswith(b"\x30") and is_signed_data(head)


def _ends_as_container(tail: bytes) -> bool:
    """Whether a file ends as a ZIP with signatures does; programs unpack it whatever is before."""
    return b"PK\5\6" in tail and b"META-INF/" in tail and b"PK\1\2" in tail


def open_question(code: str, detail: Detail = NO_DETAIL) -> Report:
    """Return the report of a file of which nothing could be established, for one reason."""
    return Report.conclude((), (Reason(code, detail, failed=False),))


def _container(stream: BinaryIO, anchors: TrustAnchors, at: datetime | None) -> Report:
    from signing.foreign.asic import is_package, may_be_package, verify_container
    from signing.foreign.beside import with_beside

    if may_be_package(stream):
        report = verify_package(stream, anchors, at=at)
        # A valid one is ours; of any other it is asked whether it is somebody else's file.
        if report.verdict is Verdict.VALID or is_package(stream):
            return report
    return with_beside(verify_container(stream, anchors, at=at), stream, anchors)


def _pdf(stream: BinaryIO, size: int, anchors: TrustAnchors, at: datetime | None) -> Report:
    from signing.foreign.pdf import verify_any_pdf
    from signing.pdf.held import HELD, Held, Lost

    _require(size, _MAX_WHOLE_BYTES)
    if size <= HELD:
        return verify_any_pdf(_whole(stream), anchors, at=at)
    try:
        return verify_any_pdf(Held.standing(stream, size), anchors, at=at)
    except Lost as lost:
        raise lost.error from lost


def _size(stream: BinaryIO) -> int:
    try:
        size = stream.seek(0, 2)
    except OSError:
        # Something of the kernel's that does not know; what is read of it is bounded all the same.
        size = 0
    stream.seek(0)
    return size


def _require(size: int, limit: int) -> None:
    if size > limit:
        raise _TooLarge


def _whole(stream: BinaryIO) -> bytes:
    # A file may grow while it is read.
    content = stream.read(_MAX_WHOLE_BYTES + 1)
    _require(len(content), _MAX_WHOLE_BYTES)
    return content


def _changeable(stream: BinaryIO, size: int) -> bytearray:
    _require(size, _MAX_SIGNATURE_BYTES)
    # In one piece of memory from the beginning: one that grows is held twice for a moment.
    found, at = bytearray(size), 0
    while piece := stream.read(_PIECE):
        found[at : at + len(piece)] = piece
        at += len(piece)
        _require(at, _MAX_SIGNATURE_BYTES)
    del found[at:]
    return found
