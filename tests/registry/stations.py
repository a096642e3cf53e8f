"""Stations with real stores at a real registry; whoever sits there signs with a key in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from eqaror_desktop.flows.carrying import bring_in
from registry import database as db
from registry.seeds import SeedPerson
from signing.cms import build_signed_data
from signing.statement import session_statement
from signing.trust import TrustAnchors
from sync import wire
from sync.client import RegistryClient
from sync.engine import Engine, SyncReport
from sync.entries import OutboxEntry
from sync.http import Http
from sync.secrets import choose_secrets
from sync.station import Store
from tests.registry import small
from tests.registry.conftest import Running


@dataclass
class Desk:
    """A station with somebody at it; without a line until ``cycle`` is called."""

    running: Running
    person: SeedPerson
    store: Store
    client: RegistryClient
    me: wire.Me

    @property
    def anchors(self) -> TrustAnchors:
        return self.running.core.anchors

    def cycle(self, stamp: bytes = b"") -> SyncReport:
        def prepare(entry: OutboxEntry) -> OutboxEntry:
            richer = self.store.outbox.package(entry.key) + stamp
            return self.store.outbox.replace_package(entry.key, richer)

        prepared = prepare if stamp else None
        return Engine(self.client, self.store, self.person.pinfl, prepare=prepared).cycle()

    def sign(self, draft: str = "ready") -> OutboxEntry:
        station = self.running.station(self.person)
        found = station.get(f"/v1/drafts/{draft}", wire.Draft)
        signer = self.running.signer(self.person)
        package = small.package(station, found, signer, self.running.clock.now)
        return self.store.outbox.queue_package(
            package,
            person=self.person.pinfl,
            draft=draft,
            title=found.summary.title,
            version_digest=found.summary.version_digest,
        )

    def take(self, path: Path) -> OutboxEntry:
        now = self.running.clock.now
        return bring_in(self.store, path, self.me, self.anchors, now).entry

    def entry(self, key: str) -> OutboxEntry:
        return self.store.outbox.entry(key)


@pytest.fixture
def station(running: Running, tmp_path: Path) -> Iterator[Stations]:
    with ExitStack() as stack:
        made = 0

        def open_one(person: SeedPerson, address: str = "") -> Desk:
            nonlocal made
            made += 1
            profile = tmp_path / f"station-{made}"
            store = stack.enter_context(Store.open(profile, choose_secrets(profile, "file")))
            client = RegistryClient(Http(address or running.address))
            stack.callback(client.close)
            challenge = client.challenge()
            said = session_statement(challenge.registry, challenge.challenge)
            signature = build_signed_data(
                running.signer(person), said, signing_time=running.clock.now
            )
            client.sign_in(challenge.id, signature)
            return Desk(running, person, store, client, client.me())

        yield open_one


Stations = Callable[..., Desk]
"""Opens a station of a person; its way to the registry may lead over another address."""


def registered(running: Running, draft: str = "ready") -> list[str]:
    """Return the numbers that a draft was given."""
    with running.core.database.reading() as connection:
        return list(
            connection.execute(
                select(db.registrations.c.number).where(db.registrations.c.draft == draft)
            ).scalars()
        )
