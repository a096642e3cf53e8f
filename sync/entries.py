"""The rows of the outbox as everybody else sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from sync.errors import StoreDamaged
from sync.store.database import Row
from sync.values import Value
from sync.wire import (
    Accepted,
    AgreementRequest,
    Answer,
    DraftState,
    ReasonRequest,
    Receipt,
    ReceiptStatement,
    Registration,
    RemarkRequest,
)


class Reason(StrEnum):
    """Why an entry waits or ended, where that is this station's own finding.

    Whatever else stands in ``code`` is a refusal's code of the contract.
    """

    CANCELLED = "cancelled"
    """Its person took it back before it left."""
    PACKAGE_DAMAGED = "package_damaged"
    """Its package cannot be read on this station any more."""
    TIME_STAMP_AWAITED = "time_stamp_awaited"
    """No server gave a time-stamp at the last try."""
    TIME_STAMP_BUDGET = "time_stamp_budget"
    """It waits until a time-stamp server may be asked again."""
    UNREACHABLE = "unreachable"
    """There was no connection, or it broke before the request was whole."""
    SESSION_EXPIRED = "session_expired"
    OUTCOME_UNKNOWN = "outcome_unknown"
    """The request left and no answer came."""
    BAD_ANSWER = "bad_answer"
    """What came was not what the contract promises."""
    UNKNOWN_THERE = "unknown_there"
    """The registry has never heard of it, so it is sent again."""
    INTERRUPTED = "interrupted"
    """The program ended while it was being sent."""
    PAUSED = "paused"
    """Sending was stopped on this station."""
    FAILED = "failed"
    LEFT_TO_ANOTHER = "left_to_another"
    """It was brought in from another station, which goes on; this one does no more."""
    ANSWERED_ALIKE = "answered_alike"
    """The same answer had been given before, at another station."""
    ANSWERED_OTHERWISE = "answered_otherwise"
    """Another answer of the same person counts, not this one."""
    TERM_PASSED = "term_passed"
    """Silence had been taken for agreement before it arrived."""


CANCELLED = Reason.CANCELLED
PACKAGE_DAMAGED = Reason.PACKAGE_DAMAGED
TIME_STAMP_AWAITED = Reason.TIME_STAMP_AWAITED
TIME_STAMP_BUDGET = Reason.TIME_STAMP_BUDGET

DRAFT_CHANGED = "draft_changed"
"""The registry's code for what was meant for an earlier version."""
ALREADY_SIGNED = "already_signed"
"""The registry's code for a package of what somebody else signed, or of another version."""
ALREADY_ANSWERED = "already_answered"
"""The registry's code for a second answer, be it the same or not."""
HOLDS_BACK = 3
"""An entry that failed so often no longer holds back what was done with its draft later."""


class OutboxKind(StrEnum):
    """What was done."""

    PACKAGE = "package"
    AGREEMENT = "agreement"
    REMARK = "remark"
    RETURN = "return"
    REJECT = "reject"


SIGNED = frozenset({OutboxKind.PACKAGE, OutboxKind.AGREEMENT})
"""What its author signed: known by that wherever it comes from, so it may travel in a file."""


class OutboxState(StrEnum):
    """Where an entry stands; the last two are final."""

    QUEUED = "QUEUED"
    SENDING = "SENDING"
    UNCONFIRMED = "UNCONFIRMED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"


class Held(StrEnum):
    """Why an entry can no longer be taken back."""

    SENDING = "sending"
    """It is on its way at this moment."""
    LEFT = "left"
    """It left once and no answer came: the registry may have it."""
    EXPORTED = "exported"
    """It left on a carrier, and another station may send it."""
    SETTLED = "settled"
    """The registry has answered, or it was taken back before."""


Request = AgreementRequest | RemarkRequest | ReasonRequest
REQUESTS: Mapping[OutboxKind, type[Request]] = {
    OutboxKind.AGREEMENT: AgreementRequest,
    OutboxKind.REMARK: RemarkRequest,
    OutboxKind.RETURN: ReasonRequest,
    OutboxKind.REJECT: ReasonRequest,
}
"""What the payload of each kind is; a package has none."""


class OutboxEntry(Value, frozen=True):
    """One row, for readers. Times are UTC, ``size`` is in bytes.

    ``code`` and ``detail`` tell why the last attempt came to nothing, or why the registry
    refused; ``person`` is the PINFL of whoever did this, and only their session sends it.
    """

    key: str
    kind: OutboxKind
    person: str
    draft: str
    title: str
    version_digest: str
    state: OutboxState
    created: datetime
    attempts: int
    next_try: datetime
    code: str | None
    detail: str | None
    draft_state: DraftState | None
    registration: Registration | None
    receipt: Receipt | None
    settled: datetime | None
    size: int
    package: str | None
    """SHA-256 of the package; of one that was composed here and never sent, a name of its own."""
    upload: str | None = None
    """The registry's name of an upload that was begun."""
    payload: bytes = b""
    departed: bool = False
    """Whether a request of it may have reached the registry without an answer."""
    exported: datetime | None = None
    """When it was last written to a file for another station."""
    carrier: str | None = None
    """PINFL of whoever brought it here from another station; None: it was done here."""
    failures: int = 0
    """How often in a row it failed for reasons of its own."""

    @property
    def sender(self) -> str:
        """PINFL of whose session sends it: whoever did it, or brought it here."""
        return self.carrier or self.person

    @property
    def open(self) -> bool:
        """Whether the registry has not settled it yet."""
        return self.settled is None

    @property
    def held(self) -> Held | None:
        """Why it cannot be taken back; None while it surely has not left."""
        if not self.open:
            return Held.SETTLED
        if self.state is OutboxState.SENDING:
            return Held.SENDING
        if self.departed:
            return Held.LEFT
        return None if self.exported is None else Held.EXPORTED

    @property
    def travelled(self) -> bool:
        """Whether another station may have sent it, perhaps with a time-stamp of its own."""
        return self.exported is not None or self.carrier is not None

    @property
    def registered_elsewhere(self) -> bool:
        """Whether what is registered are the bytes that another station sent."""
        if self.receipt is None or self.package is None:
            return False
        said = msgspec.json.decode(self.receipt.statement, type=ReceiptStatement)
        return said.package != self.package

    @property
    def conflict(self) -> bool:
        """Whether it was meant for a version that is no longer the draft's."""
        return self.state is OutboxState.REFUSED and self.code == DRAFT_CHANGED

    @property
    def taken_back(self) -> bool:
        """Whether somebody took it back here before it left; of one brought in, only from here."""
        return self.code in (Reason.CANCELLED, Reason.LEFT_TO_ANOTHER)

    @property
    def done_elsewhere(self) -> bool:
        """Whether its person had done the same before, for example at another station."""
        return self.state is OutboxState.REFUSED and self.code == Reason.ANSWERED_ALIKE

    @property
    def decision(self) -> Answer | None:
        """Which answer it carries; None for what is no answer."""
        if self.kind is not OutboxKind.AGREEMENT:
            return None
        try:
            return msgspec.json.decode(self.payload, type=AgreementRequest).decision
        except msgspec.DecodeError as error:
            raise StoreDamaged(f"outbox {self.key}: {error}") from error

    @property
    def awaits_time_stamp(self) -> bool:
        """Whether it is signed and not yet time-stamped: that comes before its first sending."""
        queued = self.state is OutboxState.QUEUED and self.attempts == 0
        return self.kind is OutboxKind.PACKAGE and queued


COLUMNS = (
    "key, kind, person, draft, title, version_digest, state, created, attempts, next_try, code,"
    " detail, accepted, settled, size, file, upload, payload, departed, exported, carrier,"
    " failures"
)
"""What :func:`entry_of` reads, in its order."""


def entry_of(row: Row) -> OutboxEntry:
    """Read a row of :data:`COLUMNS`.

    Raises:
        StoreDamaged: what the registry's answer left there cannot be read.
    """
    (key, kind, person, draft, title, digest, state, created, attempts, next_try) = row[:10]
    (code, detail, answer, settled, size, file, upload, payload) = row[10:18]
    (departed, exported, carrier, failures) = row[18:]
    accepted: Accepted | None = None
    if answer is not None:
        try:
            accepted = msgspec.json.decode(answer, type=Accepted)
        except msgspec.DecodeError as error:
            raise StoreDamaged(f"outbox {key}: {error}") from error
    return OutboxEntry(
        key=key,
        kind=OutboxKind(kind),
        person=person,
        draft=draft,
        title=title,
        version_digest=digest,
        state=OutboxState(state),
        created=datetime.fromisoformat(created),
        attempts=attempts,
        next_try=datetime.fromisoformat(next_try),
        code=code,
        detail=detail,
        draft_state=accepted.state if accepted else None,
        registration=accepted.registration if accepted else None,
        receipt=accepted.receipt if accepted else None,
        settled=None if settled is None else datetime.fromisoformat(settled),
        size=size,
        package=file,
        upload=upload,
        payload=payload,
        departed=bool(departed),
        exported=None if exported is None else datetime.fromisoformat(exported),
        carrier=carrier,
        failures=failures,
    )
