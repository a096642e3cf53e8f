"""Verify a bare CMS: CAdES or plain, attached or detached, of any number of signers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from signing.container.one_kind import holds_of_a_pdf
from signing.detail import said
from signing.errors import DocumentTooLarge, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign.contents import Content
from signing.foreign.judge import Judge, Surroundings
from signing.foreign.plain_ber import with_pieces_told
from signing.foreign.signed_data import (
    SignedData,
    is_signed_data,
    read_signed_data,
    token_answered,
)
from signing.foreign.stamps import is_token, try_token
from signing.identity import reason_of
from signing.report import Kind, Reason, Report
from signing.trust import TrustAnchors
from signing.work import bounded

_NONE = Reason("SIGNED_DATA_NOT_FOUND", failed=False)
_TAIL = 22 + (1 << 16)
"""Bytes in which they look for a ZIP's end (APPNOTE 4.3.16)."""


@bounded
def verify_signature(
    ber: bytes | bytearray,
    contents: Sequence[Content],
    anchors: TrustAnchors,
    *,
    at: datetime | None = None,
    missing: str = "HASH_FAILURE",
) -> Report:
    """Verify a CMS in DER or BER, or a time-stamp token, also in its server's answer.

    Args:
        ber: the ``ContentInfo``; anything else in DER – a certificate, a key, an encrypted
            message – holds no signature over a content, and that is told.
        contents: what a detached signature may cover; by their digests they find each other.
            An attached signature must carry one of them, if any are given.
        anchors: what is trusted.
        at: for when what has no time-stamp is judged; now, if not given.
        missing: what it means that a signature covers none of them: ``HASH_FAILURE``, or
            ``SIGNED_DATA_NOT_FOUND`` where others than the right ones may have been given.
    """
    if not is_signed_data(ber):
        token = token_answered(ber)
        if token is None:
            return Report.conclude((), (_NONE,))
        ber = token
    judge = Judge(anchors, at)
    try:
        data = read_signed_data(ber)
        _require_one_kind(ber, data)
        judge.collect([data])
        if is_token(data):
            stamp = try_token(bytes(ber), contents, judge.helpers)
            return Report.conclude((judge.token(stamp, "content", Kind.TIME_STAMP),))
        covered, reasons = _covered(data, contents, missing)
        if not data.signers:
            # Certificates and lists travel so too (RFC 5652, 5.1); nothing is broken there.
            return Report.conclude((), (_NONE,))
        around = Surroundings(covered, missing, reasons=reasons)
        found = with_pieces_told(data, judge.judge_all(data, around, "content"))
        return Report.conclude(tuple(found))
    except DocumentTooLarge:
        return Report.conclude((), (Reason("NOT_EXAMINED", said(Flaw.OVERSIZED), failed=False),))
    except SigningError as error:
        return Report.conclude((), (reason_of(error),))


def _require_one_kind(ber: bytes | bytearray, data: SignedData) -> None:
    """Require that no program takes the signature for another document than its content.

    Certificates and unsigned attributes may be anything, also a PDF or a ZIP: whoever opens the
    file as such sees what nobody signed, and is told that it is signed.

    Raises:
        MalformedDocument: one might.
    """
    content = data.encapsulated.view
    container = b"PK\5\6" in ber[-_TAIL:]
    at = ber.find(content)
    behind = at + len(content)
    if holds_of_a_pdf(ber, 0, at) or holds_of_a_pdf(ber, behind):
        raise MalformedDocument(Flaw.PDF_OTHER_DOCUMENT)
    if container and b"PK\5\6" in ber[max(behind, len(ber) - _TAIL) :] and b"PK\1\2" in ber:
        raise MalformedDocument(Flaw.ZIP_OTHER_DOCUMENT)


def _covered(
    data: SignedData, contents: Sequence[Content], missing: str
) -> tuple[tuple[Content, ...], tuple[Reason, ...]]:
    embedded = data.content_pieces()
    if embedded is None:
        return tuple(contents), ()
    carried = Content("", lambda: embedded)
    if not contents:
        return (carried,), ()
    own = carried.digest("sha256")
    same = tuple(item for item in contents if item.digest("sha256") == own)
    if same:
        return same, ()
    if missing == "HASH_FAILURE":
        # Whoever gives a content wants to know about that one.
        return (carried,), (Reason("HASH_FAILURE"),)
    return (carried,), ()
