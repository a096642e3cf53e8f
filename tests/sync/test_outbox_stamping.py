"""What happens to a package between its signature and its first sending."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import OutboxEntry, OutboxState
from sync.errors import NotFound, NoTimeStamp, Refused, StoreDamaged
from sync.station import Store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON
from tests.sync.queued import PACKAGE, publish, queue_package


def test_a_package_can_be_enriched_before_it_first_leaves(
    desk: Desk, store: Store, client: RegistryClient
) -> None:
    publish(desk)
    entry = queue_package(store)

    def stamp(queued: OutboxEntry) -> OutboxEntry:
        return store.outbox.replace_package(queued.key, PACKAGE + b"time-stamp")

    assert Engine(client, store, PERSON, prepare=stamp).cycle().sent == (entry.key,)
    assert desk.packages == [PACKAGE + b"time-stamp"]


def test_a_time_stamp_that_cannot_be_had_refuses_nothing(
    desk: Desk, store: Store, client: RegistryClient
) -> None:
    publish(desk)
    entry = queue_package(store)

    def refuse(queued: OutboxEntry) -> OutboxEntry:
        raise Refused("not_found", queued.key)

    report = Engine(client, store, PERSON, prepare=refuse).cycle()
    assert len(report.errors) == 1
    assert store.outbox.entry(entry.key).state is OutboxState.QUEUED
    assert store.outbox.entry(entry.key).attempts == 0


@pytest.mark.parametrize(
    ("reason", "code"), [("budget", "time_stamp_budget"), ("silent", "time_stamp_awaited")]
)
def test_a_package_waits_for_its_time_stamp_in_sight(
    desk: Desk, store: Store, client: RegistryClient, reason: str, code: str
) -> None:
    """Until the moment that was named, and no shorter; the next one is not held up."""
    publish(desk, 1, 2)
    waiting, good = queue_package(store, 1), queue_package(store, 2, b"another package " * 50)
    until = datetime.now(UTC) + timedelta(hours=20)

    def stamp(queued: OutboxEntry) -> OutboxEntry:
        if queued.key == waiting.key:
            raise NoTimeStamp(reason, until)
        return queued

    assert waiting.awaits_time_stamp
    report = Engine(client, store, PERSON, prepare=stamp).cycle()
    assert report.sent == (good.key,)
    found = store.outbox.entry(waiting.key)
    assert (found.code, found.next_try, found.attempts) == (code, until, 0)
    assert found.awaits_time_stamp
    assert not store.outbox.entry(good.key).awaits_time_stamp


def test_a_package_damaged_before_its_first_sending_holds_up_nothing(
    desk: Desk, store: Store, client: RegistryClient
) -> None:
    publish(desk, 1, 2, 3)
    damaged = queue_package(store, 1)
    gone = queue_package(store, 2, b"another package " * 50)
    good = queue_package(store, 3, b"a third package " * 50)
    path = store.packages._whole._path(damaged.package or "")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    store.packages._whole._path(gone.package or "").unlink()

    def stamp(queued: OutboxEntry) -> OutboxEntry:
        store.outbox.package(queued.key)
        return queued

    report = Engine(client, store, PERSON, prepare=stamp).cycle()
    assert report.sent == (good.key,)
    assert len(report.changed) == 3
    assert report.failure is None
    assert [(told.identifier, type(told.error)) for told in report.errors] == [
        (damaged.key, StoreDamaged),
        (gone.key, NotFound),
    ]
    for key in (damaged.key, gone.key):
        kept = store.outbox.entry(key)
        assert (kept.state, kept.code) == (OutboxState.QUEUED, "package_damaged")
        assert kept.next_try > datetime.now(UTC)
    assert path.exists()
