"""What the window is told: frozen rows, filled by the application, shown as they are.

Times are aware :class:`~datetime.datetime` values; digests are lower-case hex SHA-256. Types of
the contract (:mod:`sync.wire`) and of signing errors are used where they say all that is needed.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from resources.visible import one_line
from signing.errors import AttemptsLeft
from sync.values import Value
from sync.wire import Action, Answer, DraftState, DraftSummary, DraftType, Me
from ui.outbox_rows import OutboxKind


def plain(text: str) -> str:
    """Make one line of somebody's text – a title, a name, a file's name – in which all shows.

    The characters that override direction make a title read differently from what is signed, and
    a file's name end in another ending.
    """
    return one_line(text)


class Group(StrEnum):
    """The groups of the left side, by what is asked of the person signed in."""

    TO_SIGN = "to_sign"
    TO_AGREE = "to_agree"
    RETURNED = "returned"
    WAITING = "waiting"
    OUTBOX = "outbox"
    REGISTERED = "registered"
    ALL = "all"


class Local(StrEnum):
    """What this station has done with a draft and the registry has not yet confirmed."""

    NOTHING = ""
    UNSENT = "unsent"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    """The token was asked for a signature and gave no answer; it can be signed again."""


ENDED = frozenset(
    {
        DraftState.SIGNED,
        DraftState.REGISTERED,
        DraftState.PUBLISHED,
        DraftState.REJECTED,
        DraftState.REVOKED,
    }
)
"""States in which nothing more is asked of anybody."""


class DraftRow(Value, frozen=True):
    """One draft in the list."""

    id: str
    title: str
    authority: str
    type: DraftType
    state: DraftState
    actions: tuple[Action, ...] = ()
    deadline: datetime | None = None
    number: str = ""
    """The registration number, given by the registry only."""
    restricted: bool = False
    annex_count: int = 0
    version: int = 1
    round: int = 1
    local: Local = Local.NOTHING
    doing: OutboxKind | None = None
    """What ``local`` is about."""

    @classmethod
    def of(
        cls,
        summary: DraftSummary,
        local: Local = Local.NOTHING,
        doing: OutboxKind | None = None,
    ) -> DraftRow:
        """Make the row of a draft's summary."""
        return cls(
            id=summary.id,
            title=plain(summary.title),
            authority=plain(summary.authority.name),
            type=summary.type,
            state=summary.state,
            actions=summary.actions,
            deadline=summary.deadline,
            number=summary.registration.number if summary.registration else "",
            restricted=summary.restricted,
            annex_count=summary.annex_count,
            version=summary.version,
            round=summary.round,
            local=local,
            doing=doing,
        )

    @property
    def ended(self) -> bool:
        """Whether nothing more is asked of anybody."""
        return self.state in ENDED

    @property
    def due(self) -> datetime | None:
        """The deadline while it still means something."""
        return None if self.ended else self.deadline

    @property
    def group(self) -> Group:
        """The one group, other than ``ALL``, that the draft is counted in."""
        if self.local in (Local.UNSENT, Local.UNCONFIRMED):
            # The person's part is done; the registry has yet to say so.
            return Group.OUTBOX
        if Action.SIGN in self.actions:
            return Group.TO_SIGN
        if Action.AGREE in self.actions:
            return Group.TO_AGREE
        if Action.REVISE in self.actions:
            return Group.RETURNED
        return Group.REGISTERED if self.ended else Group.WAITING


class Mark(StrEnum):
    """What is known about the signature of one trail entry; shown as symbol and word."""

    CHECKED = "checked"
    EARLIER = "earlier"
    """Checked, for the earlier version its round was about."""
    DEEMED = "deemed"
    """The term passed in silence: agreement without a signature."""
    AWAITED = "awaited"
    OTHER_VERSION = "other_version"
    INVALID = "invalid"
    NOT_SENT = "not_sent"
    """Given on this station; the registry has not taken it yet."""
    UNSIGNED = "unsigned"
    """An answer that should carry a signature and has none."""
    INDETERMINATE = "indeterminate"
    UNCHECKED = "unchecked"


class TrailRow(Value, frozen=True):
    """One answer of the agreement trail."""

    order: int
    round: int
    organisation: str
    officer: str
    post: str
    decision: Answer
    remark: str
    received: datetime
    due: datetime
    decided: datetime | None
    version: int
    mark: Mark = Mark.UNCHECKED
    reason: str = ""
    """Why a mark is not good, in the person's language."""


class FileRow(Value, frozen=True):
    """A file of a draft. ``number`` 0 is the text itself, annexes start at 1; size in bytes."""

    number: int
    title: str
    sha256: str
    size: int


class Obstacle(StrEnum):
    """Why nothing, or not more, can be done with the open draft now."""

    NONE = ""
    SIGN_IN = "sign_in"
    NOT_YOUR_TURN = "not_your_turn"
    DONE = "done"
    ENDED = "ended"
    IN_OUTBOX = "in_outbox"
    SENT_BACK = "sent_back"
    """Returned or rejected here, and not sent yet."""
    UNCONFIRMED = "unconfirmed"
    CHECKING = "checking"
    FILES = "files"
    TRAIL = "trail"
    NEWER = "newer"
    """An older version is on the screen."""


class DraftView(Value, frozen=True):
    """Everything the window shows about one draft."""

    row: DraftRow
    text: FileRow
    annexes: tuple[FileRow, ...]
    trail: tuple[TrailRow, ...]
    version_digest: str
    drafter: str
    signer: str
    signer_post: str
    legal_basis: str
    normative: bool
    language: str
    registered: datetime | None = None
    url: str = ""
    reason: str = ""
    """Why the draft was returned, rejected or revoked."""
    actions: tuple[Action, ...] = ()
    """What this person may do now; empty when ``obstacle`` says why not."""
    obstacle: Obstacle = Obstacle.NONE


class CertificateRow(Value, frozen=True):
    """A certificate on a token, as a person needs it to recognise their own."""

    token: str
    """The token's serial number."""
    token_label: str
    name: str
    post: str
    pinfl: str
    organisation: str
    stir: str
    not_before: datetime
    not_after: datetime
    algorithm: str
    days_left: int
    """Whole days until it ends, counted as everywhere; negative when it is over."""
    pilot: bool = True
    """RSA or ECDSA: for tests and pilots, not the national standard."""
    usable: bool = True
    attempts: AttemptsLeft = AttemptsLeft.UNKNOWN
    tries: int = 0
    """PINs in a row that its token did not accept from this station."""
    identifier: str = ""
    """Fingerprint of the certificate; tells two of one person apart."""
    mark: str = ""
    """How the fingerprint begins, where nothing else tells it from another one."""
    issuer: str = ""
    reason: str = ""
    """Why it cannot sign, in the person's language; empty if it can."""
    reader_seconds: int = 0
    """How long the PIN may take on a reader with keys of its own; 0 where it is typed here."""
    damaged: bool = False
    """It cannot be read: ``name`` is what the token calls it."""
    stop: Trouble | None = None
    """Why its token takes no PIN now, where that is not told of all together."""


class CheckState(StrEnum):
    """The outcome of one check before signing."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    RUNNING = "running"


class CheckRow(Value, frozen=True):
    """One check with its outcome; name and reason are in the person's language."""

    name: str
    state: CheckState
    reason: str = ""


class TokenView(Value, frozen=True):
    """What the tokens hold, and which certificate is meant."""

    certificates: tuple[CertificateRow, ...] = ()
    chosen: CertificateRow | None = None
    checks: tuple[CheckRow, ...] = ()
    lack: Trouble | None = None
    """Why there is no certificate to sign with, or its token takes no PIN, and what to do."""

    @property
    def allowed(self) -> bool:
        """Whether every check is good enough to sign, and the token takes a PIN."""
        return self.hopeful and not any(c.state is CheckState.RUNNING for c in self.checks)

    @property
    def hopeful(self) -> bool:
        """Whether nothing is known that stops it, though something may still be found out."""
        if self.chosen is None or self.lack is not None:
            return False
        return not any(c.state is CheckState.BAD for c in self.checks)

    def waiting(self) -> TokenView:
        """Return the same while it is being found out anew."""
        return replace(
            self, checks=tuple(CheckRow(c.name, CheckState.RUNNING) for c in self.checks)
        )


class SignPlan(Value, frozen=True):
    """What the sign dialog shows before the PIN is asked."""

    draft: str
    title: str
    authority: str
    type: DraftType
    pages: int
    version: int
    version_digest: str
    annexes: tuple[FileRow, ...]
    token: TokenView

    @property
    def certificate(self) -> CertificateRow | None:
        """The one that will sign, if there is one."""
        return self.token.chosen

    @property
    def checks(self) -> tuple[CheckRow, ...]:
        """What was checked."""
        return self.token.checks

    @property
    def allowed(self) -> bool:
        """Whether every check is good enough to sign."""
        return self.token.allowed


class Step(StrEnum):
    """The named steps of a signature, in order. From ``KEEP`` on it cannot be taken back."""

    TOKEN = "token"  # noqa: S105 - the device, not a secret
    SIGN = "sign"
    BUILD = "build"
    VERIFY = "verify"
    KEEP = "keep"
    SEND = "send"
    REGISTER = "register"


class SignResult(Value, frozen=True):
    """How signing ended well: registered, or kept in the outbox until the registry answers."""

    number: str = ""
    date: datetime | None = None
    url: str = ""
    unconfirmed: bool = False
    waits: str = ""
    """Why it was not sent yet, in the person's language; empty if nothing is known of it."""
    sign_in: bool = False
    """It is not sent before its person has signed in again."""


class Trouble(Value, frozen=True):
    """An error as a person reads it: what happened, what to do, and a code for the phone."""

    happened: str
    cure: str
    code: str
    detail: str = ""
    """Technical facts that tell nothing of people and documents, copied with the report."""
    pin_cure: str = ""
    """What can be done here and now: ``change``, ``unblock``, ``allow`` one more attempt."""
    subject: str = ""
    """Serial number of the token that is meant."""
    action: str = ""
    """The obvious next step elsewhere in the window: ``sync``, ``outbox``, ``sign_in``."""


class Verdict(StrEnum):
    """The three outcomes of a verification (ETSI EN 319 102-1, 5.1.3)."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"


class SignatureRow(Value, frozen=True):
    """One signature found in a verified file."""

    name: str
    post: str
    organisation: str
    time: datetime | None
    algorithm: str
    mark: Mark
    status_as_of: datetime | None = None
    """The age of what says that the certificates were not revoked."""
    note: str = ""
    """What is to be known of it besides, in the person's language."""
    scope: str = ""
    """What it covers, in the person's language."""
    issuer: str = ""
    serial: str = ""
    """Of the certificate, hexadecimal."""
    proven: bool = False
    """``time`` is a time-stamp's; otherwise the signer's own word."""
    reasons: tuple[str, ...] = ()


class Report(Value, frozen=True):
    """A verification report; reasons are sentences in the person's language."""

    file: str
    verdict: Verdict
    reasons: tuple[str, ...]
    title: str = ""
    authority: str = ""
    draft: str = ""
    version_digest: str = ""
    signatures: tuple[SignatureRow, ...] = ()
    file_digest: str = ""
    """SHA-256 of the file itself; empty if it could not be read."""
    answers: tuple[str, ...] = ()
    """What each organisation answered, and what was signed beside the file; sentences."""
    folder: str = ""
    """Where the file is, if something can be written beside it."""
    made: datetime | None = None
    """When it was verified."""


class PersonRow(Value, frozen=True):
    """Who is signed in."""

    name: str
    post: str
    organisation: str
    roles: tuple[str, ...] = ()
    pinfl: str = ""

    @classmethod
    def of(cls, me: Me) -> PersonRow:
        """Make what is shown of the person signed in."""
        name, post = plain(me.person.name), plain(me.person.post)
        return cls(name, post, plain(me.organisation.name), pinfl=me.person.pinfl)


class Connection(StrEnum):
    """How this station stands to the registry."""

    UNKNOWN = "unknown"
    CONNECTED = "connected"
    WORKING = "working"
    OFFLINE = "offline"
    SIGN_IN = "sign_in"
