"""Large packages over a line that breaks, and a registry that is away, forgets or errs."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from registry.seeds import SeedAnnex, SeedFile, SeedVersion
from registry.server import sweep
from registry.uploads import Uploads
from sync.entries import OutboxEntry, OutboxState
from sync.upload import upload_package
from tests.registry import small
from tests.registry.conftest import Running, served
from tests.registry.relay import relaying
from tests.registry.stations import Desk, Stations, registered, station

__all__ = ["station"]

MEGABYTE = 1 << 20


def big(running: Running, *sizes: int) -> None:
    """Load a draft whose annexes have so many bytes."""
    noise = random.Random(7)
    made = small.draft("big")
    annexes = tuple(
        SeedAnnex(
            number,
            f"{number}-ilova",
            SeedFile(f"{number}.pdf", small.pdf(1, f"{number}") + noise.randbytes(size)),
        )
        for number, size in enumerate(sizes, start=1)
    )
    text = made.versions[0].text
    running.loading.add_draft(replace(made, versions=(SeedVersion(1, text, annexes),)))


def until_settled(desk: Desk, entry: OutboxEntry, cycles: int = 20) -> OutboxEntry:
    """Synchronise until the registry has answered; waiting is left out."""
    for _ in range(cycles):
        desk.cycle()
        if not desk.entry(entry.key).open:
            break
        desk.store.outbox.hurry()
    return desk.entry(entry.key)


def uploads(running: Running) -> list[Path]:
    return list((running.core.directory / "uploads").iterdir())


@pytest.mark.slow
def test_five_megabytes_survive_fifty_cuts(running: Running, station: Stations) -> None:
    big(running, 5 * MEGABYTE)
    with relaying(running.address) as relay:
        desk = station(small.HOKIM, relay.address)
        entry = desk.sign("big")
        noise = random.Random(50)
        # Three in the answer to a part that has arrived whole, the others in the middle.
        relay.breaks = [-MEGABYTE] * 3 + [noise.randrange(5_000, 40_000) for _ in range(47)]
        settled = until_settled(desk, entry)
        assert relay.cuts == 50
    assert settled.state is OutboxState.ACCEPTED
    assert len(registered(running, "big")) == 1
    assert uploads(running) == []


def test_a_registry_that_starts_anew_keeps_what_has_arrived(
    running: Running, station: Stations
) -> None:
    big(running, 3 * MEGABYTE)
    desk = station(small.HOKIM)
    entry = desk.sign("big")
    content = desk.store.outbox.package(entry.key)
    upload = desk.client.begin_upload(len(content), small.sha256(content))
    desk.store.outbox.road.note_upload(entry.key, upload.id)
    desk.client.upload_part(upload.id, 0, content[:MEGABYTE])
    with served(running.core) as address:
        again = station(small.HOKIM, address)
        # The same upload, through another run of the same registry.
        assert again.client.upload_offset(upload.id) == MEGABYTE
    seen: list[int] = []
    upload_package(
        desk.client, desk.store.packages, small.sha256(content), len(content),
        known=upload.id, begun=lambda _: pytest.fail("begun anew"), watch=seen.append,
    )  # fmt: skip
    assert seen[0] == MEGABYTE
    assert desk.cycle().sent == (entry.key,)


def test_an_upload_that_the_registry_forgot_begins_anew(
    running: Running, station: Stations
) -> None:
    desk = station(small.HOKIM)
    entry = desk.sign()
    content = desk.store.outbox.package(entry.key)
    upload = desk.client.begin_upload(len(content), small.sha256(content))
    desk.store.outbox.road.note_upload(entry.key, upload.id)
    desk.client.upload_part(upload.id, 0, content[:100])
    running.clock.pass_(timedelta(days=4))
    sweep(running.core, Uploads(running.core))
    running.clock.pass_(-timedelta(days=4))
    assert desk.cycle().sent == (entry.key,)


def test_another_hand_at_the_same_upload_spoils_nothing(
    running: Running, station: Stations
) -> None:
    """Bytes that are not ours, under our upload: the digest tells, and all of it is sent anew."""
    desk = station(small.HOKIM)
    entry = desk.sign()
    content = desk.store.outbox.package(entry.key)
    upload = desk.client.begin_upload(len(content), small.sha256(content))
    desk.store.outbox.road.note_upload(entry.key, upload.id)
    desk.client.upload_part(upload.id, 0, b"\0" * 100)
    assert desk.cycle().errors
    assert desk.entry(entry.key).state is OutboxState.QUEUED
    assert desk.entry(entry.key).code == "upload_incomplete"
    assert until_settled(desk, entry).state is OutboxState.ACCEPTED
    assert len(registered(running)) == 1


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_half_a_gigabyte_survives_fifty_cuts_in_little_memory(
    running: Running, station: Stations
) -> None:
    running.core.policy = replace(running.core.policy, max_package_bytes=1 << 30)
    big(running, 250 * MEGABYTE, 250 * MEGABYTE)
    with relaying(running.address) as relay:
        desk = station(small.HOKIM, relay.address)
        entry = desk.sign("big")
        noise = random.Random(500)
        relay.breaks = [
            -MEGABYTE if noise.random() < 0.1 else noise.randrange(100_000, 9 * MEGABYTE)
            for _ in range(50)
        ]
        begin = _peak(reset=True)
        settled = until_settled(desk, entry, cycles=60)
        # Station and registry together: parts and pieces, never a package.
        assert _peak() - begin < 120 * MEGABYTE
        assert relay.cuts == 50
    assert settled.state is OutboxState.ACCEPTED
    assert len(registered(running, "big")) == 1


def _peak(*, reset: bool = False) -> int:
    """Return the most memory this process has had since the last reset, in bytes (proc(5))."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
