"""The states of a draft, what may follow what, and what a person may do now.

Silence counts: an organisation that does not answer within its term is deemed to have agreed.
When everybody of a round has answered, one objection returns the draft, otherwise it is agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, update

from registry import access
from registry import database as db
from registry.contract import Action, Agreement, DraftState, Role
from registry.people import Identity
from registry.problems import Code, Refusal

S = DraftState
TRANSITIONS: dict[DraftState, frozenset[DraftState]] = {
    S.DRAFT: frozenset({S.IN_AGREEMENT}),
    S.IN_AGREEMENT: frozenset({S.RETURNED, S.AGREED}),
    S.RETURNED: frozenset({S.IN_AGREEMENT}),
    S.AGREED: frozenset({S.DEPUTY_REVIEW}),
    S.DEPUTY_REVIEW: frozenset({S.LEGAL_REVIEW, S.RETURNED, S.REJECTED}),
    S.LEGAL_REVIEW: frozenset({S.READY_TO_SIGN, S.RETURNED}),
    S.READY_TO_SIGN: frozenset({S.SIGNED, S.RETURNED, S.REJECTED}),
    S.SIGNED: frozenset({S.REGISTERED}),
    S.REGISTERED: frozenset({S.PUBLISHED, S.REVOKED}),
    S.PUBLISHED: frozenset({S.REVOKED}),
    S.REJECTED: frozenset(),
    S.REVOKED: frozenset(),
}
SIGNED_STATES = frozenset({S.SIGNED, S.REGISTERED, S.PUBLISHED, S.REVOKED})
_WANTS_REASON = frozenset({S.RETURNED, S.REJECTED, S.REVOKED})
_SIGNING_ROLES = frozenset({Role.HOKIM, Role.ACTING_HOKIM, Role.COUNCIL_CHAIR})


@dataclass(frozen=True)
class Standing:
    """What decides about a person's actions on one draft."""

    state: DraftState
    drafter: str
    authority_stir: str
    signer_pinfl: str
    signer_role: str
    pending: bool
    """An answer of this person's organisation is open in the current round."""


def actions(standing: Standing, person: Identity, now: datetime) -> tuple[Action, ...]:
    """Return what is asked of, or allowed to, ``person``, the most important first."""
    staff = person.organisation.stir == standing.authority_stir
    if standing.state is S.RETURNED and standing.drafter == person.pinfl:
        return (Action.REVISE,)
    if standing.state is S.IN_AGREEMENT and standing.pending and Role.OFFICER in person.roles:
        return (Action.AGREE, Action.OBJECT, Action.REMARK)
    if standing.state is S.DEPUTY_REVIEW and staff and Role.DEPUTY in person.roles:
        return (Action.RETURN, Action.REJECT, Action.REMARK)
    if standing.state is S.LEGAL_REVIEW and staff and Role.LEGAL in person.roles:
        return (Action.RETURN, Action.REMARK)
    if standing.state is S.READY_TO_SIGN and is_signer(standing, person, now):
        return (Action.SIGN, Action.RETURN, Action.REJECT, Action.REMARK)
    return ()


def is_signer(standing: Standing, person: Identity, now: datetime) -> bool:
    """Tell whether ``person`` is the one to sign, and in office at ``now``."""
    if standing.signer_pinfl != person.pinfl or standing.signer_role not in person.roles:
        return False
    if standing.signer_role not in _SIGNING_ROLES:
        return False
    if standing.signer_role == Role.ACTING_HOKIM:
        begun = person.acting_from is None or person.acting_from <= now
        ended = person.acting_until is not None and person.acting_until < now
        return begun and not ended
    return True


def standing_of(connection: Connection, draft: str, organisation: str) -> Standing:
    """Read the standing of one draft for a person of ``organisation``."""
    row = connection.execute(select(db.drafts).where(db.drafts.c.id == draft)).one()
    pending = connection.execute(
        select(db.trail.c.order).where(
            db.trail.c.draft == draft,
            db.trail.c.round == row.round,
            db.trail.c.organisation_stir == organisation,
            db.trail.c.decision == Agreement.PENDING,
        )
    ).first()
    return Standing(
        S(row.state),
        row.drafter,
        row.authority_stir,
        row.signer_pinfl,
        row.signer_role,
        pending is not None,
    )


def move(
    connection: Connection, draft: str, target: DraftState, now: datetime, reason: str = ""
) -> None:
    """Bring a draft into the next state; everybody who sees it is told.

    Raises:
        Refusal: ``not_found``, no such draft; ``not_ready`` if the present state does not allow
            it, ``bad_request`` if a reason is wanted and absent.
    """
    state = connection.execute(
        select(db.drafts.c.state).where(db.drafts.c.id == draft)
    ).scalar_one_or_none()
    if state is None:
        raise Refusal(Code.NOT_FOUND, "draft")
    if target not in TRANSITIONS[S(state)]:
        raise Refusal(Code.NOT_READY, f"{state} to {target}")
    if target in _WANTS_REASON and not reason.strip():
        raise Refusal(Code.BAD_REQUEST, "reason")
    connection.execute(
        update(db.drafts)
        .where(db.drafts.c.id == draft)
        .values(state=str(target), reason=reason if target in _WANTS_REASON else "")
    )
    touch(connection, draft, now)


def touch(connection: Connection, draft: str, now: datetime) -> None:
    """Note that something of the draft changed."""
    connection.execute(
        update(db.drafts)
        .where(db.drafts.c.id == draft)
        .values(revision=db.drafts.c.revision + 1, updated=now)
    )
    access.renew(connection, draft)


def conclude_round(connection: Connection, draft: str, now: datetime) -> None:
    """After an answer: return the draft or call it agreed, once nobody is left to answer."""
    row = connection.execute(
        select(db.drafts.c.round, db.drafts.c.state).where(db.drafts.c.id == draft)
    ).one()
    entries = connection.execute(
        select(db.trail.c.decision, db.trail.c.organisation_name, db.trail.c.remark).where(
            db.trail.c.draft == draft, db.trail.c.round == row.round
        )
    ).all()
    if any(entry.decision == Agreement.PENDING for entry in entries):
        touch(connection, draft, now)
        return
    objections = [entry for entry in entries if entry.decision == Agreement.OBJECTED]
    if objections:
        reason = "\n".join(f"{item.organisation_name}: {item.remark}" for item in objections)
        move(connection, draft, S.RETURNED, now, reason)
    else:
        move(connection, draft, S.AGREED, now)


def overdue(connection: Connection, now: datetime) -> tuple[str, ...]:
    """Return the drafts with an open answer whose term has passed."""
    return tuple(
        connection.execute(
            select(db.drafts.c.id)
            .join(db.trail, _open_now())
            .where(db.trail.c.due < now)
            .distinct()
        ).scalars()
    )


def deem_agreed(connection: Connection, draft: str, now: datetime) -> None:
    """Turn the draft's overdue silences into deemed agreements; they are never signed."""
    row = connection.execute(
        select(db.drafts.c.round, db.drafts.c.state).where(db.drafts.c.id == draft)
    ).one()
    if row.state != S.IN_AGREEMENT:
        return
    changed = connection.execute(
        update(db.trail)
        .where(
            db.trail.c.draft == draft,
            db.trail.c.round == row.round,
            db.trail.c.decision == Agreement.PENDING,
            db.trail.c.due < now,
        )
        .values(decision=str(Agreement.DEEMED_AGREED), decided=db.trail.c.due)
    )
    if changed.rowcount:
        conclude_round(connection, draft, now)


def _open_now() -> ColumnElement[bool]:
    return and_(
        db.trail.c.draft == db.drafts.c.id,
        db.trail.c.round == db.drafts.c.round,
        db.trail.c.decision == Agreement.PENDING,
        db.drafts.c.state == S.IN_AGREEMENT,
    )
