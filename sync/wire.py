"""What travels between this station and the registry, version 1 of the contract.

Frozen structures (:mod:`sync.values`), decoded strictly: an unknown field is ignored, a missing or
mistyped one refuses the whole answer. Times are RFC 3339 UTC on the wire and aware ``datetime``
here; binary values are base64 on the wire and ``bytes`` here; every digest is lower-case hex
SHA-256.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sync.values import Value

CONTRACT_VERSION = "1.0"
CONTRACT_HEADER = "Contract-Version"
"""Every answer carries it; another major version is not understood."""


class DraftType(StrEnum):
    """Kind of act, by the letter its registration number carries."""

    DECISION = "Q"
    ORDER = "F"
    COUNCIL = "K"


class DraftState(StrEnum):
    """Where a draft stands in the registry."""

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
    """What the registry asks of, or allows to, the person signed in."""

    SIGN = "sign"
    AGREE = "agree"
    OBJECT = "object"
    RETURN = "return"
    REJECT = "reject"
    REMARK = "remark"
    REVISE = "revise"
    """The draft was returned to this person, its drafter."""


class Script(StrEnum):
    """The alphabet of the document itself; never changed by the client."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"


class Answer(StrEnum):
    """How an organisation answered in the trail."""

    PENDING = "pending"
    AGREED = "agreed"
    AGREED_WITH_NOTE = "agreed_with_note"
    OBJECTED = "objected"
    DEEMED_AGREED = "deemed_agreed"


class Role(StrEnum):
    """A person's role in the registry."""

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


class Authority(Value, frozen=True):
    """The hokimiyat or council; ``district`` 0 is the region itself."""

    name: str
    stir: str
    region: int
    district: int


class Organisation(Value, frozen=True):
    """An organisation by its STIR."""

    stir: str
    name: str


class Person(Value, frozen=True):
    """A person by PINFL, with the post as it is written on documents."""

    name: str
    post: str
    pinfl: str


class FileRef(Value, frozen=True):
    """A file by content; fetched with ``GET /v1/files/{sha256}``. ``size`` is in bytes."""

    sha256: str
    size: int
    name: str


class Annex(Value, frozen=True):
    """An annex in its order; ``number`` starts at 1."""

    number: int
    title: str
    file: FileRef


class TrailEntry(Value, frozen=True):
    """One answer in the agreement trail; ``signature`` is the officer's CMS, as received."""

    order: int
    round: int
    organisation: Organisation
    officer: Person | None
    decision: Answer
    remark: str
    letter: FileRef | None
    received: datetime
    due: datetime
    decided: datetime | None
    version: int
    version_digest: str
    signature: bytes | None


class Remark(Value, frozen=True):
    """A remark, anchored to a version and, if to a place, to a file, a page and quoted text.

    ``before`` and ``after`` are the few words around ``quote``.
    """

    id: str
    version: int
    file: str | None
    page: int | None
    quote: str
    text: str
    author: Person
    organisation: Organisation
    created: datetime
    before: str = ""
    after: str = ""


class Registration(Value, frozen=True):
    """Number, date and public address; given by the registry only."""

    number: str
    date: datetime
    url: str


class SignerRole(Value, frozen=True):
    """Who is to sign this draft; ``role`` is one of the three signing roles."""

    name: str
    pinfl: str
    stir: str
    role: Role
    post: str


class DraftSummary(Value, frozen=True):
    """What the list shows. ``revision`` grows with every change of anything in the draft."""

    id: str
    revision: int
    type: DraftType
    authority: Authority
    title: str
    script: Script
    state: DraftState
    version: int
    round: int
    version_digest: str
    deadline: datetime | None
    restricted: bool
    drafter: str
    annex_count: int
    updated: datetime
    registration: Registration | None
    actions: tuple[Action, ...]


class Draft(Value, frozen=True):
    """Everything about one draft."""

    summary: DraftSummary
    language: str
    normative: bool
    legal_basis: str
    template: str
    signer: SignerRole
    text: FileRef
    annexes: tuple[Annex, ...]
    trail: tuple[TrailEntry, ...]
    remarks: tuple[Remark, ...]
    reason: str
    """Why it was returned, rejected or revoked; empty otherwise."""


class Change(Value, frozen=True):
    """One line of the delta feed: an upsert, or a tombstone when ``draft`` is None."""

    id: str
    draft: DraftSummary | None


class ChangesPage(Value, frozen=True):
    """``GET /v1/changes``: the changes after a cursor, in order."""

    changes: tuple[Change, ...]
    cursor: str
    more: bool


class Challenge(Value, frozen=True):
    """``POST /v1/auth/challenge``: the one-time value to sign within ``expires``."""

    id: str
    registry: str
    challenge: str
    expires: datetime


class SessionRequest(Value, frozen=True):
    """Body of ``POST /v1/auth/session``; ``signature`` covers the session statement."""

    id: str
    signature: bytes


class PasswordRequest(Value, frozen=True):
    """Body of ``POST /v1/auth/password``; ``login`` is the PINFL."""

    login: str
    password: str

    def __repr__(self) -> str:
        return f"PasswordRequest(login={self.login!r})"


class RefreshRequest(Value, frozen=True):
    """Body of ``POST /v1/auth/refresh``; the answer holds a new refresh token."""

    refresh_token: str

    def __repr__(self) -> str:
        return "RefreshRequest()"


class Session(Value, frozen=True):
    """``POST /v1/auth/session`` and ``/refresh``: tokens with their ends."""

    access_token: str
    access_expires: datetime
    refresh_token: str
    refresh_expires: datetime

    def __repr__(self) -> str:
        return f"Session(until {self.access_expires.isoformat()})"


class Policy(Value, frozen=True):
    """What the office's registry sets for its stations."""

    pdf_profile: bool
    """Also sign the PDF itself (PAdES) with RSA and ECDSA keys."""
    agreement_days: int
    """Days after which silence counts as agreement."""
    max_annex_bytes: int
    max_package_bytes: int
    public_url: str = ""
    """The public page of a version is at this address with the version digest behind it; empty
    where there is none."""


class Me(Value, frozen=True):
    """``GET /v1/me``."""

    person: Person
    organisation: Organisation
    roles: tuple[Role, ...]
    acting_from: datetime | None
    acting_until: datetime | None
    policy: Policy


class Receipt(Value, frozen=True):
    """The registry's answer to an accepted package; what ``signature`` covers is ``statement``.

    ``statement`` is canonical JSON (RFC 8785) with ``key``, ``draft``, ``version``,
    ``version_digest``, ``package`` (SHA-256), ``number``, ``date`` and ``url``; ``signature`` is
    the registry's detached CMS over exactly those bytes.
    """

    statement: str
    signature: bytes


class ReceiptStatement(Value, frozen=True):
    """What ``Receipt.statement`` says; ``package`` is the SHA-256 of the package."""

    key: str
    draft: str
    version: int
    version_digest: str
    package: str
    number: str
    date: datetime
    url: str


class Accepted(Value, frozen=True):
    """A package or an answer was taken."""

    draft: str
    state: DraftState
    registration: Registration | None
    receipt: Receipt | None


class EntryOutcome(StrEnum):
    """What became of an idempotency key."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class EntryState(Value, frozen=True):
    """``GET /v1/entries/{key}``; ``code`` is the refusal's code."""

    key: str
    outcome: EntryOutcome
    accepted: Accepted | None
    code: str | None
    detail: str | None


class Upload(Value, frozen=True):
    """``POST /v1/uploads``: where the bytes go, and how many have arrived."""

    id: str
    offset: int


class Trust(Value, frozen=True):
    """``GET /v1/trust``: certificates in PEM, signed by the registry.

    ``statement`` is canonical JSON with ``anchors``, ``intermediates``, ``crl_urls``,
    ``ocsp_urls`` and ``issued``; it is believed only if ``signature`` leads to an anchor this
    station already has.
    """

    statement: str
    signature: bytes


class AgreementRequest(Value, frozen=True):
    """Body of ``POST /v1/drafts/{id}/trail``; ``signature`` covers the agreement statement."""

    round: int
    version: int
    version_digest: str
    decision: Answer
    remark: str
    signature: bytes


class RemarkRequest(Value, frozen=True):
    """Body of ``POST /v1/drafts/{id}/remarks``."""

    version: int
    file: str | None
    page: int | None
    quote: str
    text: str
    before: str = ""
    after: str = ""


class ReasonRequest(Value, frozen=True):
    """Body of ``POST /v1/drafts/{id}/return`` and ``/reject``."""

    version_digest: str
    reason: str


class PackageRequest(Value, frozen=True):
    """Body of ``POST /v1/drafts/{id}/package``; ``author``: its signer (PINFL), if carried."""

    upload: str
    sha256: str
    version_digest: str
    author: str = ""


class Problem(Value, frozen=True):
    """An RFC 9457 problem document with the contract's stable ``code``."""

    status: int
    code: str
    title: str = ""
    detail: str = ""
