"""The rows of the journal as everybody else sees them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from sync.errors import StoreDamaged
from sync.store.database import Row
from sync.values import Value

INTERRUPTED = "interrupted"
"""The reason of an attempt that a power cut or a crash ended."""

TAKEN_BACK = "cancelled"
"""The reason of a signature whose person took it back before it left."""


class JournalState(StrEnum):
    """Where an attempt stands; the last five are final, and KEPT until it is taken back."""

    INTENDED = "INTENDED"
    """Its person wanted it; the token was asked for nothing."""
    ASKED = "ASKED"
    """The token is asked for a signature, or was when the program ended."""
    MADE = "MADE"
    """The token gave a signature, and this station has its value."""
    KEPT = "KEPT"
    """In the outbox, which tells the rest."""
    DONE = "DONE"
    """The signature was for one moment, such as a sign-in, or is in a file of its person's."""
    NOT_SIGNED = "NOT_SIGNED"
    """The token made no signature."""
    UNKNOWN = "UNKNOWN"
    """The token was asked and nothing is known after: nobody has what it may have made."""
    DISCARDED = "DISCARDED"
    """The token made a signature, and it was not kept: nobody has it."""


class JournalKind(StrEnum):
    """What the signature was for."""

    PACKAGE = "package"
    AGREEMENT = "agreement"
    SIGN_IN = "sign_in"
    REPORT = "report"
    """A verification report, for whoever it is given to."""


class CertificateName(Value, frozen=True):
    """Which certificate: SHA-256 of its DER in hex, serial number in hex, issuer (RFC 4514)."""

    sha256: str
    serial: str
    issuer: str


class Consent(Value, frozen=True):
    """How a person came to want it; ``shown`` None where the program cannot know."""

    shown: bool | None = None
    """Whether this very version was opened on the screen."""
    pages_seen: int = 0
    pages: int = 0
    """0: not counted."""


class Intent(Value, frozen=True):
    """What a person is about to sign, before the token is asked for anything."""

    kind: JournalKind
    person: str
    """PINFL."""
    certificate: CertificateName
    identity: bytes
    """The certificate, DER."""
    token: str
    """Serial number."""
    draft: str = ""
    title: str = ""
    version_digest: str = ""
    batch: str = ""
    place: int = 0
    """In the order of the batch, from 1."""
    consent: Consent = Consent()


class Attempt(Value, frozen=True):
    """One row, for readers. Times are UTC."""

    id: str
    batch: str
    place: int
    kind: JournalKind
    person: str
    draft: str
    title: str
    version_digest: str
    token: str
    certificate: CertificateName
    consent: Consent
    begun: datetime
    changed: datetime
    state: JournalState
    purpose: str
    """What the token was asked for last: text, package, agreement, sign_in or report."""
    made: int
    """Signatures the token gave."""
    moment: datetime | None
    """The signing time the signatures claim."""
    reason: str
    entry: str | None
    """The outbox entry's key."""
    identity: bytes


class SignatureValue(Value, frozen=True):
    """What the token gave: for which bytes (SHA-256, hex), by which algorithm."""

    digest: str
    algorithm: str
    value: bytes


COLUMNS = (
    "id, batch, place, kind, person, draft, title, version_digest, token, certificate, consent,"
    " begun, changed, state, purpose, made, moment, reason, entry, identity"
)
"""What :func:`attempt_of` reads, in its order."""


def attempt_of(row: Row) -> Attempt:
    """Read a row of :data:`COLUMNS`.

    Raises:
        StoreDamaged: what is there cannot be read.
    """
    (name, batch, place, kind, person, draft, title, digest, token, certificate) = row[:10]
    (consent, begun, changed, state, purpose, made, moment, reason, entry, identity) = row[10:]
    try:
        return Attempt(
            id=name,
            batch=batch,
            place=place,
            kind=JournalKind(kind),
            person=person,
            draft=draft,
            title=title,
            version_digest=digest,
            token=token,
            certificate=msgspec.json.decode(certificate, type=CertificateName),
            consent=msgspec.json.decode(consent, type=Consent),
            begun=datetime.fromisoformat(begun),
            changed=datetime.fromisoformat(changed),
            state=JournalState(state),
            purpose=purpose,
            made=made,
            moment=None if moment is None else datetime.fromisoformat(moment),
            reason=reason,
            entry=entry,
            identity=identity,
        )
    except (ValueError, msgspec.DecodeError) as error:
        raise StoreDamaged(f"journal {name}: {error}") from error
