"""Whose turn it is: waiting, order, and that one entry never holds up the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import HOLDS_BACK, OutboxEntry, OutboxKind, OutboxState
from sync.errors import StoreDamaged
from sync.outbox import Outbox
from sync.road import FIRST_WAIT, LONGEST_WAIT
from sync.station import Store
from sync.wire import RemarkRequest
from tests.sync.conftest import open_store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, SOMEBODY_ELSE, summary
from tests.sync.queued import PROBLEM, publish, queue_agreement, queue_package


def test_one_bad_entry_does_not_hold_up_the_others(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1, 2, 3, 4)
    broken = queue_package(store, 1)
    poison = queue_agreement(store, 2)
    damaged = queue_package(store, 3, b"another package " * 50)
    good = queue_package(store, 4, b"a third package " * 50)
    desk.fault("PATCH", "/v1/uploads", "eat", size=0, times=6)
    internal = b'{"status": 500, "code": "internal"}'
    desk.fault("POST", "/v1/drafts/d-2", "answer", status=500, headers=PROBLEM, body=internal)
    path = store.packages._whole._path(damaged.package or "")
    path.write_bytes(path.read_bytes()[:-1])

    report = engine.cycle()
    assert report.sent == (good.key,)
    assert report.failure is None
    assert [trouble.identifier for trouble in report.errors] == [
        broken.key, poison.key, damaged.key
    ]  # fmt: skip
    assert store.outbox.entry(broken.key).state is OutboxState.QUEUED
    assert store.outbox.entry(poison.key).state is OutboxState.UNCONFIRMED
    kept = store.outbox.entry(damaged.key)
    assert (kept.state, kept.code) == (OutboxState.QUEUED, "package_damaged")
    assert path.exists()
    with pytest.raises(StoreDamaged):
        store.outbox.package(damaged.key)


def test_without_a_connection_nothing_waits_longer(
    client: RegistryClient, store: Store, desk: Desk
) -> None:
    from sync.http import Http
    from tests.sync.conftest import QUICK

    entries = [queue_package(store), queue_agreement(store, 2)]
    # Nobody listens there; the session is the desk's own.
    away = RegistryClient(Http("http://127.0.0.1:9", limits=QUICK))
    away._session.keep(desk.session())
    report = Engine(away, store, PERSON).cycle()
    assert report.failure is not None
    assert report.failure.concerns_all
    for entry in entries:
        kept = store.outbox.entry(entry.key)
        assert kept.state is OutboxState.QUEUED
        assert kept.next_try <= datetime.now(UTC)
    publish(desk, 1, 2)
    assert len(Engine(client, store, PERSON).cycle().sent) == 2


def test_an_ended_session_stops_and_loses_nothing(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    entry = queue_package(store)
    desk.tokens.clear()
    desk.refresh.clear()
    report = engine.cycle()
    assert report.failure is not None
    assert store.outbox.entry(entry.key).state is OutboxState.QUEUED


def test_somebody_elses_entries_wait_for_them(
    desk: Desk, store: Store, engine: Engine, client: RegistryClient
) -> None:
    publish(desk)
    entry = queue_agreement(store, person=SOMEBODY_ELSE)
    assert engine.cycle().sent == ()
    assert store.outbox.entry(entry.key) == entry
    assert Engine(client, store, SOMEBODY_ELSE).cycle().sent == (entry.key,)


def test_waiting_grows_is_bounded_and_is_kept(profile: Path, store: Store) -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    outbox = Outbox(store.database, store.packages, lambda: moment)
    entry = queue_agreement(store)
    waits: list[timedelta] = []
    for _ in range(14):
        outbox.road.begin(entry.key)
        outbox.road.failed(entry.key, "unreachable")
        waits.append(outbox.entry(entry.key).next_try - moment)
    assert FIRST_WAIT * 0.75 <= waits[0] <= FIRST_WAIT * 1.25
    assert waits[4] > waits[0] * 4
    assert LONGEST_WAIT * 0.75 <= waits[-1] <= LONGEST_WAIT * 1.25
    assert len(set(waits[-4:])) > 1
    assert outbox.due(PERSON, OutboxState.QUEUED) == ()
    store.close()
    with open_store(profile) as again:
        assert again.outbox.entry(entry.key).next_try - moment == waits[-1]
        again.outbox.hurry(entry.key)
        assert again.outbox.entry(entry.key).next_try > moment + timedelta(days=1)


def test_the_registrys_own_wait_is_kept_but_not_for_ever(store: Store) -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    outbox = Outbox(store.database, store.packages, lambda: moment)
    entry = queue_agreement(store)
    for asked, waited in ((600.0, 600), (1e9, 3600)):
        outbox.road.begin(entry.key)
        outbox.road.failed(entry.key, "rate_limited", retry_after=asked)
        assert outbox.entry(entry.key).next_try - moment == timedelta(seconds=waited)
    assert outbox.next_due() == moment + timedelta(hours=1)


def queue_remark(store: Store, number: int = 1) -> OutboxEntry:
    made = summary(number)
    return store.outbox.queue(
        OutboxKind.REMARK,
        RemarkRequest(made.version, None, None, "", "mulohaza"),
        person=PERSON,
        draft=made.id,
        title=made.title,
        version_digest=made.version_digest,
    )


def test_what_was_done_with_one_draft_leaves_in_its_order(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1, 2)
    remark, answer = queue_remark(store), queue_agreement(store)
    other = queue_agreement(store, 2)
    body = b'{"status": 503, "code": "maintenance"}'
    desk.fault("POST", "/v1/drafts/d-1/remarks", "answer", status=503, headers=PROBLEM, body=body)
    assert engine.cycle().sent == (other.key,)
    assert store.outbox.entry(answer.key).attempts == 0
    store.outbox.hurry()
    # What the remark held back goes in the very cycle in which the remark went.
    assert engine.cycle().sent == (remark.key, answer.key)


def test_an_answer_waits_until_it_is_known_what_became_of_the_remark(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    remark, answer = queue_remark(store), queue_agreement(store)
    desk.fault("POST", "/v1/drafts/d-1/remarks", "cut_after")
    assert engine.cycle().unconfirmed == (remark.key,)
    assert store.outbox.entry(answer.key).state is OutboxState.QUEUED
    assert engine.cycle().sent == (remark.key, answer.key)


def test_a_remark_that_fails_again_and_again_holds_back_no_answer(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    remark, answer = queue_remark(store), queue_agreement(store)
    for failures in range(1, HOLDS_BACK + 1):
        if failures > 1:
            assert engine.cycle().sent == ()
        store.outbox.road.begin(remark.key)
        store.outbox.road.failed(remark.key, "failed")
        assert store.outbox.entry(remark.key).failures == failures
    assert engine.cycle().sent == (answer.key,)
    assert store.outbox.entry(remark.key).state is OutboxState.QUEUED
