"""Drafts as the contract shows them, for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from registry import access, lifecycle
from registry import database as db
from registry.contract import (
    Agreement,
    Annex,
    Authority,
    Change,
    ChangesPage,
    Draft,
    DraftState,
    DraftSummary,
    DraftType,
    FileRef,
    Officer,
    Organisation,
    Registration,
    Remark,
    Script,
    SignerRole,
    TrailEntry,
)
from registry.people import Identity
from registry.problems import Code, Refusal


def changes(
    connection: Connection,
    person: Identity,
    cursor: str,
    limit: int,
    *,
    address: str,
    now: datetime,
) -> ChangesPage:
    """Return one page of the person's feed.

    Args:
        connection: a reading one.
        person: whose feed it is.
        cursor: of the page before; empty for the beginning.
        limit: drafts on the page, at most.
        address: where this registry is reached.
        now: decides who is acting.

    Raises:
        Refusal: ``bad_request``, the cursor is not one; ``cursor_unknown``, it is of another life
            of this registry.
    """
    page = access.feed(connection, person.pinfl, access.Cursor.read(cursor), limit)
    seen = [draft for draft, visible in page.drafts if visible]
    found = {item.id: item for item in _summaries(connection, person, seen, address, now)}
    return ChangesPage(
        tuple(Change(draft, found.get(draft)) for draft, _ in page.drafts),
        page.cursor.text(),
        page.more,
    )


def draft(
    connection: Connection, person: Identity, identifier: str, *, address: str, now: datetime
) -> Draft:
    """Return everything about a draft.

    Raises:
        Refusal: ``not_found``, there is none that this person sees.
    """
    if not access.may_see(connection, person.pinfl, identifier):
        raise Refusal(Code.NOT_FOUND, "draft")
    (summary,) = _summaries(connection, person, [identifier], address, now)
    row = connection.execute(select(db.drafts).where(db.drafts.c.id == identifier)).one()
    return Draft(
        summary=summary,
        language=row.language,
        normative=row.normative,
        legal_basis=row.legal_basis,
        template=row.template,
        signer=signer_of(row),
        text=_text(connection, identifier, row.version),
        annexes=_annexes(connection, identifier, row.version),
        trail=trail(connection, identifier),
        remarks=_remarks(connection, identifier),
        reason=row.reason,
    )


def older_version(
    connection: Connection,
    person: Identity,
    identifier: str,
    number: int,
    *,
    address: str,
    now: datetime,
) -> Draft:
    """Return the draft with the text, annexes, answers and remarks of one version.

    Raises:
        Refusal: ``not_found``, no such version that this person sees.
    """
    current = draft(connection, person, identifier, address=address, now=now)
    row = connection.execute(
        select(db.versions.c.digest).where(
            db.versions.c.draft == identifier, db.versions.c.number == number
        )
    ).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND, "version")
    annexes = _annexes(connection, identifier, number)
    latest = number == current.summary.version
    return replace(
        current,
        summary=replace(
            current.summary,
            version=number,
            version_digest=row.digest,
            annex_count=len(annexes),
            actions=current.summary.actions if latest else (),
        ),
        text=_text(connection, identifier, number),
        annexes=annexes,
        trail=tuple(item for item in current.trail if item.version == number),
        remarks=tuple(item for item in current.remarks if item.version == number),
    )


def trail(connection: Connection, identifier: str) -> tuple[TrailEntry, ...]:
    """Return the whole trail, every round, in order."""
    rows = connection.execute(
        select(db.trail, db.files.c.size)
        .outerjoin(db.files, db.files.c.sha256 == db.trail.c.letter_sha256)
        .where(db.trail.c.draft == identifier)
        .order_by(db.trail.c.order)
    ).all()
    return tuple(_entry(row) for row in rows)


def signer_of(row: Row[Any]) -> SignerRole:
    """Return who is to sign, from a row of ``drafts``."""
    return SignerRole(
        row.signer_name, row.signer_pinfl, row.signer_stir, row.signer_role, row.signer_post
    )


def authority_of(row: Row[Any]) -> Authority:
    """Return the authority, from a row of ``drafts``."""
    return Authority(row.authority_name, row.authority_stir, row.region, row.district)


def registration_of(row: Row[Any], address: str) -> Registration:
    """Return number, date and address, from a row of ``registrations``."""
    return Registration(row.number, row.date, f"{address}/d/{row.slug}")


def _summaries(
    connection: Connection,
    person: Identity,
    identifiers: Sequence[str],
    address: str,
    now: datetime,
) -> list[DraftSummary]:
    if not identifiers:
        return []
    registration = db.registrations
    rows = connection.execute(
        select(
            db.drafts,
            db.persons.c.name.label("drafter_name"),
            registration.c.number,
            registration.c.slug,
            registration.c.date,
        )
        .join(db.persons, db.persons.c.pinfl == db.drafts.c.drafter)
        .outerjoin(registration, registration.c.draft == db.drafts.c.id)
        .where(db.drafts.c.id.in_(identifiers))
    ).all()
    open_answers = set(
        connection.execute(
            select(db.trail.c.draft)
            .join(db.drafts, db.drafts.c.id == db.trail.c.draft)
            .where(
                db.trail.c.draft.in_(identifiers),
                db.trail.c.round == db.drafts.c.round,
                db.trail.c.organisation_stir == person.organisation.stir,
                db.trail.c.decision == Agreement.PENDING,
            )
        ).scalars()
    )
    return [_summary(row, person, row.id in open_answers, address, now) for row in rows]


def _summary(
    row: Row[Any], person: Identity, pending: bool, address: str, now: datetime
) -> DraftSummary:
    state = DraftState(row.state)
    standing = lifecycle.Standing(
        state, row.drafter, row.authority_stir, row.signer_pinfl, row.signer_role, pending
    )
    return DraftSummary(
        id=row.id,
        revision=row.revision,
        type=DraftType(row.type),
        authority=authority_of(row),
        title=row.title,
        script=Script(row.script),
        state=state,
        version=row.version,
        round=row.round,
        version_digest=row.version_digest,
        deadline=row.deadline,
        restricted=row.restricted,
        drafter=row.drafter_name,
        annex_count=row.annex_count,
        updated=row.updated,
        registration=None if row.number is None else registration_of(row, address),
        actions=lifecycle.actions(standing, person, now),
    )


def _text(connection: Connection, identifier: str, number: int) -> FileRef:
    row = connection.execute(
        select(db.versions.c.text_sha256, db.versions.c.text_name, db.files.c.size)
        .join(db.files, db.files.c.sha256 == db.versions.c.text_sha256)
        .where(db.versions.c.draft == identifier, db.versions.c.number == number)
    ).one()
    return FileRef(row.text_sha256, row.size, row.text_name)


def _annexes(connection: Connection, identifier: str, number: int) -> tuple[Annex, ...]:
    rows = connection.execute(
        select(db.annexes, db.files.c.size)
        .join(db.files, db.files.c.sha256 == db.annexes.c.sha256)
        .where(db.annexes.c.draft == identifier, db.annexes.c.version == number)
        .order_by(db.annexes.c.number)
    )
    return tuple(
        Annex(row.number, row.title, FileRef(row.sha256, row.size, row.name)) for row in rows
    )


def _remarks(connection: Connection, identifier: str) -> tuple[Remark, ...]:
    rows = connection.execute(
        select(
            db.remarks,
            func.coalesce(db.remark_places.c.before, "").label("before"),
            func.coalesce(db.remark_places.c.after, "").label("after"),
            db.persons.c.name,
            db.persons.c.post,
            db.organisations.c.stir,
            db.organisations.c.name.label("organisation"),
        )
        .outerjoin(db.remark_places, db.remark_places.c.remark == db.remarks.c.id)
        .join(db.persons, db.persons.c.pinfl == db.remarks.c.author)
        .join(db.organisations, db.organisations.c.stir == db.persons.c.organisation)
        .where(db.remarks.c.draft == identifier)
        .order_by(db.remarks.c.created, db.remarks.c.id)
    )
    return tuple(
        Remark(
            id=row.id,
            version=row.version,
            file=row.file,
            page=row.page,
            quote=row.quote,
            text=row.text,
            author=Officer(row.name, row.post, row.author),
            organisation=Organisation(row.stir, row.organisation),
            created=row.created,
            before=row.before,
            after=row.after,
        )
        for row in rows
    )


def _entry(row: Row[Any]) -> TrailEntry:
    officer = None
    if row.officer_pinfl is not None:
        officer = Officer(row.officer_name, row.officer_post, row.officer_pinfl)
    letter = None
    if row.letter_sha256 is not None:
        letter = FileRef(row.letter_sha256, row.size, row.letter_name)
    return TrailEntry(
        order=row.order,
        round=row.round,
        organisation=Organisation(row.organisation_stir, row.organisation_name),
        officer=officer,
        decision=Agreement(row.decision),
        remark=row.remark,
        letter=letter,
        received=row.received,
        due=row.due,
        decided=row.decided,
        version=row.version,
        version_digest=row.version_digest,
        signature=row.signature,
    )
