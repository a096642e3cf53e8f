"""Refusals: RFC 9457 problem documents with the contract's stable codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.contract import Problem

PROBLEM_TYPE = "application/problem+json"


class Code(StrEnum):
    """Every code an answer can carry."""

    BAD_REQUEST = "bad_request"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    CURSOR_UNKNOWN = "cursor_unknown"
    KEY_REUSED = "key_reused"
    OFFSET_MISMATCH = "offset_mismatch"
    UPLOAD_INCOMPLETE = "upload_incomplete"
    DRAFT_CHANGED = "draft_changed"
    NOT_READY = "not_ready"
    NOT_YOUR_TURN = "not_your_turn"
    ALREADY_SIGNED = "already_signed"
    ALREADY_ANSWERED = "already_answered"
    SIGNER_MISMATCH = "signer_mismatch"
    CERTIFICATE_REVOKED = "certificate_revoked"
    CERTIFICATE_EXPIRED = "certificate_expired"
    BAD_SIGNATURE = "bad_signature"
    PACKAGE_MALFORMED = "package_malformed"
    TOO_LARGE = "too_large"
    CLOCK_SKEW = "clock_skew"
    STATUS_UNKNOWN = "status_unknown"
    STATION_FORGOTTEN = "station_forgotten"
    RATE_LIMITED = "rate_limited"
    MAINTENANCE = "maintenance"
    INTERNAL = "internal"


@dataclass(frozen=True)
class _Kind:
    status: int
    title: str
    final: bool = False
    """The same request can never succeed later, so the refusal is kept under its key."""


_KINDS = {
    Code.BAD_REQUEST: _Kind(400, "The request is not what the contract says"),
    Code.UNAUTHORISED: _Kind(401, "Sign in first"),
    Code.FORBIDDEN: _Kind(403, "Not allowed to this person"),
    Code.NOT_FOUND: _Kind(404, "There is no such thing, or this person may not see it"),
    Code.METHOD_NOT_ALLOWED: _Kind(405, "This address does not know the method"),
    Code.CURSOR_UNKNOWN: _Kind(410, "The cursor is of another life of this registry; begin anew"),
    Code.KEY_REUSED: _Kind(422, "The Idempotency-Key was used for another request"),
    Code.OFFSET_MISMATCH: _Kind(409, "The upload continues at another offset"),
    Code.UPLOAD_INCOMPLETE: _Kind(409, "The upload is not complete"),
    Code.DRAFT_CHANGED: _Kind(
        409, "The draft changed; this is about an older version", final=True
    ),
    Code.NOT_READY: _Kind(409, "The draft is not in a state that allows this", final=True),
    Code.NOT_YOUR_TURN: _Kind(403, "This is not asked of this person now", final=True),
    Code.ALREADY_SIGNED: _Kind(409, "The decision is signed already", final=True),
    Code.ALREADY_ANSWERED: _Kind(409, "This person has answered this version", final=True),
    Code.SIGNER_MISMATCH: _Kind(403, "Signed by somebody else than the one to sign", final=True),
    Code.CERTIFICATE_REVOKED: _Kind(403, "The certificate was revoked", final=True),
    Code.CERTIFICATE_EXPIRED: _Kind(403, "The certificate is not valid now", final=True),
    Code.BAD_SIGNATURE: _Kind(422, "The signature does not verify", final=True),
    Code.PACKAGE_MALFORMED: _Kind(422, "The package is not as its format says", final=True),
    Code.TOO_LARGE: _Kind(413, "Larger than allowed", final=True),
    Code.CLOCK_SKEW: _Kind(409, "The signing time is not this registry's time", final=True),
    Code.STATUS_UNKNOWN: _Kind(409, "Of a certificate in it nothing is known here yet"),
    Code.STATION_FORGOTTEN: _Kind(403, "The office has this station forgotten"),
    Code.RATE_LIMITED: _Kind(429, "Too many attempts; wait"),
    Code.MAINTENANCE: _Kind(503, "The registry is being maintained"),
    Code.INTERNAL: _Kind(500, "The registry failed; it is in its log"),
}


class Refusal(Exception):
    """The registry says no. ``retry_after`` is in seconds."""

    def __init__(self, code: Code, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return _KINDS[self.code].status

    @property
    def final(self) -> bool:
        """Whether the refusal is kept as the answer to its key."""
        return _KINDS[self.code].final

    @property
    def problem(self) -> Problem:
        """The problem document."""
        kind = _KINDS[self.code]
        return Problem(kind.status, str(self.code), kind.title, self.detail)
