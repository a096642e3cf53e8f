"""The rows of the outbox as everybody else sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from sync.errors import StoreDamaged
from sync.store.database import Row
from sync.wire import (
    Accepted,
    AgreementRequest,
    DraftState,
    ReasonRequest,
    Receipt,
    Registration,
    RemarkRequest,
)

CANCELLED = "cancelled"
"""The code of an entry that its person took back before it left."""


PACKAGE_DAMAGED = "package_damaged"
"""The code of an entry whose package cannot be read on this station any more."""


TIME_STAMP_AWAITED = "time_stamp_awaited"
"""The code of a package for which no server gave a time-stamp at the last try."""


TIME_STAMP_BUDGET = "time_stamp_budget"
"""The code of a package that waits until a time-stamp server may be asked again."""


class OutboxKind(StrEnum):
    """What was done."""

    PACKAGE = "package"
    AGREEMENT = "agreement"
    REMARK = "remark"
    RETURN = "return"
    REJECT = "reject"


class OutboxState(StrEnum):
    """Where an entry stands; the last two are final."""

    QUEUED = "QUEUED"
    SENDING = "SENDING"
    UNCONFIRMED = "UNCONFIRMED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"


Request = AgreementRequest | RemarkRequest | ReasonRequest


@dataclass(frozen=True)
class OutboxEntry:
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
    payload: bytes = field(default=b"", repr=False)

    @property
    def open(self) -> bool:
        """Whether the registry has not settled it yet."""
        return self.settled is None

    @property
    def awaits_time_stamp(self) -> bool:
        """Whether it is signed and not yet time-stamped: that comes before its first sending."""
        queued = self.state is OutboxState.QUEUED and self.attempts == 0
        return self.kind is OutboxKind.PACKAGE and queued


COLUMNS = (
    "key, kind, person, draft, title, version_digest, state, created, attempts, next_try, code,"
    " detail, accepted, settled, size, file, upload, payload"
)
"""What :func:`entry_of` reads, in its order."""


def entry_of(row: Row) -> OutboxEntry:
    """Read a row of :data:`COLUMNS`.

    Raises:
        StoreDamaged: what the registry's answer left there cannot be read.
    """
    (key, kind, person, draft, title, digest, state, created, attempts, next_try) = row[:10]
    (code, detail, answer, settled, size, file, upload, payload) = row[10:]
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
    )
