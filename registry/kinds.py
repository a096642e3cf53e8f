"""The words of the contract that are one of a few; :mod:`registry.contract` has them too."""

from __future__ import annotations

from enum import StrEnum


class DraftType(StrEnum):
    """Kind of act, by the letter its registration number carries."""

    DECISION = "Q"
    ORDER = "F"
    COUNCIL = "K"


class DraftState(StrEnum):
    """Where a draft stands; :mod:`registry.lifecycle` says what may follow what."""

    DRAFT = "DRAFT"
    IN_AGREEMENT = "IN_AGREEMENT"
    RETURNED = "RETURNED"
    AGREED = "AGREED"
    DEPUTY_REVIEW = "DEPUTY_REVIEW"
    LEGAL_REVIEW = "LEGAL_REVIEW"
    READY_TO_SIGN = "READY_TO_SIGN"
    SIGNED = "SIGNED"
    REGISTERED = "REGISTERED"
    PUBLISHED = "PUBLISHED"
    REJECTED = "REJECTED"
    REVOKED = "REVOKED"


class Action(StrEnum):
    """What is asked of, or allowed to, the person signed in."""

    SIGN = "sign"
    AGREE = "agree"
    OBJECT = "object"
    RETURN = "return"
    REJECT = "reject"
    REMARK = "remark"
    REVISE = "revise"


class Script(StrEnum):
    """The alphabet of the document itself."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"


class Role(StrEnum):
    """A person's role."""

    DRAFTER = "drafter"
    OFFICER = "officer"
    DEPUTY = "deputy"
    LEGAL = "legal"
    CLERK = "clerk"
    HOKIM = "hokim"
    ACTING_HOKIM = "acting_hokim"
    COUNCIL_CHAIR = "council_chair"
    JUSTICE = "justice"
    ADMINISTRATOR = "administrator"


class EntryOutcome(StrEnum):
    """What became of an idempotency key."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    REFUSED = "refused"
