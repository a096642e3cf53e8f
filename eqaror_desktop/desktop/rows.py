"""From what the application knows to the rows the window shows. Pure, and callable in a lane.

The window starts with a list of drafts; what signatures and tokens need is loaded with the first
draft that is opened.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from eqaror_desktop.desktop.listing import draft_rows, refused
from eqaror_desktop.desktop.next_steps import facts, next_step
from eqaror_desktop.errors import AttemptUnconfirmed
from eqaror_desktop.messages import Messages
from eqaror_desktop.outbox_words import awaits, told, why_held
from eqaror_desktop.whose import own_entries
from signing.errors import PinIncorrect, PinLocked, PinMustChange, PinNotSet, PukIncorrect
from sync.entries import SIGNED, OutboxEntry
from sync.entries import OutboxKind as OutboxEntryKind
from sync.errors import UnsignedStays
from sync.wire import Action, AgreementRequest, Answer, Draft, Me
from sync.words_back import words_of
from ui.outbox_rows import OutboxKind, OutboxRow, OutboxState
from ui.rows import (
    DraftRow,
    DraftView,
    FileRow,
    Local,
    Mark,
    Obstacle,
    Report,
    SignatureRow,
    Step,
    TrailRow,
    Trouble,
    Verdict,
    plain,
)

if TYPE_CHECKING:
    from eqaror_desktop.checks import SignatureState, TrailCheck
    from eqaror_desktop.flows.signing import Step as FlowStep
    from eqaror_desktop.whose import Whose
    from signing.report import Report as SigningReport
    from signing.report import SignatureReport

_SENDING_BACK = frozenset({Action.RETURN, Action.REJECT})
_DECIDING = frozenset({Action.SIGN, Action.AGREE, Action.OBJECT}) | _SENDING_BACK


@cache
def _marks() -> Mapping[SignatureState, Mark]:
    from eqaror_desktop.checks import SignatureState

    return {
        SignatureState.VALID: Mark.CHECKED,
        SignatureState.INVALID: Mark.INVALID,
        SignatureState.UNTRUSTED: Mark.INDETERMINATE,
        SignatureState.DEEMED: Mark.DEEMED,
        SignatureState.NONE: Mark.AWAITED,
    }


@cache
def steps() -> Mapping[FlowStep, Step]:
    """Return the step the window names for each step of signing."""
    from eqaror_desktop.flows.signing import Step as FlowStep

    return {
        FlowStep.LOGIN: Step.TOKEN,
        FlowStep.CHECK: Step.SIGN,
        FlowStep.SIGN_TEXT: Step.SIGN,
        FlowStep.WRITE: Step.BUILD,
        FlowStep.SIGN_PACKAGE: Step.BUILD,
        FlowStep.VERIFY: Step.VERIFY,
        FlowStep.KEEP: Step.KEEP,
    }


def refusal(entry: OutboxEntry, messages: Messages) -> str:
    """Return why the registry refused an entry, with the code for the telephone."""
    code = entry.code or ""
    return f"{messages.refusal(code, entry.kind)} {messages.refusal_code(code)}"


def draft_view(
    draft: Draft,
    person: Me | None,
    entries: Iterable[OutboxEntry],
    checks: tuple[TrailCheck, ...] | None,
    messages: Messages,
) -> DraftView:
    """Make what is shown of a draft.

    Args:
        draft: everything about it.
        person: who is signed in.
        entries: of the outbox; what others did here hinders nobody.
        checks: of the trail; None while they are being made.
        messages: of the language.
    """
    summary = draft.summary
    entries = own_entries(entries, person)
    (row,) = draft_rows((summary,), entries)
    trail = pending_rows(trail_rows(draft, checks, messages), draft, person, entries)
    obstacle = _obstacle(row, person, trail, checked=checks is not None)
    registration = summary.registration
    return DraftView(
        row=row,
        text=FileRow(0, plain(summary.title), draft.text.sha256, draft.text.size),
        annexes=tuple(
            FileRow(item.number, plain(item.title), item.file.sha256, item.file.size)
            for item in draft.annexes
        ),
        trail=trail,
        version_digest=summary.version_digest,
        drafter=plain(summary.drafter),
        signer=plain(draft.signer.name),
        signer_post=plain(draft.signer.post),
        legal_basis=draft.legal_basis,
        normative=draft.normative,
        language=draft.language,
        registered=registration.date if registration else None,
        url=registration.url if registration else "",
        reason=draft.reason,
        actions=_allowed(summary.actions, obstacle),
        obstacle=obstacle,
    )


def _allowed(actions: tuple[Action, ...], obstacle: Obstacle) -> tuple[Action, ...]:
    """Return what can be done now; a trail that is not good is a reason to send a draft back."""
    if obstacle in (Obstacle.CHECKING, Obstacle.TRAIL):
        return tuple(action for action in actions if action in _SENDING_BACK)
    return () if obstacle is not Obstacle.NONE else actions


def trail_rows(
    draft: Draft, checks: tuple[TrailCheck, ...] | None, messages: Messages
) -> tuple[TrailRow, ...]:
    """Join the trail with what was found out about its signatures."""
    found = {item.order: item for item in checks or ()}
    rows = []
    for item in draft.trail:
        check = found.get(item.order)
        mark, reason = Mark.UNCHECKED, ""
        if check is not None:
            mark = _marks().get(check.state, Mark.OTHER_VERSION)
            reason = messages.reason(check.reason) if check.reason else ""
            if mark is Mark.OTHER_VERSION and item.round < draft.summary.round:
                mark = Mark.EARLIER
        rows.append(
            TrailRow(
                order=item.order,
                round=item.round,
                organisation=plain(item.organisation.name),
                officer=plain(item.officer.name) if item.officer else "",
                post=plain(item.officer.post) if item.officer else "",
                decision=item.decision,
                remark="\n".join(plain(line) for line in item.remark.splitlines()),
                received=item.received,
                due=item.due,
                decided=item.decided,
                version=item.version,
                mark=mark,
                reason=reason,
            )
        )
    return tuple(rows)


def pending_rows(
    rows: tuple[TrailRow, ...],
    draft: Draft,
    person: Me | None,
    entries: tuple[OutboxEntry, ...],
) -> tuple[TrailRow, ...]:
    """Lay an answer that waits in the outbox over the one that the registry still awaits."""
    mine = [
        entry
        for entry in entries
        if entry.kind is OutboxEntryKind.AGREEMENT
        and entry.open
        and entry.version_digest == draft.summary.version_digest
    ]
    if person is None or not mine:
        return rows
    given = mine[-1]
    answer = msgspec.json.decode(given.payload, type=AgreementRequest)
    awaited = {
        item.order
        for item in draft.trail
        if item.round == draft.summary.round
        and item.decision is Answer.PENDING
        and item.organisation.stir == person.organisation.stir
    }
    return tuple(
        replace(
            row,
            officer=plain(person.person.name),
            post=plain(person.person.post),
            decision=answer.decision,
            remark="\n".join(plain(line) for line in answer.remark.splitlines()),
            decided=given.created,
            mark=Mark.NOT_SENT,
        )
        if row.order in awaited
        else row
        for row in rows
    )


def _obstacle(
    row: DraftRow, person: Me | None, trail: tuple[TrailRow, ...], *, checked: bool
) -> Obstacle:
    if person is None:
        return Obstacle.SIGN_IN
    if row.local is Local.UNSENT:
        back = row.doing in (OutboxKind.RETURN, OutboxKind.REJECT)
        return Obstacle.SENT_BACK if back else Obstacle.IN_OUTBOX
    if row.local is Local.UNCONFIRMED:
        return Obstacle.UNCONFIRMED
    if not set(row.actions) & _DECIDING:
        return Obstacle.ENDED if row.ended else Obstacle.NOT_YOUR_TURN
    if Action.SIGN in row.actions:
        if not checked:
            return Obstacle.CHECKING
        if any(item.mark in (Mark.INVALID, Mark.OTHER_VERSION, Mark.UNSIGNED) for item in trail):
            return Obstacle.TRAIL
    return Obstacle.NONE


def outbox_rows(
    entries: Iterable[OutboxEntry],
    messages: Messages,
    whose: Whose,
    lost: Container[str] = (),
) -> tuple[OutboxRow, ...]:
    """Return the entries, newest first; of another person's only what this one may see.

    ``lost`` are the keys of registrations that the registry may have lost.
    """
    rows = [_outbox_row(entry, messages, whose, lost=entry.key in lost) for entry in entries]
    return tuple(sorted(rows, key=lambda row: row.created, reverse=True))


def _outbox_row(entry: OutboxEntry, messages: Messages, whose: Whose, *, lost: bool) -> OutboxRow:
    mine, seen = whose.mine(entry), whose.may_see(entry)
    why = _why(entry, messages) if mine or not entry.taken_back else ""
    awaited = awaits(entry, messages, whose)
    words = words_of(entry) if mine else ""
    doubted = [messages.text("words", "maybe_lost")] if lost and mine else []
    return OutboxRow(
        key=entry.key,
        kind=OutboxKind(entry.kind.value),
        draft=entry.draft,
        title=plain(entry.title) if seen else entry.draft,
        state=OutboxState(entry.state.value),
        created=entry.created,
        attempts=entry.attempts,
        next_try=entry.next_try if entry.open and not awaited else None,
        reason=_sentence(awaited) if awaited else why,
        number=entry.registration.number if entry.registration else "",
        unstamped=entry.awaits_time_stamp,
        told=" ".join(_sentence(text) for text in (*told(entry, messages, whose), *doubted)),
        lost=lost and mine,
        held=why_held(entry, messages, whose),
        stays="" if entry.kind in SIGNED else sentence(UnsignedStays(entry.kind), messages),
        elsewhere=entry.done_elsewhere,
        taken_back=entry.taken_back,
        mine=mine,
        seen=seen,
        sent_by_another=bool(awaited),
        conflict=entry.conflict,
        answer=entry.decision,
        version_digest=entry.version_digest,
        words="\n".join(plain(line) for line in words.splitlines()),
    )


def _why(entry: OutboxEntry, messages: Messages) -> str:
    if not entry.code:
        return ""
    return refusal(entry, messages) if refused(entry) else messages.refusal(entry.code, entry.kind)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


def report_row(
    name: str,
    report: SigningReport,
    messages: Messages,
    digest: str = "",
    made: datetime | None = None,
    *,
    folder: str = "",
) -> Report:
    """Make what is shown of a verification.

    Args:
        name: of the file.
        report: the verification.
        messages: of the person's language.
        digest: the file's.
        made: when it was verified.
        folder: where the file is, if something can be written beside it.
    """
    from signing.reporting.told import answers
    from signing.reporting.words import ReportWords

    version = report.decision.version if report.decision else None
    beside = [
        f"{messages.text('report', 'content')}: {item.name} (SHA-256 {item.sha256})"
        for item in report.contents
    ]
    told = (*answers(report, ReportWords(messages.language)), *beside)
    return Report(
        file=plain(name),
        verdict=Verdict(report.verdict.value),
        reasons=tuple(messages.reason(item.code, item.detail) for item in report.reasons),
        title=plain(version.title) if version else "",
        authority=plain(version.authority.name) if version else "",
        draft=version.draft if version else "",
        version_digest=version.digest if version else "",
        signatures=tuple(_signature_row(item, messages) for item in report.signatures),
        file_digest=digest,
        answers=tuple(map(plain, told)),
        folder=folder,
        made=made,
    )


def _scope(scope: str, messages: Messages) -> str:
    """Name what a signature covers: ``entry-03`` is the third answer of the trail."""
    name, _, rest = scope.partition("-")
    try:
        return messages.text("parts", name, rest=rest.lstrip("0"))
    except KeyError:
        # A member of somebody else's container: its name says it.
        return plain(scope)


# What is open is not broken, and what is broken is not right for what is still right about it.
_MARKS = {"valid": Mark.CHECKED, "invalid": Mark.INVALID, "indeterminate": Mark.INDETERMINATE}


def _signature_row(item: SignatureReport, messages: Messages) -> SignatureRow:
    from signing.reporting.told import covers_of, kind_of
    from signing.reporting.words import ReportWords

    words = ReportWords(messages.language)
    mark = _MARKS[item.verdict.value]
    signer = item.signer
    notes = [messages.reason(one.code, one.detail) for one in item.warnings]
    notes += filter(None, [plain(covers_of(item, words))])
    if item.own_words:
        notes.append(messages.text("words", "own_words"))
    if signer and signer.claims:
        from signing.reporting.claims import claims_text

        notes.append(claims_text(signer.claims, messages))
    return SignatureRow(
        name=plain(signer.name) if signer else _scope(item.scope, messages),
        post=plain(signer.post) if signer else "",
        organisation=plain(signer.organisation) if signer else "",
        time=item.time,
        algorithm=f"{item.algorithm} {item.level}".strip(),
        mark=mark,
        status_as_of=item.status_as_of if item.trusted else None,
        note="\n".join(note[:1].upper() + note[1:] for note in notes),
        scope=plain(kind_of(item, words)),
        issuer=plain(signer.issuer) if signer else "",
        serial=signer.serial if signer else "",
        proven=item.proven,
        reasons=tuple(messages.reason(one.code, one.detail) for one in item.reasons),
    )


def trouble(
    error: BaseException, messages: Messages, *, beside_pin: bool = False, signing: bool = True
) -> Trouble:
    """Make what is shown of an error.

    Args:
        error: what happened.
        messages: of the language.
        beside_pin: whether it stands beside a field for a PIN, which tells the attempts left.
        signing: whether it may say that nothing was signed and nothing sent.
    """
    message = messages.error(error, signing=signing)
    happened = message.what
    if beside_pin and isinstance(error, (PinIncorrect, PukIncorrect)):
        happened = happened.removesuffix(messages.attempts(str(error.attempts))).rstrip()
    cure, subject = "", ""
    if isinstance(error, PinMustChange):
        cure = "change"
    elif isinstance(error, (PinLocked, PinNotSet)):
        cure = "unblock"
    elif isinstance(error, AttemptUnconfirmed):
        cure, subject = "allow", error.serial
    return Trouble(
        happened,
        messages.cure_in_window(error),
        message.code,
        facts(error, message.name),
        cure,
        subject,
        next_step(error),
    )


def sentence(error: BaseException, messages: Messages) -> str:
    """Write what is shown of an error where there is a line for it, and no panel."""
    made = trouble(error, messages)
    return " ".join(part for part in (made.happened, made.cure, made.code) if part)
