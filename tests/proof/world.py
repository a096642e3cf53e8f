"""One registry, a line that fails, and stations of a hokim and an officer, two of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import msgspec
from sqlalchemy import select, update

from registry import database as db
from registry import lifecycle
from registry.contract import DraftState
from registry.core import Core
from registry.loading import Registry
from registry.seeds import SeedFile, SeedPerson, SeedVersion, version_statement
from signing.cms import build_signed_data
from signing.statement import (
    Agreement,
    Officer,
    TrailEntry,
    agreement_statement,
    session_statement,
)
from sync import wire
from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import OutboxEntry, OutboxKind
from sync.http import Http, Limits
from sync.secrets import choose_secrets
from sync.station import Store
from tests.proof.line import Line
from tests.registry import small
from tests.registry.conftest import served

READY = ("ready", "ready-2")
ASKED = ("asked", "asked-2")
DRAFTS = {"hokim": READY, "officer": ASKED}
PEOPLE = {"hokim": small.HOKIM, "officer": small.WATER_OFFICER}
STATIONS = ("hokim 1", "hokim 2", "officer 1", "officer 2")
_LIMITS = Limits(connect=5.0, read=10.0, whole=20.0, answer=2_000_000)


def person_of(station: str) -> SeedPerson:
    return PEOPLE[station.split(maxsplit=1)[0]]


@dataclass(frozen=True)
class Model:
    """What is made once: a registry, a profile for each person, and what they have signed."""

    registry: Path
    profiles: dict[str, Path]
    packages: dict[str, bytes]
    agreements: dict[str, wire.AgreementRequest]
    summaries: dict[str, wire.DraftSummary]
    given: int
    """Numbers the registry's sequences have given."""
    numbers: int
    """Drafts that have one."""


def make_model(directory: Path) -> Model:
    """Fill a registry, let everybody synchronise once, and sign everything there is."""
    with Registry(Core.create(directory / "registry", "Sinov", clock=small.Clock())) as loading:
        small.fill(loading)
        asked = small.draft("asked-2", DraftState.IN_AGREEMENT)
        trail = (small.entry(1, small.WATER, asked), small.entry(2, small.LAND, asked))
        loading.add_drafts((small.draft("ready-2"), replace(asked, trail=trail)))
        for person in PEOPLE.values():
            loading.person_signer(person.pinfl)
    core = Core(directory / "registry", small.Clock())
    given, known = sum(numbers_given(core)), len(numbers_of(core))
    model = Model(directory / "registry", {}, {}, {}, {}, given, known)
    with served(core) as address:
        for name, person in PEOPLE.items():
            signer = Registry(core).person_signer(person.pinfl)
            model.profiles[name] = directory / name
            with station_at(directory / name, address, core, person) as station:
                assert station.engine.cycle().failure is None
                for draft in DRAFTS[name]:
                    found = station.client.draft(draft)
                    model.summaries[draft] = found.summary
                    if name == "hokim":
                        plain = small.sign_in(address, signer, small.NOW)
                        model.packages[draft] = small.package(plain, found, signer, small.NOW)
                    else:
                        model.agreements[draft] = _agreement(core, found.summary)
    core.close()
    return model


def numbers_of(core: Core) -> dict[str, str]:
    with core.database.reading() as connection:
        rows = connection.execute(select(db.registrations.c.draft, db.registrations.c.number))
        return {str(draft): str(number) for draft, number in rows}


def numbers_given(core: Core) -> list[int]:
    with core.database.reading() as connection:
        return list(connection.execute(select(db.sequences.c.last)).scalars())


def _agreement(core: Core, summary: wire.DraftSummary) -> wire.AgreementRequest:
    officer = small.WATER_OFFICER
    entry = TrailEntry(
        order=0,
        round=1,
        organisation=small.WATER,
        officer=Officer(officer.name, officer.post, officer.pinfl),
        decision=Agreement.AGREED,
        remark="",
        received=small.NOW,
        due=small.NOW,
        decided=small.NOW,
        version=1,
        version_digest=summary.version_digest,
    )
    signer = Registry(core).person_signer(officer.pinfl)
    statement = agreement_statement(summary.id, entry)
    signature = build_signed_data(signer, statement, signing_time=small.NOW)
    digest = summary.version_digest
    return wire.AgreementRequest(1, 1, digest, wire.Answer.AGREED, "", signature)


@dataclass(frozen=True)
class Station:
    """An open profile, signed in."""

    profile: Path
    store: Store
    client: RegistryClient
    engine: Engine
    person: str
    me: wire.Me


@contextmanager
def station_at(profile: Path, address: str, core: Core, person: SeedPerson) -> Iterator[Station]:
    """Open a profile and sign in, as a start of the program does."""
    with Store.open(profile, choose_secrets(profile, "file")) as store:
        client = RegistryClient(Http(address, limits=_LIMITS))
        try:
            challenge = client.challenge()
            statement = session_statement(challenge.registry, challenge.challenge)
            signer = Registry(core).person_signer(person.pinfl)
            signature = build_signed_data(signer, statement, signing_time=core.clock())
            client.sign_in(challenge.id, signature)
            engine = Engine(client, store, person.pinfl)
            yield Station(profile, store, client, engine, person.pinfl, client.me())
        finally:
            client.close()


@dataclass
class World:
    """Everything of one run, made from a :class:`Model`; ends with :meth:`close`."""

    model: Model
    directory: Path
    line: Line = field(default_factory=Line)
    clock: small.Clock = field(default_factory=small.Clock)
    open: dict[str, tuple[Station, ExitStack]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shutil.copytree(self.model.registry, self.directory / "registry")
        self._registry = ExitStack()
        self.start_registry()

    def start_registry(self) -> None:
        self._registry.close()
        self.core = Core(self.directory / "registry", self.clock)
        self._registry.callback(self.core.close)
        self.line.registry = self._registry.enter_context(served(self.core))

    def station(self, name: str) -> Station:
        """The station, started if it is not."""
        if name not in self.open:
            profile = self.directory / name
            if not profile.exists():
                shutil.copytree(self.model.profiles[name.split(maxsplit=1)[0]], profile)
            stack = ExitStack()
            opened = station_at(profile, self.line.address, self.core, person_of(name))
            self.open[name] = (stack.enter_context(opened), stack)
        return self.open[name][0]

    def end(self, name: str) -> None:
        """End a station's program in order."""
        if name in self.open:
            self.open.pop(name)[1].close()

    def snapshot(self, name: str) -> Path:
        """Copy what a station has on its disk at this moment: what a power cut would leave."""
        copy = self.directory / f"{name} after the crash"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.directory / name, copy)
        return copy

    def come_back(self, name: str, copy: Path) -> None:
        """Go on as if the program had ended at the snapshot."""
        self.end(name)
        shutil.rmtree(self.directory / name)
        copy.replace(self.directory / name)

    def queue_package(self, name: str, draft: str) -> OutboxEntry:
        return self.station(name).store.outbox.queue_package(
            self.model.packages[draft], **self._about(name, draft)
        )

    def queue_agreement(self, name: str, draft: str) -> OutboxEntry:
        request = self.model.agreements[draft]
        outbox = self.station(name).store.outbox
        return outbox.queue(OutboxKind.AGREEMENT, request, **self._about(name, draft))

    def queue_remark(self, name: str, draft: str, text: str) -> OutboxEntry:
        request = wire.RemarkRequest(1, None, None, "", text)
        outbox = self.station(name).store.outbox
        return outbox.queue(OutboxKind.REMARK, request, **self._about(name, draft))

    def _about(self, name: str, draft: str) -> dict[str, str]:
        summary = self.model.summaries[draft]
        return {
            "person": person_of(name).pinfl,
            "draft": draft,
            "title": summary.title,
            "version_digest": summary.version_digest,
        }

    # The registry's own books

    def answered(self) -> dict[str, bool]:
        """Every key the registry has an answer for, or a receipt: whether it accepted."""
        with self.core.database.reading() as connection:
            rows = connection.execute(select(db.entries.c.key, db.entries.c.status))
            kept = {key: status == 200 for key, status in rows}
        return kept | dict.fromkeys(self.registered().values(), True)

    def registered(self) -> dict[tuple[str, str], str]:
        """Of each draft's registered version the key it was first handed in with."""
        with self.core.database.reading() as connection:
            rows = connection.execute(
                select(
                    db.registrations.c.draft,
                    db.drafts.c.version_digest,
                    db.registrations.c.receipt_statement,
                )
                .join(db.drafts, db.drafts.c.id == db.registrations.c.draft)
                .where(db.registrations.c.receipt_statement.is_not(None))
            )
            return {
                (draft, digest): msgspec.json.decode(said, type=wire.ReceiptStatement).key
                for draft, digest, said in rows
            }

    def numbers(self) -> dict[str, str]:
        """The number of each draft that has one."""
        return numbers_of(self.core)

    def given(self) -> int:
        """How many numbers the sequences have given."""
        return sum(numbers_given(self.core))

    def remarks(self) -> list[str]:
        with self.core.database.reading() as connection:
            return list(connection.execute(select(db.remarks.c.text)).scalars())

    def change(self, draft: str, number: int) -> None:
        """The drafter sends a new version while people have the old one."""
        text = SeedFile(f"{draft}-{number}.pdf", small.pdf(1, f"{draft} {number}"))
        version = SeedVersion(number, text, ())
        seed = replace(small.draft(draft), versions=(version,))
        digest = version_statement(seed, version).digest
        loading = Registry(self.core)
        with self.core.database.writing() as connection:
            loading._add_version(connection, seed, version, digest)
            connection.execute(
                update(db.drafts)
                .where(db.drafts.c.id == draft)
                .values(version=number, version_digest=digest)
            )
            lifecycle.touch(connection, draft, small.NOW)

    def pass_(self, span: timedelta) -> None:
        """Let time pass at the registry; sessions end with it."""
        self.clock.pass_(span)

    def close(self) -> None:
        for name in tuple(self.open):
            self.end(name)
        self._registry.close()
        self.line.close()
