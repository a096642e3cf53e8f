"""One person at two stations, both with work of their own, both at once."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN
from eqaror_desktop.settings import read_settings, write_settings
from sync.entries import OutboxEntry, OutboxState
from sync.wire import Action, Answer
from tests.application.conftest import Station, fresh_station, station
from tests.proof.world import Model, World

__all__ = ["fresh_station", "station"]


def second_profile(station: Station) -> Path:
    """A profile of another computer: the same settings and trust, and nothing else in common."""
    made = station.profile.with_name("profile-2")
    shutil.copytree(station.profile / "trust", made / "trust")
    shutil.copy(station.profile / "settings.toml", made)
    return made


def both(station: Station, stack: ExitStack, second: Path) -> list[Application]:
    """Open both, with the address the registry has now."""
    assert station.registry is not None
    settings = second / "settings.toml"
    write_settings(settings, replace(read_settings(settings), registry=station.registry.address))
    return [stack.enter_context(Application.open(path)) for path in (station.profile, second)]


def at_once(stations: list[Application]) -> None:
    failures: list[BaseException | None] = []
    threads = [Thread(target=lambda it=it: failures.append(it.sync().failure)) for it in stations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == [None] * len(stations)


def numbers(station: Station, draft: str) -> list[str]:
    books = sqlite3.connect(station.office.places.registry / "registry.db")
    try:
        rows = books.execute("SELECT number FROM registrations WHERE draft = ?", (draft,))
        return [row[0] for row in rows]
    finally:
        books.close()


def states(stations: list[Application]) -> list[tuple[OutboxState, str | None]]:
    every = [entry for it in stations for entry in it.outbox()]
    return sorted((entry.state, entry.code) for entry in every)


def test_one_draft_signed_at_both_is_registered_once(station: Station) -> None:
    second = second_profile(station)
    with ExitStack() as stack:
        stations = both(station, stack, second)
        for it in stations:
            station.sign_in(it)
        draft = station.to_sign(stations[0])[0].id
        plans = [it.desk.plan_signing(draft) for it in stations]
        station.stop()
        for it, plan in zip(stations, plans, strict=True):
            (signed,) = it.desk.sign([plan], bytearray(PIN))
            assert signed.error is None
    station.start()
    with ExitStack() as stack:
        stations = both(station, stack, second)
        at_once(stations)
        assert states(stations) == [(OutboxState.ACCEPTED, None)] * 2
        (number,) = numbers(station, draft)
        at_once(stations)
        for it in stations:
            shown = it.draft(draft).summary
            assert shown.registration is not None
            assert shown.registration.number == number
            (entry,) = it.outbox()
            assert entry.registration == shown.registration
            assert it.desk.in_doubt() == ()


def test_an_answer_given_at_both_counts_once(station: Station) -> None:
    second = second_profile(station)
    serial = station.office.officer.serial
    with ExitStack() as stack:
        stations = both(station, stack, second)
        for it in stations:
            station.sign_in(it, officer=True)
        found = stations[0].drafts(asked=True)
        draft = next(item.id for item in found if Action.AGREE in item.actions)
        stations[0].desk.answer(draft, Answer.AGREED, "", serial, bytearray(PIN))
        words = "Muddat koʻrsatilsin"
        stations[1].desk.answer(draft, Answer.OBJECTED, words, serial, bytearray(PIN))
        at_once(stations)
        kept = states(stations)
        # They say the opposite, so the one that came second was not done before: it is lost.
        refused = (OutboxState.REFUSED, "answered_otherwise")
        assert kept == [(OutboxState.ACCEPTED, None), refused]
        at_once(stations)
        pinfl = station.office.officer.pinfl
        for it in stations:
            # Each shows the one that counts, its own or the other's.
            entries = it.draft(draft, fresh=True).trail
            (mine,) = [item for item in entries if item.officer and item.officer.pinfl == pinfl]
            (entry,) = stations[0].outbox()
            agreed = entry.state is OutboxState.ACCEPTED
            assert mine.decision == ("agreed" if agreed else "objected")


@pytest.fixture
def world(model: Model, tmp_path: Path) -> World:
    return World(model, tmp_path / "world")


def settled(world: World, *names: str) -> list[OutboxEntry]:
    """Let each station settle all it has."""
    for name in names * 2:
        station = world.station(name)
        station.store.outbox.hurry()
        assert station.engine.cycle().failure is None
    return [e for name in names for e in world.station(name).store.outbox.entries()]


def test_remarks_of_both_arrive_each_once(world: World) -> None:
    try:
        texts = [f"{name}: {number}" for name in ("hokim 1", "hokim 2") for number in range(3)]
        for text in texts:
            world.queue_remark(text.partition(":")[0], "ready", text)
        entries = settled(world, "hokim 1", "hokim 2")
        assert {entry.state for entry in entries} == {OutboxState.ACCEPTED}
        assert sorted(world.remarks()) == sorted(texts)
    finally:
        world.close()


def test_a_week_away_while_the_other_station_went_on(world: World) -> None:
    try:
        mine = [
            world.queue_package("hokim 2", "ready"),
            world.queue_package("hokim 2", "ready-2"),
            world.queue_remark("hokim 2", "ready-2", "Bir hafta oldin"),
        ]
        late = world.queue_agreement("officer 2", "asked")
        world.end("hokim 2")
        world.end("officer 2")
        world.queue_package("hokim 1", "ready")
        (first,) = settled(world, "hokim 1")
        assert first.state is OutboxState.ACCEPTED
        world.pass_(timedelta(days=7))
        found = {entry.key: entry for entry in settled(world, "hokim 2", "officer 2")}
        signed, alone, remark = (found[entry.key] for entry in mine)
        assert signed.state is OutboxState.ACCEPTED
        assert signed.receipt == first.receipt
        assert alone.state is OutboxState.ACCEPTED, alone.code
        assert alone.registration is not None
        assert set(world.numbers()) >= {"ready", "ready-2"}
        # A remark on what its writer signed before it is no longer welcome; it is kept and told.
        assert (remark.state, remark.code) == (OutboxState.REFUSED, "not_ready")
        # Silence counted as agreement meanwhile; what came after it is told, not lost.
        answer = found[late.key]
        assert (answer.state, answer.code) == (OutboxState.REFUSED, "term_passed")
        assert world.given() - world.model.given == 2
    finally:
        world.close()
