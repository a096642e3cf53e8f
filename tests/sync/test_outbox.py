"""The outbox's rows: what is written, what the database itself forbids, what is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import sync.outbox
from sync.entries import Held, OutboxState
from sync.errors import AlreadySent, NotFound
from sync.station import Store
from sync.wire import Accepted
from tests.sync.conftest import open_store
from tests.sync.makers import PERSON, SOMEBODY_ELSE, sha, summary
from tests.sync.queued import PACKAGE, queue_agreement, queue_package


def test_what_is_queued_is_on_disk_at_once(profile: Path, store: Store) -> None:
    entry = queue_package(store)
    assert (entry.state, entry.attempts, entry.size) == (OutboxState.QUEUED, 0, len(PACKAGE))
    store.database.close()
    store.close()
    with open_store(profile) as again:
        assert again.outbox.entry(entry.key) == entry
        assert again.outbox.package(entry.key) == PACKAGE


def test_a_package_can_come_from_a_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "d-1-v1.asice"
    path.write_bytes(PACKAGE * 300)
    entry = store.outbox.queue_package(
        path, person=PERSON, draft="d-1", title="t", version_digest="v"
    )
    assert store.outbox.package(entry.key) == PACKAGE * 300
    assert entry.package == sha(PACKAGE * 300)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE outbox SET key = 'other'",
        "UPDATE outbox SET person = 'other'",
        "UPDATE outbox SET kind = 'return', file = NULL",
        "UPDATE outbox SET draft = 'other'",
        "UPDATE outbox SET version_digest = 'other'",
        "UPDATE outbox SET payload = x'00'",
        "UPDATE outbox SET state = 'ACCEPTED', settled = 'now', accepted = x'00'",
        "UPDATE outbox SET state = 'UNCONFIRMED'",
        "UPDATE outbox SET state = 'LOST'",
        "UPDATE outbox SET settled = 'now'",
        "DELETE FROM outbox",
        "INSERT OR REPLACE INTO outbox SELECT * FROM outbox",
    ],
)
def test_the_database_itself_keeps_an_entry(store: Store, change: str) -> None:
    import apsw

    entry = queue_package(store)
    with pytest.raises(apsw.ConstraintError), store.database.write() as write:
        write.execute(change)
    assert store.outbox.entry(entry.key) == entry


@pytest.mark.parametrize("state", ["SENDING", "UNCONFIRMED", "ACCEPTED"])
def test_nothing_unsettled_or_accepted_can_be_deleted(store: Store, state: str) -> None:
    import apsw

    entry = queue_package(store)
    store.outbox.road.begin(entry.key)
    if state == "UNCONFIRMED":
        store.outbox.road.unconfirmed(entry.key, "outcome_unknown")
    if state == "ACCEPTED":
        store.outbox.road.accepted(entry.key, Accepted("d-1", summary().state, None, None))
    for change in ("DELETE FROM outbox", "UPDATE outbox SET file = 'other'"):
        with pytest.raises(apsw.ConstraintError), store.database.write() as write:
            write.execute(change)
    with pytest.raises(AlreadySent):
        store.outbox.cancel(entry.key)
    with pytest.raises(AlreadySent):
        store.outbox.forget(entry.key)
    assert store.outbox.package(entry.key) == PACKAGE


def test_a_draft_that_goes_takes_no_entry_along(store: Store) -> None:
    from tests.sync.test_drafts import page

    store.drafts.apply(page(summary(1)))
    entry = queue_package(store)
    store.drafts.apply(page(gone=("d-1",)))
    store.drafts.belong_to(PERSON)
    store.drafts.belong_to(SOMEBODY_ELSE)
    assert store.outbox.entries(draft="d-1") == (entry,)


def test_cancelling_is_for_what_surely_has_not_left(store: Store) -> None:
    entry = queue_package(store)
    cancelled = store.outbox.cancel(entry.key)
    assert (cancelled.state, cancelled.code) == (OutboxState.REFUSED, "cancelled")
    with pytest.raises(AlreadySent):
        store.outbox.cancel(entry.key)
    with pytest.raises(AlreadySent):
        store.outbox.road.begin(entry.key)
    assert store.outbox.package(entry.key) == PACKAGE
    store.outbox.forget(entry.key)
    assert store.outbox.entries() == ()
    with pytest.raises(NotFound):
        store.outbox.entry(entry.key)
    assert not store.packages.has(sha(PACKAGE))


@pytest.mark.parametrize("held", list(Held))
def test_what_may_have_left_is_not_taken_back_and_says_why(store: Store, held: Held) -> None:
    import apsw

    entry = queue_package(store)
    road = store.outbox.road
    if held is Held.EXPORTED:
        store.outbox.note_export(entry.key)
    else:
        road.begin(entry.key)
    if held is Held.LEFT:
        road.unconfirmed(entry.key, "outcome_unknown")
        # The registry did not know it a moment ago; what was on its way may arrive still.
        road.unknown_there(entry.key)
        assert store.outbox.entry(entry.key).state is OutboxState.QUEUED
    if held is Held.SETTLED:
        road.accepted(entry.key, Accepted("d-1", summary().state, None, None))
    assert store.outbox.entry(entry.key).held is held
    with pytest.raises(AlreadySent) as refused:
        store.outbox.cancel(entry.key)
    assert refused.value.held == held
    with pytest.raises(apsw.ConstraintError), store.database.write() as write:
        write.execute("UPDATE outbox SET state = 'REFUSED', code = 'cancelled', settled = 'now'")


def test_what_surely_had_no_effect_can_be_taken_back(store: Store) -> None:
    """Without a line an entry is tried many times, and never leaves."""
    entry = queue_agreement(store)
    for _ in range(3):
        store.outbox.road.begin(entry.key)
        store.outbox.road.put_back(entry.key, "unreachable")
    assert store.outbox.entry(entry.key).held is None
    assert store.outbox.cancel(entry.key).code == "cancelled"


def test_what_was_tried_before_this_schema_may_have_left(tmp_path: Path) -> None:
    import apsw

    from sync.store.database import Database, migrations

    connection = apsw.Connection(str(tmp_path / "store.db"))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", f"raw:{bytes(32).hex()}")
    for script in migrations()[:2]:
        connection.execute(script)
    connection.pragma("user_version", 2)
    for row, attempts in ((1, 0), (2, 1)):
        connection.execute(
            "INSERT INTO outbox (row, key, person, kind, draft, title, version_digest, payload,"
            " size, created, state, next_try)"
            " VALUES (?, ?, 'p', 'remark', 'd', 't', 'v', x'7b7d', 2, 'now', 'QUEUED', 'now')",
            (row, f"k-{row}"),
        )
        connection.execute("UPDATE outbox SET attempts = ? WHERE row = ?", (attempts, row))
    connection.close()
    database = Database(tmp_path / "store.db", bytes(32))
    with database.read() as store:
        assert store.rows("SELECT key, departed FROM outbox") == [("k-1", 0), ("k-2", 1)]
    database.close()


def test_a_shared_package_stays_while_somebody_has_it(store: Store) -> None:
    first, second = queue_package(store, 1), queue_package(store, 2)
    store.outbox.cancel(first.key)
    store.outbox.forget(first.key)
    assert store.outbox.package(second.key) == PACKAGE


def test_a_package_is_replaced_only_before_its_first_sending(store: Store) -> None:
    entry = queue_package(store)
    richer = store.outbox.replace_package(entry.key, PACKAGE + b"time-stamp")
    assert richer.key == entry.key
    assert store.outbox.package(entry.key) == PACKAGE + b"time-stamp"
    assert not store.packages.has(sha(PACKAGE))
    store.outbox.road.begin(entry.key)
    store.outbox.road.put_back(entry.key, "unreachable")
    with pytest.raises(AlreadySent):
        store.outbox.replace_package(entry.key, PACKAGE)
    assert store.outbox.package(entry.key) == PACKAGE + b"time-stamp"


def test_the_entry_a_reader_holds_never_changes(store: Store) -> None:
    entry = queue_agreement(store)
    with pytest.raises(AttributeError):
        entry.key = "other"  # type: ignore[misc]  # frozen
    assert "imzo" not in repr(replace(entry, payload=b"imzo"))
    assert sync.outbox.CANCELLED == "cancelled"
