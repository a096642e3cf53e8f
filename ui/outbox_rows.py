"""What the window is told of the outbox; see :mod:`ui.rows`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sync.values import Value
from sync.wire import Answer


class OutboxState(StrEnum):
    """The states of an outbox entry; the values are those of the store."""

    QUEUED = "QUEUED"
    SENDING = "SENDING"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    UNCONFIRMED = "UNCONFIRMED"


class OutboxKind(StrEnum):
    """What an outbox entry carries; the values are those of the store."""

    PACKAGE = "package"
    AGREEMENT = "agreement"
    REMARK = "remark"
    RETURN = "return"
    REJECT = "reject"


class OutboxRow(Value, frozen=True):
    """One entry of the outbox; ``key`` is its idempotency key."""

    key: str
    kind: OutboxKind
    draft: str
    title: str
    state: OutboxState
    created: datetime
    attempts: int = 0
    next_try: datetime | None = None
    reason: str = ""
    number: str = ""
    unstamped: bool = False
    """Signed, and its time-stamp is still to come; only then does it leave."""
    told: str = ""
    """Everything that is to be known of it now, in sentences."""
    held: str = ""
    """Why it cannot be taken back or put away; empty where it can, and where that is past."""
    stays: str = ""
    """Why no file takes it to another station; empty for what can travel."""
    elsewhere: bool = False
    """Refused only because its person had done the same before, at another station."""
    taken_back: bool = False
    """Nobody refused it: its person took it back before it left."""
    mine: bool = True
    """Whether whoever looks at it did it, or brought it here."""
    seen: bool = True
    """Whether whoever looks at it may read its draft."""
    lost: bool = False
    """Registered once, and not so by the list: it can be handed in again."""
    sent_by_another: bool = False
    """It leaves only after somebody else has signed in; ``reason`` says who."""
    conflict: bool = False
    """It was about a version that is no longer the draft's."""
    answer: Answer | None = None
    """Which answer it carries, if it is one."""
    version_digest: str = ""
    """Of the version it is about."""
    words: str = ""
    """The reason, note or remark that its person wrote."""

    @property
    def waits(self) -> bool:
        """Whether it is neither settled nor on its way at this moment."""
        return self.state in (OutboxState.QUEUED, OutboxState.UNCONFIRMED)
