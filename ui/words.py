"""The names of enumerated things and the forms of dates, sizes and digests, for people.

Everything is asked for at the moment of showing, so that a new language shows at once. The
context of all these words in the translation files is ``words``.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from resources.forms import Forms, forms_of
from signing.days import days_between, in_zone
from signing.errors import AttemptsLeft
from sync.wire import Answer, DraftState, DraftType
from ui.clock import now as present
from ui.languages import spoken
from ui.outbox_rows import OutboxKind, OutboxState
from ui.report_rows import ReportStep
from ui.rows import CheckState, Connection, Group, Mark, Obstacle, Step, Verdict

_GROUPED = 10_000
"""From here on Qt's plain digits and a language's own differ; see :mod:`resources.forms`."""


def translate(context: str, text: str, comment: str | None = None, n: int = -1) -> str:
    """Say a text in the language of the moment.

    Args:
        context: of the translation files.
        text: as in the sources.
        comment: tells apart what is the same in English.
        n: whose form of the text is wanted, and which is written as the language does.
    """
    return counted(QCoreApplication.translate(context, text, comment, n), n)


def counted(said: str, n: int) -> str:
    """Write the number in a text as the language of the moment does; Qt knows plain digits."""
    return said if n < _GROUPED else said.replace(str(n), number(n))


def draft_type(value: DraftType) -> str:
    """Name a kind of act."""
    return {
        DraftType.DECISION: translate("words", "Decision"),
        DraftType.ORDER: translate("words", "Order"),
        DraftType.COUNCIL: translate("words", "Council decision"),
    }[value]


def draft_state(value: DraftState) -> str:
    """Name where a draft stands."""
    return {
        DraftState.DRAFT: translate("words", "Draft"),
        DraftState.IN_AGREEMENT: translate("words", "In agreement"),
        DraftState.RETURNED: translate("words", "Returned"),
        DraftState.AGREED: translate("words", "Agreed"),
        DraftState.DEPUTY_REVIEW: translate("words", "With the deputy"),
        DraftState.LEGAL_REVIEW: translate("words", "Legal review"),
        DraftState.READY_TO_SIGN: translate("words", "Ready to sign"),
        DraftState.SIGNED: translate("words", "Signed"),
        DraftState.REGISTERED: translate("words", "Registered"),
        DraftState.PUBLISHED: translate("words", "Published"),
        DraftState.REJECTED: translate("words", "Rejected"),
        DraftState.REVOKED: translate("words", "No longer in force"),
    }[value]


def group(value: Group) -> str:
    """Name a group of the list."""
    return {
        Group.TO_SIGN: translate("words", "To sign"),
        Group.TO_AGREE: translate("words", "To agree"),
        Group.RETURNED: translate("words", "Returned to me"),
        Group.WAITING: translate("words", "With others"),
        Group.OUTBOX: translate("words", "Drafts in outbox"),
        Group.REGISTERED: translate("words", "Finished"),
        Group.ALL: translate("words", "All drafts"),
    }[value]


def answer(value: Answer) -> str:
    """Name an organisation's answer."""
    return {
        Answer.PENDING: translate("words", "No answer yet"),
        Answer.AGREED: translate("words", "Agreed", "the answer of an organisation"),
        Answer.AGREED_WITH_NOTE: translate("words", "Agreed with a note"),
        Answer.OBJECTED: translate("words", "Objected"),
        Answer.DEEMED_AGREED: translate("words", "Deemed agreed"),
    }[value]


def mark(value: Mark) -> str:
    """Name what is known about a signature."""
    return {
        Mark.CHECKED: translate("words", "Signature checked"),
        Mark.EARLIER: translate("words", "Signature checked, for the earlier version"),
        Mark.DEEMED: translate("words", "No signature: the term passed in silence"),
        Mark.AWAITED: translate("words", "Answer awaited"),
        Mark.OTHER_VERSION: translate("words", "Covers another version"),
        Mark.INVALID: translate("words", "Signature invalid"),
        Mark.UNSIGNED: translate("words", "Signature missing"),
        Mark.NOT_SENT: translate("words", "Given here; it waits in the outbox to be sent."),
        Mark.INDETERMINATE: translate("words", "Signature could not be fully checked"),
        Mark.UNCHECKED: translate("words", "Signature not checked yet"),
    }[value]


def obstacle(value: Obstacle) -> str:
    """Say why nothing more can be done now."""
    return {
        Obstacle.NONE: "",
        Obstacle.SIGN_IN: translate("words", "Sign in to sign or answer."),
        Obstacle.NOT_YOUR_TURN: translate("words", "Nothing is asked of you here."),
        Obstacle.DONE: translate("words", "You have done your part."),
        Obstacle.ENDED: translate("words", "This draft is finished."),
        Obstacle.IN_OUTBOX: translate("words", "Signed; it waits in the outbox to be sent."),
        Obstacle.SENT_BACK: translate(
            "words", "Returned or rejected here; it waits in the outbox to be sent."
        ),
        Obstacle.UNCONFIRMED: translate(
            "words", "Sent; the registry's answer is not known yet. It is being settled."
        ),
        Obstacle.CHECKING: translate("words", "The signatures of the trail are being checked."),
        Obstacle.FILES: translate("words", "Not all files are on this station yet."),
        Obstacle.NEWER: translate(
            "words", "A newer version is here. Only that one can be signed or answered."
        ),
        Obstacle.TRAIL: translate(
            "words", "The trail has a signature that is not good. Look at the right side."
        ),
    }[value]


def check_state(value: CheckState) -> str:
    """Name a check's outcome, for those who do not see its symbol."""
    return {
        CheckState.GOOD: translate("words", "good"),
        CheckState.WARNING: translate("words", "attention"),
        CheckState.BAD: translate("words", "not good"),
        CheckState.RUNNING: translate("words", "being checked"),
    }[value]


def step(value: Step) -> str:
    """Name a step of signing."""
    return {
        Step.TOKEN: translate("words", "Opening the token"),
        Step.SIGN: translate("words", "Signing on the token"),
        Step.BUILD: translate("words", "Building the package"),
        Step.VERIFY: translate("words", "Verifying what was signed"),
        Step.KEEP: translate("words", "Keeping it in the outbox"),
        Step.SEND: translate("words", "Sending to the registry"),
        Step.REGISTER: translate("words", "Waiting for number and date"),
    }[value]


def report_step(value: ReportStep) -> str:
    """Name a step of signing a verification report."""
    return {
        ReportStep.MAKE: translate("words", "Making the report"),
        ReportStep.LOGIN: translate("words", "Opening the token"),
        ReportStep.SIGN: translate("words", "Signing on the token"),
        ReportStep.VERIFY: translate("words", "Verifying what was signed"),
        ReportStep.KEEP: translate("words", "Writing the report"),
    }[value]


def outbox_kind(value: OutboxKind) -> str:
    """Name what an outbox entry carries."""
    return {
        OutboxKind.PACKAGE: translate("words", "Signed package"),
        OutboxKind.AGREEMENT: translate("words", "Answer"),
        OutboxKind.REMARK: translate("words", "Remark"),
        OutboxKind.RETURN: translate("words", "Return"),
        OutboxKind.REJECT: translate("words", "Rejection"),
    }[value]


def outbox_state(value: OutboxState) -> str:
    """Name the state of an outbox entry."""
    return {
        OutboxState.QUEUED: translate("words", "Waiting to be sent"),
        OutboxState.SENDING: translate("words", "Being sent"),
        OutboxState.ACCEPTED: translate("words", "Accepted"),
        OutboxState.REFUSED: translate("words", "Refused"),
        OutboxState.UNCONFIRMED: translate("words", "Answer not known"),
    }[value]


def taken_back() -> str:
    """Name the state of what its person took back before it left."""
    return translate("words", "Taken back")


def unstamped() -> str:
    """Name the state of a signed package whose time-stamp is still to come."""
    return translate("words", "Signed, not yet time-stamped")


def verdict(value: Verdict) -> str:
    """Name a verdict."""
    return {
        Verdict.VALID: translate("words", "Valid"),
        Verdict.INVALID: translate("words", "Invalid"),
        Verdict.INDETERMINATE: translate("words", "Indeterminate"),
    }[value]


def connection(value: Connection) -> str:
    """Name how this station stands to the registry."""
    return {
        Connection.UNKNOWN: translate("words", "Not connected yet"),
        Connection.CONNECTED: translate("words", "Connected to the registry"),
        Connection.WORKING: translate("words", "Synchronising"),
        Connection.OFFLINE: translate("words", "Offline"),
        Connection.SIGN_IN: translate("words", "Sign-in needed"),
    }[value]


def attempts(value: AttemptsLeft) -> str:
    """Say what the token tells about the PIN attempts left."""
    return {
        AttemptsLeft.UNKNOWN: translate("words", "The token does not tell how many tries remain."),
        AttemptsLeft.SEVERAL: translate("words", "Several tries remain."),
        AttemptsLeft.FEW: translate("words", "A wrong PIN was entered before; few tries remain."),
        AttemptsLeft.LAST: translate("words", "Last try: one more wrong PIN locks the token."),
        AttemptsLeft.LOCKED: translate("words", "The token is locked and takes no PIN."),
    }[value]


def puk_attempts(value: AttemptsLeft) -> str:
    """Say what the token tells about the attempts left for its unblocking code."""
    return {
        AttemptsLeft.UNKNOWN: attempts(AttemptsLeft.UNKNOWN),
        AttemptsLeft.SEVERAL: attempts(AttemptsLeft.SEVERAL),
        AttemptsLeft.FEW: translate("words", "A wrong code was entered before; few tries remain."),
        AttemptsLeft.LAST: translate(
            "words", "Last try: after one more wrong code nobody can unblock this token."
        ),
        AttemptsLeft.LOCKED: translate("words", "The token takes no unblocking code any more."),
    }[value]


def forms() -> Forms:
    """Return how the language that is spoken writes dates and numbers."""
    return forms_of(spoken())


def day(moment: datetime | None) -> str:
    """Write a date in the station's time zone, e.g. 21.11.2028."""
    return "" if moment is None else forms().day(in_zone(moment))


def long_day(moment: datetime | None) -> str:
    """Write a date in the station's time zone as it stands in acts, e.g. 2028-yil 21-noyabr."""
    return "" if moment is None else forms().long_day(in_zone(moment))


def day_and_time(moment: datetime | None) -> str:
    """Write a date with hours and minutes in the station's time zone."""
    return "" if moment is None else forms().moment(in_zone(moment))


def clock(moment: datetime | None) -> str:
    """Write hours and minutes in the station's time zone."""
    return "" if moment is None else forms().clock(in_zone(moment))


def number(value: int) -> str:
    """Write a number with its groups."""
    return forms().number(value)


def age(moment: datetime, now: datetime | None = None) -> str:
    """Say how long ago something was."""
    minutes = int(((now or present()) - moment).total_seconds() // 60)
    if minutes < 1:
        return translate("words", "just now")
    if minutes < 60:
        return translate("words", "%n minute(s)", "", minutes)
    if minutes < 48 * 60:
        return translate("words", "%n hour(s)", "", minutes // 60)
    return translate("words", "%n day(s)", "", minutes // (24 * 60))


def taken(received: datetime, decided: datetime) -> str:
    """Say how long an answer took; less than a minute is "at once"."""
    minutes = max(0, int((decided - received).total_seconds() // 60))
    if minutes < 1:
        return translate("words", "at once")
    if minutes < 60:
        return translate("words", "in %n minute(s)", "how long it took", minutes)
    if minutes < 48 * 60:
        return translate("words", "in %n hour(s)", "how long it took", minutes // 60)
    return translate("words", "in %n day(s)", "how long it took", minutes // (24 * 60))


def days_until(moment: datetime, now: datetime | None = None) -> int:
    """Return whole calendar days of Tashkent from ``now`` to ``moment``; negative when passed."""
    return days_between(now or present(), moment)


def deadline(moment: datetime, now: datetime | None = None) -> str:
    """Say how far away a deadline is."""
    days = days_until(moment, now)
    if days < 0:
        return translate("words", "%n day(s) late", "", -days)
    if days == 0:
        return translate("words", "due today")
    if days == 1:
        return translate("words", "due tomorrow")
    return translate("words", "in %n day(s)", "", days)


def quoted(text: str) -> str:
    """Write somebody's words in the marks of the language."""
    return translate("words", "“%1”").replace("%1", text)


def size(count: int) -> str:
    """Write a file's size."""
    return forms().size(count)


def annexes(count: int) -> str:
    """Say how many annexes there are."""
    return translate("words", "%n annex(es)", "", count)


def digest(value: str, groups: int | None = None) -> str:
    """Write a digest in groups of four, upper case, so that two people can compare it.

    Args:
        value: lower-case hex.
        groups: only so many groups from its start, with an ellipsis; all when None.
    """
    parts = [value[i : i + 4].upper() for i in range(0, len(value), 4)]
    if groups is None or len(parts) <= groups:
        return " ".join(parts)
    return " ".join(parts[:groups]) + " …"


def digest_lines(value: str, lines: int = 4) -> str:
    """Write a digest in groups of four, as many groups in each line."""
    groups = digest(value).split(" ")
    each = -(-len(groups) // lines)
    gap = " " * (2 if each <= lines else 1)
    return "\n".join(gap.join(groups[i : i + each]) for i in range(0, len(groups), each))
