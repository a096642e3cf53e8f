"""Organisations and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from registry import access
from registry import database as db
from registry.contract import Me, Officer, Organisation, Policy, Role


@dataclass(frozen=True)
class Identity:
    """Who asks: a person with organisation and roles."""

    pinfl: str
    name: str
    post: str
    organisation: Organisation
    roles: tuple[Role, ...]
    acting_from: datetime | None
    acting_until: datetime | None

    @property
    def person(self) -> Officer:
        """The person as documents name him."""
        return Officer(self.name, self.post, self.pinfl)

    def me(self, policy: Policy) -> Me:
        """Return the answer to ``GET /v1/me``."""
        return Me(
            self.person,
            self.organisation,
            self.roles,
            self.acting_from,
            self.acting_until,
            policy,
        )


def find(connection: Connection, pinfl: str) -> Identity | None:
    """Return the person, or None."""
    row = connection.execute(
        select(db.persons, db.organisations.c.name.label("organisation_name"))
        .join(db.organisations)
        .where(db.persons.c.pinfl == pinfl)
    ).one_or_none()
    if row is None:
        return None
    roles = connection.execute(
        select(db.person_roles.c.role).where(db.person_roles.c.pinfl == pinfl)
    ).scalars()
    return Identity(
        pinfl=row.pinfl,
        name=row.name,
        post=row.post,
        organisation=Organisation(row.organisation, row.organisation_name),
        roles=tuple(sorted(map(Role, roles), key=list(Role).index)),
        acting_from=row.acting_from,
        acting_until=row.acting_until,
    )


def find_organisation(connection: Connection, stir: str) -> Organisation | None:
    """Return the organisation, or None."""
    table = db.organisations
    row = connection.execute(select(table).where(table.c.stir == stir)).one_or_none()
    return None if row is None else Organisation(row.stir, row.name)


def put_organisation(connection: Connection, organisation: Organisation) -> None:
    """Add an organisation, or give it its new name."""
    table = db.organisations
    mine = table.c.stir == organisation.stir
    if connection.execute(select(table.c.stir).where(mine)).first() is None:
        connection.execute(insert(table).values(stir=organisation.stir, name=organisation.name))
    else:
        connection.execute(update(table).where(mine).values(name=organisation.name))


def put_person(connection: Connection, person: Identity) -> None:
    """Add a person or replace what is known of one; what changes for him reaches his feed."""
    table = db.persons
    values = {
        "name": person.name,
        "post": person.post,
        "organisation": person.organisation.stir,
        "acting_from": person.acting_from,
        "acting_until": person.acting_until,
    }
    mine = table.c.pinfl == person.pinfl
    if connection.execute(select(table.c.pinfl).where(mine)).first() is None:
        connection.execute(insert(table).values(pinfl=person.pinfl, **values))
    else:
        connection.execute(update(table).where(mine).values(**values))
    connection.execute(delete(db.person_roles).where(db.person_roles.c.pinfl == person.pinfl))
    if person.roles:
        connection.execute(
            insert(db.person_roles),
            [{"pinfl": person.pinfl, "role": str(role)} for role in person.roles],
        )
    access.set_principals(
        connection,
        person.pinfl,
        access.principals_of(person.pinfl, person.organisation.stir, person.roles),
    )
