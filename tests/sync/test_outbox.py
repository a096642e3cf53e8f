"""The outbox: its road, what the database itself forbids, and what each answer makes of a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import sync.outbox
from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.errors import (
    AlreadySent,
    BadAnswer,
    NotFound,
    NoTimeStamp,
    OutcomeUnknown,
    Refused,
    StoreDamaged,
)
from sync.outbox import Outbox
from sync.road import FIRST_WAIT, LONGEST_WAIT
from sync.station import Store
from sync.wire import Accepted, ReasonRequest, RemarkRequest
from tests.sync.conftest import open_store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, SOMEBODY_ELSE, agreement, draft, sha, summary

PACKAGE = b"PK\x03\x04 a signed package " * 100
PROBLEM = {"Content-Type": "application/problem+json"}


def queue_package(store: Store, number: int = 1, package: bytes = PACKAGE) -> OutboxEntry:
    made = summary(number)
    return store.outbox.queue_package(
        package,
        person=PERSON,
        draft=made.id,
        title=made.title,
        version_digest=made.version_digest,
    )


def queue_agreement(store: Store, number: int = 1, person: str = PERSON) -> OutboxEntry:
    made = summary(number)
    return store.outbox.queue(
        OutboxKind.AGREEMENT,
        agreement(made),
        person=person,
        draft=made.id,
        title=made.title,
        version_digest=made.version_digest,
    )


def publish(desk: Desk, *numbers: int) -> None:
    for number in numbers or (1,):
        desk.publish(draft(summary(number), b"text"), b"text")


# The rows


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


# What the registry's answers make of it


def test_a_package_is_registered_and_its_receipt_is_kept(
    desk: Desk, store: Store, engine: Engine, profile: Path
) -> None:
    publish(desk)
    entry = queue_package(store)
    report = engine.cycle()
    assert report.sent == (entry.key,)
    assert report.failure is None
    assert desk.packages == [PACKAGE]
    store.close()
    with open_store(profile) as again:
        kept = again.outbox.entry(entry.key)
        assert kept.state is OutboxState.ACCEPTED
        assert kept.registration is not None
        assert kept.registration.number == "1-9-3-Q/26"
        assert kept.receipt is not None
        assert again.outbox.package(entry.key) == PACKAGE


def test_every_kind_is_sent_to_its_own_place(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk)
    made = summary()

    def queue(kind: OutboxKind, request: RemarkRequest | ReasonRequest) -> None:
        store.outbox.queue(
            kind, request, person=PERSON, draft="d-1", title="t",
            version_digest=made.version_digest,
        )  # fmt: skip

    queue_agreement(store)
    queue(OutboxKind.REMARK, RemarkRequest(1, None, None, "", "mulohaza"))
    queue(OutboxKind.RETURN, ReasonRequest(made.version_digest, "sabab"))
    queue(OutboxKind.REJECT, ReasonRequest(made.version_digest, "sabab"))
    assert len(engine.cycle().sent) == 4
    assert [seen.path.rpartition("/")[2] for seen in desk.requests("POST", "/v1/drafts")] == [
        "trail", "remarks", "return", "reject"
    ]  # fmt: skip


def test_a_lost_answer_is_settled_without_a_second_registration(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    entry = queue_package(store)
    desk.fault("POST", "/v1/drafts/d-1/package", "cut_after")
    report = engine.cycle()
    assert report.unconfirmed == (entry.key,)
    assert isinstance(report.errors[0].error, OutcomeUnknown)
    report = engine.cycle()
    assert report.sent == (entry.key,)
    settled = store.outbox.entry(entry.key)
    assert settled.registration is not None
    assert desk.packages == [PACKAGE]
    assert len(desk.requests("POST", "/v1/drafts")) == 1


def test_what_never_arrived_is_sent_again_under_its_own_key(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    entry = queue_package(store)
    desk.fault("POST", "/v1/drafts/d-1/package", "cut_before")
    assert engine.cycle().unconfirmed == (entry.key,)
    assert engine.cycle().sent == (entry.key,)
    keys = {seen.headers["Idempotency-Key"] for seen in desk.requests("POST", "/v1/drafts")}
    assert keys == {entry.key}
    # The upload was complete already, so nothing of it travelled twice.
    assert len(desk.requests("POST", "/v1/uploads")) == 1


def test_an_answer_lost_again_and_again_makes_the_entry_wait(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    entry = queue_agreement(store)
    desk.fault("POST", "/v1/drafts/d-1/trail", "cut_before", times=9)
    for _ in range(6):
        engine.cycle()
    assert len(desk.requests("POST", "/v1/drafts")) == 2
    assert store.outbox.entry(entry.key).next_try > datetime.now(UTC)


@pytest.mark.parametrize("change", ["html", "draft", "receipt", "package", "number"])
def test_a_wrong_answer_to_a_package_leaves_it_unconfirmed(
    desk: Desk, store: Store, engine: Engine, change: str
) -> None:
    import msgspec

    publish(desk)
    entry = queue_package(store)
    path = "/v1/drafts/d-1/package"
    if change == "html":
        desk.fault("POST", path, "answer", headers={"Content-Type": "text/html"}, body=b"<p>")
    else:
        # The desk's own answer, made at a twin of it, with one thing in it untrue.
        twin = Desk()
        publish(twin)
        twin.uploads["u"] = (len(PACKAGE), bytearray(PACKAGE))
        body = msgspec.json.encode(
            {"upload": "u", "sha256": sha(PACKAGE), "version_digest": entry.version_digest}
        )
        answer = msgspec.json.decode(twin._hand_in(entry.key, "d-1", "package", body)[2])
        if change == "draft":
            answer["draft"] = "d-2"
        if change == "receipt":
            answer["receipt"] = None
        if change == "package":
            answer["receipt"]["statement"] = answer["receipt"]["statement"].replace(
                sha(PACKAGE), sha(b"other")
            )
        if change == "number":
            answer["registration"]["number"] = "2-9-3-Q/26"
        wrong = msgspec.json.encode(answer)
        desk.fault(
            "POST", path, "answer", headers={"Content-Type": "application/json"}, body=wrong
        )
    report = engine.cycle()
    assert report.unconfirmed == (entry.key,)
    assert isinstance(report.errors[0].error, BadAnswer)
    assert store.outbox.entry(entry.key).registration is None


@pytest.mark.parametrize(
    "code", ["draft_changed", "already_signed", "signer_mismatch", "bad_signature", "new_code"]
)
def test_a_refusal_settles_and_keeps_the_package(
    desk: Desk, store: Store, engine: Engine, code: str
) -> None:
    publish(desk)
    entry = queue_package(store)
    body = f'{{"status": 409, "code": "{code}", "detail": "why"}}'.encode()
    desk.fault("POST", "/v1/drafts", "answer", status=409, headers=PROBLEM, body=body)
    report = engine.cycle()
    assert report.refused == (entry.key,)
    kept = store.outbox.entry(entry.key)
    assert (kept.state, kept.code, kept.detail) == (OutboxState.REFUSED, code, "why")
    assert store.outbox.package(entry.key) == PACKAGE


def test_not_now_is_not_no(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk)
    entry = queue_agreement(store)
    body = b'{"status": 503, "code": "maintenance"}'
    headers = PROBLEM | {"Retry-After": "120"}
    desk.fault("POST", "/v1/drafts", "answer", status=503, headers=headers, body=body)
    report = engine.cycle()
    assert isinstance(report.errors[0].error, Refused)
    kept = store.outbox.entry(entry.key)
    assert (kept.state, kept.code) == (OutboxState.QUEUED, "maintenance")
    assert kept.next_try - datetime.now(UTC) > timedelta(seconds=100)


def test_an_upload_that_ran_out_is_no_refusal_of_the_package(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    entry = queue_package(store)
    body = b'{"status": 404, "code": "not_found", "detail": "upload"}'
    desk.fault("POST", "/v1/drafts", "answer", status=404, headers=PROBLEM, body=body)
    engine.cycle()
    assert store.outbox.entry(entry.key).state is OutboxState.QUEUED
    desk.uploads.clear()
    store.outbox.hurry()
    assert engine.cycle().sent == (entry.key,)


def test_an_upload_that_arrived_damaged_is_begun_again(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    entry = queue_package(store)
    body = b'{"status": 409, "code": "upload_incomplete", "detail": "sha256"}'
    desk.fault("POST", "/v1/drafts", "answer", status=409, headers=PROBLEM, body=body)
    engine.cycle()
    kept = store.outbox.entry(entry.key)
    assert (kept.state, kept.code) == (OutboxState.QUEUED, "upload_incomplete")
    # The desk still has the wrong bytes under the old name; they must not be handed in again.
    (wrong,) = desk.uploads.values()
    wrong[1][0] ^= 1
    store.outbox.hurry()
    assert engine.cycle().sent == (entry.key,)
    assert desk.packages == [PACKAGE]


def test_a_settled_refusal_is_told(desk: Desk, store: Store, engine: Engine) -> None:
    from sync.wire import EntryOutcome, EntryState

    entry = queue_agreement(store)
    store.outbox.road.begin(entry.key)
    store.outbox.road.unconfirmed(entry.key, "outcome_unknown")
    desk.entries[entry.key] = EntryState(
        entry.key, EntryOutcome.REFUSED, None, "draft_changed", "version 2"
    )
    assert engine.cycle().refused == (entry.key,)
    assert store.outbox.entry(entry.key).code == "draft_changed"


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


def test_the_entry_a_reader_holds_never_changes(store: Store) -> None:
    entry = queue_agreement(store)
    with pytest.raises(AttributeError):
        entry.key = "other"  # type: ignore[misc]  # frozen
    assert "imzo" not in repr(replace(entry, payload=b"imzo"))
    assert sync.outbox.CANCELLED == "cancelled"
