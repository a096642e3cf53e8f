"""A cycle from beginning to end, with a registry that lies, breaks and changes its mind."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from sync.cancel import Progress, Step
from sync.client import RegistryClient
from sync.engine import Engine, Fetching
from sync.errors import BadAnswer, FileTampered, NotFound, StoreDamaged, Unreachable
from sync.plan import Ahead
from sync.station import Store
from sync.store.wanted import Wants
from sync.wire import Action
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, SOMEBODY_ELSE, draft, sha, summary
from tests.sync.queued import queue_agreement

TEXT, ANNEX = b"%PDF-1.7 the decision " * 50, b"%PDF-1.7 the annex " * 50


def publish(desk: Desk, number: int = 1, **changes: object) -> None:
    made = summary(number, **changes)
    text = TEXT + str(number).encode()
    desk.publish(draft(made, text, (ANNEX,)), text, ANNEX)


def paths(desk: Desk) -> list[str]:
    return [f"{seen.method} {seen.path}" for seen in desk.seen]


def test_drafts_arrive_whole(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk)
    report = engine.cycle()
    assert (report.changed, report.fetched, report.errors) == (("d-1",), 3, ())
    assert report.clock_skew == pytest.approx(0, abs=2)
    kept = store.drafts.draft("d-1")
    assert kept == desk.drafts["d-1"]
    assert store.files.read(kept.text.sha256) == TEXT + b"1"
    assert store.files.read(kept.annexes[0].file.sha256) == ANNEX


def test_nothing_new_is_one_request(desk: Desk, engine: Engine) -> None:
    for number in range(5):
        publish(desk, number)
    engine.cycle()
    desk.seen.clear()
    report = engine.cycle()
    assert paths(desk) == ["GET /v1/changes"]
    assert (report.changed, report.fetched) == ((), 0)


def test_nothing_new_reads_nothing_of_the_store(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk)
    engine.cycle()
    engine.cycle()
    store.database.close()
    report = engine.cycle()
    assert (report.failure, report.changed, report.errors) == (None, (), ())


def test_what_is_done_while_the_news_come_leaves_with_them(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    engine.cycle()
    engine.cycle()
    keys: list[str] = []

    def watch(progress: Progress) -> None:
        if progress.step is Step.CHANGES and not keys:
            keys.append(queue_agreement(store).key)

    assert engine.cycle(watch).sent == tuple(keys) == tuple(desk.handed_in)


def test_a_file_that_somebody_deletes_is_missed_after_a_while(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    engine.cycle()
    assert engine.cycle().fetched == 0
    store.files._path(sha(ANNEX)).unlink()
    assert engine.cycle().fetched == 0
    engine._here = (0.0, *engine._here[1:])
    assert engine.cycle().fetched == 1
    assert engine.cycle().fetched == 0
    store.files.remove(sha(ANNEX))
    assert engine.cycle().fetched == 1


def test_pages_follow_each_other_and_a_break_loses_none(
    desk: Desk, store: Store, client: RegistryClient, engine: Engine
) -> None:
    for number in range(1203):
        publish(desk, number, actions=())
    first = client.changes(None, 500)
    store.drafts.apply(first)
    desk.fault("GET", "/v1/changes", "cut_after")
    report = engine.cycle()
    assert isinstance(report.failure, Unreachable)
    assert store.drafts.cursor() == "500"
    assert len(engine.cycle().changed) == 703
    assert store.drafts.count() == 1203
    # Nobody is asked anything, so no detail was fetched.
    assert desk.requests("GET", "/v1/drafts") == []


def test_only_what_is_asked_is_fetched_unless_everything_is_wanted(
    desk: Desk, store: Store, client: RegistryClient, engine: Engine
) -> None:
    publish(desk, 1, actions=())
    publish(desk, 2)
    engine.cycle()
    assert desk.requests("GET", "/v1/drafts/d-1") == []
    Engine(client, store, PERSON, fetching=Fetching(ahead=Ahead.ALL)).cycle()
    assert store.drafts.draft("d-1").summary.id == "d-1"


def test_what_was_opened_once_is_kept_fresh(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk, 1, actions=())
    engine.cycle()
    opened = engine.fetch("d-1")
    assert store.files.has(opened.text.sha256)
    publish(desk, 1, actions=(), revision=2, title="Yangi nom")
    engine.cycle()
    assert store.drafts.draft("d-1").summary.title == "Yangi nom"


def test_a_withdrawn_draft_leaves_with_its_files(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk, 1)
    publish(desk, 2)
    engine.cycle()
    text = store.drafts.draft("d-1").text.sha256
    desk.withdraw("d-1")
    report = engine.cycle()
    assert report.removed == ("d-1",)
    assert not store.files.has(text)
    assert store.files.has(sha(ANNEX))
    with pytest.raises(NotFound):
        store.drafts.draft("d-1")


def test_a_tampered_file_is_named_and_not_kept_and_the_others_go_on(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1)
    publish(desk, 2)
    forged = bytearray(TEXT + b"1")
    forged[10] ^= 1
    bad = sha(TEXT + b"1")
    desk.lies[bad] = bytes(forged)
    report = engine.cycle()
    assert [(trouble.kind, trouble.identifier) for trouble in report.errors] == [("file", bad)]
    assert isinstance(report.errors[0].error, FileTampered)
    assert not store.files.has(bad)
    assert store.files.read(sha(TEXT + b"2")) == TEXT + b"2"
    # It is not asked for again in every cycle, and comes when the registry is honest again.
    desk.seen.clear()
    engine.cycle()
    assert paths(desk) == ["GET /v1/changes"]
    desk.lies.clear()
    engine.fetch("d-1")
    assert store.files.read(bad) == TEXT + b"1"


def test_a_tampered_file_of_an_opened_draft_is_raised(desk: Desk, engine: Engine) -> None:
    publish(desk, 1, actions=())
    engine.cycle()
    desk.lies[sha(TEXT + b"1")] = TEXT + b"2"
    with pytest.raises(FileTampered):
        engine.fetch("d-1")


def test_a_damaged_file_is_fetched_again(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk)
    engine.cycle()
    digest = sha(ANNEX)
    path = store.files._path(digest)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StoreDamaged):
        store.files.read(digest)
    assert engine.cycle().fetched == 1
    assert store.files.read(digest) == ANNEX


def test_one_draft_that_cannot_be_read_does_not_hold_up_the_others(
    desk: Desk, store: Store, engine: Engine
) -> None:
    for number in (1, 2, 3):
        publish(desk, number)
    page = {"Content-Type": "text/html"}
    desk.fault("GET", "/v1/drafts/d-2", "answer", headers=page, body=b"<p>")
    desk.fault("GET", "/v1/drafts/d-3", "answer", status=502, headers=page, body=b"<p>")
    report = engine.cycle()
    assert {trouble.identifier for trouble in report.errors} == {"d-2", "d-3"}
    assert any(isinstance(trouble.error, BadAnswer) for trouble in report.errors)
    assert store.drafts.draft("d-1").summary.id == "d-1"
    assert report.failure is None


def test_a_wrong_page_of_changes_is_not_applied(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk)
    body = b'{"changes": [{"id": "d-9", "draft": {"id": "d-9"}}], "cursor": "9", "more": false}'
    kind = {"Content-Type": "application/json"}
    desk.fault("GET", "/v1/changes", "answer", headers=kind, body=body)
    report = engine.cycle()
    assert isinstance(report.failure, BadAnswer)
    assert store.drafts.cursor() is None
    assert store.drafts.summaries() == []
    assert engine.cycle().changed == ("d-1",)


def test_a_cursor_the_registry_forgot_begins_afresh(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1)
    publish(desk, 2)
    engine.cycle()
    # The registry was set up anew and knows one of the two only.
    del desk.drafts["d-1"]
    desk.log = desk.log[1:]
    desk.cursors_from = 100
    report = engine.cycle()
    assert report.failure is None
    assert [made.id for made in store.drafts.summaries()] == ["d-2"]


def test_a_page_that_leads_nowhere_ends(desk: Desk, engine: Engine) -> None:
    engine.cycle()
    kind = {"Content-Type": "application/json"}
    body = b'{"changes": [], "cursor": "0", "more": true}'
    desk.fault("GET", "/v1/changes", "answer", headers=kind, body=body, times=5)
    desk.seen.clear()
    engine.cycle()
    assert len(desk.seen) == 1


def test_another_person_gets_nothing_of_the_first(
    desk: Desk, store: Store, client: RegistryClient, engine: Engine
) -> None:
    publish(desk)
    engine.cycle()
    text = store.drafts.draft("d-1").text.sha256
    Engine(client, store, SOMEBODY_ELSE)
    assert store.drafts.summaries() == []
    assert not store.files.has(text)


def test_what_a_person_did_goes_first(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk)
    queue_agreement(store)
    seen: list[Progress] = []
    engine.cycle(seen.append)
    assert paths(desk)[0] == "POST /v1/drafts/d-1/trail"
    steps = list(dict.fromkeys(progress.step for progress in seen))
    assert steps == [Step.SEND, Step.CHANGES, Step.DETAILS, Step.FILES]


@pytest.mark.parametrize("step", [Step.SEND, Step.CHANGES, Step.DETAILS, Step.FILES])
def test_a_cycle_can_be_stopped_anywhere_and_goes_on_later(
    desk: Desk, store: Store, engine: Engine, step: Step
) -> None:
    for number in range(4):
        publish(desk, number)
    entry = queue_agreement(store)
    second = queue_agreement(store, 2)
    stop = threading.Event()

    def watch(progress: Progress) -> None:
        if progress.step is step:
            stop.set()

    report = engine.cycle(watch, stop)
    assert report.cancelled
    engine.cycle()
    assert store.outbox.entry(entry.key).registration is None
    assert not store.outbox.entries(open_only=True)
    assert sorted(desk.handed_in) == sorted([entry.key, second.key])
    assert store.drafts.stale() == ()
    assert all(store.files.has(item.file.sha256) for item in Wants(store.database).asked())


def test_details_are_fetched_side_by_side_within_a_limit(
    desk: Desk, store: Store, client: RegistryClient
) -> None:
    import time

    for number in range(8):
        publish(desk, number)
    engine = Engine(client, store, PERSON, fetching=Fetching(parallel=4))
    desk.fault("GET", "/v1/drafts", "wait", seconds=0.3, times=8)
    before = time.monotonic()
    engine.cycle()
    took = time.monotonic() - before
    # One after another would be 2.4 s, all at once 0.3 s.
    assert 0.6 <= took < 2.0


def test_a_remark_that_is_welcome_is_not_a_reason_to_fetch(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1, actions=(Action.REMARK,))
    engine.cycle()
    assert desk.requests("GET", "/v1/drafts") == []
    assert store.drafts.stale() == ()


def test_a_draft_that_changed_while_it_was_fetched_is_fetched_again(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk)
    engine.cycle()
    newer = summary(1, revision=3)
    desk.drafts["d-1"] = replace(desk.drafts["d-1"], summary=newer)
    engine.fetch("d-1")
    assert store.drafts.summary("d-1").revision == 3
    assert store.drafts.stale() == ()


def test_a_hint_that_something_changed_is_told(desk: Desk, client: RegistryClient) -> None:
    stream = {"Content-Type": "text/event-stream"}
    desk.fault("GET", "/v1/events", "answer", headers=stream, body=b": still here\n\n")
    assert list(client.events()) == []
    desk.fault("GET", "/v1/events", "answer", headers=stream, body=b"event: changed\ndata:\n\n")
    assert list(client.events()) == [None]
