"""What people do with a draft before it is signed: agree, object, remark, return, reject."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from registry import access, certificates, entries, lifecycle, verdicts
from registry import database as db
from registry.contract import (
    Accepted,
    Action,
    Agreement,
    AgreementRequest,
    DraftState,
    ReasonRequest,
    RemarkRequest,
    Role,
    encode,
)
from registry.core import Core
from registry.people import Identity
from registry.problems import Code, Refusal
from signing.answer import verify_answer
from signing.statement import Organisation, TrailEntry, agreement_statement

_ANSWERS = frozenset({Agreement.AGREED, Agreement.AGREED_WITH_NOTE, Agreement.OBJECTED})


def agree(core: Core, person: Identity, key: str, draft: str, request: AgreementRequest) -> bytes:
    """Take an organisation's answer with its officer's signature.

    Returns:
        The JSON of :class:`Accepted`.

    Raises:
        Refusal: ``draft_changed``, ``not_ready``, ``not_your_turn``, ``already_answered``,
            ``bad_signature``, ``signer_mismatch``, the certificate's codes, ``clock_skew``,
            ``bad_request``.
    """
    if request.decision not in _ANSWERS:
        raise Refusal(Code.BAD_REQUEST, "decision")
    if request.decision is not Agreement.AGREED and not request.remark.strip():
        raise Refusal(Code.BAD_REQUEST, "remark")

    now = core.clock()
    # An answer that comes after the term is late even if nobody looked meanwhile; what the silence
    # meant stays when the answer is refused, so it is no part of what a refusal undoes.
    with core.database.writing() as connection:
        _require_seen(connection, person, draft)
        lifecycle.deem_agreed(connection, draft, now)

    def work(connection: Connection) -> Accepted:
        _require_seen(connection, person, draft)
        row = _current(connection, draft, request.version_digest)
        _require_unanswered(connection, person, draft, row.round)
        if row.state != DraftState.IN_AGREEMENT:
            raise Refusal(Code.NOT_READY, row.state)
        if request.round != row.round or request.version != row.version:
            raise Refusal(Code.DRAFT_CHANGED, "round")
        order = _open_entry(connection, person, draft, row.round)
        _check_answer(core, draft, _answered(connection, person, draft, order, request, now))
        connection.execute(
            update(db.trail)
            .where(db.trail.c.draft == draft, db.trail.c.order == order)
            .values(
                officer_name=person.name,
                officer_post=person.post,
                officer_pinfl=person.pinfl,
                decision=str(request.decision),
                remark=request.remark,
                decided=now,
                signature=request.signature,
            )
        )
        lifecycle.conclude_round(connection, draft, now)
        return _accepted(connection, draft)

    return entries.once(core, person.pinfl, key, _request("trail", draft, request), work)


def remark(core: Core, person: Identity, key: str, draft: str, request: RemarkRequest) -> bytes:
    """Take a remark.

    Raises:
        Refusal: ``not_your_turn``, ``draft_changed``, ``bad_request``.
    """
    if not request.text.strip():
        raise Refusal(Code.BAD_REQUEST, "text")

    def work(connection: Connection) -> Accepted:
        now = core.clock()
        _require(connection, person, draft, Action.REMARK, now)
        row = _current(connection, draft, None)
        if request.version != row.version:
            raise Refusal(Code.DRAFT_CHANGED, "version")
        if request.file is not None and not _belongs(connection, draft, row, request.file):
            raise Refusal(Code.BAD_REQUEST, "file")
        identifier = secrets.token_hex(12)
        connection.execute(
            insert(db.remarks).values(
                id=identifier,
                draft=draft,
                version=request.version,
                file=request.file,
                page=request.page,
                quote=request.quote,
                text=request.text,
                author=person.pinfl,
                created=now,
            )
        )
        if request.before or request.after:
            connection.execute(
                insert(db.remark_places).values(
                    remark=identifier, before=request.before, after=request.after
                )
            )
        lifecycle.touch(connection, draft, now)
        return _accepted(connection, draft)

    return entries.once(core, person.pinfl, key, _request("remarks", draft, request), work)


def send_back(
    core: Core,
    person: Identity,
    key: str,
    draft: str,
    request: ReasonRequest,
    action: Action,
) -> bytes:
    """Return a draft to its drafter, or reject it, with a reason.

    Raises:
        Refusal: ``not_your_turn``, ``not_ready``, ``draft_changed``, ``bad_request``.
    """
    if not request.reason.strip():
        raise Refusal(Code.BAD_REQUEST, "reason")
    target = DraftState.RETURNED if action is Action.RETURN else DraftState.REJECTED

    def work(connection: Connection) -> Accepted:
        now = core.clock()
        _require(connection, person, draft, action, now)
        _current(connection, draft, request.version_digest)
        lifecycle.move(connection, draft, target, now, request.reason)
        return _accepted(connection, draft)

    return entries.once(core, person.pinfl, key, _request(str(action), draft, request), work)


def _request(call: str, draft: str, request: object) -> tuple[str, ...]:
    return (f"{call} {draft}", encode(request).decode())


def _require_seen(connection: Connection, person: Identity, draft: str) -> None:
    if not access.may_see(connection, person.pinfl, draft):
        raise Refusal(Code.NOT_FOUND, "draft")


def _require(
    connection: Connection, person: Identity, draft: str, action: Action, now: datetime
) -> None:
    _require_seen(connection, person, draft)
    standing = lifecycle.standing_of(connection, draft, person.organisation.stir)
    if standing.state in lifecycle.SIGNED_STATES:
        raise Refusal(Code.NOT_READY, standing.state)
    if action not in lifecycle.actions(standing, person, now):
        raise Refusal(Code.NOT_YOUR_TURN, str(action))


def _current(connection: Connection, draft: str, digest: str | None) -> Row[str, int, int, str]:
    table = db.drafts.c
    row = connection.execute(
        select(table.state, table.version, table.round, table.version_digest).where(
            table.id == draft
        )
    ).one()
    if digest is not None and digest != row.version_digest:
        raise Refusal(Code.DRAFT_CHANGED, "version_digest")
    return row


def _require_unanswered(connection: Connection, person: Identity, draft: str, number: int) -> None:
    """Tell somebody who answers at a second station that the first answer counts."""
    answered = connection.execute(
        select(db.trail.c.order).where(
            db.trail.c.draft == draft,
            db.trail.c.round == number,
            db.trail.c.officer_pinfl == person.pinfl,
            db.trail.c.decision.in_([str(item) for item in _ANSWERS]),
        )
    ).first()
    if answered is not None:
        raise Refusal(Code.ALREADY_ANSWERED, "trail")


def _open_entry(connection: Connection, person: Identity, draft: str, number: int) -> int:
    order = connection.execute(
        select(db.trail.c.order)
        .where(
            db.trail.c.draft == draft,
            db.trail.c.round == number,
            db.trail.c.organisation_stir == person.organisation.stir,
            db.trail.c.decision == Agreement.PENDING,
        )
        .order_by(db.trail.c.order)
        .limit(1)
    ).scalar_one_or_none()
    if order is None or Role.OFFICER not in person.roles:
        raise Refusal(Code.NOT_YOUR_TURN, "agree")
    return int(order)


def _answered(
    connection: Connection,
    person: Identity,
    draft: str,
    order: int,
    request: AgreementRequest,
    now: datetime,
) -> TrailEntry:
    """Return the entry as it will stand in the trail."""
    asked = connection.execute(
        select(db.trail).where(db.trail.c.draft == draft, db.trail.c.order == order)
    ).one()
    return TrailEntry(
        order=order,
        round=request.round,
        organisation=Organisation(asked.organisation_stir, asked.organisation_name),
        officer=person.person,
        decision=request.decision,
        remark=request.remark,
        received=asked.received,
        due=asked.due,
        decided=now,
        version=request.version,
        version_digest=request.version_digest,
        signature=request.signature,
    )


def _check_answer(core: Core, draft: str, entry: TrailEntry) -> None:
    """Ask what every verifier will ask of a package in which the answer stands."""
    assert entry.decided is not None
    assert entry.signature is not None
    report = verify_answer(draft, entry, core.anchors, entry.decided, new=True)
    # What is in no form that is read is no signature of anybody.
    if report.signatures:
        certificates.check(core, entry.signature, agreement_statement(draft, entry), fresh=False)
    verdicts.require(report.reasons, Code.BAD_SIGNATURE)


def _belongs(
    connection: Connection, draft: str, row: Row[str, int, int, str], sha256: str
) -> bool:
    text = connection.execute(
        select(db.versions.c.text_sha256).where(
            db.versions.c.draft == draft, db.versions.c.number == row.version
        )
    ).scalar_one()
    annexes = connection.execute(
        select(db.annexes.c.sha256).where(
            db.annexes.c.draft == draft, db.annexes.c.version == row.version
        )
    ).scalars()
    return sha256 in {text, *annexes}


def _accepted(connection: Connection, draft: str) -> Accepted:
    state = connection.execute(
        select(db.drafts.c.state).where(db.drafts.c.id == draft)
    ).scalar_one()
    return Accepted(draft, DraftState(state), None, None)
