"""Who sees which draft, and the feed of changes made of that.

Access is given to *principals*: a person, the officers of an organisation, the staff of an
authority, the justice body. A row of ``access`` says that a principal sees a draft, or – with
``active`` false – that it once did. Every change of a draft gives all its rows the next number of
one counter, so the feed is a range of an index and costs nothing when nothing changed.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Select, and_, case, func, insert, select, update

from registry import database as db
from registry.contract import DraftState, Role
from registry.problems import Code, Refusal

_STAFF = {
    Role.DEPUTY,
    Role.LEGAL,
    Role.CLERK,
    Role.HOKIM,
    Role.ACTING_HOKIM,
    Role.COUNCIL_CHAIR,
}


def principals_of(pinfl: str, organisation: str, roles: tuple[Role, ...]) -> set[str]:
    """Return the principals a person with these roles acts as."""
    found = {f"person:{pinfl}"}
    if Role.OFFICER in roles:
        found.add(f"officers:{organisation}")
    if _STAFF.intersection(roles):
        found.add(f"staff:{organisation}")
    if Role.JUSTICE in roles:
        found.add("justice")
    return found


def set_principals(connection: Connection, pinfl: str, wanted: set[str]) -> None:
    """Record a person's principals; what is lost is kept as inactive, for the feed."""
    table = db.principals
    known = {
        row.principal: row.active
        for row in connection.execute(select(table).where(table.c.pinfl == pinfl))
    }
    changed = {name for name in wanted if not known.get(name, False)}
    lost = {name for name, active in known.items() if active and name not in wanted}
    if not changed and not lost:
        return
    seq = db.next_change(connection)
    for name in sorted(changed | lost):
        values = {"active": name in wanted, "seq": seq}
        if name in known:
            mine = and_(table.c.pinfl == pinfl, table.c.principal == name)
            connection.execute(update(table).where(mine).values(**values))
        else:
            connection.execute(insert(table).values(pinfl=pinfl, principal=name, **values))


def renew(connection: Connection, draft: str) -> None:
    """Work out anew who sees ``draft`` and put it into everybody's feed."""
    row = connection.execute(
        select(
            db.drafts.c.state,
            db.drafts.c.drafter,
            db.drafts.c.authority_stir,
            db.drafts.c.signer_pinfl,
        ).where(db.drafts.c.id == draft)
    ).one()
    wanted = {f"person:{row.drafter}"}
    # A draft that was not sent out yet is its drafter's own business.
    if row.state != DraftState.DRAFT:
        asked = connection.execute(
            select(db.trail.c.organisation_stir).where(db.trail.c.draft == draft).distinct()
        ).scalars()
        wanted |= {f"officers:{stir}" for stir in asked}
        wanted |= {f"staff:{row.authority_stir}", f"person:{row.signer_pinfl}", "justice"}
    table = db.access
    known = set(
        connection.execute(select(table.c.principal).where(table.c.draft == draft)).scalars()
    )
    seq = db.next_change(connection)
    if known:
        connection.execute(
            update(table)
            .where(table.c.draft == draft)
            .values(seq=seq, active=table.c.principal.in_(wanted))
        )
    added = [
        {"draft": draft, "principal": name, "active": True, "seq": seq}
        for name in sorted(wanted - known)
    ]
    if added:
        connection.execute(insert(table), added)


def may_see(connection: Connection, pinfl: str, draft: str) -> bool:
    """Tell whether the person sees the draft now."""
    found = connection.execute(_mine(pinfl).where(db.access.c.draft == draft)).first()
    return found is not None


def may_read(connection: Connection, pinfl: str, sha256: str) -> bool:
    """Tell whether the file belongs to a draft the person sees now."""
    found = connection.execute(
        _mine(pinfl)
        .join(db.file_uses, db.file_uses.c.draft == db.access.c.draft)
        .where(db.file_uses.c.sha256 == sha256)
        .limit(1)
    ).first()
    return found is not None


@dataclass(frozen=True)
class Cursor:
    """A place in one person's feed: changes up to ``seq``, with the principals of ``known``."""

    seq: int = 0
    known: int = 0

    def text(self) -> str:
        """Return the cursor as clients keep it."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Read a cursor; the empty one is the beginning.

        Raises:
            Refusal: ``bad_request``, no cursor of this registry.
        """
        if not text:
            return cls()
        try:
            data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            return msgspec.json.decode(data, type=cls)
        except (ValueError, msgspec.DecodeError) as error:
            raise Refusal(Code.BAD_REQUEST, "cursor") from error


@dataclass(frozen=True)
class Page:
    """Drafts that changed, in order, each with whether the person still sees it."""

    drafts: tuple[tuple[str, bool], ...]
    cursor: Cursor
    more: bool


def feed(connection: Connection, pinfl: str, cursor: Cursor, limit: int) -> Page:
    """Return what changed for a person after ``cursor``.

    Raises:
        Refusal: ``cursor_unknown``, this registry was set back to an older copy. What its caller
            knows of the time in between is named by nobody any more, so the caller must begin
            anew and drop what is not told.
    """
    if cursor.seq > db.last_change(connection):
        raise Refusal(Code.CURSOR_UNKNOWN, "set back")
    mine = db.principals.c.pinfl == pinfl
    newest = int(
        connection.execute(select(func.max(db.principals.c.seq)).where(mine)).scalar() or 0
    )
    if newest != cursor.known:
        # The person's roles changed: everything is told again, the lost drafts as tombstones.
        cursor = Cursor(0, newest)
    table = db.access
    visible = func.max(case((and_(table.c.active, db.principals.c.active), 1), else_=0))
    rows = connection.execute(
        select(table.c.draft, table.c.seq, visible.label("visible"))
        .join(db.principals, db.principals.c.principal == table.c.principal)
        .where(mine, table.c.seq > cursor.seq)
        .group_by(table.c.seq, table.c.draft)
        .order_by(table.c.seq)
        .limit(limit + 1)
    ).all()
    kept = rows[:limit]
    return Page(
        tuple((row.draft, bool(row.visible)) for row in kept),
        Cursor(kept[-1].seq if kept else cursor.seq, cursor.known),
        len(rows) > limit,
    )


def _mine(pinfl: str) -> Select[str]:
    return (
        select(db.access.c.draft)
        .join(db.principals, db.principals.c.principal == db.access.c.principal)
        .where(db.principals.c.pinfl == pinfl, db.principals.c.active, db.access.c.active)
    )
