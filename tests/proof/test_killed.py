"""Killed before any write, any byte sent and any file renamed, a station knows and loses nothing.

A library in front of libc counts what the program does to disk, pipes and connections, and ends
it with SIGKILL before the deed of a given number. The program is the real one, with SoftHSM and a
registry; what it must know at its next start is compared with how often the token was asked.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from signing.token.provision import KeyKind
from sync.attempts import JournalState
from sync.entries import OutboxState
from tests.offices import WarmRegistry, copy_office
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import MadeToken
from tests.warm import Warm

PROGRAM = "tests.proof.killed"


@pytest.fixture(scope="session")
def power(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """Starts programs whose power can be cut."""
    built = tmp_path_factory.mktemp("power") / "power.so"
    source = Path(__file__).with_name("power.c")
    command = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(built)]
    subprocess.run([*command, str(source), "-ldl"], check=True, timeout=60)
    made = Warm({"LD_PRELOAD": str(built)})
    yield made
    made.close()


@dataclass(frozen=True)
class Ready:
    """An office whose hokim is signed in and has read a draft; copied for every run."""

    directory: Path
    draft: str
    built: Path


@pytest.fixture(scope="session")
def ready(warm: Warm, model_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Ready:
    directory = tmp_path_factory.mktemp("killed")
    office = copy_office(model_office, directory / "demo")
    registry = WarmRegistry(warm, office)
    settings = office.places.profile / "settings.toml"
    write_settings(settings, replace(read_settings(settings), registry=registry.address))
    with Application.open(office.places.profile) as application:
        application.sign_in(office.hokim.serial, bytearray(PIN))
        assert application.sync().failure is None
        found = [item.id for item in application.drafts(asked=True) if "sign" in item.actions]
        application.desk.plan_signing(found[0])
    registry.stop()
    return Ready(directory, found[0], tmp_path_factory.mktemp("built"))


class Run:
    """One life of a station: begun, killed, begun again."""

    def __init__(self, warm: Warm, power: Warm, ready: Ready, directory: Path) -> None:
        self._power = power
        self._draft = ready.draft
        self._office = copy_office(ready.directory, directory / "demo")
        self._profile = self._office.places.profile
        self._count = directory / "count"
        self._count.write_bytes(bytes(65536))
        self._registry = WarmRegistry(warm, self._office)
        settings = self._profile / "settings.toml"
        given = read_settings(settings)
        (module,) = given.module_specs()
        # Only driver and serial number are used of it.
        token = MadeToken(module, self._office.hokim.serial, KeyKind.EC_P256, None)  # type: ignore[arg-type]
        self._token = FaultyToken(token, ready.built, directory / "faults")
        changed = ModuleSetting(str(self._token.module.path), dict(self._token.module.environment))
        write_settings(
            settings, replace(given, registry=self._registry.address, modules=(changed,))
        )

    def live(self, at: int) -> int:
        """Run the program until it ends or is killed; returns its exit code."""
        environment = {
            **os.environ,
            "POWER_BELOW": str(self._profile),
            "POWER_COUNT": str(self._count),
            "POWER_AT": str(at),
        }
        arguments = (str(self._profile), self._draft)
        ended = self._power.run(PROGRAM, arguments, environment, PIN + b"\n")
        assert ended.code in {0, -signal.SIGKILL}, ended.err.decode()
        return ended.code

    @property
    def deeds(self) -> str:
        """A letter for each: f to a file, p to the token's pipe, s to a connection."""
        kept = self._count.read_bytes()
        (count,) = struct.unpack_from("@q", kept)
        return kept[8 : 8 + count].decode()

    def registered(self) -> list[str]:
        """The numbers the registry has given to the draft."""
        books = sqlite3.connect(self._office.places.registry / "registry.db")
        try:
            numbers = [row[0] for row in books.execute("SELECT number FROM registrations")]
            assert len(set(numbers)) == len(numbers)
            rows = books.execute(
                "SELECT number FROM registrations WHERE draft = ?", (self._draft,)
            )
            return [row[0] for row in rows]
        finally:
            books.close()

    def tells_the_truth(self, *, again: bool) -> str:
        """Start the program once more and compare what it says; returns what it says."""
        before = self.registered()
        with Application.open(self._profile) as application:
            state = self._journal_is_true(application, self._token.calls("C_Sign"))
            assert application.store.log.verify().fault is None
            entries = application.outbox()
            assert len(entries) <= 1
            for entry in entries:
                shown = (OutboxState.ACCEPTED,) if entry.registration else tuple(OutboxState)[:3]
                assert entry.state in shown
                assert application.store.outbox.package(entry.key)[:2] == b"PK"
            assert entries or not before, "registered, and the station has nothing of it"
            report = application.sync()
            assert report.failure is None
            if not application.outbox():
                assert self.registered() == []
                if not again:
                    return state
                (signed,) = application.desk.sign(
                    [application.desk.plan_signing(self._draft)], bytearray(PIN)
                )
                assert signed.error is None
                application.sync()
            (entry,) = application.outbox()
            assert entry.registration is not None, entry.code
            assert self.registered() == [entry.registration.number]
        return state

    def _journal_is_true(self, application: Application, signatures: int) -> str:
        found = [item for item in application.store.journal.latest() if item.draft == self._draft]
        if not found:
            assert signatures == 0, "the token signed, and the journal has nothing of it"
            return "nothing"
        (last,) = found
        match last.state:
            case JournalState.NOT_SIGNED:
                assert signatures == 0, "the token signed, and the journal says it did not"
            case JournalState.MADE | JournalState.KEPT:
                assert signatures == 2
            case JournalState.DISCARDED:
                assert signatures in {1, 2}
            case state:
                # A start ends every attempt, or knows what is left to do.
                assert state is JournalState.UNKNOWN, state
        kept = application.outbox()
        assert bool(kept) is (last.state is JournalState.KEPT)
        return str(last.state)

    def close(self) -> None:
        self._registry.stop(signal.SIGKILL)


def lives(
    warm: Warm, power: Warm, ready: Ready, directory: Path, at: list[int], *, again: int
) -> set[str]:
    """Kill a station at each of these deeds; every ``again``-th signs once more after it."""
    said = set()
    for place, number in enumerate(at):
        run = Run(warm, power, ready, directory / f"{place}")
        try:
            assert run.live(number) == -signal.SIGKILL, number
            said.add(run.tells_the_truth(again=place % again == 0))
        finally:
            run.close()
    return said


@pytest.fixture
def deeds(warm: Warm, power: Warm, ready: Ready, tmp_path: Path) -> str:
    """What is done in a life that nothing ends."""
    run = Run(warm, power, ready, tmp_path / "whole")
    try:
        assert run.live(0) == 0
        assert run.tells_the_truth(again=False) == "KEPT"
        return run.deeds
    finally:
        run.close()


def test_killed_at_twenty_places(
    warm: Warm, power: Warm, ready: Ready, deeds: str, tmp_path: Path
) -> None:
    # Right after the token or the registry has answered, before anything of it is written down.
    sharp = [at + 2 for at in range(len(deeds) - 4) if deeds[at : at + 2] in {"pf", "sf"}]
    at = random.sample(sharp, min(14, len(sharp)))
    # Not the same ones each time: what fails says its number.
    at += random.sample(range(1, len(deeds) - 3), 20 - len(at))
    lives(warm, power, ready, tmp_path, at, again=5)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_killed_everywhere(
    warm: Warm, power: Warm, ready: Ready, deeds: str, tmp_path: Path
) -> None:
    last = len(deeds) - 3
    at = [*range(1, last), *random.choices(range(1, last), k=max(0, 200 - last))]
    said = lives(warm, power, ready, tmp_path, at, again=1)
    assert said >= {"nothing", "NOT_SIGNED", "UNKNOWN", "DISCARDED", "KEPT"}, said
