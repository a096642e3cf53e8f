"""What travels between the registry and its clients, version 1 of the contract.

Frozen dataclasses, encoded by :func:`encode` and decoded strictly by :func:`decode`: an unknown
field is ignored, a missing or mistyped one refuses the request. Times are RFC 3339 UTC, binary
values are base64, digests are lower-case hex SHA-256. ``docs/registry-api.yaml`` says the same
for other languages.

What is also part of a signed statement (authority, organisation, signer, the answers in the
trail) is the type of :mod:`signing.statement`, so that it can only be the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from registry.kinds import Action, DraftState, DraftType, EntryOutcome, Role, Script
from signing.statement import Agreement, Authority, Officer, Organisation, SignerRole

__all__ = [
    "CONTRACT_HEADER",
    "CONTRACT_VERSION",
    "Accepted",
    "Action",
    "Agreement",
    "AgreementRequest",
    "Annex",
    "Authority",
    "Challenge",
    "Change",
    "ChangesPage",
    "Draft",
    "DraftState",
    "DraftSummary",
    "DraftType",
    "EntryOutcome",
    "EntryState",
    "FileRef",
    "Me",
    "Officer",
    "Organisation",
    "PackageRequest",
    "PasswordRequest",
    "Policy",
    "Problem",
    "ReasonRequest",
    "Receipt",
    "RefreshRequest",
    "Registration",
    "Remark",
    "RemarkRequest",
    "Role",
    "Script",
    "Session",
    "SessionRequest",
    "SignerRole",
    "TrailEntry",
    "Trust",
    "Upload",
    "decode",
    "encode",
]

CONTRACT_VERSION = "1.0"
CONTRACT_HEADER = "Contract-Version"
"""Every answer carries the version in this header."""

T = TypeVar("T")


@dataclass(frozen=True)
class FileRef:
    """A file by content; ``size`` is in bytes."""

    sha256: str
    size: int
    name: str


@dataclass(frozen=True)
class Annex:
    """An annex in its order; ``number`` starts at 1."""

    number: int
    title: str
    file: FileRef


@dataclass(frozen=True)
class TrailEntry:
    """One answer in the trail: :class:`signing.statement.TrailEntry` and the letter, if any."""

    order: int
    round: int
    organisation: Organisation
    officer: Officer | None
    decision: Agreement
    remark: str
    letter: FileRef | None
    received: datetime
    due: datetime
    decided: datetime | None
    version: int
    version_digest: str
    signature: bytes | None


@dataclass(frozen=True)
class Remark:
    """A remark on one version; ``file``, ``page`` and ``quote`` anchor it to a place.

    ``before`` and ``after`` are the few words around the quote, by which a station finds it again
    in another version.
    """

    id: str
    version: int
    file: str | None
    page: int | None
    quote: str
    text: str
    author: Officer
    organisation: Organisation
    created: datetime
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Registration:
    """Number, date and public address."""

    number: str
    date: datetime
    url: str


@dataclass(frozen=True)
class DraftSummary:
    """What a list shows. ``revision`` grows with every change of anything in the draft."""

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


@dataclass(frozen=True)
class Draft:
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


@dataclass(frozen=True)
class Change:
    """One line of the feed: an upsert, or a tombstone when ``draft`` is None."""

    id: str
    draft: DraftSummary | None


@dataclass(frozen=True)
class ChangesPage:
    """The changes after a cursor, in order."""

    changes: tuple[Change, ...]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Challenge:
    """The one-time value to sign before ``expires``."""

    id: str
    registry: str
    challenge: str
    expires: datetime


@dataclass(frozen=True)
class SessionRequest:
    """Body of ``POST /v1/auth/session``: the challenge's id and the CMS over its statement."""

    id: str
    signature: bytes


@dataclass(frozen=True)
class PasswordRequest:
    """Body of ``POST /v1/auth/password``; ``login`` is the PINFL."""

    login: str
    password: str

    def __repr__(self) -> str:
        """Leave the password out."""
        return f"PasswordRequest({self.login!r})"


@dataclass(frozen=True)
class RefreshRequest:
    """Body of ``POST /v1/auth/refresh``."""

    refresh_token: str

    def __repr__(self) -> str:
        """Leave the token out."""
        return "RefreshRequest()"


@dataclass(frozen=True)
class Session:
    """Both tokens, and when they end."""

    access_token: str
    access_expires: datetime
    refresh_token: str
    refresh_expires: datetime

    def __repr__(self) -> str:
        """Leave the tokens out."""
        return f"Session(until {self.access_expires.isoformat()})"


@dataclass(frozen=True)
class Policy:
    """What the office sets for its stations; sizes are in bytes."""

    pdf_profile: bool
    agreement_days: int
    max_annex_bytes: int
    max_package_bytes: int
    public_url: str = ""
    """A version digest is appended to it; without a value it is this registry's own address."""


@dataclass(frozen=True)
class Me:
    """Who is signed in."""

    person: Officer
    organisation: Organisation
    roles: tuple[Role, ...]
    acting_from: datetime | None
    acting_until: datetime | None
    policy: Policy


@dataclass(frozen=True)
class Receipt:
    """Canonical JSON (RFC 8785) and the registry's detached CMS over exactly those bytes."""

    statement: str
    signature: bytes


@dataclass(frozen=True)
class Accepted:
    """A package or an answer was taken."""

    draft: str
    state: DraftState
    registration: Registration | None
    receipt: Receipt | None


@dataclass(frozen=True)
class EntryState:
    """What became of a key; ``code`` is the refusal's code."""

    key: str
    outcome: EntryOutcome
    accepted: Accepted | None
    code: str | None
    detail: str | None


@dataclass(frozen=True)
class Upload:
    """Where the bytes go, and how many have arrived."""

    id: str
    offset: int


@dataclass(frozen=True)
class Trust:
    """Canonical JSON with the registry's certificates, and its detached CMS."""

    statement: str
    signature: bytes


@dataclass(frozen=True)
class AgreementRequest:
    """Body of ``POST /v1/drafts/{id}/trail``."""

    round: int
    version: int
    version_digest: str
    decision: Agreement
    remark: str
    signature: bytes


@dataclass(frozen=True)
class RemarkRequest:
    """Body of ``POST /v1/drafts/{id}/remarks``."""

    version: int
    file: str | None
    page: int | None
    quote: str
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class ReasonRequest:
    """Body of ``POST /v1/drafts/{id}/return`` and ``/reject``."""

    version_digest: str
    reason: str


@dataclass(frozen=True)
class PackageRequest:
    """Body of ``POST /v1/drafts/{id}/package``; ``author``: its signer (PINFL), if carried."""

    upload: str
    sha256: str
    version_digest: str
    author: str = ""


@dataclass(frozen=True)
class Problem:
    """An RFC 9457 problem document with the contract's stable ``code``."""

    status: int
    code: str
    title: str = ""
    detail: str = ""


_encoder = msgspec.json.Encoder()


def encode(value: object) -> bytes:
    """Return the JSON of one of this module's types."""
    return _encoder.encode(value)


def decode(data: bytes, kind: type[T]) -> T:
    """Read a request body.

    Raises:
        msgspec.ValidationError: a field is missing or mistyped; the text names its path.
        msgspec.DecodeError: not JSON.
    """
    return msgspec.json.decode(data, type=kind)
