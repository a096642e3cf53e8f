"""Putting people and drafts into a registry from outside its protocol.

The demo office and the tests fill a registry with this; the protocol itself has no call that
creates a draft. What is put in is as true as anything that came over the wire: digests are
computed here from the bytes, and a trail entry must name a version of its own draft.

Order: organisations, then people, then drafts. Loading the same id again is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, insert, select

from registry import access, files, numbers, people
from registry import database as db
from registry.authority import DemoAuthority, Subject
from registry.core import Core
from registry.seeds import (
    SeedAnnex,
    SeedDraft,
    SeedEntry,
    SeedFile,
    SeedPerson,
    SeedRegistration,
    SeedRemark,
    SeedVersion,
    version_statement,
)
from signing.errors import MalformedDocument
from signing.memory_key import MemorySigner
from signing.statement import (
    Decision,
    Officer,
    Organisation,
    require_decision,
    require_entry,
    require_named,
)


class Registry:
    """A registry opened to be filled. Use it in a ``with``; no server need be running."""

    def __init__(self, core: Core) -> None:
        """Fill the registry that ``core`` has opened."""
        self.core = core

    @classmethod
    def open(cls, directory: Path) -> Registry:
        """Open the registry in ``directory``, or make a new one there.

        Raises:
            OSError: the directory cannot be used.
        """
        if (directory / "registry.db").exists():
            return cls(Core(directory))
        return cls(Core.create(directory))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.core.close()

    @property
    def authority(self) -> DemoAuthority:
        """The demo certificate authority of this registry."""
        return self.core.authority

    @property
    def has_drafts(self) -> bool:
        """Whether any draft was loaded."""
        with self.core.database.reading() as connection:
            return connection.execute(select(db.drafts.c.id).limit(1)).first() is not None

    def add_organisations(self, organisations: Iterable[Organisation]) -> None:
        """Add organisations and authorities; a known STIR gets the new name.

        Raises:
            ValueError: a STIR or a name is none.
        """
        with self.core.database.writing() as connection:
            for organisation in organisations:
                _require_named(organisation)
                people.put_organisation(connection, organisation)

    def add_people(self, persons: Iterable[SeedPerson]) -> None:
        """Add people, or replace what is known of them.

        Raises:
            LookupError: the organisation was not added before.
            ValueError: a PINFL or a name is none.
        """
        with self.core.database.writing() as connection:
            for person in persons:
                _require_named(Officer(person.name, person.post, person.pinfl))
                people.put_person(connection, _identity(connection, person))

    def person_signer(self, pinfl: str, *, rsa_bits: int = 0) -> MemorySigner:
        """Return the signer of a loaded person whose key is kept by the registry.

        Raises:
            LookupError: no such person.
        """
        return self.authority.person_signer(self.subject(pinfl), rsa_bits=rsa_bits)

    def subject(self, pinfl: str) -> Subject:
        """Return what a certificate of a loaded person says.

        Raises:
            LookupError: no such person.
        """
        with self.core.database.reading() as connection:
            person = people.find(connection, pinfl)
        if person is None:
            raise LookupError(pinfl)
        return Subject(
            name=person.name,
            pinfl=person.pinfl,
            post=person.post,
            organisation=person.organisation.name,
            stir=person.organisation.stir,
        )

    def add_draft(self, draft: SeedDraft) -> None:
        """Add one draft; see :meth:`add_drafts`."""
        self.add_drafts((draft,))

    def add_drafts(self, drafts: Iterable[SeedDraft]) -> None:
        """Add drafts in one transaction: all or, on an error, none.

        Raises:
            ValueError: a draft contradicts itself; the text says which and how.
            sqlalchemy.exc.IntegrityError: the id is taken, or a person or organisation is missing.
        """
        with self.core.database.writing() as connection:
            for draft in drafts:
                self._add(connection, draft)

    def _add(self, connection: Connection, draft: SeedDraft) -> None:
        if not draft.versions:
            raise ValueError(f"{draft.id}: no version")
        digests = {item.number: version_statement(draft, item).digest for item in draft.versions}
        current = draft.versions[-1]
        # No station could sign it: a package of it is malformed.
        try:
            require_decision(Decision(version_statement(draft, current), draft.signer))
            for seed in draft.trail:
                require_entry(seed.entry)
        except MalformedDocument as error:
            raise ValueError(f"{draft.id}: {error.detail}") from error
        connection.execute(insert(db.drafts).values(_draft_row(draft, digests[current.number])))
        used: set[str] = set()
        for version in draft.versions:
            used |= self._add_version(connection, draft, version, digests[version.number])
        for seed in draft.trail:
            used |= self._add_entry(connection, draft.id, seed, digests)
        if draft.registration is not None:
            self._register(connection, draft, draft.registration)
        connection.execute(
            insert(db.file_uses), [{"sha256": item, "draft": draft.id} for item in sorted(used)]
        )
        access.renew(connection, draft.id)

    def _keep(self, connection: Connection, data: bytes) -> str:
        content = self.core.files.put(data)
        files.record(connection, content)
        return content.sha256

    def _add_version(
        self, connection: Connection, draft: SeedDraft, version: SeedVersion, digest: str
    ) -> set[str]:
        text = self._keep(connection, version.text.data)
        connection.execute(
            insert(db.versions).values(
                draft=draft.id,
                number=version.number,
                digest=digest,
                text_sha256=text,
                text_name=version.text.name,
            )
        )
        used = {text}
        for annex in version.annexes:
            sha256 = self._keep(connection, annex.file.data)
            used.add(sha256)
            connection.execute(
                insert(db.annexes).values(
                    draft=draft.id,
                    version=version.number,
                    number=annex.number,
                    title=annex.title,
                    sha256=sha256,
                    name=annex.file.name,
                )
            )
        for remark in version.remarks:
            connection.execute(
                insert(db.remarks).values(
                    id=remark.id,
                    draft=draft.id,
                    version=version.number,
                    file=remark.file,
                    page=remark.page,
                    quote=remark.quote,
                    text=remark.text,
                    author=remark.author,
                    created=remark.created,
                )
            )
        return used

    def _add_entry(
        self, connection: Connection, draft: str, seed: SeedEntry, digests: dict[int, str]
    ) -> set[str]:
        entry = seed.entry
        if digests.get(entry.version) != entry.version_digest:
            raise ValueError(f"{draft}: entry {entry.order} covers no version of the draft")
        letter = None if seed.letter is None else self._keep(connection, seed.letter.data)
        officer = entry.officer
        connection.execute(
            insert(db.trail).values(
                draft=draft,
                order=entry.order,
                round=entry.round,
                organisation_stir=entry.organisation.stir,
                organisation_name=entry.organisation.name,
                officer_name=None if officer is None else officer.name,
                officer_post=None if officer is None else officer.post,
                officer_pinfl=None if officer is None else officer.pinfl,
                decision=str(entry.decision),
                remark=entry.remark,
                letter_sha256=letter,
                letter_name=None if seed.letter is None else seed.letter.name,
                received=entry.received,
                due=entry.due,
                decided=entry.decided,
                version=entry.version,
                version_digest=entry.version_digest,
                signature=entry.signature,
            )
        )
        return set() if letter is None else {letter}

    def _register(
        self, connection: Connection, draft: SeedDraft, registration: SeedRegistration
    ) -> None:
        if registration.number is None:
            number = numbers.give(
                connection,
                draft.authority,
                draft.type,
                registration.date.astimezone(numbers.LOCAL_TIME).year,
                convocation=draft.convocation,
                session=draft.session,
            )
        else:
            parsed = numbers.parse(registration.number)
            if parsed is None:
                raise ValueError(f"{draft.id}: {registration.number} is no number")
            number = parsed
            numbers.note(connection, draft.authority, number)
        package = registration.package
        connection.execute(
            insert(db.registrations).values(
                draft=draft.id,
                number=str(number),
                slug=number.slug,
                date=registration.date,
                authority_stir=draft.authority.stir,
                package_sha256=None if package is None else self._keep(connection, package),
            )
        )


def _require_named(who: Officer | Organisation) -> None:
    try:
        require_named(who)
    except MalformedDocument as error:
        raise ValueError(str(error.detail)) from error


def _identity(connection: Connection, person: SeedPerson) -> people.Identity:
    organisation = people.find_organisation(connection, person.organisation)
    if organisation is None:
        raise LookupError(person.organisation)
    return people.Identity(
        pinfl=person.pinfl,
        name=person.name,
        post=person.post,
        organisation=organisation,
        roles=person.roles,
        acting_from=person.acting_from,
        acting_until=person.acting_until,
    )


def _draft_row(draft: SeedDraft, digest: str) -> dict[str, object]:
    return {
        "id": draft.id,
        "revision": 1,
        "type": str(draft.type),
        "authority_name": draft.authority.name,
        "authority_stir": draft.authority.stir,
        "region": draft.authority.region,
        "district": draft.authority.district,
        "title": draft.title,
        "script": str(draft.script),
        "language": draft.language,
        "template": draft.template,
        "legal_basis": draft.legal_basis,
        "normative": draft.normative,
        "restricted": draft.restricted,
        "drafter": draft.drafter,
        "signer_name": draft.signer.name,
        "signer_pinfl": draft.signer.pinfl,
        "signer_stir": draft.signer.stir,
        "signer_role": draft.signer.role,
        "signer_post": draft.signer.post,
        "state": str(draft.state),
        "version": draft.versions[-1].number,
        "round": draft.round,
        "version_digest": digest,
        "annex_count": len(draft.versions[-1].annexes),
        "deadline": draft.deadline,
        "reason": draft.reason,
        "convocation": draft.convocation,
        "session": draft.session,
        "created": draft.created,
        "updated": draft.updated,
    }


__all__ = [
    "Organisation",
    "Registry",
    "SeedAnnex",
    "SeedDraft",
    "SeedEntry",
    "SeedFile",
    "SeedPerson",
    "SeedRegistration",
    "SeedRemark",
    "SeedVersion",
    "version_statement",
]
