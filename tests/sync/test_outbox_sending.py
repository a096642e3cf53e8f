"""What each answer of the registry makes of an entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import OutboxKind, OutboxState
from sync.errors import AlreadySent, BadAnswer, OutcomeUnknown, Refused
from sync.outbox import Outbox
from sync.sender import Sender
from sync.station import Store
from sync.wire import Accepted, Answer, EntryOutcome, EntryState, ReasonRequest, RemarkRequest
from tests.sync.conftest import open_store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, agreement, answered, draft, sha, summary
from tests.sync.queued import PACKAGE, PROBLEM, publish, queue_agreement, queue_package


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


@pytest.mark.parametrize("change", ["html", "draft", "receipt", "version", "number"])
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
        if change == "version":
            answer["receipt"]["statement"] = answer["receipt"]["statement"].replace(
                entry.version_digest, sha(b"other")
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
    "code", ["draft_changed", "already_signed", "signer_mismatch", "bad_signature"]
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


@pytest.mark.parametrize(
    ("code", "registered", "found"),
    [
        ("already_answered", Answer.AGREED, "answered_alike"),
        ("already_answered", Answer.OBJECTED, "answered_otherwise"),
        ("already_answered", None, "already_answered"),
        ("not_your_turn", Answer.DEEMED_AGREED, "term_passed"),
        ("not_ready", Answer.OBJECTED, "not_ready"),
        ("not_ready", Answer.AGREED, "answered_alike"),
        ("draft_changed", Answer.AGREED, "answered_alike"),
        ("draft_changed", None, "draft_changed"),
    ],
)
@pytest.mark.parametrize("lost", ["", "POST"])
def test_an_answer_that_came_second_is_done_before_only_if_it_was_the_same(
    desk: Desk,
    store: Store,
    engine: Engine,
    code: str,
    registered: Answer | None,
    found: str,
    lost: str,
) -> None:
    made = draft(summary(1), b"text")
    stir = desk.me.organisation.stir
    given = () if registered is None else (answered(made.summary, registered, stir),)
    desk.publish(replace(made, trail=given), b"text")
    entry = queue_agreement(store)
    path, refusal = "/v1/drafts/d-1/trail", EntryState("", EntryOutcome.REFUSED, None, code, "why")
    if lost == "POST":
        # The first answer is lost: the second word of the registry is asked for by the key.
        desk.fault("POST", path, "cut_before")
        desk.entries[entry.key] = replace(refusal, key=entry.key)
    else:
        body = f'{{"status": 409, "code": "{code}", "detail": "why"}}'.encode()
        desk.fault("POST", path, "answer", status=409, headers=PROBLEM, body=body, times=2)
    for _ in range(2):
        store.outbox.hurry()
        engine.cycle()
    kept = store.outbox.entry(entry.key)
    assert (kept.state, kept.code) == (OutboxState.REFUSED, found)
    assert kept.done_elsewhere is (found == "answered_alike")


def test_a_second_answer_is_not_settled_before_it_is_known_which_counts(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    entry = queue_agreement(store)
    body = b'{"status": 409, "code": "already_answered", "detail": "why"}'
    desk.fault(
        "POST", "/v1/drafts/d-1/trail", "answer", status=409, headers=PROBLEM, body=body, times=2
    )
    desk.fault("GET", "/v1/drafts/d-1", "cut_before", times=9)
    engine.cycle()
    assert store.outbox.entry(entry.key).open
    desk.faults[:] = [fault for fault in desk.faults if fault.method == "POST"]
    store.outbox.hurry()
    assert engine.cycle().refused == (entry.key,)


@pytest.mark.parametrize("code", ["new_code", "forbidden", "bad_request", "not_found"])
@pytest.mark.parametrize("kind", ["package", "agreement"])
def test_what_judged_nothing_gives_nothing_up(
    desk: Desk, store: Store, engine: Engine, code: str, kind: str
) -> None:
    publish(desk)
    entry = queue_package(store) if kind == "package" else queue_agreement(store)
    body = f'{{"status": 403, "code": "{code}", "detail": "no\\u202e\\u001b[2J"}}'.encode()
    desk.fault("POST", "/v1/drafts", "answer", status=403, headers=PROBLEM, body=body)
    assert engine.cycle().refused == ()
    kept = store.outbox.entry(entry.key)
    assert (kept.state, kept.code, kept.detail) == (OutboxState.QUEUED, code, "no  [2J")
    store.outbox.hurry()
    assert engine.cycle().sent == (entry.key,)


@pytest.mark.parametrize(
    ("status", "code"), [(403, ""), (409, "Not A Code"), (404, "draft_changed")]
)
def test_a_refusal_that_contradicts_itself_is_asked_about(
    desk: Desk, store: Store, engine: Engine, status: int, code: str
) -> None:
    publish(desk)
    entry = queue_agreement(store)
    body = f'{{"status": 409, "code": "{code}"}}'.encode()
    desk.fault("POST", "/v1/drafts", "answer", status=status, headers=PROBLEM, body=body)
    assert engine.cycle().unconfirmed == (entry.key,)
    assert engine.cycle().sent == (entry.key,)


def test_a_key_that_was_used_is_asked_about(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk)
    entry = queue_agreement(store)
    accepted = Accepted(entry.draft, summary().state, None, None)
    desk.entries[entry.key] = EntryState(entry.key, EntryOutcome.ACCEPTED, accepted, None, None)
    body = b'{"status": 422, "code": "key_reused", "detail": "agree"}'
    desk.fault("POST", "/v1/drafts", "answer", status=422, headers=PROBLEM, body=body)
    report = engine.cycle()
    assert (report.sent, report.refused) == ((entry.key,), ())


def test_a_key_that_stands_for_another_draft_holds_nothing_up(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    entry = queue_agreement(store)
    accepted = Accepted("d-9", summary().state, None, None)
    desk.entries[entry.key] = EntryState(entry.key, EntryOutcome.ACCEPTED, accepted, None, None)
    body = b'{"status": 422, "code": "key_reused", "detail": "agree d-9"}'
    desk.fault("POST", "/v1/drafts", "answer", status=422, headers=PROBLEM, body=body)
    assert engine.cycle().refused == (entry.key,)
    assert store.outbox.entry(entry.key).code == "key_reused"
    again = queue_agreement(store)
    assert engine.cycle().sent == (again.key,)


def test_taking_back_asks_the_registry_first(
    desk: Desk, client: RegistryClient, store: Store
) -> None:
    publish(desk, 1, 2)
    known, unknown = queue_agreement(store), queue_agreement(store, 2)
    accepted = Accepted(known.draft, summary().state, None, None)
    desk.entries[known.key] = EntryState(known.key, EntryOutcome.ACCEPTED, accepted, None, None)
    sender = Sender(client, store.outbox, store.packages)
    with pytest.raises(AlreadySent):
        sender.take_back(known.key)
    assert store.outbox.entry(known.key).state is OutboxState.ACCEPTED
    desk.fault("GET", "/v1/entries", "cut_before", times=9)
    assert sender.take_back(unknown.key).code == "cancelled"


def test_what_was_written_while_the_clock_was_ahead_is_sent(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1, 2)
    ahead = Outbox(store.database, store.packages, lambda: datetime.now(UTC) + timedelta(days=365))
    made = summary()
    entry = ahead.queue(
        OutboxKind.AGREEMENT, agreement(made), person=PERSON, draft=made.id, title=made.title,
        version_digest=made.version_digest,
    )  # fmt: skip
    lost = queue_agreement(store, 2)
    ahead.road.begin(lost.key)
    ahead.road.unconfirmed(lost.key, "outcome_unknown")
    due = store.outbox.next_due()
    assert due is not None
    assert due < datetime.now(UTC) + timedelta(seconds=1)
    assert set(engine.cycle().sent) == {entry.key, lost.key}


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
    entry = queue_agreement(store)
    store.outbox.road.begin(entry.key)
    store.outbox.road.unconfirmed(entry.key, "outcome_unknown")
    desk.entries[entry.key] = EntryState(
        entry.key, EntryOutcome.REFUSED, None, "draft_changed", "version 2"
    )
    assert engine.cycle().refused == (entry.key,)
    assert store.outbox.entry(entry.key).code == "draft_changed"
