"""A station of the demo office with a big store, signed in at a real registry.

The registry has the demo's drafts; the others are put into the store directly, as if they
had come earlier. That they are not the registry's own matters to nothing that is measured.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN, Office, RunningRegistry, prepare_office
from registry.contract import DraftType as Kind
from registry.contract import Role as SeedRole
from registry.contract import Script as SeedScript
from registry.office import documents, people
from registry.office.documents import Outline
from registry.office.wording import matters
from sync.wire import (
    Action,
    Authority,
    Change,
    ChangesPage,
    DraftState,
    DraftSummary,
    DraftType,
    Registration,
    Script,
)

_OFFICE_DRAFTS = 12
_PAGE = 1000
STATES = {
    DraftState.PUBLISHED: 6000,
    DraftState.REGISTERED: 3400,
    DraftState.IN_AGREEMENT: 200,
    DraftState.AGREED: 100,
    DraftState.LEGAL_REVIEW: 80,
    DraftState.RETURNED: 60,
    DraftState.REJECTED: 100,
    DraftState.REVOKED: 60,
}
"""A large office after some years: nearly everything is registered."""


@dataclass(frozen=True)
class Place:
    """The office, its running registry's address, and the directory of the station's profile."""

    office: Office
    address: str
    profile: Path


@contextmanager
def station(directory: Path, count: int) -> Iterator[Place]:
    """Make the office, sign in as the hokim, synchronise, and fill the store up to ``count``."""
    office = prepare_office(directory / "office", drafts=_OFFICE_DRAFTS)
    with RunningRegistry(office) as registry:
        with Application.open(office.places.profile) as application:
            application.sign_in(office.hokim.serial, bytearray(PIN))
            application.sync()
            application.index_texts()
            _fill(application, count)
        yield Place(office, registry.address, office.places.profile)


def _fill(application: Application, count: int) -> None:
    drafts = application.store.drafts
    found = summaries(count - drafts.count(), datetime.now(UTC).replace(microsecond=0))
    cursor = drafts.cursor()
    assert cursor is not None
    while page := tuple(islice(found, _PAGE)):
        changes = tuple(Change(item.id, item) for item in page)
        drafts.apply(ChangesPage(changes, cursor, more=False))


def summaries(count: int, now: datetime) -> Iterator[DraftSummary]:
    """Yield summaries that look like an office's: its titles, both scripts, every state."""
    pick = random.Random(10_000)
    known = tuple(matters().values())
    states = tuple(STATES)
    weights = tuple(STATES.values())
    office = people.HOKIM_AUTHORITY
    authority = Authority(office.name, office.stir, office.region, office.district)
    for number in range(count):
        matter = known[number % len(known)]
        updated = now - timedelta(minutes=97 * (number + 1))
        script = SeedScript.CYRILLIC if number % 3 == 0 else SeedScript.LATIN
        kind = Kind(matter.types[0])
        (state,) = pick.choices(states, weights)
        title = documents.title(
            Outline(
                matter=matter,
                type=kind,
                script=script,
                signer=people.signer_role(people.HOKIM, SeedRole.HOKIM),
                deputy=people.DEPUTY.name,
                seed=number,
                moment=updated,
            )
        )
        identifier = f"{updated.year}-{500_000 + number}"
        yield DraftSummary(
            id=identifier,
            revision=3 + number % 9,
            type=DraftType(str(kind)),
            authority=authority,
            title=title,
            script=Script(str(script)),
            state=state,
            version=1 + number % 3,
            round=1 + number % 3,
            version_digest=hashlib.sha256(identifier.encode()).hexdigest(),
            deadline=updated + timedelta(days=3),
            restricted=matter.restricted,
            drafter=people.DRAFTERS[number % len(people.DRAFTERS)].name,
            annex_count=pick.randrange(5),
            updated=updated,
            registration=registration(number, state, str(kind), updated),
            actions=(Action.REMARK,) if state is DraftState.IN_AGREEMENT else (),
        )


def registration(number: int, state: DraftState, kind: str, date: datetime) -> Registration | None:
    """Return the number of a finished act, None for another."""
    if state not in {DraftState.REGISTERED, DraftState.PUBLISHED, DraftState.REVOKED}:
        return None
    registered = f"{1 + number}-{people.REGION_INDEX}-0-{kind}/{date.year % 100}"
    return Registration(registered, date, f"http://127.0.0.1/acts/{registered}")
