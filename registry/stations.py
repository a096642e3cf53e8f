"""Having a station forgotten: its session ends, and whoever shows its tokens is told so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from registry import database as db
from registry.core import Core

_REMEMBERED = timedelta(days=400)
"""For so long a station that comes back is told; what it keeps expires sooner by default."""


@dataclass(frozen=True)
class StationSession:
    """One session, as an administrator tells it from others."""

    id: str
    last_seen: datetime
    """When its tokens were made or renewed last, UTC."""


def sessions(core: Core, pinfl: str) -> tuple[StationSession, ...]:
    """Return a person's sessions, the newest first.

    Raises:
        LookupError: there is no such person.
    """
    table = db.sessions
    with core.database.reading() as connection:
        _require_person(connection, pinfl)
        rows = connection.execute(
            select(table.c.id, table.c.rotated)
            .where(table.c.pinfl == pinfl)
            .order_by(table.c.rotated.desc())
        ).all()
    return tuple(StationSession(row.id, row.rotated) for row in rows)


def forget(core: Core, pinfl: str, session: str | None = None) -> int:
    """End a person's session, or all of them, and have the stations forget their drafts.

    Returns:
        How many sessions were ended.

    Raises:
        LookupError: there is no such person, or they have no such session.
    """
    table = db.sessions
    with core.database.writing() as connection:
        _require_person(connection, pinfl)
        mine = select(table).where(table.c.pinfl == pinfl)
        if session is not None:
            mine = mine.where(table.c.id == session)
        rows = connection.execute(mine).all()
        if not rows:
            raise LookupError(f"{pinfl} has no session {session or 'at all'}")
        now = core.clock()
        old = db.forgotten_tokens
        connection.execute(delete(old).where(old.c.forgotten < now - _REMEMBERED))
        for row in rows:
            hashes = {row.access_hash, row.refresh_hash, *_replaced(connection, row.id)}
            connection.execute(
                insert(old), [{"hash": item, "forgotten": now} for item in sorted(hashes)]
            )
            replaced = db.replaced_tokens
            connection.execute(delete(replaced).where(replaced.c.session == row.id))
            connection.execute(delete(table).where(table.c.id == row.id))
    return len(rows)


def _require_person(connection: Connection, pinfl: str) -> None:
    """A mistyped number must not look like a person whose stations are all forgotten."""
    known = select(db.persons.c.pinfl).where(db.persons.c.pinfl == pinfl)
    if connection.execute(known).first() is None:
        raise LookupError(f"there is no person with the PINFL {pinfl}")


def _replaced(connection: Connection, session: str) -> set[str]:
    """Refresh tokens whose successor may never have reached the station."""
    table = db.replaced_tokens
    found = connection.execute(select(table.c.hash).where(table.c.session == session))
    return set(found.scalars())
