"""The outbox and the registry as a state machine: whatever fails, the books agree in the end.

Rules do what people do (sign, agree, remark, take back, carry to their other station on a stick,
synchronise on two stations at once) and what happens to them: a request that is lost, arrives
twice, late or without its answer coming back; a station that loses its power in the middle of
one; programs and a registry that start again; a drafter who changes the text meanwhile. What must
hold is checked after every rule from three sides: the stations' outboxes, the registry's own
database, and the line between them.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from eqaror_desktop.flows.carrying import bring_in, write_entry
from sync.entries import CANCELLED, OutboxEntry, OutboxKind, OutboxState, Reason
from sync.errors import AlreadySent, UnsignedStays
from tests.proof.line import Fault
from tests.proof.world import DRAFTS, READY, STATIONS, Model, World

_ROUNDS = 12
CRASHES = {Fault.CRASH_BEFORE, Fault.CRASH_AFTER}
stations = st.sampled_from(STATIONS)
faults = st.lists(st.sampled_from(sorted(Fault)), max_size=3)


class OutboxMachine(RuleBasedStateMachine):
    """Everything that can happen between a person's wish and the registry's receipt.

    ``planted`` makes one mistake on purpose, so that it can be seen that it would be found:
    ``keys`` (the registry is not told the idempotency key), ``guess`` (an unknown outcome becomes
    "not sent" without a question), ``forget`` (a crash takes what was queued last with it).
    """

    model: ClassVar[Model]
    planted: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.directory = Path(tempfile.mkdtemp(prefix="eqaror-proof-"))
        self.world = World(self.model, self.directory)
        self.world.line.without_keys = self.planted == "keys"
        self.queued: dict[str, str] = {}
        """Each key's station."""
        self.texts: dict[str, str] = {}
        self.before = (self.model.given, self.model.numbers)
        self.versions = dict.fromkeys(READY, 1)
        self.unknown: set[tuple[str, str]] = set()

    # What people do

    @rule(name=stations, second=st.booleans())
    def sign(self, name: str, second: bool) -> None:
        """Sign a draft, or agree to one."""
        draft = DRAFTS[name.split(maxsplit=1)[0]][second]
        if draft in READY:
            self._done(name, self.world.queue_package(name, draft))
        else:
            self._done(name, self.world.queue_agreement(name, draft))

    @rule(name=stations, second=st.booleans())
    def remark(self, name: str, second: bool) -> None:
        """Remark, in words nobody else uses."""
        text = f"Eʼtiroz {len(self.texts)}"
        entry = self.world.queue_remark(name, DRAFTS[name.split(maxsplit=1)[0]][second], text)
        self._done(name, entry)
        self.texts[entry.key] = text

    def _done(self, name: str, entry: OutboxEntry) -> None:
        self.queued[entry.key] = name

    @precondition(lambda self: self.queued)
    @rule(number=st.integers(0, 20))
    def take_back(self, number: int) -> None:
        """Take something back, if the program allows it."""
        key = list(self.queued)[number % len(self.queued)]
        name = self.queued[key]
        outbox = self.world.station(name).store.outbox
        before = outbox.entry(key)
        try:
            after = outbox.cancel(key)
        except AlreadySent:
            assert before.held is not None
            return
        if before.carrier is not None:
            # Put away here alone: its own station goes on with it.
            assert after.code == Reason.LEFT_TO_ANOTHER
        else:
            assert key not in self.world.line.left
            assert key not in self.world.answered()

    @precondition(lambda self: self.queued)
    @rule(number=st.integers(0, 20))
    def carry(self, number: int) -> None:
        """Write an entry to a stick, and bring it in at the other station of the same person."""
        key = list(self.queued)[number % len(self.queued)]
        name = self.queued[key]
        stick = self.directory / "stick"
        try:
            write_entry(self.world.station(name).store, key, stick)
        except (AlreadySent, UnsignedStays):
            return
        other = f"{name[:-1]}{3 - int(name[-1])}"
        there = self.world.station(other)
        found = bring_in(
            there.store, stick, there.me, self.world.core.anchors, self.world.clock.now
        )
        if found.new:
            self._done(other, found.entry)

    @rule(name=stations, coming=faults)
    def synchronise(self, name: str, coming: list[Fault]) -> None:
        """Synchronise once over a line that fails."""
        line = self.world.line
        station = self.world.station(name)
        copies: list[Path] = []
        line.crash = lambda: copies.append(self.world.snapshot(name))
        # A station crashes once at a time; what would come after never leaves it.
        fatal = next((place for place, fault in enumerate(coming) if fault in CRASHES), 8)
        line.faults.extend(coming[: fatal + 1])
        if self.planted == "forget" and fatal < 8:
            copies.append(self.world.snapshot(name))
            line.crash = lambda: None
            shutil.rmtree(copies[0])
            shutil.copytree(self.model.profiles[name.split(maxsplit=1)[0]], copies[0])
        station.store.outbox.hurry()
        station.engine.cycle()
        happened, line.dead = line.dead, False
        line.faults.clear()
        if copies and happened:
            self.world.come_back(name, copies[-1])
            self._looks_unsettled(name)

    @rule(person=st.sampled_from(sorted(DRAFTS)))
    def synchronise_both(self, person: str) -> None:
        """Two stations of one person at the same moment."""
        both = [self.world.station(f"{person} {number}") for number in (1, 2)]
        for station in both:
            station.store.outbox.hurry()
        threads = [Thread(target=station.engine.cycle) for station in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    # What happens to them

    @rule(name=stations)
    def restart(self, name: str) -> None:
        """End a station's program and start it."""
        self.world.station(name)
        self.world.end(name)
        self._looks_unsettled(name)

    def _looks_unsettled(self, name: str) -> None:
        """After a start nothing is on its way, and what may have left says so."""
        outbox = self.world.station(name).store.outbox
        self.the_unknown_is_asked_about()
        if self.planted == "guess":
            for entry in outbox.entries():
                if entry.state is OutboxState.UNCONFIRMED:
                    outbox.road.unknown_there(entry.key)
        assert all(entry.state is not OutboxState.SENDING for entry in outbox.entries())

    @rule()
    def restart_registry(self) -> None:
        """End the registry and start it elsewhere."""
        self.world.start_registry()

    @precondition(lambda self: self.world.line.late)
    @rule()
    def arrive(self) -> None:
        """What everybody has given up arrives after all."""
        self.world.line.deliver()

    @rule(draft=st.sampled_from(READY))
    def change(self, draft: str) -> None:
        """The drafter changes what somebody may have signed already."""
        if draft not in self.world.numbers():
            self.versions[draft] += 1
            self.world.change(draft, self.versions[draft])

    # What must hold

    @invariant()
    def nothing_is_lost(self) -> None:
        """What was queued is there, on its station, with its package."""
        for name in self.world.open:
            outbox = self.world.station(name).store.outbox
            here = {entry.key: entry for entry in outbox.entries()}
            mine = {key for key, place in self.queued.items() if place == name}
            assert here.keys() == mine, "an entry is gone"
            for entry in here.values():
                if entry.kind is OutboxKind.PACKAGE and entry.open:
                    assert outbox.package(entry.key)[:2] == b"PK"

    @invariant()
    def nothing_is_done_twice(self) -> None:
        """One number for a draft, one draft for a number, each remark once."""
        numbers = self.world.numbers()
        assert len(set(numbers.values())) == len(numbers), "a number was given twice"
        given, known = self.before
        assert self.world.given() - given == len(numbers) - known, "a number was lost"
        remarks = self.world.remarks()
        assert len(set(remarks)) == len(remarks), "a remark is there twice"

    @invariant()
    def the_unknown_is_asked_about(self) -> None:
        """What was UNCONFIRMED stays so until the registry's word about it has come."""
        asked = self.world.line.asked
        fresh: set[tuple[str, str]] = set()
        again: set[str] = set()
        for name in self.world.open:
            for entry in self.world.station(name).store.outbox.entries():
                place = (name, entry.key)
                if entry.state is OutboxState.UNCONFIRMED:
                    if place not in self.unknown:
                        fresh.add(place)
                        again.add(_asked_as(entry))
                elif place in self.unknown:
                    assert _asked_as(entry) in asked, "settled without asking"
                    self.unknown.discard(place)
        asked -= again
        self.unknown |= fresh

    @invariant()
    def what_is_shown_is_true(self) -> None:
        """Each state says what is known, and no more."""
        answered, registered = self.world.answered(), self.world.registered()
        for name in self.world.open:
            for entry in self.world.station(name).store.outbox.entries():
                said = answered.get(entry.key)
                package = entry.kind is OutboxKind.PACKAGE
                match entry.state:
                    case OutboxState.ACCEPTED if package:
                        about = (entry.draft, entry.version_digest)
                        assert about in registered, "accepted without the registry"
                        self._has_its_receipt(entry)
                    case OutboxState.ACCEPTED:
                        assert said is True, "accepted without the registry"
                    case OutboxState.REFUSED if entry.code == CANCELLED:
                        assert said is None, "taken back, and the registry has it"
                    case OutboxState.REFUSED if entry.code == Reason.LEFT_TO_ANOTHER:
                        assert entry.carrier is not None, "nobody else goes on with it"
                    case OutboxState.REFUSED if package:
                        # Kept for no key: the station was told, and may be told otherwise.
                        assert entry.key in self.world.line.refused, "shown as failed unasked"
                    case OutboxState.REFUSED:
                        assert said is False, "shown as failed without the registry's word"
                    case OutboxState.QUEUED if entry.held is None and entry.carrier is None:
                        assert said is None, "shown as not sent, and the registry has it"
                        assert entry.key not in self.world.line.left, "it may have left"
                    case _:
                        pass

    def _has_its_receipt(self, entry: OutboxEntry) -> None:
        assert entry.receipt is not None
        assert entry.version_digest in entry.receipt.statement
        assert entry.registration is not None
        assert entry.registration.number == self.world.numbers()[entry.draft]

    def teardown(self) -> None:
        """The line is mended and the power stays: everything comes to its end."""
        try:
            self.world.line.deliver()
            every: list[OutboxEntry] = []
            for name in sorted(set(self.queued.values())):
                station = self.world.station(name)
                for _ in range(_ROUNDS):
                    if not any(entry.open for entry in station.store.outbox.entries()):
                        break
                    station.store.outbox.hurry()
                    station.engine.cycle()
                every += station.store.outbox.entries()
            assert all(not entry.open for entry in every), "something never comes to its end"
            self.nothing_is_lost()
            self.the_unknown_is_asked_about()
            self.nothing_is_done_twice()
            self.what_is_shown_is_true()
            there = set(self.world.remarks())
            for entry in every:
                if entry.key in self.texts and entry.code != Reason.LEFT_TO_ANOTHER:
                    accepted = entry.state is OutboxState.ACCEPTED
                    assert (self.texts[entry.key] in there) is accepted
        finally:
            self.world.close()
            shutil.rmtree(self.directory, ignore_errors=True)


def _asked_as(entry: OutboxEntry) -> str:
    """Return what the registry is asked about: of a package its draft, else the key."""
    return entry.draft if entry.kind is OutboxKind.PACKAGE else entry.key


def machine(model: Model, planted: str = "") -> type[OutboxMachine]:
    """Return the machine for a model, with a mistake in it or without."""
    attributes: dict[str, Any] = {"model": model, "planted": planted}
    return type("Machine", (OutboxMachine,), attributes)
