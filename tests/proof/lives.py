"""One life of a station, ended where a test says, and what must be true after it."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import struct
from dataclasses import dataclass, replace
from pathlib import Path

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from signing.token.provision import KeyKind
from sync.attempts import JournalState
from sync.entries import OutboxState
from tests.offices import WarmRegistry, copy_office
from tests.proof.lost import Disk
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import MadeToken
from tests.warm import Warm

PROGRAM = "tests.proof.killed"


@dataclass(frozen=True)
class Ready:
    """An office whose hokim is signed in and has read a draft; copied for every run."""

    directory: Path
    draft: str
    built: Path


class Run:
    """One life of a station: begun, killed, begun again."""

    def __init__(self, warm: Warm, power: Warm, ready: Ready, directory: Path) -> None:
        self._power = power
        self._draft = ready.draft
        self._office = copy_office(ready.directory, directory / "demo")
        self._profile = self._office.places.profile
        self._count, self._trace = directory / "count", directory / "trace"
        self._count.write_bytes(bytes(65536))
        self._trace.touch()
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
        self.disk = Disk(self._profile)
        environment = {
            **os.environ,
            "POWER_BELOW": str(self._profile),
            "POWER_COUNT": str(self._count),
            "POWER_AT": str(at),
            "POWER_TRACE": str(self._trace),
        }
        arguments = (str(self._profile), self._draft)
        ended = self._power.run(PROGRAM, arguments, environment, PIN + b"\n")
        assert ended.code in {0, -signal.SIGKILL}, ended.err.decode()
        self.disk.follow(self._trace)
        return ended.code

    def lose_power(self, kept: float, chance: random.Random) -> None:
        """Go on with what a power cut at this moment would have left of the profile."""
        self._profile.rename(self._profile.with_name("before the power cut"))
        self.disk.leave(self._profile, kept, chance)

    @property
    def profile(self) -> Path:
        """Where the station keeps everything."""
        return self._profile

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
            assert application.store.notice() is None
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
